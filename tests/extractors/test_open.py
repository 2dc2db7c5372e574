"""Every way in which a file is no readable PDF has its own code and says what to do."""

from __future__ import annotations

import io
import zipfile

import pikepdf
import pytest

from extractors.document import extract
from extractors.sniff import refuse_foreign
from schemas.errors import InputError
from tests.support.paper import Sheet, pdf_bytes

GOOD = [Sheet().text(50, 100, "text")]


def zipped(*names: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return buffer.getvalue()


def ole(stream: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + stream.encode("utf-16-le") + b"\0\0"


FOREIGN = {
    "OFD": zipped("OFD.xml", "Doc_0/Document.xml"),
    "Word": zipped("[Content_Types].xml", "word/document.xml"),
    "Excel": zipped("xl/workbook.xml"),
    "ZIP": zipped("绩效自评表.pdf"),
    "OpenDocument": b"PK\x03\x04",
    "JPEG": b"\xff\xd8\xff\xe0" + bytes(100),
    "PNG": b"\x89PNG\r\n\x1a\n" + bytes(100),
    "TIFF": b"II*\x00" + bytes(100),
    "HTML": b"<!DOCTYPE html><html><body>404</body></html>",
    "RTF": b"{\\rtf1 text}",
    "WPS": ole("WpsDocument"),
    "空文件": b"",
    "纯文本": "绩效自评表".encode(),
    "GBK": "绩效自评表".encode("gbk"),
    "无法识别": bytes(range(256)),
}
del FOREIGN["OpenDocument"]


@pytest.mark.parametrize("name", FOREIGN)
def test_what_is_no_pdf_is_named(name: str) -> None:
    with pytest.raises(InputError) as caught:
        refuse_foreign(FOREIGN[name], "a.pdf")
    assert caught.value.code == "not-a-pdf"
    assert name in caught.value.message.zh


def test_an_old_word_file_is_told_from_an_old_excel_file() -> None:
    for stream, name in (("WordDocument", "Word"), ("Workbook", "Excel")):
        with pytest.raises(InputError, match=name):
            refuse_foreign(ole(stream), "a.pdf")


def test_a_header_after_some_noise_is_a_pdf() -> None:
    document = extract(b"\n\n junk \n" + pdf_bytes(GOOD), "a.pdf")
    assert [block.text.raw for block in document.blocks] == ["text"]  # type: ignore[union-attr]


def code_of(data: bytes) -> str:
    with pytest.raises(InputError) as caught:
        extract(data, "a.pdf")
    assert caught.value.message.zh and caught.value.message.en
    return caught.value.code


def test_a_password_is_asked_for() -> None:
    lock = pikepdf.Encryption(owner="o", user="u", R=6)
    assert code_of(pdf_bytes(GOOD, encryption=lock)) == "encrypted"


@pytest.mark.parametrize("revision", [3, 4, 6])
def test_an_empty_password_opens_silently(revision: int) -> None:
    lock = pikepdf.Encryption(
        owner="o", user="", R=revision, metadata=revision > 3, aes=revision > 3
    )  # type: ignore[arg-type]
    document = extract(pdf_bytes(GOOD, encryption=lock), "a.pdf")
    assert [block.text.raw for block in document.blocks] == ["text"]  # type: ignore[union-attr]


def test_a_page_tree_without_pages() -> None:
    assert code_of(pdf_bytes([])) == "no-pages"


def test_half_a_file_is_damaged() -> None:
    data = pdf_bytes(GOOD)
    assert code_of(data[: len(data) // 3]) == "damaged"


def test_a_header_before_noise_is_damaged() -> None:
    assert code_of(b"%PDF-1.7\n" + bytes(range(256)) * 9) == "damaged"


def test_a_page_larger_than_any_paper() -> None:
    with pikepdf.open(io.BytesIO(pdf_bytes(GOOD))) as pdf:
        pdf.pages[0].obj.MediaBox = [0, 0, 595, 2147483647]
        buffer = io.BytesIO()
        pdf.save(buffer)
    assert code_of(buffer.getvalue()) == "too-large"


def test_one_impossible_page_fails_alone() -> None:
    with pikepdf.open(io.BytesIO(pdf_bytes(GOOD * 2))) as pdf:
        pdf.pages[1].obj.MediaBox = [0, 0, 595, 2147483647]
        buffer = io.BytesIO()
        pdf.save(buffer)
    document = extract(buffer.getvalue(), "a.pdf")
    assert document.failed_pages == (2,)
    assert [page.number for page in document.pages] == [1]


def test_the_document_is_known_by_its_bytes() -> None:
    data = pdf_bytes(GOOD)
    ref = extract(data, "报告.pdf").document
    assert (ref.name, ref.size, len(ref.sha256)) == ("报告.pdf", len(data), 64)
