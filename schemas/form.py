"""A form family: what its TOML file says, and how a document was matched to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from schemas.message import Message


@dataclass(frozen=True, slots=True)
class WordBand:
    """Words of an actual value that earn between ``low`` and ``high`` of the weight (0 to 1)."""

    words: tuple[str, ...]
    low: Decimal
    high: Decimal


@dataclass(frozen=True, slots=True)
class ScoringMethod:
    """How a family scores an indicator whose form prints no rule.

    ``higher`` and ``lower`` name the formulas in use for targets with ≥ > = and ≤ <, the default
    first; every formula named is a defensible reading. ``decimals`` is the default rounding.
    """

    higher: tuple[str, ...] = ("ratio",)
    lower: tuple[str, ...] = ("ratio", "linear")
    bands: tuple[WordBand, ...] = ()
    decimals: int = 2
    source: str = ""


@dataclass(frozen=True, slots=True)
class VarianceRate:
    """An indicator that is a rate between two amount columns of the form itself.

    ``indicator`` is a regular expression for its name; ``lines`` are variants, each a tuple of
    expressions for the names of the budget lines that are added up, the usual variant first.
    Rate = (Σ ``after`` − Σ ``before``) ÷ Σ ``before``.
    """

    indicator: str
    lines: tuple[tuple[str, ...], ...]
    before: str = "initial_budget"
    after: str = "full_year_budget"


@dataclass(frozen=True, slots=True)
class AuditSettings:
    """What the checks need to know of a family beyond what the form prints.

    Expressions are regular expressions searched for in a budget line's name. ``exhaustive``:
    其中 rows add up to their total. ``rate_bases`` in the order in which the family uses them.
    ``overcompleted`` is the factor beyond which an actual value must be explained.
    """

    exhaustive: bool = False
    income_total: str | None = None
    expenditure_total: str | None = None
    project_expenditure: str | None = None
    total_weight: Decimal | None = Decimal(100)
    rate_bases: tuple[str, ...] = ("full_year_budget", "initial_budget")
    execution_capped: bool = True
    overcompleted: Decimal = Decimal("1.2")
    tick_columns: bool = False
    completed: tuple[str, ...] = ("完成", "已完成", "全部完成")
    not_completed: tuple[str, ...] = ("部分完成", "未完成", "基本完成")
    variance: tuple[VarianceRate, ...] = ()
    method: ScoringMethod = field(default_factory=ScoringMethod)
    rules: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Example:
    """A small form as text (``table``) and the plain values it must give, as far as stated."""

    table: str
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Family:
    """A kind of form, as its TOML file describes it.

    ``titles`` are regular expressions one of which a title must match, ``not_titles`` such that
    none may. ``headers`` lists, section by section, the header texts that the family prints
    (``|`` parts variants, a trailing ``?`` marks what may be missing). ``wording`` is the
    family's own vocabulary. ``telltales`` are expressions of which one header text must match;
    only look-alikes need them. ``groups`` are the level-1 names with their usual weights, which
    help reading and never accuse. ``sha256`` names the file's bytes.
    """

    id: str
    name: Message
    source: str
    look_alike: bool = False
    titles: tuple[str, ...] = ()
    not_titles: tuple[str, ...] = ()
    headers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    wording: Mapping[str, Any] = field(default_factory=dict)
    telltales: tuple[str, ...] = ()
    groups: Mapping[str, Decimal] = field(default_factory=dict)
    audit: AuditSettings = field(default_factory=AuditSettings)
    examples: tuple[Example, ...] = ()
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class FormMatch:
    """How well a form fits a family, from 0 to 1, and what speaks for and against it."""

    family: str
    score: float
    reasons: tuple[Message, ...] = ()
