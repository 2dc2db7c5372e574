"""Exports say the same in every format, in a stable order, without contacts, and do no harm."""

from __future__ import annotations

import csv
import json
import sys
from decimal import Decimal
from pathlib import Path

import openpyxl
import pyarrow.parquet as pq
import pytest

from pipeline.api import correct
from pipeline.api import load as api_load
from pipeline.storage import tables
from pipeline.storage.dictionary import as_markdown, exported_columns
from pipeline.storage.export import export, neutral
from pipeline.storage.frames import load
from pipeline.storage.rows import prepare
from pipeline.storage.store import open_store
from schemas.errors import UsageError
from tests.support.command_line import fuhe
from tests.support.results import result_from_values

FIXTURES = Path(__file__).parents[3] / "fixtures"
VALUES = json.loads((FIXTURES / "pdfs/fushun-2021.values.json").read_text("utf-8"))
NASTY = {
    **VALUES,
    "department": '=HYPERLINK("http://x")',
    "notes": [
        {"label": "联系人", "text": "王芳 13912345678"},
        {"label": "备注", "text": "无"},
        {"label": None, "text": "填报：0413-57661234"},
        {"label": "填表人", "text": "欧阳锋"},
    ],
    "unplaced": ["电话：024-12345678", "其他"],
}


@pytest.fixture
def url(tmp_path: Path) -> str:
    url = f"sqlite:///{tmp_path / 'a.db'}"
    with open_store(url, write=True) as store:
        store.save(prepare(result_from_values(NASTY), "v1"), "甲.pdf")
        store.save(prepare(result_from_values(VALUES, "乙.pdf"), "v1"), "乙.pdf")
    return url


def written(url: str, target: Path, kind: str | None = None, **options: bool) -> list[str]:
    with open_store(url, write=False) as store:
        return [path.name for path in export(store, target, kind, **options)]


def test_one_file_a_table_in_the_order_of_the_dictionary(url, tmp_path):
    names = [table.name for table in tables.TIDY]
    assert written(url, tmp_path / "out", "csv") == [f"{name}.csv" for name in names]
    assert written(url, tmp_path / "all.jsonl") == [f"all.{name}.jsonl" for name in names]
    assert written(url, tmp_path / "book.xlsx") == ["book.xlsx"]
    for name in names:
        with (tmp_path / "out" / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
            header = next(csv.reader(stream))
        assert header == [entry.name for entry in exported_columns(tables.metadata.tables[name])]


def test_all_formats_say_the_same(url, tmp_path):
    written(url, tmp_path / "out", "csv")
    written(url, tmp_path / "out", "parquet")
    written(url, tmp_path / "out", "jsonl")
    written(url, tmp_path / "out", "xlsx")
    with (tmp_path / "out/funds.csv").open(encoding="utf-8", newline="") as stream:
        from_csv = [Decimal(row["executed"] or 0) for row in csv.DictReader(stream)]
    lines = (tmp_path / "out/funds.jsonl").read_text("utf-8").splitlines()
    from_json = [Decimal(json.loads(line)["executed"] or 0) for line in lines]
    table = pq.read_table(tmp_path / "out/funds.parquet")
    from_parquet = [value or Decimal(0) for value in table["executed"].to_pylist()]
    sheet = openpyxl.load_workbook(tmp_path / "out/fuhe.xlsx")["funds"]
    head, *rows = sheet.iter_rows(values_only=True)
    column = head.index("executed")
    from_xlsx = [Decimal(str(row[column] or 0)) for row in rows]
    truth = [Decimal(line["executed"] or 0) for line in VALUES["funds"]] * 2
    assert from_csv == from_json == from_parquet == from_xlsx == truth


def test_money_stands_in_yuan_too(url, tmp_path):
    written(url, tmp_path / "out", "jsonl")
    lines = (tmp_path / "out/tasks.jsonl").read_text("utf-8").splitlines()
    first = json.loads(lines[0])
    assert (first["executed"], first["executed_yuan"]) == ("43.62", "436200.00")


def test_contacts_leave_the_house_only_when_asked_for(url, tmp_path):
    for kind in ("csv", "jsonl"):
        written(url, tmp_path / "without", kind)
        written(url, tmp_path / "with", kind, with_contacts=True)
    without = "".join(p.read_text("utf-8") for p in (tmp_path / "without").iterdir())
    with_them = "".join(p.read_text("utf-8") for p in (tmp_path / "with").iterdir())
    for secret in ("王芳", "13912345678", "57661234", "024-12345678", "欧阳锋"):
        assert secret not in without
        assert secret in with_them
    assert "备注" in without


@pytest.mark.parametrize("read_again", [True, False])
def test_a_corrected_contact_is_a_contact_in_all_tables(url, tmp_path, read_again):
    sha256 = result_from_values(NASTY).document.sha256
    correct(url, sha256, "/notes/3/text", "西门庆", who="李四", why="看原件")
    correct(url, sha256, "/notes/1/text", "有", who="李四", why="看原件")
    if not read_again:
        with open_store(url, write=True) as store, store._engine.begin() as connection:
            connection.execute(tables.store.update().values(value="0"))
        open_store(url, write=True).__exit__(None, None, None)
    written(url, tmp_path / "without", "csv")
    written(url, tmp_path / "with", "csv", with_contacts=True)
    without, with_them = (
        "".join(path.read_text("utf-8") for path in (tmp_path / name).iterdir())
        for name in ("without", "with")
    )
    for secret in ("欧阳锋", "西门庆"):
        assert secret not in without
        assert secret in with_them
    told = (tmp_path / "without/corrections.csv").read_text("utf-8")
    assert (",无,有," in told) == read_again


def test_no_cell_becomes_a_formula(url, tmp_path):
    written(url, tmp_path / "out", "csv")
    written(url, tmp_path / "out", "xlsx")
    with (tmp_path / "out/forms.csv").open(encoding="utf-8", newline="") as stream:
        assert {row["department"][:2] for row in csv.DictReader(stream)} == {"'=", "中共"}
    book = openpyxl.load_workbook(tmp_path / "out/fuhe.xlsx")
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert "f" not in kinds


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        *(
            ("=1+1", "'=1+1"),
            ("+cmd", "'+cmd"),
            ("@x", "'@x"),
            ("-2+3", "'-2+3"),
            ("\t=1", "'\t=1"),
        ),
        *((text, text) for text in ("-5.66", "≥80%", "-", "--", "+3.5%")),
    ],
)
def test_only_texts_that_look_like_formulas_are_marked(text, safe):
    assert neutral(text) == safe


