"""Walks pdfium's page objects in drawing order: lines, surfaces, and what is known of each text.

A text is *in doubt* where its own entry cannot tell whether it shows: a light colour, a clip or
the page's edge across it, a layer, transparency, or something drawn over it later. The rendered
page decides on those (``extractors.pdf.ink``); all other text needs no picture.
"""

from __future__ import annotations

import ctypes
import dataclasses
import struct
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import pypdfium2.raw as pdfium

from extractors.pdf import calls
from extractors.pdf.calls import Handle
from extractors.pdf.clips import ClipReader
from extractors.pdf.frame import Frame, Matrix, Sides
from extractors.pdf.mesh import Mesh
from extractors.pdf.raw import Area, Colour, Ring, Stroke
from extractors.pdf.strokes import PathPart, clipped, marks, quad, rings, thin_stroke
from schemas.geometry import Box

Corners = tuple[float, float, float, float]

_TEXT, _PATH, _IMAGE, _SHADING, _FORM = 1, 2, 3, 4, 5
_MOVE, _LINE, _BEZIER = 2, 0, 1
_NO_PAINT = frozenset({3, 7})
"""Render modes that put nothing on the page: invisible, and clip only."""
_STROKE_MODES = frozenset({1, 5})
_LIGHT, _ALIKE = 200, 64
_LAYER = struct.unpack("<I", "OC".encode("utf-16-le"))[0], 6
"""How pdfium writes the name of such a mark: two letters of 16 bits, and the bytes it takes."""
_NAME_BYTES = ctypes.c_ulong(8)
_RECTANGLE = 5
_MAX_DEPTH = 12
_MAX_OBJECTS = 400_000
_EDGE = 0.75
"""Points by which a clip may be tighter than a text's own bounds before the text is in doubt."""
_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(slots=True)
class TextObject:
    """One text object: ``order`` in the drawing; its bounds are asked for only when needed."""

    handle: Handle
    order: int
    colour: Colour | None
    hidden: bool
    doubt: bool
    stamp: bool
    bounds: Callable[[Handle, Matrix | None], Box]
    matrix: Matrix | None
    known: Box | None = None

    @property
    def box(self) -> Box:
        """Bounds on the upright page."""
        if self.known is None:
            self.known = self.bounds(self.handle, self.matrix)
        return self.known


@dataclass(slots=True)
class Scene:
    """All objects of a page; ``texts`` by the address of their handle."""

    texts: dict[int, TextObject] = field(default_factory=dict)
    strokes: list[Stroke] = field(default_factory=list)
    areas: list[Area] = field(default_factory=list)
    rings: list[Ring] = field(default_factory=list)


@dataclass(slots=True)
class _Context:
    """What an enclosing form says for all it holds."""

    matrix: Matrix = _IDENTITY
    nested: bool = False
    stamp: bool = False
    depth: int = 0


