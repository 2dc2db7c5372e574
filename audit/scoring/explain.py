"""A rule's meaning in plain words."""

from __future__ import annotations

from decimal import Decimal

from audit.scoring.figures import tidy
from schemas.message import Message
from schemas.rule import (
    AgainstTarget,
    Case,
    Condition,
    InSpans,
    InWords,
    OnAmounts,
    Outcome,
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


def explain(rule: Rule) -> Message:
    """One paragraph: measure, cases in order, floor and cap."""
    zh, en = [], []
    if rule.measure:
        absolute_zh, absolute_en = ("的绝对值", "absolute value of ") if rule.absolute else ("", "")
        zh.append(f"看{rule.measure}{absolute_zh}")
        en.append(f"Goes by the {absolute_en}{rule.measure}")
    elif rule.absolute:
        zh.append("看绝对值")
        en.append("Goes by the absolute value")
    for case in rule.cases:
        said = _case(case, rule)
        zh.append(said.zh)
        en.append(said.en)
    if rule.items:
        zh.append("逐条相加：" + "、".join(f"{i.text} {_points(i.points).zh}" for i in rule.items))
        en.append("adds up: " + ", ".join(f"{i.text} {_points(i.points).en}" for i in rule.items))
    for said in _limits(rule):
        zh.append(said.zh)
        en.append(said.en)
    return Message("；".join(zh) + "。", "; ".join(en) + ".")


def _limits(rule: Rule) -> list[Message]:
    found = []
    if rule.floor is not None:
        value = rule.floor.printed
        if value is not None and value < 0:
            found.append(Message(f"最多扣{_n(-value)}分", f"at most {_n(-value)} points off"))
        else:
            said = _points(rule.floor)
            found.append(Message(f"最低{said.zh}", f"never below {said.en}"))
    if rule.cap is not None:
        said = _points(rule.cap)
        found.append(Message(f"最高{said.zh}", f"never above {said.en}"))
    if rule.declared_full is not None:
        found.append(
            Message(
                f"规则自己的满分是{_n(rule.declared_full)}分", f"full mark {_n(rule.declared_full)}"
            )
        )
    if rule.not_applicable is not None:
        found.append(
            Message(
                f"不适用的得满分（{rule.not_applicable}）",
                f"full marks where it does not apply ({rule.not_applicable})",
            )
        )
    return found


def _case(case: Case, rule: Rule) -> Message:
    outcome = _outcome(case.outcome, rule)
    if isinstance(case.condition, InSpans) and all(
        s.low is None and s.high is None for s in case.condition.spans
    ):
        return outcome
    if rule.kind is RuleKind.OCCURRENCES:
        return outcome
    condition = condition_text(case.condition, rule.unit)
    return Message(f"{condition.zh}：{outcome.zh}", f"{condition.en}: {outcome.en}")


_STANDINGS = {
    Standing.MET: Message("达到目标值", "target met"),
    Standing.UNMET: Message("未达到目标值", "target not met"),
    Standing.ABOVE: Message("高于目标值", "above the target"),
    Standing.BELOW: Message("低于目标值", "below the target"),
    Standing.AT_LEAST: Message("不低于目标值", "not below the target"),
    Standing.AT_MOST: Message("不高于目标值", "not above the target"),
}


def condition_text(condition: Condition, unit: str | None = None) -> Message:
    """A case's condition, numbers in ``unit``."""
    match condition:
        case InSpans():
            shown = [_span(span, unit) for span in condition.spans]
            return Message("或".join(shown), " or ".join(shown))
        case AgainstTarget():
            return _STANDINGS[condition.standing]
        case OnAmounts():
            parts = [f"{t.left}{t.operator}{t.right or 0}" for t in condition.tests]
            return Message("且".join(parts), " and ".join(parts))
        case InWords():
            return Message(condition.text or "其他情况", condition.text or "otherwise")


def _span(span: Span, unit: str | None) -> str:
    mark = unit or ""
    if span.is_point and span.low is not None:
        return f"={_n(span.low)}{mark}"
    if span.low is None and span.high is None:
        return "任何数值"
    if span.low is None and span.high is not None:
        return f"{'≤' if span.high_closed else '<'}{_n(span.high)}{mark}"
    if span.high is None and span.low is not None:
        return f"{'≥' if span.low_closed else '>'}{_n(span.low)}{mark}"
    assert span.low is not None and span.high is not None
    opens, closes = "[" if span.low_closed else "(", "]" if span.high_closed else ")"
    return f"{opens}{_n(span.low)}{mark}, {_n(span.high)}{mark}{closes}"


def _points(points: Points) -> Message:
    if points.printed is not None:
        n = _n(points.printed)
        return Message(f"{n}分", f"{n} points")
    assert points.share is not None
    if points.share == 1:
        return Message("满分", "full marks")
    percent = _n(points.share * 100)
    return Message(f"分值的{percent}%", f"{percent}% of the weight")


_MODES = {
    StepMode.WHOLE: Message("满一步算一步", "a step counts when reached"),
    StepMode.BEGUN: Message("不足一步按一步算", "a step counts when begun"),
    StepMode.LINEAR: Message("不足一步按比例算", "parts of a step count in proportion"),
}

_SHARES = {
    ShareOf.RATE: Message("比率", "the rate"),
    ShareOf.TARGET: Message("完成值÷目标值（反向指标取倒数）", "actual ÷ target, or its inverse"),
    ShareOf.ACTUAL_OVER_TARGET: Message("完成值÷目标值", "actual ÷ target"),
    ShareOf.TARGET_OVER_ACTUAL: Message("目标值÷完成值", "target ÷ actual"),
}


def _outcome(outcome: Outcome, rule: Rule) -> Message:
    match outcome:
        case Points():
            return _points(outcome)
        case Proportion():
            base, share = _points(outcome.base), _SHARES[outcome.of]
            full_zh = "分值" if outcome.base.share == 1 else base.zh
            full_en = "the weight" if outcome.base.share == 1 else base.en
            return Message(f"{full_zh}×{share.zh}", f"{full_en} × {share.en}")
        case Steps():
            return _steps(outcome, rule)


def _steps(steps: Steps, rule: Rule) -> Message:
    start, each = _points(steps.start), _points(steps.each)
    unit = "个百分点" if rule.unit == "%" else rule.unit or ""
    unit_en = "percentage points" if rule.unit == "%" else rule.unit or ""
    modes_zh = "，或".join(_MODES[m].zh for m in steps.modes)
    modes_en = ", or ".join(_MODES[m].en for m in steps.modes)
    if rule.kind is RuleKind.OCCURRENCES:
        verb_zh, verb_en = ("得", "earns") if steps.earns else ("扣", "takes off")
        start_zh = "" if steps.earns else f"从{start.zh}起，"
        return Message(
            f"{start_zh}每{_n(steps.size)}{unit}{verb_zh}{each.zh}",
            f"every {_n(steps.size)} {unit_en} {verb_en} {each.en}"
            + ("" if steps.earns else f", from {start.en}"),
        )
    origin = "目标值" if steps.origin is None else f"{_n(steps.origin)}{rule.unit or ''}"
    origin_en = "the target" if steps.origin is None else origin
    way = {True: "高出", False: "低于", None: "未达"}[steps.upward]
    way_en = {True: "above", False: "below", None: "short of"}[steps.upward]
    return Message(
        f"从{start.zh}起，每{way}{origin} {_n(steps.size)}{unit}扣{each.zh}（{modes_zh}）",
        f"from {start.en}, {each.en} off for every {_n(steps.size)} {unit_en} {way_en} "
        f"{origin_en} ({modes_en})",
    )


def _n(value: Decimal) -> str:
    return format(tidy(value), "f")
