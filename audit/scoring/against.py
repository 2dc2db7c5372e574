"""Rules that go by the indicator's own target."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from audit.scoring.bands import unit_of
from audit.scoring.clauses import (
    Award,
    Move,
    Otherwise,
    StepClause,
    TargetCondition,
    Unclear,
)
from audit.scoring.stepwise import steps_of
from schemas.rule import FULL, AgainstTarget, Case, Points, Rule, RuleKind, Standing


def against_target(frame: Rule, awards: Sequence[Award], steps: Sequence[StepClause]) -> Rule:
    cases: list[Case] = []
    for award in awards:
        condition = award.condition
        if isinstance(condition, Otherwise):
            if steps or award is not awards[-1]:
                raise Unclear("“否则”的位置说不清", "the place of 否则 is not clear")
            cases.append(Case(AgainstTarget(opposite(cases)), award.points))
            continue
        if not isinstance(condition, TargetCondition):
            raise Unclear("目标值与数字条件混在一起", "target and printed limits are mixed")
        cases.append(Case(AgainstTarget(condition.standing), award.points))
    if not awards:
        cases.append(Case(AgainstTarget(Standing.MET), FULL))
    check_standings(cases)
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
    return Case(AgainstTarget(standing), steps_of(step, start, None, upward))


_OPPOSITES = {
    Standing.MET: Standing.UNMET,
    Standing.AT_LEAST: Standing.BELOW,
    Standing.AT_MOST: Standing.ABOVE,
    Standing.UNMET: Standing.MET,
    Standing.BELOW: Standing.AT_LEAST,
    Standing.ABOVE: Standing.AT_MOST,
}


def opposite(cases: Sequence[Case]) -> Standing:
    if len(cases) != 1 or not isinstance(cases[0].condition, AgainstTarget):
        raise Unclear("“否则”指什么说不清", "what 否则 stands for is not clear")
    return _OPPOSITES[cases[0].condition.standing]


def check_standings(cases: Sequence[Case]) -> None:
    standings = [c.condition.standing for c in cases if isinstance(c.condition, AgainstTarget)]
    if len(set(standings)) != len(standings) or len(standings) > 2:
        raise Unclear("对照目标值的情形重复", "cases against the target repeat")
    if len(standings) == 2 and _OPPOSITES[standings[0]] != standings[1]:
        loose = {Standing.MET, Standing.UNMET, Standing.BELOW}
        if not set(standings) <= loose:
            raise Unclear("对照目标值的两种情形不互补", "the two cases are no complements")
