"""Less is better only where the form's words say so, if it prints no operator."""

from __future__ import annotations

from typing import Any

import pytest

from audit.scoring.rescore import rescore
from forms.families import load
from forms.notation import document
from forms.read import read_forms
from schemas.form import AuditSettings
from schemas.rescore import IndicatorRescore
from tests.support.records import record_from_values


def scored(name: str, target: str, actual: str, score: str, **more: Any) -> IndicatorRescore:
    """An indicator scored without a rule; a value is written with its unit behind a space."""
    (wanted, unit), (reached, reached_unit) = ([*v.split(), None][:2] for v in (target, actual))
    row = {
        "level1": None,
        "level2": None,
        "level3": None,
        "slot": None,
        "name": name,
        "target": {"operator": None, "value": wanted, "unit": unit},
        "actual": {"operator": None, "value": reached, "unit": reached_unit},
        "weight": "12",
        "score": score,
        **more,
    }
    record = record_from_values({"family": "unknown", "indicators": [row]})
    return rescore(record, AuditSettings(), {}).indicators[0]


@pytest.mark.parametrize(
    ("name", "target", "actual", "score", "verdict"),
    [
        ("供餐天数", "200 天", "185 天", "12", "differs"),
        ("供餐天数", "200 天", "185 天", "11.1", "agrees"),
        ("政策持续年限", "5 年", "4 年", "12", "differs"),
        ("培训人数", "100 人", "120 人", "12", "agrees"),
        ("安全事故处理及时率", "100 %", "90 %", "12", "differs"),
        ("人均培训成本", "400 元", "380 元", "12", "agrees"),
        ("人均培训成本", "400 元", "480 元", "10", "agrees"),
        ("平均办理时间", "20 天", "18 天", "12", "agrees"),
        ("有效投诉", "5 件", "2 件", "12", "agrees"),
        ("单位能耗降低率", "3 %", "2 %", "12", "agrees"),
    ],
)
def test_a_shortfall_is_excused_only_by_words_of_little(
    name: str, target: str, actual: str, score: str, verdict: str
):
    assert scored(name, target, actual, score).verdict == verdict


def test_the_heads_tell_cost_and_time_as_well():
    cost = scored("校舍维修", "90 万元", "85 万元", "12", level2="成本指标")
    timely = scored("发放到人", "10 天", "7 天", "12", level2="时效指标")
    count = scored("发放到人", "10 次", "7 次", "12", level2="时效指标")
    assert [item.verdict for item in (cost, timely, count)] == ["agrees", "agrees", "differs"]


MARKED = """
某市项目支出绩效自评表
项目名称 | < | 某项目 | < | < | < | < | <
一级指标 | 二级指标 | 三级指标 | 指标方向 | 目标值 | 实际值 | 分值 | 得分
产出指标 | 数量指标 | 供餐人数 | {} | 100人 | 120人 | 12 | 12
^ | 成本指标 | 人均餐费 | ^ | 20元 | 25元 | 12 | 12
"""


@pytest.mark.parametrize(
    ("mark", "verdicts", "readings"),
    [
        ("正向", ["agrees", "agrees"], ["met", "met"]),
        ("反向", ["differs", "differs"], ["ratio", "ratio"]),
        ("越小越好", ["differs", "differs"], ["ratio", "ratio"]),
        ("逆指标", ["differs", "differs"], ["ratio", "ratio"]),
        ("定量", ["agrees", "agrees"], ["met", "if-higher-is-better/met"]),
    ],
)
def test_a_printed_direction_decides_for_every_row_it_is_merged_over(
    mark: str, verdicts: list[str], readings: list[str]
):
    """120 of 100 and 25 of 20: all points where more is better, 12 × 100 ÷ 120 where less is."""
    (reading,) = read_forms(document(MARKED.format(mark)), load())
    items = rescore(reading.record, AuditSettings(), {}).indicators
    assert [item.verdict for item in items] == verdicts
    assert [item.scores[0].reading for item in items] == readings


def test_a_printed_operator_stands_above_the_mark():
    text = MARKED.format("反向").replace("100人", "≥100人")
    (reading,) = read_forms(document(text), load())
    item = rescore(reading.record, AuditSettings(), {}).indicators[0]
    assert item.verdict == "agrees"
