"""Which column plays which role, where headers are worded like another's."""

from __future__ import annotations

from typing import Any

import pytest

from forms.families import load
from forms.notation import document
from forms.read import read_forms
from forms.vocabulary import common
from schemas.codec import plain

FAMILIES = load()


def only(text: str) -> Any:
    (reading,) = read_forms(document(text), FAMILIES)
    return plain(reading.record)


LEVELS = "一级指标 | 二级指标 | 三级指标"


def indicators(header: str, *rows: str, title: str = "某县2023年度项目支出绩效自评表") -> Any:
    """The indicators of a form with these columns after the three levels."""
    lines = [f"产出指标 | 数量指标 | 指标名{'甲乙丙丁'[i]} | {row}" for i, row in enumerate(rows)]
    wide = " | <" * (header.count("|") + 2)
    head = f"{title}\n项目名称 | 道路养护{wide}\n{LEVELS} | {header}\n"
    return only(head + "\n".join(lines))["indicators"]


def funds(header: str, *rows: str) -> Any:
    """The funds of a form with these columns."""
    wide = " | <" * (header.count("|") - 1)
    low = "\n".join(rows)
    title = f"某县2023年度项目支出绩效自评表\n项目名称 | 道路养护{wide}\n"
    width = header.count("|") + 1
    goal = "一级指标 | 三级指标 | 指标值 | 完成值 | 分值" + " | " * (width - 5)
    row = "产出指标 | 里程 | ≥5公里 | 6公里 | 10" + " | " * (width - 5)
    return only(f"{title}{header}\n{low}\n---\n{goal}\n{row}")["funds"]


def test_the_value_of_last_year_is_not_the_actual_one() -> None:
    rows = indicators(
        "上年完成值 | 本年目标值 | 本年完成值 | 分值 | 自评得分 | 复核得分",
        "1800户 | ≥2000户 | 2050户 | 20 | 20 | 19",
        "95% | ≥97% | 96% | 20 | 19.79 | 19",
    )
    assert [r["actual"]["value"] for r in rows] == ["2050", "96"]
    assert [r["target"]["value"] for r in rows] == ["2000", "97"]
    assert [r["score"] for r in rows] == ["20", "19.79"]


def test_last_year_over_a_listed_header_makes_it_another_figure() -> None:
    rows = only("""
某县2023年度项目支出绩效自评表
项目名称 | 道路养护 | < | < | < | < | <
一级指标 | 三级指标 | 上年 | < | 本年 | < | 分值
^ | ^ | 目标值 | 完成值 | 目标值 | 完成值 | ^
产出指标 | 改厕户数 | ≥1700户 | 1800户 | ≥2000户 | 2050户 | 20
产出指标 | 改厕村数 | ≥17个 | 18个 | ≥20个 | 25个 | 20
""")["indicators"]
    assert [r["target"]["value"] for r in rows] == ["2000", "20"]
    assert [r["actual"]["value"] for r in rows] == ["2050", "25"]


def test_a_bracket_tells_a_listed_header_from_its_namesake() -> None:
    rows = indicators(
        "完成值（上年） | 指标值 | 完成值（本年） | 分值",
        "7公里 | ≥8公里 | 9公里 | 10",
        "5个 | ≥6个 | 6个 | 10",
    )
    assert [r["actual"]["value"] for r in rows] == ["9", "6"]


def test_of_two_columns_guessed_to_be_the_actual_neither_is_without_a_reason() -> None:
    rows = indicators(
        "指标值 | 项目完成值 | 任务完成值 | 分值 | 得分",
        "≥8公里 | 7公里 | 9公里 | 10 | 10",
        "≥6个 | 5个 | 6个 | 10 | 10",
    )
    assert [r["actual"]["value"] for r in rows] == [None, None]


