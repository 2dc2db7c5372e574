"""What stands beside a table is read once and line by line, and a sheet is turned by its lines."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

pytest.importorskip("cv2")

import cv2
import numpy as np

from extractors.ocr.page import Layout, lay_out
from extractors.ocr.prepare import Sheet, prepare
from extractors.ocr.turns import quarter_turns
from extractors.ocr.upright import turned
from schemas.ocr import CharReading, LineReading
from schemas.page import PageInfo, PageKind

DPI = 200.0
LEFT, TOP, RIGHT, BOTTOM = 100, 200, 1500, 1100


def print_at(page: np.ndarray, x: int, y: int, letters: int, size: int = 28) -> None:
    """A row of boxes with a stroke in them, as high and wide as Han print."""
    for k in range(letters):
        left = x + k * (size + 3)
        cv2.rectangle(page, (left, y), (left + size - 3, y + size), (0, 0, 0), 3)
        cv2.line(page, (left, y + size // 2), (left + size - 3, y + size // 2), (0, 0, 0), 3)


def form(frame: int = 3) -> np.ndarray:
    """A grid of three columns and nine rows within a frame of so many pixels, with print."""
    page = np.full((1300, 1650, 3), 255, np.uint8)
    for row in range(10):
        y = TOP + row * 100
        cv2.line(page, (LEFT, y), (RIGHT, y), (0, 0, 0), 3)
    for x in (LEFT, 400, 900, RIGHT):
        cv2.line(page, (x, TOP), (x, BOTTOM), (0, 0, 0), 3)
    cv2.rectangle(page, (LEFT, TOP), (RIGHT, BOTTOM), (0, 0, 0), frame)
    for row in range(9):
        print_at(page, 130, TOP + row * 100 + 35, 5)
        print_at(page, 430, TOP + row * 100 + 35, 9)
        print_at(page, 930, TOP + row * 100 + 35, 12)
    return page


def laid_out(page: np.ndarray) -> tuple[Sheet, Layout]:
    sheet = prepare(page, DPI)
    high, wide = sheet.grey.shape
    return sheet, lay_out(sheet, PageInfo(1, wide * 0.36, high * 0.36, 0, PageKind.SCANNED))


@pytest.mark.parametrize("frame", [3, 7, 11])
def test_a_thick_frame_makes_no_second_reading_of_the_table(frame: int) -> None:
    page = form(frame)
    print_at(page, 130, 1160, 8)
    _, layout = laid_out(page)
    assert [len(table) for table in layout.in_cells] == [27]
    assert [layout.lines[i].box[1] > BOTTOM for i in layout.beside] == [True]


def test_a_small_line_close_below_the_title_is_a_line_of_its_own() -> None:
    page = form()
    print_at(page, 500, 90, 9, size=46)
    print_at(page, 620, 90 + 46 + 8, 6, size=26)
    _, layout = laid_out(page)
    boxes = sorted(layout.lines[i].box for i in layout.beside)
    assert [(b[1] < 100, b[3] - b[1] < 60) for b in boxes] == [(True, True), (False, True)]


class SureOfEverything:
    """A recogniser that takes every box of a line for a Han character."""

    models: tuple[tuple[str, str], ...] = ()

    def read(self, lines: Sequence[np.ndarray]) -> list[LineReading]:
        return [
            LineReading(tuple(CharReading("表", 1.0, 0.0) for _ in range(line.shape[1] // 30)))
            for line in lines
        ]


def test_labels_written_downward_turn_no_sheet_on_its_side() -> None:
    """They are legible on their side, where nothing else runs across."""
    page = form()
    page[TOP + 110 : TOP + 490, LEFT + 5 : 395] = 255  # a merged cell with a label written downward
    for k in range(8):
        print_at(page, 230, TOP + 130 + k * 31, 1)
    sheet = prepare(page, DPI)
    assert quarter_turns(sheet, SureOfEverything()) == 0
    assert quarter_turns(turned(sheet, 1), SureOfEverything()) in (1, 3)


def test_print_under_a_fold_or_streak_is_in_doubt_and_the_rest_is_not() -> None:
    page = form()
    cv2.line(page, (500, 0), (500, 1299), (0, 0, 0), 3)
    _, layout = laid_out(page)
    assert [len(table) for table in layout.in_cells] == [27]
    under = [line.covered for line in layout.lines if line.box[0] < 500 < line.box[2]]
    assert under == [True] * 9
    assert sum(line.covered for line in layout.lines) == 9


def test_a_speck_above_a_number_is_no_line_but_a_row_of_points_is() -> None:
    page = form()
    page[TOP + 18 : TOP + 21, 500:503] = page[TOP + 118 : TOP + 121, 620:623] = 0
    _, layout = laid_out(page)
    assert [len(cell) for cell in layout.in_cells[0]] == [1] * 27
    for x in range(500, 560, 10):
        page[TOP + 218 : TOP + 221, x : x + 3] = 0
    _, layout = laid_out(page)
    assert sorted(len(cell) for cell in layout.in_cells[0]) == [1] * 26 + [2]
