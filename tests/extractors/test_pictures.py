"""Pictures on pages of text: read where they hold print, and left alone where they do not."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pikepdf
import pytest

pytest.importorskip("cv2")

import cv2
import numpy as np

from extractors.document import ExtractOptions, extract
from extractors.ocr import engine
from schemas.ocr import CharReading, LineReading
from schemas.table import ExtractedDocument, TextCell, TextGrid
from schemas.text import Origin
from tests.support.paper import Sheet, pdf_bytes

PASTED = Path(__file__).resolve().parents[2] / "fixtures" / "scans" / "jinghe-2023.pasted.pdf"
BOX = (210.0, 110.0, 290.0, 130.0)
"""The last cell of the table: x0, top, x1, bottom in points."""


class Stub:
    """A reader that says the same of every line, and counts how many it was shown."""

    models = (("stub", "0"),)

    def __init__(self) -> None:
        self.lines = 0

    def read(self, lines: Sequence[Any]) -> list[LineReading]:
        self.lines += len(lines)
        chars = tuple(CharReading(c, 0.99, (i + 0.5) / 4) for i, c in enumerate("12.5"))
        return [LineReading(chars)] * len(lines)


@pytest.fixture
def stub(monkeypatch: pytest.MonkeyPatch) -> Stub:
    reader = Stub()
    monkeypatch.setattr(engine, "readers", lambda *_: engine.Readers(reader, None))
    return reader


def page_with(picture: np.ndarray) -> bytes:
    """A drawn table of two rows and two columns, three cells with text, and a picture."""
    sheet = Sheet()
    for y in (80.0, 108.0, 132.0):
        sheet.line(100, y, 300, y)
    for x in (100.0, 205.0, 300.0):
        sheet.line(x, 80, x, 132)
    for x, y, words in ((110, 100, "Name"), (215, 100, "Amount"), (110, 125, "Bridge")):
        sheet.text(x, y, words)
    x0, top, x1, bottom = BOX
    high, wide = picture.shape
    sheet.raw(f"q {x1 - x0} 0 0 {bottom - top} {x0} {sheet.height - bottom} cm /Im Do Q")
    with pikepdf.open(io.BytesIO(pdf_bytes([sheet]))) as pdf:
        image = pdf.make_stream(
            picture.tobytes(),
            Type=pikepdf.Name.XObject,
            Subtype=pikepdf.Name.Image,
            Width=wide,
            Height=high,
            BitsPerComponent=8,
            ColorSpace=pikepdf.Name.DeviceGray,
        )
        resources = pdf.pages[0].Resources
        resources.XObject = pikepdf.Dictionary(Im=image)
        stream = io.BytesIO()
        pdf.save(stream)
        return stream.getvalue()


def cells(document: ExtractedDocument) -> list[TextCell]:
    (grid,) = [block for block in document.blocks if isinstance(block, TextGrid)]
    return list(grid.cells)


def test_a_picture_of_a_value_in_a_cell_of_a_drawn_table_is_read(stub: Stub) -> None:
    picture = np.full((66, 266), 255, np.uint8)
    cv2.putText(picture, "12.5", (60, 48), cv2.FONT_HERSHEY_SIMPLEX, 1.2, 0, 3)
    document = extract(page_with(picture), "a.pdf", ExtractOptions(ocr="stub"))
    *typed, pictured = [cell.text for cell in cells(document)]
    assert [(text.raw, text.origin) for text in typed] == [
        (word, Origin.TEXT_LAYER) for word in ("Name", "Amount", "Bridge")
    ]
    assert (pictured.raw, pictured.origin) == ("12.5", Origin.OCR)
    assert stub.lines == 1
    assert document.pages[0].kind.value == "mixed"


def test_an_empty_or_pale_picture_asks_no_model(stub: Stub) -> None:
    for level in (255, 225):
        picture = np.full((66, 266), level, np.uint8)
        document = extract(page_with(picture), "a.pdf", ExtractOptions(ocr="stub"))
        assert cells(document)[-1].text.blank
        assert document.pages[0].kind.value == "text-layer"
    assert stub.lines == 0


def test_a_form_pasted_as_a_picture_is_missed_aloud_where_no_engine_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(engine, "installed", lambda *_: False)
    try:
        document = extract(PASTED.read_bytes(), "a.pdf", ExtractOptions())
    except Exception as error:
        assert getattr(error, "code", "") == "unreadable"
    else:
        assert document.failed_pages == (1,)
