"""A doubtful number as the settling sees it: its readings, and how well the ink supports them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from audit.near import near
from audit.readings import Cell
from schemas.record import State
from schemas.support import weighed
from schemas.text import Origin


@dataclass(frozen=True, slots=True)
class Doubt:
    """An ambiguous number.

    ``readings`` are those that were named, the likeliest first; ``unnamed`` the others that its
    ink leaves open. ``alike``: both readers, or one and every later look, take the ink for the
    likeliest and for no other number. ``ahead``: so do one reader and every later look, whatever
    the other reader said first; or the ink is beyond doubt and only its meaning is not.
    """

    cell: Cell
    readings: tuple[Decimal, ...]
    unnamed: tuple[Decimal, ...]
    alike: bool
    ahead: bool

    @property
    def pointer(self) -> str:
        return self.cell.pointer

    @property
    def likeliest(self) -> Decimal:
        return self.readings[0]

    @property
    def others(self) -> tuple[Decimal, ...]:
        """Every other number that the ink supports."""
        return (*self.readings[1:], *(n for n in self.unnamed if n not in self.readings))


def doubt_of(cell: Cell) -> Doubt | None:
    """The doubt about a number; ``None`` for a cell that is read, blank, or not read at all."""
    field, readings = cell.field, cell.readings
    if field is None or field.state is not State.AMBIGUOUS or not readings:
        return None
    if not all(isinstance(value, Decimal) for value in readings):
        return None
    support = weighed(field.alternatives[0].support)
    both = support.readers == 2
    later = support.readers == 1 and support.always
    return Doubt(
        cell,
        readings,
        near(readings[0], cell.open) if cell.open else (),
        both or (later and len(readings) == 1),
        both or later or field.origin is not Origin.OCR,
    )
