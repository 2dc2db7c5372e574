"""Deductions step by step: where they begin, which way they count, where they apply."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from audit.scoring.bands import complement, span_groups
from audit.scoring.clauses import Amount, Each, Move, StepClause, Unclear
from schemas.rule import FULL, ZERO, Case, InSpans, Points, Rule, Span, StepMode, Steps


def stepped_cases(
    frame: Rule,
    cases: list[Case],
    steps: Sequence[StepClause],
    own: Sequence[tuple[Span, ...] | None],
    standard: Amount | None,
) -> list[Case]:
    start, home = _home(cases, standard, steps)
    made: list[Case] = []
    for step, group in zip(steps, own, strict=True):
        if step.earns:
            raise Unclear("按步加分", "points added step by step")
        for span in _domains(step, group, home, cases, frame.absolute):
            made.append(Case(InSpans((span[0],)), steps_of(step, start, span[1], span[2])))
    ways = [case.outcome.upward for case in made if isinstance(case.outcome, Steps)]
    if len(ways) > 1 and len(set(ways)) < len(ways):
        raise Unclear("同一方向有两种扣法", "two ways of deducting in one direction")
    return _widened(cases, made, standard, start)


def _home(
    cases: Sequence[Case], standard: Amount | None, steps: Sequence[StepClause]
) -> tuple[Points, Span | None]:
    """What the deductions start from: the points and the span of the one case that gives any."""
    giving = [case for case in cases if case.outcome != ZERO]
    if len(giving) > 1:
        raise Unclear("从哪一档起扣说不清", "which band the deductions start from is not clear")
    if not giving:
        if standard is not None:
            return FULL, Span(standard.value, True, standard.value, True)
        return FULL, None
    (case,) = giving
    assert isinstance(case.condition, InSpans) and isinstance(case.outcome, Points)
    if len(case.condition.spans) != 1:
        raise Unclear("起扣点不止一个", "the deductions start from more than one point")
    (span,) = case.condition.spans
    if standard is not None and standard.value not in (span.low, span.high):
        raise Unclear("标准值与满分条件不一致", "the standard value and the full-mark case differ")
    if standard is None and any(step.each.from_target for step in steps) and span.is_point:
        return case.outcome, span
    return case.outcome, span


def _domains(
    step: StepClause,
    group: tuple[Span, ...] | None,
    home: Span | None,
    cases: Sequence[Case],
    absolute: bool,
) -> list[tuple[Span, Decimal, bool]]:
    """Where the steps apply, where they are counted from, and whether upward."""
    move = step.each.move
    if group is not None:
        return [_own_domain(group, home, move, absolute)]
    if home is None:
        raise Unclear("从哪里起扣没有说", "it does not say where the deductions start")
    found: list[tuple[Span, Decimal, bool]] = []
    taken = span_groups(cases)
    left = complement([*taken, (home,)])
    if move in (Move.DOWN, Move.AWAY) and home.low is not None and not (absolute and home.low <= 0):
        span = _touching(left, home.low, upward=False)
        if span is not None:
            found.append((span, home.low, False))
    if move in (Move.UP, Move.AWAY) and home.high is not None:
        span = _touching(left, home.high, upward=True)
        if span is not None:
            found.append((span, home.high, True))
    if not found:
        raise Unclear("扣分的方向与满分条件矛盾", "the direction contradicts the full-mark case")
    return found


def _own_domain(
    group: tuple[Span, ...], home: Span | None, move: Move, absolute: bool
) -> tuple[Span, Decimal, bool]:
    """The condition printed before the steps says where they apply."""
    if len(group) != 1:
        raise Unclear("按步扣分的范围说不清", "the range of the steps is not clear")
    (span,) = group
    upward = move is Move.UP or (move is Move.AWAY and span.high is None)
    downward = move is Move.DOWN or (move is Move.AWAY and span.low is None)
    if upward == downward or span.is_point:
        raise Unclear("往哪边数步说不清", "which way the steps are counted is not clear")
    origin = span.low if upward else span.high
    if origin is None:
        raise Unclear("扣分的方向与条件矛盾", "the direction contradicts the condition")
    if home is not None:
        edge = home.high if upward else home.low
        if edge is not None and edge != origin:
            raise Unclear("从满分处还是从这一档起扣说不清", "two places to start counting from")
    if absolute and not upward:
        raise Unclear("绝对值往下数步", "steps downward from an absolute value")
    return span, origin, upward


def _touching(left: Sequence[Span], at: Decimal, *, upward: bool) -> Span | None:
    return next((s for s in left if (s.low if upward else s.high) == at), None)


def steps_of(step: StepClause, start: Points, origin: Decimal | None, upward: bool | None) -> Steps:
    if step.points.printed == 0:
        raise Unclear("每步扣零分", "zero points for a step")
    return Steps(start, step.points, step.each.amount.value, origin, upward, modes_of(step.each))


def modes_of(each: Each) -> tuple[StepMode, ...]:
    """The readings of a part of a step that the print leaves, the default first.

    A single percentage point without （含） may be counted in fractions or whole; any other
    step counts when reached, or, read strictly, when begun.
    """
    if each.modes:
        return each.modes
    if each.amount.unit == "%" and each.amount.value == 1 and not each.marked:
        return (StepMode.LINEAR, StepMode.WHOLE)
    return (StepMode.WHOLE, StepMode.BEGUN)


def _widened(
    cases: list[Case], made: list[Case], standard: Amount | None, start: Points
) -> list[Case]:
    """100%计满分，每低于5%扣2分: what lies on the other side loses nothing."""
    result = list(cases)
    if standard is not None and not any(case.outcome != ZERO for case in cases):
        point = Span(standard.value, True, standard.value, True)
        result.insert(0, Case(InSpans((point,)), start))
    for i, case in enumerate(result):
        assert isinstance(case.condition, InSpans)
        (span, *more) = case.condition.spans
        if more or not span.is_point or case.outcome == ZERO:
            continue
        ways = {c.outcome.upward for c in made if isinstance(c.outcome, Steps)}
        others = [c.condition.spans for c in (*cases, *made) if isinstance(c.condition, InSpans)]
        free = complement([spans for spans in others if spans != case.condition.spans])
        for side in free:
            if ways == {False} and side.low == span.low and side.high is None:
                result[i] = replace(case, condition=InSpans((Span(span.low, True, None, False),)))
            if ways == {True} and side.high == span.high and side.low is None and span.low != 0:
                result[i] = replace(case, condition=InSpans((Span(None, False, span.high, True),)))
    return [*result, *made]
