"""The full result of one document."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from schemas.document import DocumentRef
from schemas.finding import Finding
from schemas.message import Message
from schemas.page import PageInfo
from schemas.record import SelfEvaluation
from schemas.rescore import Rescore

SCHEMA = "fuhe/1"


class Status(StrEnum):
    OK = "ok"
    PARTIAL = "partial"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Problem:
    """An error of the contract's list, with what a person can do about it."""

    code: str
    message: Message


@dataclass(frozen=True, slots=True)
class MadeBy:
    """What made the result: program version, engines and hashes of models, files that decided.

    ``families`` and ``rules`` give the SHA-256 of the family files and the rule book by name.
    """

    version: str
    engines: tuple[tuple[str, str], ...] = ()
    families: tuple[tuple[str, str], ...] = ()
    rules: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class RecordResult:
    """One form. ``findings`` and ``rescore`` are ``None`` when the report was only read."""

    record: SelfEvaluation
    findings: tuple[Finding, ...] | None = None
    rescore: Rescore | None = None


@dataclass(frozen=True, slots=True)
class DocumentResult:
    document: DocumentRef
    pages: tuple[PageInfo, ...]
    hidden_text: int
    made_by: MadeBy
    status: Status
    errors: tuple[Problem, ...] = ()
    records: tuple[RecordResult, ...] = ()