class _Walker:
    def __init__(self, frame: Frame, stamps: Sequence[Corners], *, blends: bool) -> None:
        self.frame, self.blends = frame, blends
        self.stamps = [frame.box(*corners) for corners in stamps]
        self.scene = Scene()
        self.clips = ClipReader(frame)
        self.order = 0
        self._numbers = calls.floats(6)
        self._rgba = calls.numbers(4)
        self._colours: dict[tuple[int, ...], Colour] = {}
        self._mode = calls.numbers(2)
        self._name = calls.numbers(4)
        self._marks: dict[int | None, bool] = {}

    def walk(self, objects: Iterator[Handle], context: _Context) -> None:
        for handle in objects:
            self.order += 1
            if self.order > _MAX_OBJECTS:
                return
            kind = calls.kind_of(handle)
            if kind == _TEXT:
                self._text(handle, context)
            elif kind == _PATH:
                self._path(handle, context)
            elif kind in (_IMAGE, _SHADING):
                self._surface(handle, context, kind == _IMAGE)
            elif kind == _FORM and context.depth < _MAX_DEPTH:
                self._form(handle, context)

    def _form(self, handle: Handle, context: _Context) -> None:
        box = self._bounds(handle, context.matrix if context.nested else None)
        stamp = context.stamp or any(_same(box, stamp) for stamp in self.stamps)
        inner = _Context(
            _times(self._matrix(handle), context.matrix), True, stamp, context.depth + 1
        )
        count = calls.form_count(handle)
        self.walk((calls.form_object_at(handle, i) for i in range(count)), inner)

    def _text(self, handle: Handle, context: _Context) -> None:
        mode = calls.render_mode(handle)
        count = calls.mark_count(handle)
        layered = count > 0 and self._strip_marks(handle, count)
        colour = self._colour(handle, stroke=mode in _STROKE_MODES)
        text = TextObject(
            handle,
            self.order,
            colour,
            mode in _NO_PAINT,
            layered or context.nested or colour is None or min(colour) > _LIGHT,
            context.stamp,
            self._bounds,
            context.matrix if context.nested else None,
        )
        if not text.doubt:
            text.doubt = self._transparent(handle) or self._clipped(text)
        self.scene.texts[handle.value or 0] = text

    def _strip_marks(self, handle: Handle, count: int) -> bool:
        """Takes ActualText off; tells whether the object stands in an optional-content layer.

        Objects share their marks, so each mark is asked once.
        """
        layered = False
        for index in range(count):
            mark = calls.mark_at(handle, index)
            known = self._marks.get(mark.value)
            if known is None:
                calls.remove_from_mark(handle, mark, b"ActualText")
                name, length = self._name.parts[0], self._name.parts[2]
                calls.mark_name(mark, name, _NAME_BYTES, length)
                letters, _, size, _ = self._name.read()
                known = self._marks[mark.value] = (letters, size) == _LAYER
            layered = layered or known
        return layered

    def _clipped(self, text: TextObject) -> bool:
        clip = self.clips.read(text.handle, text.matrix or _IDENTITY)
        return clip is not None and not (clip.exact and _within(text.box, clip.box))

    def _surface(self, handle: Handle, context: _Context, image: bool) -> None:
        box = self._bounds(handle, context.matrix if context.nested else None)
        thin = min(box.width, box.height)
        if image and thin <= 2.0 and max(box.width, box.height) >= 10.0:
            self.scene.strokes.append(thin_stroke(box, None, self.order))
        self.scene.areas.append(Area(box, None, self.order, image))

    def _path(self, handle: Handle, context: _Context) -> None:
        calls.draw_mode(handle, *self._mode.parts)
        fill, stroke = map(bool, self._mode.read())
        if not fill and not stroke:
            return
        ground = self._colour(handle, stroke=False) if fill else None
        if not stroke and calls.segment_count(handle) <= _RECTANGLE:
            sides = self._sides(handle, context.matrix if context.nested else None)
            strokes, areas = quad(sides, ground, self.order)
        else:
            strokes, areas = self._drawn(handle, context, ground, fill=fill, stroke=stroke)
        clip = self.clips.read(handle, context.matrix)
        if clip is not None:
            strokes, areas = clipped(strokes, areas, clip.box)
        if areas and (fill and self._see_through(handle)):
            areas = [dataclasses.replace(area, colour=None) for area in areas]
        self.scene.strokes.extend(strokes)
        self.scene.areas.extend(areas)

    def _see_through(self, handle: Handle) -> bool:
        """Whether what lies beneath a surface shows through it."""
        filled = calls.fill_colour(handle, *self._rgba.parts)
        return bool(filled and self._rgba.read()[3] < 255) or self._transparent(handle)

    def _transparent(self, handle: Handle) -> bool:
        return self.blends and bool(calls.is_transparent(handle))

    def _drawn(
        self, handle: Handle, context: _Context, ground: Colour | None, *, fill: bool, stroke: bool
    ) -> tuple[list[Stroke], list[Area]]:
        matrix = _times(self._matrix(handle), context.matrix)
        width = 0.0
        if stroke:
            calls.stroke_width(handle, self._numbers.all)
            a, b, c, d = matrix[:4]
            width = self._numbers.read()[0] * abs(a * d - b * c) ** 0.5
        parts = list(self._parts(handle, matrix))
        pen = self._colour(handle, stroke=True) if stroke else None
        self.scene.rings.extend(rings(parts, self.frame, pen or ground, self.order))
        return marks(
            parts,
            self.frame,
            ground,
            pen,
            width,
            fill=fill,
            stroke=stroke,
            order=self.order,
        )

    def _parts(self, handle: Handle, matrix: Matrix) -> Iterator[PathPart]:
        """Subpaths in user space."""
        a, b, c, d, e, f = matrix
        (x, y), read = self._numbers.parts[:2], self._numbers.read
        points: list[tuple[float, float]] = []
        curved = closed = False
        for index in range(calls.segment_count(handle)):
            segment = calls.segment_at(handle, index)
            kind = calls.segment_kind(segment)
            if kind == _MOVE:
                if len(points) > 1:
                    yield PathPart(points, closed, curved)
                points, curved, closed = [], False, False
            curved = curved or kind == _BEZIER
            calls.segment_point(segment, x, y)
            px, py = read()[:2]
            points.append((a * px + c * py + e, b * px + d * py + f))
            closed = closed or bool(calls.segment_closes(segment))
        if len(points) > 1:
            yield PathPart(points, closed, curved)

    def _bounds(self, handle: Handle, matrix: Matrix | None) -> Box:
        return Box(*self._sides(handle, matrix))

    def _sides(self, handle: Handle, matrix: Matrix | None) -> Sides:
        """An object's bounds on the upright page."""
        left, bottom, right, top = self._numbers.parts[:4]
        calls.bounds_of(handle, left, bottom, right, top)
        x0, y0, x1, y1 = self._numbers.read()[:4]
        if matrix is None:
            return self.frame.sides(x0, y0, x1, y1)
        a, b, c, d, e, f = matrix
        corners = [(a * x + c * y + e, b * x + d * y + f) for x in (x0, x1) for y in (y0, y1)]
        xs, ys = [p[0] for p in corners], [p[1] for p in corners]
        return self.frame.sides(min(xs), min(ys), max(xs), max(ys))

    def _matrix(self, handle: Handle) -> Matrix:
        if not calls.matrix_of(handle, self._numbers.all):
            return _IDENTITY
        a, b, c, d, e, f = self._numbers.read()
        return a, b, c, d, e, f

    def _colour(self, handle: Handle, *, stroke: bool) -> Colour | None:
        red, green, blue, alpha = self._rgba.parts
        if not (calls.stroke_colour if stroke else calls.fill_colour)(
            handle, red, green, blue, alpha
        ):
            return None
        parts = self._rgba.read()
        colour = self._colours.get(parts)
        if colour is None:
            colour = self._colours[parts] = _on_white(*parts)
        return colour


