"""The block of income, expenditure or project funds: every printed row with its depth."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from forms import fields
from forms.columns import AMOUNTS, Head
from forms.outline import Part
from forms.parts.draft import Draft
from forms.parts.levels import levels
from forms.rows import Placed, place
from forms.sheet import Spot, squeeze
from forms.text.labels import split_points
from forms.text.quantity import parse_amount, parse_percent, parse_points
from schemas.record import BudgetLine, Field, Number, State

_FULL_MARKS = re.compile(r"[（(](?:满分|共|分值)?[:：]?(\d+(?:\.\d+)?分)[）)]")


def read(part: Part, draft: Draft) -> None:
    """All rows under the header, blank lines left out."""
    draft.header(part.head, part.captions)
    if part.head is None:
        return
    printed = _points_of_head(part.head, part.captions)
    rows = [r for r in (_cells(p, part.head, draft) for p in place(part.rows, part.head)) if r]
    lines = [_line(names, cells, 0) for _, names, cells in rows]
    titles = ["".join(spot.text for spot in names) for _, names, _ in rows]
    depths = levels(titles, [_amounts(line) for line in lines])
    for (placed, names, cells), bare, depth in zip(rows, lines, depths, strict=True):
        line = replace(bare, level=fields.derived(depth, *names[:1]))
        if printed is not None and line.weight is None and _is_read(line.score):
            line = _with_weight(line, *printed)
            printed = None
        draft.funds.append(line)
        draft.ledger.value(*names, *cells.values())
        for spot in _found_names(placed, part.head):
            if not draft.ledger.used(spot):
                draft.note(None, spot)
        for column, spots in zip(placed.columns, placed.cells, strict=True):
            if column.role == "reason" or (not column.role and not {*spots} & {*names}):
                own = (s for s in spots if s.row == placed.row.number and s not in part.head.side)
                draft.note(column.header or None, *own)


_Row = tuple[Placed, tuple[Spot, ...], dict[str, Spot | None]]


def _cells(placed: Placed, head: Head, draft: Draft) -> _Row | None:
    """The row's names and its cells by role; a row of nothing but a wide text is a note.

    A text across columns of different roles is the value of none of them.
    """
    names = _names(placed, head)
    cells = {role: placed.spot(role) for role in (*AMOUNTS, "weight", "score")}
    wide = {role: s for role, s in cells.items() if s is not None and _is_wide(s, placed)}
    cells |= dict.fromkeys(wide)
    bare = all(spot is None or spot.blank for spot in cells.values())
    if wide:
        label = "".join(spot.text for spot in names)
        for spot in wide.values():
            draft.note(label, spot, label_spot=names[0] if names else None)
        if bare:
            draft.ledger.value(*names)
            return None
    return None if bare and not names else (placed, names, cells)


def _is_wide(spot: Spot, placed: Placed) -> bool:
    if not placed.row.ruled or fields.text_state(spot.text) is not State.READ:
        return False
    covered = {c.role for c in placed.columns if spot.covers(c.start, c.end) == c.end - c.start}
    return len(covered & {*AMOUNTS, "weight", "score"}) > 1


def _amounts(line: BudgetLine) -> tuple[Decimal | None, ...]:
    """The amounts that a row's parts cannot exceed."""
    return tuple(
        n.value if n is not None else None
        for n in (line.initial_budget, line.full_year_budget, line.executed)
    )


def _is_read(number: Number | None) -> bool:
    return number is not None and number.state is State.READ


def _with_weight(line: BudgetLine, spot: Spot, text: str) -> BudgetLine:
    """Execution points that only the block's head prints belong to the row that has the score."""
    _, points = split_points(text)
    weight = fields.made([spot], points, step="points-in-head") if points is not None else None
    return replace(line, weight=weight)


def _points_of_head(head: Head, captions: Sequence[Spot]) -> tuple[Spot, str] | None:
    """The block's own points: 预算执行情况（20分） at the side, above, or over the score."""
    if head.column("weight") is not None:
        return None
    for spot in (*captions, *head.side):
        if split_points(spot.text)[1] is not None:
            return spot, spot.text
    score = head.column("score")
    for spot in head.spots if score is not None else ():
        full = _FULL_MARKS.search(squeeze(spot.text))
        if full and score is not None and spot.covers(score.start, score.end):
            return spot, f"（{full[1]}）"
    return None


def _names(placed: Placed, head: Head) -> tuple[Spot, ...]:
    """The cells that name the row: under 名称, or left of the first amount.

    A label merged down the side of several rows (按支出性质) is no part of any row's name, but
    for 其中：, which says how the rows hang together.
    """
    found = _found_names(placed, head)
    inner = tuple(s for s in found if s.rows == 1 or squeeze(s.text).startswith("其中"))
    return inner if any(s.row == placed.row.number and s.rows == 1 for s in inner) else found


def _found_names(placed: Placed, head: Head) -> tuple[Spot, ...]:
    named = placed.spots("name")
    if named:
        return named
    first = min((c.start for c in placed.columns if c.role in AMOUNTS), default=0)
    return tuple(
        spot
        for column, spots in zip(placed.columns, placed.cells, strict=True)
        if column.start < first and column.role in {"", "name"}
        for spot in spots
        if not spot.blank and spot not in head.side and not _is_amount(spot)
    )


def _is_amount(spot: Spot) -> bool:
    """An amount under a header that nobody knows names nothing; a code (2080101) may."""
    return bool(re.fullmatch(r"-?\d[\d,]*\.\d+", squeeze(spot.text)))


def _line(names: Sequence[Spot], cells: dict[str, Spot | None], depth: int) -> BudgetLine:
    name = fields.text(*names) or fields.made([], None, State.EMPTY)
    level: Field[int] = fields.derived(depth, *names[:1])
    return BudgetLine(
        name,
        level,
        fields.number(cells["initial_budget"], parse_amount),
        fields.number(cells["full_year_budget"], parse_amount),
        fields.number(cells["executed"], parse_amount),
        fields.number(cells["execution_rate"], parse_percent),
        fields.number(cells["weight"], parse_points),
        fields.number(cells["score"], parse_points),
    )
