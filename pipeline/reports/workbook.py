"""A workbook whose text is never a formula and whose bytes follow from its contents alone."""

from __future__ import annotations

import io
import math
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any, Literal

from pipeline.reports.cells import Value
from pipeline.reports.clean import clean
from pipeline.reports.labels import READINGS_OF_CELL
from pipeline.reports.words import STATE
from pipeline.sheet import written_sheet
from schemas.codec import decimal_text
from schemas.message import Lang, Message
from schemas.record import State

Content = Value | Message | Decimal | int | str | None
_LONGEST = 32_767  # characters in a cell
_A4 = 9  # the number of the paper size in SpreadsheetML
_DIGITS = 15  # significant digits that a spreadsheet keeps
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest time a ZIP archive can name
_WRITTEN = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_PLAIN_AFFIX = re.compile(r'[^"\\\[\]]{0,12}')


@dataclass(frozen=True, slots=True)
class Column:
    """A heading and a width in characters; ``number`` sets the heading over figures."""

    title: Message
    width: float
    number: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table; ``indents`` gives the depth of the first column, row by row.

    Columns from ``printed`` on stay off the paper: codes and pointers, long reckonings.
    """

    name: Message
    columns: Sequence[Column]
    rows: Sequence[Sequence[Content]]
    indents: Sequence[int] = ()
    printed: int | None = None


def render(sheets: Sequence[Sheet], title: Message, lang: Lang) -> bytes:
    """The workbook as bytes; every sheet has a frozen head, filters and a print set-up."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    book.properties.title = title.say(lang)
    book.properties.creator = "fuhe"
    for sheet in sheets:
        _write(book, sheet, lang)
    stream = io.BytesIO()
    book.save(stream)
    return _timeless(stream.getvalue())


def number_format(digits: str, prefix: str = "", suffix: str = "") -> str:
    """A format that shows as many decimals as are printed, between the printed sign and unit."""
    decimals = len(digits.partition(".")[2])
    shown = "0." + "0" * decimals if decimals else "0"
    before, after = (f'"{affix}"' if affix else "" for affix in (prefix, suffix))
    return f"{before}{shown}{after};{before}-{shown}{after}" if before else f"{shown}{after}"


def _write(book: Any, sheet: Sheet, lang: Lang) -> None:
    with written_sheet(book, sheet.name.say(lang)) as page:
        _set_up(page, sheet)
        page.append([_head(page, column, lang) for column in sheet.columns])
        for number, row in enumerate(sheet.rows):
            cells = [_cell(page, content, lang) for content in row]
            if number < len(sheet.indents) and sheet.indents[number]:
                cells[0].alignment = _alignment("left", sheet.indents[number])
            page.row_dimensions[number + 2].height = _height(cells, sheet)
            page.append(cells)


def _set_up(page: Any, sheet: Sheet) -> None:
    """Widths, frozen head, filters, and how it is printed."""
    from openpyxl.utils import get_column_letter

    last = get_column_letter(len(sheet.columns))
    for index, column in enumerate(sheet.columns, 1):
        page.column_dimensions[get_column_letter(index)].width = column.width
    page.auto_filter.ref = f"A1:{last}{len(sheet.rows) + 1}"
    page.print_title_rows = "1:1"
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = _A4
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.page_margins.left = page.page_margins.right = 0.4
    page.oddFooter.center.text = "&P / &N"
    if sheet.printed is not None:
        edge = get_column_letter(sheet.printed)
        page.print_area = f"A1:{edge}{len(sheet.rows) + 1}"


def _height(cells: Sequence[Any], sheet: Sheet) -> float:
    """Points that the wrapped text of the printed columns takes up: not every program that opens
    a workbook reckons this itself."""
    from rich.cells import cell_len

    lines = 1
    for cell, column in zip(cells[: sheet.printed], sheet.columns, strict=False):
        if cell.data_type == "s":
            parts = str(cell.value).split("\n")
            room = max(1.0, column.width - 1)
            lines = max(lines, sum(max(1, math.ceil(cell_len(part) / room)) for part in parts))
    return min(409.0, 16.0 * lines + 2)


