"""An indicator's points reckoned again from its printed rule."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from schemas.message import Message


class ScoreVerdict(StrEnum):
    AGREES = "agrees"
    DIFFERS = "differs"
    NOT_SCORABLE = "not-scorable"
    NOT_VERIFIABLE = "not-verifiable"


@dataclass(frozen=True, slots=True)
class Score:
    """Points by one reading; ``reading`` is a code such as ``rounded-2/whole-steps``."""

    score: Decimal
    reading: str


@dataclass(frozen=True, slots=True)
class IndicatorRescore:
    """``field`` is the indicator's JSON Pointer; ``scores`` begin with the recommended one.

    ``method`` is a code that says where the rule comes from and what kind it is.
    """

    field: str
    stated: Decimal | None
    scores: tuple[Score, ...]
    verdict: ScoreVerdict
    method: str
    trace: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True)
class Recomputed:
    low: Decimal
    high: Decimal
    recommended: Decimal


@dataclass(frozen=True, slots=True)
class Rescore:
    indicators: tuple[IndicatorRescore, ...]
    stated_total: Decimal | None
    sum_of_stated: Decimal
    recomputed: Recomputed
    not_verifiable_points: Decimal
