"""Stated against recomputed points, by indicator and by level-1 group."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from audit.scoring.wording import reading
from pipeline.reports.cells import DOUBTFUL, Value, quantity, sure, value
from pipeline.reports.found import Found
from schemas.message import Message
from schemas.record import Field, Indicator, SelfEvaluation
from schemas.rescore import IndicatorRescore, Rescore, ScoreVerdict

_COMPUTED = (ScoreVerdict.AGREES, ScoreVerdict.DIFFERS)
_RANK = {ScoreVerdict.DIFFERS: 0, ScoreVerdict.NOT_SCORABLE: 1}


@dataclass(frozen=True, slots=True)
class Reading:
    """Points that follow from one or more readings of the rule."""

    score: Decimal
    words: tuple[Message, ...]


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """A filled indicator as printed, with its points reckoned again.

    ``number`` counts from 1 in printed order; ``findings`` are the numbers of the findings that
    accuse the row. ``verdict`` is ``None`` when the report was only read.
    """

    pointer: str
    number: int
    path: tuple[str, ...]
    name: Value
    target: Value
    actual: Value
    completion: Value
    weight: Value
    score: Value
    reasons: tuple[str, ...]
    reason_note: Value
    improvement: Value
    rule: bool
    verdict: ScoreVerdict | None
    readings: tuple[Reading, ...]
    trace: tuple[Message, ...]
    method: str
    findings: tuple[int, ...]

    @property
    def several(self) -> bool:
        """Whether the readings of the rule come to different points."""
        return len(self.readings) > 1


@dataclass(frozen=True, slots=True)
class GroupRow:
    """Sums over one level-1 group; what was not read beyond doubt counts nothing.

    ``low`` to ``high`` follow the contract: computed points where they can be computed, the
    stated ones elsewhere. ``incomplete`` says that a weight or a score is in doubt.
    """

    name: str
    weight: Decimal
    stated: Decimal
    low: Decimal
    high: Decimal
    recommended: Decimal
    not_verifiable: Decimal
    not_scorable: Decimal
    indicators: int
    incomplete: bool

    @property
    def verified(self) -> Decimal:
        """Recommended points that follow from a number and a rule."""
        return self.recommended - self.not_verifiable - self.not_scorable


def indicator_rows(
    record: SelfEvaluation, rescore: Rescore | None, found: Sequence[Found]
) -> tuple[IndicatorRow, ...]:
    """Every indicator in printed order."""
    scores = {item.field: item for item in rescore.indicators} if rescore else {}
    rows = []
    for index, item in enumerate(record.indicators):
        pointer = f"/indicators/{index}"
        accusing = tuple(f.number for f in found if pointer in f.rows)
        rows.append(_row(pointer, index + 1, item, scores.get(pointer), accusing))
    return tuple(rows)


def differing_first(rows: Sequence[IndicatorRow]) -> tuple[IndicatorRow, ...]:
    """Differing points first, then rules not understood and open readings, else as printed."""
    return tuple(sorted(rows, key=_rank))


def group_rows(record: SelfEvaluation, rescore: Rescore | None) -> tuple[GroupRow, ...]:
    """Level-1 groups in the order in which they first stand on the form."""
    scores = {item.field: item for item in rescore.indicators} if rescore else {}
    names = [value(item.level1).text for item in record.indicators]
    return tuple(
        _group(
            name,
            [
                (item, scores.get(f"/indicators/{index}"))
                for index, item in enumerate(record.indicators)
                if names[index] == name
            ],
        )
        for name in dict.fromkeys(names)
    )


def total_row(groups: Sequence[GroupRow]) -> GroupRow:
    """The sums of all groups."""

    def add(key: str) -> Decimal:
        return sum((getattr(group, key) for group in groups), Decimal(0))

    return GroupRow(
        name="",
        weight=add("weight"),
        stated=add("stated"),
        low=add("low"),
        high=add("high"),
        recommended=add("recommended"),
        not_verifiable=add("not_verifiable"),
        not_scorable=add("not_scorable"),
        indicators=sum(group.indicators for group in groups),
        incomplete=any(group.incomplete for group in groups),
    )


def _row(
    pointer: str,
    number: int,
    item: Indicator,
    score: IndicatorRescore | None,
    findings: tuple[int, ...],
) -> IndicatorRow:
    path = (value(part).text for part in (item.level1, item.level2, item.level3))
    return IndicatorRow(
        pointer=pointer,
        number=number,
        path=tuple(part for part in path if part),
        name=value(item.name),
        target=quantity(item.target),
        actual=quantity(item.actual),
        completion=value(item.completion),
        weight=value(item.weight),
        score=value(item.score),
        reasons=tuple(value(reason).text for reason in item.reasons),
        reason_note=value(item.reason_note),
        improvement=value(item.improvement),
        rule=item.target.rule is not None,
        verdict=score.verdict if score else None,
        readings=_readings(score),
        trace=score.trace if score else (),
        method=score.method if score else "",
        findings=findings,
    )


def _readings(score: IndicatorRescore | None) -> tuple[Reading, ...]:
    """Equal points stand together, the recommended ones first."""
    by_points: dict[Decimal, list[Message]] = {}
    for item in score.scores if score else ():
        by_points.setdefault(item.score, []).append(reading(item.reading))
    return tuple(
        Reading(points, tuple(dict.fromkeys(words))) for points, words in by_points.items()
    )


def _rank(row: IndicatorRow) -> tuple[int, bool]:
    if row.verdict is None:
        return (9, False)
    return (_RANK.get(row.verdict, 2), not row.several)


def _group(name: str, members: Sequence[tuple[Indicator, IndicatorRescore | None]]) -> GroupRow:
    zero = Decimal(0)
    weight = stated = low = high = recommended = unverified = unscored = zero
    for item, score in members:
        own = sure(item.score) or zero
        weight += sure(item.weight) or zero
        stated += own
        points = [s.score for s in score.scores] if score and score.verdict in _COMPUTED else []
        low += min(points, default=own)
        high += max(points, default=own)
        recommended += points[0] if points else own
        if score and score.verdict is ScoreVerdict.NOT_VERIFIABLE:
            unverified += own
        elif not points:
            unscored += own
    doubts = any(_in_doubt(item.weight) or _in_doubt(item.score) for item, _ in members)
    sums = (weight, stated, low, high, recommended, unverified, unscored)
    return GroupRow(name, *sums, len(members), doubts)


def _in_doubt(field: Field[Decimal] | None) -> bool:
    return field is not None and field.state in DOUBTFUL
