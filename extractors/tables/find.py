"""Chooses among the table finders: the grid that holds the page's characters best wins."""

from __future__ import annotations

import functools
import importlib
import pkgutil
from bisect import bisect_right
from collections.abc import Callable, Sequence
from typing import Protocol

from extractors.tables import finders
from extractors.tables.lattice import Lattice
from schemas.geometry import Box
from schemas.page import Char, Page

_GOOD = 0.97


class Finder(Protocol):
    """A module in ``extractors/tables/finders``; the lowest ``RANK`` is asked first.

    ``document`` gives the bytes of the PDF as shown (unlocked, annotations drawn in) to finders
    that read the file themselves.
    """

    NAME: str
    RANK: int

    def find(self, page: Page, document: Callable[[], bytes]) -> tuple[Lattice, ...]: ...


@functools.cache
def table_finders() -> tuple[Finder, ...]:
    """All finders of the folder by rank."""
    names = [module.name for module in pkgutil.iter_modules(finders.__path__)]
    found: list[Finder] = [importlib.import_module(f"{finders.__name__}.{n}") for n in names]
    return tuple(sorted(found, key=lambda finder: finder.RANK))


def find_tables(page: Page, document: Callable[[], bytes]) -> tuple[Lattice, ...]:
    """The page's grids in reading order.

    Finders are asked by rank until one's grids hold the characters well (``quality``); if none
    does, the best of them counts, the lower rank on a tie.
    """
    best: tuple[Lattice, ...] = ()
    best_quality = -1.0
    for finder in table_finders():
        lattices = _outermost(finder.find(page, document))
        value = quality(page, _telling(page, lattices))
        if value > best_quality:
            best, best_quality = lattices, value
        plain = not lattices and not page.rulings and not page.surfaces
        if value >= _GOOD or plain:
            break
    return best


def _telling(page: Page, lattices: Sequence[Lattice]) -> Sequence[Lattice]:
    """The grids that a page is judged by: a frame around pictures holds every character, and
    says nothing of a table that may be drawn by them."""
    return [one for one in lattices if len(one.grid.cells) > 1] if page.surfaces else lattices


def quality(page: Page, lattices: Sequence[Lattice]) -> float:
    """How well grids hold the characters: of those inside the grids, the share that stands in a
    cell without crossing its border by more than a third of its own width or height."""
    inside = held = 0
    for lattice in lattices:
        cells = lattice.grid.cells
        for char, home in zip(page.chars, homes(page.chars, lattice), strict=True):
            if home is None or char.layer or char.text.isspace():
                continue
            inside += 1
            held += holds(cells[home].box, char)
    return held / inside if inside else 0.0


def _outermost(lattices: Sequence[Lattice]) -> tuple[Lattice, ...]:
    """Grids that lie in no other's cell; frames round other grids go.

    A frame (one cell) that holds a grid is the page's ornament. A small grid that lies inside a
    cell of a larger one stays that cell's content.
    """
    tables = [one for one in lattices if len(one.grid.cells) > 1]
    frames = [one for one in lattices if len(one.grid.cells) == 1]
    kept: list[Lattice] = []
    for one in sorted(tables, key=lambda t: -t.box.area):
        if all(one.box.overlap(other.box) <= 0.5 * one.box.area for other in kept):
            kept.append(one)
    kept += [f for f in frames if all(f.box.overlap(other.box) <= 0.0 for other in kept)]
    return tuple(sorted(kept, key=lambda t: (t.box.top, t.box.x0)))


def holds(cell: Box, char: Char, share: float = 0.66) -> bool:
    """Whether at least ``share`` of a character lies in a cell."""
    box = char.box
    if (
        box.x0 >= cell.x0
        and box.x1 <= cell.x1
        and box.top >= cell.top
        and box.bottom <= cell.bottom
    ):
        return True
    return box.overlap(cell) >= share * box.area


_latest: list[tuple[Sequence[Char], Lattice, Sequence[int | None]]] = []


def homes(chars: Sequence[Char], lattice: Lattice) -> Sequence[int | None]:
    """For each character the index of the cell that holds its centre, None outside of all.

    A cell that the page end cut has no rule there, and its last line may reach over the ends of
    the column rulings into the margin: what begins in such a cell belongs to it.

    The latest answer is kept: a grid is filled with the characters that it was just judged by.
    """
    for known_chars, known_lattice, answer in _latest:
        if known_chars is chars and known_lattice is lattice:
            return answer
    found = tuple(_homes(chars, lattice))
    if isinstance(chars, tuple):  # nobody changes it
        _latest[:] = [(chars, lattice, found)]
    return found


def _homes(chars: Sequence[Char], lattice: Lattice) -> list[int | None]:
    grid = lattice.grid
    xs, ys, columns = grid.xs, grid.ys, grid.columns
    owner: list[int | None] = [None] * (grid.rows * columns)
    for index, cell in enumerate(grid.cells):
        for row in range(cell.row, cell.row + cell.row_span):
            start = row * columns + cell.column
            owner[start : start + cell.column_span] = [index] * cell.column_span
    found: list[int | None] = []
    left, right, top, bottom = xs[0], xs[-1], ys[0], ys[-1]
    line, first = float("nan"), 0  # the middle of the last character's line, and its row's start
    for char in chars:
        box = char.box
        x, y = (box.x0 + box.x1) / 2, (box.top + box.bottom) / 2
        if not left <= x < right:
            found.append(None)
            continue
        column = bisect_right(xs, x) - 1
        if top <= y < bottom:
            if y != line:
                line, first = y, (bisect_right(ys, y) - 1) * columns
            found.append(owner[first + column])
        elif box.top < bottom <= y and not lattice.closed_bottom[column]:
            found.append(owner[(grid.rows - 1) * columns + column])
        elif y < top < box.bottom and not lattice.closed_top[column]:
            found.append(owner[column])
        else:
            found.append(None)
    return found
