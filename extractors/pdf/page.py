"""From a page's raw marks to its visible ink: characters once each, and rulings."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from extractors.pdf import ink
from extractors.pdf.classify import classify
from extractors.pdf.mesh import Mesh
from extractors.pdf.open import OpenPdf
from extractors.pdf.raw import ANY_TEXT, Area, Colour, Glyph, RawPage, Ring, Stroke
from extractors.pdf.source import page_source
from extractors.pdf.symbols import decode
from schemas.geometry import Box, union
from schemas.page import Char, Page, PageInfo, Ruling

_COPY_SHARE = 0.6
"""Two equal characters that share more than this of their boxes are one, drawn twice."""
_NEAR, _BUCKET = 5.0, 128.0
"""Points: copies of a character lie nearer than the first; larger letters are never doubled by
so much. The second is the mesh of the search."""
_PALE = 225
_SIDES = 4
_SATURATED = 60
_SHADE = 48
_STEP = 4
"""Objects of a seal follow each other in the drawing order, with a star or a line between them."""


def read_page(pdf: OpenPdf, number: int, source: str | None = None) -> tuple[Page, RawPage]:
    """Page ``number`` (from 1) as visible ink, and the settled raw marks it was made from.

    Raises PageError when the page cannot be read.
    """
    raw = ink.settle(pdf, number, page_source(source).read(pdf, number))
    seen = [glyph for glyph in raw.glyphs if not glyph.hidden]
    hidden = 0
    if len(seen) < len(raw.glyphs):
        hidden = sum(1 for g in raw.glyphs if g.hidden and g.text.strip())
    once = _once(seen)
    seals = _seals(once)
    inside = set(_inside(raw.rings, once)) if raw.rings else set()
    chars = tuple(_char(glyph, seals, id(glyph) in inside) for glyph in once)
    frame = raw.frame
    kind = classify(raw, chars)
    info = PageInfo(number, round(frame.width, 2), round(frame.height, 2), frame.turn, kind)
    return Page(info, chars, tuple(_rulings(raw)), hidden, _surfaces(raw, chars)), raw


def _surfaces(raw: RawPage, chars: Sequence[Char]) -> int:
    """How many pictures and filled areas a table may be drawn by.

    Fewer than a grid has sides count only if text of several lines stands on one of them: a
    logo, or a heading on its ground, is no table.
    """
    drawn = [area.box for area in raw.areas if area.image or not _is_white(area.colour)]
    if len(drawn) >= _SIDES or any(_bears_lines(box, chars) for box in drawn):
        return len(drawn)
    return 0


def _bears_lines(box: Box, chars: Sequence[Char]) -> bool:
    """Whether the middles of the characters on a surface lie a letter apart from top to bottom."""
    on = [c for c in chars if box.contains(*c.box.center) and not c.text.isspace()]
    if not on:
        return False
    heights = [c.box.center[1] for c in on]
    return max(heights) - min(heights) >= max(c.size for c in on)


def _is_white(colour: Colour | None) -> bool:
    return colour is not None and min(colour) >= 254


def _char(glyph: Glyph, seals: Sequence[tuple[Box, Colour]], inside: bool = False) -> Char:
    text = glyph.text
    if text >= "\ue000":
        if text[0] <= "\uf8ff":
            text = decode(text[0], glyph.font) + text[1:]
        elif "\ufb00" <= text[0] <= "\ufb06":
            text = unicodedata.normalize("NFKC", text)
    layer = glyph.stamp or inside or glyph.angle % 90 != 0 or bool(seals and _in_seal(glyph, seals))
    return Char(text, glyph.box, glyph.size, glyph.angle, layer, glyph.unit)


def _once(glyphs: Iterable[Glyph]) -> list[Glyph]:
    """Text drawn twice or three times for bold, taken once."""
    kept: list[Glyph] = []
    near: dict[tuple[str, float, float], list[Glyph]] = defaultdict(list)
    for glyph in glyphs:
        text, box = glyph.text, glyph.box
        left, right = box.x0, box.x1
        x, y = (left + right) / 2, (box.top + box.bottom) / 2
        for other in _around(near, text, x, y):
            beside = other.box
            if left < beside.x1 and beside.x0 < right and _copies(box, beside):
                break
        else:
            near[text, x // _BUCKET, y // _BUCKET].append(glyph)
            kept.append(glyph)
    return kept


def _around(
    near: Mapping[tuple[str, float, float], list[Glyph]], text: str, x: float, y: float
) -> Sequence[Glyph]:
    """Equal characters at most ``_NEAR`` away, and some more."""
    left, right = (x - _NEAR) // _BUCKET, (x + _NEAR) // _BUCKET
    top, bottom = (y - _NEAR) // _BUCKET, (y + _NEAR) // _BUCKET
    if left == right and top == bottom:
        return near.get((text, left, top), ())
    return [
        glyph
        for column in {left, right}
        for row in {top, bottom}
        for glyph in near.get((text, column, row), ())
    ]


def _copies(one: Box, other: Box) -> bool:
    shared = one.overlap(other)
    return shared > 0 and shared > _COPY_SHARE * min(one.area, other.area)


def _seals(glyphs: Sequence[Glyph]) -> list[tuple[Box, Colour]]:
    """Where seals lie: coloured text that runs round, by its colour."""
    slanted: dict[Colour, list[Box]] = defaultdict(list)
    for glyph in glyphs:
        if glyph.angle % 90 and glyph.colour and _is_colourful(glyph.colour):
            slanted[glyph.colour].append(glyph.box)
    return [(union(boxes), colour) for colour, boxes in slanted.items() if len(boxes) >= 3]


def _inside(rings: Sequence[Ring], glyphs: Sequence[Glyph]) -> Iterable[int]:
    """The identities of upright glyphs of seals: coloured as a ring, within it, drawn with it.

    Coloured text of a cell that happens to lie beneath a seal was drawn at another time. Where
    the source does not know the order of drawing, place and colour decide.
    """
    for ring in rings:
        if not _is_colourful(ring.colour):
            continue
        own = [g for g in glyphs if g.colour and _alike(g.colour, ring.colour) and _holds(ring, g)]
        reached = [ring.order, ring.order]
        for glyph in sorted(own, key=lambda g: abs(g.unit - ring.order)):
            if glyph.unit == ANY_TEXT or reached[0] - _STEP <= glyph.unit <= reached[1] + _STEP:
                reached = [min(reached[0], glyph.unit), max(reached[1], glyph.unit)]
                yield id(glyph)


def _alike(one: Colour, other: Colour) -> bool:
    return all(abs(a - b) <= _SHADE for a, b in zip(one, other, strict=True))


def _holds(ring: Ring, glyph: Glyph) -> bool:
    x, y = glyph.box.center
    box = ring.box
    middle = box.center
    away = (2 * (x - middle[0]) / box.width) ** 2 + (2 * (y - middle[1]) / box.height) ** 2
    return away < 1.0


def _in_seal(glyph: Glyph, seals: Sequence[tuple[Box, Colour]]) -> bool:
    return any(colour == glyph.colour and box.contains(*glyph.box.center) for box, colour in seals)


def _is_colourful(colour: Colour) -> bool:
    return max(colour) - min(colour) > _SATURATED


def _rulings(raw: RawPage) -> Iterable[Ruling]:
    width, height = raw.frame.width, raw.frame.height
    mesh = Mesh(raw.areas) if raw.areas else None
    for stroke in raw.strokes:
        if mesh is not None:
            if _unseen(stroke, mesh.at(*_spot(stroke))):
                continue
        elif _pale(stroke) and _unseen(stroke, ()):
            continue
        x0, y0, x1, y1 = stroke.x0, stroke.y0, stroke.x1, stroke.y1
        if x0 < 0 or y0 < 0 or x1 > width or y1 > height:
            x0, x1 = max(0.0, x0), min(width, x1)
            y0, y1 = max(0.0, y0), min(height, y1)
            if x1 < x0 or y1 < y0:
                continue
        if x1 - x0 >= y1 - y0:
            yield Ruling(True, (y0 + y1) / 2, x0, x1, stroke.thickness)
        else:
            yield Ruling(False, (x0 + x1) / 2, y0, y1, stroke.thickness)


def _spot(stroke: Stroke) -> tuple[float, float]:
    """The middle of a line."""
    return (stroke.x0 + stroke.x1) / 2, (stroke.y0 + stroke.y1) / 2


def _pale(stroke: Stroke) -> bool:
    return stroke.colour is not None and min(stroke.colour) > _PALE


def _unseen(stroke: Stroke, areas: Sequence[Area]) -> bool:
    """Whether a line has the colour of what it is drawn on, or is painted over later."""
    x, y = _spot(stroke)
    ground: Colour | None = (255, 255, 255)
    for area in areas:
        box = area.box
        if not (box.x0 <= x <= box.x1 and box.top <= y <= box.bottom):
            continue
        if area.order <= stroke.order:
            ground = area.colour
        elif area.colour is not None and _deep_inside(stroke, box):
            return True
    if not _pale(stroke) or stroke.colour is None or ground is None:
        return False
    return all(abs(a - b) < ink.CONTRAST for a, b in zip(stroke.colour, ground, strict=True))


def _deep_inside(stroke: Stroke, box: Box) -> bool:
    margin = 1.0 + stroke.thickness
    return (
        box.x0 + margin < stroke.x0
        and stroke.x1 < box.x1 - margin
        and box.top + margin < stroke.y0
        and stroke.y1 < box.bottom - margin
    )
