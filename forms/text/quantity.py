"""Whole cells that are one quantity, and number cells with their doubts.

``parse_quantity`` is for cells that may as well hold words: it reads a cell only when all of it
is one operator, one number and one unit. ``parse_amount``, ``parse_percent``, ``parse_points``
and ``parse_count`` are for cells that must hold a number: they say what the cell holds instead.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from decimal import Decimal

from forms.text import numerals, operators, units
from forms.text.characters import half_width
from forms.text.figures import MINUS, SIGNED, decimal, readings, regroup
from forms.text.gaps import drop_spaces
from forms.text.placeholders import is_blank, is_placeholder
from schemas.quantity import Quantity
from schemas.record import Alternative, State
from schemas.text import Repair


@dataclass(frozen=True, slots=True)
class QuantityReading:
    """A quantity and the steps that lead from the cell's text to it."""

    quantity: Quantity
    repairs: tuple[Repair, ...] = ()


@dataclass(frozen=True, slots=True)
class NumberReading:
    """What a number cell holds.

    ``value`` is set only when ``state`` is ``read``; ``unit`` is a unit printed with the number
    (normalised), for the caller to hold against the column's. ``reason`` says in a code why
    nothing was read: ``not-a-number``, ``numeral``, ``several-numbers``, ``malformed`` (figures
    that are no number as they stand), ``more-than-a-number``, ``operator``, ``other-unit``,
    ``prose`` (a number among words where an amount or a rate should stand).
    """

    state: State
    value: Decimal | None = None
    unit: str | None = None
    repairs: tuple[Repair, ...] = ()
    alternatives: tuple[Alternative[Decimal], ...] = ()
    reason: str | None = None


_COUNTED = frozenset("人名位个家户所项件次")


def parse_quantity(text: str) -> Quantity | None:
    """The quantity that the whole text is, else ``None``: see ``read_quantity``."""
    reading = read_quantity(text)
    return reading.quantity if reading else None


def parse_amount(text: str) -> NumberReading:
    """A cell of an amount column; 万元, 元 … and ¥ may stand with the number."""
    return _without_prose(text, _number_cell(text, units.MONEY))


def parse_percent(text: str) -> NumberReading:
    """A cell of a rate column, in percent; without a sign ``unit`` is ``None``."""
    return _without_prose(text, _number_cell(text, (units.PERCENT,)))


def parse_points(text: str) -> NumberReading:
    """A weight or a score; 分 may stand with it, and % where weights are printed in percent."""
    return _number_cell(text, ("分", units.PERCENT))


def parse_count(text: str) -> NumberReading:
    """A head count or a number of units: 25, 25人, 3家."""
    return _number_cell(text, _COUNTED)


@dataclass(frozen=True, slots=True)
class _Pieces:
    """A text cut at its one number; ``before`` and ``after`` are operators as printed."""

    before: str
    sign: str
    number: str
    unit: str
    after: str
    included: bool | None

    def shown(self) -> str:
        mark = "" if self.included is None else "（含）" if self.included else "（不含）"
        return f"{self.before}{self.sign}{self.number}{self.unit}{mark}{self.after}"


_BEFORE = re.compile(operators.SIGN_OR_WORD_BEFORE)
_SIGNED = re.compile(SIGNED)
_AFTER = re.compile(rf"(?P<unit>.*?)(?P<word>{operators.WORD_AFTER})?")
_INCLUDED = re.compile(r"[（(](?P<not>不?)(?:含|包含|包括)(?:本数|(?P<number>[0-9.]+)%?)?[)）]")
_BRACKETED = re.compile(r"[（(]([^（）()]+)[)）]")
_STOPS = re.compile(r"(?<=[^0-9])[.,]+$|[。；;，、]+$")


def read_quantity(text: str) -> QuantityReading | None:
    """One operator (or none), one number and one unit (or none), and nothing else.

    ``None`` for ranges, dates, two numbers, ±, words, and figures with more than one reading
    (``1 234``, ``12,34``, ``.5``): such a text stays whole.
    """
    narrow = half_width(text)
    shown = drop_spaces(narrow)
    grouped = regroup(shown)
    bare = _STOPS.sub("", grouped)
    pieces = _cut(bare)
    if pieces is None:
        return None
    operator = _operator(pieces)
    value = decimal(pieces.sign, pieces.number)
    if operator is _DISAGREE or _is_date(value, pieces):
        return None
    repairs: list[Repair] = []
    _record(repairs, "half-width", text, narrow)
    _record(repairs, "spaces", narrow, shown)
    _record(repairs, "thousands-groups", shown, grouped)
    _record(repairs, "trailing-punctuation", grouped, bare)
    plain = _plain(pieces, operator or "", repairs)
    return QuantityReading(Quantity(operator, value, plain.unit or None), tuple(repairs))


