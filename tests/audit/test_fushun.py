"""The one real report: exactly its known faults are found, and nothing else is accused."""

from __future__ import annotations

import dataclasses
from decimal import Decimal

import pytest

from audit.check import make_case
from audit.run import audit, find
from schemas.finding import Cause, Finding, Verdict
from schemas.form import AuditSettings
from schemas.record import SelfEvaluation
from schemas.rescore import Recomputed, Rescore
from tests.audit.seed import LIAONING, expected_findings, fushun, fushun_values
from tests.support.records import record_from_values

ZERO = Decimal(0)
NOTHING = Rescore((), None, ZERO, Recomputed(ZERO, ZERO, ZERO), ZERO)


def found(record: SelfEvaluation, settings: AuditSettings = LIAONING) -> tuple[Finding, ...]:
    """What the checks find, apart from the re-score."""
    return find(make_case(record, settings, NOTHING, lambda altered: NOTHING))


def test_exactly_the_expected_findings():
    findings = found(fushun())
    assert {(f.code, f.fields) for f in findings} == expected_findings()
    assert all(f.verdict is Verdict.VIOLATED and f.cause is Cause.REPORT for f in findings)


def test_the_audit_as_a_whole_with_its_rescore():
    outcome = audit(fushun(), LIAONING)
    assert {(f.code, f.fields) for f in outcome.findings} == expected_findings()
    recomputed = outcome.rescore.recomputed
    assert (recomputed.low, recomputed.recommended, recomputed.high) == (
        Decimal("96"),
        Decimal("96"),
        Decimal("96.5"),
    )
    assert outcome == audit(fushun(), LIAONING)


def test_the_odd_rate_names_the_rows_with_the_same_amounts():
    (finding,) = (f for f in found(fushun()) if f.code == "execution-rate-basis")
    sources = {source.field for source in finding.sources}
    assert {"/funds/14/execution_rate", "/funds/15/execution_rate"} <= sources
    assert finding.stated == "100"
    assert finding.computed is not None
    assert finding.computed.low < Decimal("216.38") < finding.computed.high


def test_without_knowledge_of_the_family_nothing_more_is_accused():
    record = fushun()
    unknown = dataclasses.replace(record.family, value="unknown")
    findings = found(dataclasses.replace(record, family=unknown), AuditSettings())
    assert {(f.code, f.fields) for f in findings} <= expected_findings()


@pytest.mark.parametrize(
    ("path", "value", "accused"),
    [
        ("funds/0/initial_budget", "630.34", "/funds/0/initial_budget"),
        ("funds/9/executed", "652.53", "/funds/9/executed"),
        ("funds/10/execution_rate", "129.90", "/funds/10/execution_rate"),
        ("tasks/9/executed", "262.35", "/tasks/9/executed"),
        ("tasks/4/full_year_budget", "107.3", "/tasks/9/full_year_budget"),
        ("indicators/6/actual/value", "41", "/indicators/6/actual"),
        ("indicators/7/actual/value", "-5.69", "/indicators/7/actual"),
        ("indicators/3/score", "2", "/total_score"),
        ("indicators/3/weight", "5", "/total_weight"),
        ("indicators/3/score", "4", "/indicators/3/score"),
        ("total_score", "98", "/total_score"),
    ],
)
def test_one_changed_number_is_found(path: str, value: str, accused: str):
    values = fushun_values()
    *steps, last = path.split("/")
    item = values
    for step in steps:
        item = item[int(step)] if isinstance(item, list) else item[step]
    item[last] = value
    findings = found(record_from_values(values))
    assert any(f.fields[0] == accused and f.severity.value == "error" for f in findings)
