"""The program as a user starts it: a process of its own, with what it printed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
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


def _surroundings(more: Mapping[str, str] | None = None) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), **(more or {})}
