"""Units of measures: of one value in terms of another, and of the measure a rule speaks of."""

from __future__ import annotations

import re
from decimal import Decimal

_MONEY = {"元": 0, "万元": 4, "亿元": 8}
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


def factor(unit: str | None, other: str | None) -> Decimal | None:
    """What a number in ``unit`` is multiplied by to stand in ``other``; ``None`` if it cannot.

    A missing unit is taken to be the partner's, but not where that is an amount of money.
    """
    unit, other = same_unit(unit), same_unit(other)
    if unit in _MONEY and other in _MONEY:
        return Decimal(1).scaleb(_MONEY[unit] - _MONEY[other])
    if unit == other:
        return Decimal(1)
    known = unit if other is None else other if unit is None else None
    return Decimal(1) if known is not None and known not in _MONEY else None
