"""Rows that a page end tore in two: the lower piece is put back under the upper one.

Some PDF makers close the table at the page's end and open it again on the next page, so that the
rulings show two rows. Only what stands in them tells that they are one: the upper row has its
values, the lower one has nothing but the rest of some texts.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from forms.outline import Part
from forms.rows import Placed, place
from forms.sheet import Row, Spot
from forms.text.labels import split_goal, split_slot, split_status
from forms.text.repair import mend
from schemas.text import RawText

_ENDED = re.compile(r"[。；！？;!?]$")
_VALUES = ("weight", "score", "completion", "operator")

Torn = tuple[Row, Row]


def find(parts: Sequence[Part]) -> tuple[Torn, ...]:
    """The upper and lower pieces of all torn rows of goals and indicators."""
    found: list[Torn] = []
    for part in parts:
        several = len({row.page for row in part.rows}) > 1
        if part.kind in {"goals", "indicators"} and part.head is not None and several:
            placed = [p for p in place(part.rows, part.head) if p.row.ruled and p.row.own]
            found.extend(
                (upper.row, lower.row)
                for upper, lower in pairwise(placed)
                if upper.row.page < lower.row.page and _is_torn(upper, lower, part.kind)
            )
    return tuple(found)


def _is_torn(upper: Placed, lower: Placed, kind: str) -> bool:
    pieces = lower.row.filled
    pairs = [(_above(upper.row, spot), spot) for spot in pieces]
    if not pieces or len(pieces) >= len([s for s in upper.row.spots if not s.blank]):
        return False
    if any(above is None or not _goes_on(above, spot) for above, spot in pairs):
        return False
    if kind == "goals":
        return True
    valued = any(upper.spots(role) for role in ("weight", "score"))
    return valued and not any(lower.spots(role) for role in _VALUES)


def _above(row: Row, spot: Spot) -> Spot | None:
    """The cell with ink that ends just above a cell, in the same columns."""
    return next(
        (s for s in row.spots if s.column == spot.column and s.end == spot.end and not s.blank),
        None,
    )


def _goes_on(above: Spot, spot: Spot) -> bool:
    """Whether a text may be the rest of the one above: neither ends nor begins something."""
    if _ENDED.search(above.text) or re.fullmatch(r"[\d.,%]+", above.text):
        return False
    begins = split_slot(spot.text)[0] or split_goal(spot.text)[0] or split_status(spot.text)[0]
    return not begins and not re.fullmatch(r"[\d.,%]+分?", spot.text)


def join(rows: Sequence[Row], torn: Sequence[Torn]) -> tuple[Row, ...]:
    """The rows with every torn pair made one; cells that reach below keep doing so."""
    for upper, lower in torn:
        whole: dict[tuple[int, int, int], Spot] = {}
        for spot in lower.own:
            above = next(
                (s for s in upper.spots if s.column == spot.column and s.end == spot.end), None
            )
            if above is not None:
                above = whole.get(above.identity, above)
                one = _one(above, spot)
                whole[above.identity] = whole[spot.identity] = one
        rows = [_with(row, whole) for row in rows if row.number != lower.number]
    return tuple(rows)


def _one(above: Spot, below: Spot) -> Spot:
    rows = max(above.row + above.rows, below.row + below.rows) - above.row
    if below.blank:
        return replace(above, rows=rows)
    one, two = above.cell.source, below.cell.source
    shift = len(one.raw) + 1
    known = [c for c in (one.confidence, two.confidence) if c is not None]
    source = RawText(
        f"{one.raw}\n{two.raw}",
        one.origin,
        one.places + two.places,
        one.hard_breaks | {shift + at for at in two.hard_breaks},
        one.repairs + two.repairs,
        min(known) if known else None,
    )
    return replace(above, rows=rows, cell=mend(source))


def _with(row: Row, whole: Mapping[tuple[int, int, int], Spot]) -> Row:
    if not any(spot.identity in whole for spot in row.spots):
        return row
    spots = [whole.get(spot.identity, spot) for spot in row.spots]
    unique = {spot.identity: spot for spot in spots}
    return replace(row, spots=tuple(unique.values()))
