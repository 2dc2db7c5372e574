"""What a printed number says about the number behind it: intervals with open and closed ends.

A printed figure is the rounding of an unknown true one, so it stands for an interval that
depends on its last printed place and on the way of rounding. A relation between printed figures
is contradicted only when no true figures inside the intervals could satisfy it. All arithmetic
is exact (``Fraction``): a check never rounds on its own account.

Sums follow "Calculations 1.1" (XBRL International, Recommendation 22 February 2023): in its
rounding mode a value stands for a closed interval of half a unit to either side, in its
truncation mode for the values that lose digits towards zero; a sum is consistent when the
interval of the total and the added intervals of the items have a point in common.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from itertools import product
from typing import NamedTuple


class Rounding(StrEnum):
    """Ways to drop digits. ``NEAREST`` leaves open what happens to ties (sums, as in XBRL)."""

    HALF_UP = "half-up"
    HALF_EVEN = "half-even"
    TRUNCATION = "truncation"
    NEAREST = "nearest"


COLUMN_MODES = (Rounding.HALF_UP, Rounding.HALF_EVEN, Rounding.TRUNCATION)
SUM_MODES = (Rounding.NEAREST, Rounding.TRUNCATION)


class ColumnModes(NamedTuple):
    """One way of printing for each column that a rate, or points from a rate, rest on."""

    rate: Rounding
    initial_budget: Rounding
    full_year_budget: Rounding
    executed: Rounding
    points: Rounding = Rounding.HALF_UP
    fraction: bool = False

    def rates(self, value: Decimal) -> Interval:
        """A printed rate in percent; ``fraction`` where the column prints 0.95 for 95 %."""
        interval = own_digits(value, self.rate)
        return interval.scaled(100) if self.fraction else interval

    def amounts(self, column: str) -> Rounding:
        """The way of rounding of an amount column, by its name."""
        mode: Rounding = getattr(self, column)
        return mode


RATE_MODES = tuple(
    ColumnModes(rate, initial, full, executed)
    for rate, initial, full, executed in product(COLUMN_MODES, SUM_MODES, SUM_MODES, SUM_MODES)
)


@dataclass(frozen=True, slots=True)
class Interval:
    """All numbers from ``low`` to ``high``; an open end does not belong to it."""

    low: Fraction
    high: Fraction
    low_closed: bool = True
    high_closed: bool = True

    def __add__(self, other: Interval) -> Interval:
        return Interval(
            self.low + other.low,
            self.high + other.high,
            self.low_closed and other.low_closed,
            self.high_closed and other.high_closed,
        )

    def __neg__(self) -> Interval:
        return Interval(-self.high, -self.low, self.high_closed, self.low_closed)

    def __sub__(self, other: Interval) -> Interval:
        return self + -other

    def __mul__(self, other: Interval) -> Interval:
        corners = [
            (a * b, (ca and cb) or (a == 0 and ca) or (b == 0 and cb))
            for a, ca in ((self.low, self.low_closed), (self.high, self.high_closed))
            for b, cb in ((other.low, other.low_closed), (other.high, other.high_closed))
        ]
        low, high = min(c[0] for c in corners), max(c[0] for c in corners)
        return Interval(
            low,
            high,
            any(closed for value, closed in corners if value == low),
            any(closed for value, closed in corners if value == high),
        )

    def scaled(self, factor: Fraction | int) -> Interval:
        """Every number of the interval times ``factor``."""
        if factor < 0:
            return (-self).scaled(-factor)
        return Interval(self.low * factor, self.high * factor, self.low_closed, self.high_closed)

    def contains(self, value: Fraction) -> bool:
        above = self.low < value or (self.low_closed and self.low == value)
        return above and (value < self.high or (self.high_closed and self.high == value))

    def meets(self, other: Interval) -> bool:
        """Whether the two have a number in common."""
        return not (self.wholly_above(other) or other.wholly_above(self))

    def wholly_above(self, other: Interval) -> bool:
        """Whether every number here is greater than every number of ``other``."""
        if self.low == other.high:
            return not (self.low_closed and other.high_closed)
        return self.low > other.high

    def capped(self, limit: Fraction) -> Interval:
        """The least of each number and ``limit``."""
        if self.high < limit or (self.high == limit and not self.high_closed):
            return self
        if self.low >= limit:
            return Interval(limit, limit)
        return Interval(self.low, limit, self.low_closed, True)


ZERO = Interval(Fraction(0), Fraction(0))


def exact(value: Decimal | Fraction | int) -> Interval:
    """Weights, counts and points are what is printed."""
    point = Fraction(value)
    return Interval(point, point)


def ratio(numerator: Interval, denominator: Interval) -> Interval | None:
    """All quotients, or ``None`` when the denominator may be 0 or as near to it as one likes."""
    if denominator.low <= 0 <= denominator.high:
        return None
    if numerator.low >= 0 and denominator.low > 0:  # the usual case, without the detour
        return Interval(
            numerator.low / denominator.high,
            numerator.high / denominator.low,
            numerator.low_closed and (denominator.high_closed or numerator.low == 0),
            numerator.high_closed and (denominator.low_closed or numerator.high == 0),
        )
    inverse = Interval(
        1 / denominator.high,
        1 / denominator.low,
        denominator.high_closed,
        denominator.low_closed,
    )
    return numerator * inverse


def decimals(value: Decimal) -> int:
    """Printed places after the decimal point: 2 for ``8.50``, 0 for ``33``."""
    exponent = value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


@lru_cache(maxsize=4096)
def printed(value: Decimal, places: int, mode: Rounding) -> Interval:
    """The numbers that ``mode`` prints as ``value`` with ``places`` decimals.

    Half up rounds ties away from zero, as spreadsheets do: ``140`` is [139.5, 140.5) and
    ``-5.66`` is (-5.665, -5.655]. Truncation cuts towards zero: ``140`` is [140, 141) and
    ``0`` is (-1, 1).
    """
    middle, unit = Fraction(value), Fraction(1, 10**places)
    half = unit / 2
    match mode:
        case Rounding.NEAREST:
            return Interval(middle - half, middle + half)
        case Rounding.HALF_EVEN:
            even = (middle / unit) % 2 == 0
            return Interval(middle - half, middle + half, even, even)
        case Rounding.HALF_UP:
            return Interval(middle - half, middle + half, value > 0, value < 0)
        case Rounding.TRUNCATION:
            low = middle - unit if value <= 0 else middle
            high = middle + unit if value >= 0 else middle
            return Interval(low, high, value > 0, value < 0)


def own_digits(value: Decimal, mode: Rounding) -> Interval:
    """A rate or a percentage: as precise as its own digits."""
    return printed(value, decimals(value), mode)


def column_decimals(values: Iterable[Decimal]) -> int | None:
    """The precision of a column of amounts, or ``None`` when its cells do not share one.

    The most decimals printed hold for all when every cell has them, when no cell shows a closing
    zero (a spreadsheet drops them: ``33`` beside ``43.62`` is 33.00), or when at least half of
    the cells have them. A column that keeps closing zeros and still prints most of its amounts
    shorter shows that each was rounded by itself.
    """
    amounts = [value for value in values if value or decimals(value)]
    if not amounts:
        return 0
    places = [decimals(value) for value in amounts]
    most = max(places)
    keeps_zeros = any(
        n and value.as_tuple().digits[-1] == 0 for n, value in zip(places, amounts, strict=True)
    )
    if not keeps_zeros or 2 * places.count(most) >= len(places):
        return most
    return None


def as_decimals(interval: Interval, places: int = 6) -> tuple[Decimal, Decimal]:
    """The ends as decimals, rounded outward where they do not end within ``places`` digits."""
    return _decimal(interval.low, places, up=False), _decimal(interval.high, places, up=True)


def middle(interval: Interval) -> str:
    """The centre of an interval with two decimals, for sentences."""
    centre = (interval.low + interval.high) / 2
    return format(Decimal(round(centre * 100)).scaleb(-2), "f")


def _decimal(value: Fraction, places: int, *, up: bool) -> Decimal:
    scaled = value * 10**places
    whole = -(-scaled.numerator // scaled.denominator) if up else scaled // 1
    text = f"{abs(whole):0{places + 1}d}"
    digits = f"{text[:-places]}.{text[-places:]}".rstrip("0").rstrip(".")
    return Decimal(f"-{digits}" if whole < 0 else digits)