def _head(page: Any, column: Column, lang: Lang) -> Any:
    from openpyxl.styles import Font, PatternFill

    cell = _text(page, column.title.say(lang))
    cell.font = Font(bold=True)
    cell.fill = PatternFill("solid", fgColor="F2F0E8")
    cell.border = _line("thin", "8B8678")
    cell.alignment = _alignment("right", 1) if column.number else _alignment()
    return cell


def _cell(page: Any, content: Content, lang: Lang) -> Any:
    match content:
        case None:
            return _text(page, "")
        case Message():
            return _text(page, content.say(lang))
        case Value():
            return _value(page, content, lang)
        case int() | Decimal():
            digits = decimal_text(Decimal(content))
            return _number(page, Decimal(content), digits, "", "")
    return _text(page, content)


def _value(page: Any, value: Value, lang: Lang) -> Any:
    if value.doubtful:
        said = f"? {STATE[value.state or State.UNREADABLE].say(lang)} {value.text}".rstrip()
        if value.choices:
            said += f" {READINGS_OF_CELL.say(lang)} {' / '.join(value.choices)}"
        return _text(page, said)
    if value.number is None:
        return _text(page, value.text)
    digits = decimal_text(value.number)
    prefix, found, suffix = value.text.partition(digits)
    plain = all(_PLAIN_AFFIX.fullmatch(clean(affix)) for affix in (prefix, suffix))
    if not found or not plain:
        return _text(page, value.text)
    return _number(page, value.number, digits, clean(prefix), clean(suffix))


def _number(page: Any, number: Decimal, digits: str, *affixes: str) -> Any:
    """A number that shows as printed; one too long for a spreadsheet stays text."""
    from openpyxl.cell.cell import WriteOnlyCell

    if len(number.as_tuple().digits) > _DIGITS:
        return _text(page, affixes[0] + digits + affixes[1])
    cell = WriteOnlyCell(page)
    cell.value = number
    cell.number_format = number_format(digits, *affixes)
    cell.alignment = _alignment("right", 1)
    cell.border = _line()
    return cell


def _text(page: Any, text: str) -> Any:
    """A text cell: the type says so, and the mark for what begins like a formula keeps it so
    when somebody edits the cell. A reader sees the text unchanged."""
    from openpyxl.cell.cell import WriteOnlyCell

    shown = clean(text)
    if len(shown) > _LONGEST:
        shown = shown[: _LONGEST - 1] + "…"
    cell = WriteOnlyCell(page, value="")
    cell.value = _ESCAPE.sub("_x005F_", shown)
    cell.data_type = "s"
    cell.alignment = _alignment()
    cell.border = _line()
    if shown[:1] in ("=", "+", "-", "@"):
        cell.quotePrefix = True
    return cell


@cache
def _alignment(horizontal: str | None = None, indent: int = 0) -> Any:
    from openpyxl.styles import Alignment

    return Alignment(horizontal=horizontal, wrap_text=True, vertical="top", indent=indent)


@cache
def _line(style: Literal["hair", "thin"] = "hair", color: str = "B8B3A4") -> Any:
    from openpyxl.styles import Border, Side

    return Border(bottom=Side(style=style, color=color))


def _timeless(data: bytes) -> bytes:
    """The same archive without the hour at which it was made."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for entry in sorted(old.namelist(), key=_first):
            body = old.read(entry)
            if entry == "docProps/core.xml":
                body = _WRITTEN.sub(rb"\g<1>1980-01-01T00:00:00Z", body)
            about = zipfile.ZipInfo(entry, _EPOCH)
            about.compress_type = zipfile.ZIP_DEFLATED
            about.external_attr = 0o600 << 16
            new.writestr(about, body)
    return stream.getvalue()


def _first(entry: str) -> tuple[bool, str]:
    return entry != "[Content_Types].xml", entry
