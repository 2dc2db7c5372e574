"""A form family: what its TOML file says, and how a document was matched to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal


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

    exhaustive: bool = True
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
