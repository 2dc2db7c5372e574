"""Layouts that no fixture has: what is merged, where labels stand, what follows the table."""

from __future__ import annotations

from typing import Any

from forms.families import load
from forms.notation import document
from forms.read import read_forms
from schemas.codec import plain

FAMILIES = load()

SYSTEMS = """
附件2
某省2021年度省级部门预算项目支出绩效自评表
填报单位（盖章）：某厅        单位：万元
项目名称 | < | 信息化建设（一期） | < | < | < | 项目编码 | A0012 | <
主管部门及代码 | < | [015]某厅 | < | < | 实施单位 | < | 某中心 | <
项目预算执行情况 | < | | 预算数 | < | 执行数 | < | 执行率 | <
^ | ^ | 合计 | 300.5 | < | 298 | < | 99.17% | <
^ | ^ | 其中：中央补助 | 100 | < | 100 | < | 100% | <
^ | ^ | 省级资金 | 200.5 | < | 198 | < | 98.75% | <
年度目标 | < | 完成一期建设 | < | < | 目标完成情况 | < | 已完成 | <
绩效指标 | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 未完成原因分析
^ | 产出 指标 (50分) | 数量指标 (20分) | 系统数量 | ≥3套 | 3套 | 20 | 20 |
^ | | 质量指标 | 验收合格率 | 100% | 100% | 30 | 30 |
^ | 小计 | < | < | | | 50 | 50 |
^ | 效益指标(30分) | 社会效益指标 | 群众办事效率 | 明显提高 | 明显提高 | 30 | 28 | 个别业务未上线
^ | 预算执行率（10分） | < | < | 100% | 99.17% | 10 | 9.92 |
合计 | < | < | < | < | < | 90 | 87.92 |
自评等级 | < | 良 | < | < | 自评得分 | < | 87.92 | <
注：1.一级指标权重统一设置为产出50%。
2.未完成原因请写明。
填表人：张某   联系电话：010-0000   填表日期：2022.3.1
- 3 -
"""

ARCHIVE = """
部门整体支出绩效自评表
（2020 年度）
部门（单位）名称 | 某市档案馆 | < | < | < | < | <
年度主要任务 | 任务名称 | 主要内容 | 全年预算数 | 全年执行数 | 执行率 | 备注
^ | 任务1 | 档案数字化 | 50.00 | 48.00 | 96% |
^ | 金额合计 | < | 70.00 | 68.00 | 97.14% |
年度总体目标 | 目标1：完成档案数字化30万页⏎目标2：修复档案2000页 | < | < | < | < | <
年度总体目标完成情况 | 完成数字化31万页；修复2100页。 | < | < | < | < | <
一级指标 | 二级指标 | 三级指标 | 预期指标值 | 实际完成指标值 | 权重 | 自评得分
产出指标 | 数量指标 | 数字化页数 | 30万页 | 31万页 | 60 | 60
^ | ^ | 修复页数 | 2000页 | 2100页 | 40 | 40
总 分 | < | < | < | < | 100 | 100
评价结论 | 优秀。 | < | < | < | < | <
"""


def only(text: str) -> Any:
    (reading,) = read_forms(document(text), FAMILIES)
    return reading.record


def test_lines_round_the_table_subtotals_and_a_group_that_is_an_indicator() -> None:
    record = only(SYSTEMS)
    values = plain(record)
    assert values["title"] == "某省2021年度省级部门预算项目支出绩效自评表"
    assert (values["year"], values["amount_unit"]) == (2021, "万元")
    assert values["project_name"] == "信息化建设（一期）"
    assert [(f["name"], f["level"]) for f in values["funds"]] == [
        ("合计", 0),
        ("其中：中央补助", 1),
        ("省级资金", 1),
    ]
    assert values["goals"] == [
        {"number": 1, "goal": "完成一期建设", "status": None, "actual": "已完成"}
    ]
    assert [(i["level1"], i["level2"], i["name"]) for i in values["indicators"]] == [
        ("产出指标", "数量指标", "系统数量"),
        ("产出指标", "质量指标", "验收合格率"),
        ("效益指标", "社会效益指标", "群众办事效率"),
        ("预算执行率", None, "预算执行率"),
    ]
    assert [(g.level1.value, int(g.weight.value)) for g in record.groups] == [
        ("产出指标", 50),
        ("效益指标", 30),
        ("预算执行率", 10),
    ]
    assert (values["total_weight"], values["total_score"]) == ("90", "87.92")
    notes = [(n.label.value if n.label else None, n.text.value) for n in record.notes]
    assert ("填报单位（盖章）", "某厅") in notes
    assert ("项目编码", "A0012") in notes
    assert ("自评等级", "良") in notes
    assert ("填表日期", "2022.3.1") in notes
    assert notes.count(("小计", "50")) == 2
    assert (None, "2.未完成原因请写明。") in notes
    assert record.unplaced == ()


def test_goals_beside_their_labels_right_under_the_tasks() -> None:
    record = only(ARCHIVE)
    values = plain(record)
    assert [(t["name"], t["is_total"]) for t in values["tasks"]] == [
        ("任务1", False),
        ("金额合计", True),
    ]
    assert values["goals"] == [
        {
            "number": 1,
            "goal": "目标1：完成档案数字化30万页\n目标2：修复档案2000页",
            "status": None,
            "actual": "完成数字化31万页；修复2100页。",
        }
    ]
    assert [i["target"]["unit"] for i in values["indicators"]] == ["万页", "页"]
    assert [(n.label.value, n.text.value) for n in record.notes if n.label] == [
        ("评价结论", "优秀。")
    ]
    assert record.unplaced == ()


def test_all_names_of_a_line_above_tables_without_names_count() -> None:
    record = only(
        """
2023年度项目支出绩效自评表
项目名称：老旧小区供水改造　主管部门：市住建局　实施单位：市供水中心　金额单位：万元
一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分
产出指标 | 数量指标 | 改造小区 | ≥18个 | 18个 | 90 | 90
"""
    )
    values = plain(record)
    assert values["project_name"] == "老旧小区供水改造"
    assert values["competent_department"] == "市住建局"
    assert values["implementing_unit"] == "市供水中心"
    assert values["amount_unit"] == "万元"
