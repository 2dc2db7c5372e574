"""Execution rates, and the points given for execution."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from audit.check import Case, Step, check, drafts
from audit.explain import Figure, added, explain_number, plain
from audit.ledger import Line, Table
from audit.rates import BASE_NAMES, bases_of, percent, rate_relation
from audit.relations import Judgement, Relation, Values
from audit.tolerance import (
    COLUMN_MODES,
    RATE_MODES,
    ColumnModes,
    Interval,
    as_decimals,
    exact,
    middle,
    own_digits,
)
from schemas.finding import Computed, Severity
from schemas.message import Message

FRACTION_MODES = [modes._replace(fraction=True) for modes in RATE_MODES]
POINT_MODES = [modes._replace(points=points) for points in COLUMN_MODES for modes in RATE_MODES]


@check("execution-rate", Severity.ERROR)
def execution_rate(case: Case) -> Iterator[Step]:
    """A printed execution rate is the amount executed over the full-year or the initial budget.

    Amounts are as precise as their column, the rate as its own digits. A column without any %
    sign may print fractions, 0.95 for 95 %, but then throughout. Not judged where the amount
    executed, or every budget, is blank or 0.

    Example: 890.85 ÷ 636.34 = 139.996 %, printed 140 % (139 % in a column that cuts digits off):
    satisfied; printed 138 %: violated by both bases (100 % of the full-year budget 890.85).
    Basis: 执行率 = 执行数 ÷ 预算数 (B/A) in the heads of the forms of 财预〔2020〕10号; department
    forms divide by the initial budget.
    """
    for table in case.ledger.tables:
        relations = [r for line in table.lines for r in rate_relation(table, line)]
        bare = not any("%" in r.stated[0].raw or "％" in r.stated[0].raw for r in relations)
        modes = [*RATE_MODES, *(FRACTION_MODES if bare else [])]
        yield from drafts("execution-rate", relations, modes, _rate_subject, _rate_wording)


@check("execution-score", Severity.ERROR)
def execution_score(case: Case) -> Iterator[Step]:
    """The execution points are the weight times the execution rate, capped at the weight or not.

    The rate is the printed one or the quotient of the amounts; the points are exact or rounded
    to as many decimals as they print. Where no rate is printed, the amounts give it. Whether an
    office caps the points is a reading, not a violation; points above the weight are
    ``score-range``.

    Example: weight 10, rate 72.74 %: 7.27, 7.3 and 7 are satisfied, 10 is violated. Basis:
    得分 = 执行率 × 该指标分值，最高不得超过分值上限 (notes of the form of 财预〔2020〕10号).
    """
    table = case.ledger.funds
    relations = [r for line in table.lines for r in _score_relation(table, line)]
    yield from drafts("execution-score", relations, POINT_MODES, _score_subject, _score_wording)


def _rate_subject(relation: Relation) -> Message:
    name = relation.stated[0].name
    return Message(f"{name.zh}是否由金额算得", f"whether {name.en} follows from the amounts")


def _rate_wording(judgement: Judgement) -> tuple[Computed | None, Message]:
    table, columns = judgement.relation.detail
    rate, executed, *bases = judgement.values
    name = judgement.relation.stated[0].name
    found = []
    for column, base in zip(columns, bases, strict=True):
        if base is not None and (q := percent(table, executed, column, base, judgement.mode)):
            found.append((abs((q.low + q.high) / 2 - Fraction(rate)), column, base, q))
    found.sort(key=lambda item: item[0])
    _, column, base, nearest = found[0]
    basis = BASE_NAMES[column]
    computed = Computed(
        *as_decimals(nearest),
        Message(
            f"{basis.zh} = {plain(executed)} ÷ {plain(base)}",
            f"{basis.en} = {plain(executed)} ÷ {plain(base)}",
        ),
    )
    ways_zh = "；".join(_quotient(executed, b, q, BASE_NAMES[c].zh) for _, c, b, q in found)
    ways_en = "; ".join(_quotient(executed, b, q, BASE_NAMES[c].en) for _, c, b, q in found)
    message = Message(
        f"{name.zh} {plain(rate)}% 与任一口径都不符：{ways_zh}。",
        f"{plain(rate)} % in {name.en} follows from no base: {ways_en}.",
    )

    def agrees(value: Decimal) -> bool:
        return any(q.meets(judgement.mode.rates(value)) for *_, q in found)

    return computed, added(
        message, explain_number(Figure(judgement.relation.stated[0], rate), agrees)
    )


def _quotient(executed: Decimal, base: Decimal, interval: Interval, words: str) -> str:
    return f"{words} = {plain(executed)} ÷ {plain(base)} = {middle(interval)}%"


def _score_relation(table: Table, line: Line) -> Iterator[Relation]:
    score, weight, rate = (line.cell(c) for c in ("score", "weight", "execution_rate"))
    executed, bases = line.cell("executed"), bases_of(line)
    from_amounts = bool(bases) and executed.printed
    if not score.printed or not weight.printed or not (rate.printed or from_amounts):
        return
    columns = [cell.pointer.rpartition("/")[2] for cell in bases]
    inputs = [weight, *([rate] if rate.printed else [])]
    if from_amounts:
        inputs += [executed, *bases]
    first_amount = 3 if rate.printed else 2

    def holds(values: Values, mode: ColumnModes) -> bool | None:
        if None in values[:2]:
            return None
        points = own_digits(values[0], mode.points)
        unknown = None in values
        rates = []
        if rate.printed and values[2] is not None:
            rates.append(own_digits(values[2], mode.rate))
        if from_amounts and values[first_amount] is not None:
            rates += _quotients(table, columns, values[first_amount:], mode, rate.printed)
        if any(points.meets(earned) for r in rates for earned in _earned(r, values[1])):
            return True
        return None if unknown else False

    yield Relation((score.pointer,), (score,), tuple(inputs), holds, witness=True)


def _quotients(
    table: Table, columns: Sequence[str], values: Values, mode: ColumnModes, rate_printed: bool
) -> Iterator[Interval]:
    """The rates that the amounts give: over the full-year budget, else over the initial one.

    Without a printed rate the office may have rounded it to two decimals on the way.
    """
    slack = Interval(Fraction(-1, 200), Fraction(1, 200)) if not rate_printed else exact(0)
    for column, base in zip(columns, values[1:], strict=True):
        if base is not None:
            quotient = percent(table, values[0], column, base, mode)
            if quotient is not None:
                yield quotient + slack


def _earned(rate: Interval, weight: Decimal) -> tuple[Interval, Interval]:
    """Weight times rate in percent, capped at the weight and not; never below 0."""
    share = Fraction(weight) / 100
    points = rate.scaled(share)
    floor = Fraction(0)
    if points.low < 0:
        points = Interval(floor, max(floor, points.high))
    return points.capped(Fraction(weight)), points


def _score_subject(relation: Relation) -> Message:
    name = relation.stated[0].name
    return Message(f"{name.zh}是否由执行率得出", f"whether {name.en} follows from the rate")


def _score_wording(judgement: Judgement) -> tuple[Computed | None, Message]:
    relation, values = judgement.relation, judgement.values
    names = {c.pointer.rpartition("/")[2]: v for c, v in zip(relation.cells, values, strict=True)}
    score, weight, rate = names["score"], names["weight"], names.get("execution_rate")
    if rate is None:
        base = names.get("full_year_budget") or names.get("initial_budget")
        assert base is not None  # without rate and base there is no relation
        quotient = Fraction(names["executed"]) / Fraction(base) * 100
        interval, shown = exact(quotient), f"{plain(names['executed'])} ÷ {plain(base)}"
    else:
        interval, shown = own_digits(rate, judgement.mode.rate), f"{plain(rate)}%"
    earned = _earned(interval, weight)[0]
    computed = Computed(
        *as_decimals(earned),
        Message(f"分值 {weight} × 执行率 {shown}", f"weight {weight} × execution rate {shown}"),
    )
    name, points = relation.stated[0].name, middle(earned)
    message = Message(
        f"{name.zh} {plain(score)} 与 分值 {plain(weight)} × 执行率 {shown} = {points} 不符。",
        f"{plain(score)} in {name.en} does not follow from weight {plain(weight)} × "
        f"execution rate {shown} = {points}.",
    )

    def agrees(value: Decimal) -> bool:
        return own_digits(value, judgement.mode.points).meets(earned)

    return computed, added(message, explain_number(Figure(relation.stated[0], score), agrees))
