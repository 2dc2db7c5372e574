"""Every indicator's points reckoned again, with the way a person can follow.

The rule is the printed one, else the rule book's, else the family file's; where there is none,
the family's method scores what it can. Verdicts and totals as the contract's "Re-score" says.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal

from audit.ledger import Ledger, Line, read_ledger
from audit.scoring.direction import printed_directions
from audit.scoring.figures import shown, tidy
from audit.scoring.judge import judge
from audit.scoring.normalize import fold
from audit.scoring.outcomes import Award
from audit.scoring.subject import Form, Judged
from audit.tolerance import decimals
from schemas.form import AuditSettings
from schemas.message import Message
from schemas.record import Indicator, Number, SelfEvaluation, State
from schemas.rescore import IndicatorRescore, Recomputed, Rescore, Score, ScoreVerdict

_NO_RULES: Mapping[str, str] = {}


def rescore(
    record: SelfEvaluation,
    settings: AuditSettings,
    rules: Mapping[str, str] = _NO_RULES,
) -> Rescore:
    """Reckons every indicator again; ``rules`` maps indicator names to rule sentences.

    Pure and total: fields in doubt make a verdict weaker, never an exception.
    """
    ledger = read_ledger(record)
    book = {fold(name).text: sentence for name, sentence in rules.items()}
    own = {fold(name).text: sentence for name, sentence in settings.rules.items()}
    notes = tuple(note.text.value for note in record.notes if note.text.value)
    form = Form(settings, ledger, book, own, notes)
    marked = printed_directions(record)
    judged = [
        judge(form, indicator, marked.get(f"/indicators/{i}"))
        for i, indicator in enumerate(record.indicators)
    ]
    truncates = _column_truncates(record.indicators, judged)
    rows = [
        _row(f"/indicators/{i}", indicator, item, truncates)
        for i, (indicator, item) in enumerate(zip(record.indicators, judged, strict=True))
    ]
    return _totals(record, rows, ledger, settings.total_weight)


@dataclass(frozen=True, slots=True)
class _Stated:
    value: Decimal | None
    readings: tuple[Decimal, ...]


def _stated(field: Number | None) -> _Stated:
    if field is None or field.state not in (State.READ, State.AMBIGUOUS):
        return _Stated(None, ())  # scraps of what could not be read are not all it may be
    value = field.value if field.state is State.READ else None
    others = tuple(a.value for a in field.alternatives)
    return _Stated(value, (value, *others) if value is not None else others)


def _follows(stated: Decimal, award: Award, truncates: bool) -> bool:
    """Whether the printed points are this reading's: exact, or for a ratio to its last digit."""
    if not award.ratio:
        return stated == award.score
    unit = Decimal(1).scaleb(-decimals(stated))
    if truncates:
        return award.low - unit < stated <= award.high
    return stated == award.score or award.low - unit / 2 <= stated <= award.high + unit / 2


def _column_truncates(indicators: Sequence[Indicator], judged: Sequence[Judged]) -> bool:
    """One way of rounding holds for the whole column: cutting off, if it explains more scores."""

    def failing(truncates: bool) -> int:
        return sum(
            bool(item.awards)
            and stated is not None
            and not any(_follows(stated, award, truncates) for award in item.awards)
            for item, stated in zip(
                judged, (_stated(row.score).value for row in indicators), strict=True
            )
        )

    return failing(True) < failing(False)


def _row(pointer: str, row: Indicator, item: Judged, truncates: bool) -> IndicatorRescore:
    stated = _stated(row.score)
    awards = list(item.awards)
    verdict, said = _verdict(stated, item, truncates)
    if truncates and stated.value is not None:
        awards += _truncated(stated.value, awards)
    scores = tuple(Score(award.score, award.reading) for award in awards)
    if item.verdict is None and verdict is ScoreVerdict.DIFFERS and not scores:
        scores = item.limits
    trace = (*item.trace, *_reasons(awards), said)
    return IndicatorRescore(pointer, stated.value, scores, verdict, item.method, trace)


def _reasons(awards: Sequence[Award]) -> list[Message]:
    """What was reckoned, once for all the ways of rounding its result."""
    from audit.scoring.wording import reading

    grouped: dict[tuple[str, Message], list[Award]] = {}
    for award in awards:
        base = re.sub(r"/(?:rounded|truncated)-\d+$", "", award.reading)
        grouped.setdefault((base, award.why), []).append(award)
    found = []
    for (base, why), same in grouped.items():
        words, rounded = reading(base), [a for a in same if a.reading != base]
        zh = "、".join(f"{_digits(a)}位得{shown(a.score)}" for a in rounded)
        en = ", ".join(f"{shown(a.score)} at {_digits(a)} decimals" for a in rounded)
        found.append(
            Message(
                f"{words.zh}：{why.zh}" + (f"（得分取{zh}）" if zh else ""),
                f"{words.en}: {why.en}" + (f" (the score is {en})" if en else ""),
            )
        )
    return found


