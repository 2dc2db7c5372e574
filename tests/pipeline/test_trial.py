"""Which checks look at a value, told from outside."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from audit.run import audit
from pipeline.explain import fields_at
from pipeline.trial import takes_part
from schemas.finding import Finding
from schemas.form import AuditSettings
from schemas.record import SelfEvaluation
from tests.support.records import record_from_values

LEVELS = {"level1": "产出", "level2": None, "level3": None, "slot": None}
RECORD = record_from_values(
    {
        "family": "unknown",
        "department": "某局",
        "indicators": [
            {**LEVELS, "name": "甲", "target": {}, "actual": {}, "weight": "60", "score": "60"},
            {**LEVELS, "name": "乙", "target": {}, "actual": {}, "weight": "40", "score": "39"},
        ],
        "total_weight": "100",
        "total_score": "99",
    }
)


def findings(record: SelfEvaluation) -> tuple[Finding, ...]:
    return audit(record, AuditSettings()).findings


def checks(pointer: str) -> set[str]:
    return set(takes_part(RECORD, fields_at(RECORD, pointer), findings))


def test_a_total_takes_part_in_its_sum_though_the_sum_is_right() -> None:
    assert checks("/total_score") == {"score-total"}
    assert checks("/total_weight") == {"weight-total"}


def test_an_addend_takes_part_in_the_sum_and_in_its_own_checks() -> None:
    assert {"score-total", "score-range"} <= checks("/indicators/0/score")


def test_a_name_that_nobody_checks_takes_part_in_nothing() -> None:
    assert checks("/department") == set()


def test_a_row_takes_part_in_what_its_fields_do() -> None:
    assert {"score-total", "weight-total", "score-range"} <= checks("/indicators/1")


def test_a_check_that_ignores_the_value_is_not_named() -> None:
    def deaf(record: SelfEvaluation) -> Iterator[Finding]:
        yield from findings(dataclasses.replace(record, total_score=None))

    assert takes_part(RECORD, fields_at(RECORD, "/total_score"), deaf) == ()
