"""The program with workers that misbehave for files of certain names; only tests start it.

``hang.pdf`` hangs, ``swell.pdf`` eats memory, and so on through ``tests.support.tasks.WAYS``;
every other file is read as always.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pipeline.reading
from pipeline.cli.main import main as real_main
from tests.support.tasks import WAYS

_read, _explain = pipeline.reading.read_in_child, pipeline.reading.explain_in_child
PROGRAM = ("-c", "from tests.support.faulty import main; raise SystemExit(main())")


def read_in_child(path: str, *arguments: Any) -> Any:
    _misbehave(path)
    return _read(path, *arguments)


def explain_in_child(path: str, *arguments: Any) -> Any:
    _misbehave(path)
    return _explain(path, *arguments)


def _misbehave(path: str) -> None:
    WAYS.get(Path(path).stem.replace("-", " "), lambda: None)()


def main() -> int:
    pipeline.reading.read_in_child = read_in_child
    pipeline.reading.explain_in_child = explain_in_child
    return real_main()
