"""Searchable copies of scans: the same pages and the same record, and words that can be found."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest

pytest.importorskip("cv2")

from extractors.searchable import PageFate, Searchable, make_searchable
from pipeline.cli.main import main
from pipeline.config import Options
from pipeline.process import process
from schemas.codec import plain

FIXTURES = Path(__file__).parents[2] / "fixtures"
QUICK = FIXTURES / "scans" / "luochuan-2024.scan-c.pdf"
SCANS = [
    path
    for path in sorted((FIXTURES / "scans").glob("*.pdf"))
    if (FIXTURES / "ocr" / f"{path.stem}.json").exists()
]
OTHERS = [path for path in SCANS if path != QUICK]
TEXT = FIXTURES / "pdfs" / "changhe-2024.pdf"


def engine(path: Path) -> str:
    return f"replay:{FIXTURES / 'ocr' / (path.stem + '.json')}"


@cache
def made(path: Path) -> Searchable:
    return make_searchable(path.read_bytes(), path.name, engine(path))


def record(data: bytes, path: Path) -> list[Any]:
    result = process(data, path.name, Options(audit=False, ocr=engine(path)))
    return [plain(item.record) for item in result.records]


def pixels(data: bytes) -> list[str]:
    with pypdfium2.PdfDocument(data) as document:
        return [
            hashlib.sha256(bytes(page.render(scale=1.5).buffer)).hexdigest() for page in document
        ]


def page_texts(data: bytes) -> list[str]:
    with pypdfium2.PdfDocument(data) as document:
        return [str(page.get_textpage().get_text_range()) for page in document]


def names(values: Any) -> list[str]:
    """What a person would search for: names of the project, of departments and indicators."""
    if isinstance(values, list):
        return [name for form in values for name in names(form)]
    keys = ("department", "project_name", "competent_department", "implementing_unit")
    found = [values[key] for key in keys if values.get(key)]
    return found + [item["name"] for item in values["indicators"] if item["name"]]


def findable(path: Path) -> tuple[list[str], list[str]]:
    """The names that the truth holds, and those of them that a search in the copy finds."""
    name = path.name.partition(".")[0]
    text = (FIXTURES / "pdfs" / f"{name}.values.json").read_text(encoding="utf-8")
    wanted = [word for word in names(json.loads(text)) if word.isalpha() or len(word) < 30]
    text = "\n".join(page_texts(made(path).data))
    return wanted, [word for word in wanted if word in text]


def check(path: Path) -> None:
    copy, before = made(path), path.read_bytes()
    assert PageFate.LAID in copy.pages
    assert pixels(copy.data) == pixels(before)
    assert record(copy.data, path) == record(before, path)
    wanted, found = findable(path)
    assert len(found) >= 0.8 * len(wanted), sorted(set(wanted) - set(found))


@pytest.mark.heavy
def test_the_copy_looks_the_same_reads_the_same_and_can_be_searched() -> None:
    check(QUICK)


@pytest.mark.slow
@pytest.mark.parametrize("path", OTHERS, ids=lambda path: path.stem)
def test_so_does_every_scan(path: Path) -> None:
    check(path)


def test_the_pictures_are_the_same_bytes() -> None:
    with pikepdf.open(QUICK) as old, pikepdf.open(io.BytesIO(made(QUICK).data)) as new:
        was, now = old.pages[0], new.pages[0]
        assert now.Resources.XObject.I.read_raw_bytes() == was.Resources.XObject.I.read_raw_bytes()
        assert now.Contents[-1].read_raw_bytes() == was.Contents.read_raw_bytes()
        assert len(now.Contents) == 2


@dataclass(frozen=True)
class Ran:
    status: int
    err: str


Run = Callable[..., Ran]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def call(*arguments: str | Path) -> Ran:
        capsys.readouterr()
        status = main(["searchable", "--ocr", engine(QUICK), *map(str, arguments)])
        printed = capsys.readouterr()
        assert printed.out == ""
        return Ran(status, printed.err)

    return call


def test_the_copy_stands_beside_the_original_which_is_never_touched(
    tmp_path: Path, run: Run
) -> None:
    scan = tmp_path / "a.pdf"
    scan.write_bytes(QUICK.read_bytes())
    stamp = scan.stat().st_mtime_ns
    ran = run(scan)
    assert (ran.status, ran.err.count("\n")) == (0, 1)
    copy = tmp_path / "a.searchable.pdf"
    assert copy.read_bytes() == made(QUICK).data, "the same bytes whoever makes it"
    assert copy.stat().st_mode & 0o077 == 0
    assert (scan.read_bytes(), scan.stat().st_mtime_ns) == (QUICK.read_bytes(), stamp)


def test_nothing_is_overwritten_unasked_and_the_original_never(tmp_path: Path, run: Run) -> None:
    scan, copy = tmp_path / "a.pdf", tmp_path / "b.pdf"
    scan.write_bytes(TEXT.read_bytes())
    copy.write_bytes(b"mine")
    refused = run(scan, copy)
    assert refused.status == 2
    assert "--force" in refused.err
    assert copy.read_bytes() == b"mine"
    assert run(scan, copy, "--force").status == 0
    assert copy.read_bytes() == TEXT.read_bytes()
    (tmp_path / "link.pdf").symlink_to(scan)
    for place in (scan, tmp_path / "link.pdf", tmp_path):
        ran = run(scan, place, "--force")
        assert ran.status == 2, place
    assert scan.read_bytes() == TEXT.read_bytes()
    assert run(scan, tmp_path / "no" / "such" / "copy.pdf").status == 2
    assert not (tmp_path / "no").exists()


def test_a_folder_is_done_file_by_file_and_taken_up_again(tmp_path: Path, run: Run) -> None:
    scans, out = tmp_path / "scans", tmp_path / "scans" / "out"
    (scans / "2021").mkdir(parents=True)
    (scans / "2021" / "a.pdf").write_bytes(TEXT.read_bytes())
    (scans / "b.pdf").write_bytes(b"%PDF-1.4\n")
    (scans / "notes.txt").write_text("a\tb\n", encoding="utf-8")
    ran = run(scans, out, "--lang", "en")
    assert ran.status == 3
    assert "(damaged)" in ran.err
    assert ran.err.endswith("2 files = 1 written + 0 already there + 1 failed\n")
    assert [p.name for p in out.rglob("*.pdf")] == ["a.pdf"]
    again = run(scans, out, "--lang", "en")
    assert again.err.endswith("2 files = 0 written + 1 already there + 1 failed\n")
    assert run(scans).status == 2, "the copies of a folder need a place"
    assert run(scans, scans).status == 2
