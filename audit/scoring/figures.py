"""Numbers as people see them, and the ways a score may be rounded."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")


def variants(score: Decimal, places: int = 2) -> list[tuple[str, Decimal]]:
    """The score at ``places`` decimals, then at 2, 1 and 0: named readings where they differ."""
    found: list[tuple[str, Decimal]] = []
    for digits in dict.fromkeys((places, 2, 1, 0)):
        rounded = score.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
        if all(rounded != other for _, other in found):
            found.append((f"/rounded-{digits}" if found else "", tidy(rounded)))
    return found


def tidy(value: Decimal) -> Decimal:
    """Without closing zeros, never in exponent form."""
    whole = value.to_integral_value()
    return Decimal(int(whole)) if value == whole else value.normalize()


def shown(value: Decimal) -> str:
    """A number for a person: at most four decimals."""
    return format(tidy(value.quantize(Decimal("0.0001"), ROUND_HALF_UP)), "f")


def cents(score: Decimal) -> Decimal:
    """Rounded to two decimals, half up."""
    return tidy(score.quantize(CENT, ROUND_HALF_UP))
