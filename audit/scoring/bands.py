"""The spans of a rule's cases: one unit, shared limits settled, no overlap, no gap between."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from audit.scoring.clauses import Amount, End, SpanCondition, Unclear
from schemas.rule import Case, InSpans, Span


@dataclass(frozen=True, slots=True)
class Open:
    """A span whose ends may still be unsettled (``None``)."""

    low: Decimal | None
    low_closed: bool | None
    high: Decimal | None
    high_closed: bool | None
    low_weak: bool = False
    high_weak: bool = False


def span_groups(cases: Sequence[Case]) -> list[tuple[Span, ...]]:
    """The spans of every case that goes by spans."""
    return [case.condition.spans for case in cases if isinstance(case.condition, InSpans)]


def spans_of(condition: SpanCondition) -> tuple[Open, ...]:
    """The condition as spans; ≠ gives two, 以外 the two outer ones."""
    low, high = condition.low, condition.high
    if condition.outside:
        assert low is not None
        at = low.amount.value
        return (Open(None, False, at, False), Open(at, False, None, False))
    return (
        Open(
            low.amount.value if low else None,
            low.closed if low else False,
            high.amount.value if high else None,
            high.closed if high else False,
            low.weak if low else False,
            high.weak if high else False,
        ),
    )


def unit_of(amounts: Sequence[Amount]) -> str | None:
    """The unit all numbers share; a bare 0 goes with any. Raises ``Unclear`` on a mixture."""
    units = {at.unit for at in amounts if at.value != 0 or at.unit is not None}
    if len(units) > 1:
        said = "、".join(sorted(unit or "无单位" for unit in units))
        raise Unclear(f"单位不一致：{said}", f"the units differ: {said}")
    return next(iter(units), None)


def ends_of(condition: SpanCondition) -> list[End]:
    return [end for end in (condition.low, condition.high) if end is not None]


def settle(groups: Sequence[tuple[Open, ...]]) -> list[tuple[Span, ...]]:
    """Closes or opens every end the print left open, by what the neighbouring case says.

    A limit that a neighbour claims belongs to the neighbour, one that it excludes belongs here;
    only a claim in so many words （含, ≥） counts as one, 以上 and 以下 give way to it. Where
    nobody claims it so both keep it, and the value has two readings.
    """
    every = [span for group in groups for span in group]

    def claimed(at: Decimal, mine: Open) -> bool:
        """Whether another case claims the number in so many words."""
        return any(
            end == at and said is True and not weak
            for s in every
            if s is not mine
            for end, said, weak in (
                (s.low, s.low_closed, s.low_weak),
                (s.high, s.high_closed, s.high_weak),
            )
        )

    def closed(at: Decimal | None, said: bool | None, weak: bool, mine: Open) -> bool:
        if at is None:
            return False
        if said is None or (said and weak):
            return not claimed(at, mine)
        return said

    return [
        tuple(
            Span(
                s.low,
                closed(s.low, s.low_closed, s.low_weak, s),
                s.high,
                closed(s.high, s.high_closed, s.high_weak, s),
            )
            for s in group
        )
        for group in groups
    ]


def nested(groups: Sequence[tuple[Span, ...]]) -> list[tuple[Span, ...]]:
    """90%以上, 80%以上, 70%以上 in falling order: each band ends where the one before begins."""
    before: Sequence[tuple[Span, ...]] = [(), *groups]
    return [
        (_cut(group[0], last[0]),) if len(group) == len(last) == 1 else group
        for last, group in zip(before, groups, strict=False)
    ]


def _cut(mine: Span, last: Span) -> Span:
    """What ``last``, the case before, leaves of a case that is open to the same side."""
    if mine.high is None and last.high is None and mine.low is not None and last.low is not None:
        inside = mine.low < last.low
        return Span(mine.low, mine.low_closed, last.low, not last.low_closed) if inside else mine
    if mine.low is None and last.low is None and mine.high is not None and last.high is not None:
        inside = mine.high > last.high
        return (
            Span(last.high, not last.high_closed, mine.high, mine.high_closed) if inside else mine
        )
    return mine


def check_disjoint(groups: Sequence[tuple[Span, ...]]) -> None:
    """Cases may share a limit, nothing more."""
    for i, group in enumerate(groups):
        for other in groups[i + 1 :]:
            for a in group:
                for b in other:
                    if _overlap(a, b):
                        raise Unclear("两档互相重叠", "two bands overlap")


def _overlap(a: Span, b: Span) -> bool:
    lows = [low for low in (a.low, b.low) if low is not None]
    highs = [high for high in (a.high, b.high) if high is not None]
    low, high = max(lows, default=None), min(highs, default=None)
    if low is not None and high is not None and low >= high:
        # A single value: two bands may share a limit, but no band may swallow a point band.
        return low == high and a.contains(low) and b.contains(low) and (a.is_point or b.is_point)
    return True


def complement(groups: Sequence[tuple[Span, ...]]) -> tuple[Span, ...]:
    """What the spans together leave of the number line, in rising order."""
    spans = sorted(
        (span for group in groups for span in group),
        key=lambda s: (s.low is not None, s.low or Decimal(0), not s.low_closed),
    )
    left: list[Span] = []
    reached: Decimal | None = None
    reached_closed, begun = False, False
    for span in spans:
        if not begun:
            if span.low is not None:
                left.append(Span(None, False, span.low, not span.low_closed))
        elif reached is None:
            return tuple(left)
        elif span.low is not None and (
            span.low > reached or (span.low == reached and not (span.low_closed or reached_closed))
        ):
            left.append(Span(reached, not reached_closed, span.low, not span.low_closed))
        begun = True
        if span.high is None:
            return tuple(left)
        if reached is None or (span.high, span.high_closed) > (reached, reached_closed):
            reached, reached_closed = span.high, span.high_closed
    if begun and reached is not None:
        left.append(Span(reached, not reached_closed, None, False))
    return tuple(left) if begun else (Span(None, False, None, False),)


def check_no_gap(groups: Sequence[tuple[Span, ...]]) -> None:
    """No stretch between two cases may be left out; single values may."""
    for span in complement(groups):
        if span.low is not None and span.high is not None and span.low < span.high:
            raise Unclear(
                f"{span.low}到{span.high}之间没有说到",
                f"nothing is said of {span.low} to {span.high}",
            )
