"""The number a rule is applied to, and the target it may be held against."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from audit.scoring.lexicon import in_unit, unit_of
from audit.tolerance import Rounding, decimals, own_digits
from audit.units import scale
from schemas.message import Message
from schemas.rule import InSpans, Points, Proportion, Rule, Steps

# Units that count events or things and stand for one another in a rule about occurrences.
_COUNTS = frozenset(
    [
        "次",
        "个",
        "项",
        "件",
        "起",
        "例",
        "宗",
        "处",
        "条",
        "人",
        "人次",
        "篇",
        "份",
        "户",
        "家",
        "场",
        "批",
        "期",
        "笔",
        "名",
    ]
)
_SAME = {"日": "天", "个工作日": "工作日", "个月": "月", "个小时": "小时", "百分比": "%"}
_MONEY = frozenset(["元", "百元", "千元", "万元", "亿元"])
_MANY = 100
_HAIR = Decimal("0.0000001")


@dataclass(frozen=True, slots=True)
class Measure:
    """``low`` and ``high`` are the least and the greatest number that print as ``value`` does;
    equal to it where the number is exact."""

    value: Decimal
    unit: str | None
    low: Decimal
    high: Decimal


@dataclass(frozen=True, slots=True)
class Target:
    """The indicator's target: operator ``≥ ≤ = > < ≠`` or ``None`` where none is printed."""

    operator: str | None
    value: Decimal
    unit: str | None


def exact(value: Decimal, unit: str | None) -> Measure:
    return Measure(value, unit, value, value)


def printed(value: Decimal, unit: str | None) -> Measure:
    """A rate is as precise as its digits (40% is [39.5, 40.5)); 0 and counts are exact."""
    if value == 0 or unit not in ("%", "‰", None):
        return exact(value, unit)
    digits = own_digits(value, Rounding.HALF_UP)
    places = decimals(value) + 1
    step = Decimal(1).scaleb(-places) * 5
    low, high = value - step, value + step
    return Measure(
        value,
        unit,
        low if digits.low_closed else low + _HAIR,
        high if digits.high_closed else high - _HAIR,
    )


def same_unit(unit: str | None) -> str | None:
    """One spelling for units that mean the same."""
    if unit is None:
        return None
    found = unit_of(unit.strip())
    return _SAME.get(found, found) if found else None


def fit(measure: Measure, unit: str | None, largest: Decimal) -> Measure | Message:
    """The measure in the rule's unit, or why the two do not match.

    ``largest`` is the greatest limit of the rule: it tells a bare 95 from a bare 0.95.
    A number without unit is taken in the rule's unit unless it might as well be a fraction.
    """
    mine, wanted = same_unit(measure.unit), same_unit(unit)
    if mine == wanted:
        return _as(measure, Decimal(1), wanted)
    if mine is None:
        return _bare(measure, wanted)
    if wanted is None:
        if largest == 0 or (mine == "%" and largest > 1):
            return _as(measure, Decimal(1), mine)
        return Message(
            f"规则的数没有单位，指标值的单位是{mine}，不能比较",
            f"the rule's numbers have no unit, the actual value is in {mine}: not comparable",
        )
    (many, one), (others, other) = scale(mine), scale(wanted)
    if one in _COUNTS and other in _COUNTS:
        return _as(measure, many / others, wanted)
    factor = in_unit(Decimal(1), mine, wanted)
    if factor is None:
        return Message(
            f"单位不同：规则用{wanted}，指标值用{mine}",
            f"the units differ: {wanted} in the rule, {mine} in the actual value",
        )
    return _as(measure, factor, wanted)


def in_measure_unit(measure: Measure, target: Target) -> Measure | Message:
    """The actual value in the target's unit, or why they cannot be compared."""
    mine, wanted = same_unit(measure.unit), same_unit(target.unit)
    near = target.value != 0 and Decimal("0.02") < measure.value / target.value < 50
    if mine is None and _of_many(wanted) and measure.value != 0:
        # 元 and 万元 are four digits apart: a figure near the target is in the target's unit.
        return _as(measure, Decimal(1), wanted) if near else _bare(measure, wanted)
    if wanted is None and mine == "%" and 0 < abs(target.value) <= 1:
        return Message(
            f"目标值{target.value}没有单位，可能是比值", f"the target {target.value} has no unit"
        )
    if wanted is None and _of_many(mine) and not near and 0 not in (measure.value, target.value):
        return Message(
            f"目标值{target.value}没有单位，不知是不是以{mine}计",
            f"the target {target.value} has no unit: whether it counts in {mine} is not known",
        )
    if wanted is None and mine is not None and mine != "%":
        return _as(measure, Decimal(1), mine)
    return fit(measure, target.unit, abs(target.value))


