"""Which files a call means."""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.walk import Input, Skipped, inputs
from schemas.errors import UsageError


def shown(root: Path) -> list[str]:
    return [item.shown.removeprefix(f"{root}/") for item in inputs([root], folders=True)]


def make(root: Path, *names: str, data: bytes = b"%PDF-1.4\n") -> None:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def test_a_folder_is_read_with_all_below_it_in_the_order_of_the_bytes(tmp_path: Path) -> None:
    make(tmp_path, "b.pdf", "a.pdf", "B.PDF", "2021/抚 顺.pdf", "2021/a.pdf", "10.pdf", "9.pdf")
    assert shown(tmp_path) == [
        *("10.pdf", "9.pdf", "B.PDF", "a.pdf", "b.pdf"),
        *("2021/a.pdf", "2021/抚 顺.pdf"),
    ]


def test_what_is_no_document_is_no_input(tmp_path: Path) -> None:
    make(tmp_path, "a.pdf", "Thumbs.db", "a.values.json", ".hidden.pdf", "notes.md", data=b"x")
    make(tmp_path, "README.txt", data=b"nothing in columns")
    assert shown(tmp_path) == ["a.pdf"]


def test_neighbours_of_pdf_are_looked_at_so_that_they_are_refused_by_name(tmp_path: Path) -> None:
    make(tmp_path, "a.ofd", "b.docx", "c.xls", "d.zip", "e.jpg", data=b"x")
    assert shown(tmp_path) == ["a.ofd", "b.docx", "c.xls", "d.zip", "e.jpg"]


def test_other_names_are_told_by_their_first_bytes(tmp_path: Path) -> None:
    make(tmp_path, "report", "附件一")
    make(tmp_path, "dump.txt", data="部门\t信访局\n".encode())
    make(tmp_path, "Makefile", data=b"all:\n\ttrue\n")
    assert shown(tmp_path) == ["dump.txt", "report", "附件一"]


def test_a_pdf_is_one_whatever_its_name_ends_in(tmp_path: Path) -> None:
    names = ["2021.自评表", "a.pdf.bak", "b.2", "报表（终稿 3.0）"]
    if sys.platform != "win32":
        names += ["a.pdf ", "a.pdf\n"]
    make(tmp_path, *names)
    make(tmp_path, "data.json", "a.db", data=b'{"a":\t1}')
    assert sorted(shown(tmp_path)) == sorted(names)


def test_links_are_not_followed_out_of_the_folder(tmp_path: Path) -> None:
    make(tmp_path, "outside/secret.pdf", "inside/a.pdf", "inside/deep/b.pdf")
    inside = tmp_path / "inside"
    (inside / "leads-out.pdf").symlink_to(tmp_path / "outside" / "secret.pdf")
    (inside / "folder-out").symlink_to(tmp_path / "outside")
    (inside / "loop").symlink_to(inside)
    (inside / "broken.pdf").symlink_to(tmp_path / "none.pdf")
    (inside / "second-name.pdf").symlink_to(inside / "a.pdf")
    assert shown(inside) == ["a.pdf", "second-name.pdf", "deep/b.pdf"]


def test_a_link_given_by_name_is_followed(tmp_path: Path) -> None:
    make(tmp_path, "real/a.pdf")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    (tmp_path / "link.pdf").symlink_to(tmp_path / "real" / "a.pdf")
    assert [item.shown for item in inputs([tmp_path / "link"], folders=True)] == [
        f"{tmp_path}/link/a.pdf"
    ]
    assert len(list(inputs([tmp_path / "link.pdf"], folders=False))) == 1


def test_pipes_and_devices_are_no_documents(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.pdf")
    assert shown(tmp_path) == []
    with pytest.raises(UsageError) as caught:
        list(inputs([tmp_path / "pipe.pdf"], folders=False))
    assert caught.value.code == "no-regular-file"


def test_files_named_are_taken_as_they_come_whatever_they_are_called(tmp_path: Path) -> None:
    make(tmp_path, "b.bin", ".hidden", "a.pdf")
    named = [tmp_path / "b.bin", tmp_path / ".hidden", tmp_path / "a.pdf", tmp_path / "b.bin"]
    found = list(inputs(named, folders=False))
    assert [item.path.name for item in found if isinstance(item, Input)] == [
        *("b.bin", ".hidden", "a.pdf", "b.bin"),
    ]
    assert not any(item.in_folder for item in found if isinstance(item, Input))


def test_a_missing_file_is_wrong_usage_before_anything_is_read(tmp_path: Path) -> None:
    make(tmp_path, "a.pdf")
    with pytest.raises(UsageError) as caught:
        next(inputs([tmp_path / "a.pdf", tmp_path / "none.pdf"], folders=False))
    assert caught.value.code == "no-such-file"


def test_a_folder_where_files_are_wanted(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        next(inputs([tmp_path], folders=False))
    assert caught.value.code == "is-a-folder"


def test_undecodable_names_are_written_as_escapes(tmp_path: Path) -> None:
    odd = os.fsdecode(b"\xb8\xb4\xba\xcb\n\x1b[31m.pdf")
    make(tmp_path, odd)
    assert shown(tmp_path) == ["\\xb8\\xb4\\xba\\xcb\n\x1b[31m.pdf"]


def test_links_in_a_circle_are_no_documents(tmp_path: Path) -> None:
    make(tmp_path, "c.pdf")
    (tmp_path / "a.pdf").symlink_to(tmp_path / "b.pdf")
    (tmp_path / "b.pdf").symlink_to(tmp_path / "a.pdf")
    (tmp_path / "d.pdf").symlink_to(tmp_path / "d.pdf")
    assert shown(tmp_path) == ["c.pdf"]


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that everybody may look into; pytest's own are their owner's only."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


@contextlib.contextmanager
def nobody() -> Iterator[None]:
    """The superuser may read everything: for a while the process is somebody else's."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.mark.skipif(sys.platform == "win32", reason="modes are a POSIX matter")
@pytest.mark.parametrize(
    ("mode", "expected"),
    [(0, [Input, Skipped]), (0o444, [Input, Input, Input])],
    ids=["neither listed nor entered", "listed and not entered"],
)
def test_what_a_locked_folder_holds_is_named_as_far_as_it_can_be(
    open_folder: Path, mode: int, expected: list[type]
) -> None:
    make(open_folder, "a.pdf", "locked/b.pdf", "locked/c", "locked/d.db")
    (open_folder / "locked").chmod(mode)
    with nobody():
        found = list(inputs([open_folder], folders=True))
    (open_folder / "locked").chmod(0o700)
    assert [type(item) for item in found] == expected
