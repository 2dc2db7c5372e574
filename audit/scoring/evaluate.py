"""What a rule gives for a measure and a weight: every defensible score, each with its reading.

A reading is a code: how the rate was taken (``rounded-2``, ``unrounded``), how parts of a step
count (``whole-steps``, ``begun-steps``, ``linear``), or which kind of case decided. Readings with
the same rate and the same number of steps are one. The first reading is the default.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

from audit.scoring.measure import (
    Measure,
    Target,
    fit,
    largest_limit,
    printed_full,
)
from schemas.message import Message
from schemas.rule import (
    AgainstTarget,
    Case,
    InSpans,
    OnAmounts,
    Points,
    Proportion,
    Rule,
    RuleKind,
    ShareOf,
    Standing,
    StepMode,
    Steps,
)

CENT = Decimal("0.01")


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
class Evaluation:
    """``awards``, the default first, or the ``problem`` that keeps the rule from being applied."""

    awards: tuple[Award, ...] = ()
    problem: Message | None = None
    notes: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True)
class _Frame:
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


def evaluate(
    rule: Rule,
    measure: Measure,
    weight: Decimal,
    target: Target | None = None,
    amounts: Mapping[str, Decimal] | None = None,
) -> Evaluation:
    """Every score the rule supports for the measure; pure, never raises on odd figures."""
    notes = _notes(rule, weight)
    if rule.kind is RuleKind.AMOUNTS:
        return replace(_on_amounts(rule, weight, amounts or {}), notes=notes)
    if not rule.cases or rule.kind is RuleKind.WORDS:
        why = Message(
            "这条规则不由数字决定，要由人核对", "no number decides this rule; a person must"
        )
        return Evaluation(problem=why, notes=notes)
    if needs_target(rule) and target is None:
        why = Message(
            "规则对照目标值，目标值不是一个数", "the rule needs a target that is a number"
        )
        return Evaluation(problem=why, notes=notes)
    unit = rule.unit if rule.unit is not None or target is None else target.unit
    if needs_target(rule) and target is not None and rule.unit == "%":
        problem = _target_unit(target)
        if problem is not None:
            return Evaluation(problem=problem, notes=notes)
    fitted = fit(measure, unit, largest_limit(rule))
    if isinstance(fitted, Message):
        return Evaluation(problem=fitted, notes=notes)
    if rule.kind is RuleKind.OCCURRENCES and fitted.value < 0:
        return Evaluation(problem=Message("次数是负数", "a negative count"), notes=notes)
    awards: list[Award] = []
    for frame in _frames(rule, weight, target):
        found = _merged(_awards(frame, fitted))
        awards += [replace(a, reading=frame.prefix + a.reading) for a in found]
    awards = _distinct(awards)
    if not awards:
        why = Message("规则没有说到这个数值", "the rule says nothing of this value")
        return Evaluation(problem=why, notes=notes)
    return Evaluation(tuple(awards), notes=notes)


def _target_unit(target: Target) -> Message | None:
    if target.unit in ("%", None):
        return None
    return Message(
        f"规则按百分点扣分，目标值的单位是{target.unit}",
        f"the rule counts percentage points, the target is in {target.unit}",
    )


def _notes(rule: Rule, weight: Decimal) -> tuple[Message, ...]:
    notes = list(rule.notes)
    full = printed_full(rule)
    if full is not None and full != weight:
        notes.append(
            Message(
                f"规则的满分是{shown(full)}分，表内分值是{shown(weight)}分：照印的分数与按分值折算都列出",
                f"the rule's full mark is {shown(full)}, the weight {shown(weight)}: both the printed "
                "points and the points scaled to the weight are listed",
            )
        )
    deducts = any(isinstance(c.outcome, Steps) and not c.outcome.earns for c in rule.cases)
    if deducts and rule.floor is None:
        notes.append(
            Message(
                "没有写“扣完为止”，按最低零分算", "no floor is printed; zero is taken as the least"
            )
        )
    return tuple(notes)


def needs_target(rule: Rule) -> bool:
    for case in rule.cases:
        if isinstance(case.condition, AgainstTarget):
            return True
        if isinstance(case.outcome, Steps) and case.outcome.origin is None:
            return True
        if isinstance(case.outcome, Proportion) and case.outcome.of is not ShareOf.RATE:
            return True
    return False


def _frames(rule: Rule, weight: Decimal, target: Target | None) -> list[_Frame]:
    full = printed_full(rule)
    if full is None or full == weight or full == 0:
        return [_Frame(rule, weight, target, "", Decimal(1), weight)]
    scaled = _Frame(rule, weight, target, "scaled/", weight / full, weight)
    if full > weight:
        return [scaled, _Frame(rule, weight, target, "capped/", Decimal(1), weight)]
    return [_Frame(rule, weight, target, "", Decimal(1), full), scaled]


def _rates(frame: _Frame, measure: Measure) -> list[tuple[str, Decimal]]:
    """The figure as the rule sees it: a rate rounded to two decimals, and as it is."""
    x = abs(measure.value) if frame.rule.absolute else measure.value
    if measure.unit != "%":
        return [("", x)]
    rounded = x.quantize(CENT, ROUND_HALF_UP)
    return [("rounded-2", rounded)] if rounded == x else [("rounded-2", rounded), ("unrounded", x)]


def _awards(frame: _Frame, measure: Measure) -> list[tuple[tuple[object, ...], str, Award]]:
    """Every award with its identity and the label of the rate, default first."""
    found: list[tuple[tuple[object, ...], str, Award]] = []
    for label, x in _rates(frame, measure):
        found += [(key, label, award) for key, award in _at(frame, x, measure)]
    plain = {award.score for _, _, award in found}
    for x in _within_digits(frame, measure):
        for key, award in _at(frame, x, measure):
            default = key[0] != "steps" or key[1] is not StepMode.BEGUN
            ranged = award.low <= min(plain, default=award.low) <= award.high
            if default and award.score not in plain and not (key[0] == "ratio" and ranged):
                plain.add(award.score)
                found.append((("digits", award.score), "printed-digits", award))
    return found


def _within_digits(frame: _Frame, measure: Measure) -> list[Decimal]:
    """Other numbers that print as the measure does: its ends and the rule's limits between."""
    if measure.low == measure.high or measure.unit != "%":
        return []
    points = [measure.low, measure.high]
    for case in frame.rule.cases:
        if isinstance(case.condition, InSpans):
            for span in case.condition.spans:
                ends = [end for end in (span.low, span.high) if end is not None]
                points += [end for end in ends if measure.low < end < measure.high]
    return [abs(x) for x in points] if frame.rule.absolute else points


