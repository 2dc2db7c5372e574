"""What else a number may be whose ink leaves it open, by the reason of the doubt.

The reasons are those of the reader of scans. Each allows one character lost, added or mistaken
where it says so; a reason that is not known allows all of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from schemas.codec import decimal_text

_LOOK_ALIKES = {
    "0": "689",
    "1": "47",
    "2": "7",
    "3": "589",
    "4": "19",
    "5": "36",
    "6": "058",
    "7": "12",
    "8": "0369",
    "9": "0348",
}
_DIGITS = "0123456789"


@lru_cache(maxsize=1024)
def near(value: Decimal, reason: str) -> tuple[Decimal, ...]:
    """The other numbers that ink read as ``value`` may say, for the ``reason`` of the doubt."""
    text = decimal_text(abs(value))
    found = {number for other in _texts(text, reason) if (number := _number(other)) is not None}
    signed = {-number if value < 0 else number for number in found}
    if "bar" in reason:
        signed.add(-value)
    return tuple(sorted(signed - {value}))


def _texts(text: str, reason: str) -> Iterable[str]:
    ends, inside = (0, len(text)), range(1, len(text))
    if "probability" in reason:
        return _mistaken(text)
    if "points" in reason:
        return _pointed(text)
    if "bar" in reason:
        return ()
    if "pitch" in reason:
        return {*_lost(text, inside), *_pointed(text)}
    if "before or after" in reason:
        return _lost(text, ends)
    if "without a character" in reason:
        return _lost(text, (*ends, *inside))
    return {*_mistaken(text), *_lost(text, (*ends, *inside)), *_added(text), *_pointed(text)}


def _mistaken(text: str) -> Iterator[str]:
    """A digit that looks like the one that was read."""
    for i, digit in enumerate(text):
        for other in _LOOK_ALIKES.get(digit, ""):
            yield text[:i] + other + text[i + 1 :]


def _lost(text: str, places: Iterable[int]) -> Iterator[str]:
    """A digit more, in front of one of ``places``; behind a whole number with its point.

    A rate of 55 would follow from whatever 55.3 follows from: what is shorter is only coarser.
    """
    for i in places:
        for digit in _DIGITS:
            yield text[:i] + digit + text[i:]
            if i == len(text) and "." not in text:
                yield f"{text}.{digit}"


def _added(text: str) -> Iterator[str]:
    """A character less."""
    for i in range(len(text)):
        yield text[:i] + text[i + 1 :]


def _pointed(text: str) -> Iterator[str]:
    """The decimal point somewhere else, lost or added."""
    digits = text.replace(".", "")
    for i in range(1, len(digits) + 1):
        yield f"{digits[:i]}.{digits[i:]}".rstrip(".")


def _number(text: str) -> Decimal | None:
    whole = text.partition(".")[0]
    if not whole or (len(whole) > 1 and whole.startswith("0")):
        return None  # nobody prints .5 or 012
    try:
        return Decimal(text)
    except InvalidOperation:
        return None
