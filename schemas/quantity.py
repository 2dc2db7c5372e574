"""An operator, a number and a unit, as one cell or several give them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Quantity:
    """``operator`` is one of ``≥ ≤ = > < ≠`` or ``None``; ``value`` keeps the printed digits."""

    operator: str | None
    value: Decimal
    unit: str | None
