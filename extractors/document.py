"""A file in, all its text out: tables joined over pages, and the lines between them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from extractors.cells.from_text_layer import Filled, PageTable, fill
from extractors.cells.lines import Line
from extractors.dump import read_dump
from extractors.layout import furniture, in_order, same_words
from extractors.scanned import engine_in_use, models, recognise, unreadable, with_pictures
from extractors.sniff import is_dump, refuse_foreign
from extractors.tables.stitch import goes_on, stitch
from schemas.document import DocumentRef
from schemas.geometry import Place
from schemas.page import Page, PageInfo, PageKind
from schemas.table import ExtractedDocument, TextGrid, TextLine
from schemas.text import RawText

if TYPE_CHECKING:
    from extractors.pdf.open import OpenPdf
    from extractors.pdf.raw import RawPage

_UNREAD = frozenset({PageKind.SCANNED, PageKind.BROKEN_TEXT})
_SCAN_SHARE, _FEW_WORDS = 0.5, 150


@dataclass(frozen=True, slots=True)
class ExtractOptions:
    """``source`` names a page source (``extractors/pdf/sources``); None is the first of them.

    ``ocr`` names the engine that reads scanned pages (``extractors/ocr/engines``); None is the
    default one if its packages are there, "none" leaves them unread. With ``ocr_everything``
    text layers are not used. ``on_recognised`` is called after every page that models had to read,
    which takes a hundred times as long as another.
    """

    source: str | None = None
    ocr: str | None = None
    ocr_everything: bool = False
    on_recognised: Callable[[], None] | None = None


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
    recognised: bool = False


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
    _refuse_unread(pages, options)
    blocks, repeated = join_pages(pages)
    return ExtractedDocument(
        ref,
        tuple(page.info for page in pages),
        blocks,
        sum(page.hidden for page in pages),
        tuple(sorted({*failed, *(page.info.number for page in pages if page.picture)})),
        repeated,
        _models(pages, options),
    )


def read_pages(
    data: bytes, name: str, options: ExtractOptions
) -> tuple[tuple[ReadPage, ...], tuple[int, ...]]:
    """Every page that opens, and the numbers of those that do not; raises as ``extract``."""
    from extractors.pdf.frame import MAX_SIDE
    from extractors.pdf.open import OversizedPageError, PageError, damaged, open_pdf, too_large

    pages: list[ReadPage] = []
    failed: list[int] = []
    oversized = ""
    with open_pdf(data, name) as pdf:
        for number in range(1, pdf.page_count + 1):
            try:
                pages.append(read_one(pdf, number, options))
                if pages[-1].recognised and options.on_recognised is not None:
                    options.on_recognised()
            except PageError as error:
                oversized = str(error) if isinstance(error, OversizedPageError) else oversized
                failed.append(number)
            finally:
                pdf.forget(number)
    if not pages:
        raise too_large(oversized, f"{MAX_SIDE:g} pt") if oversized else damaged()
    return tuple(pages), tuple(failed)


def read_one(pdf: OpenPdf, number: int, options: ExtractOptions) -> ReadPage:
    """Page ``number`` (from 1) by itself; raises PageError when it cannot be read."""
    from extractors.pdf.page import read_page

    page, raw = read_page(pdf, number, options.source)
    return _read(pdf, page, raw, options)


def _read(pdf: OpenPdf, page: Page, raw: RawPage, options: ExtractOptions) -> ReadPage:
    """A page's text by whichever way it can be read."""
    info, hidden = page.info, page.hidden
    engine = engine_in_use(options.ocr)
    all_pixels = options.ocr_everything and info.kind is not PageKind.BLANK
    if info.kind in _UNREAD or all_pixels:
        return _from_pixels(pdf, page, engine, None)
    from extractors.pdf.classify import image_share
    from extractors.pdf.pictures import picture_areas, worth_a_look
    from extractors.tables.find import find_tables

    lattices = find_tables(page, pdf.as_shown)
    stamps = [pdf.frame(info.number).box(*box) for box in pdf.stamps.get(info.number, ())]
    tables = [lattice.box for lattice in lattices]
    areas = worth_a_look(picture_areas(raw, stamps), tables, info.width, info.height)
    if not areas:
        return ReadPage(info, fill(page, lattices), hidden, picture=False)
    both = with_pictures(pdf, page, areas, lattices, engine)
    scan = _mostly_picture(info, both.filled, image_share(raw))
    if scan and (both.sideways or engine is None):
        return _from_pixels(pdf, page, engine, both.filled)
    return ReadPage(both.info, both.filled, hidden, both.unread, both.recognised)


def _from_pixels(pdf: OpenPdf, page: Page, engine: str | None, instead: Filled | None) -> ReadPage:
    """The page as its pixels say; ``instead`` where there is no engine to ask."""
    if engine is None:
        return ReadPage(page.info, instead, page.hidden, picture=True)
    info, read = recognise(pdf, page.info, engine)
    return ReadPage(info, read, page.hidden, read is None, recognised=True)


def _mostly_picture(info: PageInfo, filled: Filled, share: float) -> bool:
    """Whether a page of text and pictures is a scan with a few words printed on it."""
    if info.kind is not PageKind.MIXED or share < _SCAN_SHARE:
        return False
    if any(sum(not part.blank for part in table.parts) >= 4 for table in filled.tables):
        return False
    return sum(len(line.text) for line in filled.lines) < _FEW_WORDS


def _refuse_unread(pages: Sequence[ReadPage], options: ExtractOptions) -> None:
    if any(not page.picture and page.info.kind is not PageKind.BLANK for page in pages):
        return
    kinds = {page.info.kind for page in pages if page.picture or page.recognised}
    if kinds:
        raise unreadable(kinds, options.ocr)


def _models(pages: Sequence[ReadPage], options: ExtractOptions) -> tuple[tuple[str, str], ...]:
    engine = engine_in_use(options.ocr)
    recognised = any(page.recognised for page in pages)
    return models(engine) if recognised and engine is not None else ()


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
    from extractors.cells.text import evidence, folded

    place = Place(page, line.shown)
    text, repairs = folded(line.text)
    origin, confidence = evidence([line])
    raw = RawText(text, origin, (place,), frozenset(), repairs, confidence, line.readings)
    return TextLine(raw, place)
