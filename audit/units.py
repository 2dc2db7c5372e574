"""Units of measures: of one value in terms of another, and of the measure a rule speaks of."""

from __future__ import annotations

import re
from decimal import Decimal

_POWERS = {"十": 1, "百": 2, "千": 3, "万": 4, "亿": 8}
_MAGNITUDE = re.compile(r"((?:十|百|千)?(?:万|亿)|万亿|[百千])(?!分)(.*)")
"""A numeral before a unit (2.5万册, 3千人); not that of 百分点."""
_DERIVED = {
    "公里": (1000, "米"),
    "km": (1000, "米"),
    "㎞": (1000, "米"),
    "m": (1, "米"),
    "㎡": (1, "平方米"),
    "m²": (1, "平方米"),
    "平方公里": (1_000_000, "平方米"),
    "公顷": (10_000, "平方米"),
    "㎥": (1, "立方米"),
    "m³": (1, "立方米"),
    "公斤": (1000, "克"),
    "kg": (1000, "克"),
    "吨": (1_000_000, "克"),
    "兆瓦": (1_000_000, "瓦"),
    "小时": (60, "分钟"),
    "日": (1, "天"),
}
_PER_CENT = {"%": "%", "百分比": "%", "百分点": "%", "个百分点": "%", "‰": "‰"}

# A unit of the measure stands behind a number that the measure is compared with (≥90%, 超过3天)
# or that a step is made of (每增加5%, 每发生1起). Points are no measure: 扣0.5分, 得80%的分.
_UNIT = (
    r"(?P<unit>%|‰|个?百分点|[亿万]?元|人次|公里|平方米|个|人|次|项|件|起|套|份|篇|台|户|天|月|年)"
)
_COMPARED = re.compile(
    r"(?:[=≥≤><≠＝≧≦]|不[低少]于|不[高多大]于|不超过|超过|高于|低于|大于|小于|少于|多于|达到|±"
    r"|每(?:超过?|增加?|减少|降低?|低于?|高于?|提前|延[迟误]|逾期|发生|出现|少|多|下降|上升)*)"
    r"\s*(?:[0-9.]+|一)\s*" + _UNIT + r"(?!的?\s*分)"
)


def rule_unit(rule: str) -> str | None:
    """The one unit in which a printed rule measures, or ``None`` if it has none or several."""
    units = {_PER_CENT.get(m["unit"], m["unit"]) for m in _COMPARED.finditer(rule)}
    return units.pop() if len(units) == 1 else None


def same_unit(unit: str | None) -> str | None:
    """百分比, 百分点 and % are one unit; others stay as they are."""
    return _PER_CENT.get(unit, unit) if unit is not None else None


def scale(unit: str | None) -> tuple[Decimal, str | None]:
    """How many of its basic unit a unit is, and that one: 万册 is 10000 册, 公里 1000 米.

    万 alone is 10000 of an unnamed unit.
    """
    unit = same_unit(unit)
    if unit is None or unit in _PER_CENT.values():
        return Decimal(1), unit
    times = Decimal(1)
    match = _MAGNITUDE.fullmatch(unit)
    if match is not None:
        times = Decimal(1).scaleb(sum(_POWERS[char] for char in match[1]))
        unit = match[2]
    size, base = _DERIVED.get(unit, (1, unit or None))
    return times * size, base


def factor(unit: str | None, other: str | None) -> Decimal | None:
    """What a number in ``unit`` is multiplied by to stand in ``other``; ``None`` if it cannot.

    A missing unit is taken to be the partner's, but not where that is an amount of money or of
    thousands and more: there the figures may be in either.
    """
    (mine, base), (others, wanted) = scale(unit), scale(other)
    if base == wanted:
        lost = (unit is None) != (other is None) and mine != others
        return None if lost else mine / others
    known = base if wanted is None else wanted if base is None else None
    if known is None or known == "元":
        return None
    bare = (unit is None and others != 1) or (other is None and mine != 1)
    return None if bare else mine / others
