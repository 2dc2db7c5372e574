"""Grids from the rulings that the page draws as vectors."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from extractors.tables.edges import Edge, groups, join, tolerance
from extractors.tables.lattice import Lattice, lattice
from schemas.geometry import Box
from schemas.page import Page

NAME = "ruled-vector"
RANK = 1

_WIDEST_GAP, _WIDEST_WRITTEN_GAP = 0.25, 0.6
"""Of both groups together: what may lie between the halves of one table, blank or written on."""


def find(page: Page, document: Callable[[], bytes]) -> tuple[Lattice, ...]:
    """Every ruled grid of the page, frames of one cell included."""
    del document
    reach = tolerance(page)
    edges = join(page.rulings, reach)
    whole = _halves_joined(groups(edges, reach), page, reach)
    found = (lattice(group, page.info.number, reach) for group in whole)
    return tuple(one for one in found if one is not None)


Group = tuple[Edge, ...]


def _halves_joined(found: Sequence[Group], page: Page, reach: float) -> list[Group]:
    """A column merged over the whole page, and open at both its ends, parts a table in two
    groups that no ruling connects; here they are one again."""
    waiting = sorted(found, key=lambda group: _box(group).x0)
    joined: list[Group] = []
    for group in waiting:
        partner = next((g for g in joined if _one_table(g, group, page, reach)), None)
        if partner is None:
            joined.append(group)
        else:
            joined[joined.index(partner)] = (*partner, *group)
    return joined


def _one_table(left: Group, right: Group, page: Page, reach: float) -> bool:
    """Whether two groups side by side are one table: the same rows, and no gutter between.

    Two forms on one sheet may have the same rows, but then a blank gutter parts them and their
    columns repeat.
    """
    a, b = _box(left), _box(right)
    gap = b.x0 - a.x1
    between = Box(a.x1, a.top, b.x0, a.bottom)
    written = any(between.contains(*c.box.center) for c in page.chars if c.text.strip())
    widest = _WIDEST_WRITTEN_GAP if written else _WIDEST_GAP
    if gap <= 0 or gap > widest * (b.x1 - a.x0):
        return False
    if abs(a.top - b.top) > reach or abs(a.bottom - b.bottom) > reach:
        return False
    rows_a, rows_b = _positions(left, horizontal=True), _positions(right, horizontal=True)
    few, many = sorted((rows_a, rows_b), key=len)
    if len(few) < 2 or not all(any(abs(y - z) <= reach for z in many) for y in few):
        return False
    return written or not _same_columns(left, right, reach)


def _same_columns(left: Group, right: Group, reach: float) -> bool:
    xs_a, xs_b = (_positions(g, horizontal=False) for g in (left, right))
    if len(xs_a) != len(xs_b):
        return False
    return all(abs((x - xs_a[0]) - (y - xs_b[0])) <= reach for x, y in zip(xs_a, xs_b, strict=True))


def _positions(group: Group, *, horizontal: bool) -> list[float]:
    return sorted(edge.position for edge in group if edge.horizontal is horizontal)


def _box(group: Group) -> Box:
    xs = [x for e in group for x in ((e.start, e.end) if e.horizontal else (e.position,))]
    ys = [y for e in group for y in ((e.position,) if e.horizontal else (e.start, e.end))]
    return Box(min(xs), min(ys), max(xs), max(ys))
