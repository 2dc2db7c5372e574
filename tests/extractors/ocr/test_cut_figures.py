"""Figures under each other stay apart, and figures that something cuts are in doubt, whatever two
readers agree on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

pytest.importorskip("cv2")

import cv2
import numpy as np

from extractors.ocr.decide import Decision
from extractors.ocr.engine import Readers
from extractors.ocr.page import Layout, decide_lines, lay_out
from extractors.ocr.prepare import prepare
from schemas.ocr import CharReading, LineReading
from schemas.page import PageInfo, PageKind
from schemas.text import UNREAD

DPI, FONT = 200, cv2.FONT_HERSHEY_SIMPLEX
XS, YS = (100, 500, 900), tuple(range(100, 901, 100))
INK = (20, 20, 20)


class Counts:
    """A sure reader that sees 1 2 3 … where the columns of ink are: what it reads always fits the
    ink that it is shown, so only the page can speak against it."""

    models = ()

    def read(self, lines: Sequence[Any]) -> list[LineReading]:
        return [self._one(line) for line in lines]

    def _one(self, crop: Any) -> LineReading:
        dark = np.concatenate(([0], (crop < 128).any(axis=0).astype(int), [0]))
        starts, ends = np.flatnonzero(np.diff(dark) == 1), np.flatnonzero(np.diff(dark) == -1)
        middles = (starts + ends) / 2 / crop.shape[1]
        return LineReading(
            tuple(CharReading(str(i % 9 + 1), 0.99, float(at)) for i, at in enumerate(middles))
        )


def paper() -> np.ndarray:
    """Two columns and eight rows of ruled cells, a number in each of the first column."""
    page = np.full((1000, 1000, 3), 255, np.uint8)
    for x in XS:
        cv2.line(page, (x, YS[0]), (x, YS[-1]), INK, 3)
    for y in YS:
        cv2.line(page, (XS[0], y), (XS[-1], y), INK, 3)
    for top in YS[:-1]:
        write(page, "5288", 250, top + 62)
    return page


def write(page: np.ndarray, text: str, x: int, base: int, scale: float = 0.9) -> None:
    """Digits with a gap between them, left end and base line in pixels."""
    for char in text:
        cv2.putText(page, char, (x, base), FONT, scale, INK, 2, cv2.LINE_AA)
        x += cv2.getTextSize(char, FONT, scale, 2)[0][0] + 2


def read(page: np.ndarray) -> tuple[Layout, list[Decision]]:
    k = 72 / DPI
    info = PageInfo(1, page.shape[1] * k, page.shape[0] * k, 0, PageKind.SCANNED)
    layout = lay_out(prepare(page, DPI), info)
    return layout, decide_lines(layout, Readers(Counts(), Counts()))[0]


def told(page: np.ndarray, row: int, column: int) -> list[Decision]:
    layout, said = read(page)
    (table,) = layout.lattices
    return [
        said[i]
        for cell, lines in zip(table.grid.cells, layout.in_cells[0], strict=True)
        for i in lines
        if (cell.row, cell.column) == (row, column)
    ]


def is_plain(said: Decision) -> bool:
    return said.text != UNREAD and not said.readings


@pytest.mark.parametrize("gap", [3, 6, 12, 24])
@pytest.mark.parametrize("scale", [0.7, 0.9])
def test_figures_under_each_other_are_two_lines(gap: int, scale: float) -> None:
    page = paper()
    high = cv2.getTextSize("5", FONT, scale, 2)[0][1] + 2
    base = YS[3] + 20 + high
    write(page, "528", 650, base, scale)
    write(page, "46", 650, base + gap + high, scale)
    assert [one.text for one in told(page, 3, 1)] == ["123", "12"]


def test_a_whole_figure_is_plain() -> None:
    page = paper()
    write(page, "528", 650, YS[3] + 62)
    (said,) = told(page, 3, 1)
    assert said.text == "123" and is_plain(said)


@pytest.mark.parametrize("over", range(2, 14, 2))
def test_a_figure_that_runs_into_a_ruling_is_in_doubt(over: int) -> None:
    """From both sides; ``over`` pixels of the digit next to it lie on the ruling or beyond."""
    wide = cv2.getTextSize("8", FONT, 0.9, 2)[0][0] + 2
    for x in (XS[1] + over - 4 * wide, XS[1] - over):
        page = paper()
        page[YS[3] + 4 : YS[4] - 4, XS[0] + 4 : XS[1] - 4] = 255
        write(page, "5288", x, YS[3] + 62)
        said = [*told(page, 3, 0), *told(page, 3, 1)]
        assert said and not any(map(is_plain, said)), f"{over} px: {said}"


@pytest.mark.parametrize("over", [4, 8, 12])
def test_a_figure_that_stands_on_the_line_below_it_is_in_doubt(over: int) -> None:
    page = paper()
    write(page, "528", 650, YS[4] + over)
    assert not any(is_plain(one) for one in told(page, 3, 1) + told(page, 4, 1))


def test_a_figure_that_a_grey_seal_reaches_is_in_doubt() -> None:
    page = paper()
    write(page, "528", 650, YS[3] + 62)
    stamp = np.full(page.shape, 255, np.uint8)
    cv2.circle(stamp, (690, YS[3] + 50), 150, (120, 120, 120), 9)
    cv2.circle(stamp, (690, YS[3] + 50), 45, (120, 120, 120), -1)
    page = np.minimum(page, stamp)
    said = told(page, 3, 1)
    assert not any(map(is_plain, said))


@pytest.mark.parametrize("beyond", [14, 16, 18])
@pytest.mark.parametrize("text", ["5288", "-288"])
def test_a_number_that_begins_beyond_the_ruling_is_in_doubt(text: str, beyond: int) -> None:
    page = paper()
    write(page, text, XS[1] - beyond, YS[4] + 62)
    assert not any(is_plain(one) for one in told(page, 4, 1))
