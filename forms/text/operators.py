"""Comparison operators: signs, words before and after a number, and the printed menu."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from forms.text.ticks import CROSSED, OPEN, TICKED

SIGNS: dict[str, str] = {
    **dict.fromkeys(("≥", "≧", "⩾", ">=", "＞=", "＞＝", ">＝"), "≥"),
    **dict.fromkeys(("≤", "≦", "⩽", "<=", "＜=", "＜＝", "<＝"), "≤"),
    **dict.fromkeys(("=", "＝", "﹦"), "="),
    **dict.fromkeys((">", "＞", "﹥"), ">"),
    **dict.fromkeys(("<", "＜", "﹤"), "<"),
    **dict.fromkeys(("≠",), "≠"),
}

_AT_LEAST = (
    "不低于 不少于 不小于 不得低于 不得少于 不应低于 大于等于 大于或等于 高于等于 高于或等于 "
    "至少 最少 最低 达到"
)
_AT_MOST = (
    "不超过 不高于 不大于 不多于 不得超过 不得高于 不应超过 小于等于 小于或等于 低于等于 "
    "低于或等于 至多 最多 控制在 不超"
)
BEFORE: dict[str, str] = {
    **dict.fromkeys(_AT_LEAST.split(), "≥"),
    **dict.fromkeys(_AT_MOST.split(), "≤"),
    **dict.fromkeys(("大于", "超过", "高于", "多于"), ">"),
    **dict.fromkeys(("小于", "低于", "少于", "不足", "不到"), "<"),
    **dict.fromkeys(("等于",), "="),
    **dict.fromkeys(("不等于",), "≠"),
}
AFTER: dict[str, str] = {
    **dict.fromkeys(("以上", "及以上", "或以上", "含以上"), "≥"),
    **dict.fromkeys(("以下", "及以下", "或以下", "以内", "之内", "内"), "≤"),
}
_STRICT = {"≥": ">", "≤": "<"}


def _longest_first(words: dict[str, str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


SIGN = _longest_first(SIGNS)
SIGN_OR_WORD_BEFORE = _longest_first(SIGNS | BEFORE)
WORD_AFTER = _longest_first(AFTER)


def sign_of(word: str) -> str | None:
    """The sign that an operator sign or word stands for: ``≥ ≤ = > < ≠``, else ``None``."""
    return SIGNS.get(word) or BEFORE.get(word) or AFTER.get(word)


def combine(
    before: str | None, after: str | None, included: bool | None
) -> tuple[bool, str | None]:
    """Whether the operators round one number agree, and the sign they make together.

    ``before`` and ``after`` are signs; ``included`` is the printed （含） or （不含）. The number
    belongs to 以上 以下 以内 unless （不含） is printed (domain rule). ``超过90%以上`` says two
    different things and agrees with nothing.
    """
    if before and after and before != after:
        return False, None
    sign = before or after
    if included is None:
        return True, sign
    if included:
        return sign in {"≥", "≤"}, sign
    if before:
        return before in {">", "<"}, before
    return after is not None, _STRICT.get(after or "")


class OperatorCell(StrEnum):
    """What a cell of an operator column holds."""

    NONE = "none"
    SIGN = "sign"
    MENU = "menu"
    MENU_PART = "menu-part"


@dataclass(frozen=True, slots=True)
class OperatorReading:
    """``sign`` is the operator meant: printed alone, or the one ticked in a menu.

    ``entries`` are the signs of a menu or of a part of it, in printed order.
    """

    kind: OperatorCell
    sign: str | None = None
    entries: tuple[str, ...] = ()


_QUOTES = "“”„‟\"＂〝〞「」『』‘’'"
_SIGN_RUN = re.compile(SIGN)
_BETWEEN = re.compile(r"[\s、，,；;/|]")


def read_operator(text: str) -> OperatorReading:
    """Tells an operator from the menu “=” “≤” “≥” “<” “>” that a form prints for choice.

    The menu comes whole, in parts over several rows, and with an entry broken over two cells
    (``“≤`` and ``”``); its entries stand in quotes, a chosen operator does not. Two or more
    different signs without quotes are the menu too; an entry ticked in it is the choice.
    """
    bare = _BETWEEN.sub("", text)
    inside = "".join(char for char in bare if char not in _QUOTES)
    if not bare or (inside and not _made_of_signs(inside)):
        word = BEFORE.get(inside)
        return OperatorReading(OperatorCell.SIGN, word) if word else _NOTHING
    entries = tuple(SIGNS[sign] for sign in _SIGN_RUN.findall(inside))
    ticked = _ticked(inside)
    if ticked is not None:
        return OperatorReading(OperatorCell.MENU, ticked or None, entries)
    if len(entries) > 1:
        return OperatorReading(OperatorCell.MENU, None, entries)
    if len(inside) < len(bare):
        return OperatorReading(OperatorCell.MENU_PART, None, entries)
    return OperatorReading(OperatorCell.SIGN, entries[0]) if entries else _NOTHING  # a lone ×


_NOTHING = OperatorReading(OperatorCell.NONE)
_TICK_FIRST = re.compile(rf"([{TICKED}{OPEN}])({SIGN})")
_SIGN_FIRST = re.compile(rf"({SIGN})([{TICKED}{OPEN}])")


def _made_of_signs(text: str) -> bool:
    return not _SIGN_RUN.sub("", text).strip(TICKED + OPEN + CROSSED)


def _ticked(text: str) -> str | None:
    """The one ticked sign; empty when none or several are; ``None`` when nothing is tickable."""
    if not any(char in TICKED + OPEN for char in text):
        return None
    tick_first = text[0] in TICKED + OPEN
    pairs = (_TICK_FIRST if tick_first else _SIGN_FIRST).findall(text)
    pairs = pairs if tick_first else [(tick, sign) for sign, tick in pairs]
    chosen = [sign for tick, sign in pairs if tick in TICKED]
    return SIGNS[chosen[0]] if len(chosen) == 1 else ""