_BROKEN = re.compile(
    rf"(?P<before>{operators.SIGN_OR_WORD_BEFORE})?"
    r"(?P<figures>[0-9][0-9OoIl.,，%％ ]*)(?P<unit>\D*)"
)
_GROUPED_WRONG = re.compile(r"[1-9][0-9]{0,2},(?:[0-9]{2}|[0-9]{4,})(?:\.[0-9]+)?")
_IN_BRACKETS = re.compile(r"[（(](?P<inside>[0-9][0-9.,]*(?P<unit>[%‰])?)[)）](?P<behind>[%‰])?")
_OUT_OF_ORDER = re.compile(r"\.[.,，]|[,，][.,，]|%%|[0-9][OoIl]")
_LETTERS = str.maketrans("OoIl", "0011")


def broken_number(text: str) -> tuple[str | None, NumberReading, str | None] | None:
    """Operator, doubt and unit of a cell plainly meant as one quantity but misprinted.

    ``99..5%``, ``95%%``, ``≥5O所``, ``12,34人`` and ``(93.6%)`` are neither numbers nor words:
    they stay open, with what they may mean beside them. ``None`` for every other text.
    """
    narrow = drop_spaces(half_width(text))
    if (bracketed := _IN_BRACKETS.fullmatch(narrow)) is not None:
        sign = bracketed["unit"] or bracketed["behind"]
        doubt = _doubt(
            narrow.replace(bracketed["inside"], bracketed["inside"].rstrip("%‰")), "malformed"
        )
        return (None, doubt, sign) if sign else None
    match = _BROKEN.fullmatch(narrow)
    if match is None:
        return None
    figures = match["figures"]
    if not (_OUT_OF_ORDER.search(figures) or _GROUPED_WRONG.fullmatch(figures)):
        return None
    unit = units.normalise(match["unit"])
    if (unit and not units.is_unit(unit)) or unit in units.DATE_UNITS:
        return None
    if " " in match["figures"].strip() or read_quantity(text) is not None:
        return None  # several numbers may well be words
    percent = units.PERCENT if units.PERCENT in match["figures"] else None
    sign = operators.sign_of(match["before"] or "")
    return sign, _doubt(text, "malformed"), unit or percent


def _cut(text: str) -> _Pieces | None:
    start = 0
    before: list[str] = []
    while len(before) < 2 and (word := _BEFORE.match(text, start)):
        before.append(word[0])
        start = word.end()
    signed = _SIGNED.match(text, start)
    if signed is None:
        return None
    rest = text[signed.end() :]
    marks = list(_INCLUDED.finditer(rest))
    if len(marks) > 1 or any(m["number"] not in (None, signed["number"]) for m in marks):
        return None
    after = _AFTER.fullmatch(_INCLUDED.sub("", rest).strip())
    if after is None:
        return None
    bracketed = _BRACKETED.fullmatch(after["unit"])
    unit = bracketed[1] if bracketed else after["unit"]
    word_after = after["word"] or ""
    if (unit and not units.is_unit(unit)) or (word_after == "内" and not unit):
        return None
    included = not marks[0]["not"] if marks else None
    return _Pieces("".join(before), signed["sign"], signed["number"], unit, word_after, included)


_DISAGREE = "?"


def _operator(pieces: _Pieces) -> str | None:
    """The one operator of the pieces; ``_DISAGREE`` where two of them say different things."""
    signs = {operators.sign_of(word) for word in _BEFORE.findall(pieces.before)}
    if len(signs) > 1:
        return _DISAGREE
    before = signs.pop() if signs else None
    agree, sign = operators.combine(before, operators.sign_of(pieces.after), pieces.included)
    return sign if agree else _DISAGREE


_LAST_OF = {"月": 12, "月份": 12, "日": 31, "号": 31, "时": 24, "点": 24}


