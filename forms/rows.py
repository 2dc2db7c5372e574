"""The cells of a section's rows under the columns of its header."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from forms.align import align
from forms.columns import Column, Head
from forms.sheet import Row, Spot

SHARED = frozenset(
    {"level1", "level2", "level3", "name", "content", "operator", "nature", "target", "unit",
     "actual", "actual_unit", "completion", "rule", "task", "goal"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Placed:
    """A row's cells by column (``cells`` runs parallel to the header's columns).

    A cell that covers several columns stands in the first of them; several cells under one
    header stand there together. ``loose`` are cells with ink under no column.
    """

    row: Row
    cells: tuple[tuple[Spot, ...], ...]
    columns: tuple[Column, ...]
    loose: tuple[Spot, ...] = ()

    def spots(self, role: str) -> tuple[Spot, ...]:
        """The cells with ink under the columns of a role."""
        return tuple(
            spot
            for column, cells in zip(self.columns, self.cells, strict=True)
            if column.role == role
            for spot in cells
            if not spot.blank
        )

    def spot(self, role: str) -> Spot | None:
        """The first cell with ink under a role, else a blank one, ``None`` without any cell."""
        found = [
            spot
            for column, cells in zip(self.columns, self.cells, strict=True)
            if column.role == role
            for spot in cells
        ]
        return next((s for s in found if not s.blank), found[0] if found else None)

    @property
    def by_role(self) -> Mapping[str, Spot]:
        """One cell for each role that has one."""
        roles = dict.fromkeys(column.role for column in self.columns if column.role)
        return {role: spot for role in roles if (spot := self.spot(role)) is not None}

    @property
    def filled(self) -> bool:
        return any(not spot.blank for cells in self.cells for spot in cells)


def place(rows: Sequence[Row], head: Head) -> tuple[Placed, ...]:
    """Every row's cells under the header's columns.

    Merged cells from rows above serve the row too where their column says what holds for all
    of its rows (names, units); points and prose belong to the first row of the merge alone.
    """
    return tuple(
        _by_span(row, head) if row.ruled else _by_content(row, head) for row in rows if not row.line
    )


def _by_span(row: Row, head: Head) -> Placed:
    columns = columns_for(row, head)
    cells: list[list[Spot]] = [[] for _ in columns]
    loose: list[Spot] = []
    for spot in row.spots:
        if spot in head.side or (spot.row <= head.rows[-1].number and spot.grid == row.grid):
            continue  # merged from the header: a label at the side
        number = _best(spot, columns)
        if number is None:
            if spot.row == row.number and not spot.blank:
                loose.append(spot)
        elif spot.row == row.number or columns[number].role in SHARED:
            cells[number].append(spot)
    return Placed(row, tuple(tuple(c) for c in cells), columns, tuple(loose))


def _best(spot: Spot, columns: Sequence[Column]) -> int | None:
    """The column that a cell stands in: of several wide ones the first."""
    best, most = None, 0
    for i, column in enumerate(columns):
        if column.end <= spot.column or column.start >= spot.end:
            continue
        share = spot.covers(column.start, column.end)
        if share * 2 > column.end - column.start:
            return i
        if share > most:
            best, most = i, share
    return best


def columns_for(row: Row, head: Head) -> tuple[Column, ...]:
    """The header's columns in the row's own grid.

    A table that goes on in another grid has the same columns if it has as many; else they are
    found by their position on paper.
    """
    first = head.rows[0]
    if row.grid == first.grid or row.width == first.width:
        return head.columns
    edges: dict[int, tuple[int, int]] = {}
    for spot in row.spots:
        if spot.place is None:
            return head.columns
        box = spot.place.box
        for i, column in enumerate(head.columns):
            shared = min(box.x1, column.x1) - max(box.x0, column.x0)
            if shared * 2 > column.x1 - column.x0 > 0:
                low, high = edges.get(i, (spot.column, spot.end))
                edges[i] = min(low, spot.column), max(high, spot.end)
    return tuple(
        Column(c.role, *edges.get(i, (-1, -1)), c.header, c.x0, c.x1)
        for i, c in enumerate(head.columns)
    )


def _by_content(row: Row, head: Head) -> Placed:
    """The fields of a ragged row; columns at the side are taken off first."""
    side = max((spot.end for spot in head.side), default=0)
    fields = [spot for spot in row.spots if spot.column >= side]
    outside = [spot for spot in row.spots if spot.column < side and not spot.blank]
    single = _single_columns(head.columns)
    cells: list[list[Spot]] = [[] for _ in single]
    loose = list(outside)
    for spot, number in zip(fields, align([f.text for f in fields], single), strict=True):
        if number is not None:
            cells[number].append(spot)
        elif not spot.blank:
            loose.append(spot)
    return Placed(row, tuple(tuple(c) for c in cells), single, tuple(loose))


def _single_columns(columns: Sequence[Column]) -> tuple[Column, ...]:
    """One column for each field of a dump, where a wide header covers several of them."""
    return tuple(
        Column(c.role if i == c.start else "", i, i + 1, c.header, c.x0, c.x1)
        for c in columns
        for i in range(c.start, c.end)
    )
