"""What a page source hands over: every mark on the page in reading coordinates, not yet judged."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from extractors.pdf.frame import Frame
from extractors.pdf.open import OpenPdf
from schemas.geometry import Box

Colour = tuple[int, int, int]
"""Red, green, blue, 0–255."""

ANY_TEXT = -1
"""The ``unit`` of a glyph whose text object the source does not know."""

UNMAPPED = "\ufffd"
"""Stands for one glyph whose character nobody can tell."""


# Marks are not frozen: a document has tens of thousands, and frozen ones take three times as long
# to make. Nobody changes one.


@dataclass(slots=True)
class Glyph:
    """One drawn character.

    ``box`` is the advance wide and one em high (0.88 above the baseline, 0.12 below), so that it
    does not depend on what a font says of itself; ``ink`` bounds the drawn shape if the source
    knows it. ``angle`` as in ``schemas.page.Char``. ``unit`` numbers the text object it belongs
    to, ``doubt`` says that only the rendered page can tell whether it shows, ``hidden`` that it
    certainly does not. ``font`` is the font's own name.
    """

    text: str
    box: Box
    ink: Box
    size: float
    angle: int
    unit: int
    colour: Colour | None = None
    font: str = ""
    doubt: bool = False
    hidden: bool = False
    stamp: bool = False


@dataclass(slots=True)
class Stroke:
    """A straight drawn line, horizontal or vertical, with its thickness, all in points.

    ``order`` is its place in the drawing order, comparable with ``Area.order``.
    """

    x0: float
    y0: float
    x1: float
    y1: float
    thickness: float
    colour: Colour | None
    order: int


@dataclass(slots=True)
class Area:
    """A filled surface or an image (``colour`` None), which may cover what was drawn before."""

    box: Box
    colour: Colour | None
    order: int
    image: bool = False


@dataclass(frozen=True, slots=True)
class Ring:
    """A drawn circle or ellipse, as round seals have one; ``order`` as of ``Stroke``."""

    box: Box
    colour: Colour
    order: int


@dataclass(frozen=True, slots=True)
class RawPage:
    """All marks of one page in drawing order, in reading coordinates."""

    frame: Frame
    glyphs: tuple[Glyph, ...]
    strokes: tuple[Stroke, ...]
    areas: tuple[Area, ...]
    rings: tuple[Ring, ...] = ()


class PageSource(Protocol):
    """A module in ``extractors/pdf/sources``: the lowest ``RANK`` is asked first."""

    NAME: str
    RANK: int

    def read(self, pdf: OpenPdf, number: int) -> RawPage:
        """The marks of page ``number`` (from 1); raises PageError when it cannot be read."""
        ...


ASCENT, DESCENT = 0.88, 0.12
"""Of the em box above and below the baseline: the ideographic em square of CJK fonts."""


def em_box(advance: Box, origin: tuple[float, float], size: float, angle: int, ink: Box) -> Box:
    """A character's box: its advance along the line, one em across it.

    ``advance`` is the source's own box, of which only the extent along the writing direction is
    used; ``origin`` lies on the baseline. Where that box misses the drawn shape (vertical
    writing, slanted text), the source's box or the shape itself stands in.
    """
    x, y = origin
    up, down = ASCENT * size, DESCENT * size
    if angle == 0:
        box = Box(advance.x0, y - up, advance.x1, y + down)
    elif angle == 90:
        box = Box(x - down, advance.top, x + up, advance.bottom)
    elif angle == 180:
        box = Box(advance.x0, y - down, advance.x1, y + up)
    elif angle == 270:
        box = Box(x - up, advance.top, x + down, advance.bottom)
    else:
        box = advance
    if ink.area <= 0 or box.contains(*ink.center):
        return box
    return advance if advance.contains(*ink.center) else ink
