"""What counts as a ruling among the strokes of a scanned page."""

from __future__ import annotations

import pytest

pytest.importorskip("cv2")

import cv2
import numpy as np

from extractors.ocr.prepare import Sheet, prepare
from extractors.ocr.rulings import find_rulings, rulings_and_streaks

DPI = 200.0
LEFT, RIGHT, TOP, STEP, ROWS = 100, 1300, 100, 48, 6


def page() -> np.ndarray:
    """A table of two columns and low rows, 6 mm high, drawn in strokes of three pixels."""
    picture = np.full((600, 1400, 3), 255, np.uint8)
    for row in range(ROWS + 1):
        cv2.line(picture, (LEFT, TOP + STEP * row), (RIGHT, TOP + STEP * row), (0, 0, 0), 3)
    for x in (LEFT, 300, RIGHT):
        cv2.line(picture, (x, TOP), (x, TOP + STEP * ROWS), (0, 0, 0), 3)
    return picture


def upright(sheet: Sheet) -> list[int]:
    """The places of vertical rulings in pixels."""
    return sorted({round(r.position * DPI / 72) for r in find_rulings(sheet) if not r.horizontal})


def test_a_tall_stroke_in_a_low_row_is_print() -> None:
    picture = page()
    for x in (180, 500, 700):
        cv2.line(picture, (x, TOP + STEP + 6), (x, TOP + 2 * STEP - 6), (0, 0, 0), 3)
    assert upright(prepare(picture, DPI)) == pytest.approx([LEFT, 300, RIGHT], abs=2)


def test_a_short_ruling_between_two_rows_is_one() -> None:
    picture = page()
    cv2.line(picture, (700, TOP + STEP), (700, TOP + 2 * STEP), (0, 0, 0), 3)
    assert upright(prepare(picture, DPI)) == pytest.approx([LEFT, 300, 700, RIGHT], abs=2)


def test_a_ruling_that_went_with_a_seals_ink_is_one_ruling() -> None:
    picture = page()
    cv2.circle(picture, (800, 244), 168, (220, 40, 50), 14)
    level = [r for r in find_rulings(prepare(picture, DPI)) if r.horizontal]
    whole = [r for r in level if (r.end - r.start) * DPI / 72 > RIGHT - LEFT - 20]
    assert len(whole) == ROWS + 1


def test_strokes_of_a_line_of_print_that_fills_its_cell_are_print() -> None:
    picture = page()
    for x in range(LEFT + 8, 290, 24):  # level strokes of characters
        cv2.line(picture, (x, TOP + 16), (x + 18, TOP + 16), (0, 0, 0), 2)
        cv2.line(picture, (x + 9, TOP + 16), (x + 9, TOP + 36), (0, 0, 0), 2)
    level = {
        round(r.position * DPI / 72) for r in find_rulings(prepare(picture, DPI)) if r.horizontal
    }
    assert sorted(level) == pytest.approx([TOP + STEP * n for n in range(ROWS + 1)], abs=2)


def test_a_table_that_the_page_cuts_off_keeps_the_columns_of_its_last_row() -> None:
    picture = page()
    end = TOP + STEP * ROWS
    for x in (LEFT, 220, 420, 700, RIGHT):
        cv2.line(picture, (x, end), (x, end + 60), (0, 0, 0), 3)
    assert upright(prepare(picture, DPI)) == pytest.approx([LEFT, 220, 300, 420, 700, RIGHT], abs=2)


def test_two_strokes_under_a_table_are_no_row_of_it() -> None:
    picture = page()
    end = TOP + STEP * ROWS
    for x in (420, 700):
        cv2.line(picture, (x, end), (x, end + 60), (0, 0, 0), 3)
    assert upright(prepare(picture, DPI)) == pytest.approx([LEFT, 300, RIGHT], abs=2)


@pytest.mark.parametrize("at", [180, 700, 1200])
def test_a_fold_or_streak_that_goes_on_beyond_the_table_is_no_ruling(at: int) -> None:
    picture = page()
    cv2.line(picture, (at, 0), (at, 599), (0, 0, 0), 2)
    sheet = prepare(picture, DPI)
    assert upright(sheet) == pytest.approx([LEFT, 300, RIGHT], abs=2)
    assert [s.horizontal for s in rulings_and_streaks(sheet)[1]] == [False]


def test_rulings_of_a_table_without_sides_are_rulings_even_if_they_cross_one() -> None:
    picture = np.full((600, 1400, 3), 255, np.uint8)
    for row in range(ROWS + 1):
        cv2.line(picture, (LEFT, TOP + STEP * row), (RIGHT, TOP + STEP * row), (0, 0, 0), 3)
    cv2.line(picture, (300, TOP), (300, TOP + STEP * ROWS), (0, 0, 0), 3)
    cv2.line(picture, (700, TOP + STEP), (700, TOP + STEP * ROWS), (0, 0, 0), 3)
    rulings, streaks = rulings_and_streaks(prepare(picture, DPI))
    assert sum(r.horizontal for r in rulings) == ROWS + 1 and streaks == ()


def test_a_table_of_which_the_page_has_one_low_row_is_found() -> None:
    picture = np.full((600, 1400, 3), 255, np.uint8)
    cv2.rectangle(picture, (LEFT, TOP), (RIGHT, TOP + STEP), (0, 0, 0), 7)
    for x in (900, 1100):
        cv2.line(picture, (x, TOP), (x, TOP + STEP), (0, 0, 0), 3)
    assert upright(prepare(picture, DPI)) == pytest.approx([LEFT, 900, 1100, RIGHT], abs=2)


def test_print_between_two_underlines_is_no_row_of_a_table() -> None:
    picture = np.full((600, 1400, 3), 255, np.uint8)
    for y in (TOP, TOP + STEP):
        cv2.line(picture, (LEFT, y), (RIGHT, y), (0, 0, 0), 3)
    for x in range(LEFT + 40, RIGHT - 40, 90):
        cv2.line(picture, (x, TOP + 8), (x, TOP + STEP - 8), (0, 0, 0), 3)
    assert find_rulings(prepare(picture, DPI)) == ()


def test_dotted_rulings_need_not_be_equally_dense() -> None:
    picture = np.full((1200, 1400, 3), 255, np.uint8)
    for y in range(TOP, 1001, 100):
        for x in range(LEFT, RIGHT, 6):
            picture[y : y + 3, x : x + 4] = 0
    for left, end, pitch in ((LEFT, 1000, 6), (300, 1000, 6), (700, 500, 7), (RIGHT, 1000, 6)):
        for y in range(TOP, end, pitch):
            picture[y : y + 4, left : left + 3] = 0
    picture = np.asarray(cv2.GaussianBlur(picture, (0, 0), 0.8), dtype=np.uint8)
    assert upright(prepare(picture, DPI)) == pytest.approx([LEFT, 300, 700, RIGHT], abs=3)