@pytest.mark.parametrize("text", ["长" * 32_767, "长" * 32_768, "一" + "😀" * 20_000])
def test_a_text_too_long_for_a_cell_says_that_it_is_cut(tmp_path, text):
    url = f"sqlite:///{tmp_path / 'a.db'}"
    with open_store(url, write=True) as store:
        store.save(prepare(result_from_values({**VALUES, "department": text}), "v1"), "甲.pdf")
    written(url, tmp_path / "a.xlsx")
    found = openpyxl.load_workbook(tmp_path / "a.xlsx")["forms"]["F2"].value
    assert len(found.encode("utf-16-le")) <= 2 * 32_767
    kept, cut, _ = found.partition("…［")
    assert text.startswith(kept)
    assert len(kept.encode("utf-16-le")) > 2 * 32_700
    assert bool(cut) == (len(text) != 32_767)


_LITTLE_ROOM = """
import resource
from pipeline.cli.main import main
resource.setrlimit(resource.RLIMIT_FSIZE, (65536, 65536))
raise SystemExit(main())
"""


@pytest.mark.heavy
@pytest.mark.skipif(sys.platform == "win32", reason="such limits are a POSIX matter")
def test_a_workbook_without_room_is_told_plainly(url, tmp_path):
    target = tmp_path / "a.xlsx"
    done = fuhe("export", "--store", url, "--to", target, program=("-c", _LITTLE_ROOM))
    assert (done.status, done.err.count("\n"), target.exists()) == (2, 1, False)
    assert "无法写入" in done.err


def test_a_byte_order_mark_for_excel_by_option(url, tmp_path):
    written(url, tmp_path / "a", "csv", bom=True)
    written(url, tmp_path / "b", "csv")
    assert (tmp_path / "a/funds.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert not (tmp_path / "b/funds.csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_a_format_that_does_not_fit_is_refused(url, tmp_path):
    with pytest.raises(UsageError):
        written(url, tmp_path / "a.csv", "parquet")
    with pytest.raises(UsageError):
        written(url, tmp_path / "a", "dbf")


def test_frames_have_the_types_an_analyst_expects(url):
    frames = load(url)
    assert set(frames) == {table.name for table in tables.TIDY}
    funds = frames["funds"]
    assert str(funds["executed"].dtype) == "Float64"
    assert str(funds["name"].dtype) == "string"
    assert str(frames["tasks"]["is_total"].dtype) == "boolean"
    assert funds["executed_yuan"].max() == pytest.approx(8_908_500)
    assert load(url, exact=True)["funds"]["execution_rate"].dropna().iloc[0] == Decimal(140)


def test_a_store_may_be_given_as_a_path(url, tmp_path):
    path, report = tmp_path / "a.db", result_from_values(VALUES).document.sha256
    correct(path, report, "/staff_count", "9", who="王芳", why="看原件")
    frames = api_load(path)
    assert frames["forms"].set_index("sha256").loc[report, "staff_count"] == 9


def test_the_data_dictionary_in_the_docs_is_true():
    page = FIXTURES.parent / "docs/data-dictionary.md"
    assert page.read_text("utf-8") == as_markdown()
