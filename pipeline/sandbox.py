"""Child processes with limits: a document that hangs, swells or crashes costs only itself.

Two functions are the whole seam: ``in_order`` and ``as_finished`` run a function over many
tuples of arguments in worker processes. Another engine could take their place.

Each worker has a pipe of its own. A pool whose workers share a queue and its locks stands still
when a worker is killed while it holds one; here a dead worker is an end of file on its pipe.
"""

from __future__ import annotations

import contextlib
import signal
import sys
import time
import traceback
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from multiprocessing import connection, get_context, resource_tracker
from multiprocessing.context import SpawnProcess
from types import ModuleType
from typing import Any

from pipeline import child
from pipeline.child import Work
from pipeline.config import Limits
from schemas.errors import FuheError

_WATCH_EVERY = 0.05  # seconds between two looks at a busy worker's memory, if it may take little
_WATCH_SELDOM = 0.2  # and if it may take much
_FILLED = 10e9  # bytes a second: faster than any process fills its memory
_A_SCAN, _ALL_SCANS = 0.25, 9.0  # times the limit of time that recognised pages add to it
_START_WITHIN = 600.0  # seconds a worker may take to load its libraries, on however busy a machine
_AHEAD = 16  # tasks per worker that may be finished before an earlier one is


class End(StrEnum):
    """How a task ended; the last three are the contract's codes."""

    DONE = "done"
    REFUSED = "refused"
    TIMEOUT = "timeout"
    OUT_OF_MEMORY = "out-of-memory"
    CRASHED = "crashed"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one task: its ``value``, or the ``error``, or what killed it (``detail``).

    ``trace`` is the traceback of an unforeseen error, for ``--debug``.
    """

    end: End
    value: Any = None
    error: FuheError | None = None
    detail: str = ""
    trace: str = ""


def in_order(
    work: Work, tasks: Iterable[tuple[Any, ...]], jobs: int = 1, limits: Limits | None = None
) -> Generator[Outcome, None, None]:
    """The outcome of each task in the order of the tasks, however many workers there are."""
    waiting: dict[int, Outcome] = {}
    due = 0
    with contextlib.closing(as_finished(work, tasks, jobs, limits)) as outcomes:
        for number, outcome in outcomes:
            waiting[number] = outcome
            while due in waiting:
                yield waiting.pop(due)
                due += 1


def as_finished(
    work: Work, tasks: Iterable[tuple[Any, ...]], jobs: int = 1, limits: Limits | None = None
) -> Generator[tuple[int, Outcome], None, None]:
    """Pairs of a task's number (from 0) and its outcome, as they come.

    Tasks are taken from the iterable only as workers come free, and no task runs further than a
    bounded distance ahead of the oldest unfinished one.
    Raises RuntimeError when workers cannot be started at all.
    """
    crew = _Crew(work, limits or Limits())
    try:
        yield from crew.run(enumerate(tasks), max(1, jobs))
    finally:
        crew.dismiss()


class _Worker:
    """One child process, its pipe, and the task it is at."""

    def __init__(self, work: Work, limits: Limits) -> None:
        context = get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self.process = _Process(
            target=child.serve,
            args=(theirs, work, limits.memory),
            daemon=True,
        )
        self.process.start()
        theirs.close()
        self.memory = child.Memory(self.process.pid or 0)
        self.ready = False
        self.task: tuple[int, tuple[Any, ...]] | None = None
        self.sent = False
        self.served = 0
        self.since = self.looked = time.monotonic()
        self.scans = 0
        self.base = 0

    def give(self, task: tuple[int, tuple[Any, ...]]) -> None:
        """Takes a task on; it is sent as soon as the worker is ready."""
        self.task = task
        self.send_if_ready()

    def send_if_ready(self) -> None:
        if self.ready and self.task is not None and not self.sent:
            self.sent, self.since, self.scans = True, time.monotonic(), 0
            self.served += 1
            try:
                self.pipe.send(self.task[1])
            except OSError:  # it died before, as its pipe will say; the task is for another one
                self.sent = False

    def become_ready(self) -> None:
        self.ready = True
        self.base = self.memory.resident() or 0
        self.send_if_ready()

    def hear(self) -> object | None:
        """What it says; ``None`` for a dead one.

        An answer that cannot be taken apart (the program was renewed while a folder was loaded,
        and the worker is of the new version) costs its document alone.
        """
        try:
            answer: object = self.pipe.recv()
        except (EOFError, OSError):
            return None
        except Exception as error:
            return child.Broken(f"{type(error).__name__}: {error}", traceback.format_exc())
        return answer

    def take_task(self) -> int:
        """The number of the task it was at; the worker is free afterwards."""
        if self.task is None:
            raise RuntimeError("an idle worker spoke")
        number = self.task[0]
        self.task, self.sent = None, False
        return number

    def over_limit(self, limits: Limits) -> End | None:
        """The limit that the current task has passed, if any."""
        waited = time.monotonic() - self.since
        if not self.sent:
            return End.TIMEOUT if not self.ready and waited > _START_WITHIN else None
        if waited > limits.seconds * (1 + min(_A_SCAN * self.scans, _ALL_SCANS)):
            return End.TIMEOUT
        if time.monotonic() - self.looked < _WATCH_EVERY / 2:
            return None
        self.looked = time.monotonic()
        held = self.memory.resident()
        if held is not None and held - self.base > limits.memory:
            return End.OUT_OF_MEMORY
        return None

    def end(self, kill: bool) -> None:
        """Ends the process; a worker holds nothing that would want saving."""
        self.pipe.close()
        self.memory.close()
        if not kill:
            self.process.join(2.0)
        if self.process.is_alive():
            self.process.kill()
        self.process.join()


class _Crew:
    """The workers of one run, all driven from the thread that iterates."""

    def __init__(self, work: Work, limits: Limits) -> None:
        self.work, self.limits = work, limits
        self.workers: list[_Worker] = []
        self.false_starts = 0
        self.pause = min(_WATCH_SELDOM, max(_WATCH_EVERY, limits.memory / _FILLED))

    def run(
        self, tasks: Iterator[tuple[int, tuple[Any, ...]]], jobs: int
    ) -> Iterator[tuple[int, Outcome]]:
        queue: deque[tuple[int, tuple[Any, ...]]] = deque()
        settled: list[tuple[int, Outcome]] = []
        while True:
            at_work = [w.task[0] for w in self.workers if w.task is not None]
            for worker in self._free(jobs):
                # Taken one by one: the next task is looked for only when somebody can do it.
                queue.extend(islice(tasks, 1 - len(queue)))
                oldest = min(at_work, default=None)
                if not queue or (oldest is not None and queue[0][0] - oldest > _AHEAD * jobs):
                    break
                task = queue.popleft()
                at_work.append(task[0])
                (worker or self._hire()).give(task)
            yield from settled  # workers have their next task while the caller looks at these
            if not at_work:
                return
            settled = list(self._listen())

    def _free(self, jobs: int) -> Iterator[_Worker | None]:
        """Idle workers, then ``None`` for each that may still be hired."""
        yield from [w for w in self.workers if w.task is None]
        while len(self.workers) < jobs:
            yield None

    def _hire(self) -> _Worker:
        worker = _Worker(self.work, self.limits)
        self.workers.append(worker)
        return worker

    def _listen(self) -> Iterator[tuple[int, Outcome]]:
        """Waits a moment; what was answered, and what has to be ended."""
        by_pipe = {w.pipe: w for w in self.workers}
        for pipe in connection.wait(list(by_pipe), timeout=self.pause):
            worker = by_pipe[pipe]  # type: ignore[index]  # wait returns what it was given
            answer = worker.hear()
            if answer is None:
                yield from self._died(worker)
                continue
            self.false_starts = 0
            if isinstance(answer, child.Ready):
                worker.become_ready()
                continue
            if isinstance(answer, child.Recognised):
                worker.scans += 1
                continue
            yield worker.take_task(), _outcome(answer)
            if isinstance(answer, child.OutOfMemory) or worker.served >= self.limits.documents:
                self._let_go(worker, kill=False)
        for worker in list(self.workers):
            passed = worker.over_limit(self.limits)
            if passed is not None:
                yield from self._stop(worker, passed)

    def _stop(self, worker: _Worker, passed: End) -> Iterator[tuple[int, Outcome]]:
        if not worker.sent:
            raise RuntimeError("a worker process did not start in time")
        number = worker.take_task()
        self._let_go(worker, kill=True)
        yield number, Outcome(passed)

    def _died(self, worker: _Worker) -> Iterator[tuple[int, Outcome]]:
        """A worker is gone: what it was at has crashed; what it had not begun begins anew."""
        task, sent = worker.task, worker.sent
        self._let_go(worker, kill=True)
        if task is None:
            return
        if sent:
            yield task[0], Outcome(End.CRASHED, detail=_how(worker.process.exitcode))
            return
        self.false_starts += 1
        if self.false_starts > 3:
            raise RuntimeError(f"worker processes do not start: {_how(worker.process.exitcode)}")
        self._hire().give(task)

    def _let_go(self, worker: _Worker, kill: bool) -> None:
        self.workers.remove(worker)
        worker.end(kill)

    def dismiss(self) -> None:
        for worker in self.workers:
            worker.end(kill=worker.task is not None or not worker.ready)
        self.workers.clear()


class _Process(SpawnProcess):
    """A spawned process that knows nothing of the script that was started, nor of Ctrl-C.

    Spawned children run the main script again, which a script without an
    ``if __name__ == "__main__"`` guard does not survive. Ctrl-C reaches the whole group of
    processes; a child starts with the signal blocked, for the parent alone answers it.
    """

    def start(self) -> None:
        main = sys.modules["__main__"]
        sys.modules["__main__"] = ModuleType("__main__")
        try:
            with _interrupt_blocked():
                super().start()
        finally:
            sys.modules["__main__"] = main


@contextlib.contextmanager
def _interrupt_blocked() -> Iterator[None]:
    """Holds Ctrl-C back in this thread; processes started meanwhile inherit that for good."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    # Starting a process starts the resource tracker first, which unblocks the signal again.
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _outcome(answer: object) -> Outcome:
    match answer:
        case child.Done():
            return Outcome(End.DONE, value=answer.value)
        case child.Refused():
            return Outcome(End.REFUSED, error=answer.error)
        case child.OutOfMemory():
            return Outcome(End.OUT_OF_MEMORY)
        case child.Broken():
            return Outcome(End.CRASHED, detail=answer.error, trace=answer.trace)
    raise RuntimeError(f"a worker said {type(answer).__name__}")


def _how(exitcode: int | None) -> str:
    """How a process ended, in the system's own terms."""
    if exitcode is not None and exitcode < 0:
        with contextlib.suppress(ValueError):
            return signal.Signals(-exitcode).name
    return f"exit status {exitcode}"
