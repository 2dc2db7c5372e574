"""Work for worker processes that behaves as badly as documents can."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import time

from schemas.errors import InputError


def double(value: int) -> int:
    return value * 2


def slow_then_name(value: int) -> int:
    """Earlier tasks take longer, so that they finish after later ones."""
    time.sleep(0.3 if value == 0 else 0.0)
    return value


def behave(way: str) -> str:
    """``fine`` or one of the ways in which a document can bring its process down."""
    match way:
        case "hang":
            time.sleep(600)
        case "spin":
            while True:
                pass
        case "swell":
            hoard = []
            while True:
                hoard.append(bytearray(8 << 20))
        case "one huge piece":
            return str(len(bytearray(1 << 40)))
        case "native hoard":
            libc = ctypes.CDLL(None)
            libc.malloc.restype = ctypes.c_void_p
            libc.memset.argtypes = (ctypes.c_void_p, ctypes.c_int, ctypes.c_size_t)
            for _ in range(100_000):
                piece = libc.malloc(ctypes.c_size_t(8 << 20))
                if piece:
                    libc.memset(piece, 1, 8 << 20)
                time.sleep(0.002)
        case "crash":
            ctypes.string_at(0)
        case "killed":
            os.kill(os.getpid(), signal.SIGKILL)
        case "exit":
            os._exit(7)
        case "refuse":
            raise InputError("damaged", "坏了", "damaged")
        case "bug":
            raise KeyError("missing")
        case "recurse":
            return behave(way)
        case "print":
            print("noise on standard output")
            os.write(1, b"native noise\n")
            sys.stderr.write("noise on standard error\n")
    return f"{way} done"


def interrupt_ignored(_: int) -> bool:
    """Whether Ctrl-C leaves this process alone."""
    os.kill(os.getpid(), signal.SIGINT)
    time.sleep(0.05)
    return True


def process_id(_: int) -> int:
    return os.getpid()
