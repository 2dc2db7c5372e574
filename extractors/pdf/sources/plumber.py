"""Characters, lines and surfaces through pdfplumber, whose layout pdfminer makes.

The slower source, written against another library on purpose: what both see alike is on the
page. pdfminer tells neither render mode nor clips nor layers, so every text here is in doubt
and the rendered page decides (``extractors.pdf.ink``).
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Iterator
from typing import Any

from extractors.pdf.frame import Frame
from extractors.pdf.open import OpenPdf, PageError
from extractors.pdf.raw import (
    ANY_TEXT,
    UNMAPPED,
    Area,
    Colour,
    Glyph,
    RawPage,
    Ring,
    Stroke,
    em_box,
)
from extractors.pdf.strokes import PathPart, marks, rings, thin_stroke
from schemas.geometry import Box

NAME = "plumber"
RANK = 2


def read(pdf: OpenPdf, number: int) -> RawPage:
    """The marks of one page; PageError when pdfminer cannot read it."""
    frame = pdf.frame(number)
    try:
        layout, origin = _layout(pdf, number)
        reader = _Reader(frame, origin, pdf.stamps.get(number, ()))
        reader.visit(layout)
    except PageError:
        raise
    except Exception as error:  # pdfminer lets errors of every kind through on broken files
        raise PageError(f"{type(error).__name__}: {error}") from error
    marked = tuple(reader.strokes), tuple(reader.areas), tuple(reader.rings)
    return RawPage(frame, tuple(reader.glyphs), *marked)


def _layout(pdf: OpenPdf, number: int) -> tuple[Any, tuple[float, float]]:
    """pdfminer's objects in unrotated coordinates, and where those have their origin."""
    pages = pdf.miner().pages
    if number > len(pages):
        raise PageError(f"pdfminer sees {len(pages)} pages")
    page = pages[number - 1]
    page.page_obj.rotate = 0
    x0, y0, x1, y1 = page.page_obj.mediabox
    layout = page.layout
    page.close()
    return layout, (min(x0, x1), min(y0, y1))


class _Reader:
    def __init__(
        self,
        frame: Frame,
        origin: tuple[float, float],
        stamps: Iterable[tuple[float, float, float, float]],
    ) -> None:
        self.frame = frame
        self.dx, self.dy = origin
        self.stamps = [frame.box(*corners) for corners in stamps]
        self.glyphs: list[Glyph] = []
        self.strokes: list[Stroke] = []
        self.areas: list[Area] = []
        self.rings: list[Ring] = []
        self._orders = itertools.count(1)

    def visit(self, items: Iterable[Any]) -> None:
        from pdfminer import layout

        for item in items:
            order = next(self._orders)
            if isinstance(item, layout.LTChar):
                self._char(item)
            elif isinstance(item, layout.LTFigure):
                self.visit(item)
            elif isinstance(item, layout.LTImage):
                self._image(item, order)
            elif isinstance(item, layout.LTCurve):
                self._path(item, order)

    def _box(self, item: Any) -> Box:
        dx, dy = self.dx, self.dy
        return self.frame.box(item.x0 + dx, item.y0 + dy, item.x1 + dx, item.y1 + dy)

    def _char(self, item: Any) -> None:
        a, b, _, _, e, f = item.matrix
        text = item.get_text()
        if text.startswith("(cid:") or not text:
            text = UNMAPPED
        advance = self._box(item)
        angle = self.frame.angle(-math.degrees(math.atan2(b, a)))
        size = _size(item)
        origin = self.frame.point(e + self.dx, f + self.dy)
        box = em_box(advance, origin, size, angle, advance)
        stamp = any(s.contains(*box.center) for s in self.stamps)
        self.glyphs.append(
            Glyph(
                text,
                box,
                box,
                size,
                angle,
                ANY_TEXT,
                _colour(item.graphicstate.ncolor),
                item.fontname,
                doubt=True,
                hidden=size < 1.0,
                stamp=stamp,
            )
        )

    def _image(self, item: Any, order: int) -> None:
        box = self._box(item)
        thin, long = sorted((box.width, box.height))
        if thin <= 2.0 and long >= 10.0:
            self.strokes.append(thin_stroke(box, None, order))
        self.areas.append(Area(box, None, order, image=True))

    def _path(self, item: Any, order: int) -> None:
        parts = list(self._parts(item))
        ground, pen = _colour(item.non_stroking_color), _colour(item.stroking_color)
        self.rings.extend(rings(parts, self.frame, pen if item.stroke else ground, order))
        strokes, areas = marks(
            parts,
            self.frame,
            ground,
            pen,
            float(item.linewidth or 0.0),
            fill=bool(item.fill),
            stroke=bool(item.stroke),
            order=order,
        )
        self.strokes.extend(strokes)
        self.areas.extend(areas)

    def _parts(self, item: Any) -> Iterator[PathPart]:
        points: list[tuple[float, float]] = []
        curved = closed = False
        for step in item.original_path or ():
            kind = step[0]
            if kind == "m":
                if len(points) > 1:
                    yield PathPart(points, closed, curved)
                points, curved, closed = [], False, False
            if kind == "h":
                closed = True
                continue
            curved = curved or kind in "cvy"
            points.extend((x + self.dx, y + self.dy) for x, y in step[1:])
        if len(points) > 1:
            yield PathPart(points, closed, curved)


def _size(item: Any) -> float:
    """The em in points, from a box that is one em high and an advance wide, turned."""
    a, b = float(item.matrix[0]), float(item.matrix[1])
    stretch = math.hypot(a, b) or 1.0
    sine, cosine = abs(b) / stretch, abs(a) / stretch
    advance = abs(float(item.adv)) * stretch
    if cosine >= sine:
        return max(0.0, (float(item.height) - advance * sine) / cosine)
    return max(0.0, (float(item.width) - advance * cosine) / sine)


def _colour(value: Any) -> Colour | None:
    """A colour of any device space in RGB; None for patterns and what is not understood."""
    if isinstance(value, int | float):
        value = (value,)
    if not isinstance(value, tuple | list) or not all(isinstance(v, int | float) for v in value):
        return None
    parts = [min(1.0, max(0.0, float(v))) for v in value]
    if len(parts) == 1:
        parts *= 3
    elif len(parts) == 4:
        cyan, magenta, yellow, key = parts
        parts = [(1 - p) * (1 - key) for p in (cyan, magenta, yellow)]
    if len(parts) != 3:
        return None
    red, green, blue = (round(255 * p) for p in parts)
    return red, green, blue
