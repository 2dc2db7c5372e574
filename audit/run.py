"""Audits one record: re-scores it and runs every check on it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from audit.check import Case, all_checks, make_case
from schemas.finding import Finding, Severity
from schemas.form import AuditSettings
from schemas.record import SelfEvaluation
from schemas.rescore import Rescore

_NO_RULES: Mapping[str, str] = {}
_WORST_FIRST = tuple(Severity)


@dataclass(frozen=True, slots=True)
class AuditOutcome:
    """Findings, the gravest first and then in the order of the form, and the re-score."""

    findings: tuple[Finding, ...]
    rescore: Rescore


def audit(
    record: SelfEvaluation,
    settings: AuditSettings,
    rules: Mapping[str, str] = _NO_RULES,
) -> AuditOutcome:
    """Every finding of ``record``, and its points reckoned again.

    ``settings`` are those of the record's family, ``rules`` a rule book (indicator name → rule
    sentence) that the user gave. Pure: the same record, settings and rules give equal outcomes.
    """
    from audit.scoring.rescore import rescore

    def again(altered: SelfEvaluation) -> Rescore:
        return rescore(altered, settings, rules)

    scores = again(record)
    return AuditOutcome(find(make_case(record, settings, scores, again)), scores)


def find(case: Case) -> tuple[Finding, ...]:
    """The findings of every check, in their fixed order."""
    found = [finding for check in all_checks() for finding in check.findings(case)]
    return tuple(sorted(found, key=_order))


def _order(finding: Finding) -> tuple[int, str, list[tuple[int, str]]]:
    parts = re.split("/", finding.fields[0]) if finding.fields else []
    pointer = [(int(part), "") if part.isdigit() else (-1, part) for part in parts]
    return _WORST_FIRST.index(finding.severity), finding.code, pointer
