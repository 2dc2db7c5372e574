"""What supports a reading of recognised ink, in words that people read and the audit weighs.

A support is made of parts with ``; `` between: who read it (``first reader``, ``second reader``,
``both readers``; with a probability behind it where the reader thought it the second best),
``again N of M`` (so many of the looks taken afterwards at the same ink read it so), and, with the
likeliest reading only, ``open: REASON``: the ink may also say what no reader named.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from schemas.text import UNREAD, Reading

FIRST, SECOND, BOTH = "first reader", "second reader", "both readers"
LIKELIEST = "likeliest"
"""Supports the reading that stands first where nothing else is told of it."""

_OPEN = "open: "
_AGAIN = re.compile(r"again (\d+) of (\d+)")
_SECOND_BEST = re.compile(rf"(?:{FIRST}|{SECOND}), [01]\.[0-9]+")
_READERS = {FIRST: 1, SECOND: 1, BOTH: 2}


@dataclass(frozen=True, slots=True)
class Support:
    """``readers`` took the ink for this; of ``looks`` taken again ``again`` said so too.

    ``open`` is the reason why the ink may say something else, empty where it may not.
    """

    readers: int
    again: int
    looks: int
    open: str

    @property
    def always(self) -> bool:
        """Whether the ink was looked at again, and every look read it so."""
        return self.again == self.looks > 0


def weighed(support: str) -> Support:
    """A support in numbers; words that are none of ours count nothing."""
    parts = support.split("; ")
    again = [match for part in parts if (match := _AGAIN.fullmatch(part))]
    return Support(
        min((_READERS[part] for part in parts if part in _READERS), default=0),
        min((int(match[1]) for match in again), default=0),
        min((int(match[2]) for match in again), default=0),
        next((part.removeprefix(_OPEN) for part in parts if part.startswith(_OPEN)), ""),
    )


def of_likeliest(others: Iterable[Reading]) -> str:
    """Who takes the ink for its likeliest reading, told from the other readings.

    A reader that saw nothing took it for something else; a fault of the ink is nobody's reading.
    """
    said: set[str] = set()
    for reading in others:
        parts = set(reading.support.split("; "))
        said |= parts & {FIRST, SECOND} if UNREAD in reading.raw else parts
    said = {p for p in said if not (_AGAIN.fullmatch(p) or _SECOND_BEST.fullmatch(p))}
    return {(): BOTH, (FIRST,): SECOND, (SECOND,): FIRST}.get(tuple(sorted(said)), LIKELIEST)


def with_again(support: str, again: int, looks: int) -> str:
    """The support with the count of later looks that read the same."""
    return f"{support}; again {again} of {looks}"


def left_open(support: str, reason: str) -> str:
    """The support of a likeliest reading beside which the ink may say something else."""
    return f"{support}; {_OPEN}{reason.replace('; ', ', ')}"
