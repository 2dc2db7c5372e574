"""A scan with its recognised text laid invisibly under the untouched pages, for search and copy."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from extractors.document import ExtractOptions, read_one
from extractors.scanned import engine_in_use, unreadable
from schemas.errors import InputError
from schemas.geometry import Box
from schemas.page import Page, PageKind

if TYPE_CHECKING:
    from extractors.pdf.frame import Frame
    from extractors.pdf.layer import Span
    from extractors.pdf.open import OpenPdf

_EARLIER = 20
"""Invisible characters from which on they count as a text layer on a page that also shows some, or
from which text was taken out; fewer are a stamp or a slip. A page that shows none has an earlier
recognition's layer if it holds any."""
_COVERED = 0.3
"""Share of a line's area that visible characters of the text layer cover, if they say the line."""


class PageFate(StrEnum):
    """What became of a page."""

    LAID = "laid"
    TEXT = "text"
    BLANK = "blank"
    EARLIER = "earlier"
    UNREAD = "unread"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Searchable:
    """The new document, which is the given one if nothing was laid, and what became of each page.

    ``characters`` counts those laid.
    """

    data: bytes
    pages: tuple[PageFate, ...]
    characters: int


@dataclass(frozen=True, slots=True)
class _Seen:
    """What a page shows before anything is recognised; ``kind`` is None if it cannot be opened,
    then ``oversized`` is its size if that is why."""

    kind: PageKind | None
    hidden: int = 0
    visible: tuple[tuple[str, Box], ...] = ()
    frame: Frame | None = None
    oversized: str = ""
    cleared: bool = False

    @property
    def earlier(self) -> bool:
        """Whether somebody laid text under this page before."""
        if self.kind in (PageKind.TEXT_LAYER, None):
            return False
        bare = self.kind is PageKind.SCANNED and not self.cleared
        return self.hidden >= (1 if bare else _EARLIER)


def make_searchable(
    data: bytes, name: str, ocr: str | None = None, *, replace: bool = False, signed: bool = False
) -> Searchable:
    """Lay what recognition reads under every scanned page; pages with sound text stay as they are.

    ``ocr`` names the engine. A page with invisible text of an earlier recognition is left alone,
    unless ``replace`` asks for that text to be taken out and read anew. ``signed`` allows to
    write a copy in which electronic signatures are no longer valid.

    Raises InputError as ``extract`` does, ``signed`` for a signed document, and ``unreadable``
    if text was wanted on some page and none could be laid on any.
    """
    from extractors.pdf.open import open_pdf

    with open_pdf(data, name) as pdf:
        if not signed and _has_signature(pdf):
            raise _signed()
        seen = _survey(pdf)
    if replace:
        earlier = {number for number, page in seen.items() if page.earlier}
        data, seen = _without_earlier(data, name, seen, earlier)
    with open_pdf(data, name) as pdf:
        layers, fates = _read(pdf, seen, ExtractOptions(ocr=ocr))
    if not layers:
        _refuse_unread(seen, fates, ocr)
        return Searchable(data, fates, 0)
    from extractors.pdf.layer import with_text

    characters = sum(len(run.text) for spans in layers.values() for s in spans for run in s.runs)
    return Searchable(with_text(data, layers), fates, characters)


def _survey(pdf: OpenPdf) -> dict[int, _Seen]:
    from extractors.pdf.open import OversizedPageError, PageError
    from extractors.pdf.page import read_page

    seen = {}
    for number in range(1, pdf.page_count + 1):
        try:
            page, raw = read_page(pdf, number)
            seen[number] = _seen(page, raw.frame)
        except PageError as error:
            size = str(error) if isinstance(error, OversizedPageError) else ""
            seen[number] = _Seen(None, oversized=size)
        finally:
            pdf.forget(number)
    return seen


def _seen(page: Page, frame: Frame) -> _Seen:
    visible = tuple((char.text, char.box) for char in page.chars if char.text.strip())
    return _Seen(page.info.kind, page.hidden, visible, frame)


