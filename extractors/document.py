"""A file in, all its text out: tables joined over pages, and the lines between them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractors.cells.from_text_layer import Filled, PageTable, fill
from extractors.cells.lines import Line
from extractors.dump import read_dump
from extractors.layout import furniture, in_order, same_words
from extractors.sniff import is_dump, refuse_foreign
from extractors.tables.stitch import goes_on, stitch
from schemas.document import DocumentRef
from schemas.errors import InputError
from schemas.geometry import Place
from schemas.page import PageInfo, PageKind
from schemas.table import ExtractedDocument, TextGrid, TextLine
from schemas.text import Origin, RawText

_UNREAD = frozenset({PageKind.SCANNED, PageKind.BROKEN_TEXT})
_SCAN_SHARE, _FEW_WORDS = 0.5, 150


@dataclass(frozen=True, slots=True)
class ExtractOptions:
    """``source`` names a page source (``extractors/pdf/sources``); None is the first of them."""

    source: str | None = None


@dataclass(frozen=True, slots=True)
class ReadPage:
    """A page's text, before tables are joined.

    ``filled`` is None where no text layer can be trusted. ``picture`` says that what matters on
    the page stands in a picture, which only text recognition can read.
    """

    info: PageInfo
    filled: Filled | None
    hidden: int
    picture: bool


def extract(
    data: bytes, name: str, options: ExtractOptions = ExtractOptions()
) -> ExtractedDocument:
    """Read a PDF, or a tab-separated dump (``.txt``, UTF-8, with tabs).

    Raises InputError: ``not-a-pdf`` naming what the file is, ``damaged``, ``encrypted``,
    ``no-pages``, ``too-large``, ``unreadable`` when no page that has ink can be read. Single
    pages that cannot be read stand in ``failed_pages``.
    """
    ref = DocumentRef(name, hashlib.sha256(data).hexdigest(), len(data))
    if is_dump(data, name):
        return read_dump(data, ref)
    refuse_foreign(data, name)
    pages, failed = read_pages(data, name, options)
    _refuse_unread(pages)
    blocks, repeated = join_pages(pages)
    return ExtractedDocument(
        ref,
        tuple(page.info for page in pages),
        blocks,
        sum(page.hidden for page in pages),
        tuple(sorted({*failed, *(page.info.number for page in pages if page.picture)})),
        repeated,
    )


def read_pages(
    data: bytes, name: str, options: ExtractOptions
) -> tuple[tuple[ReadPage, ...], tuple[int, ...]]:
    """Every page that opens, and the numbers of those that do not; raises as ``extract``."""
    from extractors.pdf.classify import image_share
    from extractors.pdf.frame import MAX_SIDE
    from extractors.pdf.open import OversizedPageError, PageError, damaged, open_pdf, too_large
    from extractors.pdf.page import read_page
    from extractors.tables.find import find_tables

    pages: list[ReadPage] = []
    failed: list[int] = []
    oversized = ""
    with open_pdf(data, name) as pdf:
        for number in range(1, pdf.page_count + 1):
            try:
                page, raw = read_page(pdf, number, options.source)
            except PageError as error:
                oversized = str(error) if isinstance(error, OversizedPageError) else oversized
                failed.append(number)
                continue
            finally:
                pdf.forget(number)
            filled, picture = None, page.info.kind in _UNREAD
            if not picture:
                filled = fill(page, find_tables(page, pdf.as_shown))
                picture = _mostly_picture(page.info, filled, image_share(raw))
            pages.append(ReadPage(page.info, filled, page.hidden, picture))
    if not pages:
        raise too_large(oversized, f"{MAX_SIDE:g} pt") if oversized else damaged()
    return tuple(pages), tuple(failed)


def _mostly_picture(info: PageInfo, filled: Filled, share: float) -> bool:
    """Whether a page of text and pictures is a scan with a few words printed on it."""
    if info.kind is not PageKind.MIXED or share < _SCAN_SHARE:
        return False
    if any(sum(not part.blank for part in table.parts) >= 4 for table in filled.tables):
        return False
    return sum(len(line.text) for line in filled.lines) < _FEW_WORDS


def _refuse_unread(pages: Sequence[ReadPage]) -> None:
    if any(not page.picture and page.info.kind is not PageKind.BLANK for page in pages):
        return
    kinds = {page.info.kind for page in pages if page.picture}
    if not kinds:
        return
    if PageKind.BROKEN_TEXT in kinds:
        raise InputError(
            "unreadable",
            "文字层已损坏（字形没有对应的文字），无法读取；请用原软件重新导出，或安装 OCR 后再试。",
            "The text layer is broken (its glyphs map to no characters); export the file anew "
            "from its own program, or install the OCR extra and try again.",
        )
    raise InputError(
        "unreadable",
        "这是扫描件，没有可用的文字层；请提供原始电子版，或安装 OCR 后再试。",
        "This is a scan without a usable text layer; give the original electronic file, or "
        "install the OCR extra and try again.",
    )


def join_pages(
    pages: Sequence[ReadPage],
) -> tuple[tuple[TextGrid | TextLine, ...], tuple[TextLine, ...]]:
    """Blocks of all pages in reading order with tables joined, and the dropped repeated heads."""
    blocks: list[TextGrid | TextLine] = []
    repeated: list[TextLine] = []
    for item in _items(pages):
        if isinstance(item, _Table):
            joined = stitch(item.tables)
            blocks.append(joined.grid)
            repeated.extend(joined.repeated)
            blocks.extend(item.between)
        else:
            blocks.append(item)
    return tuple(blocks), tuple(repeated)


@dataclass(slots=True)
class _Table:
    """A table as it grows over pages; ``above`` are the lines over it on its first page."""

    tables: list[PageTable]
    above: list[Line]
    between: list[TextLine]


def _items(pages: Sequence[ReadPage]) -> Iterator[_Table | TextLine]:
    """Tables and lines in reading order, each table with all pages it goes on over."""
    running = furniture([(p.info, p.filled.lines) for p in pages if p.filled is not None])
    waiting: list[_Table | TextLine] = []
    last: _Table | None = None
    last_page = 0
    for page in pages:
        if page.filled is None:
            last = None
            continue
        number = page.info.number
        idle = {id(page.filled.lines[i]) for p, i in running if p == number}
        if last_page + 1 != number:
            last = None
        above: list[Line] = []
        marginal: list[TextLine] = []
        for block in in_order(page.filled):
            if not isinstance(block, PageTable):
                line = text_line(block, number)
                if id(block) in idle and last is not None:
                    marginal.append(line)
                    continue
                above.append(block)
                marginal.append(line)
                continue
            if last is not None and _joins(last, block, above):
                last.tables.append(block)
                last.between.extend(marginal)
            else:
                waiting.extend(marginal)
                last = _Table([block], above, [])
                waiting.append(last)
            above, marginal = [], []
        if above or not page.filled.tables:
            last = None
        _leave(waiting, last, marginal)
        last_page = number
    for item in waiting:
        yield from _dissolved(item)


def _leave(
    waiting: list[_Table | TextLine], last: _Table | None, lines: Sequence[TextLine]
) -> None:
    """Lines at a page's end: of a table that may go on they stand after it."""
    if last is not None:
        last.between.extend(lines)
    else:
        waiting.extend(lines)


def _joins(table: _Table, later: PageTable, above: Sequence[Line]) -> bool:
    if table.tables[-1].page + 1 != later.page:
        return False
    if above and not same_words(above, table.above):
        return False
    return goes_on(table.tables, later, bool(above))


def _dissolved(item: _Table | TextLine) -> Iterator[_Table | TextLine]:
    """A frame of one cell on one page is no table: what it holds are lines."""
    if isinstance(item, TextLine) or len(item.tables) > 1:
        yield item
        return
    only = item.tables[0]
    if len(only.parts) > 1:
        yield item
        return
    for line in only.parts[0].lines:
        yield text_line(line, only.page)
    yield from item.between


def text_line(line: Line, page: int) -> TextLine:
    """A printed line beside the tables as the result has it."""
    from extractors.cells.text import folded

    place = Place(page, line.box)
    text, repairs = folded(line.text)
    return TextLine(RawText(text, Origin.TEXT_LAYER, (place,), repairs=repairs), place)
