"""A page as its content streams draw it, before any table is looked for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from schemas.geometry import Box
from schemas.light import light


class PageKind(StrEnum):
    """What a page's content is made of, told from the content itself, never from metadata."""

    TEXT_LAYER = "text-layer"
    SCANNED = "scanned"
    MIXED = "mixed"
    BROKEN_TEXT = "broken-text"
    BLANK = "blank"


@light
class Char:
    """One visible glyph: its text (usually one character), box in points, font size in points.

    ``angle`` is the writing direction on the upright page in degrees, 0 for left to right and
    90 for text that runs downward. ``layer`` marks ink laid over the page (a seal, a stamp, a
    slanted watermark): it never belongs to a cell. ``run`` numbers the text object that drew
    the glyph, -1 where the source does not tell.
    """

    text: str
    box: Box
    size: float
    angle: int = 0
    layer: bool = False
    run: int = -1


@light
class Ruling:
    """A drawn horizontal or vertical line by its centre line; ``thickness`` in points."""

    horizontal: bool
    position: float
    start: float
    end: float
    thickness: float = 0.0


@dataclass(frozen=True, slots=True)
class PageInfo:
    """What the result says of a page: number from 1, upright size in points, rotation undone."""

    number: int
    width: float
    height: float
    rotation: int
    kind: PageKind


@dataclass(frozen=True, slots=True)
class Page:
    """Visible ink of one page in reading coordinates; ``hidden`` counts characters not shown.

    ``surfaces`` counts pictures and filled areas, not white, that a table may be drawn by.
    """

    info: PageInfo
    chars: tuple[Char, ...]
    rulings: tuple[Ruling, ...]
    hidden: int = 0
    surfaces: int = 0
