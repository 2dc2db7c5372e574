"""Opening a PDF: its hash, its pages, its lock, and every way in which it may be broken."""

from __future__ import annotations

import contextlib
import ctypes
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from extractors.pdf.frame import Frame
from extractors.sniff import refuse_foreign
from schemas.errors import InputError

if TYPE_CHECKING:
    import pypdfium2

MAX_BYTES = 300 * 1024 * 1024
MAX_PAGES = 2000
_NO_FILE, _PASSWORD, _SECURITY = 2, 4, 5
"""Error codes of pdfium."""
_QUIET_KINDS = frozenset({2, 16})
"""Annotations that draw nothing of their own: FPDF_ANNOT_LINK, FPDF_ANNOT_POPUP."""
_STAMP = 13
_WIDGET = 20
_SIGNATURE = 7


class PageError(Exception):
    """One page cannot be read; the rest of the document may be."""


class OversizedPageError(PageError):
    """The page's box is larger than any sheet of paper."""


@dataclass(slots=True)
class OpenPdf:
    """An open document. Close it with ``open_pdf`` as a context manager.

    ``stamps`` are, per page number, the boxes (user space) of stamps and signatures that lie
    over the page as annotations.
    """

    data: bytes
    document: pypdfium2.PdfDocument
    stamps: dict[int, tuple[tuple[float, float, float, float], ...]] = field(default_factory=dict)
    _pages: dict[int, pypdfium2.PdfPage] = field(default_factory=dict)
    _frames: dict[int, Frame] = field(default_factory=dict)
    _changed: bool = False
    _shown: bytes | None = None
    _miner: Any = None

    @property
    def page_count(self) -> int:
        return len(self.document)

    def page(self, number: int) -> pypdfium2.PdfPage:
        """Page ``number`` (from 1) with its annotations and form fields drawn into it."""
        if number not in self._pages:
            self._pages.clear()
            self._pages[number] = self._load(number)
        return self._pages[number]

    def frame(self, number: int) -> Frame:
        """The visible box of page ``number``; PageError when it is absurd."""
        if number not in self._frames:
            page = self.page(number)
            x0, y0, x1, y1 = page.get_bbox()
            frame = Frame(x0, y0, x1, y1, page.get_rotation() % 360)
            if frame.oversized:
                raise OversizedPageError(f"{frame.width:g} × {frame.height:g} pt")
            if frame.empty:
                raise PageError(f"page box {frame.width:g} × {frame.height:g}")
            self._frames[number] = frame
        return self._frames[number]

    def forget(self, number: int) -> None:
        """Let go of a page's memory."""
        page = self._pages.pop(number, None)
        if page is not None:
            page.close()

    def as_shown(self) -> bytes:
        """The document without its lock and with annotations drawn in, for other readers."""
        for number in range(1, self.page_count + 1):
            if number not in self.stamps:
                with contextlib.suppress(PageError):
                    self.page(number)
        if not self._changed:
            return self.data
        if self._shown is None:  # a page is settled once, so this does not change any more
            import pypdfium2.raw as pdfium

            buffer = io.BytesIO()
            self.document.save(buffer, flags=pdfium.FPDF_REMOVE_SECURITY)
            self._shown = buffer.getvalue()
        return self._shown

    def miner(self) -> Any:
        """The same document opened by pdfplumber, once."""
        if self._miner is None:
            import pdfplumber

            self._miner = pdfplumber.open(io.BytesIO(self.as_shown()))
        return self._miner

    def close(self) -> None:
        if self._miner is not None:
            self._miner.close()
        for number in list(self._pages):
            self.forget(number)
        self.document.close()

    def _load(self, number: int) -> pypdfium2.PdfPage:
        import pypdfium2

        try:
            page = self.document[number - 1]
            if self._settle_annotations(page, number):
                page.close()
                page = self.document[number - 1]
        except pypdfium2.PdfiumError as error:
            raise PageError(str(error)) from error
        return page

    def _settle_annotations(self, page: pypdfium2.PdfPage, number: int) -> bool:
        """Draw annotations and form fields into the page as a viewer shows them."""
        import pypdfium2.raw as pdfium

        if number in self.stamps:
            return False
        kinds: list[int] = []
        stamps: list[tuple[float, float, float, float]] = []
        rect = pdfium.FS_RECTF()
        for index in range(pdfium.FPDFPage_GetAnnotCount(page)):
            annotation = pdfium.FPDFPage_GetAnnot(page, index)
            if not annotation:
                continue
            kind = pdfium.FPDFAnnot_GetSubtype(annotation)
            kinds.append(kind)
            if kind == _STAMP or (kind == _WIDGET and self._is_signature(annotation)):
                pdfium.FPDFAnnot_GetRect(annotation, rect)
                stamps.append((rect.left, rect.bottom, rect.right, rect.top))
            pdfium.FPDFPage_CloseAnnot(annotation)
        self.stamps[number] = tuple(stamps)
        if not set(kinds) - _QUIET_KINDS:
            return False
        self._changed = True
        return bool(pdfium.FPDFPage_Flatten(page, pdfium.FLAT_NORMALDISPLAY) == 1)

    def _is_signature(self, annotation: Any) -> bool:
        import pypdfium2.raw as pdfium

        form = self.document.formenv
        if form is None:
            return False
        return bool(pdfium.FPDFAnnot_GetFormFieldType(form, annotation) == _SIGNATURE)


