"""One indicator: which rule holds for it, what it is applied to, and what follows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from audit.ledger import Ledger
from audit.scoring.actual import Given, given_of
from audit.scoring.evaluate import Award, Evaluation, evaluate, needs_target, shown
from audit.scoring.explain import explain
from audit.scoring.family import by_target, word_band
from audit.scoring.grammar import parse
from audit.scoring.measure import Measure, Target, printed_full
from audit.scoring.notes import target_rule
from audit.scoring.recompute import Recomputed, recompute
from audit.scoring.source import Source, source_of
from schemas.form import AuditSettings
from schemas.message import Message
from schemas.record import Indicator, Number, State, Text
from schemas.rescore import Score, ScoreVerdict
from schemas.rule import InWords, Points, Refusal, Rule, RuleKind


@dataclass(frozen=True, slots=True)
class Judged:
    """What can be said before the stated score is looked at.

    ``awards`` are the readings where a number decides. Without any, ``verdict`` is set, or the
    points may lie between the ``limits``; ``conclusion`` says why nobody can verify more.
    """

    method: str
    trace: tuple[Message, ...]
    awards: tuple[Award, ...] = ()
    verdict: ScoreVerdict | None = None
    conclusion: Message = Message("", "")
    limits: tuple[Score, ...] = ()

    def within(self, stated: Decimal) -> bool:
        points = [limit.score for limit in self.limits]
        return not points or min(points) <= stated <= max(points)


NOTHING = Message("完成值没有填写，无法核对", "there is no actual value: not verifiable")


def judge(
    indicator: Indicator,
    settings: AuditSettings,
    book: Mapping[str, str],
    own: Mapping[str, str],
    notes: tuple[str, ...],
    ledger: Ledger,
    amount_unit: Text | None,
) -> Judged:
    source = source_of(indicator, book, own)
    weight = _weight(indicator.weight)
    given = given_of(indicator)
    if source is not None:
        return _by_rule(source, weight, given, indicator, settings, ledger)
    return _by_family(weight, given, indicator, settings, notes, ledger)


def _weight(field: Number | None) -> Decimal | None:
    return field.value if field is not None and field.state is State.READ else None


def _cannot(method: str, trace: list[Message], why: Message, verdict: ScoreVerdict) -> Judged:
    return Judged(method, tuple(trace), verdict=verdict, conclusion=why)


NO_WEIGHT = Message("分值未能读出，无法计算", "the weight could not be read: not scorable")


def _by_rule(
    source: Source,
    weight: Decimal | None,
    given: Given,
    indicator: Indicator,
    settings: AuditSettings,
    ledger: Ledger,
) -> Judged:
    trace = [source.said]
    rule = parse(source.text) if source.text is not None else None
    if rule is None or isinstance(rule, Refusal):
        why = rule.why if rule is not None else source.said
        said = Message(f"规则没有完全看懂：{why.zh}", f"the rule is not understood whole: {why.en}")
        return _cannot(f"{source.origin}/not-understood", trace, said, ScoreVerdict.NOT_SCORABLE)
    trace.append(Message(f"意思：{explain(rule).zh}", f"it means: {explain(rule).en}"))
    method = f"{source.origin}/{rule.kind.value}"
    if weight is None:
        return _cannot(method, trace, NO_WEIGHT, ScoreVerdict.NOT_SCORABLE)
    trace.append(Message(f"分值{shown(weight)}", f"weight {shown(weight)}"))
    if given.measures:
        return _measured(method, trace, rule, weight, given, indicator, settings, ledger)
    if given.word is not None:
        return _worded(method, trace, rule, weight, given.word)
    return _cannot(method, [*trace, *given.trace], given.why, ScoreVerdict.NOT_VERIFIABLE)


def _measured(
    method: str,
    trace: list[Message],
    rule: Rule,
    weight: Decimal,
    given: Given,
    indicator: Indicator,
    settings: AuditSettings,
    ledger: Ledger,
) -> Judged:
    """Applies the rule to the printed figure and to what the form's own amounts give."""
    trace += given.trace
    if rule.kind in (RuleKind.WORDS, RuleKind.CHECKLIST, RuleKind.NOT_APPLICABLE):
        why = Message(
            "规则看情形，不看数字，无法核对", "the rule goes by states of affairs: not verifiable"
        )
        return _limited(method, trace, _limits(rule, weight), why)
    if given.bound:
        return _cannot(method, trace, BOUND, ScoreVerdict.NOT_VERIFIABLE)
    target = given.target
    if rule.kind is RuleKind.OCCURRENCES and target is not None and target.value != 0:
        # The figure answers a target of its own; whether it counts what the rule counts is open.
        why = Message(
            "完成值对应的是目标值，不一定是规则所数的次数",
            "the actual value answers the target; it need not be the count of the rule",
        )
        return _cannot(method, trace, why, ScoreVerdict.NOT_SCORABLE)
    unclear = _unclear_rate(rule, given)
    if unclear is not None:
        return _cannot(method, trace, unclear, ScoreVerdict.NOT_SCORABLE)
    evaluations = [
        evaluate(rule, m, weight, target, _amounts(rule, m, ledger)) for m in given.measures
    ]
    found = _recomputed(rule, given, indicator, settings, ledger)
    awards, problem = _joined(evaluations, len(given.measures) > 1)
    if found is not None:
        trace.append(found.why)
        again = evaluate(rule, found.measure, weight, target)
        if _explains(found.measure, given.measures):
            awards, problem = again.awards, again.problem
        else:
            awards = _both_shown(awards, again.awards)
    trace += evaluations[0].notes
    if not awards:
        why = problem or Message("规则用不上", "the rule does not apply")
        return _cannot(method, trace, why, ScoreVerdict.NOT_SCORABLE)
    return Judged(method, tuple(trace), awards)


