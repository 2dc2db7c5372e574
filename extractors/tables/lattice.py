"""From touching edges to a grid: the full printed table with its spans.

The edges' positions cut the table into elementary fields; two neighbouring fields are one cell
where no ruling runs between them. So a span needs no rule of its own, an empty row stays, and a
side that is not drawn (no outer border, a row that goes on over the page end) is closed by the
ends of the rulings that reach it.
"""

from __future__ import annotations

import itertools
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extractors.tables.edges import Edge
from schemas.geometry import Box
from schemas.table import Cell, Grid

_COVERED = 0.7
"""The share of a field's side that must be ruled for it to be a border."""
_TWIN = 1.6
"""Of the page's tolerance: how far apart the strokes of a double border lie at most."""
_MAX_FIELDS = 250_000


@dataclass(frozen=True, slots=True)
class Lattice:
    """A grid, and where its upper and lower ends are ruled.

    ``closed_top`` and ``closed_bottom`` have one entry per column: false where the page ended
    before the cell did.
    """

    grid: Grid
    closed_top: tuple[bool, ...]
    closed_bottom: tuple[bool, ...]

    @property
    def box(self) -> Box:
        return Box(self.grid.xs[0], self.grid.ys[0], self.grid.xs[-1], self.grid.ys[-1])


Interval = tuple[float, float]


@dataclass(frozen=True, slots=True)
class _Lines:
    """Positions in one direction, and the drawn intervals of each; an open end has none."""

    positions: tuple[float, ...]
    intervals: tuple[tuple[Interval, ...], ...]

    def ruled(self, index: int, start: float, end: float, slack: float) -> bool:
        """Whether the line ``index`` is drawn between two crossing lines."""
        inset = min(slack, 0.25 * (end - start))
        low, high = start + inset, end - inset
        drawn = 0.0
        for a, b in self.intervals[index]:
            if b <= low:
                continue
            if a >= high:
                break
            drawn += (b if b < high else high) - (a if a > low else low)
        return drawn >= _COVERED * (high - low)

    def table(self, crossing: Sequence[float], slack: float) -> list[list[bool]]:
        """``ruled`` for every line between all neighbours of ``crossing``."""
        pairs = list(itertools.pairwise(crossing))
        return [
            [self.ruled(index, start, end, slack) for start, end in pairs]
            if intervals
            else [False] * len(pairs)
            for index, intervals in enumerate(self.intervals)
        ]


def lattice(edges: Sequence[Edge], page: int, reach: float) -> Lattice | None:
    """The grid of one group of touching edges, or None when they enclose no field.

    ``reach`` is the page's tolerance in points (``extractors.tables.edges.tolerance``).
    """
    down = _lines((e for e in edges if not e.horizontal), reach)
    across = _lines((e for e in edges if e.horizontal), reach)
    # a thick stroke ends beside or beyond the line that it meets
    slack = max(reach, 0.5 * max(e.thickness for e in edges) + 0.5)
    down = _with_open_ends(down, across, slack)
    across = _with_open_ends(across, down, slack)
    columns, rows = len(down.positions) - 1, len(across.positions) - 1
    if columns < 1 or rows < 1 or columns * rows > _MAX_FIELDS:
        return None
    spans = [
        span
        for region in _regions(down, across, slack)
        for span in _rectangles(region)
        if _enclosed(span, down, across, slack)
    ]
    return _trimmed(spans, down, across, page, slack) if spans else None


def _lines(edges: Iterable[Edge], reach: float) -> _Lines:
    """Edges by position; those closer than ``reach`` are one line (gaps, rounding), and so are
    those a little further apart that run side by side (a double border)."""
    clusters: list[list[Edge]] = []
    for edge in sorted(edges, key=lambda e: (e.position, e.start)):
        if clusters and edge.position - clusters[-1][0].position <= reach:
            clusters[-1].append(edge)
        else:
            clusters.append([edge])
    merged: list[list[Edge]] = []
    for cluster in clusters:
        if merged and _twins(merged[-1], cluster, reach):
            merged[-1] = [*merged[-1], *cluster]
        else:
            merged.append(cluster)
    positions = tuple(
        sum(e.position * max(0.1, e.length) for e in c) / sum(max(0.1, e.length) for e in c)
        for c in merged
    )
    return _Lines(positions, tuple(_union((e.start, e.end) for e in c) for c in merged))


def _twins(one: Sequence[Edge], other: Sequence[Edge], reach: float) -> bool:
    """Whether two lines are the two strokes of one border: too close for anything to stand
    between, and drawn along the same stretch. Columns of two sections that happen to stand
    so close follow one another instead."""
    if max(e.position for e in other) - one[0].position > _TWIN * reach:
        return False
    lines = _union((e.start, e.end) for e in one), _union((e.start, e.end) for e in other)
    shared = sum(max(0.0, min(b, d) - max(a, c)) for a, b in lines[0] for c, d in lines[1])
    shorter = min(sum(end - start for start, end in line) for line in lines)
    return shared >= _COVERED * shorter


