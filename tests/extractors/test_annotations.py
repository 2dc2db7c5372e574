"""Form fields and annotations count as seen on the page; stamps are a layer over it."""

from __future__ import annotations

import io

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from extractors.document import ExtractOptions, extract
from schemas.table import TextGrid
from tests.support.paper import Sheet, pdf_bytes, ruled


def with_annotation(kind: str, *, flags: int = 4, appearance: bool = True) -> bytes:
    sheet = ruled(Sheet(), [50, 150, 250], [50, 80, 110], {(0, 0): "name"})
    with pikepdf.open(io.BytesIO(pdf_bytes([sheet]))) as pdf:
        page = pdf.pages[0].obj
        font = Dictionary(F1=page.Resources.Font.F1)
        picture = pdf.make_stream(b"BT /F1 9 Tf 3 8 Td (12.5) Tj ET")
        picture.Type, picture.Subtype = Name.XObject, Name.Form
        picture.BBox, picture.Resources = [0, 0, 96, 26], Dictionary(Font=font)
        box = Array([152, 842 - 78, 248, 842 - 52])
        note = Dictionary(Type=Name.Annot, Subtype=Name(f"/{kind}"), Rect=box, F=flags, P=page)
        if appearance:
            note.AP = Dictionary(N=picture)
        if kind == "Widget":
            note.FT, note.T, note.V, note.DA = Name.Tx, "f", "12.5", "/F1 9 Tf 0 g"
        note = pdf.make_indirect(note)
        if kind == "Widget":
            pdf.Root.AcroForm = Dictionary(
                Fields=Array([note]), DR=Dictionary(Font=font), DA="/F1 9 Tf 0 g"
            )
        page.Annots = Array([note])
        buffer = io.BytesIO()
        pdf.save(buffer)
    return buffer.getvalue()


def read(data: bytes, source: str) -> tuple[list[str], list[str]]:
    cells, lines = [], []
    for block in extract(data, "a.pdf", ExtractOptions(source)).blocks:
        if isinstance(block, TextGrid):
            cells += [cell.text.raw for cell in block.cells]
        else:
            lines.append(block.text.raw)
    return cells, lines


@pytest.mark.parametrize("source", ["pdfium", "plumber"])
@pytest.mark.parametrize("kind", ["Widget", "FreeText"])
def test_what_is_filled_in_is_cell_text(kind: str, source: str) -> None:
    assert read(with_annotation(kind), source) == (["name", "12.5", "", ""], [])


def test_a_field_without_a_picture_shows_its_value() -> None:
    cells, _ = read(with_annotation("Widget", appearance=False), "pdfium")
    assert cells == ["name", "12.5", "", ""]


@pytest.mark.parametrize("source", ["pdfium", "plumber"])
def test_a_stamp_is_no_cell_text(source: str) -> None:
    assert read(with_annotation("Stamp"), source) == (["name", "", "", ""], ["12.5"])


@pytest.mark.parametrize("source", ["pdfium", "plumber"])
def test_a_hidden_annotation_is_not_seen(source: str) -> None:
    assert read(with_annotation("FreeText", flags=2), source) == (["name", "", "", ""], [])
