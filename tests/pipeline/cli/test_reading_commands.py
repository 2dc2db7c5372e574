"""extract, audit and explain on real documents, as a user calls them."""

from __future__ import annotations

import hashlib
import json
import shutil
import stat
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from pipeline.cli import main
from schemas.json_schema import full_result_schema
from tests.support.command_line import FIXTURES

pytestmark = pytest.mark.heavy

SONG = FIXTURES / "fushun-2021.song.pdf"
DUMP = FIXTURES / "fushun-2021.txt"
PROSE = FIXTURES / "prose.pdf"
LOOK_ALIKE = FIXTURES / "monitoring-form.pdf"
TWO_FORMS = FIXTURES / "xiaoyuan-2023.pdf"
CLEAN = FIXTURES / "hexi-2023.pdf"


class Called:
    """One call in this process, with what it printed."""

    def __init__(self, capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> None:
        self.status = main.main([str(argument) for argument in arguments])
        self.out, self.err = capsys.readouterr()
        assert "Traceback" not in self.out + self.err

    @property
    def documents(self) -> list[dict[str, object]]:
        return [json.loads(line) for line in self.out.splitlines()]


def test_extract_gives_the_full_result_that_the_schema_describes(
    capsys: pytest.CaptureFixture[str],
) -> None:
    ran = Called(capsys, "extract", SONG, TWO_FORMS)
    assert (ran.status, ran.err) == (0, "")
    one, two = ran.documents
    validator = Draft202012Validator(full_result_schema())
    for document in (one, two):
        validator.validate(document)
    assert one["document"]["name"] == SONG.name  # type: ignore[index]
    assert len(one["records"]) == 1  # type: ignore[arg-type]
    assert len(two["records"]) == 2  # type: ignore[arg-type]
    assert set(one["records"][0]) == {"record"}, "extract judges nothing"  # type: ignore[index]
    assert "信访局" in ran.out, "not ASCII-escaped"


def test_values_are_one_line_per_form(capsys: pytest.CaptureFixture[str]) -> None:
    ran = Called(capsys, "extract", "--format", "values", TWO_FORMS, DUMP)
    first, second, third = ran.documents
    truth = json.loads((FIXTURES / "fushun-2021.values.json").read_text(encoding="utf-8"))
    assert set(first) == set(second) == set(third) == set(truth)
    assert third["department"] == truth["department"]
    assert first["project_name"] != second["project_name"]


def test_the_table_shows_what_was_read(capsys: pytest.CaptureFixture[str]) -> None:
    ran = Called(capsys, "extract", "--format", "table", SONG)
    assert ran.status == 0
    for text in (
        "信访局整体绩效自评表",
        "年初预算数",
        "636.34",
        "重复信访治理台账",
        "≥80%",
        "总分: 96",
    ):
        assert text in ran.out


def test_a_clean_report_ends_with_0(capsys: pytest.CaptureFixture[str]) -> None:
    assert Called(capsys, "audit", CLEAN).status == 0


def test_audit_json_is_the_full_result_and_a_failed_file_wins_over_findings(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = tmp_path / "rules.toml"
    book.write_text('"不生大规模聚集" = "=0，得满分；≠0，得0分"\n', encoding="utf-8")
    ran = Called(capsys, "audit", "--format", "json", "--rules", book, DUMP, PROSE)
    assert ran.status == 3
    good, failed = ran.documents
    Draft202012Validator(full_result_schema()).validate(good)
    assert good["document"]["made_by"]["rules"] == {
        "rules.toml": hashlib.sha256(book.read_bytes()).hexdigest()
    }  # type: ignore[index]
    (form,) = good["records"]  # type: ignore[misc]
    codes = {finding["code"] for finding in form["findings"]}
    assert {"actual-copies-target", "duplicate-indicator"} <= codes
    assert form["rescore"]["recomputed"]["recommended"] == "96"
    assert failed["errors"][0]["code"] == "no-form"  # type: ignore[index]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "报表 2021"
    made.mkdir()
    for file in (PROSE, LOOK_ALIKE, CLEAN):
        shutil.copy(file, made)
    return made


def test_no_forms_in_a_folder_are_passed_over_and_named(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ran = Called(capsys, "audit", folder)
    assert ran.status == 0
    assert "prose.pdf" in ran.out
    assert "monitoring-form.pdf" in ran.out
    ran = Called(capsys, "audit", "--format", "json", folder)
    assert ran.status == 0
    codes = [d["errors"][0]["code"] for d in ran.documents if d["errors"]]  # type: ignore[index]
    assert codes == ["not-self-evaluation", "no-form"]
    assert "共 3 个文件 = 读入 1 + 略过 2 + 未读出 0" in ran.err


def test_given_by_name_they_are_a_reason_for_3(capsys: pytest.CaptureFixture[str]) -> None:
    assert Called(capsys, "audit", PROSE).status == 3
    assert Called(capsys, "extract", LOOK_ALIKE).status == 3


def test_a_broken_file_in_a_folder_is_a_reason_for_3(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "公文.ofd").write_bytes(b"PK\x03\x04")
    ran = Called(capsys, "audit", folder)
    assert ran.status == 3
    assert "公文.ofd" in ran.out


def test_a_workbook_of_an_earlier_run_is_no_report_that_failed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, book = tmp_path / "表", tmp_path / "表" / "核对.xlsx"
    folder.mkdir()
    shutil.copy(CLEAN, folder)
    assert Called(capsys, "audit", "--xlsx", book, folder).status == 0
    assert Called(capsys, "audit", "--xlsx", book, folder).status == 0
    batch = ("batch", folder, "--store", tmp_path / "a.db", "--report", folder)
    assert Called(capsys, *batch).status == 3, "a workbook of other making is named"
    book.unlink()
    assert (folder / "overview.xlsx").is_file()
    assert Called(capsys, *batch).status == 0


def test_reports_are_written_whole_and_for_their_owner_only(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    html, xlsx = tmp_path / "report.html", tmp_path / "report.xlsx"
    Called(capsys, "audit", "--html", html, "--xlsx", xlsx, folder)
    pages = sorted((tmp_path / "report-reports").iterdir())
    assert len(pages) == 1
    assert pages[0].name in html.read_text(encoding="utf-8"), "the overview leads to the report"
    for path in (html, xlsx, *pages):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_one_document_gives_its_summary_and_one_page_with_pictures(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    html = tmp_path / "report.html"
    ran = Called(capsys, "audit", "--html", html, SONG)
    assert ran.status == 1
    assert ran.out.splitlines()[0].startswith("! 存疑"), "the verdict first"
    assert "data:image/png" in html.read_text(encoding="utf-8")
    assert list(tmp_path.iterdir()) == [html]


def test_a_dump_has_a_page_without_pictures(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    html = tmp_path / "report.html"
    assert Called(capsys, "audit", "--html", html, DUMP).status == 1
    assert "存疑" in html.read_text(encoding="utf-8")


def test_a_report_that_cannot_be_written_is_wrong_usage(
    capsys: pytest.CaptureFixture[str],
) -> None:
    ran = Called(capsys, "audit", "--xlsx", "/proc/no/such/place.xlsx", CLEAN)
    assert ran.status == 2
    assert "place.xlsx" in ran.err


def test_an_empty_folder_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ran = Called(capsys, "audit", "--format", "json", tmp_path)
    assert (ran.status, ran.out) == (0, "")
    assert "共 0 个文件" in ran.err


@pytest.mark.parametrize("text", ["nonsense [", '"a" = 3\n', "\xff"])
def test_a_faulty_rule_book_is_wrong_usage(
    text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = tmp_path / "rules.toml"
    book.write_bytes(text.encode("latin-1"))
    ran = Called(capsys, "audit", "--rules", book, DUMP)
    assert (ran.status, ran.out) == (2, "")
    assert "rules.toml" in ran.err


def test_a_faulty_form_file_is_wrong_usage(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "mine.toml").write_text("[", encoding="utf-8")
    ran = Called(capsys, "audit", "--forms", tmp_path, DUMP)
    assert (ran.status, ran.out) == (2, "")
    assert "mine.toml" in ran.err


def test_explain_tells_a_values_way(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    png = tmp_path / "page.png"
    ran = Called(capsys, "explain", "--png", png, SONG, "/indicators/6/score")
    assert ran.status == 0
    for text in (
        "值: 1",
        "状态: 已读",
        "来源: 文字层",
        "第 2 页 [",
        "原文: “1”",
        "score-total: 没有问题",
    ):
        assert text in ran.out
    assert "重新评分" in ran.out
    assert png.read_bytes().startswith(b"\x89PNG")
    assert stat.S_IMODE(png.stat().st_mode) == 0o600


def test_explain_lists_every_field_and_counts_lines_in_a_dump(
    capsys: pytest.CaptureFixture[str],
) -> None:
    ran = Called(capsys, "explain", DUMP)
    rows = dict(line.partition("\t")[::2] for line in ran.out.splitlines())
    assert rows["/total_score"] == "96"
    assert rows["/funds/0/executed"] == "——"
    assert len(rows) > 400
    lines = DUMP.read_text(encoding="utf-8").split("\n")
    number = next(n for n, line in enumerate(lines, 1) if "财政供养人员数量" in line)
    assert f"第 {number} 行" in Called(capsys, "explain", DUMP, "/staff_count").out


@pytest.mark.parametrize(
    ("call", "said"),
    [
        ((CLEAN, "indicators/1/scor"), "/indicators/1/score"),
        ((CLEAN, "--form", "2"), "只有 1 张表"),
        ((DUMP, "/year", "--png", "{tmp}/x.png"), "没有可以画出的位置"),
    ],
)
def test_explain_says_what_there_is_not(
    call: tuple[str | Path, ...], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ran = Called(capsys, "explain", *(str(word).replace("{tmp}", str(tmp_path)) for word in call))
    assert (ran.status, ran.out) == (2, "")
    assert said in ran.err


def test_explain_chooses_a_form(capsys: pytest.CaptureFixture[str]) -> None:
    ran = Called(capsys, "extract", "--format", "values", TWO_FORMS)
    second = ran.documents[1]["project_name"]
    ran = Called(capsys, "explain", TWO_FORMS, "/project_name", "--form", "2")
    assert f"值: {second}" in ran.out
    assert "共 2 张" in ran.err


def test_forms_are_listed_shown_and_checked(capsys: pytest.CaptureFixture[str]) -> None:
    assert "liaoning-department" in Called(capsys, "forms").out
    assert Called(capsys, "forms").out == Called(capsys, "forms", "list").out
    assert "履职效能: 40" in Called(capsys, "forms", "show", "liaoning-department").out
    wrong = Called(capsys, "forms", "show", "nonsense")
    assert (wrong.status, wrong.out) == (2, "")
    assert "national-project" in wrong.err


def test_a_form_file_of_ones_own_is_checked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    faulty = tmp_path / "mine.toml"
    faulty.write_text('source = "x"\n', encoding="utf-8")
    ran = Called(capsys, "forms", "check", faulty)
    assert ran.status == 2
    assert ran.out.startswith(str(faulty))
