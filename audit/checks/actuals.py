"""Actual values beside their targets: copied, missing, of another kind, without unit, too good."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from functools import partial

from audit.check import Case, Step, check, drafts
from audit.explain import plain
from audit.indicators import Cells, IndicatorRow, filled, shown
from audit.readings import Cell
from audit.relations import NO_ROUNDING, Judgement, Relation, Values
from audit.tolerance import COLUMN_MODES, Rounding, as_decimals, exact, own_digits
from audit.units import factor, rule_unit, same_unit
from audit.words import holds_number
from schemas.finding import Computed, Severity
from schemas.message import Message


@check("actual-copies-target", Severity.WARNING)
def actual_copies_target(case: Case) -> Iterator[Step]:
    """An actual value is what was measured, not the target written again.

    Copied is an actual that carries an operator, with the operator, number and unit of the
    target.

    Example: target ≥80%, actual 86% or 80%: satisfied; actual ≥80%: violated. Basis: 实际完成值 is
    to be a figure (notes of the forms of 财预〔2020〕10号); a bound cannot be verified.
    """
    for row, target, actual in _rows(case):
        if target["unit"].printed != actual["unit"].printed:
            continue
        leaves = ("operator", "value", *(["unit"] if actual["unit"].printed else []))
        mine, theirs = [actual[leaf] for leaf in leaves], [target[leaf] for leaf in leaves]
        if all(cell.printed for cell in (*mine, *theirs)):
            relation = Relation((row.pointer,), tuple(mine), tuple(theirs), _not_copied, actual)
            yield from drafts(
                "actual-copies-target", [relation], NO_ROUNDING, _copy_subject, _copy_wording
            )


@check("actual-missing", Severity.NOTE)
def actual_missing(case: Case) -> Iterator[Step]:
    """An indicator with points has an actual value.

    Example: 10 of 10 points beside an empty cell or ——: violated; beside 及时 or 0: satisfied, and
    so beside ink that could not be read. Basis: points without a result cannot be verified.
    """
    for row, _, actual in _rows(case):
        score = row.cells["score"]
        if score.printed and not filled(actual):
            mark = next((cell.raw for cell in actual.values() if cell.raw), "")
            relation = Relation((row.pointer,), (score,), (), _no_points, mark)
            yield from drafts(
                "actual-missing", [relation], NO_ROUNDING, _missing_subject, _missing_wording
            )


@check("actual-kind", Severity.WARNING)
def actual_kind(case: Case) -> Iterator[Step]:
    """Where the target is a number, the actual value is one too.

    A text that holds a number (约85%, 三次, a range, a date) is not a word.

    Example: target ≥90%, actual 92% or 90%以上: satisfied; actual 达成预期指标: violated. Basis:
    定量指标 are filled in with the figure reached (财预〔2020〕10号, notes).
    """

    def holds(values: Values, mode: object) -> bool | None:
        text = values[0]
        return None if text is None else holds_number(text)

    for row, target, actual in _rows(case):
        if target["value"].printed and actual["text"].printed and not actual["value"].printed:
            relation = Relation(
                (f"{row.pointer}/actual",),
                (actual["text"],),
                (target["value"],),
                holds,
                target,
            )
            yield from drafts("actual-kind", [relation], NO_ROUNDING, _kind_subject, _kind_wording)


@check("unit-missing", Severity.NOTE)
def unit_missing(case: Case) -> Iterator[Step]:
    """A number other than 0 carries the unit that its partner, or its rule's measure, has.

    A unit column that serves target and actual gives both their unit. A rule with several units
    asks for none. A number in doubt is not asked for one: its unit may stand in what is in doubt.

    Example: target 10%, actual 8%, or 0: satisfied; rule 每增加5%（含）扣减0.5分, actual -5.66:
    violated. Basis: a bare number can be read as per cent or as a fraction, as 万元 or as 元.
    """
    for row, target, actual in _rows(case):
        yield from _without_unit(row, "actual", actual, target)
        yield from _without_unit(row, "target", target, actual)


@check("overcompleted", Severity.NOTE)
def overcompleted(case: Case) -> Iterator[Step]:
    """An actual value far beyond a target with ≥ or > was foreseen badly and is to be explained.

    Far is the family's limit, 120 % of the target unless it says otherwise. A percentage counts
    by its last digit, anything else as printed.

    Example: target ≥100 次, actual 120 次: satisfied; 121 次: violated. Basis: 偏离较大的 … 要说明
    原因 (财预〔2020〕10号); offices ask for it from 120 % or 130 % on.
    """
    limit = Fraction(case.settings.overcompleted)

    def holds(sides: tuple[str, ...], values: Values, mode: Rounding) -> bool | None:
        number, operator, goal, *_ = values
        if operator is not None and operator not in ("≥", ">"):
            return True
        if None in values[:3]:
            return None
        if goal <= 0:
            return True
        units = dict(zip(sides, values[3:], strict=True))
        times = factor(units.get("actual"), units.get("target"))
        if times is None:
            return True
        per_cent = same_unit(units.get("actual")) in ("%", "‰")
        reached = own_digits(number, mode) if per_cent else exact(number)
        return not reached.scaled(Fraction(times)).wholly_above(exact(goal).scaled(limit))

    for row, target, actual in _rows(case):
        cells = [actual["value"], target["operator"], target["value"]]
        if all(cell.printed for cell in cells):
            sides = (("actual", actual["unit"]), ("target", target["unit"]))
            units = [(side, cell) for side, cell in sides if cell.printed]
            relation = Relation(
                (f"{row.pointer}/actual",),
                (actual["value"],),
                (*cells[1:], *(cell for _, cell in units)),
                partial(holds, tuple(side for side, _ in units)),  # relations may be asked later
                (target, actual, limit),
            )
            yield from drafts(
                "overcompleted", [relation], COLUMN_MODES, _beyond_subject, _beyond_wording
            )


def _rows(case: Case) -> Iterator[tuple[IndicatorRow, Cells, Cells]]:
    for row in case.rows:
        yield row, row.target, row.actual


def _not_copied(values: Values, mode: object) -> bool | None:
    half = len(values) // 2
    pairs = list(zip(values[:half], values[half:], strict=True))
    if any(a is not None and b is not None and a != b for a, b in pairs):
        return True
    return None if None in values else False


def _copy_subject(relation: Relation) -> Message:
    name = relation.stated[0].name
    return Message(f"{name.zh}是否照抄指标值", f"whether {name.en} copies the target")


def _copy_wording(judgement: Judgement) -> tuple[Computed | None, Message]:
    name, value = judgement.relation.stated[0].name, shown(judgement.relation.detail)
    return None, Message(
        f"{name.zh}“{value}”照抄指标值，带有运算符号，不是实际完成的数值。",
        f"“{value}” in {name.en} copies the target with its operator; it is no result.",
    )


def _no_points(values: Values, mode: object) -> bool | None:
    return None if values[0] is None else values[0] <= 0


def _missing_subject(relation: Relation) -> Message:
    name = relation.stated[0].name
    return Message(f"{name.zh}有无完成值支持", f"whether {name.en} is borne out by an actual value")


def _missing_wording(judgement: Judgement) -> tuple[Computed | None, Message]:
    name, score = judgement.relation.stated[0].name, plain(judgement.values[0])
    mark = judgement.relation.detail
    zh, en = (f"只有“{mark}”", f"only “{mark}”") if mark else ("空白", "blank")
    return None, Message(
        f"{name.zh}为 {score} 分，但完成值{zh}。",
        f"{score} points stand in {name.en}, but its actual value is {en}.",
    )


def _kind_subject(relation: Relation) -> Message:
    name = relation.stated[0].name
    return Message(f"{name.zh}是否为数值", f"whether {name.en} is a number")


def _kind_wording(judgement: Judgement) -> tuple[Computed | None, Message]:
    name, text = judgement.relation.stated[0].name, judgement.values[0]
    goal = shown(judgement.relation.detail)
    return None, Message(
        f"{name.zh}“{text}”是文字，而指标值“{goal}”是数值，无法核对。",
        f"“{text}” in {name.en} is a word, while the target “{goal}” is a number.",
    )


def _without_unit(row: IndicatorRow, part: str, number: Cells, partner: Cells) -> Iterator[Step]:
    value, rule = number["value"], partner["rule"]
    if not value.printed or value.doubtful or filled({"unit": number["unit"]}):
        return
    inputs: tuple[Cell, ...] = ()
    if part == "actual" and rule.printed:
        inputs = (rule,)
    elif partner["value"].printed and partner["unit"].printed:
        inputs = (partner["unit"],)

    def holds(values: Values, mode: object) -> bool | None:
        if values[0] == 0:
            return True
        if None in values:
            return None
        return (rule_unit(values[1]) if inputs[0] is rule else values[1]) is None

    if inputs:
        accused = (f"{row.pointer}/{part}",)
        relation = Relation(accused, (value,), inputs, holds, inputs[0] is rule)
        yield from drafts("unit-missing", [relation], NO_ROUNDING, _unit_subject, _unit_wording)


def _unit_subject(relation: Relation) -> Message:
    name = relation.stated[0].name
    return Message(f"{name.zh}是否缺少单位", f"whether {name.en} lacks its unit")


def _unit_wording(judgement: Judgement) -> tuple[Computed | None, Message]:
    value, other = judgement.values
    name, by_rule = judgement.relation.stated[0].name, judgement.relation.detail
    unit = rule_unit(other) if by_rule else other
    whose = Message("评分规则", "its rule") if by_rule else Message("对应的值", "its partner")
    return None, Message(
        f"{name.zh} {plain(value)} 没有单位，而{whose.zh}以“{unit}”计。",
        f"{plain(value)} in {name.en} has no unit, while {whose.en} is in “{unit}”.",
    )


def _beyond_subject(relation: Relation) -> Message:
    name = relation.stated[0].name
    return Message(f"{name.zh}是否远超指标值", f"whether {name.en} is far beyond the target")


def _beyond_wording(judgement: Judgement) -> tuple[Computed | None, Message]:
    target, actual, limit = judgement.relation.detail
    name, goal = judgement.relation.stated[0].name, target["value"].likeliest
    highest = exact(goal).scaled(limit)
    per_cent = plain(Decimal(limit.numerator * 100) / Decimal(limit.denominator))
    computed = Computed(
        as_decimals(exact(goal))[0],
        as_decimals(highest)[1],
        Message(f"指标值至其 {per_cent}%", f"the target to {per_cent} % of it"),
    )
    return computed, Message(
        f"{name.zh}“{shown(actual)}”超过指标值“{shown(target)}”的 {per_cent}%，须说明原因。",
        f"“{shown(actual)}” in {name.en} is beyond {per_cent} % of the target “{shown(target)}” "
        "and is to be explained.",
    )
