"""Seals off, skew out, rulings found, and the way back to the page as it is."""

from __future__ import annotations

import pytest

cv2 = pytest.importorskip("cv2")
np = pytest.importorskip("numpy")

from extractors.ocr.page import upright_info  # noqa: E402
from extractors.ocr.prepare import Sheet, prepare, rotate, skew_of  # noqa: E402
from extractors.ocr.rulings import find_rulings  # noqa: E402
from extractors.ocr.upright import Paper, turned  # noqa: E402
from schemas.geometry import Box  # noqa: E402
from schemas.page import PageInfo, PageKind  # noqa: E402

DPI = 200


def sheet_of_paper() -> np.ndarray:
    """A grid of three columns and four rows, 2 pixels thick, on an A5 sheet."""
    page = np.full((1165, 1650, 3), 250, np.uint8)
    for y in range(200, 801, 200):
        page[y : y + 2, 150:1502] = 10
    for x in range(150, 1501, 450):
        page[200:802, x : x + 2] = 10
    return page


@pytest.mark.parametrize(
    "angle", [-1.4, 0.0, *(pytest.param(a, marks=pytest.mark.heavy) for a in (-0.3, 0.45, 1.0))]
)
def test_skew_is_measured_and_taken_out(angle: float) -> None:
    skewed = rotate(sheet_of_paper(), angle, 250)
    assert prepare(skewed, DPI).skew == pytest.approx(-angle, abs=0.05)
    assert abs(skew_of(prepare(skewed, DPI).grey, DPI)) < 0.05


@pytest.mark.parametrize("angle", [-1.2, 0.0, 0.8])
def test_the_grid_is_found_and_its_places_lie_on_the_page_as_it_is(angle: float) -> None:
    skewed = rotate(sheet_of_paper(), angle, 250)
    sheet = prepare(skewed, DPI)
    rulings = find_rulings(sheet)
    assert sorted(r.horizontal for r in rulings) == [False] * 4 + [True] * 4
    paper = Paper(1650 * 72 / DPI, 1165 * 72 / DPI, sheet.skew)
    corner = paper.box(Box(150 * 0.36, 200 * 0.36, 150 * 0.36, 200 * 0.36))
    ys, xs = np.nonzero(skewed[..., 0] < 90)
    nearest = np.hypot(xs * 0.36 - corner.x0, ys * 0.36 - corner.top).min()
    assert nearest < 1.5, "the grid's corner is where the page has ink"


@pytest.mark.parametrize("colour", [(215, 40, 45), (50, 70, 190)], ids=["red", "blue"])
def test_a_coloured_seal_goes_and_black_ink_beneath_it_stays(colour: tuple[int, int, int]) -> None:
    page = sheet_of_paper()
    seal = np.zeros(page.shape[:2], np.uint8)
    cv2.circle(seal, (600, 500), 160, 255, 12)
    share = (seal / 255.0 * 0.85)[..., None]
    page = (page * (1 - share + share * np.array(colour) / 255)).astype(np.uint8)
    sheet = prepare(page, DPI)
    rest = sheet.ink & (seal > 0)
    under = np.zeros_like(rest)
    under[398:404] = under[598:604] = True
    under[:, 598:604] = True
    assert not (rest & ~under).any(), "no ink of the seal is left"
    assert (sheet.ink[400:402] & (seal[400:402] > 0)).any(), "the ruling under it is"
    assert sheet.stamped[seal > 200].mean() > 0.9


def test_strokes_of_print_in_a_row_are_no_ruling() -> None:
    page = sheet_of_paper()
    for x in range(158, 594, 24):  # seven horizontal strokes a letter, wall to wall
        for y in range(280, 304, 4):
            page[y : y + 2, x : x + 22] = 10
    assert len(find_rulings(prepare(page, DPI))) == 8


def test_a_turned_sheet_is_turned_as_a_whole() -> None:
    grey = np.arange(6, dtype=np.uint8).reshape(2, 3)
    sheet = Sheet(grey, grey > 3, grey > 4, 0.0, 200.0, grey > 5, grey > 2)
    once = turned(sheet, 1)
    assert once.grey.tolist() == [[3, 0], [4, 1], [5, 2]]
    assert once.covered.tolist() == np.rot90(grey > 2, k=-1).tolist()
    assert turned(turned(once, 1), 2).ink.tolist() == sheet.ink.tolist()


def test_a_page_read_sideways_says_so() -> None:
    info = PageInfo(1, 842.0, 595.0, 90, PageKind.SCANNED)
    assert upright_info(info, 3) == PageInfo(1, 595.0, 842.0, 0, PageKind.SCANNED)
    assert upright_info(info, 2) == PageInfo(1, 842.0, 595.0, 270, PageKind.SCANNED)


@pytest.mark.parametrize("angle", [-1.4, 0.0, 0.6, 2.0])
def test_the_skew_of_dotted_rulings_is_measured_and_a_seals_rim_has_no_say(angle: float) -> None:
    page = np.full((1165, 1650, 3), 250, np.uint8)
    for y in range(200, 801, 100):
        for x in range(150, 1500, 6):
            page[y : y + 3, x : x + 3] = 10
    cv2.ellipse(page, (1200, 1000), (160, 80), 0, 0, 360, (60, 60, 60), 10)
    assert prepare(rotate(page, angle, 250), DPI).skew == pytest.approx(-angle, abs=0.06)
