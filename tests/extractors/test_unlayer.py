"""An earlier recognition's invisible text is taken out; whatever can be seen stays."""

from __future__ import annotations

import io

import pikepdf
import pypdfium2

from extractors.pdf.unlayer import without_invisible_text
from tests.support.paper import Sheet, pdf_bytes

HIDDEN = "BT /F1 9 Tf 3 Tr 1 0 0 1 50 700 Tm (misread) Tj [(mis) -20 (read)] TJ ET"


def texts(data: bytes) -> list[str]:
    with pypdfium2.PdfDocument(data) as document:
        return [str(page.get_textpage().get_text_range()) for page in document]


def test_invisible_text_goes_and_visible_text_stays() -> None:
    before = pdf_bytes([Sheet().raw(f"q {HIDDEN} Q").text(50, 50, "seen")])
    assert texts(without_invisible_text(before, {1})) == ["seen"]


def test_the_mode_ends_where_its_state_is_put_back() -> None:
    before = pdf_bytes([Sheet().raw("q 3 Tr q 0 Tr").text(50, 50, "seen").raw(f"Q Q {HIDDEN}")])
    assert texts(without_invisible_text(before, {1})) == ["seen"]


def test_a_form_that_holds_the_text_is_changed_for_that_page_alone() -> None:
    sheets = [Sheet(forms={"Layer": HIDDEN}).raw("/Layer Do").text(50, 50, "seen")] * 2
    before = pdf_bytes(sheets)
    first, second = texts(without_invisible_text(before, {1}))
    assert "misread" not in first
    assert "seen" in first
    assert "misread" in second


def test_a_form_drawn_in_invisible_mode_inherits_it() -> None:
    inner = "BT /F1 9 Tf 1 0 0 1 50 700 Tm (misread) Tj ET"
    before = pdf_bytes([Sheet(forms={"Layer": inner}).raw("q 3 Tr /Layer Do Q")])
    assert texts(without_invisible_text(before, {1})) == [""]


def test_pages_without_such_text_keep_their_streams() -> None:
    before = pdf_bytes([Sheet().text(50, 50, "seen"), Sheet().raw(f"q {HIDDEN} Q")])
    after = without_invisible_text(before, {1, 2})
    with pikepdf.open(io.BytesIO(before)) as old, pikepdf.open(io.BytesIO(after)) as new:
        kept = new.pages[0].Contents.read_raw_bytes()
        assert kept == old.pages[0].Contents.read_raw_bytes()
