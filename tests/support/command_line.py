"""The program as a user starts it: a process of its own, with what it printed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
FIXTURES = ROOT / "fixtures" / "pdfs"


MAIN = ("-c", "from pipeline.cli.main import main; raise SystemExit(main())")


@dataclass(frozen=True)
class Ran:
    status: int
    out: str
    err: str

    @property
    def documents(self) -> list[Any]:
        """Standard output as JSON Lines."""
        return [json.loads(line) for line in self.out.splitlines()]


def fuhe(
    *arguments: str | bytes | Path,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    program: Sequence[str] = MAIN,
    timeout: float = 60,
) -> Ran:
    """Runs the program from the tree; what it prints must be UTF-8, and never a traceback."""
    ran = subprocess.run(
        [sys.executable, *program, *arguments],
        capture_output=True,
        env=_surroundings(env),
        cwd=cwd,
        timeout=timeout,
        stdin=subprocess.DEVNULL,
        check=False,
    )
    out, err = ran.stdout.decode("utf-8"), ran.stderr.decode("utf-8")
    if "--debug" not in arguments:
        assert "Traceback" not in out + err, err
    return Ran(ran.returncode, out, err)


def start(*arguments: str | Path) -> subprocess.Popen[bytes]:
    """Starts the program and leaves it running."""
    return subprocess.Popen(
        [sys.executable, *MAIN, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
        env=_surroundings(),
    )


@contextmanager
def on_a_terminal(
    *arguments: str | Path,
) -> Iterator[tuple[subprocess.Popen[bytes], Callable[[], str]]]:
    """The program with standard error on a terminal and its results in a pipe.

    Also a function for what the terminal shows, to be asked when the program has ended.
    """
    import pty

    ours, theirs = pty.openpty()
    running = subprocess.Popen(
        [sys.executable, *MAIN, *arguments],
        stdout=subprocess.PIPE,
        stderr=theirs,
        stdin=subprocess.DEVNULL,
        env=_surroundings({"TERM": "xterm"}),
    )
    os.close(theirs)
    pieces: list[bytes] = []
    reader = threading.Thread(target=lambda: pieces.extend(iter(lambda: _piece(ours), b"")))
    reader.start()

    def shown() -> str:
        reader.join()
        return b"".join(pieces).decode("utf-8")

    try:
        yield running, shown
    finally:
        running.kill()
        running.wait()
        reader.join()
        os.close(ours)


def _piece(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # on Linux the end of a terminal is an error
        return b""


def _surroundings(more: Mapping[str, str] | None = None) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), **(more or {})}
