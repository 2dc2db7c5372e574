"""Only visible ink counts: what the page shows, whatever its text layer says."""

from __future__ import annotations

import dataclasses

import pytest

from extractors.document import ExtractOptions, extract
from extractors.pdf import ink
from extractors.pdf.open import open_pdf
from extractors.pdf.source import page_source
from schemas.errors import InputError
from schemas.geometry import Box
from schemas.table import TextGrid
from tests.support.paper import Sheet, pdf_bytes, ruled

SOURCES = ("pdfium", "plumber")
UNREAD = ExtractOptions(ocr="none")


def words(data: bytes, source: str | None = None) -> tuple[list[str], int]:
    document = extract(data, "a.pdf", ExtractOptions(source))
    texts = []
    for block in document.blocks:
        cells = block.cells if isinstance(block, TextGrid) else (block,)
        texts += [cell.text.raw for cell in cells if cell.text.raw]
    return texts, document.hidden_text


HIDDEN = {
    "render mode 3": Sheet().text(50, 100, "HIDDEN", before="3 Tr"),
    "clip-only render mode": Sheet().text(50, 100, "HIDDEN", before="7 Tr"),
    "outside the page": Sheet().text(-80, 100, "HIDDEN"),
    "outside the crop box": Sheet(crop=(100, 100, 500, 742)).text(20, 400, "HIDDEN"),
    "outside a clip": Sheet().text(50, 100, "HIDDEN", before="300 300 20 20 re W n"),
    "white on paper": Sheet().text(50, 100, "HIDDEN", before="1 1 1 rg"),
    "all but white": Sheet().text(50, 100, "HIDDEN", before="0.97 0.98 0.97 rg"),
    "black on black": Sheet().fill(40, 80, 200, 120).text(50, 100, "HIDDEN"),
    "painted over": Sheet().text(50, 100, "HIDDEN").fill(40, 80, 200, 120, "1 1 1"),
    "under an image": Sheet().text(50, 100, "HIDDEN").raw("q 200 0 0 60 40 720 cm /Im1 Do Q"),
    "in a layer that is off": Sheet().raw("/OC /off BDC").text(50, 100, "HIDDEN").raw("EMC"),
    "too small for any eye": Sheet().text(50, 100, "HIDDEN", size=0.6),
}


@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize("sheet", HIDDEN.values(), ids=HIDDEN)
def test_text_that_does_not_show_is_not_read(sheet: Sheet, source: str) -> None:
    sheet = Sheet(crop=sheet.crop, parts=[*sheet.parts]).text(150, 500, "shown")
    found, hidden = words(pdf_bytes([sheet], layers={"off": False, "on": True}), source)
    assert found == ["shown"]
    assert hidden == len("HIDDEN")


SHOWN = {
    "plain": Sheet().text(50, 100, "shown"),
    "white on dark": Sheet()
    .fill(40, 80, 200, 120, "0 0 0.4")
    .text(50, 100, "shown", before="1 1 1 rg"),
    "pale grey that can be read": Sheet().text(50, 100, "shown", before="0.6 0.6 0.6 rg"),
    "in a layer that is on": Sheet().raw("/OC /on BDC").text(50, 100, "shown").raw("EMC"),
    "in a clip that holds it": Sheet().text(50, 100, "shown", before="0 0 595 842 re W n"),
    "drawn over its ground": Sheet().fill(40, 80, 200, 120, "0.9 0.9 0.6").text(50, 100, "shown"),
    "outlined": Sheet().text(50, 100, "shown", before="1 Tr"),
    "beside a later surface": Sheet().text(50, 100, "shown").fill(90, 80, 200, 120, "1 1 1"),
    "in a form": Sheet(forms={"X": "BT /F1 9 Tf 50 742 Td (shown) Tj ET"}).raw("/X Do"),
    "twice and thrice for bold": Sheet()
    .text(50, 100, "shown")
    .text(50.3, 100, "shown")
    .text(50.3, 100.2, "shown"),
    "invisible first, then visible": Sheet()
    .text(50, 100, "shown", before="3 Tr")
    .text(50, 100, "shown"),
    "white first, then black": Sheet()
    .text(50, 100, "shown", before="1 1 1 rg")
    .text(50, 100, "shown"),
}


@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize("sheet", SHOWN.values(), ids=SHOWN)
def test_text_that_shows_is_read_once(sheet: Sheet, source: str) -> None:
    found, _ = words(pdf_bytes([sheet], layers={"off": False, "on": True}), source)
    assert found == ["shown"]


