"""Whether the names that one sentence uses can mean one measure."""

from __future__ import annotations

import re
from collections.abc import Iterable

from audit.scoring.clauses import Unclear

# Stand for whatever the indicator measures.
_GENERIC = frozenset(
    [
        "完成值",
        "实际值",
        "实际完成值",
        "指标值",
        "完成率",
        "比率",
        "比例",
        "比值",
        "该指标",
        "指标",
        "该比例",
        "该比率",
        "结果",
        "数值",
        "得分率",
        "绝对值",
        "差异",
        "全部",
        "实际完成率",
        "指标完成值",
        "其中",
        "偏差",
        "变动率",
        "差异率",
        "控制率",
        "值",
    ]
)
# A word that joins two measures or adds a condition of its own.
# A word that joins two measures, adds a condition of its own, or softens the comparison.
_JOINS = re.compile(
    r"并且|而且|且|同时|均|都|分别|或|任一|任意|其中之一|除|但|前提|情况|期间|如果|若|以及|酌情|原则|大致|约|左右|力争"
    r"|每|只要|按照|根据|参照|视|仅|接近|将近|几乎|至少|最多|争取|预计|排名|平均水平"
    r"|基本(?!支出|公共|养老|医疗|建设|药物|农田|保障|生活|户|情况)"
    # What stands right before the comparison and turns it round or makes it a change.
    r"|(?:未|不|没|没有|无|非|莫|勿)$"
    r"|(?:提高|提升|下降|降低|增加|减少|增长|上升|高|低|多|少|超|达|较|(?<![占同环性])比)$"
    r"|(?:前|后|加|减|扣|倍|万元|亿元|左|右|一般|部分|负|累计)$"
    r"|^(?:负|加|减|扣|及|与|和|的|后)"
    # A comparison that is not followed by its number.
    r"|大于|小于|高于|低于|超过|超出|多于|少于|不足|不到|达到|等于|以上|以下|以内|之内|以外"
)
_AGAINST_TARGET = re.compile(r"目标值|指标值|标准值|计划值")
# Make another measure of the same words.
_QUALIFIER = re.compile(
    r"上年|去年|上半年|下半年|[一二三四]季度|前三年|中期|负|未|非(?!税|在编)|不"
)
_HARMLESS = re.compile(r"^(?:指标|其中)|的$")


def plain(name: str) -> str:
    """The name without brackets and particles."""
    return _HARMLESS.sub("", re.sub(r"[《》()（）]", "", name))


def one_measure(names: Iterable[str]) -> str | None:
    """The longest of the names when all may stand for the same measure.

    A shorter name must be an abbreviation: its characters occur in the longest one in this
    order (三公经费 in 三公经费变动率). Raises ``Unclear`` for two measures.
    """
    found = [plain(name) for name in names if plain(name)]
    for name in found:
        joined = _JOINS.search(name)
        if joined:
            raise Unclear(f"“{name}”里有“{joined[0]}”", f"“{joined[0]}” within “{name}”")
        if name not in _GENERIC and _AGAINST_TARGET.search(name):
            raise Unclear(
                f"“{name}”要与目标值相减才知道", f"“{name}” is a distance from the target"
            )
        if len(name) > 40:
            raise Unclear("指标名太长", "the name of the measure is too long")
    specific = [name for name in found if name not in _GENERIC]
    if not specific:
        return found[0] if found else None
    if len({frozenset(_QUALIFIER.findall(name)) for name in specific}) > 1:
        raise Unclear("前后说的不是同一时期的指标", "the clauses speak of different periods")
    longest = max(specific, key=len)
    for name in specific:
        if not _abbreviates(name, longest):
            raise Unclear(
                f"“{name}”与“{longest}”是两个指标", f"“{name}” and “{longest}” are two measures"
            )
    return longest


def _abbreviates(short: str, long: str) -> bool:
    rest = iter(long)
    return all(char in rest for char in short)
