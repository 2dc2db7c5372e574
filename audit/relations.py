"""Relations between printed cells, judged over all readings and one way of rounding a column."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import product
from math import prod
from typing import Any

from audit.near import near
from audit.readings import Cell
from audit.tolerance import Interval
from schemas.finding import Cause, Verdict

Values = tuple[Any, ...]
"""The values of a relation's cells in order; ``None`` where a printed value is unread."""

Holds = Callable[[Values, Any], bool | None]
"""Whether the values agree under a rounding mode; ``None`` if an unread value decides it."""

MOST_READINGS = 1024
NO_ROUNDING: tuple[None, ...] = (None,)


@dataclass(frozen=True, slots=True)
class Addition:
    """A relation that is a sum: ``interval`` of the first cell meets that of the inputs together.

    ``interval`` gives what a cell, by its position, stands for under a rounding mode. ``choices``
    say of each input whether it is added; any one of them satisfies.
    """

    interval: Callable[[int, Any, Any], Interval]
    choices: tuple[tuple[bool, ...], ...]


@dataclass(frozen=True, slots=True)
class Relation:
    """What must hold between ``stated``, the judged result, and ``inputs``, what it is made of.

    ``accused`` are the JSON Pointers a finding names. ``detail`` is whatever the check needs to
    word its finding. ``strays`` are printed numbers that were put nowhere and may be inputs.
    ``witness``: an equation between numbers, narrow enough to tell readings apart; a bound is none.
    ``addition`` says the same as ``holds`` where the relation is a sum.
    """

    accused: tuple[str, ...]
    stated: tuple[Cell, ...]
    inputs: tuple[Cell, ...]
    holds: Holds
    detail: Any = None
    strays: tuple[Cell, ...] = ()
    witness: bool = False
    addition: Addition | None = None

    @property
    def cells(self) -> tuple[Cell, ...]:
        return self.stated + self.inputs

    @property
    def doubtful(self) -> bool:
        """Whether the page supports more than one reading of some cell."""
        return any(cell.doubtful for cell in self.cells)

    @property
    def likeliest(self) -> Values:
        return tuple(cell.likeliest for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Asked:
    """The relations of one column, judged together under one of ``modes``."""

    code: str
    relations: tuple[Relation, ...]
    modes: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Judgement:
    """A relation that is not satisfied; ``saving`` are readings under which it would be."""

    relation: Relation
    verdict: Verdict
    cause: Cause
    mode: Any
    values: Values
    saving: Values | None = None


def judge(code: str, relations: Sequence[Relation], modes: Sequence[Any]) -> Iterator[Judgement]:
    """The relations of one column that are violated or cannot be decided.

    One mode holds for the column as a whole: the one that leaves the fewest relations violated
    (of those without a doubtful reading, if there are any), the first of ``modes`` among equals.
    So nothing is reported that one way of rounding explains, and different rows are never excused
    by different ways of rounding.
    """
    if not relations:
        return
    values = [relation.likeliest for relation in relations]
    mode, outcomes = best_mode(relations, values, modes)
    for relation, chosen, outcome in zip(relations, values, outcomes, strict=True):
        if outcome and not any(cell.settled_by(code) for cell in relation.cells):
            continue
        judgement = _judge_one(relation, chosen, outcome, mode, modes)
        if judgement is not None:
            yield judgement


def best_mode(
    relations: Sequence[Relation], values: Sequence[Values], modes: Sequence[Any]
) -> tuple[Any, list[bool | None]]:
    """The way of rounding that explains most, and what it makes of each relation."""
    certain = [not relation.doubtful for relation in relations]
    best: tuple[tuple[int, int], Any, list[bool | None]] | None = None
    for mode in modes:
        outcomes = [r.holds(v, mode) for r, v in zip(relations, values, strict=True)]
        violated = [outcome is False for outcome in outcomes]
        sure = sum(v and c for v, c in zip(violated, certain, strict=True))
        if best is None or (sure, sum(violated)) < best[0]:
            best = (sure, sum(violated)), mode, outcomes
        if not any(violated):
            break
    assert best is not None
    return best[1], best[2]


def _judge_one(
    relation: Relation,
    values: Values,
    outcome: bool | None,
    mode: Any,
    modes: Sequence[Any],
) -> Judgement | None:
    undecided = Judgement(relation, Verdict.UNDECIDABLE, Cause.UNDECIDED, mode, values)
    if outcome is None:
        return undecided
    others = _other_readings(relation, values)
    if others is None:
        return undecided
    if outcome:
        # The reading was chosen to satisfy this relation, which therefore proves nothing
        # unless the other readings satisfy it as well.
        proven = all(relation.holds(other, mode) for other in others)
        return None if proven else undecided
    for other in (*others, *_unnamed(relation, values)):
        if any(relation.holds(other, m) is not False for m in modes):
            return Judgement(relation, Verdict.VIOLATED, Cause.READING, mode, values, other)
    return Judgement(relation, Verdict.VIOLATED, Cause.REPORT, mode, values)


def _other_readings(relation: Relation, values: Values) -> list[Values] | None:
    """Every other combination of readings; ``None`` when there are too many to try."""
    choices = [cell.readings or (None,) for cell in relation.cells]
    if prod(len(choice) for choice in choices) > MOST_READINGS:
        return None
    return [combination for combination in product(*choices) if combination != values]


def _unnamed(relation: Relation, values: Values) -> Iterator[Values]:
    """What cells whose ink leaves it open may say as well, one cell at a time."""
    for i, cell in enumerate(relation.cells):
        if cell.open and isinstance(values[i], Decimal):
            for number in near(values[i], cell.open):
                yield (*values[:i], number, *values[i + 1 :])
