"""A reason in a cell that is merged over several rows is a reason for each of them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from audit.run import audit
from schemas.form import AuditSettings
from schemas.geometry import Box, Place
from schemas.record import SelfEvaluation
from tests.support.records import record_from_values


def record(bottom: float) -> SelfEvaluation:
    """Two rows, 20 points high each; the first one's reason reaches down to ``bottom``."""
    value = dict.fromkeys(("operator", "value", "unit", "text", "rule"))
    blank = dict.fromkeys(("level1", "level2", "level3", "slot")) | {"target": value}
    rows = [
        blank | {"actual": value, "name": name, "weight": "10", "score": "8", "reason_note": reason}
        for name, reason in (("培训次数", "项目启动较晚"), ("培训人数", None))
    ]
    made = record_from_values({"family": "unknown", "indicators": rows})
    first, second = made.indicators
    assert first.score and second.score and first.reason_note

    def at(top: float, low: float) -> tuple[Place, ...]:
        return (Place(1, Box(300, top, 400, low)),)

    first = replace(
        first,
        score=replace(first.score, places=at(100, 120)),
        reason_note=replace(first.reason_note, places=at(100, bottom)),
    )
    second = replace(second, score=replace(second.score, places=at(120, 140)))
    return replace(made, indicators=(first, second))


@pytest.mark.parametrize(("bottom", "accused"), [(140, []), (120, ["/indicators/1"])])
def test_a_merged_reason_serves_every_row_beside_it(bottom: float, accused: list[str]) -> None:
    findings = audit(record(bottom), AuditSettings()).findings
    missing = [f.fields[0].removesuffix("/score") for f in findings if f.code == "reason-missing"]
    assert missing == accused
