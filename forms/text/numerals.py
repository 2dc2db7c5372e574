"""Numerals other than plain figures: 十一, 二〇二一, ①, Ⅳ, 第三."""

from __future__ import annotations

import re
import unicodedata

_DIGITS = {
    **dict(zip("零一二三四五六七八九", range(10), strict=True)),
    **dict(zip("〇壹贰叁肆伍陆柒捌玖", range(10), strict=True)),
    "○": 0,
    "Ｏ": 0,
    "两": 2,
    "廿": 20,
}
_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50}
_ROMAN_SHAPE = re.compile(r"(?=[IVXL])(?:XL|L?X{0,3})(?:IX|IV|V?I{0,3})")

HAN = "零〇一二三四五六七八九十百两廿"


def integer(text: str) -> int | None:
    """The whole number that a figure or numeral stands for; ``None`` for anything else.

    Reads ``7``, ``七``, ``十一``, ``一百二十``, ``二〇二一`` (digit by digit), ``⑦``, ``⑺``, ``Ⅶ``
    and ``VII``, each also as an ordinal (第七).
    """
    text = text.strip().removeprefix("第")
    if re.fullmatch(r"[0-9]{1,9}", text):
        return int(text)
    if len(text) == 1 and unicodedata.category(text) in {"No", "Nl"} and text not in _DIGITS:
        raised = unicodedata.decomposition(text).startswith(("<super>", "<sub>", "<fraction>"))
        return None if raised else int(unicodedata.numeric(text))
    if text and _ROMAN_SHAPE.fullmatch(text):
        return _roman(text)
    return _chinese(text)


def _roman(text: str) -> int:
    values = [_ROMAN[char] for char in text]
    following = [*values[1:], 0]
    return sum(-v if v < after else v for v, after in zip(values, following, strict=True))


def _chinese(text: str) -> int | None:
    """万 and above do not number anything in these forms and are not read."""
    if not 0 < len(text) <= 9 or any(c not in _DIGITS and c not in _UNITS for c in text):
        return None
    if not any(char in _UNITS for char in text):
        if len(text) > 1 and "廿" in text:
            return 20 + _DIGITS[text[1]] if text[0] == "廿" and len(text) == 2 else None
        return int("".join(str(_DIGITS[char]) for char in text)) if "两" not in text[1:] else None
    total, digit, last_unit = 0, None, 10_000
    for char in text:
        if char in _DIGITS:
            if digit not in (None, 0):
                return None
            digit = _DIGITS[char]
            continue
        unit = _UNITS[char]
        if unit >= last_unit or (digit == 0) or (digit is None and (total or unit != 10)):
            return None
        total, digit, last_unit = total + (1 if digit is None else digit) * unit, None, unit
    return None if digit == 0 else total + (digit or 0)