def _at(frame: _Frame, x: Decimal, measure: Measure) -> Iterator[tuple[tuple[object, ...], Award]]:
    matching = [case for case in frame.rule.cases if _holds(frame, case, x)]
    # At a limit two bands share, the band that begins there is the usual reading.
    matching.sort(key=lambda case: not _begins_at(case, x))
    for place, case in enumerate(matching):
        index = frame.rule.cases.index(case)
        shared = "" if len(matching) == 1 else ("upper-" if place == 0 else "lower-")
        match case.outcome:
            case Points():
                score = _clip(frame, frame.value(case.outcome))
                name = "zero" if score == 0 else "full" if score == frame.full else "band"
                why = Message(
                    f"{shown(x)}落在“{_band(case)}”一档，{shown(score)}分",
                    f"{shown(x)} falls into {_band(case)}: {shown(score)} points",
                )
                yield ("case", index), Award(_cents(score), shared + name, why, score, score)
            case Steps():
                yield from _stepped(frame, case.outcome, x)
            case Proportion():
                yield from _proportional(frame, case.outcome, x, measure)


def _holds(frame: _Frame, case: Case, x: Decimal) -> bool:
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


def _stepped(frame: _Frame, steps: Steps, x: Decimal) -> Iterator[tuple[tuple[object, ...], Award]]:
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
            f"{shown(x)} is {shown(distance)} away from {shown(origin)}; {shown(count)} {_MODE_EN[mode]} of "
            f"{shown(steps.size)}: {shown(start)} {sign} {shown(count)} × {shown(each)} gives {shown(score)}",
        )
        if mode is StepMode.LINEAR:
            for variant, rounded in variants(score):
                award = Award(rounded, f"linear{variant}", why, score, score, ratio=True)
                yield ("linear", rounded), award
        else:
            name = "count" if frame.rule.kind is RuleKind.OCCURRENCES else str(mode)
            yield ("steps", mode, x, count), Award(_cents(score), name, why, score, score)


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


def _proportional(
    frame: _Frame, share: Proportion, x: Decimal, measure: Measure
) -> Iterator[tuple[tuple[object, ...], Award]]:
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
    low, high = min(min(bounds), raw), max(max(bounds), raw)
    for variant, rounded in variants(capped):
        bound_low, bound_high = min(low, frame.cap), min(high, frame.cap)
        award = Award(rounded, f"ratio{variant}", why, bound_low, bound_high, ratio=True)
        yield ("ratio", rounded), award
    if raw > frame.cap and frame.rule.cap is None:
        yield ("uncapped", raw), Award(_cents(raw), "uncapped/ratio", why, low, high, ratio=True)


