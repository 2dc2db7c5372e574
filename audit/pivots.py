"""Which doubtful cells a verdict hangs on: what to look at so that it is certain."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from math import prod
from typing import Any

from audit.readings import Cell
from audit.relations import Judgement, Relation, Values
from schemas.finding import Cause

_MOST = 256
"""Combinations of readings that are held against one another."""

Groups = tuple[tuple[str, ...], ...]


def pivots(code: str, judgement: Judgement, modes: Sequence[Any]) -> Groups:
    """Groups of cells of each of which one at least has to be looked at; none beyond doubt.

    Two combinations of readings of which one satisfies and one does not differ in some cells:
    unless one of these is looked at, the verdict stays open. So these differences are the groups,
    without those that hold a smaller one. What no reader named cannot be tried: such a cell is a
    group by itself, as is one whose reading rests on the relation.
    """
    if judgement.cause is Cause.REPORT:
        return ()
    cells = judgement.relation.cells
    alone = [c for c in cells if c.unread or c.open or c.settled_by(code)]
    several = [c for c in cells if len(c.readings) > 1 and c not in alone]
    unread = any(c.unread for c in cells)
    if unread or prod(len(c.readings) for c in several) > _MOST:
        return _singly([*alone, *several])
    apart = _differences(judgement.relation, judgement.values, several, modes)
    return (*_singly(alone), *(g for g in apart if not {c.pointer for c in alone} & set(g)))


def _singly(cells: Sequence[Cell]) -> Groups:
    return tuple(dict.fromkeys((cell.pointer,) for cell in cells))


def _differences(
    relation: Relation, values: Values, several: Sequence[Cell], modes: Sequence[Any]
) -> list[tuple[str, ...]]:
    """The least sets of cells in which a satisfying and a violating combination differ."""
    places = [i for i, cell in enumerate(relation.cells) if cell in several]
    kept: list[tuple[Any, ...]] = []
    broken: list[tuple[Any, ...]] = []
    for chosen in product(*(relation.cells[i].readings for i in places)):
        tried = list(values)
        for i, value in zip(places, chosen, strict=True):
            tried[i] = value
        holds = any(relation.holds(tuple(tried), mode) is not False for mode in modes)
        (kept if holds else broken).append(chosen)
    sets = {
        frozenset(i for i, a, b in zip(places, one, other, strict=True) if a != b)
        for one in kept
        for other in broken
    }
    least = [s for s in sets if not any(other < s for other in sets)]
    return [tuple(relation.cells[i].pointer for i in sorted(s)) for s in sorted(least, key=sorted)]