def _unclear_rate(rule: Rule, given: Given) -> Message | None:
    """Whether a bare figure beside a target of its own may be no percentage at all."""
    target = given.target
    if rule.unit != "%" or target is None or given.measures[0].unit is not None:
        return None
    if target.unit == "%" or (target.unit is None and target.value in (0, 100)):
        return None
    if needs_target(rule) and target.unit is None:
        return None
    return Message(
        f"规则看百分数，目标值是{shown(target.value)}{target.unit or ''}，完成值没有单位",
        f"the rule takes percentages, the target is {shown(target.value)}{target.unit or ''} and "
        "the actual value has no unit",
    )


BOUND = Message("完成值只是一个界限，不是一个数", "the actual value is a bound, not a number")


def _recomputed(
    rule: Rule, given: Given, indicator: Indicator, settings: AuditSettings, ledger: Ledger
) -> Recomputed | None:
    """A rate from the form's amounts, in the sign the form uses for it."""
    name = indicator.name.value if indicator.name is not None else None
    first = given.measures[0]
    if name is None or first.unit not in ("%", None) or rule.unit not in ("%", None):
        return None
    found = recompute(name, first.value, ledger, settings)
    if found is None or not rule.absolute or found.measure.value * first.value >= 0:
        return found
    m = found.measure
    return replace(found, measure=Measure(-m.value, m.unit, -m.high, -m.low))


def _explains(again: Measure, printed: tuple[Measure, ...]) -> bool:
    """Whether the printed rate is the recomputed one, rounded: then the finer figure counts."""
    return len(printed) == 1 and printed[0].low <= again.high and again.low <= printed[0].high


def _both_shown(printed: tuple[Award, ...], again: tuple[Award, ...]) -> tuple[Award, ...]:
    """Both where they disagree in the score, the printed figure first."""
    known = {award.score for award in printed}
    if {award.score for award in again} == known:
        return printed
    added = [replace(a, reading=f"from-amounts/{a.reading}") for a in again]
    return (*printed, *added)


def _joined(
    evaluations: list[Evaluation], several: bool
) -> tuple[tuple[Award, ...], Message | None]:
    """The awards of every supported reading of the cell; any that cannot be applied stops all."""
    problem = next((e.problem for e in evaluations if e.problem is not None), None)
    if problem is not None:
        return (), problem
    if not several:
        return evaluations[0].awards, None
    return tuple(
        replace(award, reading=f"cell-reading-{i + 1}/{award.reading}")
        for i, evaluation in enumerate(evaluations)
        for award in evaluation.awards
    ), None


def _amounts(rule: Rule, measure: Measure, ledger: Ledger) -> dict[str, Decimal]:
    """The amounts a rule on two amounts names: the actual value, and lines of the fund block."""
    if rule.kind is not RuleKind.AMOUNTS:
        return {}
    tests = [t for c in rule.cases for t in getattr(c.condition, "tests", ())]
    known = {t.left: measure.value for t in tests}
    for name in {t.right for t in tests if t.right is not None}:
        lines = [line for line in ledger.funds.lines if name in line.title]
        values = [line.cell("full_year_budget").likeliest for line in lines]
        if len(values) == 1 and values[0] is not None and measure.unit is None:
            known[name] = values[0]
    return known if len({t.left for t in tests}) == 1 else {}


def _limits(rule: Rule, weight: Decimal) -> tuple[Score, ...]:
    """The least and the most a rule in words can give; a rule's own full mark may be scaled."""
    points = [item.points for item in rule.items] or [
        c.outcome for c in rule.cases if isinstance(c.outcome, Points)
    ]
    values = [
        p.printed if p.printed is not None else (p.share or Decimal(0)) * weight for p in points
    ]
    full = printed_full(rule)
    most = sum(values, Decimal(0)) if rule.items else max(values, default=weight)
    most = max(most, weight if full is not None else most)
    return (Score(min(most, weight), "most"), Score(Decimal(0), "least"))


def _limited(method: str, trace: list[Message], limits: tuple[Score, ...], why: Message) -> Judged:
    return Judged(method, tuple(trace), conclusion=why, limits=limits)


