"""From printed lines to a ``RawText``: places, forced and meant line breaks, folded radicals."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractors.cells.lines import Line, Writing, broken_on_purpose, room
from extractors.pdf.radicals import fold
from schemas.geometry import Place
from schemas.text import Origin, RawText, Repair

FOLD = "radicals"


@dataclass(frozen=True, slots=True)
class Part:
    """What one page shows of a cell: its writings and the cell's place."""

    writings: tuple[Writing, ...]
    place: Place

    @property
    def blank(self) -> bool:
        return not any(writing.lines for writing in self.writings)

    @property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines)

    @property
    def lines(self) -> tuple[Line, ...]:
        return tuple(line for writing in self.writings for line in writing.lines)


def raw_text(parts: Sequence[Part]) -> RawText:
    """The text of a cell from all pages it stands on, in order."""
    if all(part.blank for part in parts):
        return RawText("", Origin.TEXT_LAYER, tuple(part.place for part in parts))
    pieces: list[str] = []
    hard: set[int] = set()
    length = 0
    for line, is_hard in _breaks(parts):
        if pieces:
            if is_hard:
                hard.add(length)
            length += 1
        pieces.append(line.text)
        length += len(line.text)
    text, repairs = folded("\n".join(pieces))
    places = tuple(part.place for part in parts)
    return RawText(text, Origin.TEXT_LAYER, places, frozenset(hard), repairs)


def folded(printed: str) -> tuple[str, tuple[Repair, ...]]:
    """``printed`` with radicals as Han characters, and the recorded step if there were any."""
    text = fold(printed)
    return text, (Repair(FOLD, printed, text),) if text != printed else ()


def _breaks(parts: Sequence[Part]) -> Iterator[tuple[Line, bool]]:
    """Every line with whether the break before it was meant."""
    previous: Line | None = None
    width = 0.0
    for part in parts:
        for number, writing in enumerate(part.writings):
            here = room(writing.lines, writing.box)
            if number:
                previous = None  # another direction of writing begins
            for line in writing.lines:
                yield line, previous is not None and broken_on_purpose(previous, line, width)
                previous, width = line, here
