"""From drawn paths to straight strokes and filled surfaces, whatever way a maker draws a border.

Borders come as lines, as thin filled rectangles or quads, as the outline of a cell's rectangle,
one cell at a time or across the whole table. All become strokes with a thickness; what is
filled and not thin is a surface.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

from extractors.pdf.frame import Frame
from extractors.pdf.raw import Area, Colour, Stroke
from schemas.geometry import Box

Point = tuple[float, float]

THIN = 4.0
"""Points. A filled shape no thicker than this, and longer than thick, is a drawn line: the
thickest borders of word processors are 6 pt, drawn as two or three lines within."""
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
    for part in parts:
        points = [frame.point(x, y) for x, y in part.points]
        if fill:
            box = _box(points)
            line = None if part.curved else as_line(box, fill_colour, order)
            if line is not None:
                strokes.append(line)
            elif box.width > 0 and box.height > 0:
                areas.append(Area(box, fill_colour, order))
        if stroke:
            strokes.extend(_outline(points, part.closed, stroke_colour, width, order))
    return strokes, areas


def _box(points: list[Point]) -> Box:
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    return Box(min(xs), min(ys), max(xs), max(ys))


def as_line(box: Box, colour: Colour | None, order: int) -> Stroke | None:
    """A filled shape as a line along its longer side, if it is thin enough to be one."""
    thick, long = sorted((box.width, box.height))
    if thick > THIN or long < 2.0 * thick or long <= 0.0:
        return None
    x, y = box.center
    if box.width > box.height:
        return Stroke(box.x0, y, box.x1, y, thick, colour, order)
    return Stroke(x, box.top, x, box.bottom, thick, colour, order)


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