def _union(intervals: Iterable[Interval]) -> tuple[Interval, ...]:
    merged: list[Interval] = []
    for start, end in sorted(intervals):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return tuple(merged)


def _with_open_ends(lines: _Lines, crossing: _Lines, reach: float) -> _Lines:
    """Adds a position where crossing rulings run on beyond the first or last line.

    One overhanging line is an ornament; two that end together are a side without a border.
    """
    drawn = [spans for spans in crossing.intervals if spans]  # the others are open ends
    if not drawn:
        return lines
    starts = sorted(spans[0][0] for spans in drawn)
    ends = sorted((spans[-1][1] for spans in drawn), reverse=True)
    positions, intervals = list(lines.positions), list(lines.intervals)
    few = len(drawn) == 1
    low, high = starts[0], ends[0]
    first = positions[0] if positions else high
    if first - low > reach and (few or starts[1] - low <= reach):
        positions.insert(0, low)
        intervals.insert(0, ())
    last = positions[-1] if lines.positions else low
    if high - last > reach and (few or high - ends[1] <= reach):
        positions.append(high)
        intervals.append(())
    return _Lines(tuple(positions), tuple(intervals))


Field = tuple[int, int]
"""Row and column of an elementary field."""
Span = tuple[int, int, int, int]
"""Row, column, row after the last, column after the last."""


def _regions(down: _Lines, across: _Lines, reach: float) -> list[set[Field]]:
    """Fields joined with every neighbour that no ruling parts them from."""
    xs, ys = down.positions, across.positions
    columns, rows = len(xs) - 1, len(ys) - 1
    parent = list(range(rows * columns))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    walls, floors = down.table(ys, reach), across.table(xs, reach)
    for row in range(rows):
        for column in range(1, columns):
            if not walls[column][row]:
                parent[root(row * columns + column)] = root(row * columns + column - 1)
    for row in range(1, rows):
        for column in range(columns):
            if not floors[row][column]:
                parent[root(row * columns + column)] = root((row - 1) * columns + column)
    found: dict[int, set[Field]] = {}
    for row in range(rows):
        for column in range(columns):
            found.setdefault(root(row * columns + column), set()).add((row, column))
    return list(found.values())


def _rectangles(region: set[Field]) -> list[Span]:
    """A region as rectangles; it is one already unless a ruling stops short of its crossing."""
    top, first = min(region)
    rows, columns = max(row for row, _ in region), max(column for _, column in region)
    if len(region) == (rows - top + 1) * (columns - first + 1):
        return [(top, first, rows + 1, columns + 1)]
    left = set(region)
    spans: list[Span] = []
    while left:
        row, column = min(left)
        after = column
        while (row, after) in left:
            after += 1
        below = row
        while all((below, c) in left for c in range(column, after)):
            below += 1
        spans.append((row, column, below, after))
        left -= {(r, c) for r in range(row, below) for c in range(column, after)}
    return spans


def _enclosed(span: Span, down: _Lines, across: _Lines, reach: float) -> bool:
    """Whether a span is a cell and not the blank beside a table that is no rectangle.

    A side in the inside of the grid is ruled by construction of the region; of sides at the
    grid's rim at most one may be undrawn, unless the whole rim is (an open side). A merged
    column that runs through the whole page lacks both its ends.
    """
    row, column, below, after = span
    xs, ys = down.positions, across.positions
    sides = (
        _side(down, column, ys[row], ys[below], reach),
        _side(down, after, ys[row], ys[below], reach),
        _side(across, row, xs[column], xs[after], reach),
        _side(across, below, xs[column], xs[after], reach),
    )
    through = row == 0 and below == len(ys) - 1
    return sum(sides) >= 3 or (through and sides[0] and sides[1])


def _side(lines: _Lines, index: int, start: float, end: float, reach: float) -> bool:
    return not lines.intervals[index] or lines.ruled(index, start, end, reach)


def _trimmed(
    spans: Sequence[Span], down: _Lines, across: _Lines, page: int, reach: float
) -> Lattice:
    """The grid over those positions that border a cell; others were strokes inside cells."""
    columns = sorted({s[1] for s in spans} | {s[3] for s in spans})
    rows = sorted({s[0] for s in spans} | {s[2] for s in spans})
    xs = tuple(down.positions[i] for i in columns)
    ys = tuple(across.positions[i] for i in rows)
    cells = []
    for row, column, below, after in sorted(spans):
        r, c = bisect_left(rows, row), bisect_left(columns, column)
        r_end, c_end = bisect_left(rows, below), bisect_left(columns, after)
        box = Box(xs[c], ys[r], xs[c_end], ys[r_end])
        cells.append(Cell(r, c, r_end - r, c_end - c, box))
    top, bottom = rows[0], rows[-1]
    pairs = list(itertools.pairwise(xs))
    return Lattice(
        Grid(page, xs, ys, tuple(cells)),
        tuple(across.ruled(top, a, b, reach) for a, b in pairs),
        tuple(across.ruled(bottom, a, b, reach) for a, b in pairs),
    )