@contextlib.contextmanager
def open_pdf(data: bytes, name: str) -> Iterator[OpenPdf]:
    """Open a PDF from its bytes.

    An empty user password opens silently. Raises InputError ``not-a-pdf`` (naming what it is),
    ``too-large``, ``encrypted``, ``damaged`` or ``no-pages``.
    """
    refuse_foreign(data, name)
    if len(data) > MAX_BYTES:
        raise too_large(f"{len(data) // 2**20} MB", f"{MAX_BYTES // 2**20} MB")
    pdf = OpenPdf(data, _open(data))
    try:
        if pdf.page_count == 0:
            raise _no_pages()
        if pdf.page_count > MAX_PAGES:
            raise too_many_pages(pdf.page_count)
        yield pdf
    finally:
        pdf.close()


def _open(data: bytes) -> pypdfium2.PdfDocument:
    import pypdfium2
    import pypdfium2.raw as pdfium

    # pdfium refuses an empty page tree without saying so and leaves its last error standing;
    # an error that bytes in memory cannot cause shows that it said nothing.
    pdfium.FPDF_LoadDocument(b"", None)
    try:
        document = pypdfium2.PdfDocument(data)
        if document.get_formtype():
            document.init_forms()
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) in (_PASSWORD, _SECURITY) or _is_locked(error):
            raise InputError(
                "encrypted",
                "文件已加密，需要密码；请先用密码打开并另存为无密码的 PDF。",
                "The file is encrypted; open it with its password and save it without one.",
            ) from error
        if getattr(error, "err_code", None) == _NO_FILE:
            raise _no_pages() from error
        raise damaged() from error
    except (ctypes.ArgumentError, ValueError, OverflowError) as error:
        raise damaged() from error
    return document


def _is_locked(error: Exception) -> bool:
    return "password" in str(error).lower() or "security" in str(error).lower()


def _no_pages() -> InputError:
    return InputError(
        "no-pages",
        "文件里没有页面；请确认导出是否完整。",
        "The file has no pages; check that it was exported whole.",
    )


def damaged() -> InputError:
    return InputError(
        "damaged",
        "文件已损坏，无法打开；请重新下载，或用原软件重新导出。",
        "The file is damaged and cannot be opened; download it again or export it anew.",
    )


def too_many_pages(count: int) -> InputError:
    return InputError(
        "too-large",
        f"页数过多（{count} 页，上限 {MAX_PAGES} 页）；请拆分，只留下自评表所在的页。",
        f"The file has too many pages ({count}, the limit is {MAX_PAGES}); split it and keep the "
        "form's pages.",
    )


def too_large(actual: str, limit: str) -> InputError:
    return InputError(
        "too-large",
        f"文件过大（{actual}，上限 {limit}）；请拆分后再试。",
        f"The file is too large ({actual}, the limit is {limit}); split it and try again.",
    )
