"""What judging one indicator works with, and what comes of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from audit.ledger import Ledger
from audit.scoring.actual import Given
from audit.scoring.evaluate import Evaluation
from audit.scoring.measure import Measure
from audit.scoring.outcomes import Award
from audit.scoring.recompute import Recomputed, recompute
from schemas.form import AuditSettings
from schemas.message import Message
from schemas.record import Indicator
from schemas.rescore import Score, ScoreVerdict


@dataclass(frozen=True, slots=True)
class Form:
    """What all indicators of a form share. ``book`` (the user's) and ``own`` (the family's) are
    rules by folded indicator name; ``notes`` the texts that stand beside the tables."""

    settings: AuditSettings
    ledger: Ledger
    book: dict[str, str]
    own: dict[str, str]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Subject:
    """One indicator; ``weight`` is ``None`` where it could not be read."""

    form: Form
    indicator: Indicator
    given: Given
    weight: Decimal | None

    def recomputed(self) -> Recomputed | None:
        """The rate that the form's own amounts give, where the actual value may be a rate."""
        name = self.indicator.name.value if self.indicator.name is not None else None
        if name is None or len(self.given.measures) != 1:
            return None
        (first,) = self.given.measures
        if first.unit not in ("%", None):
            return None
        return recompute(name, first.value, self.form.ledger, self.form.settings)


NO_MORE = Message("", "")


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
    conclusion: Message = NO_MORE
    limits: tuple[Score, ...] = ()

    def within(self, stated: Decimal) -> bool:
        points = [limit.score for limit in self.limits]
        return not points or min(points) <= stated <= max(points)


NO_WEIGHT = Message("分值未能读出，无法计算", "the weight could not be read: not scorable")
BOUND = Message("完成值只是一个界限，不是一个数", "the actual value is a bound, not a number")
WORD = Message("完成值只有文字，无法核对", "the actual value is only words: not verifiable")


def cannot(method: str, trace: list[Message], why: Message, verdict: ScoreVerdict) -> Judged:
    return Judged(method, tuple(trace), verdict=verdict, conclusion=why)


def limited(method: str, trace: list[Message], limits: tuple[Score, ...], why: Message) -> Judged:
    """Nobody can verify the points; they must lie between the limits all the same."""
    return Judged(method, tuple(trace), conclusion=why, limits=limits)


def explains(again: Measure, printed: tuple[Measure, ...]) -> bool:
    """Whether the printed rate is the recomputed one, rounded: then the finer figure counts."""
    return len(printed) == 1 and printed[0].low <= again.high and again.low <= printed[0].high


def both_shown(printed: tuple[Award, ...], again: tuple[Award, ...]) -> tuple[Award, ...]:
    """Both where they disagree in the score, the printed figure first."""
    known = {award.score for award in printed}
    if {award.score for award in again} == known:
        return printed
    added = [replace(a, reading=f"from-amounts/{a.reading}") for a in again]
    return (*printed, *added)


def joined(evaluations: list[Evaluation]) -> tuple[tuple[Award, ...], Message | None]:
    """The awards of every supported reading of the cell; one that cannot be applied stops all."""
    problem = next((e.problem for e in evaluations if e.problem is not None), None)
    if problem is not None:
        return (), problem
    if len(evaluations) == 1:
        return evaluations[0].awards, None
    awards = tuple(
        replace(award, reading=f"cell-reading-{number}/{award.reading}")
        for number, evaluation in enumerate(evaluations, 1)
        for award in evaluation.awards
    )
    return awards, None
