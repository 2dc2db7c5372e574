"""Targets that are ranges: full marks within, and a stated reason where no rule says more."""

from __future__ import annotations

from typing import Any

import pytest

from audit.scoring.rescore import rescore
from schemas.form import AuditSettings
from schemas.rescore import IndicatorRescore
from tests.support.records import record_from_values


def scored(target: str, actual: str, unit: str | None, score: str = "12") -> IndicatorRescore:
    row: dict[str, Any] = {
        **dict.fromkeys(("level1", "level2", "level3", "slot")),
        "name": "数量",
        "target": {"text": target},
        "actual": {"operator": None, "value": actual, "unit": unit},
        "weight": "12",
        "score": score,
    }
    record = record_from_values({"family": "unknown", "indicators": [row]})
    return rescore(record, AuditSettings(), {}).indicators[0]


@pytest.mark.parametrize(
    ("target", "actual", "unit", "score", "verdict"),
    [
        ("80-90%", "85", "%", "12", "agrees"),
        ("80%-90%", "90", "%", "12", "agrees"),
        ("80-90%", "85", "%", "10", "differs"),
        ("80-90%", "79", "%", "12", "not-scorable"),
        ("80-90%", "95", "%", "12", "not-scorable"),
        ("10~15天", "12", "天", "12", "agrees"),
        ("5至8次", "8", "次", "12", "agrees"),
        ("5至8次", "3", "次", "7.2", "not-scorable"),
        ("10-12万人次", "11.3", "万人次", "12", "agrees"),
        ("10-12万人次", "113000", "人次", "12", "agrees"),
        ("10-12万人次", "11.3", "天", "12", "not-scorable"),
        ("2023-2025年", "2024", "年", "12", "not-verifiable"),
        ("90-80%", "85", "%", "12", "not-verifiable"),
        ("约80-90%", "85", "%", "12", "not-verifiable"),
        ("3-5月", "4", "月", "12", "not-verifiable"),
    ],
)
def test_a_range_is_met_or_left_with_a_reason(
    target: str, actual: str, unit: str, score: str, verdict: str
):
    item = scored(target, actual, unit, score)
    assert item.verdict == verdict
    assert item.trace[-1].zh


def test_the_reason_names_the_range():
    assert "不在目标区间5-8次之内" in scored("5至8次", "3", "次").trace[-1].zh