def _digits(award: Award) -> str:
    return award.reading.rpartition("-")[2]


def _verdict(stated: _Stated, item: Judged, truncates: bool) -> tuple[ScoreVerdict, Message]:
    if item.verdict is not None:
        return item.verdict, item.conclusion
    if not stated.readings:
        return ScoreVerdict.NOT_VERIFIABLE, Message(
            "表内没有可以读出的得分，无从比较", "the form gives no legible score to compare with"
        )
    if item.awards:
        if any(_follows(s, a, truncates) for s in stated.readings for a in item.awards):
            return ScoreVerdict.AGREES, Message("与表内得分一致", "agrees with the stated score")
        return ScoreVerdict.DIFFERS, Message(
            "任何一种读法都得不出表内得分", "no reading gives the stated score"
        )
    if any(item.within(s) for s in stated.readings):
        return ScoreVerdict.NOT_VERIFIABLE, item.conclusion
    return ScoreVerdict.DIFFERS, Message(
        "表内得分不在可能的范围之内", "the stated score lies outside what is possible"
    )


def _truncated(stated: Decimal, awards: Sequence[Award]) -> list[Award]:
    """The stated score as a reading of its own where cutting off the digits explains it."""
    if any(award.score == stated for award in awards):
        return []
    unit = Decimal(1).scaleb(-decimals(stated))
    for award in awards:
        if award.ratio and award.high.quantize(unit, ROUND_DOWN) == stated:
            base = award.reading.split("/rounded-")[0]
            name = f"{base}/truncated-{decimals(stated)}"
            return [Award(tidy(stated), name, award.why, award.low, award.high, ratio=True)]
    return []


def _totals(
    record: SelfEvaluation,
    rows: Sequence[IndicatorRescore],
    ledger: Ledger,
    whole: Decimal | None,
) -> Rescore:
    scored = _execution_lines(ledger)
    zero = Decimal(0)
    execution = zero
    if _total_takes_in(record, scored, whole):
        execution = sum((line.cell("score").likeliest or zero for line in scored), zero)
    stated = [row.stated or Decimal(0) for row in rows]
    computed = [
        [s.score for s in row.scores]
        if row.scores and row.verdict in (ScoreVerdict.AGREES, ScoreVerdict.DIFFERS)
        else [own]
        for row, own in zip(rows, stated, strict=True)
    ]
    return Rescore(
        tuple(rows),
        _stated(record.total_score).value,
        sum(stated, execution),
        Recomputed(
            sum((min(scores) for scores in computed), execution),
            sum((max(scores) for scores in computed), execution),
            sum((scores[0] for scores in computed), execution),
        ),
        sum(
            (
                own
                for row, own in zip(rows, stated, strict=True)
                if row.verdict is ScoreVerdict.NOT_VERIFIABLE
            ),
            zero,
        ),
    )


def _execution_lines(ledger: Ledger) -> Sequence[Line]:
    """The lines of the fund block whose points for execution count: the uppermost with any."""
    scored = [line for line in ledger.funds.lines if line.cell("score").likeliest is not None]
    top = min((line.level for line in scored if line.level is not None), default=None)
    return [line for line in scored if line.level == top] or scored[:1]


def _total_takes_in(record: SelfEvaluation, scored: Sequence[Line], whole: Decimal | None) -> bool:
    """Whether the total score is meant to hold the points for execution, by the weights.

    The printed total weight decides, else ``whole``, the family's: where the indicators' own
    weights make it (合计 90 over 90, or 100 over 100) and not the execution's with them, the
    total is the indicators'. Where a weight is missing the total holds all points.
    """
    weights = [_stated(row.weight).value for row in record.indicators]
    printed = _stated(record.total_weight).value
    total = printed if printed is not None else whole
    if total is None or None in weights:
        return True
    own = sum((weight for weight in weights if weight is not None), Decimal(0))
    execution = [line.cell("weight").likeliest for line in scored]
    known = sum((weight for weight in execution if weight is not None), Decimal(0))
    return own != total or (None not in execution and known == 0)
