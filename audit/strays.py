"""Numbers on the page that were put in no cell, and the sums they may be part of.

A form that was read only in part must not be blamed for a sum that the missing numbers complete.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import chain, combinations
from typing import Any

from audit.readings import Cell
from audit.relations import Relation, Values
from schemas.geometry import Place
from schemas.message import Message
from schemas.record import SelfEvaluation

NUMBER = re.compile(r"([-+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)(?:分|元|万元)?")
MOST_TOGETHER = 3
MOST_STRAYS = 20
NAME = Message("未归入任何一栏的数", "a number that was put in no cell")


def stray_numbers(record: SelfEvaluation) -> tuple[Cell, ...]:
    """The texts in no cell, and the notes without a label, that are a number and nothing else.

    0 adds nothing and is left out. Headings, watermarks, dates and percentages are no addends.
    """
    unplaced = ((f"/unplaced/{i}", text) for i, text in enumerate(record.unplaced))
    beside = (
        (f"/notes/{i}/text", note.text)
        for i, note in enumerate(record.notes)
        if note.label is None and note.text is not None
    )
    return tuple(
        Cell(pointer, text, NAME) for pointer, text in chain(unplaced, beside) if _number(text.raw)
    )


def open_to(relation: Relation, strays: Sequence[Cell]) -> Relation:
    """The relation, undecided instead of broken where stray numbers may be what it lacks.

    They may be if they stand in the sum's own column between its cells, or if a few of them
    complete the sum to the last digit.
    """
    if not strays:
        return relation
    within = tuple(cell for cell in strays if _in_column(cell, relation))
    amounts = [number for cell in strays[:MOST_STRAYS] if (number := _number(cell.raw))]
    # A sum with doubtful readings is tried again for each of them: one number at a time will do.
    sizes = range(1, 2 if relation.doubtful else MOST_TOGETHER + 1)
    extras = {
        sum(some, Decimal(0))
        for some in chain.from_iterable(combinations(amounts, n) for n in sizes)
    }

    def holds(values: Values, mode: Any) -> bool | None:
        outcome = relation.holds(values, mode)
        if outcome is not False:
            return outcome
        if within:
            return None
        near = _near(relation, values, mode, extras)
        return None if any(_completes(relation, values, mode, extra) for extra in near) else False

    return replace(relation, holds=holds, strays=within or tuple(strays), addition=None)


def _near(relation: Relation, values: Values, mode: Any, extras: set[Decimal]) -> Iterable[Decimal]:
    """Those of ``extras`` that come near what a sum lacks; of hundreds, hardly any need a trial.

    More digits make an interval no wider, so the widths of all of them are the most that an
    extra may be off.
    """
    addition = relation.addition
    if addition is None:
        return extras
    held = [addition.interval(i, value, mode) for i, value in enumerate(values)]
    slack = sum((interval.high - interval.low for interval in held), Fraction(0))
    stated, *inputs = (Fraction(value) for value in values)
    lacking = [
        stated - sum((v for v, use in zip(inputs, choice, strict=True) if use), Fraction(0))
        for choice in addition.choices
    ]
    return [
        extra for extra in extras if any(abs(gap - Fraction(extra)) <= slack for gap in lacking)
    ]


def _completes(relation: Relation, values: Values, mode: Any, extra: Decimal) -> bool:
    """Whether the relation holds with ``extra`` added to its inputs.

    It is added to the first or the last of them: a relation may leave out some at either end.
    """
    first = len(relation.stated)
    for index in {first, len(values) - 1} if len(values) > first else ():
        if values[index] is None:
            continue
        more = (*values[:index], values[index] + extra, *values[index + 1 :])
        if relation.holds(more, mode):
            return True
    return False


def _number(raw: str) -> Decimal | None:
    """The number a text consists of; ``None`` if it is none or 0."""
    match = NUMBER.fullmatch("".join(unicodedata.normalize("NFKC", raw).split()))
    return (Decimal(match[1].replace(",", "")) or None) if match else None


def _in_column(stray: Cell, relation: Relation) -> bool:
    """Whether the stray number stands between the relation's cells, in their column."""
    places = [place for cell in relation.cells for place in _places(cell)]
    return any(
        _between(place, [p for p in places if p.page == place.page]) for place in _places(stray)
    )


def _between(place: Place, column: list[Place]) -> bool:
    if len(column) < 2:
        return False
    x, y = (place.box.x0 + place.box.x1) / 2, (place.box.top + place.box.bottom) / 2
    top, bottom = min(p.box.top for p in column), max(p.box.bottom for p in column)
    return top < y < bottom and any(p.box.x0 < x < p.box.x1 for p in column)


def _places(cell: Cell) -> tuple[Place, ...]:
    return cell.field.places if cell.field is not None else ()
