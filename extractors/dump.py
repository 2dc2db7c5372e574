"""The tab-separated text that PDF-to-text programs leave: one line per table row."""

from __future__ import annotations

from collections.abc import Iterator

from schemas.document import DocumentRef
from schemas.errors import InputError
from schemas.geometry import Box, Place
from schemas.page import PageInfo, PageKind
from schemas.table import ExtractedDocument, TextCell, TextGrid, TextLine
from schemas.text import Origin, RawText


def read_dump(data: bytes, ref: DocumentRef) -> ExtractedDocument:
    """Lines with tabs are table rows, kept ragged as they stand; other lines are text.

    Runs of tabbed lines form one table; a line without any character ends it, a line with text
    but no tab ends it too and stands between. A row of nothing but tabs is an empty printed row
    and stays. Places count characters along the line and lines down the file, both from 0.
    Raises InputError ``not-a-pdf`` when the bytes are no UTF-8.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(
            "not-a-pdf",
            "不是 PDF，而是非 UTF-8 编码的文本文件；请转为 UTF-8。",
            "Not a PDF but a text file that is not UTF-8; convert it to UTF-8.",
        ) from error
    lines = _lines(text)
    width = max((len(line) for line in lines), default=0)
    info = PageInfo(1, float(width), float(len(lines)), 0, PageKind.TEXT_LAYER)
    return ExtractedDocument(ref, (info,), tuple(_blocks(lines)))


def _lines(text: str) -> list[str]:
    """Only real line ends part rows; form feeds part pages and are no text."""
    unified = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n")
    return unified.split("\n")


def _blocks(lines: list[str]) -> Iterator[TextGrid | TextLine]:
    start: int | None = None
    for number, line in enumerate([*lines, ""]):
        if "\t" in line:
            start = number if start is None else start
            continue
        if start is not None:
            yield _grid(lines[start:number], start)
            start = None
        if line.strip():
            yield _line(line, number)


def _line(line: str, number: int) -> TextLine:
    lead = len(line) - len(line.lstrip())
    place = _place(number, lead, len(line.rstrip()))
    return TextLine(RawText(line.strip(), Origin.TEXT_LAYER, (place,)), place)


def _grid(lines: list[str], first: int) -> TextGrid:
    cells: list[TextCell] = []
    columns = 0
    for row, line in enumerate(lines):
        fields = line.split("\t")
        columns = max(columns, len(fields))
        start = 0
        for column, field in enumerate(fields):
            place = _place(first + row, start, start + len(field))
            text = RawText(field.strip(), Origin.TEXT_LAYER, (place,))
            cells.append(TextCell(row, column, 1, 1, text))
            start += len(field) + 1
    width = max(len(line) for line in lines)
    place = Place(1, Box(0.0, float(first), float(width), float(first + len(lines))))
    return TextGrid(len(lines), columns, tuple(cells), ruled=False, places=(place,))


def _place(line: int, start: int, end: int) -> Place:
    return Place(1, Box(float(start), float(line), float(end), float(line + 1)))
