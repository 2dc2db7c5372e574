"""Columns of a form that nobody knows, told by what their cells hold.

Only for headers without any known wording, only for roles that no other column plays, and only
where a single assignment fits all rows: a column that stays in doubt stays without a role, and
its cells go into the notes with their header.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from forms.columns import Column, Head
from forms.outline import Part
from forms.rows import Placed, place
from forms.sheet import squeeze
from forms.text.placeholders import is_placeholder
from forms.text.quantity import parse_amount, parse_percent, parse_points, read_quantity
from forms.vocabulary import common

LEAST_ROWS = 2
FULL_MARKS = 100
NEAR = Decimal("0.1")
"""Percentage points: printed rates are rounded, some to one place."""
_ROLES = ("target", "actual", "weight", "score")
_YEAR = re.compile(r"20\d\d(?=年)")
_DOUBTFUL = re.compile("预算调整")


def complete(parts: Sequence[Part]) -> tuple[Part, ...]:
    """The parts with roles for unknown columns of the indicator table, as far as they are sure.

    A column of the funds that may as well hold the change of the budget as the changed budget
    keeps its role only if the printed rates bear it out.
    """
    work = {"indicators": _complete, "funds": _borne_out}
    return tuple(
        replace(part, head=work[part.kind](part.head, part))
        if part.kind in work and part.head is not None
        else part
        for part in parts
    )


def _borne_out(head: Head, part: Part) -> Head:
    budget = head.column("full_year_budget")
    if budget is None or not _DOUBTFUL.search(squeeze(budget.header)):
        return head
    if any(_is_base(placed) for placed in place(part.rows, head)):
        return head
    columns = tuple(replace(c, role="") if c is budget else c for c in head.columns)
    return replace(head, columns=columns)


def _is_base(placed: Placed) -> bool:
    """Whether a row's printed rate is what was executed of the doubtful budget."""
    rate, executed, budget = (
        (spot := placed.spot(role)) and parse(spot.text).value
        for role, parse in (
            ("execution_rate", parse_percent),
            ("executed", parse_amount),
            ("full_year_budget", parse_amount),
        )
    )
    if not rate or not executed or not budget:
        return False
    return abs(executed / budget * 100 - rate) <= NEAR


def _reached(head: Head, part: Part) -> Head:
    """A column headed 完成情况 that holds what was reached, in a table with no other for it."""
    column = head.column("completion")
    if column is None or "actual" in head.roles or "target" not in head.roles:
        return head
    rows = [p for p in place(part.rows, head) if p.row.ruled and p.filled]
    texts = [text for _, text in _texts(rows, head.columns.index(column))]
    measured = [text for text in texts if re.search(r"\d", text)]
    if len(texts) < LEAST_ROWS or 2 * len(measured) <= len(texts):
        return head
    columns = tuple(replace(c, role="actual") if c is column else c for c in head.columns)
    return replace(head, columns=columns)


def _complete(head: Head, part: Part) -> Head:
    head = _reached(head, part)
    unknown = [i for i, c in enumerate(head.columns) if not c.role and _open(c, head)]
    rows = [p for p in place(part.rows, head) if p.row.ruled and p.filled] if unknown else []
    if len(rows) < LEAST_ROWS:
        return head
    roles = {**_points(head, rows, unknown), **_values(head, rows, unknown)}
    columns = tuple(
        replace(column, role=roles.get(i, column.role)) for i, column in enumerate(head.columns)
    )
    return replace(head, columns=columns)


def _open(column: Column, head: Head) -> bool:
    """Whether a header leaves open what its column holds: no other period's, no other year's."""
    words = common()
    if not column.header or all(words.refused("indicators", r, column.header) for r in _ROLES):
        return False
    years = [year for c in head.columns for year in _YEAR.findall(squeeze(c.header))]
    own = _YEAR.findall(squeeze(column.header))
    return not own or own[-1] == max(years)


def _points(head: Head, rows: Sequence[Placed], unknown: Sequence[int]) -> dict[int, str]:
    """Weight and score: bare numbers up to 100, the score never above the weight."""
    missing = [role for role in ("weight", "score") if role not in head.roles]
    columns = {i: _marks(rows, i) for i in unknown}
    columns = {i: marks for i, marks in columns.items() if marks}
    if len(missing) == 2 and len(columns) == 2:
        first, second = columns
        for weight, score in ((first, second), (second, first)):
            if _within(columns[score], columns[weight]):
                return {weight: "weight", score: "score"}
    if len(missing) == 1 and len(columns) == 1:
        known = "score" if missing == ["weight"] else "weight"
        other = _marks(rows, _number(head.columns, known))
        (only,) = columns
        pair = (columns[only], other) if missing == ["score"] else (other, columns[only])
        if _within(*pair):
            return {only: missing[0]}
    return {}


def _values(head: Head, rows: Sequence[Placed], unknown: Sequence[int]) -> dict[int, str]:
    """Target and actual: quantities with a unit or an operator; operators are the target's."""
    missing = [role for role in ("target", "actual") if role not in head.roles]
    if "content" in head.roles and "target" in missing:
        missing.remove("target")
    found = {i: _operators(rows, i) for i in unknown}
    columns = {i: share for i, share in found.items() if share is not None}
    if len(columns) != len(missing) or not missing:
        return {}
    if len(missing) == 1:
        return dict(zip(columns, missing, strict=True))
    first, second = columns
    if columns[second] > columns[first]:
        first, second = second, first
    return {first: "target", second: "actual"}


def _number(columns: Sequence[Column], role: str) -> int:
    return next(i for i, column in enumerate(columns) if column.role == role)


def _texts(rows: Sequence[Placed], column: int) -> list[tuple[int, str]]:
    return [
        (n, spot.text)
        for n, placed in enumerate(rows)
        for spot in placed.cells[column]
        if not spot.blank and not is_placeholder(spot.text)
    ]


def _marks(rows: Sequence[Placed], column: int) -> dict[int, Decimal]:
    """The points in a column by row; nothing if any of its cells holds something else."""
    marks: dict[int, Decimal] = {}
    for n, text in _texts(rows, column):
        value = parse_points(text).value
        if value is None or not 0 <= value <= FULL_MARKS:
            return {}
        marks[n] = value
    return marks if len(marks) >= LEAST_ROWS else {}


def _within(scores: dict[int, Decimal], weights: dict[int, Decimal]) -> bool:
    return bool(scores) and all(n in weights and s <= weights[n] for n, s in scores.items())


def _operators(rows: Sequence[Placed], column: int) -> float | None:
    """The share of cells with an operator; ``None`` unless most cells are measured quantities."""
    texts = [text for _, text in _texts(rows, column)]
    quantities = [q.quantity for text in texts if (q := read_quantity(text)) is not None]
    measured = [q for q in quantities if q.unit or q.operator]
    if len(texts) < LEAST_ROWS or len(measured) * 2 <= len(texts):
        return None
    return sum(1 for q in measured if q.operator) / len(measured)
