"""Every check against cases jotted down by hand, and what is asked of every check."""

from __future__ import annotations

from pathlib import Path

import pytest

from audit.check import Check, all_checks
from audit.run import find
from schemas.finding import Severity
from tests.audit.notation import Jotted, jotted_cases

FOLDER = Path(__file__).parent / "cases"
CASES = [case for path in sorted(FOLDER.glob("*.txt")) for case in jotted_cases(path)]
CONTRACT = {
    "funds-subtotal": "error",
    "funds-balance": "error",
    "tasks-total": "error",
    "tasks-project-expenditure": "warning",
    "execution-rate": "error",
    "execution-rate-basis": "warning",
    "execution-score": "error",
    "executed-over-budget": "warning",
    "variance-rate": "error",
    "weight-total": "error",
    "score-total": "error",
    "score-range": "error",
    "score-rule": "error",
    "completion-score": "warning",
    "reason-missing": "warning",
    "reason-tick-missing": "note",
    "actual-copies-target": "warning",
    "actual-missing": "note",
    "actual-kind": "warning",
    "duplicate-indicator": "warning",
    "unit-missing": "note",
    "overcompleted": "note",
    "year-mismatch": "note",
}


@pytest.mark.parametrize("jotted", CASES, ids=lambda case: f"{case.code}：{case.title}")
def test_the_check_says_what_a_person_would(jotted: Jotted):
    found = [finding for finding in find(jotted.case()) if finding.code == jotted.code]
    assert sorted(finding.fields for finding in found) == sorted(jotted.accused)
    assert (jotted.outcome is None) == (not found)
    for finding in found:
        assert (finding.verdict.value, finding.cause.value) == jotted.outcome
        severity = jotted.severity or CONTRACT[jotted.code]
        assert finding.severity.value == severity
        assert finding.message.zh.endswith(("。", "）")), finding.message.zh
        assert finding.message.en.isprintable()
    messages = "\n".join(finding.message.zh for finding in found)
    for words in jotted.says:
        assert words in messages


def test_the_checks_are_those_of_the_contract():
    assert {check.code: check.severity.value for check in all_checks()} == CONTRACT


@pytest.mark.parametrize("check", all_checks(), ids=lambda check: check.code)
def test_every_check_is_documented_and_has_cases_both_ways(check: Check):
    assert "Example" in check.doc
    assert "Basis" in check.doc
    outcomes = {case.outcome for case in CASES if case.code == check.code}
    assert {None, ("violated", "report")} <= outcomes


def test_every_case_file_belongs_to_a_check():
    assert {path.stem for path in FOLDER.glob("*.txt")} == set(CONTRACT)


def test_findings_come_gravest_first_and_then_in_the_order_of_the_form():
    order = {severity: i for i, severity in enumerate(Severity)}
    for case in CASES:
        found = find(case.case())
        assert [order[f.severity] for f in found] == sorted(order[f.severity] for f in found)


@pytest.mark.parametrize("jotted", CASES, ids=lambda case: f"{case.code}：{case.title}")
def test_accused_and_sources_are_pointers_into_the_record(jotted: Jotted):
    case = jotted.case()
    for finding in find(case):
        for pointer in (*finding.fields, *(source.field for source in finding.sources)):
            item: object = case.record
            for step in pointer.split("/")[1:]:
                item = item[int(step)] if isinstance(item, tuple) else getattr(item, step)
        assert not {source.field for source in finding.sources} & set(finding.fields)
