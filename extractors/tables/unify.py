"""One set of columns for the pages of a table, which may each use only some of them."""

from __future__ import annotations

import itertools
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from extractors.cells.from_text_layer import PageTable
from extractors.cells.text import Part
from schemas.light import light

DRIFT = 4.0
"""Points by which a column may stand elsewhere on the next page: rounding, a page's own scaling."""


@light
class Placed:
    """A cell of one page in the joined table's columns; rows still count on its own page."""

    row: int
    column: int
    row_span: int
    column_span: int
    part: Part

    @property
    def columns(self) -> tuple[int, int]:
        return self.column, self.column + self.column_span

    @property
    def after(self) -> int:
        return self.row + self.row_span


@dataclass(frozen=True, slots=True)
class PagePart:
    """A page's share of a joined table."""

    table: PageTable
    cells: tuple[Placed, ...]
    closed_top: tuple[bool, ...]
    closed_bottom: tuple[bool, ...]
    by_row: tuple[tuple[Placed, ...], ...]

    @property
    def rows(self) -> int:
        return self.table.lattice.grid.rows

    def row(self, number: int) -> tuple[Placed, ...]:
        """Cells that begin in a row, from the left."""
        return self.by_row[number]

    def last(self) -> tuple[Placed, ...]:
        """Cells that reach the lower end, from the left."""
        ends = (cell for cell in self.cells if cell.after == self.rows)
        return tuple(sorted(ends, key=lambda cell: cell.column))


def boundaries(table: PageTable) -> tuple[float, ...]:
    """Column boundaries from the table's own left side, in points."""
    xs = table.lattice.grid.xs
    return tuple(x - xs[0] for x in xs)


def matched(xs: Sequence[float], others: Sequence[float]) -> int:
    """How many inner boundaries of ``xs`` stand in ``others`` too."""
    return sum(any(abs(x - other) <= DRIFT for other in others) for x in xs[1:-1])


def unify(tables: Sequence[PageTable]) -> tuple[tuple[float, ...], tuple[PagePart, ...]]:
    """The joined columns and each page's cells in them.

    Two boundaries of one page are never made one; a page that lacks a boundary has cells that
    span it.
    """
    columns: list[float] = []
    for table in tables:
        columns = _with(columns, boundaries(table))
    parts = []
    for table in tables:
        places = _places(columns, boundaries(table))
        parts.append(_part(table, places))
    return tuple(columns), tuple(parts)


def _with(columns: list[float], xs: Sequence[float]) -> list[float]:
    taken = set(_match(columns, xs).values())
    fresh = [x for i, x in enumerate(xs) if i not in taken]
    return sorted([*columns, *fresh])


def _match(columns: Sequence[float], xs: Sequence[float]) -> dict[int, int]:
    """Joined column -> the page's boundary, nearest first, order kept."""
    pairs = sorted(
        (abs(columns[i] - x), i, j)
        for j, x in enumerate(xs)
        for i in range(bisect_left(columns, x - DRIFT), bisect_right(columns, x + DRIFT))
    )
    chosen: dict[int, int] = {}
    for _, i, j in pairs:
        crosses = any((i - a) * (j - b) <= 0 for a, b in chosen.items())
        if not crosses:
            chosen[i] = j
    return chosen


def _places(columns: Sequence[float], xs: Sequence[float]) -> list[int]:
    found = {j: i for i, j in _match(columns, xs).items()}
    return [found.get(j, bisect_left(columns, x)) for j, x in enumerate(xs)]


def _part(table: PageTable, places: Sequence[int]) -> PagePart:
    lattice = table.lattice
    cells = tuple(
        Placed(
            cell.row,
            places[cell.column],
            cell.row_span,
            places[cell.column + cell.column_span] - places[cell.column],
            part,
        )
        for cell, part in zip(lattice.grid.cells, table.parts, strict=True)
    )
    widths = [b - a for a, b in itertools.pairwise(places)]
    rows: list[list[Placed]] = [[] for _ in range(lattice.grid.rows)]
    for placed in cells:
        rows[placed.row].append(placed)
    return PagePart(
        table,
        cells,
        _spread(lattice.closed_top, widths),
        _spread(lattice.closed_bottom, widths),
        tuple(tuple(row) for row in rows),
    )


def _spread(flags: Sequence[bool], widths: Sequence[int]) -> tuple[bool, ...]:
    return tuple(flag for flag, width in zip(flags, widths, strict=True) for _ in range(width))