@pytest.mark.parametrize("source", SOURCES)
def test_a_corrected_figure_is_the_one_on_top(source: str) -> None:
    """A figure painted over and printed anew: only the new one counts."""
    sheet = ruled(Sheet(), [50, 150, 250], [50, 80, 110], {(0, 0): "budget", (1, 0): "spent"})
    sheet.text(153, 61, "123.45").fill(151, 51, 249, 79, "1 1 1").text(153, 61, "99.90")
    found, hidden = words(pdf_bytes([sheet]), source)
    assert found == ["budget", "99.90", "spent"]
    assert hidden == len("123.45")


def test_actual_text_does_not_speak_for_the_glyphs() -> None:
    lie = Sheet().raw("/Span << /ActualText (900) >> BDC").text(50, 100, "100").raw("EMC")
    assert words(pdf_bytes([lie]))[0] == ["100"]


def test_invisible_text_over_a_picture_is_a_scan() -> None:
    scan = Sheet().raw("q 595 0 0 842 0 0 cm /Im1 Do Q").text(50, 100, "OLD OCR", before="3 Tr")
    with pytest.raises(InputError) as caught:
        extract(pdf_bytes([scan]), "scan.pdf", UNREAD)
    assert caught.value.code == "unreadable"


def test_one_scan_among_pages_of_text_is_a_failed_page() -> None:
    scan = Sheet().raw("q 595 0 0 842 0 0 cm /Im1 Do Q").text(50, 100, "OLD OCR", before="3 Tr")
    document = extract(pdf_bytes([Sheet().text(50, 100, "text"), scan]), "mixed.pdf", UNREAD)
    assert document.failed_pages == (2,)
    assert [page.kind.value for page in document.pages] == ["text-layer", "scanned"]


def test_a_page_number_on_a_scan_does_not_make_it_text() -> None:
    scan = Sheet().raw("q 500 0 0 700 40 70 cm /Im1 Do Q").text(300, 820, "- 1 -")
    with pytest.raises(InputError) as caught:
        extract(pdf_bytes([scan]), "scan.pdf", UNREAD)
    assert caught.value.code == "unreadable"
    assert caught.value.message.zh != caught.value.message.en


def test_slanted_text_is_no_cell_text() -> None:
    sheet = ruled(Sheet(), [50, 150, 250], [50, 80, 110], {(0, 0): "one", (1, 1): "two"})
    sheet.text(90, 100, "COPY", size=14, angle=30)
    document = extract(pdf_bytes([sheet]), "a.pdf")
    grid = next(block for block in document.blocks if isinstance(block, TextGrid))
    assert [cell.text.raw for cell in grid.cells] == ["one", "", "", "two"]
    rest = [block.text.raw for block in document.blocks if not isinstance(block, TextGrid)]
    assert sorted("".join(rest)) == sorted("COPY")


def test_a_watermark_larger_than_cells_is_no_cell_text() -> None:
    sheet = ruled(Sheet(), [50, 90, 130], [50, 70, 90, 110], {(0, 0): "one", (2, 1): "two"})
    sheet.text(52, 105, "W", size=70, before=".8 .8 .8 rg")
    document = extract(pdf_bytes([sheet]), "a.pdf")
    grid = next(block for block in document.blocks if isinstance(block, TextGrid))
    assert [cell.text.raw for cell in grid.cells if not cell.text.blank] == ["one", "two"]


def test_a_glyph_that_its_font_draws_beside_the_page_does_not_show() -> None:
    with open_pdf(pdf_bytes([Sheet().text(300, 100, "AB")]), "a.pdf") as pdf:
        raw = page_source().read(pdf, 1)
        here, there = raw.glyphs
        afar = dataclasses.replace(there, ink=Box(670.0, 90.0, 675.0, 98.0), doubt=True)
        settled = ink.settle(pdf, 1, dataclasses.replace(raw, glyphs=(here, afar)))
    assert [glyph.hidden for glyph in settled.glyphs] == [False, True]


def test_a_doubt_on_a_huge_page_is_settled() -> None:
    sheet = Sheet(width=14000.0, height=14000.0)
    sheet.text(50, 100, "I", size=8, before="1 1 1 rg").text(100, 500, "shown", size=40)
    assert words(pdf_bytes([sheet])) == (["shown"], 1)
