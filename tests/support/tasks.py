"""Work for worker processes that behaves as badly as documents can."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

from pipeline.child import page_recognised
from schemas.errors import InputError


def double(value: int) -> int:
    return value * 2


def slow_then_name(value: int) -> int:
    """Earlier tasks take longer, so that they finish after later ones."""
    time.sleep(0.3 if value == 0 else 0.0)
    return value


def answer_of_another_version(other: bool) -> object:
    return OfAnotherVersion() if other else None


class OfAnotherVersion:
    """Something that nobody can unpack."""

    def __reduce__(self) -> tuple[Callable[[], object], tuple[()]]:
        return _unpack, ()


def _unpack() -> object:
    raise TypeError("no such field")


def behave(way: str) -> str:
    """``fine`` or one of the ways in which a document can bring its process down."""
    WAYS[way]()
    return f"{way} done"


def _spin() -> None:
    while True:
        pass


def _swell() -> None:
    hoard = []
    while True:
        hoard.append(bytearray(8 << 20))


def _native_hoard() -> None:
    """Memory that Python knows nothing of."""
    libc = ctypes.CDLL(None)
    libc.malloc.restype = ctypes.c_void_p
    libc.memset.argtypes = (ctypes.c_void_p, ctypes.c_int, ctypes.c_size_t)
    while True:
        piece = libc.malloc(ctypes.c_size_t(8 << 20))
        if piece:
            libc.memset(piece, 1, 8 << 20)
        time.sleep(0.002)


def _double() -> None:
    """One block that grows as a stream does while it is unpacked."""
    libc = ctypes.CDLL(None)
    libc.realloc.restype = ctypes.c_void_p
    libc.realloc.argtypes = (ctypes.c_void_p, ctypes.c_size_t)
    block, size = None, 1 << 20
    while True:
        block = libc.realloc(block, 2 * size)
        if not block:
            libc.abort()
        ctypes.memset(block + size * (size > 1 << 20), 1, size)
        size *= 2


def _refuse() -> None:
    raise InputError("damaged", "坏了", "damaged")


def _recurse() -> None:
    _recurse()


def _recognise() -> None:
    """Twice as long as a second, but page after page."""
    for _ in range(10):
        time.sleep(0.2)
        page_recognised()


def _recognise_and_hang() -> None:
    page_recognised()
    time.sleep(600)


def _print() -> None:
    print("noise on standard output")
    os.write(1, b"native noise\n")
    sys.stderr.write("noise on standard error\n")


WAYS: dict[str, Callable[[], object]] = {
    "fine": lambda: None,
    "scans": _recognise,
    "hang after a scan": _recognise_and_hang,
    "hang": lambda: time.sleep(600),
    "spin": _spin,
    "swell": _swell,
    "one huge piece": lambda: bytearray(1 << 40),
    "native hoard": _native_hoard,
    "double": _double,
    "crash": lambda: ctypes.string_at(0),
    "killed": lambda: os.kill(os.getpid(), signal.SIGKILL),
    "exit": lambda: os._exit(7),
    "refuse": _refuse,
    "bug": lambda: {}["missing"],
    "recurse": _recurse,
    "print": _print,
}


def interrupt_ignored(_: int) -> bool:
    """Whether Ctrl-C leaves this process alone."""
    os.kill(os.getpid(), signal.SIGINT)
    time.sleep(0.05)
    return True


def process_id(_: int) -> int:
    return os.getpid()


def announce_and_hang(where: str) -> None:
    """Writes its process id and stays."""
    Path(where).write_text(str(os.getpid()), encoding="ascii")
    time.sleep(600)
