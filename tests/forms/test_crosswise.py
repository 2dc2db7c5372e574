"""Funds whose amounts stand beside their labels, and not under headers."""

from __future__ import annotations

from typing import Any

import pytest

from forms.families import load
from forms.notation import document
from forms.read import read_forms
from schemas.codec import plain

FAMILIES = load()
TOP = """
项目支出绩效自评表
（2022年度）
项目名称 | 垃圾分类试点 | < | < | < | < | < | <
主管部门 | 某局 | < | < | 实施单位 | < | 某中心 | <
"""
REST = """
一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因
产出指标 | 数量指标 | 养护里程 | ≥10公里 | 12公里 | 90 | 90 |
总分 | < | < | < | < | 90 | 90 |
"""
KEYS = ("name", "level", "initial_budget", "full_year_budget", "executed", "execution_rate")


def funds(block: str) -> tuple[Any, list[tuple[Any, ...]]]:
    (reading,) = read_forms(document(TOP + block.strip() + REST), FAMILIES)
    lines = plain(reading.record)["funds"]
    assert reading.record.unplaced == ()
    assert [i.weight.value for i in reading.record.indicators if i.weight] == [90]
    return reading.record, [tuple(line[k] for k in KEYS) for line in lines]


def test_pairs_side_by_side_with_parts_below() -> None:
    record, lines = funds("""
预算执行情况⏎（万元） | 预算数： | 320.00 | 执行数： | 305.00 | 执行率： | 95.3% | <
^ | 其中：财政拨款 | 300.00 | 其中：财政拨款 | 290.00 | | | <
^ | 其他资金 | 20.00 | 其他资金 | 15.00 | | | <
""")
    assert lines == [
        (None, 0, None, "320.00", "305.00", "95.3"),
        ("其中：财政拨款", 1, None, "300.00", "290.00", None),
        ("其他资金", 1, None, "20.00", "15.00", None),
    ]
    assert record.amount_unit.value == "万元"


def test_a_part_under_the_rate_is_a_note() -> None:
    record, lines = funds("""
预算执行情况 | 预算数： | 320.00 | 执行数： | 305.00 | 执行率： | 95.3% | <
^ | 其中：财政拨款 | 300.00 | 其中：财政拨款 | 290.00 | 其他资金 | 0.00 | <
""")
    assert [line[-1] for line in lines] == ["95.3", None]
    assert [(n.label.value, n.text.value) for n in record.notes] == [("其他资金", "0.00")]
    record, lines = funds("""
预算执行情况 | 预算数： | 320.00 | 执行数： | 305.00 | 执行率： | 95.3% | <
^ | 其中：财政拨款 | 300.00 | 其中：财政拨款 | 290.00 | 分值10分 | 得9.5分 | <
""")
    assert [line[4] for line in lines] == ["305.00", "290.00"]
    assert [(n.label.value, n.text.value) for n in record.notes] == [("分值10分", "得9.5分")]


def test_pairs_with_a_name_in_front_and_points() -> None:
    _, lines = funds("""
项目资金（万元） | 年度资金总额 | 全年预算数 | 90.00 | 全年执行数 | 81.00 | 执行率 | 90%
^ | 其中：财政拨款 | 全年预算数 | 60.00 | 全年执行数 | 60.00 | 执行率 | 100%
""")
    assert lines == [
        ("年度资金总额", 0, None, "90.00", "81.00", "90"),
        ("其中：财政拨款", 1, None, "60.00", "60.00", "100"),
    ]


@pytest.mark.parametrize(
    "points", ["^ | 分值 | 10 | 得分 | 9.5 | < | <", "^ | 执行率 | 95% | 分值 | 10 | 得分 | 9.5"]
)
def test_points_in_a_row_of_their_own_belong_to_the_only_line(points: str) -> None:
    block = f"预算执行情况 | 全年预算数 | 90.00 | 全年执行数 | 85.50 | < | <\n{points}"
    record, lines = funds(block.replace("\n", " | <\n") + " | <")
    (line,) = plain(record)["funds"]
    assert len(lines) == 1 and (line["weight"], line["score"]) == ("10", "9.5")


def test_a_score_alone_below_the_amounts_is_not_that_of_the_execution() -> None:
    record, _ = funds("""
预算执行情况 | 全年预算数 | 90.00 | 全年执行数 | 85.50 | < | < | <
^ | 得分 | 93.5 | < | < | < | < | <
""")
    assert plain(record)["funds"][0]["score"] is None


def test_pairs_within_their_cells() -> None:
    _, lines = funds("""
资金情况 | 预算数：320.00万元 | < | < | 执行数：305.00万元 | < | 执行率：95.3% | <
""")
    assert lines == [(None, 0, None, "320.00", "305.00", "95.3")]


def test_a_table_on_its_side() -> None:
    _, lines = funds("""
资金情况（万元） | | 资金总额 | < | 财政拨款 | 其他资金 | 上年结转 |
^ | 年初预算 | 90.00 | < | 85.00 | 5.00 | 0.00 |
^ | 全年预算 | 95.50 | < | 88.50 | 5.00 | 2.00 |
^ | 实际支出 | 93.59 | < | 86.73 | 4.90 | 1.96 |
^ | 执行率 | 98% | < | 98% | 98% | 98% |
""")
    assert lines == [
        ("资金总额", 0, "90.00", "95.50", "93.59", "98"),
        ("财政拨款", 1, "85.00", "88.50", "86.73", "98"),
        ("其他资金", 1, "5.00", "5.00", "4.90", "98"),
        ("上年结转", 1, "0.00", "2.00", "1.96", "98"),
    ]


def test_remarks_behind_the_amounts_of_a_table_on_its_side_are_notes() -> None:
    record, lines = funds("""
资金情况（元） | | 合计 | < | 中央 | 县级 | 备注 | <
^ | 年初预算数 | 900.00 | < | 800.00 | 100.00 | | <
^ | 全年执行数 | 887.50 | < | 800.00 | 87.50 | 县级未到位 | <
""")
    assert [(line[0], line[2], line[4]) for line in lines] == [
        ("合计", "900.00", "887.50"),
        ("中央", "800.00", "800.00"),
        ("县级", "100.00", "87.50"),
    ]
    assert [(n.label.value, n.text.value) for n in record.notes] == [("全年执行数", "县级未到位")]


def test_one_amount_a_row() -> None:
    _, lines = funds("""
项目资金（万元） | 年初预算数 | 90.00 | < | < | < | < | <
^ | 全年预算数 | 95.50 | < | < | < | < | <
^ | 全年执行数 | 93.59 | < | < | < | < | <
^ | 执行率 | 98.00% | < | < | < | < | <
""")
    assert lines == [(None, 0, "90.00", "95.50", "93.59", "98.00")]


@pytest.mark.parametrize(
    "block",
    [
        "资金情况 | 预算数： | 320.00 | 备注 | 见附件 | < | < | <",
        "项目资金 | 年初预算数 | 90.00 | < | 80.00 | < | < | <\n"
        "^ | 全年预算数 | 95.50 | < | 80.00 | < | < | <",
    ],
)
def test_what_does_not_say_what_it_is_makes_no_line(block: str) -> None:
    """A single amount, and columns of amounts without anything that names them."""
    (reading,) = read_forms(document(TOP + block + REST), FAMILIES)
    assert reading.record.funds == ()
    assert "0.00" in str(reading.record.notes) + str(reading.record.unplaced)
