"""An indicator for which no rule is printed or given: the family's method, where it reaches."""

from __future__ import annotations

from decimal import Decimal

from audit.scoring.direction import less_may_be_better
from audit.scoring.evaluate import Evaluation, evaluate
from audit.scoring.family import by_target, word_band
from audit.scoring.figures import shown
from audit.scoring.measure import Measure, Target
from audit.scoring.notes import target_rule
from audit.scoring.outcomes import Award
from audit.scoring.span import Range, range_of, within
from audit.scoring.subject import (
    BOUND,
    NO_WEIGHT,
    WORD,
    Judged,
    Subject,
    both_shown,
    cannot,
    explains,
    joined,
    limited,
)
from schemas.message import Message
from schemas.rescore import Score, ScoreVerdict


def by_method(subject: Subject) -> Judged:
    """A number against a numeric target, or a word within its band; else not verifiable."""
    trace = [Message("表内没有印评分规则", "the form prints no scoring rule")]
    weight, given = subject.weight, subject.given
    if weight is None:
        return cannot("family/no-weight", trace, NO_WEIGHT, ScoreVerdict.NOT_SCORABLE)
    trace.append(Message(f"分值{shown(weight)}", f"weight {shown(weight)}"))
    if given.copies:
        return cannot("family/copied", trace, given.why, ScoreVerdict.NOT_VERIFIABLE)
    if given.word is not None:
        return _word(weight, given.word, subject, trace)
    trace += given.trace
    if not given.measures:
        return cannot("family/missing", trace, given.why, ScoreVerdict.NOT_VERIFIABLE)
    if given.target is None and (span := range_of(subject.indicator)) is not None:
        return _ranged(weight, span, subject, trace)
    if given.target is None:
        why = Message("目标值不是一个数，无法核对", "the target is no number: not verifiable")
        return cannot("family/words", trace, why, ScoreVerdict.NOT_VERIFIABLE)
    return _number(weight, given.target, subject, trace)


def _word(weight: Decimal, word: str, subject: Subject, trace: list[Message]) -> Judged:
    trace.append(Message(f"完成值是文字“{word}”", f"the actual value is the word “{word}”"))
    bands = word_band(subject.form.settings.method, word)
    if not bands:
        return cannot("family/words", trace, WORD, ScoreVerdict.NOT_VERIFIABLE)
    low = min(band.low for band in bands) * weight
    high = max(band.high for band in bands) * weight
    trace.append(
        Message(
            f"这类文字得分值的{shown(low)}到{shown(high)}分",
            f"such a word earns between {shown(low)} and {shown(high)} points",
        )
    )
    limits = (Score(high, "word-band/most"), Score(low, "word-band/least"))
    return limited("family/word-band", trace, limits, WORD)


def _ranged(weight: Decimal, span: Range, subject: Subject, trace: list[Message]) -> Judged:
    """Full marks within a range; how far outside of it points are lost no method says."""
    method, given = "family/range", subject.given
    if given.bound:
        return cannot(method, trace, BOUND, ScoreVerdict.NOT_VERIFIABLE)
    found = [within(measure, span) for measure in given.measures]
    problem = next((one for one in found if isinstance(one, Message)), None)
    if problem is not None:
        return cannot(method, trace, problem, ScoreVerdict.NOT_SCORABLE)
    if not all(found):
        why = Message(
            f"完成值不在目标区间{span.shown}之内，没有印出区间外怎样计分的规则",
            f"the actual value lies outside {span.shown}; the form prints no rule for that",
        )
        return cannot(method, trace, why, ScoreVerdict.NOT_SCORABLE)
    why = Message(
        f"完成值在目标区间{span.shown}之内，得满分{shown(weight)}",
        f"the actual value lies within {span.shown}: full marks {shown(weight)}",
    )
    return Judged(method, tuple(trace), (Award(weight, "met", why, weight, weight),))


def _number(weight: Decimal, target: Target, subject: Subject, trace: list[Message]) -> Judged:
    settings, given = subject.form.settings, subject.given
    note = target_rule(subject.form.notes)

    def score(measure: Measure) -> Evaluation:
        if note is not None:
            return evaluate(note, measure, weight, target)
        less = less_may_be_better(subject.indicator)
        return by_target(settings.method, measure, target, weight, less_may_be_better=less)

    if note is not None:
        trace[0] = Message(f"附注中的规则：{note.text}", f"rule in the form's notes: {note.text}")
        method = f"printed/{note.kind.value}"
    else:
        basis = settings.method.source
        trace.append(
            Message(
                f"按该类表格的通行方法对照目标值（{basis or '默认方法'}）",
                f"by the usual method for the form family ({basis or 'the default'})",
            )
        )
        lower = target.operator in ("≤", "<")
        method = f"family/{'lower' if lower else 'higher'}-is-better"
    evaluations = [score(measure) for measure in given.measures]
    if given.bound and not all(_beyond_doubt(e, subject) for e in evaluations):
        return cannot(method, trace, BOUND, ScoreVerdict.NOT_VERIFIABLE)
    awards, problem = joined(evaluations)
    found = subject.recomputed() if target.unit in ("%", None) else None
    if found is not None:
        trace.append(found.why)
        again = score(found.measure)
        if explains(found.measure, given.measures):
            awards = again.awards or awards
        else:
            awards = both_shown(awards, again.awards)
    if not awards:
        why = problem or Message("算不出得分", "no score follows")
        return cannot(method, trace, why, ScoreVerdict.NOT_SCORABLE)
    return Judged(method, tuple(trace), awards)


def _beyond_doubt(evaluation: Evaluation, subject: Subject) -> bool:
    """Whether a bound (≥95%) meets the target whatever the number itself is."""
    given = subject.given
    operator = given.target.operator if given.target is not None else None
    same_way = (operator in ("≥", ">") and given.operator in ("≥", ">")) or (
        operator in ("≤", "<") and given.operator in ("≤", "<")
    )
    return same_way and bool(evaluation.awards) and evaluation.awards[0].reading in ("met", "full")
