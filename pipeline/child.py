"""What runs inside a worker process: limits first, then one document after another.

The worker keeps nothing: it gets arguments over its own pipe, sends back plain data, and ends
when the pipe closes. Python's own failures come back as data; whatever kills the process is the
parent's to notice.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import sys
import threading
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

from pipeline.log import LOGGER, start_log
from schemas.errors import FuheError


@dataclass(frozen=True, slots=True)
class Ready:
    """The worker has loaded its libraries and waits for work."""


@dataclass(frozen=True, slots=True)
class Done:
    value: Any


@dataclass(frozen=True, slots=True)
class Refused:
    """The work ended with an error that a person can act on."""

    error: FuheError


@dataclass(frozen=True, slots=True)
class Recognised:
    """No answer yet: a page was read by recognition, and the document may take longer for it."""


@dataclass(frozen=True, slots=True)
class OutOfMemory:
    """An allocation failed; the worker ends after saying so, since its heap is in pieces."""


@dataclass(frozen=True, slots=True)
class Broken:
    """The work ended with an error nobody foresaw."""

    error: str
    trace: str


@dataclass(frozen=True, slots=True)
class Work:
    """The function to run (importable by name), and the modules to load before the clock runs."""

    function: Callable[..., Any]
    preload: tuple[str, ...] = ()
    debug: bool = False


_pipes: list[Connection] = []
"""The pipe of this process, if it is a worker."""


def page_recognised() -> None:
    """Tells the parent that a page was read by recognition; does nothing outside a worker."""
    for pipe in _pipes:
        pipe.send(Recognised())


def serve(pipe: Connection, work: Work, memory: int) -> None:
    """The worker's life: ``pipe`` carries tuples of arguments in, one answer for each out.

    ``memory`` is in bytes, see ``limit_address_space``.
    """
    _pipes.append(pipe)
    _quiet_standard_streams(work.debug)
    start_log(work.debug)
    for module in work.preload:
        importlib.import_module(module)
    limit_address_space(memory)
    threading.Thread(target=_end_with_parent, args=(os.getppid(),), daemon=True).start()
    pipe.send(Ready())
    while True:
        try:
            arguments = pipe.recv()
        except (EOFError, OSError):
            os._exit(0)
        answer = _answer(work.function, arguments)
        try:
            pipe.send(answer)
        except MemoryError:
            pipe.send(OutOfMemory())
        except OSError:
            os._exit(0)


def _answer(function: Callable[..., Any], arguments: tuple[Any, ...]) -> object:
    try:
        return Done(function(*arguments))
    except MemoryError:
        return OutOfMemory()
    except FuheError as error:
        return Refused(error)
    except Exception as error:
        LOGGER.debug("worker: %s", error, exc_info=True)
        return Broken(f"{type(error).__name__}: {error}", traceback.format_exc())


def limit_address_space(memory: int) -> None:
    """Lets the process grow by four times ``memory`` bytes of address space, where it can be.

    The parent watches the memory that is really held and stops the worker at ``memory``. This is
    the wall behind it, so far away that code which grows by doubling meets the watch first: only
    one huge allocation reaches it. What the libraries have mapped by now (code, thread stacks,
    arenas: far more than they hold) is not counted. Does nothing on Windows.
    """
    mapped = address_space()
    if mapped is None:
        return
    import resource

    wall = mapped + 4 * memory
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    if hard != resource.RLIM_INFINITY:
        wall = min(wall, hard)
    resource.setrlimit(resource.RLIMIT_AS, (wall, hard))


def address_space() -> int | None:
    """Bytes of address space of this process; ``None`` where /proc does not tell."""
    with contextlib.closing(Memory("self")) as memory:
        return memory.address_space()


class Memory:
    """What a process takes; its file in /proc is opened once, since it is looked at often."""

    def __init__(self, pid: int | str) -> None:
        self._file: int | None = None
        with contextlib.suppress(OSError):
            self._file = os.open(f"/proc/{pid}/statm", os.O_RDONLY)

    def address_space(self) -> int | None:
        """Bytes of address space; ``None`` where /proc does not tell."""
        return self._look(0)

    def resident(self) -> int | None:
        """Bytes of memory held; ``None`` where /proc does not tell."""
        return self._look(1)

    def close(self) -> None:
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def _look(self, position: int) -> int | None:
        if self._file is None:
            return None
        try:
            pages = int(os.pread(self._file, 200, 0).split()[position])
        except (OSError, ValueError, IndexError):
            return None
        return pages * os.sysconf("SC_PAGE_SIZE")


def _quiet_standard_streams(debug: bool) -> None:
    """Keeps native libraries from writing into the results, and off the screen unless asked."""
    sys.stdout = sys.stderr
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(2 if debug else nowhere, 1)
        if not debug:
            os.dup2(nowhere, 2)
    except OSError:
        return


def _end_with_parent(parent: int) -> None:
    """Nobody is left to stop a worker whose parent was killed."""
    while os.getppid() == parent:
        time.sleep(1.0)
    os._exit(1)
