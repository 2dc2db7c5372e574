"""Joins the pages of a table into one grid of text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extractors.cells.from_text_layer import PageTable
from extractors.cells.text import Part, raw_text
from extractors.tables.continuation import Seam, seam, starts_over
from extractors.tables.unify import DRIFT, PagePart, Placed, boundaries, matched, unify
from schemas.geometry import Place
from schemas.table import TextCell, TextGrid, TextLine

_SHARED = 0.5


def same_columns(tables: Sequence[PageTable], later: PageTable) -> bool:
    """Whether ``later`` has the column rulings of the table that ``tables`` began.

    The outer sides agree, and at least half of the inner boundaries of the poorer page stand on
    the richer ones too. A page may lie a little to the side of the page before.
    """
    xs = boundaries(later)
    last = boundaries(tables[-1])
    if abs(xs[-1] - last[-1]) > max(DRIFT, 0.01 * last[-1]):
        return False
    known = sorted(x for table in tables for x in boundaries(table))
    inner, known_inner = len(xs) - 2, max(0, len(set(last)) - 2)
    if min(inner, known_inner) == 0:
        return True
    found = matched(xs, [0.0, *known[len(tables) :], last[-1]])
    return found >= _SHARED * min(inner, known_inner)


def goes_on(tables: Sequence[PageTable], later: PageTable, repeated_title: bool) -> bool:
    """Whether ``later`` goes on with the table; with ``repeated_title`` the lines above the table
    are printed again above ``later``, which then must repeat its header rows as well."""
    if not same_columns(tables, later):
        return False
    _, parts = unify([*tables, later])
    if starts_over(parts[0], parts[-1]):
        return False
    return not repeated_title or seam(parts[:-1], parts[-2], parts[-1]).repeated > 0


@dataclass(slots=True)
class _Joined:
    """A cell of the joined grid while it grows."""

    row: int
    column: int
    after: int
    column_span: int
    parts: list[Part]


@dataclass(frozen=True, slots=True)
class Stitched:
    """A joined table, and the header lines of later pages that it holds only once."""

    grid: TextGrid
    repeated: tuple[TextLine, ...]


def stitch(tables: Sequence[PageTable]) -> Stitched:
    """One grid from the pages of a table, in order; one page gives its own grid."""
    columns, parts = unify(tables)
    cells: list[_Joined] = []
    repeated: list[TextLine] = []
    current: dict[int, _Joined] = {}
    rows = 0
    for number, part in enumerate(parts):
        joint = Seam(0, False, ())
        if number:
            joint = seam(parts[:number], parts[number - 1], part)
            repeated.extend(_dropped(part, joint.repeated))
        offset = rows - joint.repeated - (1 if joint.cut else 0)
        current = _add(cells, part, joint, offset, current)
        rows = offset + part.rows
    return Stitched(_grid(cells, rows, len(columns) - 1, tables), tuple(repeated))


def _add(
    cells: list[_Joined],
    part: PagePart,
    joint: Seam,
    offset: int,
    previous: dict[int, _Joined],
) -> dict[int, _Joined]:
    """Adds a page's cells; returns them by their index on that page."""
    joins = {later: earlier for earlier, later in joint.pairs}
    placed: dict[int, _Joined] = {}
    for index, cell in enumerate(part.cells):
        if cell.row < joint.repeated:
            continue
        if index in joins:
            whole = previous[joins[index]]
            whole.after = max(whole.after, cell.after + offset)
            whole.parts.append(cell.part)
        else:
            whole = _Joined(
                cell.row + offset, cell.column, cell.after + offset, cell.column_span, [cell.part]
            )
            cells.append(whole)
        placed[index] = whole
    return placed


def _dropped(part: PagePart, rows: int) -> list[TextLine]:
    dropped: list[Placed] = [c for c in part.cells if c.row < rows and not c.part.blank]
    return [TextLine(raw_text([cell.part]), cell.part.place) for cell in dropped]


def _grid(
    cells: Sequence[_Joined], rows: int, columns: int, tables: Sequence[PageTable]
) -> TextGrid:
    ordered = sorted(cells, key=lambda cell: (cell.row, cell.column))
    texts = tuple(
        TextCell(
            cell.row,
            cell.column,
            cell.after - cell.row,
            cell.column_span,
            raw_text(cell.parts),
        )
        for cell in ordered
    )
    places = tuple(Place(table.page, table.box) for table in tables)
    return TextGrid(rows, columns, texts, ruled=True, places=places)
