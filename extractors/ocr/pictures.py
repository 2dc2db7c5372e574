"""Pictures on a page of text, read where they hold print: a form pasted as a picture under a typed
title, a picture of a value in a cell of a drawn table, a page scanned in part.

A photograph, a logo or a seal is no print and gives nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain

import numpy as np

from extractors.cells.from_text_layer import Filled
from extractors.ocr.decide import Decision
from extractors.ocr.engine import Readers
from extractors.ocr.lines import InkLine
from extractors.ocr.page import LEGIBLE, Layout, decide_lines, lay_out, on_paper, points
from extractors.ocr.prepare import Sheet, prepare
from extractors.ocr.turns import quarter_turns
from extractors.ocr.upright import Paper
from extractors.pdf.pictures import PagePicture
from extractors.tables.lattice import Lattice
from schemas.geometry import Box
from schemas.page import Char, Page

_LARGE = 0.25
"""Share of the page from which on a picture without a table may still be a page of print."""
_CELLS, _LINES = 4, 3
"""Cells with ink that make a picture's rulings a table; lines of print that make it a text."""
_LOW, _HIGH, _LONG = 0.6, 1.7, 4.0
"""A line of print: its height and least width in text heights."""
_SEAL = 0.2
"""Share of a line's box that coloured ink covers where it belongs to a seal."""
_REACH = 3.0
"""Points that straightening may move a line out of its picture."""


@dataclass(frozen=True, slots=True)
class PictureReading:
    """What pictures say.

    ``lattices`` are the page's grids, drawn ones and those found in pictures; ``read`` holds, for
    all of them, what was recognised; the first ``pictured`` are those of pictures. ``page`` has
    its characters where they stand in these grids.
    ``unread`` says that a picture shows a table that could not
    be read, ``sideways`` that the pictures stand on their side.
    """

    page: Page
    lattices: tuple[Lattice, ...]
    read: Filled
    pictured: int = 0
    unread: bool = False
    sideways: bool = False


def read_pictures(
    picture: PagePicture, page: Page, lattices: tuple[Lattice, ...], models: Callable[[], Readers]
) -> PictureReading | None:
    """Read what print stands in the pictures of a page; None if it is none.

    ``lattices`` are the page's drawn grids. ``models`` is called only where something looks like
    print.
    """
    sheet = prepare(picture.pixels, picture.dpi)
    found = lay_out(sheet, page.info)
    drawn = [lattice for lattice in lattices if _is_drawn(lattice, page)]
    own = tuple(_tables(found, drawn))
    lattices = tuple(
        one for one in lattices if one in drawn or not any(_same_table(o, one) for o in own)
    )
    layout = _layout(sheet, page, found, own, lattices)
    by_area = _by_area(layout, picture.areas, sheet.dpi)
    worth = _Worth(layout, own, page, sheet)
    chosen = {area: kept for area, lines in by_area.items() if (kept := worth.of(area, lines))}
    if not chosen:
        return None
    readers = models()
    if own and quarter_turns(sheet, readers.first):
        return PictureReading(page, lattices, Filled((), ()), unread=True, sideways=True)
    said: dict[int, Decision] = {}
    unread = False
    for area, lines in chosen.items():
        part = replace(layout, lines=tuple(layout.lines[i] for i in lines))
        decisions, sure = decide_lines(part, readers)
        if sure >= LEGIBLE:
            said |= dict(zip(lines, decisions, strict=True))
        else:
            unread = unread or any(_in(area, lattice.box) for lattice in own)
    kept_lines, decided = _only(layout, said)
    read = on_paper(kept_lines, decided, page.info, sheet)
    return PictureReading(_straightened(page, own, sheet), layout.lattices, read, len(own), unread)


def _straightened(page: Page, tables: Sequence[Lattice], sheet: Sheet) -> Page:
    """The page with the characters typed over a picture's table moved as the picture was."""
    paper = Paper(page.info.width, page.info.height, sheet.skew)

    def moved(char: Char) -> Char:
        box = paper.straight(char.box)
        inside = any(table.box.contains(*box.center) for table in tables)
        return replace(char, box=box) if inside else char

    return replace(page, chars=tuple(map(moved, page.chars))) if sheet.skew else page


def _tables(found: Layout, drawn: Sequence[Lattice]) -> Iterator[Lattice]:
    """Grids of the pictures that hold ink; one that lies on a drawn grid is that grid, unless it
    lies in one of its cells."""
    for lattice, cells in zip(found.lattices, found.in_cells, strict=True):
        if sum(map(bool, cells)) < _CELLS:
            continue
        if not any(_same_table(lattice, other) for other in drawn):
            yield lattice


def _is_drawn(lattice: Lattice, page: Page) -> bool:
    """Whether the page itself draws the grid; another was found in the picture, skew and all."""
    box = lattice.box
    across = sum(r.horizontal and box.top - 2 <= r.position <= box.bottom + 2 for r in page.rulings)
    down = sum(not r.horizontal and box.x0 - 2 <= r.position <= box.x1 + 2 for r in page.rulings)
    return across >= 2 and down >= 2