def _is_date(value: Decimal, pieces: _Pieces) -> bool:
    """2021年 is a year whatever stands before it; 12月 and 5日 are dates unless compared with.

    内 after them (12月内) does not tell a date from a time span.
    """
    if pieces.unit.startswith("年"):
        return 1900 <= value <= 2100
    compared = pieces.before or pieces.after not in {"", "内"}
    return not compared and pieces.unit in _LAST_OF and 0 < value <= _LAST_OF[pieces.unit]


def _plain(pieces: _Pieces, operator: str, repairs: list[Repair]) -> _Pieces:
    """The pieces in plain writing, every step recorded with the whole text."""
    minus = "-" if pieces.sign and pieces.sign in MINUS else ""
    for name, changed in (
        ("sign", {"sign": minus}),
        ("thousands-separators", {"number": pieces.number.replace(",", "")}),
        ("unit-name", {"unit": units.normalise(pieces.unit)}),
        ("operator", {"before": operator, "after": "", "included": None}),
    ):
        if all(getattr(pieces, piece) == text for piece, text in changed.items()):
            continue  # nearly always
        after = replace(pieces, **changed)
        _record(repairs, name, pieces.shown(), after.shown())
        pieces = after
    return pieces


def _record(repairs: list[Repair], name: str, before: str, after: str) -> None:
    if before != after:
        repairs.append(Repair(name, before, after))


_CURRENCY = re.compile(r"\s*(?:人民币|RMB|[¥￥])\s*")
_NEGATIVE = re.compile(r"[（(][0-9.,，]+[)）]|[—―一△▲][0-9.,，]+")  # ways to print a loss
_FIGURES_ONLY = re.compile(r"[0-9.,，'’]+")


def _number_cell(text: str, allowed: Collection[str]) -> NumberReading:
    if is_blank(text):
        return NumberReading(State.EMPTY)
    if is_placeholder(text):
        return NumberReading(State.NOT_APPLICABLE)
    currency = _CURRENCY.match(text)
    figures = text[currency.end() :] if currency else text
    reading = read_quantity(figures)
    if reading is None:
        return _doubt(text, _reason(figures))
    quantity, repairs = reading.quantity, reading.repairs
    if quantity.operator:
        return _doubt(text, "operator")
    if quantity.unit and quantity.unit not in allowed:
        return _doubt(text, "other-unit")
    if currency:
        repairs = (Repair("currency-sign", text, figures), *repairs)
    unit = quantity.unit or ("元" if currency else None)
    return NumberReading(State.READ, quantity.value, unit, repairs)


_HAN = re.compile("[\u4e00-\u9fff]")
_MEASURED = re.compile(
    rf"(?<=[0-9])\s*[（(]?(?:{'|'.join(sorted(units.MONEY, key=len)[::-1])})|人民币"
)


def _without_prose(text: str, reading: NumberReading) -> NumberReading:
    """Figures within a sentence are no readings of a cell that should hold an amount or a rate."""
    open_ = reading.reason in {"several-numbers", "more-than-a-number"}
    if open_ and _HAN.search(_MEASURED.sub("", half_width(text))):
        return NumberReading(State.UNREADABLE, reason="prose")
    return reading


_LOOKALIKE = re.compile(r"[0-9][0-9.]*[OoIl][0-9OoIl.]*(?![A-Za-z])")


def _doubt(text: str, reason: str) -> NumberReading:
    """Nothing is read; every number that the text supports is named beside it."""
    figures = regroup(half_width(text))
    found = readings(_LOOKALIKE.sub(lambda m: m[0].translate(_LETTERS), figures))
    if len(found) == 1 and _NEGATIVE.fullmatch(text.strip()):
        found += ((text, found[0][1].copy_negate()),)
    alternatives = tuple(Alternative(value, printed, reason) for printed, value in found)
    if not alternatives and (counted := numerals.integer(text)) is not None:
        alternatives = (Alternative(Decimal(counted), text, reason),)
    state = State.AMBIGUOUS if alternatives else State.UNREADABLE
    return NumberReading(state, alternatives=alternatives, reason=reason)


def _reason(text: str) -> str:
    figures = half_width(text).strip()
    runs = re.findall(r"[0-9][0-9.,，'’]*", figures)
    if not runs:
        return "numeral" if numerals.integer(text) is not None else "not-a-number"
    if len(runs) > 1:
        return "several-numbers"
    return "malformed" if _FIGURES_ONLY.fullmatch(figures) else "more-than-a-number"
