"""Plain figures: how a number is written, and what else a doubtful one may mean."""

from __future__ import annotations

import re
from decimal import Decimal

MINUS = "-−﹣－‐‑‒–"
"""Signs that are read as a minus before a digit. The em dash is not among them: it is the usual
placeholder, and 一 and — are what recognition makes of each other."""

_WHOLE = r"(?:0|[1-9][0-9]*)"
_THOUSANDS = r"[1-9][0-9]{0,2}(?:,[0-9]{3})+"
NUMBER = rf"(?:{_THOUSANDS}|{_WHOLE})(?:\.[0-9]+)?(?![0-9.,])"
"""A number in decimal writing, thousands separated by commas or not at all. A leading zero, a
point without a digit on either side and a separator out of place make no number."""

SIGNED = rf"(?P<sign>[{MINUS}+]?)(?P<number>{NUMBER})"

_GROUPS = re.compile(r"[1-9][0-9]{0,2}(?:(?:,[0-9]{3})+|(?:，[0-9]{3})+)(?:\.[0-9]+)?")
_WIDE_GROUPS = re.compile(
    r"(?<![0-9.,，])[1-9][0-9]{0,2}(?:(?:，[0-9]{3}){2,}(?:\.[0-9]+)?|，[0-9]{3}\.[0-9]+)(?![0-9.,，])"
)
_MEASURED_GROUPS = re.compile(
    r"(?<![0-9.,， ])[1-9][0-9]{0,2}(?:(?:，[0-9]{3})+|(?: [0-9]{3})+)(?:\.[0-9]+)?"
    r"(?=[%％\u4e00-\u9fff])"
)


def regroup(text: str) -> str:
    """Thousands parted by full-width commas or spaces with half-width commas instead.

    Only groups of three in which the separator has no other reading: several commas or one
    before a decimal point (1，250，000.00), or a unit right behind (3，000人, 3 120人).
    """
    text = _WIDE_GROUPS.sub(_narrow, text)
    return _MEASURED_GROUPS.sub(_narrow, text)


def _narrow(match: re.Match[str]) -> str:
    return re.sub("[， ]", ",", match[0])


_INK = re.compile(rf"(?<![0-9.])(?:[{MINUS}]\s?)?[0-9][0-9.,，'’]*|\.[0-9]+")
_STACKED = re.compile(rf"(?P<left>[{MINUS}]?[0-9][0-9.,]*)\s(?P<right>[0-9.,]*[0-9])\s?[%％]?")
_SEPARATORS = ".,，'’"


def decimal(sign: str, number: str) -> Decimal:
    """The value with the digits as printed; ``sign`` as printed, ``number`` by ``NUMBER``."""
    value = Decimal(number.replace(",", ""))
    return value.copy_negate() if sign and sign in MINUS else value  # unary minus would round


def readings(text: str) -> tuple[tuple[str, Decimal], ...]:
    """Every number that the figures of a doubtful text may mean: printed figures and value.

    ``12 34`` gives 12, 34 and 1234; ``12,34`` gives 1234 and 12.34; ``80-90`` gives 80 and 90;
    ``.15`` gives 0.15 and 15.
    """
    found: dict[Decimal, str] = {}
    for match in _INK.finditer(text):
        printed = match[0]
        sign = printed[0] if printed[0] in MINUS else ""
        if sign and match.start() and text[match.start() - 1] not in " \n":
            sign = ""  # 80-90 is a range, not a negative number
        for value in _values(printed.lstrip(MINUS).strip()):
            found.setdefault(value.copy_negate() if sign else value, printed)
    pieces = [match[0] for match in _INK.finditer(text)]
    if len(pieces) == 2 and (whole := _STACKED.fullmatch(text.strip())):
        one = whole["left"] + whole["right"]
        if re.fullmatch(rf"[{MINUS}]?{NUMBER}", one):
            sign = one[0] if one[0] in MINUS else ""
            found.setdefault(decimal(sign, one.lstrip(MINUS)), text.strip())
    return tuple((printed, value) for value, printed in found.items())


def _values(figures: str) -> list[Decimal]:
    """One run of digits and separators: the whole number, then with one separator as the point."""
    figures = figures.rstrip(_SEPARATORS) or "0"
    marks = [i for i, char in enumerate(figures) if char in _SEPARATORS]
    digits = re.sub(f"[{_SEPARATORS}]", "", figures)
    if not marks:
        return [Decimal(digits)]
    if _GROUPS.fullmatch(figures) and ("." in figures or "，" not in figures):
        return [Decimal(re.sub("[,，]", "", figures))]  # a point behind thousands is the point
    values = [] if figures.startswith(".") or marks == [figures.find(".")] else [Decimal(digits)]
    decimals = sum(char in "0123456789" for char in figures[marks[-1] :])
    thousands = len(marks) > 1 and figures[marks[-1]] == figures[marks[0]] and decimals == 3
    if not thousands:
        values.append(Decimal(f"{digits[:-decimals] or '0'}.{digits[-decimals:]}"))
    if figures.startswith("."):
        values.append(Decimal(digits))  # a point that follows nothing may be a speck
    return values
