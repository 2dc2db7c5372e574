"""A scanned page read: straightened, its grid found, every line of ink decided.

The order is the order of the functions: sheet → quarter turn → rulings → grids → lines of ink in
cells and beside tables → two readers → decisions → the same ``Filled`` that a text layer gives.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from extractors.cells.from_ocr import Recognised, filled
from extractors.cells.from_text_layer import Filled
from extractors.ocr import blobs
from extractors.ocr.asking import decide_all
from extractors.ocr.decide import Decision
from extractors.ocr.engine import Readers
from extractors.ocr.lines import (
    InkLine,
    PixelBox,
    bands,
    cell_ink,
    find_lines,
    inset_of,
    text_height,
)
from extractors.ocr.prepare import Sheet, prepare
from extractors.ocr.rulings import rulings_and_streaks
from extractors.ocr.turns import quarter_turns
from extractors.ocr.upright import Paper, turned
from extractors.tables.find import find_tables
from extractors.tables.lattice import Lattice
from schemas.geometry import Box
from schemas.page import Page, PageInfo, PageKind

LEGIBLE = 0.5
"""Share of a page's recognised characters that must be so sure for the page to count as read."""
_TALLEST = 3.0
"""Text heights: a line beside the tables (a title) may be as high."""


@dataclass(frozen=True, slots=True)
class ScanReading:
    """A page's text; ``filled`` is None where there is too little legible print."""

    info: PageInfo
    filled: Filled | None


def read_scan(
    pixels: NDArray[np.uint8], dpi: float, info: PageInfo, readers: Readers
) -> ScanReading:
    """Read a page image, RGB of shape (height, width, 3); ``info`` is the page's as shown.

    Places are on the page turned upright; ``rotation`` of the result's page counts the turn.
    """
    sheet = prepare(pixels, dpi)
    quarters = quarter_turns(sheet, readers.first)
    sheet = turned(sheet, quarters)
    info = upright_info(info, quarters)
    layout = lay_out(sheet, info)
    decisions, certain = decide_lines(layout, readers)
    if not layout.lines:
        return ScanReading(replace(info, kind=PageKind.BLANK), Filled((), ()))
    if certain < LEGIBLE:
        return ScanReading(info, None)
    return ScanReading(info, on_paper(layout, decisions, info, sheet))


def on_paper(layout: Layout, decisions: Sequence[Decision], info: PageInfo, sheet: Sheet) -> Filled:
    """What was decided about the lines of a sheet, put where they stand on the page."""
    paper = Paper(info.width, info.height, sheet.skew)
    recognised = [
        Recognised(points(line.box, sheet.dpi), decision, layout.size * 72 / sheet.dpi)
        for line, decision in zip(layout.lines, decisions, strict=True)
    ]
    in_cells = [[[recognised[i] for i in cell] for cell in table] for table in layout.in_cells]
    beside = [recognised[i] for i in layout.beside]
    return filled(layout.lattices, in_cells, beside, info.number, paper)


def upright_info(info: PageInfo, quarters: int) -> PageInfo:
    """The page's description with further quarter turns, clockwise, undone."""
    if quarters % 4 == 0:
        return info
    sides = (info.height, info.width) if quarters % 2 else (info.width, info.height)
    rotation = (info.rotation + 90 * quarters) % 360
    return replace(info, width=sides[0], height=sides[1], rotation=rotation)


@dataclass(frozen=True, slots=True)
class Layout:
    """Where a sheet's lines of ink stand.

    ``in_cells`` and ``beside`` are indices of ``lines``: per table and cell, and of those that no
    cell holds. ``size`` is the height of a line of print in pixels.
    """

    lattices: tuple[Lattice, ...]
    lines: tuple[InkLine, ...]
    in_cells: tuple[tuple[tuple[int, ...], ...], ...]
    beside: tuple[int, ...]
    size: float


def lay_out(sheet: Sheet, info: PageInfo, lattices: tuple[Lattice, ...] | None = None) -> Layout:
    """Grids and lines of a straight and upright sheet; all its ink lands in one line or other.

    ``lattices`` are its grids where they are known from elsewhere.
    """
    rulings, streaks = rulings_and_streaks(sheet)
    # a streak takes print with it, and words that miss a stroke are other words
    sheet = replace(sheet, covered=sheet.covered | blobs.ruled(sheet, streaks))
    sheet = blobs.without_rulings(sheet, (*rulings, *streaks))
    ink = sheet.ink
    page = Page(info, blobs.letters(ink, sheet.dpi), rulings, 0)
    if lattices is None:
        lattices = find_tables(page, bytes)
    cells = [[_pixels(c.box, sheet.dpi) for c in one.grid.cells] for one in lattices]
    size = _text_height(sheet, [box for table in cells for box in table], page)
    lines: list[InkLine] = []

    def add(found: Sequence[InkLine]) -> tuple[int, ...]:
        lines.extend(found)
        return tuple(range(len(lines) - len(found), len(lines)))

    in_cells = tuple(tuple(add(find_lines(sheet, box, size)) for box in table) for table in cells)
    beside: list[int] = []
    margin = inset_of(sheet.dpi) + 1
    # a grid may have a hole where its rulings are gone, and print in it
    outside = blobs.without_cells(sheet, [box for table in cells for box in table])
    for x0, top, x1, bottom in blobs.free_lines(outside.ink, size):
        # a title and what stands close below it are as many lines as there are bands of ink
        highest = max(b - a for a, b in bands(outside.ink[top:bottom, x0:x1]))
        high = min(max(size, float(highest)), _TALLEST * size)
        box = (x0 - margin, top - margin, x1 + margin, bottom + margin)
        beside.extend(add(find_lines(outside, box, high)))
    return Layout(lattices, tuple(lines), in_cells, tuple(beside), size)


def decide_lines(layout: Layout, readers: Readers) -> tuple[list[Decision], float]:
    """What each line says, and the share of recognised characters that the readers are sure of."""
    return decide_all(layout.lines, layout.size, readers)


def _text_height(sheet: Sheet, cells: Sequence[PixelBox], page: Page) -> float:
    heights = [b - a for box in cells for a, b in bands(cell_ink(sheet, box)[1])]
    if not heights:
        heights = [round(char.box.height * sheet.dpi / 72) for char in page.chars]
    return text_height(heights, sheet.dpi)


def _pixels(box: Box, dpi: float) -> PixelBox:
    k = dpi / 72
    return round(box.x0 * k), round(box.top * k), round(box.x1 * k), round(box.bottom * k)


def points(box: PixelBox, dpi: float) -> Box:
    """A box of pixels in points."""
    k = 72 / dpi
    return Box(box[0] * k, box[1] * k, box[2] * k, box[3] * k)
