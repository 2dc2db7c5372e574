"""The parts a printed rule is made of, before they are put together into one meaning.

A kind of clause lives in one file of ``audit/scoring/sentences/``. It brings its terminals and
rules for the grammar, says at which places of a sentence they may stand, and turns what was
parsed into the parts below. ``compose`` makes one ``Rule`` of the parts or refuses.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any

from schemas.message import Message
from schemas.rule import AmountTest, Points, ShareOf, Standing, StepMode


class Unclear(Exception):  # noqa: N818 - a verdict on a sentence, no failure
    """The words are known, what they say together is not one clear rule."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(zh)
        self.message = Message(zh, en)


@dataclass(frozen=True, slots=True)
class Amount:
    """A printed number with its unit, ``None`` where none is printed."""

    value: Decimal
    unit: str | None


@dataclass(frozen=True, slots=True)
class Limit:
    """A number with the （含） or （不含） behind it: true, false, or ``None`` for neither."""

    amount: Amount
    mark: bool | None


@dataclass(frozen=True, slots=True)
class End:
    """An end of a range. ``closed`` is ``None`` where the print does not say.

    ``weak``: closed only by a word (以上, 以下, 以内), which gives way to another case that
    claims the number in so many words.
    """

    amount: Amount
    closed: bool | None
    weak: bool = False


@dataclass(frozen=True, slots=True)
class Name:
    """What a clause calls the measure, ``absolute`` where it says 绝对值."""

    text: str = ""
    absolute: bool = False


@dataclass(frozen=True, slots=True)
class SpanCondition:
    """The measure lies between the ends, or outside them."""

    name: Name
    low: End | None
    high: End | None
    outside: bool = False


@dataclass(frozen=True, slots=True)
class TargetCondition:
    name: Name
    standing: Standing


@dataclass(frozen=True, slots=True)
class AmountCondition:
    tests: tuple[AmountTest, ...]


@dataclass(frozen=True, slots=True)
class WordCondition:
    text: str


@dataclass(frozen=True, slots=True)
class Otherwise:
    """Everything that no other case names."""


ClauseCondition = SpanCondition | TargetCondition | AmountCondition | WordCondition | Otherwise


class Move(StrEnum):
    """Which way a step clause counts: what lies above, below, or away on either side."""

    UP = "up"
    DOWN = "down"
    AWAY = "away"


@dataclass(frozen=True, slots=True)
class Each:
    """每…: the size of a step, its direction, and the readings the print leaves.

    ``modes`` is empty where the print does not settle how a part of a step counts;
    ``marked`` says that a （含） stood behind the size. ``from_target``: 目标值 is named.
    """

    amount: Amount
    move: Move
    marked: bool = False
    from_target: bool = False
    modes: tuple[StepMode, ...] = ()


@dataclass(frozen=True, slots=True)
class Deducted:
    """Points that are taken away."""

    points: Points


@dataclass(frozen=True, slots=True)
class Award:
    condition: ClauseCondition
    points: Points


@dataclass(frozen=True, slots=True)
class StepClause:
    condition: ClauseCondition | None
    name: Name
    each: Each
    points: Points
    earns: bool


@dataclass(frozen=True, slots=True)
class Occurrences:
    """每出现一个…扣…; ``each`` is false where 每 is not printed."""

    text: str
    count: Decimal
    unit: str
    points: Points
    earns: bool
    each: bool


@dataclass(frozen=True, slots=True)
class ShareClause:
    """A ratio; ``reference`` is the threshold it is taken of where the sentence names one."""

    condition: ClauseCondition | None
    of: ShareOf
    base: Points | None
    name: Name = Name()


@dataclass(frozen=True, slots=True)
class Item:
    text: str
    points: Points


@dataclass(frozen=True, slots=True)
class Floor:
    points: Points


@dataclass(frozen=True, slots=True)
class MostDeducted:
    points: Points


@dataclass(frozen=True, slots=True)
class Cap:
    points: Points


@dataclass(frozen=True, slots=True)
class Declared:
    """满分5分: the full mark stated by the sentence itself."""

    points: Decimal


@dataclass(frozen=True, slots=True)
class Standard:
    amount: Amount


@dataclass(frozen=True, slots=True)
class NotApplicable:
    text: str


@dataclass(frozen=True, slots=True)
class Definition:
    """How the measure is reckoned; it says nothing about points."""

    name: str
    formula: str


@dataclass(frozen=True, slots=True)
class Heading:
    name: str


Clause = (
    Award
    | StepClause
    | Occurrences
    | ShareClause
    | Item
    | Floor
    | MostDeducted
    | Cap
    | Declared
    | Standard
    | NotApplicable
    | Definition
    | Heading
)


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence with what it gives: scores by measure for one weight, target if it needs one."""

    sentence: str
    weight: str
    gives: tuple[tuple[str, str], ...] = ()
    target: str | None = None


Built = Callable[[Sequence[Any]], Any]


@dataclass(frozen=True, slots=True)
class Sentence:
    """One kind of clause: what a file of ``audit/scoring/sentences/`` calls ``SENTENCE``.

    ``terminals`` are ``name: (priority, regular expression)`` over folded text; ``rules`` are
    lines of a lark grammar; ``offers`` names, by place (``clause``, ``condition``, ``outcome``),
    the rules that may stand there; ``build`` makes the part from a rule's children: tokens as
    ``str``, rules as what they built. ``refused`` are sentences that only look alike.
    """

    kind: str
    title: Message
    meaning: Message
    source: str
    examples: tuple[Example, ...]
    refused: tuple[str, ...]
    terminals: Mapping[str, tuple[int, str]] = field(default_factory=dict)
    rules: str = ""
    offers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    build: Mapping[str, Built] = field(default_factory=dict)
