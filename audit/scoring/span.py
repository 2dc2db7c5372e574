"""A target that is a range: 80-90%, 10~15天, 5至8次."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from audit.scoring.figures import shown
from audit.scoring.measure import Measure, Target, in_measure_unit
from forms.text.characters import half_width
from forms.text.units import is_unit, normalise
from schemas.message import Message
from schemas.record import Indicator, State

_NUMBER = r"\d+(?:\.\d+)?"
_RANGE = re.compile(
    rf"(?P<low>{_NUMBER})(?P<one>[^\d\s.~至到—–-]*)(?:-|~|至|到|—|–|--|——)"
    rf"(?P<high>{_NUMBER})(?P<two>[^\d.]*?)(?:之间|以内|范围内)?"
)


@dataclass(frozen=True, slots=True)
class Range:
    """From ``low`` to ``high``, both included, in one unit."""

    low: Decimal
    high: Decimal
    unit: str | None

    @property
    def shown(self) -> str:
        return f"{shown(self.low)}-{shown(self.high)}{self.unit or ''}"


def range_of(indicator: Indicator) -> Range | None:
    """The target as a range; ``None`` for every other text, and for dates (2023-2025年)."""
    field = indicator.target.text
    if field is None or field.state is not State.READ or not field.value:
        return None
    match = _RANGE.fullmatch(re.sub(r"\s", "", half_width(field.value)).replace("～", "~"))
    if match is None:
        return None
    one, two = normalise(match["one"]), normalise(match["two"])
    low, high = Decimal(match["low"]), Decimal(match["high"])
    unit = two or one
    if not low < high or (one and two and one != two) or (unit and not is_unit(unit)):
        return None
    date = unit in {"年", "月", "日", "号", "时", "点"} or (one and not two)
    return None if date else Range(low, high, unit or None)


def within(measure: Measure, target: Range) -> bool | Message:
    """Whether a measure lies in the range, or why the two cannot be compared."""
    fitted = in_measure_unit(measure, Target(None, target.high, target.unit))
    if isinstance(fitted, Message):
        return fitted
    return target.low <= fitted.value <= target.high
