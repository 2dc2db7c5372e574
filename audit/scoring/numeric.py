"""Rules over one number: bands, steps and proportions, put together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from audit.scoring.bands import (
    Open,
    check_disjoint,
    check_no_gap,
    complement,
    ends_of,
    nested,
    settle,
    spans_of,
    unit_of,
)
from audit.scoring.clauses import (
    Amount,
    Award,
    Clause,
    Definition,
    Each,
    Heading,
    Move,
    Otherwise,
    ShareClause,
    SpanCondition,
    Standard,
    StepClause,
    TargetCondition,
    Unclear,
)
from audit.scoring.names import one_measure
from schemas.rule import (
    FULL,
    ZERO,
    AgainstTarget,
    Case,
    Condition,
    InSpans,
    Points,
    Proportion,
    Rule,
    RuleKind,
    ShareOf,
    Span,
    Standing,
    StepMode,
    Steps,
)

EVERYTHING = (Span(None, False, None, False),)


def numeric(frame: Rule, body: Sequence[Clause], clauses: Sequence[Clause]) -> Rule:
    """The rule that awards, steps and proportions make; raises ``Unclear``."""
    awards = [clause for clause in body if isinstance(clause, Award)]
    steps = [clause for clause in body if isinstance(clause, StepClause)]
    shares = [clause for clause in body if isinstance(clause, ShareClause)]
    conditions = [c.condition for c in (*awards, *steps, *shares) if c.condition is not None]
    measure = one_measure(_names(body, clauses, conditions))
    absolute = any(
        condition.name.absolute
        for condition in conditions
        if isinstance(condition, SpanCondition | TargetCondition)
    ) or any(step.name.absolute for step in steps)
    standard = next((c.amount for c in clauses if isinstance(c, Standard)), None)
    if sum(isinstance(c, Standard) for c in clauses) > 1:
        raise Unclear("标准值不止一个", "more than one standard value")
    frame = replace(frame, measure=measure, absolute=absolute)
    if shares:
        return _with_share(frame, awards, steps, shares)
    bare_target = standard is None and not conditions and all(s.each.from_target for s in steps)
    if bare_target or any(isinstance(condition, TargetCondition) for condition in conditions):
        return _against_target(frame, awards, steps)
    return _over_spans(frame, awards, steps, standard)


def _names(
    body: Sequence[Clause], clauses: Sequence[Clause], conditions: Sequence[object]
) -> list[str]:
    names = [
        condition.name.text
        for condition in conditions
        if isinstance(condition, SpanCondition | TargetCondition)
    ]
    names += [clause.name.text for clause in body if isinstance(clause, StepClause | ShareClause)]
    names += [clause.name for clause in clauses if isinstance(clause, Definition | Heading)]
    return names


def _over_spans(
    frame: Rule, awards: Sequence[Award], steps: Sequence[StepClause], standard: Amount | None
) -> Rule:
    spanned = [c.condition for c in (*awards, *steps) if isinstance(c.condition, SpanCondition)]
    amounts = [end.amount for condition in spanned for end in ends_of(condition)]
    amounts += [step.each.amount for step in steps]
    amounts += [standard] if standard else []
    unit = unit_of(amounts)
    fixed = [a for a in awards if isinstance(a.condition, SpanCondition)]
    rest = [a for a in awards if isinstance(a.condition, Otherwise)]
    if (
        len(rest) > 1
        or (rest and awards[-1] is not rest[0])
        or not all(
            step.condition is None or isinstance(step.condition, SpanCondition) for step in steps
        )
    ):
        raise Unclear("“否则”的位置说不清", "the place of 否则 is not clear")
    opened = [spans_of(a.condition) for a in fixed if isinstance(a.condition, SpanCondition)]
    own = [spans_of(s.condition) if isinstance(s.condition, SpanCondition) else None for s in steps]
    settled = settle([*opened, *(group for group in own if group is not None)])
    groups, stepped = settled[: len(opened)], iter(settled[len(opened) :])
    groups = nested(groups)
    groups = _folded(groups, frame.absolute)
    cases = [Case(InSpans(g), a.points) for g, a in zip(groups, fixed, strict=True)]
    if steps:
        if rest:
            raise Unclear("按步扣分之外又有“否则”", "否则 beside steps")
        step_groups = [next(stepped) if group is not None else None for group in own]
        cases = _stepped_cases(frame, cases, steps, step_groups, standard)
    elif standard is not None:
        raise Unclear("有标准值而没有按步扣分", "a standard value without steps")
    if rest:
        left = complement([case.condition.spans for case in cases if _spans(case)])
        cases.append(Case(InSpans(left), rest[0].points))
    if not cases:
        raise Unclear("没有说怎样给分", "it does not say how points are given")
    all_groups = [case.condition.spans for case in cases if isinstance(case.condition, InSpans)]
    check_disjoint(all_groups)
    check_no_gap(all_groups)
    if not any(_gives(case.outcome) for case in cases):
        raise Unclear("没有一档给分", "no case gives any points")
    kind = RuleKind.STEPS if steps else RuleKind.BANDS
    return replace(frame, kind=kind, unit=unit, cases=tuple(cases))


def _spans(case: Case) -> bool:
    return isinstance(case.condition, InSpans)


def _gives(outcome: object) -> bool:
    return outcome != ZERO


def _folded(groups: list[tuple[Span, ...]], absolute: bool) -> list[tuple[Span, ...]]:
    """Over an absolute value nothing lies below zero."""
    if not absolute:
        return groups
    folded = []
    for group in groups:
        spans = []
        for span in group:
            if span.high is not None and span.high < 0:
                continue
            low_open = span.low is None or span.low < 0
            spans.append(Span(Decimal(0), True, span.high, span.high_closed) if low_open else span)
        folded.append(tuple(spans))
    return folded


def _stepped_cases(
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
            made.append(Case(InSpans((span[0],)), _steps(step, start, span[1], span[2])))
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
    taken = [case.condition.spans for case in cases if isinstance(case.condition, InSpans)]
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


def _steps(step: StepClause, start: Points, origin: Decimal | None, upward: bool | None) -> Steps:
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


def _against_target(frame: Rule, awards: Sequence[Award], steps: Sequence[StepClause]) -> Rule:
    cases: list[Case] = []
    for award in awards:
        condition = award.condition
        if isinstance(condition, Otherwise):
            if steps or award is not awards[-1]:
                raise Unclear("“否则”的位置说不清", "the place of 否则 is not clear")
            cases.append(Case(AgainstTarget(_opposite(cases)), award.points))
            continue
        if not isinstance(condition, TargetCondition):
            raise Unclear("目标值与数字条件混在一起", "target and printed limits are mixed")
        cases.append(Case(AgainstTarget(condition.standing), award.points))
    if not awards:
        cases.append(Case(AgainstTarget(Standing.MET), FULL))
    _check_standings(cases)
    if len(steps) > 1:
        raise Unclear("按步扣分不止一句", "more than one step clause")
    for step in steps:
        start = next((c.outcome for c in cases if isinstance(c.outcome, Points)), FULL)
        if not isinstance(start, Points) or len(cases) > 1:
            raise Unclear("从哪一档起扣说不清", "where the deductions start is not clear")
        cases.append(_target_steps(step, start))
    units = [step.each.amount for step in steps]
    kind = RuleKind.STEPS if steps else RuleKind.BANDS
    return replace(frame, kind=kind, unit=unit_of(units), cases=tuple(cases))


def _target_steps(step: StepClause, start: Points) -> Case:
    if step.earns:
        raise Unclear("按步加分", "points added step by step")
    if step.condition is not None and not isinstance(step.condition, TargetCondition):
        raise Unclear("目标值与数字条件混在一起", "target and printed limits are mixed")
    standing = Standing.UNMET
    if isinstance(step.condition, TargetCondition):
        standing = step.condition.standing
    upward = {Move.UP: True, Move.DOWN: False, Move.AWAY: None}[step.each.move]
    return Case(AgainstTarget(standing), _steps(step, start, None, upward))


_OPPOSITES = {
    Standing.MET: Standing.UNMET,
    Standing.AT_LEAST: Standing.BELOW,
    Standing.AT_MOST: Standing.ABOVE,
    Standing.UNMET: Standing.MET,
    Standing.BELOW: Standing.AT_LEAST,
    Standing.ABOVE: Standing.AT_MOST,
}


def _opposite(cases: Sequence[Case]) -> Standing:
    if len(cases) != 1 or not isinstance(cases[0].condition, AgainstTarget):
        raise Unclear("“否则”指什么说不清", "what 否则 stands for is not clear")
    return _OPPOSITES[cases[0].condition.standing]


def _check_standings(cases: Sequence[Case]) -> None:
    standings = [c.condition.standing for c in cases if isinstance(c.condition, AgainstTarget)]
    if len(set(standings)) != len(standings) or len(standings) > 2:
        raise Unclear("对照目标值的情形重复", "cases against the target repeat")
    if len(standings) == 2 and _OPPOSITES[standings[0]] != standings[1]:
        loose = {Standing.MET, Standing.UNMET, Standing.BELOW}
        if not set(standings) <= loose:
            raise Unclear("对照目标值的两种情形不互补", "the two cases are no complements")


def _with_share(
    frame: Rule,
    awards: Sequence[Award],
    steps: Sequence[StepClause],
    shares: Sequence[ShareClause],
) -> Rule:
    if steps or len(shares) != 1:
        raise Unclear("比例与按步扣分混在一起", "a proportion and steps are mixed")
    (share,) = shares
    if share.base is None and not awards:
        raise Unclear("没有说是什么的比例", "a proportion of what is not said")
    outcome = Proportion(share.of, share.base or FULL)
    targeted = [a for a in awards if isinstance(a.condition, TargetCondition)]
    if not awards and share.condition is None:
        everything: Condition = InSpans(EVERYTHING)
        unit = "%" if share.of is ShareOf.RATE else None
        return replace(frame, kind=RuleKind.RATIO, unit=unit, cases=(Case(everything, outcome),))
    if len(targeted) == len(awards) and awards:
        return _target_share(frame, targeted, share, outcome)
    if share.of is not ShareOf.RATE or targeted:
        raise Unclear("按哪个数的比例说不清", "a proportion of what is not clear")
    if not awards or not isinstance(share.condition, SpanCondition | Otherwise | None):
        raise Unclear("比例在什么条件下算说不清", "when the proportion holds is not clear")
    return _banded_share(frame, awards, share, outcome)


def _target_share(
    frame: Rule, awards: Sequence[Award], share: ShareClause, outcome: Proportion
) -> Rule:
    cases = [
        Case(AgainstTarget(a.condition.standing), a.points)
        for a in awards
        if isinstance(a.condition, TargetCondition)
    ]
    condition = share.condition
    if condition is None or isinstance(condition, Otherwise):
        standing = _opposite(cases)
    elif isinstance(condition, TargetCondition):
        standing = condition.standing
    else:
        raise Unclear("目标值与数字条件混在一起", "target and printed limits are mixed")
    cases.append(Case(AgainstTarget(standing), outcome))
    _check_standings(cases)
    unit = "%" if share.of is ShareOf.RATE else None
    return replace(frame, kind=RuleKind.RATIO, unit=unit, cases=tuple(cases))


def _banded_share(
    frame: Rule, awards: Sequence[Award], share: ShareClause, outcome: Proportion
) -> Rule:
    """≥95%得满分，低于95%的按执行率计分，低于60%不得分: a rate within bands."""
    spanned = [a.condition for a in awards if isinstance(a.condition, SpanCondition)]
    if len(spanned) != len(awards):
        raise Unclear("比例与“否则”混在一起", "a proportion and 否则 are mixed")
    opened: list[tuple[Open, ...]] = [spans_of(condition) for condition in spanned]
    amounts = [end.amount for condition in spanned for end in ends_of(condition)]
    if isinstance(share.condition, SpanCondition):
        if share.condition.low == share.condition.high:
            raise Unclear("按比率计分的条件是一个数", "a proportion for a single value")
        opened.append(spans_of(share.condition))
        amounts += [end.amount for end in ends_of(share.condition)]
    if unit_of(amounts) != "%":
        raise Unclear("按比率计分而界限不是百分数", "a rate with limits that are no percentages")
    groups = nested(settle(opened)[: len(spanned)])
    cases = [Case(InSpans(g), a.points) for g, a in zip(groups, awards, strict=True)]
    if isinstance(share.condition, SpanCondition):
        own = settle(opened)[-1]
    else:
        own = complement(groups)
    cases.append(Case(InSpans(own), outcome))
    all_groups = [case.condition.spans for case in cases if isinstance(case.condition, InSpans)]
    check_disjoint(all_groups)
    check_no_gap(all_groups)
    return replace(frame, kind=RuleKind.RATIO, unit="%", cases=tuple(cases))
