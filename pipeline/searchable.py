"""Searchable copies of scans: which file becomes which, each made in a worker process."""

from __future__ import annotations

import contextlib
from collections.abc import Generator, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.child import Work
from pipeline.config import Limits
from pipeline.process import PRELOAD
from pipeline.reading import failure_of, load
from pipeline.sandbox import End, as_finished
from pipeline.visible import file_name
from pipeline.walk import Input, Skipped, inputs
from schemas.errors import InputError, UsageError

if TYPE_CHECKING:
    from extractors.searchable import Searchable

SUFFIX = ".searchable.pdf"


@dataclass(frozen=True, slots=True)
class Wishes:
    """How copies are made: the engine, whether earlier invisible text gives way, whether signed
    documents may lose their signature in the copy."""

    ocr: str | None = None
    replace: bool = False
    signed: bool = False


@dataclass(frozen=True, slots=True)
class Copy:
    """A document, the name to show for it, and the file that its searchable copy becomes."""

    source: Path
    shown: str
    target: Path


def copies(source: Path, target: Path | None) -> list[Copy | Skipped]:
    """What is to be made of a file, or of every PDF below a folder.

    ``target`` is a file for a file (without it the copy stands beside it), a folder for a folder,
    in which subfolders are kept. Raises UsageError for a source that is not there, a folder
    without a target, and for a target that would be the source itself.
    """
    found = list(inputs([source], folders=True))
    if not source.is_dir():
        return [_beside(source, target)]
    if target is None:
        raise UsageError(
            "no-target",
            "整个文件夹的副本要写到另一个文件夹：fuhe searchable 文件夹 输出文件夹",
            "copies of a folder go to another folder: fuhe searchable FOLDER OUT",
        )
    if target.exists() and not target.is_dir():
        raise UsageError(
            "no-folder",
            f"{file_name(target)} 不是文件夹；{file_name(source)} 是文件夹，副本也要写到文件夹里",
            f"{file_name(target)} is no folder; {file_name(source)} is one, and so must be the "
            "place for its copies",
        )
    if target.exists() and target.samefile(source):
        raise _itself(source)
    return [
        item if isinstance(item, Skipped) else _below(item, source, target)
        for item in found
        if isinstance(item, Skipped) or _is_wanted(item.path, target)
    ]


def make(
    wanted: Sequence[Copy], wishes: Wishes, limits: Limits, jobs: int, debug: bool
) -> Generator[tuple[Copy, Searchable | InputError], None, None]:
    """What became of each copy: the new document, or why there is none.

    They come as they are done, not in order, lest finished copies of large scans wait in memory.
    """
    work = Work(make_in_child, (*PRELOAD, "extractors.searchable"), debug)
    tasks = ((str(copy.source), wishes) for copy in wanted)
    with contextlib.closing(as_finished(work, tasks, jobs, limits)) as outcomes:
        for number, outcome in outcomes:
            made = outcome.value if outcome.end is End.DONE else failure_of(outcome, limits)
            yield wanted[number], made


def make_in_child(path: str, wishes: Wishes) -> Searchable:
    from extractors.searchable import make_searchable

    name = file_name(Path(path).name)
    return make_searchable(
        load(path), name, wishes.ocr, replace=wishes.replace, signed=wishes.signed
    )


def refuse_overwriting(wanted: Iterable[Copy]) -> None:
    """Raises UsageError ``exists`` if a copy's place is taken."""
    for copy in wanted:
        if copy.target.is_file():
            raise UsageError(
                "exists",
                f"{file_name(copy.target)} 已经存在；要覆盖它请加 --force",
                f"{file_name(copy.target)} exists; to overwrite it add --force",
            )


def _beside(source: Path, target: Path | None) -> Copy:
    if target is None:
        target = source.with_name(source.stem + SUFFIX)
    elif target.is_dir():
        target = target / source.name
    if target.exists() and target.samefile(source):
        raise _itself(source)
    if not (target.parent.is_dir() or target.parent.parent.is_dir()):
        folder = file_name(target.parent)
        raise UsageError(  # now, and not after minutes of reading
            "cannot-write",
            f"没有文件夹 {folder}；请先建好，或换一个位置",
            f"there is no folder {folder}; make it first, or choose another place",
        )
    return Copy(source, file_name(source), target)


def _below(item: Input, source: Path, target: Path) -> Copy:
    copy = target / item.path.relative_to(source)
    if copy.exists() and copy.samefile(item.path):
        raise _itself(item.path)
    return Copy(item.path, item.shown, copy)


def _is_wanted(path: Path, target: Path) -> bool:
    """Whether a document of a folder is a PDF, and no copy that was made in a run before."""
    if path.suffix.lower() not in {"", ".pdf"}:
        return False
    return not path.resolve().is_relative_to(target.resolve())


def _itself(path: Path) -> UsageError:
    return UsageError(
        "same-file",
        f"{file_name(path)} 是原件，不会被改写；请把副本写到别处",
        f"{file_name(path)} is the original and is never written to; give the copy another place",
    )
