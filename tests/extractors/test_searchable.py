"""Which pages of a document get invisible text, which are left alone, and what is refused.

One small picture of print is the scan, and a reader that says 合计 for every line reads it.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest

pytest.importorskip("cv2")

from PIL import Image, ImageDraw

from extractors.ocr import engine
from extractors.searchable import PageFate, make_searchable
from schemas.errors import InputError
from schemas.ocr import CharReading, LineReading
from tests.support.paper import Sheet, pdf_bytes

FIXTURES = Path(__file__).parents[2] / "fixtures"
TEXT = FIXTURES / "pdfs" / "changhe-2024.pdf"


class Reader:
    """Reads 合计 in every line, or nothing that it is sure of."""

    models = (("fake", "0" * 64),)

    def __init__(self, probability: float) -> None:
        self.probability = probability

    def read(self, lines: Sequence[Any]) -> list[LineReading]:
        chars = tuple(
            CharReading(char, self.probability, centre)
            for char, centre in (("合", 0.25), ("计", 0.75))
        )
        return [LineReading(chars)] * len(lines)


@pytest.fixture(autouse=True)
def reader(monkeypatch: pytest.MonkeyPatch) -> Reader:
    one = Reader(0.99)
    monkeypatch.setattr(engine, "readers", lambda *_: engine.Readers(one, None))
    return one


def scan() -> bytes:
    """A page of 300 by 200 points that is a picture of three lines of print."""
    image = Image.new("L", (600, 400), 255)
    draw = ImageDraw.Draw(image)
    for row in range(3):
        draw.text((100, 100 + 60 * row), "MMMM HHHH", fill=0, font_size=24)
    with pikepdf.new() as pdf:
        picture = pdf.make_stream(
            image.tobytes(),
            Type=pikepdf.Name.XObject,
            Subtype=pikepdf.Name.Image,
            Width=600,
            Height=400,
            BitsPerComponent=8,
            ColorSpace=pikepdf.Name.DeviceGray,
        )
        page = pdf.add_blank_page(page_size=(300, 200))
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(I=picture))
        page.Contents = pdf.make_stream(b"q 300 0 0 200 0 0 cm /I Do Q")
        return saved(pdf)


def saved(pdf: pikepdf.Pdf, **options: Any) -> bytes:
    stream = io.BytesIO()
    pdf.save(stream, **options)
    return stream.getvalue()


def page_texts(data: bytes) -> list[str]:
    with pypdfium2.PdfDocument(data) as document:
        return [str(page.get_textpage().get_text_range()) for page in document]


def searchable(data: bytes, **options: bool) -> Any:
    return make_searchable(data, "scan.pdf", "fake", **options)


def test_every_line_of_a_scan_is_laid() -> None:
    copy = searchable(scan())
    assert copy.pages == (PageFate.LAID,)
    assert page_texts(copy.data)[0].split() == ["合计"] * 3


def test_a_copy_is_not_laid_twice_but_anew_if_asked() -> None:
    copy = searchable(scan())
    again = searchable(copy.data)
    assert (again.pages, again.data) == ((PageFate.EARLIER,), copy.data)
    anew = searchable(copy.data, replace=True)
    assert anew.pages == copy.pages
    assert page_texts(anew.data) == page_texts(copy.data)


def test_somebody_elses_misread_words_give_way_only_if_asked() -> None:
    with pikepdf.open(io.BytesIO(scan())) as pdf:
        page = pdf.pages[0]
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )
        page.Resources.Font = pikepdf.Dictionary(F1=font)
        words = b"q BT /F1 9 Tf 3 Tr 50 50 Td (misread by somebody else long ago) Tj ET Q"
        page.contents_add(words)
        data = saved(pdf)
    left = searchable(data)
    assert (left.pages, left.data) == ((PageFate.EARLIER,), data)
    (text,) = page_texts(searchable(data, replace=True).data)
    assert "misread" not in text
    assert text == page_texts(searchable(scan()).data)[0]


def test_invisible_text_that_cannot_be_told_from_the_page_stays() -> None:
    """White text has no render mode of its own: none is taken out, and none laid beside it."""
    sheet = Sheet().raw("q 500 0 0 700 50 50 cm /Im1 Do Q")
    sheet.text(60, 20, "white words that nobody sees on paper", before="1 1 1 rg")
    data = pdf_bytes([sheet])
    copy = searchable(data, replace=True)
    assert (copy.pages, copy.data) == ((PageFate.EARLIER,), data)


def test_a_document_with_text_is_copied_as_it_is() -> None:
    data = TEXT.read_bytes()
    copy = searchable(data)
    assert set(copy.pages) == {PageFate.TEXT}
    assert (copy.data, copy.characters) == (data, 0)


def test_only_the_scanned_pages_of_a_mixed_document_get_text() -> None:
    with pikepdf.open(io.BytesIO(scan())) as pdf, pikepdf.open(TEXT) as text:
        pdf.pages.insert(0, text.pages[0])
        pdf.add_blank_page()
        data = saved(pdf)
    copy = searchable(data)
    assert copy.pages == (PageFate.TEXT, PageFate.LAID, PageFate.BLANK)
    before, after = page_texts(data), page_texts(copy.data)
    assert (after[0], after[2]) == (before[0], before[2])
    assert after[1] == page_texts(searchable(scan()).data)[0]


def locked(password: str) -> bytes:
    with pikepdf.open(io.BytesIO(scan())) as pdf:
        lock = pikepdf.Encryption(
            owner="owner", user=password, R=6, allow=pikepdf.Permissions(extract=False)
        )
        return saved(pdf, encryption=lock)


def test_a_password_is_asked_for_and_an_owners_lock_is_kept() -> None:
    with pytest.raises(InputError) as refused:
        searchable(locked("secret"))
    assert refused.value.code == "encrypted"
    copy = searchable(locked(""))
    assert copy.pages == (PageFate.LAID,)
    with pikepdf.open(io.BytesIO(copy.data)) as pdf:
        assert pdf.is_encrypted
        assert not pdf.allow.extract
        with pikepdf.open(io.BytesIO(scan())) as old:
            was = old.pages[0].Resources.XObject.I.read_raw_bytes()
            assert pdf.pages[0].Resources.XObject.I.read_raw_bytes() == was


def signed() -> bytes:
    with pikepdf.open(io.BytesIO(scan())) as pdf:
        value = pdf.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Sig,
                Filter=pikepdf.Name("/Adobe.PPKLite"),
                ByteRange=[0, 10, 20, 10],
                Contents=pikepdf.String(b"\0" * 8),
            )
        )
        field = pikepdf.Dictionary(FT=pikepdf.Name.Sig, T="seal", V=value)
        pdf.Root.AcroForm = pikepdf.Dictionary(Fields=[pdf.make_indirect(field)], SigFlags=3)
        return saved(pdf)


def test_a_signed_document_is_copied_only_if_asked() -> None:
    with pytest.raises(InputError) as refused:
        searchable(signed())
    assert refused.value.code == "signed"
    copy = searchable(signed(), signed=True)
    assert copy.pages == (PageFate.LAID,)


def test_too_little_legible_print_is_an_error_unless_other_pages_have_text(
    reader: Reader,
) -> None:
    reader.probability = 0.3
    with pytest.raises(InputError) as refused:
        searchable(scan())
    assert refused.value.code == "unreadable"
    with pikepdf.open(io.BytesIO(scan())) as pdf, pikepdf.open(TEXT) as text:
        pdf.pages.append(text.pages[0])
        data = saved(pdf)
    copy = searchable(data)
    assert (copy.pages, copy.data) == ((PageFate.UNREAD, PageFate.TEXT), data)


def test_without_an_engine_the_way_to_one_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "installed", lambda *_: False)
    with pytest.raises(InputError) as refused:
        make_searchable(scan(), "scan.pdf")
    assert refused.value.code == "unreadable"
    assert "pip install" in refused.value.message.en


@pytest.mark.parametrize("name", ["rc4-password", "ofd", "truncated", "no-pages", "absurd-page"])
def test_bad_inputs_are_refused_by_their_codes(name: str) -> None:
    path = FIXTURES / "malformed" / f"{name}.pdf"
    rows = (FIXTURES / "malformed" / "codes.tsv").read_text(encoding="utf-8").splitlines()
    codes = {row.split("\t")[0]: row.split("\t")[1] for row in rows}
    with pytest.raises(InputError) as refused:
        make_searchable(path.read_bytes(), path.name, "fake")
    assert refused.value.code in codes[path.name].split("|")