def _without_earlier(
    data: bytes, name: str, seen: dict[int, _Seen], earlier: Collection[int]
) -> tuple[bytes, dict[int, _Seen]]:
    """The document without the invisible text of earlier recognitions, and what it shows then.

    Pages on which anything visible would change keep theirs.
    """
    from extractors.pdf.open import open_pdf
    from extractors.pdf.unlayer import without_invisible_text

    left = set(earlier)
    while left:
        cleared = without_invisible_text(data, left)
        with open_pdf(cleared, name) as pdf:
            now = _survey(pdf)
        spoilt = {n for n in left if n not in now or now[n].visible != seen[n].visible}
        if not spoilt:
            done = {n: dataclasses.replace(now[n], cleared=True) for n in left}
            return cleared, now | done
        left -= spoilt
    return data, seen


def _read(
    pdf: OpenPdf, seen: dict[int, _Seen], options: ExtractOptions
) -> tuple[dict[int, tuple[Span, ...]], tuple[PageFate, ...]]:
    """The spans to lay, by page, and what became of every page."""
    from extractors.pdf.open import PageError

    layers, fates = {}, []
    for number, page in seen.items():
        try:
            spans, fate = _read_page(pdf, number, page, options)
        except PageError:
            spans, fate = (), PageFate.FAILED
        finally:
            pdf.forget(number)
        fates.append(fate)
        if spans:
            layers[number] = spans
    return layers, tuple(fates)


def _read_page(
    pdf: OpenPdf, number: int, page: _Seen, options: ExtractOptions
) -> tuple[tuple[Span, ...], PageFate]:
    from extractors.overlay import spans

    match page.kind:
        case None:
            return (), PageFate.FAILED
        case PageKind.TEXT_LAYER:
            return (), PageFate.TEXT
        case PageKind.BLANK:
            return (), PageFate.BLANK
    if page.earlier:
        return (), PageFate.EARLIER
    read = read_one(pdf, number, options)
    if read.filled is None or page.frame is None:
        return (), PageFate.UNREAD
    turned = dataclasses.replace(page.frame, turn=read.info.rotation)
    found = spans(read.filled, turned, _covered(page, turned))
    if found:
        return found, PageFate.LAID
    if read.picture:
        return (), PageFate.UNREAD
    return (), PageFate.BLANK if page.kind is PageKind.SCANNED else PageFate.TEXT


def _covered(page: _Seen, turned: Frame) -> Callable[[Box], bool]:
    """Whether sound visible text already says what stands in a box of the page so turned."""
    if page.kind is PageKind.BROKEN_TEXT or page.frame is None:
        return lambda _: False
    boxes = []
    for _, box in page.visible:
        corners = page.frame.back(box.x0, box.top), page.frame.back(box.x1, box.bottom)
        boxes.append(turned.box(*corners[0], *corners[1]))

    def covered(line: Box) -> bool:
        return sum(line.overlap(box) for box in boxes) > _COVERED * line.area

    return covered


def _has_signature(pdf: OpenPdf) -> bool:
    """Whether an electronic signature covers bytes of the document."""
    import pypdfium2.raw as pdfium

    for index in range(max(0, pdfium.FPDF_GetSignatureCount(pdf.document))):
        signature = pdfium.FPDF_GetSignatureObject(pdf.document, index)
        if pdfium.FPDFSignatureObj_GetByteRange(signature, None, 0) > 0:
            return True
    return False


def _signed() -> InputError:
    return InputError(
        "signed",
        "文件带有电子签名，写出的副本里签名会失效；确要生成可检索的副本，请加 --signed，"
        "原件不受影响。",
        "The file carries an electronic signature, which no altered copy can keep; to write the "
        "copy all the same add --signed, the original stays as it is.",
    )


def _refuse_unread(seen: dict[int, _Seen], fates: Collection[PageFate], ocr: str | None) -> None:
    """Raises if pages that wanted recognition got none, for want of an engine or of legible print
    in a document that has nothing else."""
    if set(fates) == {PageFate.FAILED}:
        from extractors.pdf.frame import MAX_SIDE
        from extractors.pdf.open import damaged, too_large

        size = next((page.oversized for page in seen.values() if page.oversized), "")
        raise too_large(size, f"{MAX_SIDE:g} pt") if size else damaged()
    kinds = {
        page.kind
        for page, fate in zip(seen.values(), fates, strict=True)
        if fate is PageFate.UNREAD and page.kind is not None
    }
    if not kinds:
        return
    if engine_in_use(ocr) is None or not {PageFate.TEXT, PageFate.EARLIER} & set(fates):
        raise unreadable(kinds, ocr)
