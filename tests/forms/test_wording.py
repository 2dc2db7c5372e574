"""Misread headers are put right by known wordings; nothing else is touched."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.families import load
from forms.read import every_wording
from forms.sheet import Row, key, stream
from forms.wording import REPAIR, distance, put_right
from schemas.document import DocumentRef
from schemas.geometry import Box, Place
from schemas.table import ExtractedDocument, TextCell, TextGrid
from schemas.text import Origin, RawText

FAMILIES = load(None)
HEADERS = ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"]
FUNDS = ["年初预算数", "全年预算数", "全年执行数", "执行率", "分值", "得分"]


def rows(*texts: list[str], sure: float = 0.6, origin: Origin = Origin.OCR) -> tuple[Row, ...]:
    cells = []
    for row, line in enumerate(texts):
        for column, text in enumerate(line):
            box = Box(50.0 * column, 20.0 * row, 50.0 * column + 50, 20.0 * row + 20)
            confidence = sure if origin is Origin.OCR else None
            raw = RawText(text, origin, (Place(1, box),), confidence=confidence)
            cells.append(TextCell(row, column, 1, 1, raw))
    width = max(map(len, texts))
    place = Place(1, Box(0.0, 0.0, 50.0 * width, 20.0 * len(texts)))
    grid = TextGrid(len(texts), width, tuple(cells), True, (place,))
    return stream(ExtractedDocument(DocumentRef("x", "0", 0), (), (grid,)))


def mended(*texts: list[str], sure: float = 0.6, origin: Origin = Origin.OCR) -> list[list[str]]:
    made = put_right(rows(*texts, sure=sure, origin=origin), every_wording(FAMILIES), FAMILIES)
    return [[spot.text for spot in row.spots] for row in made]


@pytest.mark.parametrize(
    ("misread", "meant"),
    [("三级指杯", "三级指标"), ("三级指", "三级指标"), ("实际完戊值", "实际完成值")],
)
def test_a_misread_header_beside_known_ones_is_put_right(misread: str, meant: str) -> None:
    line = [misread if text == meant else text for text in HEADERS]
    assert mended(line) == [HEADERS]


def test_the_repair_is_recorded_and_the_raw_text_kept() -> None:
    line = [*FUNDS[:2], "全年执衍数（B）", *FUNDS[3:]]
    (row,) = put_right(rows(line), every_wording(FAMILIES), FAMILIES)
    spot = row.spots[2]
    assert spot.cell.source.raw == "全年执衍数（B）"
    (repair,) = [one for one in spot.cell.repairs if one.name == REPAIR]
    assert repair.before == "全年执衍数（B）"
    assert repair.after == spot.text == "全年执行数(B)"


def test_what_was_read_surely_is_another_header_and_stays() -> None:
    line = [*FUNDS[:2], "上年执行数", *FUNDS[3:]]
    assert mended(line, sure=0.99) == [line]


def test_a_qualifier_is_no_misreading_however_unsure_it_is() -> None:
    line = [*FUNDS[:2], "上年执行数", *FUNDS[3:]]
    assert mended(line) == [line]


def test_a_text_layer_is_never_put_right() -> None:
    line = ["三级指杯" if text == "三级指标" else text for text in HEADERS]
    assert mended(line, origin=Origin.TEXT_LAYER) == [line]


def test_a_label_in_front_of_its_value_is_put_right_and_the_value_is_not() -> None:
    assert mended(["项目名徐", "主管部闪改造"]) == [["项目名称", "主管部闪改造"]]


def test_free_text_beside_free_text_stays() -> None:
    lines = [["1", "三级指杯", "按时完成"], ["2", "执衍率", "达到"]]
    assert mended(*lines) == lines


def test_a_text_as_near_to_two_wordings_stays_open() -> None:
    line = ["X级指标", *HEADERS[3:]]
    assert mended(line) == [line]


def test_a_bracket_that_is_not_closed_is_a_bracket() -> None:
    assert key("未完成原因（请在相应选项下划“√”") == "未完成原因"
    assert key("分 值（10分") == "分值"
    assert key("（一") == "(一"


@given(st.text("一二三级指标", max_size=6), st.text("一二三级指标", max_size=6))
def test_distance_is_a_distance(one: str, other: str) -> None:
    assert distance(one, other) == distance(other, one)
    assert (distance(one, other) == 0) == (one == other)
    assert abs(len(one) - len(other)) <= distance(one, other) <= max(len(one), len(other))
