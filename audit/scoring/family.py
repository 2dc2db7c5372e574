"""How an indicator is scored where the form prints no rule: the family's method."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from audit.scoring.evaluate import Evaluation
from audit.scoring.figures import shown, variants
from audit.scoring.measure import Measure, Target, in_measure_unit
from audit.scoring.outcomes import Award
from schemas.form import ScoringMethod, WordBand
from schemas.message import Message


def by_target(
    method: ScoringMethod,
    measure: Measure,
    target: Target,
    weight: Decimal,
    *,
    less_may_be_better: bool = True,
) -> Evaluation:
    """A numeric target: met gives the weight, else the formulas the family uses.

    ≥ > and = are better the higher, ≤ < the lower; = 0 is all or nothing. Without an operator
    higher is better, and both directions are readings where ``less_may_be_better``.
    Source: 财预〔2020〕10号 and the notes of provincial forms.
    """
    fitted = in_measure_unit(measure, target)
    if isinstance(fitted, Message):
        return Evaluation(problem=fitted)
    x, t = fitted.value, target.value
    match target.operator:
        case "≥" | ">":
            awards = _one_way(method, fitted, target, weight, higher=True)
        case "≤" | "<":
            awards = _one_way(method, fitted, target, weight, higher=False)
        case "=" if t == 0:
            awards = [_fixed(weight, "met", x, target)] if x == 0 else [_zero(x, target)]
        case "=":
            awards = _one_way(method, fitted, target, weight, higher=True)
        case None if x == t:
            awards = [_fixed(weight, "met", x, target)]
        case None if not less_may_be_better:
            awards = _one_way(method, fitted, target, weight, higher=True)
        case None:
            up = _one_way(method, fitted, target, weight, higher=True)
            down = _one_way(method, fitted, target, weight, higher=False)
            awards = [*_assumed("if-higher-is-better/", up), *_assumed("if-lower-is-better/", down)]
        case _:
            return Evaluation(
                problem=Message(
                    f"目标值的符号{target.operator}没有计分方法",
                    f"no method scores a target with {target.operator}",
                )
            )
    if not awards:
        why = Message("目标值不大于零，算不出比率", "the target is not above zero: no ratio")
        return Evaluation(problem=why)
    return Evaluation(tuple(awards))


def _assumed(prefix: str, awards: list[Award]) -> list[Award]:
    return [Award(a.score, prefix + a.reading, a.why, a.low, a.high, a.ratio) for a in awards]


def _fixed(weight: Decimal, reading: str, x: Decimal, target: Target) -> Award:
    why = Message(
        f"完成值{shown(x)}达到目标值{_target(target)}，得满分{shown(weight)}",
        f"{shown(x)} meets the target {_target(target)}: full marks {shown(weight)}",
    )
    return Award(weight, reading, why, weight, weight)


def _zero(x: Decimal, target: Target) -> Award:
    why = Message(
        f"完成值{shown(x)}未达到目标值{_target(target)}，不得分",
        f"{shown(x)} does not meet the target {_target(target)}: no points",
    )
    return Award(Decimal(0), "zero", why, Decimal(0), Decimal(0))


def _target(target: Target) -> str:
    return f"{target.operator or ''}{shown(target.value)}{target.unit or ''}"


def _one_way(
    method: ScoringMethod, measure: Measure, target: Target, weight: Decimal, *, higher: bool
) -> list[Award]:
    x, t = measure.value, target.value
    strict = target.operator in (">", "<")
    met = (x > t if strict else x >= t) if higher else (x < t if strict else x <= t)
    if met:
        return [_fixed(weight, "met", x, target)]
    if higher and t <= 0:
        return []
    found = list(_formulas(method, measure, target, weight, higher=higher))
    unique: dict[Decimal, Award] = {}
    for award in found:
        unique.setdefault(award.score, award)
    return list(unique.values())


def _formulas(
    method: ScoringMethod, measure: Measure, target: Target, weight: Decimal, *, higher: bool
) -> Iterator[Award]:
    t = target.value
    for formula in method.higher if higher else method.lower:
        if formula == "zero":
            yield _zero(measure.value, target)
            continue
        ends = [_share(formula, x, t, higher=higher) for x in (measure.low, measure.high)]
        exact = weight * _share(formula, measure.value, t, higher=higher)
        words = _formula_text(formula, measure.value, t, higher=higher)
        why = Message(
            f"完成值{shown(measure.value)}未达到目标值{_target(target)}："
            f"{shown(weight)}×{words}={shown(exact)}",
            f"{shown(measure.value)} does not meet the target {_target(target)}: "
            f"{shown(weight)} × {words} = {shown(exact)}",
        )
        low, high = weight * min(ends), weight * max(ends)
        for variant, rounded in variants(exact, method.decimals):
            yield Award(
                rounded, formula + variant, why, min(low, exact), max(high, exact), ratio=True
            )


def _share(formula: str, x: Decimal, t: Decimal, *, higher: bool) -> Decimal:
    """The part of the weight that is earned, from 0 to 1.

    ``ratio``: x ÷ t, or t ÷ x where lower is better. ``linear``: 1 − (x − t) ÷ t where lower is
    better, 0 from twice the target on; the same as the ratio where higher is better.
    """
    if higher:
        share = x / t
    elif t <= 0 or x <= 0:
        share = Decimal(0)
    else:
        share = t / x if formula == "ratio" else 1 - (x - t) / t
    return min(max(share, Decimal(0)), Decimal(1))


def _formula_text(formula: str, x: Decimal, t: Decimal, *, higher: bool) -> str:
    if higher:
        return f"{shown(x)}÷{shown(t)}"
    if formula == "ratio":
        return f"{shown(t)}÷{shown(x)}"
    return f"(1−({shown(x)}−{shown(t)})÷{shown(t)})"


def word_band(method: ScoringMethod, word: str) -> tuple[WordBand, ...]:
    """The bands whose words the actual value uses; all bands when it uses none of them.

    The word that begins first counts, and of those the longest: what stands before 达成
    (部分, 未, 基本) turns it into another grade.
    """
    exact = [band for band in method.bands if word in band.words]
    if exact:
        return tuple(exact)
    named = sorted(
        (word.index(w), -len(w), i)
        for i, band in enumerate(method.bands)
        for w in band.words
        if w in word
    )
    return (method.bands[named[0][2]],) if named else method.bands
