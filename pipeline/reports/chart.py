"""Bars of stated and recomputed points, one small picture for each row of a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from pipeline.reports.points import GroupRow

WIDTH = 240  # units of the picture; heights stand in the template


@dataclass(frozen=True, slots=True)
class Bars:
    """Lengths in units of the picture, from its left edge; ``low`` and ``high`` are positions."""

    weight: str
    stated: str
    verified: str
    hatched: str
    low: str
    high: str


def bars(group: GroupRow, groups: Sequence[GroupRow]) -> Bars:
    """The bars of ``group`` on a scale on which the heaviest of ``groups`` fills the width."""
    longest = max((max(g.weight, g.stated, g.high) for g in groups), default=Decimal(0))

    def units(points: Decimal) -> str:
        share = max(Decimal(0), points) / longest if longest > 0 else Decimal(0)
        return f"{share * (WIDTH - 2):.1f}"

    return Bars(
        weight=units(group.weight),
        stated=units(group.stated),
        verified=units(group.verified),
        hatched=units(group.recommended - group.verified),
        low=units(group.low),
        high=units(group.high),
    )
