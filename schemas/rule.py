"""What a printed scoring rule means: an algebra small enough to evaluate and to explain.

A rule is a list of cases over one measure, or a checklist. Every number keeps its printed digits
and stands in the rule's own ``unit``. Points that depend on the indicator's weight are kept as
shares of it, so that one meaning serves every weight.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from schemas.message import Message


class StepMode(StrEnum):
    """How the steps between the measure and its starting point are counted.

    ``whole-steps`` counts a step once it is reached, ``begun-steps`` as soon as it is entered,
    ``linear`` counts fractions of a step.
    """

    WHOLE = "whole-steps"
    BEGUN = "begun-steps"
    LINEAR = "linear"


class Standing(StrEnum):
    """Where the actual value stands against the target; met and unmet go by its operator."""

    MET = "met"
    UNMET = "unmet"
    ABOVE = ">"
    BELOW = "<"
    AT_LEAST = "≥"
    AT_MOST = "≤"


@dataclass(frozen=True, slots=True)
class Span:
    """An interval of the measure; an end that is ``None`` is unbounded (and never closed)."""

    low: Decimal | None
    low_closed: bool
    high: Decimal | None
    high_closed: bool

    def contains(self, x: Decimal) -> bool:
        above = self.low is None or x > self.low or (self.low_closed and x == self.low)
        below = self.high is None or x < self.high or (self.high_closed and x == self.high)
        return above and below

    @property
    def is_point(self) -> bool:
        return self.low is not None and self.low == self.high


@dataclass(frozen=True, slots=True)
class InSpans:
    """The measure lies in one of the intervals."""

    spans: tuple[Span, ...]

    def contains(self, x: Decimal) -> bool:
        return any(span.contains(x) for span in self.spans)


@dataclass(frozen=True, slots=True)
class AgainstTarget:
    """The actual value stands so against the indicator's target value."""

    standing: Standing


@dataclass(frozen=True, slots=True)
class AmountTest:
    """``left operator right`` on two named amounts; ``right`` ``None`` stands for zero."""

    left: str
    operator: str
    right: str | None


@dataclass(frozen=True, slots=True)
class OnAmounts:
    """All the comparisons hold."""

    tests: tuple[AmountTest, ...]


@dataclass(frozen=True, slots=True)
class InWords:
    """A state of affairs told in words, which no number decides."""

    text: str


Condition = InSpans | AgainstTarget | OnAmounts | InWords


@dataclass(frozen=True, slots=True)
class Points:
    """Points as printed, or a share (0 to 1) of the indicator's weight; exactly one is set."""

    printed: Decimal | None = None
    share: Decimal | None = None


FULL = Points(share=Decimal(1))
ZERO = Points(printed=Decimal(0))


@dataclass(frozen=True, slots=True)
class Steps:
    """``start`` minus (or, when ``earns``, plus) ``each`` for every step of ``size``.

    ``origin`` is where the counting begins, ``None`` for the target value; ``upward`` counts
    what lies above it, else what lies below; ``None`` goes by the target's operator. ``modes``
    are the readings the sentence allows, the default first.
    """

    start: Points
    each: Points
    size: Decimal
    origin: Decimal | None
    upward: bool | None
    modes: tuple[StepMode, ...]
    earns: bool = False


class ShareOf(StrEnum):
    """What the weight is multiplied by.

    ``rate``: the measure as a percentage; ``target``: actual ÷ target or its inverse, by the
    target's operator; ``actual-over-target`` and ``target-over-actual``: as printed.
    """

    RATE = "rate"
    TARGET = "target"
    ACTUAL_OVER_TARGET = "actual-over-target"
    TARGET_OVER_ACTUAL = "target-over-actual"


@dataclass(frozen=True, slots=True)
class Proportion:
    """The weight (or ``base`` where points are printed) times a ratio."""

    of: ShareOf
    base: Points = FULL


Outcome = Points | Steps | Proportion


@dataclass(frozen=True, slots=True)
class Case:
    condition: Condition
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class ChecklistItem:
    """One point of a list that is added up: its wording and the points it earns."""

    text: str
    points: Points


class RuleKind(StrEnum):
    STEPS = "steps"
    BANDS = "bands"
    RATIO = "ratio"
    OCCURRENCES = "occurrences"
    AMOUNTS = "amounts"
    CHECKLIST = "checklist"
    WORDS = "words"
    NOT_APPLICABLE = "not-applicable"


@dataclass(frozen=True, slots=True)
class Rule:
    """A sentence that was understood whole.

    ``measure`` is the longest name the sentence gives it, ``unit`` what its numbers are printed
    in (``%`` for percentages and percentage points, ``None`` where every number is 0 or bare).
    ``absolute``: the sign of the measure does not count. ``floor`` and ``cap`` are ``None`` where
    the sentence prints none; ``declared_full`` is a full mark the sentence states by itself.
    ``not_applicable``: offices without the matter get full marks.
    """

    text: str
    kind: RuleKind
    measure: str | None = None
    unit: str | None = None
    absolute: bool = False
    cases: tuple[Case, ...] = ()
    items: tuple[ChecklistItem, ...] = ()
    floor: Points | None = None
    cap: Points | None = None
    declared_full: Decimal | None = None
    not_applicable: str | None = None
    notes: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True)
class Refusal:
    """A sentence that was not understood whole, kept verbatim.

    ``position`` counts characters of ``text`` from 0: understanding stopped there; ``rest`` is
    what follows. ``position`` is ``None`` where the words are clear but do not make one rule.
    """

    text: str
    position: int | None
    rest: str
    why: Message
