"""Rules over one number: bands, steps and proportions, put together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from audit.scoring.against import against_target
from audit.scoring.bands import (
    check_disjoint,
    check_no_gap,
    complement,
    ends_of,
    nested,
    settle,
    span_groups,
    spans_of,
    unit_of,
)
from audit.scoring.clauses import (
    Amount,
    Award,
    Clause,
    Definition,
    Heading,
    Otherwise,
    ShareClause,
    SpanCondition,
    Standard,
    StepClause,
    TargetCondition,
    Unclear,
)
from audit.scoring.names import one_measure
from audit.scoring.shares import with_share
from audit.scoring.stepwise import stepped_cases
from schemas.rule import (
    ZERO,
    Case,
    InSpans,
    Rule,
    RuleKind,
    Span,
)


def numeric(frame: Rule, body: Sequence[Clause], clauses: Sequence[Clause]) -> Rule:
    """The rule that awards, steps and proportions make; raises ``Unclear``."""
    awards = [clause for clause in body if isinstance(clause, Award)]
    steps = [clause for clause in body if isinstance(clause, StepClause)]
    shares = [clause for clause in body if isinstance(clause, ShareClause)]
    parts: list[Award | StepClause | ShareClause] = [*awards, *steps, *shares]
    conditions = [part.condition for part in parts if part.condition is not None]
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
        return with_share(frame, awards, steps, shares)
    bare_target = standard is None and not conditions and all(s.each.from_target for s in steps)
    if bare_target or any(isinstance(condition, TargetCondition) for condition in conditions):
        return against_target(frame, awards, steps)
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
    parts: list[Award | StepClause] = [*awards, *steps]
    spanned = [c.condition for c in parts if isinstance(c.condition, SpanCondition)]
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
        cases = stepped_cases(frame, cases, steps, step_groups, standard)
    elif standard is not None:
        raise Unclear("有标准值而没有按步扣分", "a standard value without steps")
    if rest:
        left = complement(span_groups(cases))
        cases.append(Case(InSpans(left), rest[0].points))
    if not cases:
        raise Unclear("没有说怎样给分", "it does not say how points are given")
    all_groups = span_groups(cases)
    check_disjoint(all_groups)
    check_no_gap(all_groups)
    if not any(case.outcome != ZERO for case in cases):
        raise Unclear("没有一档给分", "no case gives any points")
    kind = RuleKind.STEPS if steps else RuleKind.BANDS
    return replace(frame, kind=kind, unit=unit, cases=tuple(cases))


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