def _of_many(unit: str | None) -> bool:
    """Whether a unit is of money, or of thousands and more of something (万册)."""
    return unit is not None and (unit in _MONEY or scale(unit)[0] >= _MANY)


def _bare(measure: Measure, wanted: str | None) -> Measure | Message:
    value = measure.value
    if wanted == "%" and 0 < abs(value) <= 1:
        return Message(
            f"{value}没有单位，可能是百分之{value}，也可能是比值",
            f"{value} has no unit: it may be per cent or a fraction",
        )
    if wanted in _COUNTS and value != value.to_integral_value():
        return Message(f"{value}没有单位，不像次数", f"{value} has no unit and is no count")
    if wanted in _MONEY and value != 0:
        return Message(
            f"{value}没有单位，不知是元还是万元", f"{value} has no unit: 元 or 万元 is not known"
        )
    if wanted is not None and _of_many(wanted) and value != 0:
        return Message(
            f"{value}没有单位，不知是不是以{wanted}计",
            f"{value} has no unit: whether it counts in {wanted} is not known",
        )
    if wanted == "%":
        return _as(measure, Decimal(1), wanted)
    return exact(value, wanted)


def _as(measure: Measure, factor: Decimal, unit: str | None) -> Measure:
    """In another unit; only a rate keeps the width of its digits."""
    if unit != "%":
        return exact(measure.value * factor, unit)
    return Measure(measure.value * factor, unit, measure.low * factor, measure.high * factor)


def largest_limit(rule: Rule) -> Decimal:
    """The greatest number the rule compares the measure with, 0 if it has none but 0."""
    limits = [Decimal(0)]
    for case in rule.cases:
        if isinstance(case.condition, InSpans):
            for span in case.condition.spans:
                limits += [abs(end) for end in (span.low, span.high) if end is not None]
        if isinstance(case.outcome, Steps):
            limits.append(case.outcome.size)
    return max(limits)


def printed_full(rule: Rule) -> Decimal | None:
    """The full mark the sentence prints by itself; ``None`` where it goes by the weight."""
    if rule.declared_full is not None:
        return rule.declared_full
    found: list[Points] = []
    for case in rule.cases:
        match case.outcome:
            case Points():
                found.append(case.outcome)
            case Steps() if not case.outcome.earns:
                found.append(case.outcome.start)
            case Proportion():
                found.append(case.outcome.base)
    found += [item.points for item in rule.items]
    if not found or any(points.share is not None for points in found):
        return None
    numbers = [points.printed for points in found if points.printed is not None]
    if rule.items:
        return sum(numbers, Decimal(0))
    return max(numbers) if max(numbers) > 0 else None


def samples(rule: Rule, target: Target | None = None) -> tuple[Decimal, ...]:
    """Values that show what a rule does: its limits, and a step and two from where it starts."""
    found: set[Decimal] = set()
    for case in rule.cases:
        if isinstance(case.condition, InSpans):
            for span in case.condition.spans:
                ends = [end for end in (span.low, span.high) if end is not None]
                found.update(ends)
                if len(ends) == 2:
                    found.add(sum(ends, Decimal(0)) / 2)
        origin = target.value if target is not None else None
        if isinstance(case.outcome, Steps):
            origin = case.outcome.origin if case.outcome.origin is not None else origin
            if origin is not None:
                way = -1 if case.outcome.upward is False else 1
                found.update(origin + way * n * case.outcome.size for n in (0, 1, 2))
        elif isinstance(case.outcome, Proportion):
            found.update({origin / 2, origin} if origin is not None else {Decimal(80)})
    return tuple(sorted(found))
