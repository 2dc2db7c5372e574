"""A reader of scans that is not there: which numbers it leaves in doubt, and why.

Seeded, and rougher than the reader that it stands for, which was measured on pages of the fixtures
degraded with seeds below 1000. At 150 dpi (grade C) 49 of 471 figures with digits were in doubt:
38 because something in the ink spoke against what both readers saw, the others because the
readers differed or one thought of something else; one was read alike by both and wrong. At 200 dpi
(grade B) 1 of 352 was in doubt; here it is twice as many. A reader that was shown a doubtful
figure again repeated what was right in 168 of 168 cases, and what was wrong in 16 of 32; here it
is worse on both counts. Nothing is shared with the program but the words of ``schemas.support``.
"""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from schemas.record import Alternative, Field, SelfEvaluation, State
from schemas.text import Origin

LIKE = {
    "0": "68", "1": "74", "2": "7", "3": "85", "4": "19", "5": "63", "6": "58", "7": "12",
    "8": "369", "9": "084",
}  # fmt: skip
REASONS = {
    "like": ("low probability", "ink that runs into the ruling"),
    "lost": ("ink without a character", "a gap in the pitch of the digits"),
    "end": ("ink before or after the characters", "ink that runs into the ruling"),
    "added": ("ink that runs into the ruling",),
    "point": ("points of ink and points read differ",),
}
"""What the ink says against a reading that is wrong in that way."""
LEAVES = {
    "initial_budget",
    "full_year_budget",
    "executed",
    "execution_rate",
    "weight",
    "score",
    "value",
    "total_weight",
    "total_score",
}


@dataclass(frozen=True)
class Grade:
    """Shares of the numbers in doubt, and among these of those whose likeliest reading is wrong."""

    doubtful: float
    wrong: float


GRADES = {"A": Grade(0.003, 0.03), "B": Grade(0.006, 0.03), "C": Grade(0.10, 0.04)}


@dataclass(frozen=True)
class Misreading:
    """A number that was left in doubt: what is printed, and what the reader thinks likeliest."""

    pointer: str
    printed: Decimal
    likeliest: Decimal


def numbers(node: Any, pointer: str = "") -> Iterator[tuple[str, Field[Decimal]]]:
    """The printed numbers of a record that a relation may rest on."""
    if isinstance(node, Field):
        if isinstance(node.value, Decimal) and pointer.rpartition("/")[2] in LEAVES:
            yield pointer, node
    elif isinstance(node, tuple):
        for i, item in enumerate(node):
            yield from numbers(item, f"{pointer}/{i}")
    elif dataclasses.is_dataclass(node):
        for part in dataclasses.fields(node):
            yield from numbers(getattr(node, part.name), f"{pointer}/{part.name}")


def put(node: Any, pointer: str, field: Any) -> Any:
    """The record with another field at ``pointer``."""
    head, _, rest = pointer.removeprefix("/").partition("/")
    if isinstance(node, tuple):
        at = int(head)
        changed = field if not rest else put(node[at], rest, field)
        return (*node[:at], changed, *node[at + 1 :])
    inner = field if not rest else put(getattr(node, head), rest, field)
    return dataclasses.replace(node, **{head: inner})


def read_as_scan(
    record: SelfEvaluation, grade: Grade, dice: random.Random
) -> tuple[SelfEvaluation, list[Misreading]]:
    """The record as a scan of that grade gives it, and the numbers in doubt."""
    doubts = []
    for pointer, field in list(numbers(record)):
        if dice.random() < grade.doubtful:
            doubted = doubt(field.value, dice, wrong=dice.random() < grade.wrong)
            if doubted is not None:
                record = put(record, pointer, doubted)
                doubts.append(Misreading(pointer, field.value, doubted.alternatives[0].value))
    return record, doubts


def misread(
    record: SelfEvaluation, pointer: str, dice: random.Random, other: Decimal | None = None
) -> tuple[SelfEvaluation, Misreading] | None:
    """The record with one number whose likeliest reading is wrong and whose true one is named.

    ``other`` is what it is taken for, if that is given.
    """
    field = dict(numbers(record))[pointer]
    slip = (other, "") if other is not None else mistaken(field.value, dice)
    if slip is None:
        return None
    wrong, _ = slip
    readings = [(wrong, "first reader"), (field.value, "second reader")]
    first = ambiguous(readings, field.value, dice)
    return put(record, pointer, first), Misreading(pointer, field.value, wrong)


def doubt(value: Decimal, dice: random.Random, wrong: bool) -> Field[Decimal] | None:
    """A number in doubt of one of the three kinds; None if it cannot be taken for another."""
    slip = mistaken(value, dice)
    if slip is None:
        return None
    other, way = slip
    first, second = (other, value) if wrong else (value, other)
    kind = dice.choices(("open", "second best", "differ"), (0.70, 0.12, 0.18))[0]
    if kind == "open":
        reason = dice.choice(REASONS[way])
        return ambiguous([(first, f"both readers; again 4 of 4; open: {reason}")], value, dice)
    if kind == "second best":
        return ambiguous([(first, "both readers"), (second, "second reader, 0.21")], value, dice)
    return ambiguous([(first, "first reader"), (second, "second reader")], value, dice)


def ambiguous(
    readings: list[tuple[Decimal, str]], true: Decimal, dice: random.Random
) -> Field[Decimal]:
    """Readings that differ have been looked at again, half of the time."""
    supports = [support for _, support in readings]
    if len(readings) == 2 and dice.random() < 0.5:
        first = readings[0][0] == true  # who is right at first repeats it, the other less so
        stays, turns = (0.93, 0.5) if first else (0.6, 0.95)
        seen = sum(dice.random() < stays for _ in range(2))
        seen += sum(dice.random() > turns for _ in range(2))
        supports = [f"{supports[0]}; again {seen} of 4", f"{supports[1]}; again {4 - seen} of 4"]
    choices = tuple(
        Alternative(value, str(value), support)
        for (value, _), support in zip(readings, supports, strict=True)
    )
    raw = str(readings[0][0])
    return Field(None, raw, State.AMBIGUOUS, Origin.OCR, 0.7, alternatives=choices)


def mistaken(value: Decimal, dice: random.Random) -> tuple[Decimal, str] | None:
    """The number with a digit mistaken, lost or added, or without its point; and which of these."""
    text = format(value, "f")
    digits = [i for i, c in enumerate(text) if c.isdigit()]
    for _ in range(20):
        at = dice.choice(digits)
        way = dice.choices(("like", "lost", "added", "point"), (0.55, 0.15, 0.15, 0.15))[0]
        other = {
            "like": text[:at] + dice.choice(LIKE[text[at]]) + text[at + 1 :],
            "lost": text[:at] + text[at + 1 :],
            "added": text[:at] + dice.choice("0123456789") + text[at:],
            "point": text.replace(".", ""),
        }[way]
        try:
            number = Decimal(other)
        except InvalidOperation:
            continue
        bare = other.lstrip("-")
        if number != value and not (len(bare) > 1 and bare[0] == "0" and bare[1] != "."):
            at_end = way == "lost" and at in (digits[0], digits[-1])
            return number, "end" if at_end else way
    return None
