"""The parent's side of a batch: what is new goes to the workers, what comes back is stored."""

from __future__ import annotations

import contextlib
import hashlib
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path
from typing import Any

from pipeline.batch.work import LIBRARIES, read_for_store
from pipeline.child import Work
from pipeline.config import Limits, Options
from pipeline.fate import Fate
from pipeline.process import failed, known_families, made_by_program, recognition
from pipeline.reading import failure_of, is_no_report
from pipeline.sandbox import Outcome, in_order
from pipeline.storage.corrections import Correction
from pipeline.storage.rows import Prepared, prepare
from pipeline.storage.store import Store, Stored
from pipeline.visible import file_name
from pipeline.walk import Input, Skipped
from schemas.document import DocumentRef
from schemas.message import Message
from schemas.result import Problem, Status

PASSING = frozenset({"timeout", "out-of-memory", "crashed"})
"""Codes that another try may clear: such a document is read again, alone, and in a later run."""


@dataclass(frozen=True, slots=True)
class Done:
    """One file of the batch. ``sha256`` is empty for a file that could not be read at all."""

    shown: str
    sha256: str
    fate: Fate
    problems: tuple[Problem, ...] = ()
    partial: bool = False


@dataclass(slots=True)
class Ledger:
    """Seen = loaded + already there + passed over + failed."""

    counts: dict[Fate, int] = field(default_factory=lambda: dict.fromkeys(Fate, 0))
    partial: int = 0

    def count(self, done: Done) -> None:
        self.counts[done.fate] += 1
        self.partial += done.partial

    @property
    def seen(self) -> int:
        return sum(self.counts.values())

    def words(self) -> Message:
        loaded, there, passed, lost = (self.counts[fate] for fate in Fate)
        zh = f"共 {self.seen} 个文件 = 读入 {loaded} + 已有 {there} + 略过 {passed} + 未读出 {lost}"
        en = (
            f"{self.seen} files = {loaded} loaded + {there} already there + "
            f"{passed} passed over + {lost} failed"
        )
        if self.partial:
            zh += f"；读入的有 {self.partial} 个不完整"
            en += f"; {self.partial} loaded in part"
        return Message(zh, en)


@dataclass(frozen=True, slots=True)
class Job:
    """How a batch reads: ``again`` reads what is already there once more."""

    options: Options
    limits: Limits
    workers: int
    again: bool = False
    debug: bool = False


def reading_version(options: Options) -> str:
    """A hash of everything besides a document's bytes that its result follows from."""
    parts = [made_by_program(), repr(options.audit)]
    parts += _forms(options.families)
    parts += [options.rules.sha256] if options.rules else []
    parts += [repr((*recognition(options.ocr), options.ocr_everything))]
    return hashlib.sha256("\n".join(parts).encode("utf-8")).hexdigest()


def _forms(extra: Path | None) -> list[str]:
    """The ids of the known forms and the hashes of their files.

    Only a user's own are looked into, lest faulty ones are found out by the workers: to read and
    weigh the others takes the parent longer than a document does.
    """
    if extra is not None:
        return sorted(f"{family.id}={family.sha256}" for family in known_families(extra))
    files = [f for f in (resources.files("forms") / "families").iterdir() if f.is_file()]
    known = {f.name[:-5]: f.read_bytes() for f in files if f.name.endswith(".toml")}
    return sorted(f"{name}={hashlib.sha256(data).hexdigest()}" for name, data in known.items())


def run(found: Sequence[Input | Skipped], folder: Path, store: Store, job: Job) -> Iterator[Done]:
    """Loads what was found; yields one ``Done`` per file, as they are stored.

    Raises StoreError when the store cannot be written; what was stored before stays.
    """
    batch = _Batch(folder, store, job)
    yield from batch.load(found)


@dataclass(frozen=True, slots=True)
class _Task:
    path: Path
    shown: str
    sha256: str
    bytes: int


