"""Funds blocks: where they end, how their rows nest, and what stands in other columns."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from forms.families import load
from forms.notation import document
from forms.parts.levels import levels
from forms.read import read_forms
from schemas.codec import plain

FAMILIES = load()
TABLE = """
一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因
产出指标 | 数量指标 | 养护里程 | ≥10公里 | 12公里 | 90 | 90 |
总分 | < | < | < | < | 90 | 90 |
"""


def read(text: str) -> Any:
    (reading,) = read_forms(document(text + TABLE), FAMILIES)
    return reading.record


def rows(record: Any) -> list[tuple[Any, ...]]:
    return [(f["name"], f["level"], f["executed"]) for f in plain(record)["funds"]]


def noted(record: Any) -> list[tuple[Any, Any]]:
    return [(n.label.value if n.label else None, n.text.value) for n in record.notes]


UNDER_THE_FUNDS = """
项目支出绩效自评表
（2022年度）
项目名称 | < | 某工程 | < | < | < | < | <
 | < | 年初预算数 | 全年预算数 | 全年执行数 | 执行率 | 得分 | <
项目资金总额 | < | 120 | 125 | 100 | 80% | 8 | <
其中：财政拨款 | < | 120 | 125 | 100 | 80% | — | <
{}
"""


def test_goals_without_a_header_end_the_funds() -> None:
    record = read(
        UNDER_THE_FUNDS.format(
            "年度总体目标 | < | 14类设施检修；亩均节水30立方米。 | < | < | < | < | <\n"
            "完成情况 | < | 12类设施检修；亩均节水28立方米。 | < | < | < | < | <"
        )
    )
    assert rows(record) == [("项目资金总额", 0, "100"), ("其中：财政拨款", 1, "100")]
    assert [(g["goal"], g["actual"]) for g in plain(record)["goals"]] == [
        ("14类设施检修；亩均节水30立方米。", "12类设施检修；亩均节水28立方米。")
    ]
    assert record.unplaced == ()


def test_a_text_across_the_amounts_is_a_note_and_no_amount() -> None:
    record = read(
        UNDER_THE_FUNDS.format("资金管理情况 | < | 2022年拨付2次，共100万元。 | < | < | < | < | <")
    )
    assert len(record.funds) == 2
    assert ("资金管理情况", "2022年拨付2次，共100万元。") in noted(record)
    assert record.unplaced == ()


def test_a_label_of_the_notes_ends_the_funds_though_its_text_begins_with_a_figure() -> None:
    record = read(
        UNDER_THE_FUNDS.format("存在问题 | < | 1.拨付较慢；2.手续较多。 | < | < | < | < | <")
    )
    assert len(record.funds) == 2
    assert ("存在问题", "1.拨付较慢；2.手续较多。") in noted(record)


def test_cells_of_an_unknown_funds_column_are_notes_under_its_header() -> None:
    record = read("""
2023年度某县项目支出绩效自评表
项目名称 | < | 某工程 | < | < | < | < | <
项目资金（万元） | 资金来源 | 年初预算数 | 甲类余款 | 全年预算数 | 全年执行数 | 执行率 | 乙类余款
^ | 年度资金总额 | 800 | 50 | 850 | 799 | 94% | 51
^ | 其中：财政拨款 | 700 | | 750 | 705 | 94% | 45
""")
    assert rows(record) == [("年度资金总额", 0, "799"), ("其中：财政拨款", 1, "705")]
    assert noted(record) == [("甲类余款", "50"), ("乙类余款", "51"), ("乙类余款", "45")]
    assert record.unplaced == ()


def test_a_part_too_large_for_the_row_above_hangs_under_the_total() -> None:
    record = read("""
2024年度部门整体支出绩效自评表
部门名称 | < | 某局 | < | < | < | < | <
部门预算资金情况（万元） | 类别 | < | 年初预算数 | 全年预算数 | 全年执行数 | 执行率 | 得分
^ | 部门预算总额 | < | 5230.40 | 5540.65 | 5318.90 | 96% | 9.6
^ | 按支出性质 | 基本支出 | 2130.40 | 2240.65 | 2230.65 | 99.55% | —
^ | ^ | 项目支出 | 3100.00 | 3300.00 | 3088.25 | 93.58% | —
^ | 其中：财政拨款 | < | 5230.40 | 5540.65 | 5318.90 | 96% | —
""")
    assert rows(record) == [
        ("部门预算总额", 0, "5318.90"),
        ("基本支出", 1, "2230.65"),
        ("项目支出", 1, "3088.25"),
        ("其中：财政拨款", 1, "5318.90"),
    ]
    assert noted(record) == [(None, "按支出性质")]
    assert record.unplaced == ()


def test_a_part_that_the_row_above_can_hold_stays_there() -> None:
    names = ["收入总计", "财政拨款", "其中：专项资金", "其他收入"]
    amounts = [[Decimal(n)] for n in ("100", "80", "60", "20")]
    assert levels(names, amounts) == levels(names)


def test_a_part_that_no_row_can_hold_stays_under_the_row_above() -> None:
    names = ["收入总计", "财政拨款", "其中：专项资金"]
    amounts = [[Decimal("100")], [Decimal("80")], [Decimal("800")]]
    assert levels(names, amounts) == levels(names) == (0, 1, 2)


def test_amounts_that_are_not_read_have_no_say() -> None:
    names = ["收入总计", "财政拨款", "其中：专项资金"]
    assert levels(names, [[Decimal("100")], [None], [Decimal("90")]]) == (0, 1, 2)


@pytest.mark.parametrize("header", ["得分（满分10分）", "得分（10分）", "得分(分值：10分)"])
def test_full_marks_over_the_score_are_the_weight_of_the_total(header: str) -> None:
    block = f"""
项目支出绩效自评表
项目名称 | < | 某工程 | < | < | < | < | <
 | < | 年初预算数 | 全年预算数 | 全年执行数 | 执行率 | {header} | <
项目资金总额 | < | 120 | 125 | 100 | 80% | 8 | <
其中：财政拨款 | < | 120 | 125 | 100 | 80% | — | <"""
    funds = plain(read(block))["funds"]
    assert [(f["weight"], f["score"]) for f in funds] == [("10", "8"), (None, None)]
