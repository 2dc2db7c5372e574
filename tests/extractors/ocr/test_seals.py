"""Print under coloured seals comes back as it is beside them, or is marked."""

from __future__ import annotations

import io

import pytest

cv2 = pytest.importorskip("cv2")
np = pytest.importorskip("numpy")
Image = pytest.importorskip("PIL.Image")

from extractors.ocr.lines import find_lines  # noqa: E402
from extractors.ocr.page import lay_out  # noqa: E402
from extractors.ocr.prepare import Sheet, prepare  # noqa: E402
from schemas.page import PageInfo, PageKind  # noqa: E402

RED, BLUE, DARK = (215, 40, 45), (50, 70, 190), (6, 6, 105)
SCANNERS = {"A": (300, 92, 1.5), "B": (200, 62, 4.0)}
"""Dots per inch, quality of the JPEG, noise in grey levels."""


def drawn(dpi: int) -> np.ndarray:
    """A table with the same number in every cell, at twice the resolution."""
    k = 2 * dpi / 200
    page = np.full((round(700 * k), round(1000 * k)), 248, np.uint8)
    for y in range(50, 651, 60):
        page[round(y * k) : round((y + 2) * k), round(40 * k) : round(962 * k)] = 25
    for x in range(40, 961, 230):
        page[round(50 * k) : round(652 * k), round(x * k) : round((x + 2) * k)] = 25
    for y in range(50, 601, 60):
        for x in range(40, 731, 230):
            at = (round((x + 60) * k), round((y + 41) * k))
            font = cv2.FONT_HERSHEY_DUPLEX
            cv2.putText(page, "-4162.85", at, font, 0.8 * k, 25, round(2 * k), cv2.LINE_AA)
    return np.repeat(page[..., None], 3, axis=2)


def seal(shape: tuple[int, int], dpi: int, at: tuple[float, float]) -> np.ndarray:
    """The share of a seal's ink in each pixel: a ring, a solid middle, thin characters."""
    k = 2 * dpi / 200
    mask = np.zeros(shape, np.uint8)
    centre = (round(at[0] * shape[1]), round(at[1] * shape[0]))
    cv2.circle(mask, centre, round(150 * k), 255, round(9 * k), cv2.LINE_AA)
    cv2.circle(mask, centre, round(50 * k), 255, -1, cv2.LINE_AA)
    for angle in range(0, 360, 40):
        x = centre[0] + round(105 * k * np.cos(np.radians(angle)))
        y = centre[1] + round(105 * k * np.sin(np.radians(angle)))
        cv2.putText(mask, "E", (x, y), cv2.FONT_HERSHEY_SIMPLEX, k, 255, round(3 * k), cv2.LINE_AA)
    return mask / 255.0


def scanned(page: np.ndarray, grade: str) -> np.ndarray:
    _, quality, noise = SCANNERS[grade]
    half = cv2.resize(page, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA).astype(np.float32)
    half += np.random.default_rng(5).normal(0.0, noise, half.shape[:2])[..., None]
    stream = io.BytesIO()
    Image.fromarray(np.clip(half, 0, 255).astype(np.uint8)).save(
        stream, "JPEG", quality=quality, subsampling="4:2:0"
    )
    return np.asarray(Image.open(stream).convert("RGB"))


def stamped(grade: str, *inks: tuple[int, int, int], paint: bool = False) -> tuple[Sheet, Sheet]:
    """The sheet of a page without seals, and with one seal of each ink."""
    dpi = SCANNERS[grade][0]
    page = drawn(dpi)
    bare = prepare(scanned(page, grade), dpi)
    work = page.astype(np.float32)
    for at, ink in zip(((0.3, 0.4), (0.68, 0.6)), inks, strict=False):
        cover = (seal(page.shape[:2], dpi, at) * (0.97 if paint else 0.8))[..., None]
        colour = np.array(ink, np.float32)
        work = work * (1.0 - cover) + cover * colour * (1.0 if paint else work / 255.0)
    return bare, prepare(scanned(work, grade), dpi)


@pytest.mark.parametrize(
    "grade",
    [pytest.param(g, marks=[pytest.mark.heavy] * (g == "A")) for g in sorted(SCANNERS)],
)
@pytest.mark.parametrize(
    "inks", [(RED,), (BLUE,), (RED, BLUE)], ids=["red", "blue", "red and blue"]
)
def test_ink_under_a_seal_is_the_ink_without_it(
    grade: str, inks: tuple[tuple[int, int, int], ...]
) -> None:
    bare, sheet = stamped(grade, *inks)
    under = sheet.stamped
    printed = (bare.grey < 110) & under
    paper = cv2.erode(bare.grey, np.ones((5, 5), np.uint8)) > 225
    assert printed.sum() > 1500
    assert (sheet.ink & printed).sum() > 0.99 * printed.sum()
    assert (sheet.ink & paper & under).sum() < 0.002 * under.sum()
    assert (sheet.grey[~under] == bare.grey[~under]).mean() > 0.5, "beside it nothing changes"


def lines_near(sheet: Sheet, dpi: int) -> list[tuple[bool, int]]:
    """Of every number in reach of the seal: whether it is marked, and its columns of ink."""
    size = sheet.grey.shape
    info = PageInfo(1, size[1] * 72 / dpi, size[0] * 72 / dpi, 0, PageKind.SCANNED)
    layout = lay_out(sheet, info)
    return [(line.covered or line.cut, line.ink.shape[1]) for line in layout.lines if line.stamped]


def test_numbers_under_a_seal_that_lets_them_through_are_whole_and_unmarked() -> None:
    _, sheet = stamped("A", RED)
    near = lines_near(sheet, 300)
    usual = np.median([width for _, width in near])
    assert len(near) >= 6
    assert not any(marked for marked, _ in near)
    assert all(abs(width - usual) <= 3 for _, width in near)


def test_print_that_a_seal_as_dark_as_print_covers_is_marked() -> None:
    bare, sheet = stamped("A", DARK, paint=True)
    lost = bare.ink & ~sheet.ink & sheet.stamped
    near = cv2.dilate(sheet.covered.astype(np.uint8), np.ones((9, 9), np.uint8)) > 0
    assert lost.sum() > 200, "the seal hides print"
    assert near[lost].mean() > 0.9
    assert any(marked for marked, _ in lines_near(sheet, 300))


def test_shaded_headers_and_bold_titles_of_a_grey_scan_are_no_seal() -> None:
    page = drawn(200)
    page[100:224, 80:1924] = np.minimum(page[100:224, 80:1924], 200)
    page[220:344, 80:540] = np.minimum(page[220:344, 80:540], 170)
    cv2.putText(page, "TITLE OF A FORM", (200, 80), cv2.FONT_HERSHEY_DUPLEX, 2.5, (25,) * 3, 16)
    sheet = prepare(scanned(page, "B"), 200)
    assert not sheet.stamped.any()
    assert not sheet.covered.any()
    assert len(find_lines(sheet, (40, 110, 270, 170), 24.0)) == 1
