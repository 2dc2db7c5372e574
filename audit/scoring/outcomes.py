"""What the cases of a rule give for one figure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from audit.scoring.explain import condition_text
from audit.scoring.figures import cents, shown, variants
from audit.scoring.measure import Measure, Target
from schemas.message import Message
from schemas.rule import (
    AgainstTarget,
    Case,
    InSpans,
    Points,
    Proportion,
    Rule,
    RuleKind,
    ShareOf,
    Standing,
    StepMode,
    Steps,
)


@dataclass(frozen=True, slots=True)
class Award:
    """Points by one reading. ``low`` and ``high`` bound the unrounded score; they are equal to
    ``score`` where it is exact and wider where it follows from a ratio of printed digits.
    A ``ratio`` carries half a unit of the last digit it is printed with."""

    score: Decimal
    reading: str
    why: Message
    low: Decimal
    high: Decimal
    ratio: bool = False


@dataclass(frozen=True, slots=True)
class Frame:
    """One way to take the printed points: ``factor`` scales them to the weight."""

    rule: Rule
    weight: Decimal
    target: Target | None
    prefix: str
    factor: Decimal
    full: Decimal

    def value(self, points: Points) -> Decimal:
        if points.printed is not None:
            return points.printed * self.factor
        assert points.share is not None
        return points.share * self.full

    @property
    def floor(self) -> Decimal:
        if self.rule.floor is None:
            return Decimal(0)
        value = self.value(self.rule.floor)
        return max(Decimal(0), self.full + value if value < 0 else value)

    @property
    def cap(self) -> Decimal:
        return self.weight if self.rule.cap is None else min(self.weight, self.value(self.rule.cap))


Keyed = tuple[tuple[object, ...], Award]
"""An award with what identifies it among the readings of one rule."""


def outcomes(frame: Frame, x: Decimal, measure: Measure) -> Iterator[Keyed]:
    matching = [case for case in frame.rule.cases if _holds(frame, case, x)]
    # At a limit two bands share, the band that begins there is the usual reading.
    matching.sort(key=lambda case: not _begins_at(case, x))
    matching = _that_differ(frame, matching, x)
    for place, case in enumerate(matching):
        index = frame.rule.cases.index(case)
        shared = "" if len(matching) == 1 else ("upper-" if place == 0 else "lower-")
        match case.outcome:
            case Points():
                score = _clip(frame, frame.value(case.outcome))
                name = "zero" if score == 0 else "full" if score == frame.full else "band"
                why = Message(
                    f"{shown(x)}落在“{band_text(case)}”一档，{shown(score)}分",
                    f"{shown(x)} falls into {band_text(case)}: {shown(score)} points",
                )
                yield ("case", index), Award(cents(score), shared + name, why, score, score)
            case Steps():
                yield from _stepped(frame, case.outcome, x)
            case Proportion():
                yield from _proportional(frame, case.outcome, x, measure)


def _that_differ(frame: Frame, matching: list[Case], x: Decimal) -> list[Case]:
    """Of cases that share the limit ``x``, those that give other points than the first one."""
    if len(matching) < 2:
        return matching
    first, *others = matching
    return [first, *(c for c in others if _points(frame, c, x) != _points(frame, first, x))]


def _points(frame: Frame, case: Case, x: Decimal) -> set[Decimal]:
    match case.outcome:
        case Points():
            return {_clip(frame, frame.value(case.outcome))}
        case Steps():
            return {award.score for _, award in _stepped(frame, case.outcome, x)}
        case Proportion():
            at = Measure(x, None, x, x)
            return {award.score for _, award in _proportional(frame, case.outcome, x, at)}


def _holds(frame: Frame, case: Case, x: Decimal) -> bool:
    match case.condition:
        case InSpans():
            return case.condition.contains(x)
        case AgainstTarget():
            assert frame.target is not None
            return _stands(case.condition.standing, x, frame.target)
    return False


def _begins_at(case: Case, x: Decimal) -> bool:
    return isinstance(case.condition, InSpans) and any(s.low == x for s in case.condition.spans)


def _stands(standing: Standing, x: Decimal, target: Target) -> bool:
    t = target.value
    meets = {
        "≥": x >= t,
        ">": x > t,
        "≤": x <= t,
        "<": x < t,
        "=": x >= t if t else x == t,
        None: x >= t,
        "≠": x != t,
    }[target.operator]
    return {
        Standing.MET: meets,
        Standing.UNMET: not meets,
        Standing.ABOVE: x > t,
        Standing.BELOW: x < t,
        Standing.AT_LEAST: x >= t,
        Standing.AT_MOST: x <= t,
    }[standing]


def _stepped(frame: Frame, steps: Steps, x: Decimal) -> Iterator[Keyed]:
    origin, upward = steps.origin, steps.upward
    if origin is None:
        assert frame.target is not None
        origin = frame.target.value
        lower_is_better = frame.target.operator in ("≤", "<")
        if upward is None:
            upward = lower_is_better
        if upward is not lower_is_better:
            return  # 每低于 of a target that is an upper limit: the sentence does not fit it
    distance = max(Decimal(0), x - origin if upward else origin - x)
    start, each = frame.value(steps.start), frame.value(steps.each)
    for mode in steps.modes:
        count = _count(distance / steps.size, mode)
        raw = start + count * each if steps.earns else start - count * each
        score = _clip(frame, raw)
        sign = "+" if steps.earns else "−"
        why = Message(
            f"{shown(x)}离{shown(origin)}相差{shown(distance)}，每{shown(steps.size)}一步，{_MODE_ZH[mode]}"
            f"{shown(count)}步：{shown(start)}{sign}{shown(count)}×{shown(each)}，得{shown(score)}分",
            f"{shown(x)} is {shown(distance)} away from {shown(origin)}; {shown(count)} "
            f"{_MODE_EN[mode]} of {shown(steps.size)}: {shown(start)} {sign} {shown(count)} × "
            f"{shown(each)} gives {shown(score)}",
        )
        if mode is StepMode.LINEAR:
            for variant, rounded in variants(score):
                award = Award(rounded, f"linear{variant}", why, score, score, ratio=True)
                yield ("linear", rounded), award
        else:
            name = "count" if frame.rule.kind is RuleKind.OCCURRENCES else str(mode)
            yield ("steps", mode, x, count), Award(cents(score), name, why, score, score)


_MODE_ZH = {StepMode.WHOLE: "满步", StepMode.BEGUN: "起步即算", StepMode.LINEAR: "按比例折合"}
_MODE_EN = {
    StepMode.WHOLE: "whole steps",
    StepMode.BEGUN: "begun steps",
    StepMode.LINEAR: "steps in proportion",
}


def _count(steps: Decimal, mode: StepMode) -> Decimal:
    if mode is StepMode.WHOLE:
        return steps.to_integral_value(ROUND_FLOOR)
    if mode is StepMode.BEGUN:
        return steps.to_integral_value(ROUND_CEILING)
    return steps


def _proportional(frame: Frame, share: Proportion, x: Decimal, measure: Measure) -> Iterator[Keyed]:
    base = frame.value(share.base)
    ratio, formula = _ratio(frame, share.of, x)
    if ratio is None:
        return
    ends = [_ratio(frame, share.of, end)[0] for end in (measure.low, measure.high)]
    raw = max(Decimal(0), base * ratio)
    bounds = [max(Decimal(0), base * end) for end in ends if end is not None] or [raw]
    capped = min(raw, frame.cap)
    why = Message(
        f"{shown(base)}×{formula}={shown(raw)}" + ("，以分值为限" if raw > frame.cap else ""),
        f"{shown(base)} × {formula} = {shown(raw)}"
        + (", capped at the weight" if raw > capped else ""),
    )
    low, high = min(*bounds, raw), max(*bounds, raw)
    for variant, rounded in variants(capped):
        bound_low, bound_high = min(low, frame.cap), min(high, frame.cap)
        award = Award(rounded, f"ratio{variant}", why, bound_low, bound_high, ratio=True)
        yield ("ratio", rounded), award
    if raw > frame.cap and frame.rule.cap is None:
        yield ("uncapped", raw), Award(cents(raw), "uncapped/ratio", why, low, high, ratio=True)


def _ratio(frame: Frame, of: ShareOf, x: Decimal) -> tuple[Decimal | None, str]:
    if of is ShareOf.RATE:
        return x / 100, f"{shown(x)}%"
    assert frame.target is not None
    t = frame.target.value
    inverse = of is ShareOf.TARGET_OVER_ACTUAL or (
        of is ShareOf.TARGET and frame.target.operator in ("≤", "<")
    )
    above, below = (t, x) if inverse else (x, t)
    if below <= 0 or above < 0:
        return None, ""
    return above / below, f"{shown(above)}/{shown(below)}"


def _clip(frame: Frame, score: Decimal) -> Decimal:
    return min(max(score, frame.floor), frame.cap)


def band_text(case: Case) -> str:
    return condition_text(case.condition).zh
