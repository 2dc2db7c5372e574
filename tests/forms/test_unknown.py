"""Forms of no known family: read by what their headers say."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from forms.families import load
from forms.notation import document
from forms.read import read_forms
from schemas.codec import plain
from tests.support.differences import differences, leaves
from tests.support.reports import extracted, reports, truth

FAMILIES = load()
BEST = [path for path in reports() if ".writer" not in path.name]

FARMING = """
2022年度某县农业产业发展专项绩效自评表
填报单位：某县农业农村局 | < | < | < | 金额单位：万元 | < | < | <
专项名称 | 农业产业发展 | < | < | 预算主管部门 | 某县农业农村局 | < | <
执行单位 | 某县种子站 | < | < | 项目负责人 | 张某 | 联系电话 | 0001
资金投入 | 项目 | 年初安排 | 调整预算 | 实际支出数 | 支出进度 | 满分 | 评价得分
^ | 资金合计 | 10 | 12 | 12 | 100% | 10 | 10
^ | 省级资金 | 10 | 12 | 12 | 100% | / | /
目标情况 | 年初设定绩效目标 | < | < | 年度绩效目标完成情况 | < | < | <
^ | 推广良种5000亩 | < | < | 完成：推广5200亩 | < | < | <
指标类别 | 考核内容 | 计划数 | 单位 | 实绩 | 满分 | 评价得分 | 差异说明
产出 | 推广面积 | 5000 | 亩 | 5200 | 40 | 40 |
^ | 良种覆盖率 | 95 | % | 93 | 30 | 29.37 | 部分农户未参与
效益 | 亩均增产 | 50 | 公斤 | 60 | 20 | 20 |
得分合计 | < | < | < | < | 100 | 99.37 |
自评等级 | 优 | < | < | < | < | < | <
填表人：李某　审核人：王某　填表日期：2023年3月
"""

CULTURE = """
项目支出绩效自评报告表
项目名称：文化惠民工程 | < | < | < | < | <
主管部门：某市文旅局 | < | < | 实施单位：某市文化馆 | < | <
绩效指标 | < | < | 目标值 | 实际值 | 得分
产出指标（60分） | 数量指标 | 演出场次（30分） | 不少于100场 | 108场 | 30
^ | 质量指标 | 观众上座率（30分） | 80%以上 | 76% | 28.5
满意度指标（40分） | 满意度 | 观众满意度（40分） | ≥90% | 95% | 40
自评总分：98.5分 | < | < | < | < | <
"""

JUSTICE = """
2021年度部门整体支出绩效自评表
单位名称 | 某区司法局 | < | < | 填报人及电话 | 赵某 | <
预算数（万元） | 1000 | < | < | 决算数（万元） | 980 | <
一级指标 | 二级指标 | 三级指标 | 分值 | 评分标准 | 自评得分 | 备注
投入 | 预算配置 | 在职人员控制率 | 5 | 控制率≦100%，计5分；每超过一个百分点扣0.5分。 | 5 | 编制20人
过程 | 预算执行 | 预算完成率 | 8 | 100%计满分，每低于5%扣2分，扣完为止。 | 8 |
总分 | < | < | 100 | | 95 |
"""


def only(text: str) -> Any:
    readings = read_forms(document(text), FAMILIES)
    assert len(readings) == 1
    return readings[0].record


@pytest.mark.parametrize("path", BEST, ids=lambda path: path.name)
def test_a_family_held_back_reads_as_unknown_and_nearly_whole(path: Path) -> None:
    wanted = truth(path)
    rest = [family for family in FAMILIES if family.id != wanted[0]["family"]]
    found = [plain(reading.record) for reading in read_forms(extracted(path), rest)]
    assert {values["family"] for values in found} == {"unknown"}
    wrong = [line for line in differences(found, wanted) if "/family:" not in line]
    assert len(wrong) <= 0.05 * leaves(wanted), wrong


def test_headers_worded_as_no_family_words_them() -> None:
    record = only(FARMING)
    values = plain(record)
    assert values["family"] == "unknown"
    assert values["implementing_unit"] == "某县种子站"
    assert values["amount_unit"] == "万元"
    assert [(f["name"], f["level"], f["executed"]) for f in values["funds"]] == [
        ("资金合计", 0, "12"),
        ("省级资金", 1, "12"),
    ]
    assert values["goals"][0] == {
        "number": 1,
        "goal": "推广良种5000亩",
        "status": "完成",
        "actual": "推广5200亩",
    }
    rate = values["indicators"][1]
    assert (rate["level1"], rate["name"]) == ("产出", "良种覆盖率")
    assert (rate["target"]["value"], rate["target"]["unit"]) == ("95", "%")
    assert (rate["actual"]["value"], rate["actual"]["unit"]) == ("93", "%")
    assert (rate["weight"], rate["score"]) == ("30", "29.37")
    assert rate["reason_note"] == "部分农户未参与"
    assert (values["total_weight"], values["total_score"]) == ("100", "99.37")
    notes = {note.label.value: note.text.value for note in record.notes if note.label}
    assert notes["联系电话"] == "0001"
    assert notes["自评等级"] == "优"
    assert notes["审核人"] == "王某"
    assert record.unplaced == ()


def test_one_header_over_all_levels_and_points_in_names() -> None:
    record = only(CULTURE)
    values = plain(record)
    assert values["competent_department"] == "某市文旅局"
    seats = values["indicators"][1]
    assert (seats["level1"], seats["level2"], seats["name"]) == (
        "产出指标",
        "质量指标",
        "观众上座率",
    )
    assert seats["target"]["operator"] == "≥"
    assert (seats["weight"], seats["score"]) == ("30", "28.5")
    assert values["total_score"] == "98.5"
    assert [(g.level1.value, g.weight.value) for g in record.groups] == [
        ("产出指标", 60),
        ("满意度指标", 40),
    ]
    assert record.unplaced == ()


def test_a_form_with_rules_in_place_of_targets() -> None:
    record = only(JUSTICE)
    values = plain(record)
    assert values["department"] == "某区司法局"
    assert [(f["name"], f["full_year_budget"], f["executed"]) for f in values["funds"]] == [
        (None, "1000", "980")
    ]
    assert values["indicators"][1]["target"]["rule"] == "100%计满分，每低于5%扣2分，扣完为止。"
    assert values["indicators"][1]["level2"] == "预算执行"
    assert (values["total_weight"], values["total_score"]) == ("100", "95")
    texts = {note.text.value for note in record.notes}
    assert {"编制20人", "赵某"} <= texts
    assert record.unplaced == ()


STRANGE = """
2023年度某项目自评表
项目名称 | 某项目 | < | < | < | < | < | <
一级指标 | 二级指标 | 三级指标 | 甲栏 | 乙栏 | 丙栏 | 丁栏 | 戊栏
产出指标 | 数量指标 | 培训人次 | {a} | 520人次 | {w} | 20 | 说明一
^ | 质量指标 | 合格率 | ≥95% | 93% | 30 | 29.37 |
满意度指标 | 满意度 | 学员满意度 | ≥90% | 95% | 10 | 10 |
"""


def test_columns_with_unheard_of_headers_are_told_by_what_they_hold() -> None:
    record = only(STRANGE.format(a="≥500人次", w="20"))
    rate = plain(record)["indicators"][1]
    assert rate["target"]["operator"] == "≥"
    assert (rate["target"]["value"], rate["actual"]["value"]) == ("95", "93")
    assert (rate["weight"], rate["score"]) == ("30", "29.37")
    assert [(n.label.value, n.text.value) for n in record.notes] == [("戊栏", "说明一")]


def test_what_the_cells_do_not_settle_stays_in_the_notes() -> None:
    record = only(STRANGE.format(a="≥500人次", w="甲等"))
    row = plain(record)["indicators"][0]
    assert (row["weight"], row["score"]) == (None, None)
    assert ("丙栏", "甲等") in [(n.label.value, n.text.value) for n in record.notes]


WATER = """
某省省级财政项目绩效自我评价表
项目名称 | 水文站网运行维护 | < | < | < | < | < | <
预算执行 | 资金构成 | 年初批复额 | 甲款额 | 实际支用额 | 权数 | 支用率 | 执行评定分
^ | 资金合计 | 480.00 | 462.50 | 439.38 | 10 | 95.00% | 9.5
绩效目标 | 年初申报目标 | < | < | 年末达成情形 | < | < | <
^ | 保障42处水文站正常运行 | < | < | 42处水文站运行正常 | < | < | <
绩效指标自评 | 指标大类 | 指标子类 | 具体考核指标 | 拟定值 | 达成值 | 权数 | 评定分
^ | 产出指标 | 数量指标 | 维护水文站数量 | ≥42处 | 42处 | 15 | 15
^ | ^ | 质量指标 | 水文数据合格率 | ≥98% | 98.6% | 10 | 10
^ | ^ | 时效指标 | 汛情报送及时率 | ＝100% | 100% | 10 | 10
"""


def test_a_goal_header_in_own_words_is_told_by_the_label_at_its_side() -> None:
    values = plain(only(WATER))
    assert [(goal["goal"], goal["actual"]) for goal in values["goals"]] == [
        ("保障42处水文站正常运行", "42处水文站运行正常")
    ]


def test_an_amount_under_a_header_nobody_knows_is_no_part_of_a_name() -> None:
    record = only(WATER.replace("年初批复额", "乙款额"))
    (line,) = plain(record)["funds"]
    assert (line["name"], line["executed"], line["execution_rate"]) == (
        "资金合计",
        "439.38",
        "95.00",
    )
    assert (line["weight"], line["score"]) == ("10", "9.5")
    assert {"462.50", "480.00"} <= {note.text.value for note in record.notes}


def test_groups_of_many_rows_name_no_indicator() -> None:
    table = WATER.replace("指标子类", "某栏").replace("具体考核指标", "另一栏")
    names = [row["name"] for row in plain(only(table))["indicators"]]
    assert names == [None, None, None]
    assert [row["name"] for row in plain(only(WATER))["indicators"]] == [
        "维护水文站数量",
        "水文数据合格率",
        "汛情报送及时率",
    ]
