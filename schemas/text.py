"""Text as it stands on paper, and the recorded steps that mend it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from schemas.geometry import Place


class Origin(StrEnum):
    """Where a text comes from."""

    TEXT_LAYER = "text-layer"
    OCR = "ocr"
    HUMAN = "human"


@dataclass(frozen=True, slots=True)
class Repair:
    """One named step that changed a text, with the whole text before and after it."""

    name: str
    before: str
    after: str


UNREAD = "\ufffd"
"""Stands in a raw text for ink that could not be read, so that no parser takes it for nothing."""


@dataclass(frozen=True, slots=True)
class Reading:
    """Another reading of the same ink that the pixels support; ``support`` says what does."""

    raw: str
    support: str


@dataclass(frozen=True, slots=True)
class RawText:
    """What an extractor found in one cell or one line of print.

    ``raw`` keeps every printed character; printed lines are joined by ``\\n``. ``hard_breaks``
    are the positions in ``raw`` of those line breaks that the width of the cell did not force:
    the next line's first word would have had room, so the author began a new line on purpose.
    ``full_breaks`` are the positions of those before which the line is as full as it can be: not
    one digit more has room between the rulings, so that a number may have been cut there.
    ``repairs`` are the extractor's own steps (radicals folded to Han characters).
    ``confidence`` is ``None`` for a text layer. Blank when ``raw`` holds no visible character.
    ``readings`` are other readings of recognised ink; none means that the pixels decide.
    """

    raw: str
    origin: Origin
    places: tuple[Place, ...]
    hard_breaks: frozenset[int] = frozenset()
    repairs: tuple[Repair, ...] = ()
    confidence: float | None = None
    readings: tuple[Reading, ...] = ()
    full_breaks: frozenset[int] = frozenset()

    @property
    def blank(self) -> bool:
        return not self.raw.strip()


@dataclass(frozen=True, slots=True)
class CellText:
    """A mended text beside the raw one it was made from; ``repairs`` in the order applied."""

    source: RawText
    text: str
    repairs: tuple[Repair, ...] = ()