def test_the_column_of_another_year_is_not_taken_for_what_it_holds() -> None:
    rows = indicators(
        "2022年情形 | 指标值 | 分值 | 得分",
        "7公里 | ≥8公里 | 10 | 10",
        "5个 | ≥6个 | 10 | 10",
    )
    assert [r["target"]["value"] for r in rows] == ["8", "6"]
    rows = indicators(
        "2022年情形 | 2023年情形 | 指标值 | 分值 | 得分",
        "7公里 | 9公里 | ≥8公里 | 10 | 10",
        "5个 | 6个 | ≥6个 | 10 | 10",
    )
    assert [r["actual"]["value"] for r in rows] == ["9", "6"]


@pytest.mark.parametrize(
    ("section", "text", "wrong"),
    [
        ("indicators", "指标分值完成情况", "actual"),
        ("indicators", "得分率", "score"),
        ("indicators", "指标权重得分", "weight"),
        ("indicators", "指标权重得分", "score"),
        ("indicators", "中期目标值", "target"),
        ("indicators", "三年目标值", "target"),
        ("indicators", "上半年完成值", "actual"),
        ("indicators", "审核评分", "score"),
        ("indicators", "应得分", "score"),
        ("funds", "财政拨款执行数", "executed"),
        ("funds", "预算执行差额", "executed"),
        ("funds", "其中年初预算", "initial_budget"),
        ("funds", "全年预算执行数", "full_year_budget"),
        ("funds", "年度预算执行率", "full_year_budget"),
        ("funds", "上年决算数额", "executed"),
    ],
)
def test_a_qualified_header_is_not_guessed(section: str, text: str, wrong: str) -> None:
    assert common().column(section, text) != wrong


@pytest.mark.parametrize(
    ("section", "text", "role"),
    [
        ("indicators", "本年目标值", "target"),
        ("indicators", "当年完成值", "actual"),
        ("indicators", "单位自评得分", "score"),
        ("indicators", "偏差原因（上年）", "reason_note"),
        ("funds", "全年预算执行数", "executed"),
        ("funds", "年度预算执行率", "execution_rate"),
        ("funds", "全年预算数（含上年结转）", "full_year_budget"),
        ("funds", "全年预算数（A）", "full_year_budget"),
    ],
)
def test_what_a_qualifier_does_not_concern_is_known(section: str, text: str, role: str) -> None:
    assert common().column(section, text) == role


def test_the_adjusted_budget_is_not_the_adjustment() -> None:
    rows = funds(
        "资金来源 | 年初预算数 | 预算调整数 | 全年预算数 | 全年执行数 | 执行率",
        "资金总额 | 100 | 10 | 110 | 99 | 90%",
    )
    assert rows[0]["full_year_budget"] == "110"
    rows = funds(
        "资金来源 | 预算数 | 调整后预算数 | 执行数 | 执行率",
        "资金总额 | 100 | 110 | 99 | 90%",
    )
    assert rows[0]["full_year_budget"] == "110"


def test_an_adjustment_alone_is_a_budget_if_the_rate_says_so() -> None:
    header = "资金来源 | 年初预算数 | 预算调整数 | 全年执行数 | 执行率"
    (row,) = funds(header, "资金总额 | 100 | 110 | 99 | 90%")
    assert row["full_year_budget"] == "110"
    (row,) = funds(header, "资金总额 | 100 | 10 | 99 | 90%")
    assert row["full_year_budget"] is None


def test_a_section_name_one_row_high_heads_the_names_of_the_funds() -> None:
    rows = funds(
        "项目资金（元） | 年初预算数 | 全年预算数 | 全年执行数 | 执行率",
        "年度资金总额 | 100 | 110 | 99 | 90%",
        "其中：财政拨款 | 60 | 60 | 60 | 100%",
    )
    assert [row["name"] for row in rows] == ["年度资金总额", "其中：财政拨款"]
    assert [row["executed"] for row in rows] == ["99", "60"]


def test_a_section_name_merged_down_stays_at_the_side() -> None:
    rows = funds(
        "项目资金（元） | 资金来源 | 全年预算数 | 全年执行数 | 执行率",
        "^ | 年度资金总额 | 110 | 99 | 90%",
        "^ | 其中：财政拨款 | 60 | 60 | 100%",
    )
    assert [row["name"] for row in rows] == ["年度资金总额", "其中：财政拨款"]


