"""Indicators that stand in the form twice."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Any

from audit.check import Case, Draft, check
from audit.explain import added
from audit.indicators import LEAVES, IndicatorRow, filled, shown
from audit.readings import Cell
from audit.words import squeezed
from schemas.finding import Cause, Severity, Verdict
from schemas.message import Message


@check("duplicate-indicator", Severity.WARNING)
def duplicate_indicator(case: Case) -> Iterator[Draft]:
    """No indicator stands in the form twice: same name, and same target or same rule.

    All rows of the kind are accused by one finding. Rows without a target are not compared.

    Example: 应缴财政款及时性 with one rule (应缴财政款=0，得满分 …) under 财务管理 and again under
    成本控制成效: violated; 培训次数 ≥4 and 培训次数 ≥6: satisfied. Basis: one result earns points
    once.
    """
    seen: dict[tuple[Any, ...], list[IndicatorRow]] = {}
    for row in case.rows:
        if row.title and filled(row.target):
            key = (squeezed(row.title), *(_key(row.target[leaf]) for leaf in LEAVES))
            seen.setdefault(key, []).append(row)
    for same in seen.values():
        if len(same) > 1:
            yield _draft(same)


def _key(cell: Cell) -> Any:
    """What must be equal. Ink that was not read is equal to nothing, not even to itself."""
    value = cell.likeliest
    if value is None:
        return object() if cell.unread else None
    return squeezed(value) if isinstance(value, str) else value


def _draft(same: list[IndicatorRow]) -> Draft:
    targets = [row.target for row in same]
    # With another reading of some target no two rows might be alike any more.
    doubtful = all(
        any(len(a[leaf].readings) > 1 or len(b[leaf].readings) > 1 for leaf in LEAVES)
        for a, b in combinations(targets, 2)
    )
    zh, en = "、".join(row.name.zh for row in same), ", ".join(row.name.en for row in same)
    value = shown(targets[0])
    message = Message(
        f"{zh}名称相同，指标值或评分规则也相同（“{value}”），重复计分。",
        f"Same name and same target or rule (“{value}”): {en}; one result is counted twice.",
    )
    if doubtful:
        message = added(
            message,
            [
                Message(
                    "但若换一种读法便不相同：先核对原件。",
                    "But read otherwise they differ: look at the paper.",
                )
            ],
        )
    return Draft(
        tuple(row.pointer for row in same),
        value,
        None,
        message,
        tuple(cell.source for t in targets for cell in t.values() if cell.printed),
        Verdict.VIOLATED,
        Cause.READING if doubtful else Cause.REPORT,
    )
