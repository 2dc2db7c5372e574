"""A result with people's corrections in it: the records changed, settled and judged anew."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

from pipeline.config import Options
from pipeline.process import judged, known_families
from pipeline.storage.corrections import Correction, apply
from schemas.form import AuditSettings
from schemas.result import DocumentResult, RecordResult


def corrected(
    result: DocumentResult, corrections: Iterable[Correction], options: Options
) -> DocumentResult:
    """The result in which every correction of its document is applied and audited.

    Without corrections it is the result itself. Forms without one keep what was found.
    """
    by_form: dict[int, list[Correction]] = {}
    for correction in corrections:
        by_form.setdefault(correction.form, []).append(correction)
    if not by_form:
        return result
    settings = {family.id: family.audit for family in known_families(options.families)}
    records = tuple(
        _again(item, by_form[number], settings, options) if number in by_form else item
        for number, item in enumerate(result.records, start=1)
    )
    return dataclasses.replace(result, records=records)


def _again(
    item: RecordResult,
    corrections: list[Correction],
    settings: dict[str, AuditSettings],
    options: Options,
) -> RecordResult:
    from audit.settle.settle import settle, unsettled

    record = apply(unsettled(item.record), corrections)
    known = settings.get(str(record.family.value), AuditSettings())
    return judged(settle(record, known), known, options)
