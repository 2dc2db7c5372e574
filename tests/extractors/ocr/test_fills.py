"""Light print on a dark row is print like any other; what only looks like a dark row stays."""

from __future__ import annotations

import pytest

pytest.importorskip("cv2")

import cv2
import numpy as np

from extractors.ocr.fills import without_dark_fills
from extractors.ocr.page import Layout, lay_out
from extractors.ocr.prepare import prepare, rotate
from schemas.page import PageInfo, PageKind

pytestmark = pytest.mark.heavy

DPI = 200.0
COLUMNS = (100, 500, 900, 1500)


def form(fill: tuple[int, int, int], letters: tuple[int, int, int]) -> np.ndarray:
    """A table of three columns and eight rows, the first of which has a fill."""
    page = np.full((1000, 1650, 3), 250, np.uint8)
    page[200:270, 100:1500] = fill
    for row in range(9):
        cv2.line(page, (100, 200 + 70 * row), (1500, 200 + 70 * row), (0, 0, 0), 3)
    for x in COLUMNS:
        cv2.line(page, (x, 200), (x, 760), (0, 0, 0), 3)
    for row in range(8):
        for x in COLUMNS[:3]:
            for k in range(5):
                at, y = x + 60 + 32 * k, 221 + 70 * row
                colour = letters if row == 0 else (0, 0, 0)
                cv2.rectangle(page, (at, y), (at + 26, y + 28), colour, 3)
    return page


def laid_out(page: np.ndarray) -> Layout:
    sheet = prepare(page, DPI)
    return lay_out(sheet, PageInfo(1, 1650 * 0.36, 1000 * 0.36, 0, PageKind.SCANNED))


@pytest.mark.parametrize("angle", [0.0, 1.5])
@pytest.mark.parametrize("fill", [(68, 114, 196), (40, 90, 50), (90, 90, 90), (150, 60, 50)])
def test_light_print_on_a_dark_row_is_read(fill: tuple[int, int, int], angle: float) -> None:
    layout = laid_out(rotate(form(fill, (255, 255, 255)), angle, 250))
    assert [[len(cell) for cell in table] for table in layout.in_cells] == [[1] * 24]
    assert {round((line.box[2] - line.box[0]) / 10) for line in layout.lines} == {16}
    assert not any(line.cut for line in layout.lines)
    assert not any(line.stamped for line in layout.lines) or angle


def test_a_pale_fill_a_seal_and_a_small_picture_stay_as_they_are() -> None:
    page = form((217, 217, 217), (0, 0, 0))
    cv2.circle(page, (1200, 600), 140, (210, 30, 40), 12)
    cv2.circle(page, (1200, 600), 60, (210, 30, 40), -1)
    page[780:, :150] = 60
    assert without_dark_fills(page, DPI) is page
