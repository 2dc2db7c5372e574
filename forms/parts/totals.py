"""The row of totals under the indicators: weight and score."""

from __future__ import annotations

import re

from forms import fields
from forms.columns import Column, Head
from forms.outline import Part
from forms.parts import identity
from forms.parts.draft import Draft
from forms.rows import columns_for
from forms.sheet import Row, Spot, key
from forms.text.quantity import parse_points
from schemas.record import State


def read(part: Part, draft: Draft) -> None:
    """总分, 合计, 总评价得分 …: the numbers under the weight's and the score's column."""
    for row in part.rows:
        _row(row, draft)


def _row(row: Row, draft: Draft) -> None:
    label, *rest = row.filled or (None,)
    if label is None:
        return
    head = draft.indicator_head
    numbers = [spot for spot in rest if _is_number(spot)]
    if head is None or not numbers:
        identity.read_row(row, draft)
        return
    draft.ledger.label(label)
    for spot, role in _roles(row, numbers, label, head):
        field = fields.number(spot, parse_points)
        if field is not None and draft.scalar(role, field):
            draft.ledger.value(spot)
    for spot in rest:
        if not draft.ledger.used(spot):
            draft.note(label.text, spot)


def _is_number(spot: Spot) -> bool:
    return parse_points(spot.text).state in {State.READ, State.AMBIGUOUS}


def _roles(row: Row, numbers: list[Spot], label: Spot, head: Head) -> list[tuple[Spot, str]]:
    """Which number is the weight's and which the score's total.

    With rulings the columns say so. Without them cells may be missing to the left, so that two
    numbers are weight and score in the order of their columns, and a single one under the last
    of the two columns, or beside a label that says 得分, is the score.
    """
    columns = columns_for(row, head) if row.ruled else head.columns
    at = {c.role: c for c in columns if c.role in {"weight", "score"}}
    order = sorted(at, key=lambda role: at[role].start)
    if not row.ruled:
        if len(numbers) >= 2:
            return list(zip(numbers, [f"total_{r}" for r in order], strict=False))
        return [(numbers[0], _single(numbers[0], label, at, order))] if order else []
    result: list[tuple[Spot, str]] = []
    for spot in numbers:
        covered = [r for r in order if spot.covers(at[r].start, at[r].end)]
        if not covered:
            continue
        role = covered[0]
        if len(covered) > 1 or (len(numbers) == 1 and _says_score(label)):
            role = "score"
        result.append((spot, f"total_{role}"))
    if not result and len(numbers) == 1:
        return [(numbers[0], "total_score")]
    return result


def _single(spot: Spot, label: Spot, at: dict[str, Column], order: list[str]) -> str:
    last = order[-1]
    if _says_score(label) or at[last].start <= spot.column:
        return "total_score"
    return f"total_{order[0]}" if order[0] == "weight" else "total_score"


def _says_score(label: Spot) -> bool:
    return re.search(r"得分|评分|自评分", key(label.text)) is not None
