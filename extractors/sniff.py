"""What a file is that is no PDF, told from its bytes, so that the refusal names it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable

from schemas.errors import InputError
from schemas.message import Message

HEADER_WINDOW = 1024
"""A PDF header may stand anywhere in the first 1024 bytes (ISO 32000-1, annex H.3.4.1)."""

_MAGIC: tuple[tuple[bytes, Message], ...] = (
    (b"\xff\xd8\xff", Message("JPEG 图片", "a JPEG image")),
    (b"\x89PNG\r\n", Message("PNG 图片", "a PNG image")),
    (b"II*\x00", Message("TIFF 图片", "a TIFF image")),
    (b"MM\x00*", Message("TIFF 图片", "a TIFF image")),
    (b"GIF8", Message("GIF 图片", "a GIF image")),
    (b"BM", Message("BMP 图片", "a BMP image")),
    (b"{\\rtf", Message("RTF 文档", "an RTF document")),
    (b"Rar!\x1a\x07", Message("RAR 压缩包", "a RAR archive")),
    (b"7z\xbc\xaf\x27\x1c", Message("7z 压缩包", "a 7z archive")),
    (b"\x1f\x8b", Message("gzip 压缩文件", "a gzip file")),
    (b"%!PS", Message("PostScript 文件", "a PostScript file")),
    (b"SQLite format 3\x00", Message("SQLite 数据库", "an SQLite database")),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WORD = Message("Word 文档", "a Word document")
_EXCEL = Message("Excel 表格", "an Excel workbook")
_OLE_STREAMS: tuple[tuple[str, Message], ...] = (
    ("WpsDocument", Message("WPS 文字文档", "a WPS Writer document")),
    ("EtWorkbook", Message("WPS 表格", "a WPS spreadsheet")),
    ("WordDocument", _WORD),
    ("Workbook", _EXCEL),
    ("Book", _EXCEL),
    ("PowerPoint Document", Message("PowerPoint 演示文稿", "a PowerPoint presentation")),
)
_ZIP_MEMBERS: tuple[tuple[str, Message], ...] = (
    ("OFD.xml", Message("OFD 版式文件", "an OFD document")),
    ("word/document.xml", _WORD),
    ("xl/workbook", _EXCEL),
    ("ppt/presentation.xml", Message("PowerPoint 演示文稿", "a PowerPoint presentation")),
)
_ODF: tuple[tuple[bytes, Message], ...] = (
    (b"opendocument.text", Message("OpenDocument 文字文档", "an OpenDocument text")),
    (b"opendocument.spreadsheet", Message("OpenDocument 表格", "an OpenDocument spreadsheet")),
)
_SUFFIXES: dict[str, Message] = {
    ".wps": Message("WPS 文字文档", "a WPS Writer document"),
    ".et": Message("WPS 表格", "a WPS spreadsheet"),
    ".doc": _WORD,
    ".xls": _EXCEL,
}
_ZIP = Message("ZIP 压缩包", "a ZIP archive")
_REMEDY = Message("请另存或导出为 PDF 后再试", "save or export it as PDF and try again")
_UNPACK = Message("请先解压，再读其中的 PDF", "unpack it and read the PDFs inside")


def is_pdf(data: bytes) -> bool:
    """Whether a PDF header stands where readers look for one."""
    return b"%PDF" in data[:HEADER_WINDOW]


def is_dump(data: bytes, name: str) -> bool:
    """Whether the file is a tab-separated text dump: named ``.txt``, UTF-8, with tabs."""
    if not name.lower().endswith(".txt") or is_pdf(data) or b"\t" not in data:
        return False
    text = _decode(data)
    return text is not None and not any(ord(c) < 32 and c not in "\t\r\n\f" for c in text)


def refuse_foreign(data: bytes, name: str) -> None:
    """Return quietly for a PDF; raise InputError ``not-a-pdf`` that says what the file is."""
    if is_pdf(data):
        return
    what, remedy = _identify(data, name)
    space = " " if what.zh[:1].isascii() else ""
    raise InputError(
        "not-a-pdf",
        f"不是 PDF，而是{space}{what.zh}；{remedy.zh}。",
        f"Not a PDF but {what.en}; {remedy.en}.",
    )


def _identify(data: bytes, name: str) -> tuple[Message, Message]:
    if not data.strip(b"\x00 \t\r\n"):
        again = Message("请重新下载或索取原文件", "download it again or ask for the original")
        return Message("空文件", "an empty file"), again
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip_kind(data)
    if data.startswith(_OLE):
        return _ole_kind(data, name), _REMEDY
    for magic, what in _MAGIC:
        if data.startswith(magic):
            archive = "压缩" in what.zh
            return what, _UNPACK if archive else _REMEDY
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return Message("WebP 图片", "a WebP image"), _REMEDY
    return _text_kind(data), _REMEDY


def _zip_kind(data: bytes) -> tuple[Message, Message]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            mime = archive.read("mimetype")[:80] if "mimetype" in names else b""
    except (zipfile.BadZipFile, OSError, KeyError, RuntimeError, ValueError, NotImplementedError):
        return _zip_by_bytes(data)
    for part, what in _ZIP_MEMBERS:
        if _any_starts(names, part):
            return what, _REMEDY
    for marker, what in _ODF:
        if marker in mime:
            return what, _REMEDY
    return _ZIP, _UNPACK


def _any_starts(names: Iterable[str], part: str) -> bool:
    return any(name.lstrip("/").casefold().startswith(part.casefold()) for name in names)


def _zip_by_bytes(data: bytes) -> tuple[Message, Message]:
    """A damaged archive still shows its members' names in the local headers."""
    for part, what in _ZIP_MEMBERS:
        if part.encode() in data:
            return what, _REMEDY
    return _ZIP, _UNPACK


def _ole_kind(data: bytes, name: str) -> Message:
    """Old Office files: the directory of the compound file names its streams in UTF-16."""
    for stream, what in _OLE_STREAMS:
        if stream.encode("utf-16-le") + b"\x00\x00" in data:
            return _SUFFIXES.get(_suffix(name), what)
    return _SUFFIXES.get(_suffix(name), Message("旧版 Office 文档", "an old Office document"))


def _suffix(name: str) -> str:
    return name[name.rfind(".") :].lower() if "." in name else ""


def _text_kind(data: bytes) -> Message:
    head = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<!doctype html", b"<html")) or b"<html" in head:
        return Message("网页（HTML）", "a web page (HTML)")
    if head.startswith(b"<?xml"):
        return Message("XML 文件", "an XML file")
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return Message("UTF-16 文本文件", "a UTF-16 text file")
    if b"\x00" not in data and _decode(data) is not None:
        return Message("纯文本文件", "a plain text file")
    if b"\x00" not in data and _decodes(data, "gb18030"):
        return Message("GBK 编码的文本文件", "a text file in GBK encoding")
    return Message("无法识别的文件", "a file of unknown kind")


def _decode(data: bytes) -> str | None:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return not any(ord(c) < 32 and c not in "\t\r\n\f" for c in text)
