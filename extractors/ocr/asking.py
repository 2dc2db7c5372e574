"""Which line is shown to which reader, and how often.

Every line is read once. A second reader, trained apart, is asked where a figure or a sign stands;
where the two and the ink do not settle it, or a sign is in play, both are shown the line again on
a wide canvas, which costs twice the time and is worth it only there.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from extractors.ocr.again import look_again
from extractors.ocr.decide import (
    Decision,
    agree,
    bar,
    decide,
    merged,
    needs_second_reader,
)
from extractors.ocr.engine import Readers, Recogniser
from extractors.ocr.faults import lost_ink
from extractors.ocr.folding import folded, is_figure
from extractors.ocr.lines import InkLine
from extractors.ocr.views import LONG, WIDE, read_plain, read_squeezed, read_wide
from schemas.ocr import LineReading
from schemas.text import UNREAD

SURE = 0.6
"""Probability from which on a character counts as recognised."""

_SIGNS = frozenset("<>=≥≤≠")


def decide_all(
    lines: Sequence[InkLine], size: float, readers: Readers
) -> tuple[list[Decision], float]:
    """What each line says, and the share of recognised characters that the readers are sure of.

    ``size`` is the height of a line of print in pixels.
    """
    decisions: dict[int, Decision] = {}
    for i, line in enumerate(lines):
        told = bar(line, size)
        if told is not None:
            decisions[i] = told
    rest = [i for i in range(len(lines)) if i not in decisions]
    first = _first(lines, rest, size, readers)
    lost = [i for i in rest if _is_long(lines[i], size) and lost_ink(lines[i], first[i], size)]
    first |= _by_index(read_plain, readers.first, lines, lost)
    share = _share(list(first.values()))
    asked = [
        i
        for i in rest
        if needs_second_reader(first[i])
        or lines[i].stamped
        or lines[i].covered
        or lost_ink(lines[i], first[i], size)
    ]
    second: dict[int, LineReading] = {}
    if readers.second is not None:
        second = _second(lines, asked, size, readers, first)
    for i in rest:
        decisions[i] = decide(lines[i], first[i], second.get(i), size)
    if readers.second is not None:
        open_ = [i for i in asked if _may_gain(lines[i], decisions[i], first[i], second[i])]
        first_wide = _by_index(read_wide, readers.first, lines, open_)
        second_wide = _by_index(read_wide, readers.second, lines, open_)
        for i in open_:
            anew = decide(lines[i], first_wide[i], second_wide[i], size)
            decisions[i] = merged(anew, decisions[i])
    return look_again(lines, [decisions[i] for i in range(len(lines))], readers), share


def _first(
    lines: Sequence[InkLine], indices: Sequence[int], size: float, readers: Readers
) -> dict[int, LineReading]:
    long = [i for i in indices if _is_long(lines[i], size)]
    short = [i for i in indices if not _is_long(lines[i], size)]
    return _by_index(read_squeezed, readers.first, lines, long) | _by_index(
        read_plain, readers.first, lines, short
    )


def _second(
    lines: Sequence[InkLine],
    asked: Sequence[int],
    size: float,
    readers: Readers,
    first: dict[int, LineReading],
) -> dict[int, LineReading]:
    """The other reader's word; long lines in which they see other figures are read again, both,
    at full width, into ``first`` too."""
    assert readers.second is not None
    long = [i for i in asked if _is_long(lines[i], size)]
    short = [i for i in asked if not _is_long(lines[i], size)]
    second = _by_index(read_squeezed, readers.second, lines, long)
    open_ = [i for i in long if is_figure(folded(first[i].text)) or not agree(first[i], second[i])]
    first |= _by_index(read_plain, readers.first, lines, open_)
    return second | _by_index(read_plain, readers.second, lines, [*short, *open_])


def _by_index(
    how: Callable[[Recogniser, Sequence[InkLine]], list[LineReading]],
    reader: Recogniser,
    lines: Sequence[InkLine],
    indices: Sequence[int],
) -> dict[int, LineReading]:
    return dict(zip(indices, how(reader, [lines[i] for i in indices]), strict=True))


def _is_long(line: InkLine, size: float) -> bool:
    return bool(line.ink.shape[1] >= LONG * size)


def _may_gain(line: InkLine, said: Decision, first: LineReading, second: LineReading) -> bool:
    """Whether a wide canvas shows more: it is wider than the line, and there is cause to look."""
    height, width = (int(side) for side in line.crop.shape)
    if width >= WIDE * height:
        return False
    text = folded(first.text) + folded(second.text)
    return bool(said.readings) or said.text == UNREAD or any(c in _SIGNS for c in text)


def _share(readings: Sequence[LineReading]) -> float:
    sure = [char.probability >= SURE for one in readings for char in one.chars]
    blank = sum(not one.chars for one in readings)
    return sum(sure) / (len(sure) + blank) if readings else 1.0
