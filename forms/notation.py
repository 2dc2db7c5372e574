"""Forms written as text, for the examples in family files and for tests.

A line with ``|`` is a table row, every row of a table has as many cells; any other line that is
not blank is a line of text and ends the table. ``^`` merges a cell with the one above it, ``<``
with the one to its left, ``⏎`` is a line break inside a cell. ``---`` begins a new table
without a line between.
"""

from __future__ import annotations

from collections.abc import Iterator

from schemas.document import DocumentRef
from schemas.geometry import Box, Place
from schemas.message import Message
from schemas.page import PageInfo, PageKind
from schemas.table import ExtractedDocument, TextCell, TextGrid, TextLine
from schemas.text import Origin, RawText

WIDTH, HEIGHT = 60.0, 20.0


class NotationError(ValueError):
    """A table that does not close, worded for the person who drew it."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.message = Message(zh, en)


def document(text: str) -> ExtractedDocument:
    """The document that the text draws, on one page; NotationError for a table that does not
    close."""
    lines = [line.strip() for line in text.strip().splitlines()]
    info = PageInfo(1, 2000.0, HEIGHT * (len(lines) + 1), 0, PageKind.TEXT_LAYER)
    return ExtractedDocument(DocumentRef("example", "0" * 64, 0), (info,), tuple(_blocks(lines)))


def _blocks(lines: list[str]) -> Iterator[TextGrid | TextLine]:
    rows: list[list[str]] = []
    for number, line in enumerate([*lines, ""]):
        if "|" in line:
            rows.append([cell.strip().replace("⏎", "\n") for cell in line.split("|")])
            continue
        if rows:
            yield _grid(rows, number - len(rows))
            rows = []
        if line and line != "---":
            place = Place(1, Box(0.0, HEIGHT * number, 12.0 * len(line), HEIGHT * number + 12))
            yield TextLine(RawText(line, Origin.TEXT_LAYER, (place,)), place)


def _grid(rows: list[list[str]], first: int) -> TextGrid:
    width = len(rows[0])
    if any(len(row) != width for row in rows):
        bad = next(i for i, row in enumerate(rows) if len(row) != width)
        raise NotationError(
            f"第 {bad + 1} 行（{' | '.join(rows[bad])[:40]}）"
            f"有 {len(rows[bad])} 格，第一行有 {width} 格",
            f"row {bad + 1} ({' | '.join(rows[bad])[:40]}) has {len(rows[bad])} cells, "
            f"the first has {width}",
        )
    cells = [
        _cell(rows, r, c, first)
        for r in range(len(rows))
        for c in range(width)
        if rows[r][c] not in {"^", "<"}
    ]
    if sum(cell.row_span * cell.column_span for cell in cells) != width * len(rows):
        raise NotationError(
            "合并的单元格（^ 和 <）拼不成矩形", "the merged cells (^ and <) do not make rectangles"
        )
    box = Box(0.0, HEIGHT * first, WIDTH * width, HEIGHT * (first + len(rows)))
    return TextGrid(len(rows), width, tuple(cells), ruled=True, places=(Place(1, box),))


def _cell(rows: list[list[str]], row: int, column: int, first: int) -> TextCell:
    columns, height = 1, 1
    while column + columns < len(rows[0]) and rows[row][column + columns] == "<":
        columns += 1
    while (
        row + height < len(rows)
        and all(rows[row + height][c] in {"^", "<"} for c in range(column, column + columns))
        and rows[row + height][column] == "^"
    ):
        height += 1
    box = Box(
        WIDTH * column,
        HEIGHT * (first + row),
        WIDTH * (column + columns),
        HEIGHT * (first + row + height),
    )
    text = RawText(rows[row][column], Origin.TEXT_LAYER, (Place(1, box),))
    return TextCell(row, column, height, columns, text)
