"""Text of a round seal is a layer over the page, whichever way it is written; a cell's is not."""

from __future__ import annotations

import pytest

from extractors.document import ExtractOptions, extract
from schemas.table import TextGrid
from tests.support.paper import Sheet, pdf_bytes, ruled

SOURCES = ("pdfium", "plumber")
RED = "1 0 0 rg"


def circle(x: float, y: float, radius: float, colour: str = "1 0 0", reach: float = 0.5523) -> str:
    """A circle (with another ``reach`` of the control points nearly a square) on an A4 page."""
    k, base = radius * reach, 842 - y
    curves = [
        (x + radius, base + k, x + k, base + radius, x, base + radius),
        (x - k, base + radius, x - radius, base + k, x - radius, base),
        (x - radius, base - k, x - k, base - radius, x, base - radius),
        (x + k, base - radius, x + radius, base - k, x + radius, base),
    ]
    drawn = " ".join(" ".join(f"{n:.2f}" for n in curve) + " c" for curve in curves)
    return f"q {colour} RG 3 w {x + radius:.2f} {base:.2f} m {drawn} h S Q"


def table(words: str = "12") -> Sheet:
    cells = {(0, 0): "name", (0, 1): "score", (1, 0): "road", (1, 1): words}
    return ruled(Sheet(), [50, 200, 350], [100, 140, 180], cells)


def in_cells(sheet: Sheet, source: str) -> list[str]:
    document = extract(pdf_bytes([sheet]), "a.pdf", ExtractOptions(source))
    (grid,) = [block for block in document.blocks if isinstance(block, TextGrid)]
    return [cell.text.raw for cell in grid.cells]


@pytest.mark.parametrize("source", SOURCES)
def test_upright_words_in_a_ring_are_no_text_of_the_cell_beneath(source: str) -> None:
    sheet = table().raw(circle(270, 150, 45)).text(240, 140, "OFFICE", before=RED)
    sheet.text(240, 160, "SEAL", before=RED)
    assert in_cells(sheet, source) == ["name", "score", "road", "12"]


@pytest.mark.parametrize("source", SOURCES)
def test_red_words_of_a_cell_stay_though_a_box_or_a_black_ring_is_round_them(source: str) -> None:
    for ring in (circle(270, 150, 45, "0 0 0"), circle(270, 150, 45, reach=0.98)):
        sheet = table().raw(ring).text(240, 160, "LATE", before=RED)
        assert "LATE" in "".join(in_cells(sheet, source))


def test_red_words_drawn_long_before_a_seal_belong_to_their_cell() -> None:
    sheet = table().text(240, 160, "LATE", before=RED)
    for i in range(12):
        sheet.text(50, 300 + 12 * i, "more")
    sheet.raw(circle(270, 150, 45)).text(240, 140, "OFFICE", before=RED)
    assert in_cells(sheet, "pdfium")[-1].split() == ["12", "LATE"]
