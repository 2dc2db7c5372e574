"""Why a document counts as read only in part: pages that failed, rows that were put nowhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from schemas.geometry import Place
from schemas.message import Message
from schemas.record import SelfEvaluation, Text
from schemas.result import Problem
from schemas.table import ExtractedDocument


def shortcomings(
    extracted: ExtractedDocument, records: Iterable[SelfEvaluation]
) -> tuple[Problem, ...]:
    """Nothing for a document of which every page was read and every row found its place."""
    rows = [row for record in records for row in unplaced_rows(record)]
    seen = {page.number for page in extracted.pages}
    pages = (_page_unread(n) if n in seen else _page_failed(n) for n in extracted.failed_pages)
    return (*pages, *map(_row_unplaced, rows))


def unplaced_rows(record: SelfEvaluation) -> Iterator[tuple[Text, ...]]:
    """Texts of ``unplaced`` that stand side by side: a row that no section would have.

    A single text left over (a remark, a label) is kept in ``unplaced`` and is no row.
    """
    row: list[Text] = []
    for text in record.unplaced:
        if row and not _beside(row[-1].places, text.places):
            yield from _if_row(row)
            row = []
        row.append(text)
    yield from _if_row(row)


def _if_row(texts: Sequence[Text]) -> Iterator[tuple[Text, ...]]:
    if len(texts) > 1:
        yield tuple(texts)


def _beside(one: Sequence[Place], other: Sequence[Place]) -> bool:
    """Whether two texts share more than half of the lower one's height, and no width."""
    for a in one:
        for b in other:
            common = min(a.box.bottom, b.box.bottom) - max(a.box.top, b.box.top)
            apart = a.box.x1 <= b.box.x0 or b.box.x1 <= a.box.x0
            if a.page == b.page and apart and common > min(a.box.height, b.box.height) / 2:
                return True
    return False


def _page_failed(number: int) -> Problem:
    return Problem(
        "damaged",
        Message(
            f"第 {number} 页无法读取，其余各页已读入；请向提供者索取完好的文件",
            f"page {number} cannot be read, the others were; ask for an undamaged file",
        ),
    )


def _page_unread(number: int) -> Problem:
    """A page that opened, but whose table is a picture that nobody could read."""
    return Problem(
        "unreadable",
        Message(
            f"第 {number} 页（或其中的图片）没有读出文字，其余各页已读入；请安装 OCR "
            "（pip install 'fuhe[ocr]'）、以 300 dpi 重新扫描，或提供原始电子版",
            f"no text could be read from page {number}, or a picture on it, the others were read; "
            "install OCR (pip install 'fuhe[ocr]'), scan it again at 300 dpi, or give the original "
            "electronic file",
        ),
    )


def _row_unplaced(row: Sequence[Text]) -> Problem:
    page = row[0].places[0].page
    words = " | ".join(" ".join(text.raw.split()) for text in row)
    return Problem(
        "unplaced",
        Message(
            f"第 {page} 页有一行没有归入任何部分（{words}）；请对照原表，"
            "必要时写一个表式文件（见 fuhe forms）",
            f"a row on page {page} belongs to no section ({words}); compare the form, and if need "
            "be write a form file (see fuhe forms)",
        ),
    )
