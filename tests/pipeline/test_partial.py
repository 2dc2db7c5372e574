"""When a document counts as read only in part."""

from __future__ import annotations

import dataclasses

from pipeline.partial import shortcomings, unplaced_rows
from schemas.document import DocumentRef
from schemas.geometry import Box, Place
from schemas.page import PageInfo, PageKind
from schemas.record import Field, SelfEvaluation, State, Text
from schemas.table import ExtractedDocument
from schemas.text import Origin
from tests.support.records import record_from_values

RECORD = record_from_values({"family": "unknown"})


def text(raw: str, x: float, top: float, page: int = 1, width: float = 50.0) -> Text:
    place = Place(page, Box(x, top, x + width, top + 12.0))
    return Field(raw, raw, State.READ, Origin.TEXT_LAYER, places=(place,))


def left_over(*texts: Text) -> SelfEvaluation:
    return dataclasses.replace(RECORD, unplaced=texts)


def document(*failed: int) -> ExtractedDocument:
    return ExtractedDocument(DocumentRef("a.pdf", "0" * 64, 1), (), (), 0, failed)


def rows(*texts: Text) -> list[list[str]]:
    return [[t.raw for t in row] for row in unplaced_rows(left_over(*texts))]


def test_texts_side_by_side_are_a_row() -> None:
    assert rows(text("水费", 0, 10), text("3.5", 60, 11), text("备注", 0, 40)) == [["水费", "3.5"]]


def test_two_rows_one_under_the_other() -> None:
    found = rows(text("甲", 0, 10), text("1", 60, 10), text("乙", 0, 30), text("2", 60, 30))
    assert found == [["甲", "1"], ["乙", "2"]]


def test_single_texts_and_lines_of_a_paragraph_are_no_row() -> None:
    assert rows(text("填表说明", 0, 10), text("第二行", 0, 24), text("第三行", 0, 38)) == []


def test_the_same_height_on_another_page_is_no_row() -> None:
    assert rows(text("甲", 0, 10, page=1), text("1", 60, 10, page=2)) == []


def test_a_page_that_opened_but_could_not_be_read_says_what_helps() -> None:
    page = PageInfo(2, 595.0, 842.0, 0, PageKind.SCANNED)
    extracted = dataclasses.replace(document(2, 3), pages=(page,))
    problems = shortcomings(extracted, [RECORD])
    assert [problem.code for problem in problems] == ["unreadable", "damaged"]
    assert "fuhe[ocr]" in problems[0].message.zh


def test_a_failed_page_and_a_lost_row_are_named() -> None:
    lost = left_over(text("水费", 0, 10, page=2), text("3.5", 60, 10, page=2))
    problems = shortcomings(document(3), [RECORD, lost])
    assert [problem.code for problem in problems] == ["damaged", "unplaced"]
    assert "第 3 页" in problems[0].message.zh
    assert "第 2 页" in problems[1].message.zh
    assert "水费 | 3.5" in problems[1].message.zh


def test_a_whole_document_has_no_shortcomings() -> None:
    assert shortcomings(document(), [RECORD, left_over(text("备注", 0, 0))]) == ()
