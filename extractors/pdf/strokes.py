"""From drawn paths to straight strokes and filled surfaces, whatever way a maker draws a border.

Borders come as lines, as thin filled rectangles or quads, as the outline of a cell's rectangle,
one cell at a time or across the whole table. All become strokes with a thickness; what is
filled and not thin is a surface.
"""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from extractors.pdf.frame import Frame, Sides
from extractors.pdf.raw import Area, Colour, Ring, Stroke
from schemas.geometry import Box

Point = tuple[float, float]

THIN = 6.0
"""Points. A filled shape no thicker than this, and twice as long as thick, is a drawn line: the
thickest borders of word processors are 6 pt."""
DOT = 3.0
"""Points. A filled spot no larger than this is a dot: of a dotted line, or nothing."""
SEAL, LARGEST_SEAL = 40.0, 200.0
"""Points. Seals of offices are 30 to 60 mm wide; prints of them somewhat smaller or larger."""
_LEAST_POINTS, _ROUND = 9, (0.9, 1.4)
_EDGE = 0.5
_SLOPE, _WOBBLE = 0.01, 0.5
"""A line that leaves its axis by less than one part in a hundred, or by half a point and a small
part of its length, was meant to be straight."""


@dataclass(frozen=True, slots=True)
class PathPart:
    """One subpath in user space."""

    points: list[Point]
    closed: bool
    curved: bool


def marks(
    parts: list[PathPart],
    frame: Frame,
    fill_colour: Colour | None,
    stroke_colour: Colour | None,
    width: float,
    *,
    fill: bool,
    stroke: bool,
    order: int,
) -> tuple[list[Stroke], list[Area]]:
    """Strokes and surfaces of one path, in reading coordinates."""
    strokes: list[Stroke] = []
    areas: list[Area] = []
    outlines = [[frame.point(x, y) for x, y in part.points] for part in parts]
    if fill:
        boxes = [(_box(points), part.curved) for points, part in zip(outlines, parts, strict=True)]
        ring = _ring([box for box, _ in boxes], fill_colour, order) if len(boxes) == 2 else []
        strokes.extend(ring)
        for box, curved in () if ring else boxes:
            shape: tuple[Sequence[Stroke], Sequence[Area]] = ([], _area(box, fill_colour, order))
            lines, grounds = (
                shape if curved else quad((box.x0, box.top, box.x1, box.bottom), fill_colour, order)
            )
            strokes.extend(lines)
            areas.extend(grounds)
    if stroke:
        for points, part in zip(outlines, parts, strict=True):
            if part.curved and _is_round(points):
                continue  # the tangents of its curves are no lines
            strokes.extend(_outline(points, part.closed, stroke_colour, width, order))
    return strokes, areas


def rings(parts: list[PathPart], frame: Frame, colour: Colour | None, order: int) -> list[Ring]:
    """The circles and ellipses among the subpaths that are as large as a seal.

    Told by the distance of all points from the middle, in half axes: those of Bezier curves
    that are off the curve lie at most 1.14 away (1.3 squared), corners of a box at 1.41.
    """
    if colour is None:
        return []
    found = []
    for part in parts:
        if len(part.points) < _LEAST_POINTS:
            continue
        points = [frame.point(x, y) for x, y in part.points]
        if _is_round(points):
            box = _box(points)
            if min(box.width, box.height) >= SEAL and max(box.width, box.height) <= LARGEST_SEAL:
                found.append(Ring(box, colour, order))
    return found


def _is_round(points: list[Point]) -> bool:
    box = _box(points)
    if min(box.width, box.height) <= 0:
        return False
    x, y = box.center
    away = [(2 * (px - x) / box.width) ** 2 + (2 * (py - y) / box.height) ** 2 for px, py in points]
    return min(away) > _ROUND[0] and max(away) < _ROUND[1]


