"""Indicators that are a rate between two of the form's own amounts (差异率, 变动率)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from audit.check import Case, Step, check, drafts
from audit.explain import Figure, added, explain_number, plain
from audit.indicators import IndicatorRow
from audit.ledger import Line, Table
from audit.readings import Cell
from audit.relations import Judgement, Relation, Values
from audit.tolerance import (
    RATE_MODES,
    ZERO,
    ColumnModes,
    Interval,
    Rounding,
    as_decimals,
    decimals,
    exact,
    middle,
    own_digits,
    ratio,
)
from schemas.finding import Computed, Severity
from schemas.form import VarianceRate
from schemas.message import Message

PERCENT = (None, "%", "百分点", "个百分点")


@dataclass(frozen=True, slots=True)
class Variant:
    """One way to choose the lines; positions of their cells among the relation's inputs."""

    lines: tuple[Line, ...]
    before: tuple[int, ...]
    after: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Detail:
    table: Table
    rate: VarianceRate
    variants: tuple[Variant, ...]
    absolute: bool
    unit: str | None


@check("variance-rate", Severity.ERROR)
def variance_rate(case: Case) -> Iterator[Step]:
    """A variance rate whose amounts the form prints follows from them.

    Rate = (Σ after − Σ before) ÷ Σ before in percent. Which indicators are such rates, and which
    lines they add up, the family says; several variants are tried and the finding names the one
    that comes nearest. The rate may stand without its sign only where its rule speaks of the
    absolute value (绝对值); without any unit it may also be a plain fraction (0.40 for 40 %).

    Example: 财政拨款收入 636.34 → 890.85 is +39.9959 %, printed 40 %: satisfied. 公用经费
    (110.75 + 0.31 − 117.72) ÷ 117.72 = −5.6575 %, printed −5.66: satisfied; −5.92 would follow
    without 资本性支出. Basis: 预决算差异率 = (决算数 − 年初预算数) ÷ 年初预算数.
    """
    for row in case.rows:
        title, actual = row.title, row.actual
        if not title or not actual["value"].printed or actual["unit"].likeliest not in PERCENT:
            continue
        rule = row.target["rule"].likeliest or ""
        for rate in case.settings.variance:
            if re.search(rate.indicator, title):
                relation = _relation(case.ledger.funds, rate, row, "绝对值" in rule)
                if relation is not None:
                    yield from drafts("variance-rate", [relation], RATE_MODES, _subject, _wording)
                break


def _relation(
    table: Table, rate: VarianceRate, row: IndicatorRow, absolute: bool
) -> Relation | None:
    actual = row.actual
    inputs: list[Cell] = []

    def positions(lines: Sequence[Line], column: str) -> tuple[int, ...]:
        found = []
        for cell in (line.cell(column) for line in lines):
            if cell.printed:
                if cell not in inputs:
                    inputs.append(cell)
                found.append(inputs.index(cell) + 1)
        return tuple(found)

    variants = []
    for expressions in rate.lines:
        lines = [line for e in expressions if (line := table.find(e)) is not None]
        if len(lines) == len(expressions):
            before, after = positions(lines, rate.before), positions(lines, rate.after)
            if before and after:
                variants.append(Variant(tuple(lines), before, after))
    if not variants:
        return None
    detail = Detail(table, rate, tuple(variants), absolute, actual["unit"].likeliest)

    def holds(values: Values, mode: ColumnModes) -> bool | None:
        if values[0] is None:
            return None
        stated = _stated(detail, values[0], mode.rate)
        unknown = False
        for variant in detail.variants:
            if any(values[i] is None for i in (*variant.before, *variant.after)):
                unknown = True
                continue
            interval = _variance(detail, variant, values, mode)
            if interval is None or any(s.meets(interval) for s in stated):
                return True
            if absolute and any(s.meets(-interval) for s in stated):
                return True
        return None if unknown else False

    accused = (f"{row.pointer}/actual",)
    return Relation(accused, (actual["value"],), tuple(inputs), holds, detail, witness=True)


def _stated(detail: Detail, value: Decimal, mode: Rounding) -> list[Interval]:
    readings = [own_digits(value, mode)]
    if detail.unit is None and decimals(value) >= 2:
        readings.append(readings[0].scaled(100))
    return readings


def _variance(
    detail: Detail, variant: Variant, values: Values, modes: ColumnModes
) -> Interval | None:
    """after ÷ before − 1 in percent; ``None`` when the sum before may be 0."""
    table, rate = detail.table, detail.rate
    first, second = modes.amounts(rate.before), modes.amounts(rate.after)
    before = sum((table.amount(rate.before, values[i], first) for i in variant.before), ZERO)
    after = sum((table.amount(rate.after, values[i], second) for i in variant.after), ZERO)
    quotient = ratio(after, before)
    return None if quotient is None else (quotient - exact(1)).scaled(100)


def _subject(relation: Relation) -> Message:
    name = relation.stated[0].name
    return Message(f"{name.zh}是否由表内金额算得", f"whether {name.en} follows from the amounts")


def _wording(judgement: Judgement) -> tuple[Computed | None, Message]:
    detail: Detail = judgement.relation.detail
    values, stated = judgement.values, judgement.relation.stated[0]
    found = []
    for variant in detail.variants:
        if all(values[i] is not None for i in (*variant.before, *variant.after)):
            interval = _variance(detail, variant, values, judgement.mode)
            if interval is not None:
                centre = (interval.low + interval.high) / 2
                found.append((abs(centre - Fraction(values[0])), variant, interval))
    found.sort(key=lambda item: item[0])
    _, variant, nearest = found[0]
    names = "+".join(line.title for line in variant.lines)
    before = sum((values[i] for i in variant.before), Decimal(0))
    after = sum((values[i] for i in variant.after), Decimal(0))
    formula = f"({plain(after)} − {plain(before)}) ÷ {plain(before)}"
    computed = Computed(
        *as_decimals(nearest),
        Message(f"{names}：{formula}", f"{names}: {formula}"),
    )
    several = len(detail.variants) > 1
    message = Message(
        f"{stated.name.zh} {plain(values[0])}{detail.unit or ''} 与表内金额不符："
        f"{'最接近的口径“' if several else '“'}{names}”为 {formula} = {middle(nearest)}%。",
        f"{plain(values[0])}{detail.unit or ''} in {stated.name.en} does not follow from the "
        f"amounts: {'of several variants the nearest, ' + names + ',' if several else names} gives "
        f"{formula} = {middle(nearest)} %.",
    )

    def agrees(value: Decimal) -> bool:
        return any(
            s.meets(interval)
            for s in _stated(detail, value, judgement.mode.rate)
            for _, _, interval in found
        )

    explanations = explain_number(Figure(stated, values[0]), agrees)
    if agrees(-values[0]):
        explanations = (Message("差额只在正负号。", "Only the sign is wrong."), *explanations)
    return computed, added(message, explanations)
