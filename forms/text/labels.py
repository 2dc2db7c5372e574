"""What stands in names and heads beside the name: slots, goal numbers, points, years, units."""

from __future__ import annotations

import re
from decimal import Decimal

from forms.text import numerals
from forms.text.characters import half_width

# A Chinese numeral belongs to the label only where the label ends after it: 指标一： but not
# 指标一致性. 指标N is the slot that a blank form prints for "and so on".
_NUMBER = (
    rf"(?P<number>[0-9]{{1,3}}(?![0-9.%])|[{numerals.HAN}]{{1,3}}(?=\s*(?:[：:、.．]|$))"
    r"|[①-⑳]|[NnXx](?=\s*(?:[：:、.．]|$)))"
)
_END = r"\s*[：:、.．]?\s*"
_SLOT = re.compile(rf"\s*指标\s*{_NUMBER}{_END}")
_GOAL = re.compile(rf"\s*(?:绩效)?目标\s*{_NUMBER}{_END}")
_ELLIPSIS = re.compile(r"\s*(?:…+|\.{3,}|。{3,})\s*")


def split_slot(text: str) -> tuple[bool, int | None, str]:
    """A slot label off an indicator's name: whether there is one, its number, and the name.

    ``指标1：培训人次`` gives ``(True, 1, 培训人次)``, ``指标N：`` and ``……`` give
    ``(True, None, "")``, a name without a label ``(False, None, name)``. A label that is printed
    twice is taken off twice.
    """
    if _ELLIPSIS.fullmatch(text):
        return True, None, ""
    return _split_label(text, _SLOT)


def split_goal(text: str) -> tuple[bool, int | None, str]:
    """The same for ``目标1：`` in front of a goal."""
    return _split_label(text, _GOAL)


def _split_label(text: str, label: re.Pattern[str]) -> tuple[bool, int | None, str]:
    match = label.match(text)
    if match is None:
        return False, None, text
    number = numerals.integer(match["number"])
    rest = text[match.end() :]
    again = label.match(rest)
    if again is not None and numerals.integer(again["number"]) == number:
        rest = rest[again.end() :]
    return True, number, rest


_STATUS = re.compile(
    r"\s*(?P<status>(?:已|全部|已全部|全面|基本|部分|未|未全部|尚未|超额)?完成)\s*[：:]\s*"
)


def split_status(text: str) -> tuple[str | None, str]:
    """The leading 完成： 部分完成： 未完成： of a goal's result, and the rest."""
    match = _STATUS.match(text)
    return (match["status"], text[match.end() :]) if match else (None, text)


_POINTS = re.compile(
    r"[（(\[【〔]\s*(?:共|计|共计|合计|满分|总分|分值|权重|标准分)?(?:为)?\s*[：:]?\s*"
    r"(?P<points>(?:0|[1-9][0-9]{0,3})(?:\.[0-9]+)?)\s*分\s*[）)\]】〕]"
)


def split_points(text: str) -> tuple[str, Decimal | None]:
    """The points printed in a head or a name, （50分）, and the name without them.

    Where two such brackets stand it is not known which counts: the name stays whole.
    """
    found = list(_POINTS.finditer(half_width(text)))
    if len(found) != 1:
        return text, None
    start, end = found[0].span()
    return text[:start].rstrip() + text[end:].lstrip(), Decimal(found[0]["points"])


_CENTURY = r"(?:19|20)[0-9]{2}"
_YEAR = re.compile(rf"(?<![0-9])(?P<figures>{_CENTURY})\s*年(?P<period>度?)")
_YEARS = re.compile(rf"{_CENTURY}\s*(?:年度?)?\s*[-—–~～至到]+\s*{_CENTURY}\s*年度?")
_HAN_YEAR = re.compile(
    r"(?P<numeral>[一二][零〇○O0九][零〇○O0一二三四五六七八九]{2})\s*年(?P<period>度?)"
)


def year_of(text: str) -> int | None:
    """The year that a title, a period line or a head names: 2021年度, 二〇二一年.

    Ranges (2020-2022年) are passed over; a year with 年度 counts before others; where two
    different years are left there is no answer.
    """
    plain = _YEARS.sub(" ", half_width(text))
    named = [(int(m["figures"]), bool(m["period"])) for m in _YEAR.finditer(plain)]
    for match in _HAN_YEAR.finditer(plain):
        year = numerals.integer(re.sub("[○O0]", "〇", match["numeral"]))
        if year is not None:
            named.append((year, bool(match["period"])))
    periods = {year for year, period in named if period}
    years = periods or {year for year, _ in named}
    return years.pop() if len(years) == 1 else None


_MONEY = r"(?P<unit>亿元|千万元|百万元|万元|千元|元|亿|万)"
_AMOUNT_UNIT = re.compile(
    rf"单位\s*[：:为]\s*(?:人民币)?\s*{_MONEY}(?![\w/／])"
    rf"|[（(]\s*(?:人民币|单位[：:]?)?\s*{_MONEY.replace('?P<unit>', '')}\s*[)）]"
)


def amount_unit(text: str) -> str | None:
    """The unit of money that a head names: （万元）, 单位：万元, or the unit alone.

    ``None`` when none or two different ones are named.
    """
    bare = re.sub(r"\s", "", text)
    if re.fullmatch(_MONEY, bare):
        return _full(bare)
    named = {_full(next(g for g in m.groups() if g)) for m in _AMOUNT_UNIT.finditer(bare)}
    return named.pop() if len(named) == 1 else None


def _full(unit: str) -> str:
    return unit if unit.endswith("元") else unit + "元"