class _Batch:
    """One run: what is under way, by hash, so that the same bytes are never read twice."""

    def __init__(self, folder: Path, store: Store, job: Job) -> None:
        self._folder, self._store, self._job = folder, store, job
        self._reading = reading_version(job.options)
        self._corrections: dict[str, list[Correction]] = {}
        for correction in store.corrections():
            self._corrections.setdefault(correction.sha256, []).append(correction)
        # What is stored, and whether by this run. Most of a folder is new: the rest is asked for.
        self._there = dict.fromkeys(store.hashes(), False)
        self._under_way: dict[str, list[str]] = {}
        self._settled: list[Done] = []

    def load(self, found: Iterable[Input | Skipped]) -> Iterator[Done]:
        again: list[_Task] = []
        for task, outcome in self._read(self._tasks(found), self._job.workers):
            if outcome.end.value in PASSING:
                again.append(task)
            else:
                yield from self._keep(task, outcome)
            yield from self._take_settled()
        yield from self._take_settled()
        for task, outcome in self._read(again, 1):
            yield from self._keep(task, outcome)

    def _tasks(self, found: Iterable[Input | Skipped]) -> Iterator[_Task]:
        return (task for item in found if (task := self._look(item)) is not None)

    def _read(self, tasks: Iterable[_Task], workers: int) -> Iterator[tuple[_Task, Outcome]]:
        """Tasks with what came of them, in their order: what is written does not depend on who
        is first."""
        given: deque[_Task] = deque()

        def arguments() -> Iterator[tuple[Any, ...]]:
            for task in tasks:
                given.append(task)
                yield self._arguments(task)

        work = Work(read_for_store, LIBRARIES, self._job.debug)
        with contextlib.closing(in_order(work, arguments(), workers, self._job.limits)) as outcomes:
            for outcome in outcomes:
                yield given.popleft(), outcome

    def _arguments(self, task: _Task) -> tuple[Any, ...]:
        corrections = tuple(self._corrections.get(task.sha256, ()))
        return str(task.path), task.sha256, self._job.options, self._reading, corrections

    def _take_settled(self) -> Iterator[Done]:
        while self._settled:
            yield self._settled.pop(0)

    def _look(self, item: Input | Skipped) -> _Task | None:
        """The task that a file is, or ``None`` if its fate is known without reading it."""
        if isinstance(item, Skipped):
            problem = Problem("damaged", item.reason)
            self._settled.append(Done(item.shown, "", Fate.FAILED, (problem,)))
            return None
        name = self._name(item.path)
        try:
            with item.path.open("rb") as file:
                sha256, size = hashlib.file_digest(file, "sha256").hexdigest(), file.tell()
        except OSError as error:
            self._settled.append(Done(name, "", Fate.FAILED, (_unopened(error),)))
            return None
        if sha256 in self._under_way:
            self._under_way[sha256].append(name)
            return None
        there = bytes.fromhex(sha256) in self._there
        known = self._store.known(sha256) if there else None
        if known is not None and self._stands(sha256, known):
            self._store.add_name(sha256, name)
            self._settled.append(_known(name, sha256, known))
            return None
        self._under_way[sha256] = [name]
        return _Task(item.path, name, sha256, size)

    def _stands(self, sha256: str, known: Stored) -> bool:
        """Whether what is stored need not be read again."""
        if self._there[bytes.fromhex(sha256)]:
            return True
        same = known.reading == self._reading and not PASSING & {p.code for p in known.problems}
        return same and not self._job.again

    def _name(self, path: Path) -> str:
        return file_name(path.relative_to(self._folder))

    def _keep(self, task: _Task, outcome: Outcome) -> Iterator[Done]:
        """Stores what came of a task under every name it was met by."""
        names = self._under_way.pop(task.sha256)
        if isinstance(outcome.value, Problem):  # nothing is stored, and what was there stays
            yield from (Done(name, "", Fate.FAILED, (outcome.value,)) for name in names)
            return
        prepared: Prepared = outcome.value or self._failure(task, outcome)
        if outcome.end.value in PASSING and self._was_read(task.sha256):
            for name in names:
                self._store.add_name(task.sha256, name)
                yield Done(name, task.sha256, Fate.FAILED, _kept_reading(prepared.problems))
            return
        self._store.save(prepared, *names)
        self._there[bytes.fromhex(task.sha256)] = True
        first = Done(
            names[0],
            task.sha256,
            _fate(prepared.status, prepared.problems),
            prepared.problems,
            prepared.status == Status.PARTIAL,
        )
        yield first
        for name in names[1:]:
            fate = Fate.ALREADY_THERE if first.fate is Fate.LOADED else first.fate
            yield Done(name, task.sha256, fate, prepared.problems)

    def _was_read(self, sha256: str) -> bool:
        """Whether an earlier run stored a reading, which a hurdle of the moment must not cost."""
        known = self._store.known(sha256) if bytes.fromhex(sha256) in self._there else None
        return known is not None and known.status != Status.FAILED

    def _failure(self, task: _Task, outcome: Outcome) -> Prepared:
        error = failure_of(outcome, self._job.limits)
        reference = DocumentRef(Path(task.shown).name, task.sha256, task.bytes)
        return prepare(failed(reference, error), self._reading)


def _kept_reading(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    return tuple(
        Problem(
            problem.code,
            Message(
                f"{problem.message.zh}（先前读入的内容保留）",
                f"{problem.message.en} (what was read before stays)",
            ),
        )
        for problem in problems
    )


def _fate(status: str, problems: Iterable[Problem]) -> Fate:
    if status != Status.FAILED:
        return Fate.LOADED
    return Fate.PASSED_OVER if is_no_report(problems) else Fate.FAILED


def _known(name: str, sha256: str, known: Stored) -> Done:
    fate = _fate(known.status, known.problems)
    if fate is Fate.LOADED:
        fate = Fate.ALREADY_THERE
    return Done(name, sha256, fate, known.problems)


def _unopened(error: OSError) -> Problem:
    reason = error.strerror or type(error).__name__
    return Problem(
        "damaged",
        Message(
            f"无法打开文件（{reason}）；请检查权限和存储介质",
            f"the file cannot be opened ({reason}); check permissions and the disk",
        ),
    )
