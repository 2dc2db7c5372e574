"""What a rule gives for a measure and a weight: every defensible score, each with its reading.

A reading is a code: how the rate was taken (``rounded-2``, ``unrounded``), how parts of a step
count (``whole-steps``, ``begun-steps``, ``linear``), or which kind of case decided. Readings with
the same rate and the same number of steps are one. The first reading is the default.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

from audit.scoring.figures import CENT, cents, shown
from audit.scoring.measure import (
    Measure,
    Target,
    fit,
    largest_limit,
    printed_full,
)
from audit.scoring.outcomes import Award, Frame, band_text, outcomes
from schemas.message import Message
from schemas.rule import (
    AgainstTarget,
    InSpans,
    OnAmounts,
    Points,
    Proportion,
    Rule,
    RuleKind,
    ShareOf,
    StepMode,
    Steps,
)


@dataclass(frozen=True, slots=True)
class Evaluation:
    """``awards``, the default first, or the ``problem`` that keeps the rule from being applied."""

    awards: tuple[Award, ...] = ()
    problem: Message | None = None
    notes: tuple[Message, ...] = ()


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
                f"the rule's full mark is {shown(full)}, the weight {shown(weight)}: both the "
                "printed points and the points scaled to the weight are listed",
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


def _frames(rule: Rule, weight: Decimal, target: Target | None) -> list[Frame]:
    full = printed_full(rule)
    if full is None or full in (weight, 0):
        return [Frame(rule, weight, target, "", Decimal(1), weight)]
    scaled = Frame(rule, weight, target, "scaled/", weight / full, weight)
    if full > weight:
        return [scaled, Frame(rule, weight, target, "capped/", Decimal(1), weight)]
    return [Frame(rule, weight, target, "", Decimal(1), full), scaled]


def _rates(frame: Frame, measure: Measure) -> list[tuple[str, Decimal]]:
    """The figure as the rule sees it: a rate rounded to two decimals, and as it is."""
    x = abs(measure.value) if frame.rule.absolute else measure.value
    if measure.unit != "%":
        return [("", x)]
    rounded = x.quantize(CENT, ROUND_HALF_UP)
    return [("rounded-2", rounded)] if rounded == x else [("rounded-2", rounded), ("unrounded", x)]


def _awards(frame: Frame, measure: Measure) -> list[tuple[tuple[object, ...], str, Award]]:
    """Every award with its identity and the label of the rate, default first."""
    found: list[tuple[tuple[object, ...], str, Award]] = []
    for label, x in _rates(frame, measure):
        found += [(key, label, award) for key, award in outcomes(frame, x, measure)]
    plain = {award.score for _, _, award in found}
    for x in _within_digits(frame, measure):
        for key, award in outcomes(frame, x, measure):
            default = key[0] != "steps" or key[1] is not StepMode.BEGUN
            ranged = award.low <= min(plain, default=award.low) <= award.high
            if default and award.score not in plain and not (key[0] == "ratio" and ranged):
                plain.add(award.score)
                found.append((("digits", award.score), "printed-digits", award))
    return found


def _within_digits(frame: Frame, measure: Measure) -> list[Decimal]:
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
            f"符合“{band_text(case)}”，{shown(score)}分",
            f"{band_text(case)}: {shown(score)} points",
        )
        return Evaluation((Award(cents(score), "case", why, score, score),))
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
