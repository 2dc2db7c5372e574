"""Whether the names that one sentence uses can mean one measure."""

from __future__ import annotations

import re
from collections.abc import Iterable

from audit.scoring.clauses import Unclear

# Stand for whatever the indicator measures.
_GENERIC = frozenset(
    ["完成值", "实际值", "实际完成值", "指标值", "完成率", "比率", "比例", "比值", "该指标", "指标", "该比例", "该比率", "结果", "数值", "得分率", "绝对值", "差异", "全部", "实际完成率", "指标完成值", "其中", "偏差", "变动率", "差异率", "控制率", "值"]
)
# A word that joins two measures or adds a condition of its own.
_JOINS = re.compile(
    r"并且|而且|且|同时|均|都|分别|或|任一|任意|其中之一|除|但|前提|情况|期间|如果|若|以及|酌情|原则|大致|约|左右|力争"
    r"|每|只要|按照|根据|参照|视|仅"
)
_HARMLESS = re.compile(r"^(?:指标|其中)|[的]$")


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
        if len(name) > 40:
            raise Unclear("指标名太长", "the name of the measure is too long")
    specific = [name for name in found if name not in _GENERIC]
    if not specific:
        return found[0] if found else None
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