def _same_table(lattice: Lattice, drawn: Lattice) -> bool:
    box = lattice.box
    shared = box.overlap(drawn.box)
    if shared <= 0.5 * min(box.area, drawn.box.area):
        return False
    return not any(_in(cell.box, box) for cell in drawn.grid.cells)


def _in(outer: Box, inner: Box) -> bool:
    return inner.overlap(outer) >= 0.9 * inner.area


def _layout(
    sheet: Sheet,
    page: Page,
    found: Layout,
    own: tuple[Lattice, ...],
    drawn: tuple[Lattice, ...],
) -> Layout:
    """All ink of the pictures in the cells of their own grids, of the drawn ones, or in neither."""
    if not drawn:
        return found if own == found.lattices else lay_out(sheet, page.info, own)
    rest = lay_out(_without(sheet, own), page.info, drawn)
    if not own:
        return rest
    inner = lay_out(sheet, page.info, own)
    count = len(inner.lines)
    size = inner.size
    return Layout(
        (*own, *drawn),
        (*inner.lines, *rest.lines),
        (*inner.in_cells, *(tuple(_moved(c, count) for c in table) for table in rest.in_cells)),
        _moved(rest.beside, count),
        size,
    )


def _moved(indices: Iterable[int], by: int) -> tuple[int, ...]:
    return tuple(index + by for index in indices)


def _without(sheet: Sheet, tables: Sequence[Lattice]) -> Sheet:
    """The sheet with tables made paper."""
    grey, ink = sheet.grey.copy(), sheet.ink.copy()
    k = sheet.dpi / 72
    for table in tables:
        x0, top, x1, bottom = (
            round(side * k)
            for side in (table.box.x0, table.box.top, table.box.x1, table.box.bottom)
        )
        part = (slice(max(0, top - 2), bottom + 3), slice(max(0, x0 - 2), x1 + 3))
        grey[part], ink[part] = 255, False
    return replace(sheet, grey=grey, ink=ink)


def _by_area(layout: Layout, areas: Sequence[Box], dpi: float) -> dict[Box, list[int]]:
    """The lines of each picture; straightening may have moved one a little."""
    found: dict[Box, list[int]] = defaultdict(list)
    for index, line in enumerate(layout.lines):
        x, y = points(line.box, dpi).center
        home = next((a for a in areas if a.contains(x, y)), None) or next(
            (
                a
                for a in areas
                if a.x0 - _REACH <= x <= a.x1 + _REACH and a.top - _REACH <= y <= a.bottom + _REACH
            ),
            None,
        )
        if home is not None:
            found[home].append(index)
    return found


@dataclass(frozen=True, slots=True)
class _Worth:
    """Which lines of a picture may be print."""

    layout: Layout
    own: Sequence[Lattice]
    page: Page
    sheet: Sheet

    def of(self, area: Box, lines: list[int]) -> list[int]:
        """All of a picture that shows a table; of others those in blank cells of a drawn table;
        and all of a large one that looks like a page of print."""
        if any(_in(area, lattice.box) for lattice in self.own):
            return lines
        inked = [(i, self.layout.lines[i]) for i in lines]
        inked = [(i, line) for i, line in inked if not _is_seal(line, self.sheet)]
        blank = set(chain.from_iterable(_in_blank_cells(self.layout, self.page)))
        wanted = [i for i, _ in inked if i in blank]
        if wanted:
            return wanted
        printed = sum(_is_print(line, self.layout.size) for _, line in inked)
        large = area.area >= _LARGE * self.page.info.width * self.page.info.height
        likely = large and printed >= max(_LINES, len(inked) // 2)
        return [i for i, _ in inked] if likely else []


def _in_blank_cells(layout: Layout, page: Page) -> Iterator[tuple[int, ...]]:
    for lattice, cells in zip(layout.lattices, layout.in_cells, strict=True):
        for cell, lines in zip(lattice.grid.cells, cells, strict=True):
            if lines and not any(
                cell.box.contains(*char.box.center) and char.text.strip() for char in page.chars
            ):
                yield lines


def _is_print(line: InkLine, size: float) -> bool:
    height, width = line.ink.shape
    return bool(_LOW * size <= height <= _HIGH * size and width >= _LONG * size)


def _is_seal(line: InkLine, sheet: Sheet) -> bool:
    x0, top, x1, bottom = line.box
    share = float(np.mean(sheet.stamped[top:bottom, x0:x1]))
    return share > _SEAL


def _only(layout: Layout, said: dict[int, Decision]) -> tuple[Layout, list[Decision]]:
    """The layout of the lines that something was decided about, and the decisions."""
    kept = sorted(said)
    place = {index: number for number, index in enumerate(kept)}

    def those(indices: Iterable[int]) -> tuple[int, ...]:
        return tuple(place[index] for index in indices if index in place)

    cells = tuple(tuple(those(cell) for cell in table) for table in layout.in_cells)
    lines = tuple(layout.lines[index] for index in kept)
    beside = those(layout.beside)
    reduced = replace(layout, lines=lines, in_cells=cells, beside=beside)
    return reduced, [said[index] for index in kept]
