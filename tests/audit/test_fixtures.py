"""The invented reports: their planted mistakes are found from the plain values alone.

Left to the tests of whole documents: what rests on group heads and on the form's notes, which
plain values do not hold, and the rules of scoring, which have tests of their own.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from audit.run import audit
from forms.families import load
from schemas.finding import Verdict
from schemas.form import AuditSettings
from tests.audit.seed import PDFS
from tests.support.records import record_from_values

ELSEWHERE = {"score-rule", "reason-missing", "weight-total"}
SETTINGS = {family.id: family.audit for family in load()}


def _forms() -> list[Any]:
    found = []
    for path in sorted(PDFS.glob("*.findings.json")):
        name = path.name.removesuffix(".findings.json")
        values, truths = _json(PDFS / f"{name}.values.json"), _json(path)
        pairs = zip(values, truths, strict=True) if isinstance(values, list) else [(values, truths)]
        found += [
            pytest.param(value, truth, id=f"{name}-{i}") for i, (value, truth) in enumerate(pairs)
        ]
    return found


def _json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize(("values", "truth"), _forms())
def test_planted_mistakes_are_found_and_nothing_else(values: dict[str, Any], truth: dict[str, Any]):
    expected = set()
    for entry in truth["violated"]:
        groups = [[f] for f in entry["fields"]] if entry.get("each") else [entry["fields"]]
        expected |= {(entry["code"], tuple(fields)) for fields in groups}
    settings = SETTINGS.get(values["family"], AuditSettings())
    found = {
        (finding.code, finding.fields)
        for finding in audit(record_from_values(values), settings).findings
        if finding.verdict is Verdict.VIOLATED
    }
    assert {f for f in found if f[0] not in ELSEWHERE} == {
        f for f in expected if f[0] not in ELSEWHERE
    }