WORD = Message("完成值只有文字，无法核对", "the actual value is only words: not verifiable")


def _worded(method: str, trace: list[Message], rule: Rule, weight: Decimal, word: str) -> Judged:
    trace.append(Message(f"完成值是文字“{word}”", f"the actual value is the word “{word}”"))
    for case in rule.cases:
        if isinstance(case.condition, InWords) and case.condition.text == word:
            assert isinstance(case.outcome, Points)
            points = case.outcome
            score = points.printed if points.printed is not None else (points.share or 0) * weight
            full = printed_full(rule)
            scores = [Score(Decimal(score), "word")]
            if full is not None and full != weight:
                scores.append(Score(Decimal(score) * weight / full, "scaled/word"))
            return _limited(method, trace, tuple(scores), WORD)
    return _limited(method, trace, _limits(rule, weight), WORD)


def _by_family(
    weight: Decimal | None,
    given: Given,
    indicator: Indicator,
    settings: AuditSettings,
    notes: tuple[str, ...],
    ledger: Ledger,
) -> Judged:
    trace = [Message("表内没有印评分规则", "the form prints no scoring rule")]
    if weight is None:
        return _cannot("family/no-weight", trace, NO_WEIGHT, ScoreVerdict.NOT_SCORABLE)
    trace.append(Message(f"分值{shown(weight)}", f"weight {shown(weight)}"))
    if given.copies:
        why = Message(
            "完成值照抄目标值，无法核对", "the actual value copies the target: not verifiable"
        )
        return _cannot("family/copied", trace, why, ScoreVerdict.NOT_VERIFIABLE)
    if given.word is not None:
        return _family_word(weight, given.word, settings, trace)
    if not given.measures:
        trace += given.trace
        return _cannot("family/missing", trace, given.why, ScoreVerdict.NOT_VERIFIABLE)
    trace += given.trace
    if given.target is None:
        why = Message("目标值不是一个数，无法核对", "the target is no number: not verifiable")
        return _cannot("family/words", trace, why, ScoreVerdict.NOT_VERIFIABLE)
    return _family_number(weight, given, given.target, indicator, settings, notes, ledger, trace)


def _family_word(
    weight: Decimal, word: str, settings: AuditSettings, trace: list[Message]
) -> Judged:
    trace.append(Message(f"完成值是文字“{word}”", f"the actual value is the word “{word}”"))
    bands = word_band(settings.method, word)
    if not bands:
        return _cannot("family/words", trace, WORD, ScoreVerdict.NOT_VERIFIABLE)
    low = min(band.low for band in bands) * weight
    high = max(band.high for band in bands) * weight
    trace.append(
        Message(
            f"这类文字得分值的{shown(low)}到{shown(high)}分",
            f"such a word earns between {shown(low)} and {shown(high)} points",
        )
    )
    limits = (Score(high, "word-band/most"), Score(low, "word-band/least"))
    return _limited("family/word-band", trace, limits, WORD)


def _family_number(
    weight: Decimal,
    given: Given,
    target: Target,
    indicator: Indicator,
    settings: AuditSettings,
    notes: tuple[str, ...],
    ledger: Ledger,
    trace: list[Message],
) -> Judged:
    note = target_rule(notes)
    if note is not None:
        trace[0] = Message(f"附注中的规则：{note.text}", f"rule in the form's notes: {note.text}")
        evaluations = [evaluate(note, m, weight, target) for m in given.measures]
        method = f"printed/{note.kind.value}"
    else:
        trace.append(
            Message(
                f"按该类表格的通行方法对照目标值（{settings.method.source or '默认方法'}）",
                f"by the usual method for the form family ({settings.method.source or 'default'})",
            )
        )
        evaluations = [by_target(settings.method, m, target, weight) for m in given.measures]
        lower = target.operator in ("≤", "<")
        method = f"family/{'lower' if lower else 'higher'}-is-better"
    if given.bound and not all(_met(e) for e in evaluations):
        return _cannot(method, trace, BOUND, ScoreVerdict.NOT_VERIFIABLE)
    awards, problem = _joined(evaluations, len(given.measures) > 1)
    name = indicator.name.value if indicator.name is not None else None
    if name is not None and len(given.measures) == 1 and given.measures[0].unit in ("%", None):
        found = recompute(name, given.measures[0].value, ledger, settings)
        if found is not None and target.unit in ("%", None):
            trace.append(found.why)
            again = by_target(settings.method, found.measure, target, weight)
            awards = awards if _explains(found.measure, given.measures) else awards
            if not _explains(found.measure, given.measures):
                awards = _both_shown(awards, again.awards)
    if not awards:
        why = problem or Message("算不出得分", "no score follows")
        return _cannot(method, trace, why, ScoreVerdict.NOT_SCORABLE)
    return Judged(method, tuple(trace), awards)


def _met(evaluation: Evaluation) -> bool:
    return bool(evaluation.awards) and evaluation.awards[0].reading in ("met", "full")
