"""A folder goes into a store whole: nothing twice, every failure named, whatever happens."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Generator, Iterable, Iterator
from pathlib import Path

import pytest

import fuhe
from pipeline.batch import run as parent
from pipeline.config import Limits, Options
from pipeline.sandbox import End, Outcome
from pipeline.storage import tables
from pipeline.storage.store import open_store
from pipeline.walk import inputs
from tests.support.command_line import Ran, on_a_terminal
from tests.support.command_line import fuhe as run
from tests.support.lesser import PROGRAM as LESSER

FIXTURES = Path(__file__).parents[3] / "fixtures"
REPORT = FIXTURES / "pdfs/fushun-2021.song.pdf"
OTHER = FIXTURES / "pdfs/nanhe-2020.pdf"
DUMP = FIXTURES / "pdfs/fushun-2021.txt"

pytestmark = pytest.mark.heavy


def batch(folder: Path, store: Path, *more: str) -> Ran:
    return run("batch", str(folder), "--store", str(store), *more, timeout=300)


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, str]:
    """A folder with every kind of file, loaded once; the folder, the store, what was said."""
    root = tmp_path_factory.mktemp("批量")
    folder = root / "报表 一"
    (folder / "下级").mkdir(parents=True)
    shutil.copy(REPORT, folder / "甲 报表.pdf")
    shutil.copy(REPORT, folder / "下级" / "改名的副本.pdf")
    shutil.copy(OTHER, folder / "换\n行.pdf")
    shutil.copy(DUMP, folder / "dump.txt")
    shutil.copy(FIXTURES / "pdfs/prose.pdf", folder / "说明.pdf")
    (folder / "坏.pdf").write_bytes(b"%PDF-1.7\nnothing more")
    if sys.platform == "linux":
        with open(os.fsencode(folder) + b"/\xff\xfe.pdf", "wb") as file:  # noqa: PTH123
            file.write(b"%PDF-1.7\nnothing at all")
        (folder / "外面.pdf").symlink_to(FIXTURES / "pdfs/xiling-2022.pdf")
    store = root / "a.db"
    done = batch(folder, store, "--jobs", "2", "--report", str(root / "总览"))
    assert done.status == 3, done.err
    return folder, store, done.out


def test_the_ledger_adds_up_and_every_failure_has_its_line(loaded):
    lines = loaded[2].splitlines()
    broken = 2 if sys.platform == "linux" else 1
    assert lines[-1] == f"共 {5 + broken} 个文件 = 读入 3 + 已有 1 + 略过 1 + 未读出 {broken}"
    assert [line for line in lines if line.startswith("坏.pdf: damaged: ")]
    if sys.platform == "linux":
        assert [line for line in lines if line.startswith("\\xff\\xfe.pdf: damaged: ")]
    assert len(lines) == broken + 1


def test_a_renamed_copy_is_one_document_with_two_names(loaded):
    with open_store(str(loaded[1]), write=False) as store:
        names = list(store.rows(tables.names))
        copies = {row["sha256"] for row in names if "副本" in row["name"] or "甲" in row["name"]}
        assert len(copies) == 1
        assert {row["name"] for row in names if row["sha256"] in copies} == {
            "甲 报表.pdf",
            "下级/改名的副本.pdf",
        }
        statuses = [row["status"] for row in store.rows(tables.documents)]
        assert statuses.count("ok") == 3


def test_links_that_lead_out_of_the_folder_are_not_followed(loaded):
    with open_store(str(loaded[1]), write=False) as store:
        assert not [row for row in store.rows(tables.names) if "外面" in row["name"]]


def test_a_second_run_reads_nothing_and_names_the_failures_again(loaded):
    folder, store, first = loaded
    done = batch(folder, store)
    last = done.out.splitlines()[-1]
    assert "读入 0 + 已有 4" in last
    assert done.out.splitlines()[:-1] == first.splitlines()[:-1]
    assert done.status == 3


@pytest.mark.skipif(os.name != "posix", reason="terminals are a POSIX matter here")
def test_the_lines_go_where_they_are_sent_though_a_bar_is_on_the_terminal(loaded):
    folder, store, first = loaded
    with on_a_terminal("batch", folder, "--store", store) as (running, shown):
        out = running.communicate(timeout=60)[0].decode("utf-8")
        assert out.splitlines()[:-1] == first.splitlines()[:-1]
        assert "读入" in shown()


def test_again_reads_again_and_another_reading_version_does_too(loaded, tmp_path):
    folder, store, _ = loaded
    copy = tmp_path / "b.db"
    with sqlite3.connect(store) as source, sqlite3.connect(copy) as target:
        source.backup(target)
    source.close()
    target.close()
    assert "读入 3 + 已有 1" in batch(folder, copy, "--again").out
    rules = tmp_path / "rules.toml"
    rules.write_text('"按时编制" = "及时得满分，否则不得分"\n', encoding="utf-8")
    assert "读入 3 + 已有 1" in batch(folder, copy, "--rules", str(rules)).out
    assert "读入 0 + 已有 4" in batch(folder, copy, "--rules", str(rules)).out


@pytest.mark.parametrize("what", ["gone", "changed"])
def test_a_file_lost_while_it_is_read_costs_no_earlier_reading(tmp_path, monkeypatch, what):
    folder = tmp_path / "报表"
    folder.mkdir()
    shutil.copy(DUMP, folder / "a.txt")
    look = parent._Batch._look

    def lose(self: parent._Batch, item: object) -> object:
        task = look(self, item)
        if what == "gone":
            (folder / "a.txt").unlink()
        else:
            (folder / "a.txt").write_text("部门\t财政局\n", encoding="utf-8")
        return task

    def load(again: bool = False) -> list[tuple[str, str]]:
        job = parent.Job(Options(), Limits(), 1, again=again)
        files = list(inputs([folder], folders=True))
        return [(done.shown, done.fate.value) for done in parent.run(files, folder, store, job)]

    with open_store(str(tmp_path / "a.db"), write=True) as store:
        assert load() == [("a.txt", "loaded")]
        before = [list(store.rows(table)) for table in tables.TIDY]
        with monkeypatch.context() as patched:
            patched.setattr(parent._Batch, "_look", lose)
            assert load(again=True) == [("a.txt", "failed")]
        assert [list(store.rows(table)) for table in tables.TIDY] == before
        shutil.copy(DUMP, folder / "a.txt")
        assert load() == [("a.txt", "already-there")]


@pytest.mark.parametrize("end", [End.TIMEOUT, End.OUT_OF_MEMORY, End.CRASHED])
def test_a_hurdle_of_the_moment_costs_no_earlier_reading(tmp_path, monkeypatch, end):
    folder = tmp_path / "报表"
    folder.mkdir()
    shutil.copy(DUMP, folder / "a.txt")

    def load(again: bool = False) -> list[tuple[str, list[str]]]:
        job = parent.Job(Options(), Limits(), 1, again=again)
        files = list(inputs([folder], folders=True))
        done = parent.run(files, folder, store, job)
        return [(one.fate.value, [problem.code for problem in one.problems]) for one in done]

    def halt(_: object, tasks: Iterable[object], *__: object) -> Generator[Outcome, None, None]:
        yield from (Outcome(end) for _ in tasks)

    with open_store(str(tmp_path / "a.db"), write=True) as store:
        with monkeypatch.context() as patched:
            patched.setattr(parent, "in_order", halt)
            assert load() == [("failed", [end.value])], "there is nothing to keep"
        assert load() == [("loaded", [])], "it is tried again in a later run"
        before = [list(store.rows(table)) for table in tables.TIDY]
        with monkeypatch.context() as patched:
            patched.setattr(parent, "in_order", halt)
            assert load(again=True) == [("failed", [end.value])]
        assert [list(store.rows(table)) for table in tables.TIDY] == before
        assert load() == [("already-there", [])]


def test_one_worker_and_several_store_the_same(loaded, tmp_path):
    folder, store, _ = loaded
    other = tmp_path / "one.db"
    batch(folder, other, "--jobs", "1")
    with open_store(str(store), write=False) as two, open_store(str(other), write=False) as one:
        for table in tables.TIDY:
            assert list(two.rows(table)) == list(one.rows(table)), table.name


def test_the_values_are_those_of_the_report(loaded):
    truth = json.loads((FIXTURES / "pdfs/fushun-2021.values.json").read_text("utf-8"))
    frames = fuhe.load(str(loaded[1]))
    names = frames["names"].query("name == '甲 报表.pdf'")
    funds = frames["funds"].merge(names, on="sha256").sort_values("row")
    assert list(funds["name_x"]) == [line["name"] for line in truth["funds"]]
    assert funds["executed_yuan"].max() == pytest.approx(8_908_500)


def test_a_correction_is_shown_outlives_a_reading_and_leaves_it_alone(loaded, tmp_path):
    folder, store, _ = loaded
    copy = tmp_path / "c.db"
    with sqlite3.connect(store) as source, sqlite3.connect(copy) as target:
        source.backup(target)
    source.close()
    target.close()
    frames = fuhe.load(str(copy))
    sha256 = str(frames["names"].query("name == '甲 报表.pdf'")["sha256"].iloc[0])
    before = set(frames["findings"].query("sha256 == @sha256")["code"])
    assert "score-total" not in before
    fuhe.correct(str(copy), sha256, "/total_score", "97", who="王芳", why="看原件")
    reports = tmp_path / "总览"
    for again in ((), ("--again",)):
        shutil.rmtree(reports, ignore_errors=True)
        batch(folder, copy, "--report", str(reports), *again)
        told = [page.read_text("utf-8") for page in (reports / "reports").iterdir()]
        assert [page for page in told if 'title="由人工更正，原件上读到的是：96"' in page]
        frames = fuhe.load(str(copy))
        assert float(frames["forms"].query("sha256 == @sha256")["total_score"].iloc[0]) == 97
        fields = frames["fields"].query("sha256 == @sha256 and pointer == '/total_score'")
        assert (fields["origin"].iloc[0], fields["raw"].iloc[0]) == ("human", "96")
        assert "score-total" in set(frames["findings"].query("sha256 == @sha256")["code"])
        (row,) = frames["corrections"].to_dict("records")
        assert (row["old"], row["new"], row["who"], row["why"]) == ("96", "97", "王芳", "看原件")
    with open_store(str(copy), write=False) as opened:
        result = opened.result(sha256)
    assert result is not None
    assert str(result.records[0].record.total_score.value) == "96"


def test_the_overview_names_every_file(loaded):
    folder = loaded[1].parent / "总览"
    page = (folder / "index.html").read_text("utf-8")
    for name in ("甲 报表.pdf", "坏.pdf", "说明.pdf"):
        assert name in page
    assert (folder / "overview.xlsx").stat().st_size > 1000


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that everybody may look into; pytest's own are their owner's only."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder


@pytest.mark.skipif(os.name != "posix", reason="users and modes are a POSIX matter")
@pytest.mark.parametrize("kind", ["file", "folder", "none"])
def test_a_store_that_cannot_be_written_is_told_plainly(open_folder, loaded, kind):
    store, reports = open_folder / "a.db", open_folder / "reports"
    reports.mkdir()
    if kind != "none":
        shutil.copy(loaded[1], store)
        store.chmod(0o444)
    open_folder.chmod(0o777 if kind == "file" else 0o555)
    before = store.read_bytes() if store.exists() else b""
    done = run("batch", reports, "--store", store, program=LESSER)
    open_folder.chmod(0o755)
    assert done.status == 3
    assert "只读" in done.err
    assert (store.read_bytes() if store.exists() else b"") == before


@pytest.mark.skipif(os.name != "posix", reason="users and modes are a POSIX matter")
def test_a_store_that_may_only_be_read_is_exported(open_folder, loaded):
    store, target = open_folder / "a.db", open_folder / "out"
    shutil.copy(loaded[1], store)
    target.mkdir()
    target.chmod(0o777)
    store.chmod(0o444)
    open_folder.chmod(0o555)
    done = run("export", "--store", store, "--to", target, "--format", "csv", program=LESSER)
    open_folder.chmod(0o755)
    assert (done.status, len(list(target.iterdir()))) == (0, len(tables.TIDY)), done.err