OWN_NAMES = """
某县2023年度部门整体绩效自评表
部门名称 | 某局 | < | < | < | < | < | <
一级指标 | 二级指标 | 三级指标 | 年度指标值 | < | < | 全年完成值 | 分值
^ | ^ | ^ | 运算符号 | 内容 | 度量单位 | ^ | ^
履职效能 | 重点工作 | 重点工作办结率 | = | | 100% | 100% | 20
履职效能 | 整体工作 | 总体工作完成率 | = | | 100% | 100% | 20
管理效率 | 预算编制 | 三公经费变动率 | ≤ | 差异率≤0，得满分；每增加5%扣0.5分。 | 0% | -3% | 5
"""


def test_a_column_for_names_that_holds_only_rules_does_not_name() -> None:
    rows = only(OWN_NAMES)["indicators"]
    assert [r["name"] for r in rows] == ["重点工作办结率", "总体工作完成率", "三公经费变动率"]
    assert [r["level3"] for r in rows] == [None, None, None]
    assert [r["target"]["value"] for r in rows] == ["100", "100", "0"]
    assert [r["target"]["rule"] for r in rows[:2]] == [None, None]
    assert rows[2]["target"]["rule"].startswith("差异率≤0，得满分")


NAMED_INSIDE = """
某县2023年度部门整体绩效自评表
部门名称 | 某局 | < | < | < | <
一级指标 | 三级指标 | 内容 | 指标值 | 完成值 | 分值
履职效能 | 指标1： | 重点工作办结率 | 100% | 100% | 20
履职效能 | 指标2： | 总体工作完成率 | 100% | 100% | 20
管理效率 | 三公经费变动率 | 每增加5%扣减0.5分，减至0分为止。 | 0% | -3% | 5
"""


def test_a_rule_among_the_names_leaves_the_name_to_the_level_beside_it() -> None:
    rows = only(NAMED_INSIDE)["indicators"]
    assert [r["name"] for r in rows] == ["重点工作办结率", "总体工作完成率", "三公经费变动率"]
    assert rows[2]["target"]["rule"] == "每增加5%扣减0.5分，减至0分为止。"
    assert (rows[2]["target"]["value"], rows[2]["target"]["unit"]) == ("0", "%")


RATES = """
某县2023年度项目支出绩效自评表
项目名称 | 道路养护 | < | < | < | <
一级指标 | 二级指标 | 三级指标 | 指标值 | 完成值 | 分值
产出指标（50分） | 数量指标 | 养护里程 | ≥5公里 | 6公里 | 50
满意度指标 | 服务对象 | 居民满意度 | ≥90% | 95% | 40
{row} | 100% | 95% | 10
"""


@pytest.mark.parametrize(
    ("row", "level1"),
    [
        ("预算执行率（10分） | | ", "预算执行率"),
        ("预算执行 | 预算执行率（10分） | <", "预算执行"),
        ("预算执行 | 预算执行率 | ", "预算执行"),
    ],
)
def test_a_rate_without_inner_levels_is_named_by_its_innermost_cell(row: str, level1: str) -> None:
    rate = only(RATES.format(row=row))["indicators"][-1]
    assert (rate["level1"], rate["level2"], rate["name"]) == (level1, None, "预算执行率")


def test_a_group_does_not_name_an_indicator_without_a_name() -> None:
    rate = only(RATES.format(row="产出指标 | 质量指标 | "))["indicators"][-1]
    assert (rate["level1"], rate["level2"], rate["name"]) == ("产出指标", "质量指标", None)


def test_what_was_reached_may_be_headed_as_completion() -> None:
    rows = indicators(
        "年度目标值 | 完成情况 | 分值 | 得分", "≥100人 | 106人 | 20 | 20", "95% | 96% | 20 | 20"
    )
    assert [r["actual"]["value"] for r in rows] == ["106", "96"]
    words = indicators(
        "年度目标值 | 完成情况 | 分值 | 得分", "≥100人 | 完成 | 20 | 20", "95% | 未完成 | 20 | 0"
    )
    assert [r["completion"] for r in words] == ["完成", "未完成"]
