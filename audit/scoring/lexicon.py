"""Word lists and number patterns that several kinds of clauses share.

Patterns match folded text (``normalize.fold``): half-width, without spaces and quotation marks.
They use no capturing groups, for the lexer joins them into one expression.
"""

from __future__ import annotations

import re
from decimal import Decimal

from audit.scoring.clauses import Amount, Unclear
from audit.units import scale
from schemas.rule import FULL, Points

NUMBER = r"\d+(?:\.\d+)?"
CHINESE = r"(?:[一二两三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九半])"
COUNTED = rf"(?:{NUMBER}|{CHINESE})"

# 分 that ends a number of points, not 分钟, 分之, 分项, 分值 …
POINT = r"分(?![钟之位支项类部数局管析解享别米成贝秒红工公配散值段档])"

PERCENT = r"(?:个?百分点|个百分比|个点|%|％)"
MONEY = r"(?:亿元|万元|千元|百元|元)"
DAYS = r"(?:个工作日|工作日|个自然日|日|天|周|个月|月|个季度|季度|个小时|小时|年)"
CLASSIFIER = (
    r"(?:人次|人|次|个|项|件|起|例|宗|户|家|套|台|份|篇|处|条|名|场次|场|批|期|笔|种|辆|公里|平方米"
    r"|所|座|篇次|部|本|门|万?亩|公顷|吨|公斤|千克|千米|平方公里|立方米|米|册|株|棵|间|栋|盏|课时|学时)"
)
COUNT = rf"(?:{DAYS}|{CLASSIFIER})"
UNIT = rf"(?:‰|{PERCENT}|{MONEY}|{COUNT})"

# Whose weight: 该项, 本指标, 此项 …
THIS = r"(?:(?:该|本|此)(?:项|指标|三级指标|小项|条|题)?(?:的)?|指标)?"
THEN = r"(?:则|即|可|应|均|就|直接|一律|便)?"
WEIGHT_WORD = (
    rf"{THIS}(?:全部)?(?:分值|标准分值?|权重分?值?|满分值?|总分值?|指标分值|指标权重|分数)"
)

TARGET_WORD = (
    r"(?:年度|年初|全年|预期|既定|设定|绩效|计划|目标|规定)?(?:的)?"
    r"(?:目标值|指标值|标准值|计划值|计划数|目标数|绩效目标值|绩效指标值|目标|指标|标准)"
)

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"两": 2}


def number(text: str) -> Decimal:
    """``5``, ``0.5``, ``半``, ``两``, ``十五`` as a number."""
    if re.fullmatch(rf"[+-]?{NUMBER}", text):
        return Decimal(text)
    if text == "半":
        return Decimal("0.5")
    if "十" in text:
        tens, _, ones = text.partition("十")
        return Decimal(_DIGITS.get(tens, 1) * 10 + _DIGITS.get(ones, 0))
    return Decimal(_DIGITS[text])


def unit_of(text: str) -> str | None:
    """The unit as the evaluation compares it: percentages and percentage points are ``%``."""
    if not text:
        return None
    if re.fullmatch(PERCENT, text):
        return "%"
    return text


def amount(text: str) -> Amount:
    """A signed number with its unit as one value."""
    match = re.fullmatch(rf"([+-]?(?:{NUMBER}|{CHINESE}))({UNIT})?", text)
    if match is None:
        raise Unclear(f"“{text}”不是一个数", f"“{text}” is not a number")
    value, unit = number(match[1]), unit_of(match[2] or "")
    return Amount(value / 10, "%") if unit == "‰" else Amount(value, unit)


def in_unit(value: Decimal, unit: str, wanted: str) -> Decimal | None:
    """``value`` expressed in another unit, ``None`` where the two do not convert."""
    if unit == wanted:
        return value
    if (unit, wanted) == ("‰", "%"):
        return value / 10
    (mine, base), (others, other) = scale(unit), scale(wanted)
    return value * mine / others if base == other and base is not None else None


def points(text: str) -> Points:
    """The points named by a phrase: 5分, 零分, 分值的80%; all of the weight if it names none."""
    percent = re.search(rf"({NUMBER})%", text)
    if percent:
        return Points(share=Decimal(percent[1]) / 100)
    printed = re.search(rf"({NUMBER}|{CHINESE})分", text)
    if printed:
        return Points(printed=number(printed[1]))
    if "零分" in text:
        return Points(printed=Decimal(0))
    return FULL
