"""A row's execution rate and the amounts it is reckoned from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache

from audit.ledger import Line, Table
from audit.readings import Cell
from audit.relations import Relation, Values
from audit.tolerance import ColumnModes, Interval, Rounding, printed, ratio
from schemas.message import Message

BASES = ("full_year_budget", "initial_budget")
BASE_NAMES = {
    "full_year_budget": Message("全年执行数÷全年预算数", "executed ÷ full-year budget"),
    "initial_budget": Message("全年执行数÷年初预算数", "executed ÷ initial budget"),
}


def bases_of(line: Line) -> list[Cell]:
    """The printed budgets of a row, if one of them at least can be divided by."""
    cells = [line.cell(base) for base in BASES if line.cell(base).printed]
    return cells if any(cell.unread or cell.likeliest for cell in cells) else []


def rate_relation(table: Table, line: Line) -> Iterator[Relation]:
    """The relation of a row's rate to its amounts, if the row prints what it needs."""
    rate, executed, bases = line.cell("execution_rate"), line.cell("executed"), bases_of(line)
    if not rate.printed or not bases or not (executed.unread or executed.likeliest):
        return
    columns = [cell.pointer.rpartition("/")[2] for cell in bases]

    def holds(values: Values, mode: ColumnModes) -> bool | None:
        if values[0] is None:
            return None
        return explained(table, columns, values, mode.rates(values[0]), mode)

    yield Relation(
        (rate.pointer,), (rate,), (executed, *bases), holds, (table, columns), witness=True
    )


def explained(
    table: Table,
    columns: Sequence[str],
    values: Values,
    rate: Interval,
    modes: ColumnModes,
) -> bool | None:
    """Whether any base explains the rate; ``values`` are rate, executed, then the bases."""
    if values[1] is None:
        return None
    if values[1] == 0 or not any(base is None or base for base in values[2:]):
        return True  # another reading leaves nothing to judge by
    unknown = False
    for column, base in zip(columns, values[2:], strict=True):
        if base is None:
            unknown = True
        elif base == 0:
            spent = table.amount("executed", values[1], modes.executed)
            if _beyond(spent, table.amount(column, base, modes.amounts(column)), rate):
                return True
        else:
            quotient = percent(table, values[1], column, base, modes)
            if quotient is None or quotient.meets(rate):
                return True
    return None if unknown else False


def _beyond(spent: Interval, nothing: Interval, rate: Interval) -> bool:
    """Whether a budget too small to be printed, shown as 0, could carry so great a rate."""
    if spent.low < 0:
        spent, rate = -spent, -rate
    return rate.high >= spent.low * 100 / nothing.high


def percent(
    table: Table, executed: Decimal, column: str, base: Decimal, modes: ColumnModes
) -> Interval | None:
    """Executed over base in percent; ``None`` when the base may be 0."""
    places = table.precision("executed", executed), table.precision(column, base)
    return _percent(executed, base, places, modes.executed, modes.amounts(column))


@lru_cache(maxsize=4096)
def _percent(
    executed: Decimal, base: Decimal, places: tuple[int, int], upper: Rounding, lower: Rounding
) -> Interval | None:
    """The same quotient is asked for by several checks, under many ways of rounding."""
    quotient = ratio(printed(executed, places[0], upper), printed(base, places[1], lower))
    return None if quotient is None else quotient.scaled(100)
