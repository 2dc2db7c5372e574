"""Rules in proportion: a rate or actual ÷ target times the weight."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from audit.scoring.against import check_standings, opposite
from audit.scoring.bands import (
    Open,
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
    Award,
    Otherwise,
    ShareClause,
    SpanCondition,
    StepClause,
    TargetCondition,
    Unclear,
)
from schemas.rule import (
    FULL,
    AgainstTarget,
    Case,
    Condition,
    InSpans,
    Proportion,
    Rule,
    RuleKind,
    ShareOf,
    Span,
)

EVERYTHING = (Span(None, False, None, False),)


def with_share(
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
        standing = opposite(cases)
    elif isinstance(condition, TargetCondition):
        standing = condition.standing
    else:
        raise Unclear("目标值与数字条件混在一起", "target and printed limits are mixed")
    cases.append(Case(AgainstTarget(standing), outcome))
    check_standings(cases)
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
    printed = isinstance(share.condition, SpanCondition)
    own = settle(opened)[-1] if printed else complement(groups)
    cases.append(Case(InSpans(own), outcome))
    all_groups = span_groups(cases)
    check_disjoint(all_groups)
    check_no_gap(all_groups)
    return replace(frame, kind=RuleKind.RATIO, unit="%", cases=tuple(cases))
