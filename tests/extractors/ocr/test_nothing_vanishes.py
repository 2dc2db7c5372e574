"""Every drop of a page's ink is claimed: by a ruling, by a line in a cell, or by a line beside the
tables. So nothing that is printed can vanish without a reading or a mark of doubt."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest

pytest.importorskip("cv2")

import cv2
import numpy as np
from PIL import Image

from extractors.ocr.blobs import without_rulings
from extractors.ocr.page import Layout, lay_out
from extractors.ocr.prepare import Sheet, prepare
from extractors.ocr.rulings import find_rulings
from extractors.pdf.open import open_pdf
from extractors.pdf.render import page_pixels
from schemas.page import PageInfo, PageKind

SCANS = Path(__file__).resolve().parents[3] / "fixtures" / "scans"
LETTER = 1.2
"""Millimetres: the greater side of the smallest blob that could be a character of print; what is
smaller is a point, a stroke's crumb, or dust."""


def unclaimed(sheet: Sheet, layout: Layout) -> list[tuple[int, int]]:
    """Width and height of every blob outside the rulings that no line holds, in pixels."""
    ink = without_rulings(sheet, find_rulings(sheet)).ink.astype(np.uint8)
    for line in layout.lines:
        x0, top, x1, bottom = line.box
        ink[top:bottom, x0:x1] = 0
    count, _, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    return [(int(s[2]), int(s[3])) for s in stats[1:count]]


def laid_out(pixels: np.ndarray, dpi: float) -> tuple[Sheet, Layout]:
    sheet = prepare(pixels, dpi)
    k = 72 / sheet.dpi
    width, height = sheet.grey.shape[1] * k, sheet.grey.shape[0] * k
    return sheet, lay_out(sheet, PageInfo(1, width, height, 0, PageKind.SCANNED))


@pytest.mark.parametrize("name", ["cuiping-2023.scan-b", "luochuan-2024.scan-c", "refused/letter"])
def test_no_character_sized_ink_of_a_scan_is_left_unclaimed(name: str) -> None:
    data = (SCANS / f"{name}.pdf").read_bytes()
    with open_pdf(data, name) as pdf:
        pixels, dpi = page_pixels(pdf, 1)
    sheet, layout = laid_out(pixels, dpi)
    assert len(layout.lines) > 20
    least = LETTER / 25.4 * sheet.dpi
    left = [blob for blob in unclaimed(sheet, layout) if min(blob) >= least]
    assert left == []


def test_print_put_anywhere_on_a_page_is_claimed() -> None:
    """In the margin, between the cells' lines, right beside the table: by seeded chance."""
    chance = np.random.default_rng(7)
    with open_pdf((SCANS / "luochuan-2024.scan-c.pdf").read_bytes(), "x") as pdf:
        pixels, dpi = page_pixels(pdf, 1)
    stream = io.BytesIO()
    Image.fromarray(pixels).save(stream, "PNG")
    page = np.asarray(Image.open(stream)).copy()
    height, width = page.shape[:2]
    spots = []
    for _ in range(12):
        x, y = int(chance.integers(20, width - 40)), int(chance.integers(20, height - 40))
        cv2.putText(page, "8", (x, y + 14), cv2.FONT_HERSHEY_SIMPLEX, 0.6, (20, 20, 20), 2)
        spots.append((x, y))
    sheet, layout = laid_out(page, dpi)
    assert sheet.skew == pytest.approx(0.0, abs=1.6)
    least = LETTER / 25.4 * sheet.dpi
    assert [blob for blob in unclaimed(sheet, layout) if min(blob) >= least] == []


def test_print_in_a_hole_of_a_grid_is_claimed() -> None:
    """Where a page has lost the rulings of a cell, what stands there is beside the table."""
    page = np.full((1165, 1650, 3), 250, np.uint8)
    xs, ys = (150, 500, 900, 1300, 1500), tuple(range(200, 801, 100))
    for x in xs:
        cv2.line(page, (x, ys[0]), (x, ys[-1]), (20, 20, 20), 3)
    for y in ys:
        cv2.line(page, (xs[0], y), (xs[-1], y), (20, 20, 20), 3)
    cv2.putText(page, "830.00", (600, 460), cv2.FONT_HERSHEY_SIMPLEX, 0.8, (20, 20, 20), 2)
    sheet, layout = laid_out(page, 200.0)
    (whole,) = layout.lattices
    kept = tuple(
        cell for cell, lines in zip(whole.grid.cells, layout.in_cells[0], strict=True) if not lines
    )
    assert len(kept) == len(whole.grid.cells) - 1
    torn = replace(whole, grid=replace(whole.grid, cells=kept))
    info = PageInfo(1, 594.0, 419.0, 0, PageKind.SCANNED)
    again = lay_out(sheet, info, (torn,))
    assert len(again.beside) == 1
    assert unclaimed(sheet, again) == []
