"""What can become of a file of a run: the four parts of every ledger."""

from __future__ import annotations

from enum import StrEnum


class Fate(StrEnum):
    """What became of a file that was seen; every file has exactly one."""

    LOADED = "loaded"
    ALREADY_THERE = "already-there"
    PASSED_OVER = "passed-over"
    FAILED = "failed"
