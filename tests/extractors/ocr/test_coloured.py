"""Print and rulings in colour are ink; seals, and what may be pieces of them, are not."""

from __future__ import annotations

import pytest

pytest.importorskip("cv2")

import cv2
import numpy as np

from extractors.ocr.coloured import with_coloured_print
from extractors.ocr.prepare import prepare, rotate
from extractors.ocr.rulings import find_rulings
from extractors.ocr.seals import coloured_ink

DPI = 200.0
RED, BLUE, BLACK = (215, 40, 45), (50, 70, 190), (25, 25, 25)
XS, YS = (150, 500, 900, 1500), (200, 260, 320, 380, 440, 500)


def form(rulings: tuple[int, int, int] = BLACK, angle: float = 0.0) -> np.ndarray:
    """A table 170 mm wide; the angle leaves white corners."""
    page = np.full((1165, 1650, 3), 250, np.uint8)
    for x in XS:
        cv2.line(page, (x, YS[0]), (x, YS[-1]), rulings, 3)
    for y in YS:
        cv2.line(page, (XS[0], y), (XS[-1], y), rulings, 3)
    if angle:
        page = np.dstack([rotate(page[..., c], angle, 250) for c in range(3)])
    return page


def scanned(page: np.ndarray) -> np.ndarray:
    """As a JPEG keeps it: colour at half the resolution."""
    _, data = cv2.imencode(".jpg", page[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, 75])
    return np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR)[..., ::-1])


def number(page: np.ndarray, colour: tuple[int, int, int]) -> tuple[slice, slice]:
    cv2.putText(page, "128.50", (600, 305), cv2.FONT_HERSHEY_SIMPLEX, 0.9, colour, 2)
    return slice(270, 310), slice(590, 720)


@pytest.mark.parametrize("angle", [0.0, 1.2])
@pytest.mark.parametrize("colour", [RED, BLUE])
def test_rulings_in_colour_are_rulings(colour: tuple[int, int, int], angle: float) -> None:
    found = find_rulings(prepare(scanned(form(colour, angle)), DPI))
    assert sum(not r.horizontal for r in found) == len(XS)
    assert sum(r.horizontal for r in found) == len(YS)


@pytest.mark.parametrize("rulings", [BLACK, BLUE])
@pytest.mark.parametrize("colour", [RED, BLUE])
def test_figures_in_colour_are_print(
    colour: tuple[int, int, int], rulings: tuple[int, int, int]
) -> None:
    page, black = form(rulings), form(rulings)
    place = number(page, colour)
    number(black, BLACK)
    seen, want = (prepare(scanned(p), DPI).ink[place] for p in (page, black))
    assert (seen & want).sum() >= 0.9 * want.sum()


@pytest.mark.parametrize("rulings", [BLACK, BLUE])
def test_a_seal_is_none(rulings: tuple[int, int, int]) -> None:
    page = form(rulings)
    cv2.circle(page, (1200, 800), 160, RED, 9)
    cv2.putText(page, "OFFICE 123", (1080, 820), cv2.FONT_HERSHEY_SIMPLEX, 1.4, RED, 4)
    cv2.line(page, (1390, 700), (1390, 730), RED, 5)  # a piece of its rim beside it
    ink = prepare(scanned(page), DPI).ink
    assert not ink[620:1000, 1000:1420].any()


def test_a_page_without_colour_and_a_coloured_ground_stay_as_they_are() -> None:
    page = form()
    assert with_coloured_print(page, coloured_ink(page, DPI), DPI) is page
    page[:30] = BLUE
    assert not prepare(scanned(page), DPI).ink[:25, 40:-40].any()
