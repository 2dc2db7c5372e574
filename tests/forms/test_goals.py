"""Goals without a header above them, and lines that hold the year and more."""

from __future__ import annotations

from typing import Any

import pytest

from forms.families import load
from forms.notation import document
from forms.read import read_forms
from schemas.codec import plain

FAMILIES = load()
FORM = """
项目支出绩效自评表
{line}
项目名称 | < | 某工程 | < | < | < | < | <
{goals}
一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因
产出指标 | 数量指标 | 养护里程 | ≥10公里 | 12公里 | 90 | 90 |
总分 | < | < | < | < | 90 | 90 |
"""


def read(line: str, goals: str) -> Any:
    (reading,) = read_forms(document(FORM.format(line=line, goals=goals)), FAMILIES)
    return reading.record


@pytest.mark.parametrize(
    "goals",
    [
        "年度总体目标 | 养护10公里。 | < | < | 养护了12公里。 | < | < | <",
        "年度总体目标 | 预期目标：养护10公里。 | < | < | 实际完成：养护了12公里。 | < | < | <",
        "预期目标：养护10公里。 | < | < | < | 实际完成情况：养护了12公里。 | < | < | <",
    ],
    ids=["two texts beside one label", "labels within the cells", "labels within the cells alone"],
)
def test_a_goal_and_its_result_in_one_row(goals: str) -> None:
    record = read("（2022年度）", goals)
    assert [(g["number"], g["goal"], g["actual"]) for g in plain(record)["goals"]] == [
        (1, "养护10公里。", "养护了12公里。")
    ]
    assert (record.notes, record.unplaced) == ((), ())


def test_a_label_beside_a_goal_is_no_result() -> None:
    record = read("", "年度总体目标 | 养护10公里。 | < | < | 备注 | 分两年完成 | < | <")
    assert plain(record)["goals"][0]["actual"] is None
    assert [n.text.value for n in record.notes] == ["分两年完成"]


@pytest.mark.parametrize(
    "line",
    ["2023年度　　　　单位：万元", "（2023年度） 金额单位：万元", "单位：万元 2023年度"],
)
def test_the_year_beside_the_unit_of_money(line: str) -> None:
    record = read(line, "")
    assert (record.year.value, record.amount_unit.value) == (2023, "万元")
    assert record.notes == ()


def test_a_sentence_that_begins_with_a_year_is_a_note() -> None:
    record = read("2023年度已拨付全部资金。", "")
    assert record.year is None
