"""Puts every character of a page into the cell that holds it, or into a line beside the tables."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extractors.cells.lines import Line, write
from extractors.cells.text import Part, with_padding
from extractors.tables.find import holds, homes
from extractors.tables.lattice import Lattice
from schemas.geometry import Box, Place
from schemas.page import Char, Page
from schemas.table import Cell, Grid

_WIDE_GAP = 4.0
"""Letter sizes: two pieces of print this far apart on one line are two lines."""
_TOUCHING = 0.1


@dataclass(frozen=True, slots=True)
class PageTable:
    """One table of one page with its text; ``parts`` run parallel to ``lattice.grid.cells``."""

    lattice: Lattice
    parts: tuple[Part, ...]

    @property
    def page(self) -> int:
        return self.lattice.grid.page

    @property
    def box(self) -> Box:
        return self.lattice.box


@dataclass(frozen=True, slots=True)
class Filled:
    """A page's tables with text, and the printed lines outside of them."""

    tables: tuple[PageTable, ...]
    lines: tuple[Line, ...]


def fill(page: Page, lattices: Sequence[Lattice]) -> Filled:
    """Every character into exactly one cell or line; layers (seals, stamps) into lines only."""
    placed = place(page, lattices)
    return Filled(tuple(map(without_blank_ends, placed.tables)), placed.lines)


def place(page: Page, lattices: Sequence[Lattice]) -> Filled:
    """Like ``fill``, with every table as its lattice has it."""
    rest = [char for char in page.chars if char.layer]
    open_chars: Sequence[Char] = page.chars
    if rest:
        open_chars = [char for char in page.chars if not char.layer]
    tables = []
    for lattice in lattices:
        inside, open_chars = _split(open_chars, lattice)
        number = page.info.number
        parts = with_padding(
            [
                Part(write(inside[i], cell.box) if i in inside else (), Place(number, cell.box))
                for i, cell in enumerate(lattice.grid.cells)
            ]
        )
        tables.append(PageTable(lattice, parts))
    lines = _free_lines(open_chars, page) + _free_lines(rest, page)
    return Filled(tuple(tables), tuple(lines))


def without_blank_ends(table: PageTable) -> PageTable:
    """Takes off what a frame round the whole table encloses before the page ends: one blank
    field over all columns, without a rule towards the page's edge."""
    grid, lattice = table.lattice.grid, table.lattice
    if grid.columns < 2 or grid.rows < 2:
        return table
    last, first = grid.cells[-1], grid.cells[0]
    ruled = (True,) * grid.columns
    if _spare(last, table, -1) and not any(lattice.closed_bottom):
        cut = Grid(grid.page, grid.xs, grid.ys[:-1], grid.cells[:-1])
        return PageTable(Lattice(cut, lattice.closed_top, ruled), table.parts[:-1])
    if _spare(first, table, 0) and not any(lattice.closed_top):
        moved = tuple(dataclasses.replace(cell, row=cell.row - 1) for cell in grid.cells[1:])
        cut = Grid(grid.page, grid.xs, grid.ys[1:], moved)
        return PageTable(Lattice(cut, ruled, lattice.closed_bottom), table.parts[1:])
    return table


def _spare(cell: Cell, table: PageTable, index: int) -> bool:
    whole_row = cell.column_span == table.lattice.grid.columns and cell.row_span == 1
    return whole_row and table.parts[index].blank


def _split(chars: Sequence[Char], lattice: Lattice) -> tuple[dict[int, list[Char]], list[Char]]:
    cells = lattice.grid.cells
    found = homes(chars, lattice)
    inside: dict[int, list[Char]] = {}
    outside: list[Char] = []
    for start, end in _runs(chars):
        run, owners = chars[start:end], found[start:end]
        if end - start > 1 and len(set(owners)) > 1:
            owners = _settle(run, owners, [cell.box for cell in cells])
        for char, home in zip(run, owners, strict=True):
            if home is None or (len(run) == 1 and _giant(char, cells[home].box)):
                outside.append(char)
            else:
                inside.setdefault(home, []).append(char)
    return inside, outside


def _giant(char: Char, cell: Box) -> bool:
    """A letter far larger than the cell it is centred in belongs to a watermark."""
    return char.size > cell.height and not holds(cell, char, 0.4)


def _runs(chars: Sequence[Char]) -> Iterable[tuple[int, int]]:
    """Slices of characters that one text object sets without a gap, in drawing order."""
    start = 0
    for index in range(1, len(chars)):
        if not _continues(chars[index - 1], chars[index]):
            yield start, index
            start = index
    if chars:
        yield start, len(chars)


def _continues(a: Char, b: Char) -> bool:
    if a.run != b.run or a.angle or b.angle:
        return False
    reach = _TOUCHING * a.size
    close = abs(b.box.x0 - a.box.x1) <= reach and abs(a.box.bottom - b.box.bottom) <= reach
    return close and not a.text.isspace() and not b.text.isspace()


def _settle(
    run: Sequence[Char], owners: Sequence[int | None], cells: Sequence[Box]
) -> list[int | None]:
    """A word that overflows its cell stays whole, in the cell that holds most of it.

    Only where a character straddles the border: words that end at a ruling and begin after it
    are two.
    """
    straddles = any(
        home is not None and not holds(cells[home], char, 0.9)
        for char, home in zip(run, owners, strict=True)
    )
    if not straddles:
        return list(owners)
    share: dict[int | None, float] = {}
    for char, home in zip(run, owners, strict=True):
        share[home] = share.get(home, 0.0) + char.box.width
    best = max(share, key=lambda home: (round(share[home], 3), home is not None))
    return [best] * len(run)


def _free_lines(chars: Sequence[Char], page: Page) -> list[Line]:
    if not chars:
        return []
    box = Box(0.0, 0.0, page.info.width, page.info.height)
    lines: list[Line] = []
    for group in _apart(chars):
        for writing in write(group, box):
            lines.extend(writing.lines)
    return sorted(lines, key=lambda line: (line.box.top, line.box.x0))


def _apart(chars: Sequence[Char]) -> Iterable[list[Char]]:
    """Pieces of one printed line that stand far apart, each on its own."""
    inked = [c for c in chars if c.text.strip()]
    blanks = [c for c in chars if not c.text.strip()]
    upright = [c for c in inked if c.angle == 0]
    if len(upright) < len(inked):
        yield [c for c in inked if c.angle != 0]
    rows: list[list[Char]] = []
    for char in sorted(upright, key=lambda c: (c.box.bottom, c.box.x0)):
        y = char.box.center[1]
        row = next((r for r in reversed(rows[-3:]) if r[0].box.top < y < r[0].box.bottom), None)
        if row is None:
            rows.append([char])
        else:
            row.append(char)
    for row in rows:
        yield from _at_gaps(sorted(row, key=lambda c: c.box.x0), blanks)


def _at_gaps(row: Sequence[Char], blanks: Sequence[Char]) -> Iterable[list[Char]]:
    piece: list[Char] = []
    for char in row:
        if piece and char.box.x0 - piece[-1].box.x1 > _WIDE_GAP * char.size:
            yield piece + _beside(piece, blanks)
            piece = []
        piece.append(char)
    if piece:
        yield piece + _beside(piece, blanks)


def _beside(piece: Sequence[Char], blanks: Sequence[Char]) -> list[Char]:
    left, right = piece[0].box.x0, piece[-1].box.x1
    top, bottom = piece[0].box.top, piece[0].box.bottom
    return [b for b in blanks if left < b.box.x0 < right and top < b.box.center[1] < bottom]
