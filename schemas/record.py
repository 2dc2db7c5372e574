"""A self-evaluation as a record in which every value carries its place on paper."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Generic, TypeVar

from schemas.geometry import Place
from schemas.text import Origin, Repair

T = TypeVar("T", str, Decimal, int, bool)


class State(StrEnum):
    """What could be made of a printed value."""

    READ = "read"
    EMPTY = "empty"
    NOT_APPLICABLE = "not-applicable"
    UNREADABLE = "unreadable"
    AMBIGUOUS = "ambiguous"


@dataclass(frozen=True, slots=True)
class Alternative(Generic[T]):
    """Another reading that the page supports, with what supports it (``support`` in words)."""

    value: T
    raw: str
    support: str


@dataclass(frozen=True, slots=True)
class Field(Generic[T]):
    """One leaf of a record.

    ``value`` is ``None`` unless ``state`` is ``read``. ``raw`` is the text as printed. Numbers
    are ``Decimal`` with the digits as printed. ``places`` are empty only for a value that
    follows from something printed elsewhere in the record.
    """

    value: T | None
    raw: str
    state: State
    origin: Origin
    confidence: float | None = None
    places: tuple[Place, ...] = ()
    repairs: tuple[Repair, ...] = ()
    alternatives: tuple[Alternative[T], ...] = ()
    settled_by: str | None = None


Text = Field[str]
Number = Field[Decimal]


@dataclass(frozen=True, slots=True)
class BudgetLine:
    """A row of the income and expenditure block; amounts in the printed unit, rate in percent."""

    name: Text
    level: Field[int]
    initial_budget: Number | None = None
    full_year_budget: Number | None = None
    executed: Number | None = None
    execution_rate: Number | None = None
    weight: Number | None = None
    score: Number | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """A row of the year's main tasks; amounts in the printed unit, rate in percent."""

    name: Text | None
    project: Text | None
    is_total: Field[bool]
    initial_budget: Number | None = None
    full_year_budget: Number | None = None
    executed: Number | None = None
    execution_rate: Number | None = None


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal and what became of it; ``number`` as printed, else counted from 1."""

    number: Field[int]
    goal: Text | None
    status: Text | None = None
    actual: Text | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """What was to be reached: one operator, number and unit, or ``text``, or a printed rule."""

    operator: Text | None = None
    value: Number | None = None
    unit: Text | None = None
    text: Text | None = None
    rule: Text | None = None


@dataclass(frozen=True, slots=True)
class Actual:
    """What was reached: one operator, number and unit, or ``text``."""

    operator: Text | None = None
    value: Number | None = None
    unit: Text | None = None
    text: Text | None = None


@dataclass(frozen=True, slots=True)
class Indicator:
    """A filled slot of the indicator table; ``slot`` is the printed number of 指标N."""

    level1: Text | None
    level2: Text | None
    level3: Text | None
    slot: Field[int] | None
    name: Text | None
    target: Target
    actual: Actual
    completion: Text | None = None
    weight: Number | None = None
    score: Number | None = None
    reasons: tuple[Text, ...] = ()
    reason_note: Text | None = None
    improvement: Text | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """A level-1 group of indicators with the weight printed in its head, if any."""

    level1: Text
    weight: Number | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """What stands on the form and is no field: conclusion, remarks, date, contact.

    ``about`` are JSON Pointers to the rows of the record that it stands beside, if it does.
    """

    label: Text | None
    text: Text
    about: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SelfEvaluation:
    """One form. Keys a family does not have are ``None``, lists of them empty.

    ``unplaced`` holds every text that was put nowhere: nothing of a form is dropped.
    """

    family: Text
    title: Text | None = None
    year: Field[int] | None = None
    department: Text | None = None
    staff_count: Number | None = None
    subordinate_units: Number | None = None
    project_name: Text | None = None
    competent_department: Text | None = None
    implementing_unit: Text | None = None
    amount_unit: Text | None = None
    funds: tuple[BudgetLine, ...] = ()
    tasks: tuple[Task, ...] = ()
    goals: tuple[Goal, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    total_weight: Number | None = None
    total_score: Number | None = None
    groups: tuple[Group, ...] = field(default=())
    notes: tuple[Note, ...] = field(default=())
    unplaced: tuple[Text, ...] = field(default=())
