"""Printed grids: first their geometry, then with text, then a whole document of them."""

from __future__ import annotations

from dataclasses import dataclass

from schemas.document import DocumentRef
from schemas.geometry import Box, Place
from schemas.light import light
from schemas.page import PageInfo
from schemas.text import RawText


@light
class Cell:
    """A cell of one page's grid; rows and columns count from 0, spans from 1."""

    row: int
    column: int
    row_span: int
    column_span: int
    box: Box


@dataclass(frozen=True, slots=True)
class Grid:
    """The whole printed grid of one table on one page, empty rows and columns included.

    ``xs`` and ``ys`` are the column and row boundaries in points, ``len(xs) == columns + 1``.
    Cells do not overlap and stand in reading order (row, then column).
    """

    page: int
    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[Cell, ...]

    @property
    def rows(self) -> int:
        return len(self.ys) - 1

    @property
    def columns(self) -> int:
        return len(self.xs) - 1


@light
class TextCell:
    """A cell with what is printed in it; a cell cut by a page end has a place on each page."""

    row: int
    column: int
    row_span: int
    column_span: int
    text: RawText


@dataclass(frozen=True, slots=True)
class TextGrid:
    """A table with text, joined over pages.

    ``ruled`` is true when spans are known from rulings. It is false for a tab-separated dump:
    there a row holds as many fields as the line had, merged cells look empty, and a row may
    have lost cells so that what follows stands too far left.
    """

    rows: int
    columns: int
    cells: tuple[TextCell, ...]
    ruled: bool
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class TextLine:
    """One printed line outside every table."""

    text: RawText
    place: Place


@dataclass(frozen=True, slots=True)
class ExtractedDocument:
    """All text of a document in reading order: tables, and the lines between them.

    Every visible character of every page stands in exactly one cell or line, or in
    ``repeated``: the header cells printed again on later pages, which a joined table has once.
    ``models`` are the recognition models that read scanned pages, with their SHA-256.
    ``failed_pages`` are the numbers of pages that could not be read at all.
    """

    document: DocumentRef
    pages: tuple[PageInfo, ...]
    blocks: tuple[TextGrid | TextLine, ...]
    hidden_text: int = 0
    failed_pages: tuple[int, ...] = ()
    repeated: tuple[TextLine, ...] = ()
    models: tuple[tuple[str, str], ...] = ()
