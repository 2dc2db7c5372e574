"""One indicator: which rule holds for it, what it is applied to, and what follows."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from audit.ledger import Ledger
from audit.scoring.actual import Given, given_of
from audit.scoring.by_method import by_method
from audit.scoring.evaluate import evaluate, needs_target
from audit.scoring.explain import explain
from audit.scoring.figures import shown
from audit.scoring.grammar import parse
from audit.scoring.measure import Measure, printed_full
from audit.scoring.recompute import Recomputed
from audit.scoring.source import Source, source_of
from audit.scoring.subject import (
    BOUND,
    NO_WEIGHT,
    WORD,
    Form,
    Judged,
    Subject,
    both_shown,
    cannot,
    explains,
    joined,
    limited,
)
from schemas.message import Message
from schemas.record import Indicator, State
from schemas.rescore import Score, ScoreVerdict
from schemas.rule import InWords, Points, Refusal, Rule, RuleKind


def judge(form: Form, indicator: Indicator, direction: str | None = None) -> Judged:
    """Everything that can be said of an indicator's points without the stated score.

    ``direction`` is ``≥`` or ``≤`` where the form marks the indicator as 正向 or 反向.
    """
    field = indicator.weight
    weight = field.value if field is not None and field.state is State.READ else None
    subject = Subject(form, indicator, given_of(indicator, direction), weight)
    source = source_of(indicator, form.book, form.own)
    return by_method(subject) if source is None else _by_rule(source, subject)


def _by_rule(source: Source, subject: Subject) -> Judged:
    trace = [source.said]
    rule = parse(source.text) if source.text is not None else None
    if rule is None or isinstance(rule, Refusal):
        why = rule.why if rule is not None else source.said
        said = Message(f"规则没有完全看懂：{why.zh}", f"the rule is not understood whole: {why.en}")
        return cannot(f"{source.origin}/not-understood", trace, said, ScoreVerdict.NOT_SCORABLE)
    meaning = explain(rule)
    trace.append(Message(f"意思：{meaning.zh}", f"it means: {meaning.en}"))
    method = f"{source.origin}/{rule.kind.value}"
    if subject.weight is None:
        return cannot(method, trace, NO_WEIGHT, ScoreVerdict.NOT_SCORABLE)
    trace.append(Message(f"分值{shown(subject.weight)}", f"weight {shown(subject.weight)}"))
    given = subject.given
    trace += given.trace
    if given.measures:
        return _measured(method, trace, rule, subject, subject.weight)
    if given.word is not None:
        return _worded(method, trace, rule, subject.weight, given.word)
    return cannot(method, trace, given.why, ScoreVerdict.NOT_VERIFIABLE)


def _measured(
    method: str, trace: list[Message], rule: Rule, subject: Subject, weight: Decimal
) -> Judged:
    """Applies the rule to the printed figure and to what the form's own amounts give."""
    given = subject.given
    if rule.kind in (RuleKind.WORDS, RuleKind.CHECKLIST, RuleKind.NOT_APPLICABLE):
        return limited(method, trace, _limits(rule, weight), _BY_STATE)
    if given.bound:
        return cannot(method, trace, BOUND, ScoreVerdict.NOT_VERIFIABLE)
    problem = _other_count(rule, given) or _unclear_rate(rule, given)
    if problem is not None:
        return cannot(method, trace, problem, ScoreVerdict.NOT_SCORABLE)
    ledger = subject.form.ledger
    evaluations = [
        evaluate(rule, m, weight, given.target, _amounts(rule, m, ledger)) for m in given.measures
    ]
    awards, problem = joined(evaluations)
    found = _in_sign(rule, given, subject.recomputed())
    if found is not None:
        trace.append(found.why)
        again = evaluate(rule, found.measure, weight, given.target)
        if explains(found.measure, given.measures):
            awards, problem = again.awards, again.problem
        else:
            awards = both_shown(awards, again.awards)
    trace += evaluations[0].notes
    if not awards:
        why = problem or Message("规则用不上", "the rule does not apply")
        return cannot(method, trace, why, ScoreVerdict.NOT_SCORABLE)
    return Judged(method, tuple(trace), awards)


_BY_STATE = Message(
    "规则看情形，不看数字，无法核对", "the rule goes by states of affairs: not verifiable"
)


def _in_sign(rule: Rule, given: Given, found: Recomputed | None) -> Recomputed | None:
    """The recomputed rate in the sign that the form prints it with, if that does not count."""
    if found is None or rule.unit not in ("%", None):
        return None
    m = found.measure
    if not rule.absolute or m.value * given.measures[0].value >= 0:
        return found
    return replace(found, measure=Measure(-m.value, m.unit, -m.high, -m.low))


def _other_count(rule: Rule, given: Given) -> Message | None:
    """A figure that answers a target of its own need not be what a rule of occurrences counts."""
    if rule.kind is not RuleKind.OCCURRENCES or given.target is None or given.target.value == 0:
        return None
    return Message(
        "完成值对应的是目标值，不一定是规则所数的次数",
        "the actual value answers the target; it need not be the count of the rule",
    )


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
            return limited(method, trace, tuple(scores), WORD)
    return limited(method, trace, _limits(rule, weight), WORD)