def _ratio(frame: _Frame, of: ShareOf, x: Decimal) -> tuple[Decimal | None, str]:
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


def variants(score: Decimal, places: int = 2) -> list[tuple[str, Decimal]]:
    """The score at ``places`` decimals, then at 2, 1 and 0: named readings where they differ."""
    found: list[tuple[str, Decimal]] = []
    for digits in dict.fromkeys((places, 2, 1, 0)):
        rounded = score.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
        if all(rounded != other for _, other in found):
            found.append((f"/rounded-{digits}" if found else "", tidy(rounded)))
    return found


def _clip(frame: _Frame, score: Decimal) -> Decimal:
    return min(max(score, frame.floor), frame.cap)


def _cents(score: Decimal) -> Decimal:
    return tidy(score.quantize(CENT, ROUND_HALF_UP))


def tidy(value: Decimal) -> Decimal:
    """Without closing zeros, never in exponent form."""
    whole = value.to_integral_value()
    return Decimal(int(whole)) if value == whole else value.normalize()


def shown(value: Decimal) -> str:
    """A number for a person: at most four decimals."""
    return format(tidy(value.quantize(Decimal("0.0001"), ROUND_HALF_UP)), "f")


def _band(case: Case) -> str:
    from audit.scoring.explain import condition_text

    return condition_text(case.condition).zh


def _merged(found: list[tuple[tuple[object, ...], str, Award]]) -> list[Award]:
    """One award per identity; the rate is named where the reading depends on it."""
    rates = {key: {label for k, label, _ in found if k == key} for key, _, _ in found}
    every = {label for _, label, _ in found if label in ("rounded-2", "unrounded")}
    merged: dict[tuple[object, ...], Award] = {}
    for key, label, award in found:
        if key in merged:
            continue
        always = key[0] == "steps" or label == "printed-digits"
        named = label and (always or not every <= rates[key]) and key[0] not in ("linear", "ratio")
        merged[key] = replace(award, reading=f"{label}/{award.reading}") if named else award
    return _without_repeated_steps(merged)


def _without_repeated_steps(merged: dict[tuple[object, ...], Award]) -> list[Award]:
    """Whole and begun steps of one rate that come to the same number are one reading."""
    kept: list[Award] = []
    seen: set[tuple[object, ...]] = set()
    for key, award in merged.items():
        identity = ("steps", key[2], key[3]) if key[0] == "steps" else key
        if identity not in seen:
            seen.add(identity)
            kept.append(award)
    return kept


def _distinct(awards: list[Award]) -> list[Award]:
    """Each score and reading once; points that scaling does not change are not listed again."""
    kept: dict[tuple[Decimal, str], Award] = {}
    for award in awards:
        plain = award.reading.removeprefix("scaled/").removeprefix("capped/")
        known = {(score, code.removeprefix("scaled/")) for score, code in kept}
        if (award.score, plain) not in known:
            kept[award.score, award.reading] = award
    return list(kept.values())


def _on_amounts(rule: Rule, weight: Decimal, amounts: Mapping[str, Decimal]) -> Evaluation:
    """Cases on two amounts, decided when every amount that a case names is known."""
    for case in rule.cases:
        assert isinstance(case.condition, OnAmounts) and isinstance(case.outcome, Points)
        verdicts = [
            _compare(test.left, test.operator, test.right, amounts) for test in case.condition.tests
        ]
        if False in verdicts:
            continue
        if None in verdicts:
            break
        points = case.outcome
        score = points.printed if points.printed is not None else (points.share or 0) * weight
        why = Message(
            f"符合“{_band(case)}”，{shown(score)}分", f"{_band(case)}: {shown(score)} points"
        )
        return Evaluation((Award(_cents(score), "case", why, score, score),))
    return Evaluation(
        problem=Message("规则所说的金额表内没有", "the form does not give the amounts of the rule")
    )


def _compare(
    left: str, operator: str, right: str | None, amounts: Mapping[str, Decimal]
) -> bool | None:
    if left not in amounts or (right is not None and right not in amounts):
        return None
    a, b = amounts[left], amounts[right] if right is not None else Decimal(0)
    return {"=": a == b, ">": a > b, "<": a < b, "≥": a >= b, "≤": a <= b}[operator]
