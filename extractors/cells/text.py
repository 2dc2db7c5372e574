"""From printed lines to a ``RawText``: places, forced and meant line breaks, folded radicals."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractors.cells.lines import Line, Writing, broken_on_purpose, is_full, room
from extractors.pdf.radicals import fold
from schemas.geometry import Place
from schemas.text import Origin, RawText, Reading, Repair

FOLD = "radicals"
_COMBINATIONS = 32
"""Readings of a text in several doubtful lines that are all spelt out."""


@dataclass(frozen=True, slots=True)
class Part:
    """What one page shows of a cell: its writings and the cell's place."""

    writings: tuple[Writing, ...]
    place: Place
    padding: float = 0.0
    """The least distance that any line of the table keeps from a ruling at its side, in points."""
    origin: Origin = Origin.TEXT_LAYER
    """What found the cell: an empty one has no line to tell it."""

    @property
    def blank(self) -> bool:
        return not self.writings or not any(writing.lines for writing in self.writings)

    @property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines)

    @property
    def lines(self) -> tuple[Line, ...]:
        return tuple(line for writing in self.writings for line in writing.lines)


def with_padding(parts: Sequence[Part]) -> tuple[Part, ...]:
    """All parts of one table on one page, knowing how near its lines come to the rulings."""
    gaps = [
        min(line.start - writing.box.x0, writing.box.x1 - line.end)
        for part in parts
        for writing in part.writings
        for line in writing.lines
    ]
    padding = max(0.0, min(gaps, default=0.0))
    return tuple(
        part if part.blank else Part(part.writings, part.place, padding, part.origin)
        for part in parts
    )


def raw_text(parts: Sequence[Part]) -> RawText:
    """The text of a cell from all pages it stands on, in order.

    Recognised lines bring the least of their confidences, and their other readings as other
    readings of the whole text.
    """
    lines = [line for part in parts for writing in part.writings for line in writing.lines]
    if not lines:
        recognised = any(part.origin is Origin.OCR for part in parts)
        origin = Origin.OCR if recognised else Origin.TEXT_LAYER
        return RawText("", origin, tuple(part.place for part in parts))
    hard: set[int] = set()
    full: set[int] = set()
    if len(lines) > 1:
        end = -1
        for line, meant, filled in _breaks(parts):
            if meant:
                hard.add(end)
            if filled:
                full.add(end)
            end += 1 + len(line.text)
    text, repairs = folded("\n".join([line.text for line in lines]))
    places = tuple(part.place for part in parts)
    origin, confidence = evidence(lines)
    doubtful = any(line.readings for line in lines)
    readings = tuple(_whole_readings(lines)) if doubtful else ()
    return RawText(
        text, origin, places, frozenset(hard), repairs, confidence, readings, frozenset(full)
    )


def evidence(lines: Sequence[Line]) -> tuple[Origin, float | None]:
    """Where a text comes from, and how sure its least sure line is; None for a text layer."""
    known = [line.confidence for line in lines if line.confidence is not None]
    read = any(line.origin is Origin.OCR for line in lines)
    return (Origin.OCR if read else Origin.TEXT_LAYER), min(known, default=None)


def _whole_readings(lines: Sequence[Line]) -> Iterator[Reading]:
    """Other readings of the whole text: every combination of few, else one line at a time."""
    own = [line.text for line in lines]
    choices = [[(line.text, ""), *((r.raw, r.support) for r in line.readings)] for line in lines]
    if math.prod(len(choice) for choice in choices) <= _COMBINATIONS:
        for chosen in itertools.product(*choices):
            whole = [text for text, _ in chosen]
            said = "; ".join(support for _, support in chosen if support)
            if whole != own or said:
                yield Reading("\n".join(whole), said)
        return
    for index, line in enumerate(lines):
        for reading in line.readings:
            whole = [*own[:index], reading.raw, *own[index + 1 :]]
            yield Reading("\n".join(whole), reading.support)


def folded(printed: str) -> tuple[str, tuple[Repair, ...]]:
    """``printed`` with radicals as Han characters, and the recorded step if there were any."""
    text = fold(printed)
    return text, (Repair(FOLD, printed, text),) if text != printed else ()


def _breaks(parts: Sequence[Part]) -> Iterator[tuple[Line, bool, bool]]:
    """Every line with whether the break before it was meant, and whether the line was full."""
    previous: Line | None = None
    width = most = 0.0
    for part in parts:
        for number, writing in enumerate(part.writings):
            here = room(writing.lines, writing.box)
            if number:
                previous = None  # another direction of writing begins
            for line in writing.lines:
                meant = previous is not None and broken_on_purpose(previous, line, width)
                yield line, meant, previous is not None and is_full(previous, most)
                previous, width, most = line, here, writing.box.width - 2 * part.padding
