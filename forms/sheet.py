"""A document as one stream of rows: what the readers of forms work on.

Tables and the lines between them become rows in reading order. Every printed cell is one
``Spot``, shared by all rows that it covers; a line outside the tables is a row of one spot.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from forms.text.repair import mend
from schemas.geometry import Box, Place, union
from schemas.table import ExtractedDocument, TextGrid, TextLine
from schemas.text import CellText

_TRAILING = re.compile(r"(?<=.)(\([^()]*\)?|\[[^\[\]]*\]?)$")
"""A bracket at the end, also one that was never closed or whose end a scan lost."""
_NUMBERING = re.compile(
    r"^(?:[一二三四五六七八九十]+、|\([一二三四五六七八九十\d]+\)|\d+[.、](?!\d))"
)


@dataclass(frozen=True, slots=True)
class Spot:
    """A printed cell: ``row`` counts from 0 in the stream, ``column`` in its own grid.

    ``grid`` tells the grids apart, -1 stands for a line outside the tables.
    """

    grid: int
    row: int
    column: int
    rows: int
    columns: int
    cell: CellText
    blank: bool = field(init=False, repr=False, compare=False)
    end: int = field(init=False, repr=False, compare=False)
    """The column after the last one that the cell covers."""

    def __post_init__(self) -> None:  # asked for a hundred times for each cell
        object.__setattr__(self, "blank", self.cell.source.blank)
        object.__setattr__(self, "end", self.column + self.columns)

    @property
    def text(self) -> str:
        return self.cell.text

    @property
    def identity(self) -> tuple[int, int, int]:
        """What tells the cell from every other cell of the document."""
        return self.grid, self.row, self.column

    @property
    def place(self) -> Place | None:
        return self.cell.source.places[0] if self.cell.source.places else None

    def covers(self, start: int, end: int) -> int:
        """How many of the columns ``start`` to ``end`` (exclusive) the cell covers."""
        return max(0, min(self.end, end) - max(self.column, start))


@dataclass(frozen=True, slots=True)
class Row:
    """All cells that cover one row, left to right; cells merged from above are among them.

    ``own`` are the cells that begin in this row, ``filled`` those of them with ink.
    """

    number: int
    grid: int
    width: int
    ruled: bool
    spots: tuple[Spot, ...]
    own: tuple[Spot, ...] = field(init=False, repr=False, compare=False)
    filled: tuple[Spot, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:  # asked for at every step of every reader
        own = tuple(spot for spot in self.spots if spot.row == self.number)
        object.__setattr__(self, "own", own)
        object.__setattr__(self, "filled", tuple(spot for spot in own if not spot.blank))

    @property
    def line(self) -> bool:
        """Whether the row is a line outside every table."""
        return self.grid < 0

    @property
    def page(self) -> int:
        for spot in self.own:
            if spot.place is not None:
                return spot.place.page
        return 0


@lru_cache(maxsize=8192)
def squeeze(text: str) -> str:
    """A text for comparing: no white space, brackets, colons and digits half-width."""
    folded = unicodedata.normalize("NFKC", text)
    return re.sub(r"\s+", "", folded).replace("〔", "[").replace("〕", "]")


@lru_cache(maxsize=8192)
def key(text: str) -> str:
    """What a header or label says: squeezed, without trailing brackets, colon and star.

    ``全年预算数（A）``, ``分 值(10分)`` and ``*得分：`` become ``全年预算数``, ``分值``, ``得分``.
    """
    result = squeeze(text).strip("*:;,。")
    while True:
        shorter = _TRAILING.sub("", result).strip("*:;,。")
        if shorter == result:
            return result
        result = shorter


@lru_cache(maxsize=8192)
def unnumbered(text: str) -> str:
    """A key without a leading 一、 (一) or 1."""
    return _NUMBERING.sub("", text)


def stream(document: ExtractedDocument) -> tuple[Row, ...]:
    """The rows of a whole document, every printed cell mended once, in reading order."""
    rows: list[Row] = []
    for number, block in enumerate(in_reading_order(document.blocks)):
        if isinstance(block, TextGrid):
            rows.extend(_grid_rows(block, number, len(rows)))
        else:
            spot = Spot(-1, len(rows), 0, 1, 1, mend(block.text))
            rows.append(Row(len(rows), -1, 1, True, (spot,)))
    return tuple(rows)


def _grid_rows(grid: TextGrid, number: int, first: int) -> Iterable[Row]:
    spots = [
        Spot(number, first + c.row, c.column, c.row_span, c.column_span, mend(c.text))
        for c in grid.cells
    ]
    covering: list[list[Spot]] = [[] for _ in range(grid.rows)]
    for spot in spots:
        for row in range(spot.row - first, min(spot.row - first + spot.rows, grid.rows)):
            covering[row].append(spot)
    for offset, cells in enumerate(covering):
        ordered = tuple(sorted(cells, key=lambda s: (s.column, s.row)))
        yield Row(first + offset, number, grid.columns, grid.ruled, ordered)


def in_reading_order(
    blocks: Sequence[TextGrid | TextLine],
) -> list[TextGrid | TextLine]:
    """The blocks with tables that stand side by side on a page put one after the other.

    A line goes with the table whose width its middle falls in; a line above, between or below
    both tables that spans them stays where it was.
    """
    result: list[TextGrid | TextLine] = []
    run: list[TextGrid | TextLine] = []
    for block in blocks:
        if run and _page(block) != _page(run[0]):
            result.extend(_side_by_side(run))
            run = []
        run.append(block)
    return result + _side_by_side(run)


def _side_by_side(blocks: list[TextGrid | TextLine]) -> list[TextGrid | TextLine]:
    grids = [block for block in blocks if isinstance(block, TextGrid) and block.ruled]
    bands: list[Box] = []
    for grid in grids:
        box = _box(grid)
        if box is None or grid.places[0].page != grid.places[-1].page:
            return blocks
        for i, band in enumerate(bands):
            if min(box.x1, band.x1) > max(box.x0, band.x0):
                bands[i] = union([band, box])
                break
        else:
            bands.append(box)
    bands.sort()
    parted = all(a.x1 <= b.x0 for a, b in pairwise(bands))
    level = all(min(a.bottom, b.bottom) > max(a.top, b.top) for a in bands for b in bands)
    if len(bands) < 2 or not parted or not level:
        return blocks
    before, stacks, after = [], [[] for _ in bands], []  # type: ignore[var-annotated]
    for block in blocks:
        box = _box(block)
        home = None if box is None else _band(box, bands)
        if home is not None:
            stacks[home].append(block)
        elif any(stacks):
            after.append(block)
        else:
            before.append(block)
    return before + [block for stack in stacks for block in stack] + after


def _band(box: Box, bands: list[Box]) -> int | None:
    """The one band that a block belongs to; ``None`` when it reaches well into two of them."""
    touched = [i for i, b in enumerate(bands) if min(box.x1, b.x1) - max(box.x0, b.x0) > 0]
    if len(touched) > 1:
        return None
    if touched:
        return touched[0]
    middle = box.center[0]
    return min(range(len(bands)), key=lambda i: abs(bands[i].center[0] - middle))


def _box(block: TextGrid | TextLine) -> Box | None:
    places = block.places if isinstance(block, TextGrid) else (block.place,)
    return places[0].box if places else None


def _page(block: TextGrid | TextLine) -> int:
    places = block.places if isinstance(block, TextGrid) else (block.place,)
    return places[0].page if places else 0