def _on_white(red: int, green: int, blue: int, alpha: int) -> Colour:
    """A colour as it looks on paper; ``alpha`` 255 covers it wholly."""
    if alpha >= 255:
        return red, green, blue
    share = alpha / 255
    blend = [round(255 - share * (255 - part)) for part in (red, green, blue)]
    return blend[0], blend[1], blend[2]


def walk(page: Any, frame: Frame, stamps: Sequence[Corners]) -> Scene:
    """Every object of the page, those inside forms too, in drawing order."""
    walker = _Walker(frame, stamps, blends=bool(pdfium.FPDFPage_HasTransparency(page)))
    whole = calls.handle(page)
    count = calls.object_count(whole)
    walker.walk((calls.object_at(whole, i) for i in range(count)), _Context())
    _doubt_covered(walker.scene)
    return walker.scene


def _doubt_covered(scene: Scene) -> None:
    """A text may be hidden beneath what is drawn over it, or have the colour of its ground."""
    if not scene.areas:
        return
    mesh = Mesh(scene.areas)
    for text in scene.texts.values():
        if not text.doubt:
            box, order, colour = text.box, text.order, text.colour
            text.doubt = any(
                (area.order > order or _alike(area.colour, colour)) and area.box.overlap(box) > 0
                for area in mesh.touching(box)
            )


def _alike(ground: Colour | None, colour: Colour | None) -> bool:
    """Whether ink of one colour might not show on a ground (None: a picture, a pattern)."""
    if ground is None or colour is None:
        return True
    return all(abs(a - b) < _ALIKE for a, b in zip(ground, colour, strict=True))


def _within(inner: Box, outer: Box) -> bool:
    return (
        inner.x0 >= outer.x0 - _EDGE
        and inner.x1 <= outer.x1 + _EDGE
        and inner.top >= outer.top - _EDGE
        and inner.bottom <= outer.bottom + _EDGE
    )


def _same(a: Box, b: Box) -> bool:
    """Whether an object fills an annotation's rectangle, or lies in it."""
    return a.area > 0 and a.overlap(b) >= 0.9 * a.area


def _times(a: Matrix, b: Matrix) -> Matrix:
    """The matrix that applies ``a`` first, then ``b``."""
    return (
        a[0] * b[0] + a[1] * b[2],
        a[0] * b[1] + a[1] * b[3],
        a[2] * b[0] + a[3] * b[2],
        a[2] * b[1] + a[3] * b[3],
        a[4] * b[0] + a[5] * b[2] + b[4],
        a[4] * b[1] + a[5] * b[3] + b[5],
    )
