"""Which finder's grids are taken."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from extractors.tables import find
from extractors.tables.lattice import Lattice
from schemas.geometry import Box
from schemas.page import Char, Page, PageInfo, PageKind
from schemas.table import Cell, Grid


def lattice(xs: tuple[float, ...], ys: tuple[float, ...]) -> Lattice:
    cells = tuple(
        Cell(row, column, 1, 1, Box(xs[column], ys[row], xs[column + 1], ys[row + 1]))
        for row in range(len(ys) - 1)
        for column in range(len(xs) - 1)
    )
    closed = (True,) * (len(xs) - 1)
    return Lattice(Grid(1, xs, ys, cells), closed, closed)


FRAME = lattice((50, 550), (50, 750))
TABLE = lattice((100, 200, 300), (100, 120, 140))


class Finder:
    def __init__(self, rank: int, *found: Lattice) -> None:
        self.RANK, self.NAME, self.found, self.asked = rank, str(rank), found, 0

    def find(self, page: Page, document: Callable[[], bytes]) -> tuple[Lattice, ...]:
        self.asked += 1
        return self.found


def page(surfaces: int) -> Page:
    chars = tuple(Char("字", Box(x, 105, x + 10, 115), 10) for x in (110, 130, 210, 230))
    return Page(PageInfo(1, 600, 800, 0, PageKind.TEXT_LAYER), chars, (), 0, surfaces)


def test_a_frame_around_a_pictured_table_does_not_hide_it(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = Finder(0, FRAME), Finder(1, TABLE)
    monkeypatch.setattr(find, "table_finders", lambda: (first, second))
    assert find.find_tables(page(surfaces=1), bytes) == (TABLE,)
    assert find.find_tables(page(surfaces=0), bytes) == (FRAME,)  # framed prose: nobody else asked
    assert second.asked == 1


def test_a_frame_stays_where_the_pictures_are_no_table(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(find, "table_finders", lambda: (Finder(0, FRAME), Finder(1)))
    assert find.find_tables(page(surfaces=1), bytes) == (FRAME,)


def test_a_table_of_cells_is_taken_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = Finder(0, TABLE), Finder(1, FRAME)
    monkeypatch.setattr(find, "table_finders", lambda: (first, second))
    assert find.find_tables(page(surfaces=1), bytes) == (TABLE,)
    assert second.asked == 0


def test_characters_are_asked_for_anew_on_every_grid_and_page() -> None:
    one, other = page(0).chars, tuple(Char("字", Box(1, 1, 9, 9), 8) for _ in range(4))
    for chars, grid, expected in (
        (one, TABLE, (0, 0, 1, 1)),
        (one, FRAME, (0, 0, 0, 0)),
        (other, FRAME, (None,) * 4),
        (one, TABLE, (0, 0, 1, 1)),
    ):
        assert tuple(find.homes(chars, grid)) == expected
