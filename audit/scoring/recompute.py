"""Measures that follow from the form's own amounts: variance rates and the execution rate."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from audit.ledger import Ledger, Line
from audit.scoring.measure import Measure
from audit.tolerance import ZERO, Interval, Rounding, as_decimals, exact, own_digits, ratio
from schemas.form import AuditSettings, VarianceRate
from schemas.message import Message

_MODE = Rounding.HALF_UP
_EXECUTION = re.compile(
    r"^(?:年度|部门|单位|整体|项目|总体|全年|财政|资金|支出|预算|部门预算)*执行率(?:[（(]%[)）])?$"
)


@dataclass(frozen=True, slots=True)
class Recomputed:
    """A rate in percent from printed amounts, and the reckoning in words."""

    measure: Measure
    why: Message


def recompute(
    name: str, stated: Decimal | None, ledger: Ledger, settings: AuditSettings
) -> Recomputed | None:
    """The indicator's rate from the form's amounts, ``None`` where they do not give it.

    Of several ways to reckon it the one that explains the ``stated`` rate is taken, else the
    usual one. Each amount is as precise as its column prints.
    """
    candidates = list(_candidates(name, ledger, settings))
    if stated is not None:
        printed = own_digits(stated, _MODE)
        for candidate in candidates:
            low, high = candidate.measure.low, candidate.measure.high
            if printed.meets(exact(candidate.measure.value)) or (
                printed.low <= high and low <= printed.high
            ):
                return candidate
    return candidates[0] if candidates else None


def _candidates(name: str, ledger: Ledger, settings: AuditSettings) -> Iterator[Recomputed]:
    for variance in settings.variance:
        if re.search(variance.indicator, name):
            for expressions in variance.lines:
                found = _variance(variance, expressions, ledger)
                if found is not None:
                    yield found
            return
    if _EXECUTION.match(re.sub(r"[\s“”\"]", "", name)):
        yield from _execution(ledger, settings)


def _variance(
    variance: VarianceRate, expressions: Sequence[str], ledger: Ledger
) -> Recomputed | None:
    lines = [ledger.funds.find(expression) for expression in expressions]
    if any(line is None for line in lines):
        return None
    present = [line for line in lines if line is not None]
    before = _sum(ledger, present, variance.before)
    after = _sum(ledger, present, variance.after)
    if before is None or after is None or before.nominal == 0:
        return None
    quotient = ratio(after.interval, before.interval)
    if quotient is None:
        return None
    value = (after.nominal - before.nominal) / before.nominal * 100
    formula = f"({after.shown}−{before.shown})÷{before.shown}"
    return _rate(value, (quotient - exact(1)).scaled(100), formula)


def _execution(ledger: Ledger, settings: AuditSettings) -> Iterator[Recomputed]:
    line = _total_line(ledger, settings)
    if line is None:
        return
    executed = _sum(ledger, [line], "executed")
    for base_column in settings.rate_bases:
        base = _sum(ledger, [line], base_column)
        if executed is None or base is None or base.nominal == 0:
            continue
        quotient = ratio(executed.interval, base.interval)
        if quotient is not None:
            value = executed.nominal / base.nominal * 100
            yield _rate(value, quotient.scaled(100), f"{executed.shown}÷{base.shown}")


def _total_line(ledger: Ledger, settings: AuditSettings) -> Line | None:
    named = ledger.funds.find(settings.expenditure_total)
    if named is not None:
        return named
    totals = [
        line
        for line in ledger.funds.lines
        if line.level == 0 and line.cell("executed").likeliest is not None
    ]
    return totals[0] if len(totals) == 1 else None


@dataclass(frozen=True, slots=True)
class _Sum:
    nominal: Decimal
    interval: Interval
    shown: str


def _sum(ledger: Ledger, lines: Sequence[Line], column: str) -> _Sum | None:
    """The lines' amounts added up; blank counts 0, an unread one leaves the sum unknown."""
    cells = [line.cell(column) for line in lines]
    if any(cell.unread or len(cell.readings) > 1 for cell in cells):
        return None
    values = [cell.likeliest for cell in cells if cell.likeliest is not None]
    if not values:
        return None
    intervals = [ledger.funds.amount(column, value, _MODE) for value in values]
    shown = "+".join(format(value, "f") for value in values)
    return _Sum(
        sum(values, Decimal(0)),
        sum(intervals, ZERO),
        f"({shown})" if len(values) > 1 else shown,
    )


def _rate(value: Decimal, interval: Interval, formula: str) -> Recomputed:
    low, high = as_decimals(interval, 8)
    shown = format(value.quantize(Decimal("0.0001")), "f")
    why = Message(
        f"由表内金额重算：{formula}={shown}%", f"from the form's amounts: {formula} = {shown} %"
    )
    return Recomputed(Measure(value, "%", low, high), why)


__all__ = ["Recomputed", "recompute"]
