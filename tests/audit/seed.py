"""The one real report and the settings that its family states."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from forms.families import load
from schemas.record import SelfEvaluation
from tests.support.records import record_from_values

PDFS = Path(__file__).parents[2] / "fixtures" / "pdfs"

LIAONING = next(f.audit for f in load() if f.id == "liaoning-department")


def fushun_values() -> dict[str, Any]:
    values: dict[str, Any] = json.loads((PDFS / "fushun-2021.values.json").read_text("utf-8"))
    return values


def fushun() -> SelfEvaluation:
    return record_from_values(fushun_values())


def expected_findings() -> set[tuple[str, tuple[str, ...]]]:
    """Code and accused fields of every violation that the report holds."""
    data = json.loads((PDFS / "fushun-2021.findings.json").read_text("utf-8"))
    found: set[tuple[str, tuple[str, ...]]] = set()
    for entry in data["violated"]:
        groups = [[f] for f in entry["fields"]] if entry.get("each") else [entry["fields"]]
        found |= {(entry["code"], tuple(fields)) for fields in groups}
    return found
