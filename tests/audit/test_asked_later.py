"""Relations are data: settling asks them long after the check that made them has gone on."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import pytest

from audit.check import Asked, Case, all_checks, make_case
from audit.scoring.rescore import rescore
from schemas.form import AuditSettings
from tests.audit.seed import PDFS
from tests.support.records import record_from_values


@cache
def cases() -> tuple[Case, ...]:
    found = []
    for path in sorted(PDFS.glob("*.values.json")):
        values = json.loads(path.read_text(encoding="utf-8"))
        for one in values if isinstance(values, list) else [values]:
            record = record_from_values(one)
            scored = rescore(record, AuditSettings(), {})
            found.append(make_case(record, AuditSettings(), scored, lambda _, s=scored: s))
    return tuple(found)


@pytest.mark.parametrize("check", all_checks(), ids=lambda check: check.code)
def test_a_relation_says_the_same_whenever_it_is_asked(check: Any) -> None:
    for case in cases():
        steps, at_once = [], []
        for step in check.asked(case):
            steps.append(step)
            at_once.append(answers(step))
        assert [answers(step) for step in steps] == at_once


def answers(step: Asked) -> list[bool | None]:
    return [
        relation.holds(relation.likeliest, mode)
        for relation in step.relations
        for mode in step.modes
    ]
