"""One wrong number in a right report, wrong by more than printing it could explain."""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from schemas.record import BudgetLine, SelfEvaluation, Task
from tests.audit.ledgers import COLUMNS, read

HUNDRED = Decimal(100)


@dataclass(frozen=True)
class Place:
    """A printed number that a relation rests on, and the least change the relation must see."""

    table: str
    row: int
    leaf: str
    value: Decimal
    least: Decimal


def misprinted(record: SelfEvaluation, dice: random.Random) -> tuple[SelfEvaluation, Place]:
    """The report with one number changed, and which one it was."""
    place = dice.choice(list(_places(record)))
    size = Decimal(dice.choice((1, 1, 2, 5, 10, 100)))
    change = place.least * size * dice.choice((1, -1))
    return _with(record, place, place.value + change), place


def _places(record: SelfEvaluation) -> Iterator[Place]:
    for table in ("funds", "tasks"):
        rows = getattr(record, table)
        units = {column: _unit(rows, column) for column in COLUMNS}
        for i, row in enumerate(rows):
            for column in COLUMNS:
                field = getattr(row, column)
                if field is not None:
                    # a total and at most nine lines, each good to one unit at the worst
                    least = units[column] * 16
                    yield Place(table, i, column, field.value, least)
            if row.execution_rate is not None and row.executed is not None and row.executed.value:
                slack = _slack(row, units)
                if slack is not None:
                    unit = _last_digit(row.execution_rate.value)
                    yield Place(table, i, "execution_rate", row.execution_rate.value, unit + slack)
            if getattr(row, "score", None) is not None:
                yield Place(table, i, "score", row.score.value, Decimal(3))
    unit = _last_digit(record.total_score.value)
    for i, row in enumerate(record.indicators):
        yield Place("indicators", i, "weight", row.weight.value, Decimal(1))
        yield Place("indicators", i, "score", row.score.value, 2 * unit)
    yield Place("", 0, "total_score", record.total_score.value, 2 * unit)


def _last_digit(value: Decimal) -> Decimal:
    return Decimal(1).scaleb(int(value.as_tuple().exponent))


def _unit(rows: tuple[BudgetLine | Task, ...], column: str) -> Decimal:
    """One unit of the last place that the column shows anywhere."""
    fields = [getattr(row, column) for row in rows]
    return min((_last_digit(f.value) for f in fields if f is not None), default=Decimal(1))


def _slack(row: BudgetLine | Task, units: dict[str, Decimal]) -> Decimal | None:
    """How far the rate may move while each amount moves by a unit; ``None`` if by any amount."""
    spent, worst = row.executed.value, Decimal(0)
    bases = [(c, f.value) for c in COLUMNS[:2] if (f := getattr(row, c)) is not None]
    if not any(base for _, base in bases):
        return None
    for column, base in bases:
        if base == 0 and spent > units[column] * (2 * row.execution_rate.value + 100):
            continue  # no budget so small that it is shown as 0 comes near such a rate
        if base <= 2 * units[column]:
            return None
        most = Fraction(spent + units["executed"]) / Fraction(base - units[column])
        moved = (most - Fraction(spent) / Fraction(base)) * 100
        worst = max(worst, Decimal(moved.numerator) / Decimal(moved.denominator))
    return 2 * worst.quantize(Decimal("0.01")) + Decimal("0.02")


def _with(record: SelfEvaluation, place: Place, value: Decimal) -> SelfEvaluation:
    if not place.table:
        return dataclasses.replace(record, **{place.leaf: read(value)})
    rows = list(getattr(record, place.table))
    rows[place.row] = dataclasses.replace(rows[place.row], **{place.leaf: read(value)})
    return dataclasses.replace(record, **{place.table: tuple(rows)})
