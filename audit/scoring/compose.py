"""Clauses into one rule: one measure, one unit, cases that do not contradict each other.

What the clauses leave open in a way that changes points is refused (``Unclear``); what they leave
open only at single values (two bands that share a limit) is kept and shows as two readings.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import TypeVar

from audit.scoring.clauses import (
    AmountCondition,
    Award,
    Cap,
    Clause,
    Declared,
    Floor,
    Item,
    MostDeducted,
    NotApplicable,
    Occurrences,
    Otherwise,
    ShareClause,
    SpanCondition,
    StepClause,
    Unclear,
    WordCondition,
)
from audit.scoring.numeric import numeric
from schemas.message import Message
from schemas.rule import (
    FULL,
    ZERO,
    Case,
    ChecklistItem,
    InSpans,
    InWords,
    OnAmounts,
    Points,
    Rule,
    RuleKind,
    Span,
    StepMode,
    Steps,
)

T = TypeVar("T")


def compose(text: str, clauses: Sequence[Clause]) -> Rule:
    """The meaning of the clauses together; raises ``Unclear`` when they make no single rule."""
    frame = _frame(text, clauses)
    body = [c for c in clauses if isinstance(c, Award | StepClause | Occurrences | ShareClause)]
    items = [clause for clause in clauses if isinstance(clause, Item)]
    if items:
        if body or frame.not_applicable:
            raise Unclear("清单里夹着别的规则", "another rule stands within the checklist")
        return _checklist(frame, items)
    if not body:
        if frame.not_applicable:
            return replace(frame, kind=RuleKind.NOT_APPLICABLE)
        raise Unclear("没有说怎样给分", "it does not say how points are given")
    if any(isinstance(clause, Occurrences) for clause in body):
        return _occurrences(frame, body)
    conditions = [c.condition for c in body if isinstance(c, Award)]
    if any(isinstance(condition, AmountCondition) for condition in conditions):
        return _amounts(frame, body)
    if any(isinstance(condition, WordCondition) for condition in conditions):
        return _words(frame, body)
    return numeric(frame, body, clauses)


def _frame(text: str, clauses: Sequence[Clause]) -> Rule:
    """The rule without its cases: floor, cap, declared full mark, not applicable."""
    floor = _only([c.points for c in clauses if isinstance(c, Floor)], "下限", "floors")
    most = _only([c.points for c in clauses if isinstance(c, MostDeducted)], "下限", "floors")
    cap = _only([c.points for c in clauses if isinstance(c, Cap)], "上限", "caps")
    declared = _only([c.points for c in clauses if isinstance(c, Declared)], "满分", "full marks")
    absent = [clause.text for clause in clauses if isinstance(clause, NotApplicable)]
    if most is not None:
        if floor is not None and floor != ZERO:
            raise Unclear("扣分下限前后不一", "two floors that differ")
        floor = _less(declared, most)
    return Rule(
        text,
        RuleKind.BANDS,
        floor=floor,
        cap=cap,
        declared_full=declared,
        not_applicable=absent[0] if absent else None,
    )


def _less(declared: Decimal | None, most: Points) -> Points:
    """What remains when the most has been deducted, as printed points below the full mark."""
    if most.printed is None:
        raise Unclear("最多扣多少说不清", "the most that is deducted is not clear")
    # Kept negative: ``evaluate`` adds it to the full mark, whatever the weight is.
    return Points(printed=-most.printed)


def _only(values: Sequence[T], zh: str, en: str) -> T | None:
    different = list(dict.fromkeys(values))
    if len(different) > 1:
        raise Unclear(f"写了两个不同的{zh}", f"two {en} that differ")
    return different[0] if different else None


def _checklist(frame: Rule, items: Sequence[Item]) -> Rule:
    listed = tuple(ChecklistItem(item.text, item.points) for item in items)
    return replace(frame, kind=RuleKind.CHECKLIST, items=listed)


def _occurrences(frame: Rule, body: Sequence[Clause]) -> Rule:
    counted = [clause for clause in body if isinstance(clause, Occurrences)]
    others = [clause for clause in body if not isinstance(clause, Occurrences)]
    if len(counted) != 1:
        raise Unclear("按次计分的不止一项", "more than one thing is counted")
    (one,) = counted
    if one.earns and one.points == ZERO and not one.each:
        return _none_or_some(frame, one, others)
    if not one.each and frame.floor is None:
        raise Unclear("没有“每”字，也没有“扣完为止”", "neither 每 nor 扣完为止 is printed")
    start = _start_of_count(one, others)
    steps = Steps(start, one.points, one.count, Decimal(0), True, (StepMode.WHOLE,), one.earns)
    everything = InSpans((Span(Decimal(0), True, None, False),))
    return replace(
        frame,
        kind=RuleKind.OCCURRENCES,
        measure=one.text,
        unit=one.unit,
        cases=(Case(everything, steps),),
    )


def _none_or_some(frame: Rule, one: Occurrences, others: Sequence[Clause]) -> Rule:
    """未发生事故得满分，发生一起不得分: full marks without any, nothing from the first on."""
    if one.count != 1 or len(others) != 1:
        raise Unclear("几次不得分说不清", "how many occurrences earn nothing is not clear")
    start = _start_of_count(replace(one, earns=False), others)
    zero = Decimal(0)
    cases = (
        Case(InSpans((Span(zero, True, zero, True),)), start),
        Case(InSpans((Span(zero, False, None, False),)), ZERO),
    )
    return replace(frame, kind=RuleKind.OCCURRENCES, measure=one.text, unit=one.unit, cases=cases)


def _start_of_count(one: Occurrences, others: Iterable[Clause]) -> Points:
    """Full marks where nothing occurred; a sentence may say so in words or as =0."""
    start = ZERO if one.earns else FULL
    for other in others:
        if not isinstance(other, Award) or one.earns:
            raise Unclear("按次计分之外还有别的规则", "another rule beside the counting")
        condition = other.condition
        zero = (
            isinstance(condition, SpanCondition)
            and condition.low is not None
            and condition.high is not None
            and condition.low.amount.value == condition.high.amount.value == 0
            and not condition.outside
        )
        none = isinstance(condition, WordCondition) and (
            condition.text.startswith(("无", "没有", "未", "不", "全部", "均", "零"))
            or any(word in condition.text for word in ("没有", "未发", "未出", "不存在", "符合"))
        )
        if not (zero or none) or other.points == ZERO or start != FULL:
            raise Unclear("按次计分之外还有别的条件", "another condition beside the counting")
        start = other.points
    return start


def _amounts(frame: Rule, body: Sequence[Clause]) -> Rule:
    cases = []
    for clause in body:
        if not isinstance(clause, Award) or not isinstance(clause.condition, AmountCondition):
            raise Unclear("金额情形之外还有别的条件", "another condition beside the amounts")
        cases.append(Case(OnAmounts(clause.condition.tests), clause.points))
    return replace(frame, kind=RuleKind.AMOUNTS, cases=tuple(cases))


# Sets of words that exclude one another; the order is from best to worst.
_SCALES = (
    ("优", "良", "中", "差"),
    ("优秀", "良好", "中等", "较差"),
    ("优秀", "良好", "一般", "差"),
    ("优秀", "良好", "合格", "不合格"),
    ("好", "较好", "一般", "差"),
    ("好", "较好", "一般", "较差"),
    ("是", "否"),
    ("有", "无"),
    ("合格", "不合格"),
    ("及时", "较及时", "不及时"),
    ("完成", "基本完成", "部分完成", "未完成"),
    ("全部完成", "部分完成", "未完成"),
    ("达成", "部分达成", "未达成"),
    ("达成预期指标", "部分达成预期指标", "未达成预期指标"),
    ("满意", "基本满意", "不满意"),
    ("健全", "较健全", "不健全"),
)


def _words(frame: Rule, body: Sequence[Clause]) -> Rule:
    awards = [clause for clause in body if isinstance(clause, Award)]
    conditions = [award.condition for award in awards]
    if len(awards) != len(body) or not all(
        isinstance(condition, WordCondition | Otherwise) for condition in conditions
    ):
        raise Unclear("文字条件与数字条件混在一起", "conditions in words and in numbers are mixed")
    if not _exclusive(awards):
        raise Unclear("几种情形是择一还是相加，说不清", "one of the cases, or their sum: not clear")
    cases = tuple(
        Case(InWords(c.text if isinstance(c, WordCondition) else ""), award.points)
        for c, award in zip(conditions, awards, strict=True)
    )
    note = Message("条件要由人判断", "the condition is for a person to judge")
    return replace(frame, kind=RuleKind.WORDS, cases=cases, notes=(note,))


def _exclusive(awards: Sequence[Award]) -> bool:
    """Whether exactly one of the cases can hold: an alternative, not a sum."""
    if len(awards) == 1:
        return True
    texts = [a.condition.text for a in awards if isinstance(a.condition, WordCondition)]
    if len(texts) == len(awards) - 1 == 1 and isinstance(awards[-1].condition, Otherwise):
        return True
    if any(set(texts) <= set(scale) for scale in _SCALES):
        return len(set(texts)) == len(texts)
    negated = ("未", "不", "没有", "无", "否")
    return (
        len(awards) == len(texts) == 2
        and awards[1].points == ZERO
        and any(word in texts[1] for word in negated)
        and not any(word in texts[0] for word in ("未", "不"))
    )
