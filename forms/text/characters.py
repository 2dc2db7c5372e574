"""The kinds of characters that the repairs and the parsers tell apart."""

from __future__ import annotations

import re
import unicodedata

HARD = "\u2029"  # while text is mended: a line break that the width of the cell did not force
SOFT = "\n"
FULL = "\u2028"  # a soft one behind a line between figures that has no room for one digit more
BREAKS = SOFT + HARD + FULL

HAN_NUMERALS = "零〇○一二两三四五六七八九十"
OPENING = "“‘「『《〈（(【〔[{"

_HAN = (
    (0x2E80, 0x2FDF),  # radicals that an extractor left
    (0x3005, 0x3007),  # 々 〆 〇
    (0x3040, 0x30FF),  # kana is written without spaces too
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xF900, 0xFAFF),
    (0x20000, 0x323AF),
)
_CHINESE_SIGNS = (
    (0x3001, 0x3004),
    (0x3008, 0x303F),
    (0x3200, 0x33FF),  # ㈠ ㊀ ㎡
    (0xFE10, 0xFE1F),
    (0xFE30, 0xFE4F),
    (0xFF01, 0xFFEF),
)


def _within(code: int, ranges: tuple[tuple[int, int], ...]) -> bool:
    return any(low <= code <= high for low, high in ranges)


def is_han(char: str) -> bool:
    """A character of running Chinese (Han characters, 〇, kana), punctuation not counted."""
    return char > "\u2e7f" and _within(ord(char), _HAN)


def is_chinese(char: str) -> bool:
    """A Han character, or a sign that only stands in Chinese print: 、。，（《 and full widths."""
    return char > "\u2e7f" and _within(ord(char), _HAN + _CHINESE_SIGNS)


def is_letter(char: str) -> bool:
    """A letter of a script that parts its words by spaces."""
    return char.isalpha() and not is_chinese(char)


def is_digit(char: str) -> bool:
    """An ASCII digit: other digits (², ٣, ①) are never read as figures."""
    return "0" <= char <= "9"


def is_space(char: str) -> bool:
    """White space of any width, line breaks included."""
    return char in "\t\n\r\u2028\u2029" or unicodedata.category(char) == "Zs"


_HALF_WIDTH = str.maketrans(
    {
        **{code: chr(code - 0xFEE0) for code in range(0xFF10, 0xFF1A)},
        **{code: chr(code - 0xFEE0) for code in range(0xFF21, 0xFF3B)},
        **{code: chr(code - 0xFEE0) for code in range(0xFF41, 0xFF5B)},
        0xFF05: "%",
        0xFE6A: "%",
    }
)
_WIDE_POINT = re.compile(
    rf"(?<=[0-9])．(?=[0-9]|[{BREAKS}][0-9]+ ?[%％]?(?:[{BREAKS}]|$))"  # 96．| 5%
)


def half_width(text: str) -> str:
    """Full-width digits, letters and ％ as half-width ones, and the point between two digits.

    The point may end a line where the next holds nothing but the decimals.
    """
    return _WIDE_POINT.sub(".", text.translate(_HALF_WIDTH))


def least_width(line: str) -> float:
    """The least room a line takes, in half-width columns; fonts differ outside of Chinese."""
    return sum(_columns(char, 1.0, 0.8) for char in line)


def greatest_width(line: str) -> float:
    """The greatest room a line takes, in half-width columns."""
    return sum(_columns(char, 2.0, 1.2) for char in line)


def _columns(char: str, quote: float, latin: float) -> float:
    kind = unicodedata.east_asian_width(char)
    return 2.0 if kind in "WF" else quote if kind == "A" else latin
