"""What a check found: the accused cells, what they state, what follows from the others."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from schemas.geometry import Place
from schemas.message import Message


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Verdict(StrEnum):
    """``satisfied`` is never reported: a satisfied check yields no finding."""

    VIOLATED = "violated"
    UNDECIDABLE = "undecidable"


class Cause(StrEnum):
    """Whose mistake it is: the office's, the reader's, or not to be told."""

    REPORT = "report"
    READING = "reading"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Computed:
    """The interval that follows from the other figures, and how, as a formula in words."""

    low: Decimal
    high: Decimal
    basis: Message


@dataclass(frozen=True, slots=True)
class Source:
    """A cell that the reckoning used: JSON Pointer into the record, places and raw text."""

    field: str
    places: tuple[Place, ...]
    raw: str


@dataclass(frozen=True, slots=True)
class Finding:
    """``fields`` are JSON Pointers of the accused cells only; ``stated`` is their printed text.

    ``hangs_on`` is for what hangs on doubtful cells: of each of its groups (JSON Pointers) a
    person has to look at one cell at least, then the verdict is certain.
    """

    code: str
    severity: Severity
    verdict: Verdict
    cause: Cause
    fields: tuple[str, ...]
    stated: str | None
    computed: Computed | None
    message: Message
    sources: tuple[Source, ...] = ()
    hangs_on: tuple[tuple[str, ...], ...] = ()