def quad(
    sides: Sides, colour: Colour | None, order: int
) -> tuple[Sequence[Stroke], Sequence[Area]]:
    """A filled shape of straight sides: most borders, most grounds of cells, dots of a line."""
    x0, top, x1, bottom = sides
    width, height = x1 - x0, bottom - top
    thick, long = (width, height) if width < height else (height, width)
    if long <= DOT:
        x, y = (x0 + x1) / 2, (top + bottom) / 2
        return (
            Stroke(x0, y, x1, y, thick, colour, order),
            Stroke(x, top, x, bottom, thick, colour, order),
        ), ()
    if thick <= THIN and long >= 2.0 * thick:
        if width >= height:
            y = (top + bottom) / 2
            return (Stroke(x0, y, x1, y, height, colour, order),), ()
        x = (x0 + x1) / 2
        return (Stroke(x, top, x, bottom, width, colour, order),), ()
    return (), _area(Box(x0, top, x1, bottom), colour, order)


def _area(box: Box, colour: Colour | None, order: int) -> list[Area]:
    return [Area(box, colour, order)] if box.width > 0 and box.height > 0 else []


def _ring(boxes: list[Box], colour: Colour | None, order: int) -> list[Stroke]:
    """The border of a box filled between its outer and its inner rim, as four lines."""
    inner, outer = sorted(boxes, key=lambda box: box.area)
    margins = (
        inner.x0 - outer.x0,
        inner.top - outer.top,
        outer.x1 - inner.x1,
        outer.bottom - inner.bottom,
    )
    if min(margins) < 0 or not 0 < max(margins) <= THIN or min(inner.width, inner.height) <= 0:
        return []
    sides = (
        Box(outer.x0, outer.top, inner.x0, outer.bottom),
        Box(outer.x0, outer.top, outer.x1, inner.top),
        Box(inner.x1, outer.top, outer.x1, outer.bottom),
        Box(outer.x0, inner.bottom, outer.x1, outer.bottom),
    )
    return [
        thin_stroke(side, colour, order)
        for side, margin in zip(sides, margins, strict=True)
        if margin > 0
    ]


def clipped(
    strokes: Sequence[Stroke], areas: Sequence[Area], clip: Box
) -> tuple[list[Stroke], list[Area]]:
    """What a clip leaves of them."""
    kept = []
    for stroke in strokes:
        x0, x1 = max(stroke.x0, clip.x0 - _EDGE), min(stroke.x1, clip.x1 + _EDGE)
        y0, y1 = max(stroke.y0, clip.top - _EDGE), min(stroke.y1, clip.bottom + _EDGE)
        if x0 <= x1 and y0 <= y1 and (x1 - x0) + (y1 - y0) > 0:
            kept.append(dataclasses.replace(stroke, x0=x0, x1=x1, y0=y0, y1=y1))
    shown = [
        dataclasses.replace(area, box=box)
        for area in areas
        if (box := _common(area.box, clip)).width > 0 and box.height > 0
    ]
    return kept, shown


def _common(a: Box, b: Box) -> Box:
    return Box(max(a.x0, b.x0), max(a.top, b.top), min(a.x1, b.x1), min(a.bottom, b.bottom))


def _box(points: list[Point]) -> Box:
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    return Box(min(xs), min(ys), max(xs), max(ys))


def thin_stroke(box: Box, colour: Colour | None, order: int) -> Stroke:
    """A thin box as a line along its longer side."""
    x, y = box.center
    if box.width >= box.height:
        return Stroke(box.x0, y, box.x1, y, box.height, colour, order)
    return Stroke(x, box.top, x, box.bottom, box.width, colour, order)


def _outline(
    points: list[Point], closed: bool, colour: Colour | None, width: float, order: int
) -> list[Stroke]:
    ring = [*points, points[0]] if closed and points[0] != points[-1] else points
    strokes = []
    for (x0, y0), (x1, y1) in itertools.pairwise(ring):
        dx, dy = abs(x1 - x0), abs(y1 - y0)
        if dx == dy == 0:
            continue
        if _straight(dx, dy):
            y = (y0 + y1) / 2
            strokes.append(Stroke(min(x0, x1), y, max(x0, x1), y, width, colour, order))
        elif _straight(dy, dx):
            x = (x0 + x1) / 2
            strokes.append(Stroke(x, min(y0, y1), x, max(y0, y1), width, colour, order))
    return strokes


def _straight(along: float, aside: float) -> bool:
    return aside <= _SLOPE * along or (aside <= _WOBBLE and aside <= 0.1 * along)
