"""Which files a call means: those named, and in folders those that could be reports."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.visible import file_name
from schemas.errors import UsageError
from schemas.message import Message

# Files that a person would call a document: all are looked at, and those that are no PDF are
# refused by name. Anything else in a folder (data beside the reports, thumbnails) is no input, but
# for a PDF whose name ends in something else: 2021.自评表, 报表.pdf.bak, "报表.pdf ".
_DOCUMENTS = frozenset(
    f".{name}"
    for name in (
        *("pdf", "ofd", "doc", "docx", "wps", "xls", "xlsx", "et", "rtf", "zip", "rar", "7z"),
        *("jpg", "jpeg", "png", "tif", "tiff", "bmp", "gif", "webp"),
    )
)
_MARK = 1024  # first bytes of a file of any other name that are searched for the mark of a PDF
_LOOK = 65536  # and of a text for columns


@dataclass(frozen=True, slots=True)
class Input:
    """A file to read: its path, the name to show (UTF-8), and whether a folder brought it in."""

    path: Path
    shown: str
    in_folder: bool


@dataclass(frozen=True, slots=True)
class Skipped:
    """A folder below the one given that cannot be looked into, with the system's reason."""

    shown: str
    reason: Message


def inputs(paths: Iterable[Path], folders: bool) -> Iterator[Input | Skipped]:
    """Every file that ``paths`` mean, in the order given; inside a folder sorted by path.

    Raises UsageError, before the first file, for a path that does not exist, is no regular
    file, or is a folder where only files are wanted (``folders`` false).
    """
    named = list(paths)
    for path in named:
        _refuse(path, folders)
    for path in named:
        if path.is_dir():
            yield from _inside(path)
        else:
            yield Input(path, file_name(path), in_folder=False)


def _refuse(path: Path, folders: bool) -> None:
    shown = file_name(path)
    if path.is_dir():
        if not folders:
            raise UsageError(
                "is-a-folder",
                f"{shown} 是文件夹，这个命令只读文件；检查整个文件夹请用 fuhe audit",
                f"{shown} is a folder, this command reads files; fuhe audit takes folders",
            )
    elif not path.exists():
        raise UsageError("no-such-file", f"找不到 {shown}", f"{shown} does not exist")
    elif not path.is_file():
        raise UsageError(
            "no-regular-file",
            f"{shown} 不是普通文件；请先存成文件再读",
            f"{shown} is no regular file; save it as one first",
        )


def _inside(root: Path) -> Iterator[Input | Skipped]:
    """The documents below ``root``; symbolic links that lead out of it are not followed."""
    home = root.resolve()
    refused: list[Skipped] = []

    def note(error: OSError) -> None:
        reason = error.strerror or type(error).__name__
        message = Message(
            f"无法打开这个文件夹（{reason}）；请检查权限",
            f"this folder cannot be opened ({reason}); check its permissions",
        )
        refused.append(Skipped(file_name(error.filename), message))

    for folder, below, names in os.walk(root, onerror=note):
        yield from refused
        refused.clear()
        below.sort(key=os.fsencode)
        for name in sorted(names, key=os.fsencode):
            path = Path(folder, name)
            if not name.startswith(".") and _stays_inside(path, home) and _could_be_report(path):
                yield Input(path, file_name(path), in_folder=True)
    yield from refused


def _stays_inside(path: Path, home: Path) -> bool:
    try:
        return not path.is_symlink() or path.resolve().is_relative_to(home)
    except RuntimeError:
        return False  # links that lead in a circle
    except OSError:
        return True  # its folder may be listed and not entered: it is named as unreadable later


def _could_be_report(path: Path) -> bool:
    """By its name; a file of another name by its first bytes: a PDF, or text parted by tabs."""
    try:
        if not path.is_file():
            return False
    except OSError:
        pass  # it may be one: only its folder cannot be entered
    suffix = path.suffix.lower()
    if suffix in _DOCUMENTS:
        return True
    try:
        with path.open("rb") as file:
            head = file.read(_LOOK if suffix == ".txt" else _MARK)
    except OSError:
        return suffix in {"", ".txt"}  # it is named as unreadable later
    return b"%PDF-" in head[:_MARK] or (suffix == ".txt" and b"\t" in head and b"\0" not in head)
