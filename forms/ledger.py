"""What became of every printed cell of a form, so that nothing is dropped."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from forms.sheet import Row, Spot


@dataclass(slots=True)
class Ledger:
    """Cells by what they were used for: ``label`` for print that names values, ``value`` else.

    A cell may be used more than once (a merged unit serves several rows).
    """

    uses: dict[tuple[int, int, int], str] = field(default_factory=dict)

    def label(self, *spots: Spot | None) -> None:
        """The cells are labels, headers or furniture of the form."""
        for spot in spots:
            if spot is not None:
                self.uses.setdefault(spot.identity, "label")

    def value(self, *spots: Spot | None) -> None:
        """The cells' texts stand in a field or a note of the record."""
        for spot in spots:
            if spot is not None:
                self.uses[spot.identity] = "value"

    def used(self, spot: Spot) -> bool:
        return spot.identity in self.uses

    def left(self, rows: Iterable[Row]) -> tuple[Spot, ...]:
        """The cells with ink that were used for nothing, in reading order."""
        seen: dict[tuple[int, int, int], Spot] = {}
        for row in rows:
            for spot in row.filled:
                if not self.used(spot):
                    seen.setdefault(spot.identity, spot)
        return tuple(seen.values())
