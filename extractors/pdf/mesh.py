"""Surfaces by where they lie, so that a page of thousands of them is searched in no time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from extractors.pdf.raw import Area
from schemas.geometry import Box

_SIDE = 48.0
_LARGE = 64
"""A surface that would stand in more fields than this is kept apart and always found."""
_NONE: list[Area] = []


class Mesh:
    """Areas by the fields of a square mesh; what is found comes in drawing order."""

    def __init__(self, areas: Sequence[Area]) -> None:
        self._large: list[Area] = []
        self._fields: dict[tuple[int, int], list[Area]] = defaultdict(list)
        for area in areas:
            fields = list(_fields(area.box))
            if len(fields) > _LARGE:
                self._large.append(area)
                continue
            for field in fields:
                self._fields[field].append(area)

    def at(self, x: float, y: float) -> list[Area]:
        """Areas that may hold a point, by order."""
        here = self._fields.get((int(y // _SIDE), int(x // _SIDE)), _NONE)
        if not self._large:
            return here  # in drawing order, as they were put in
        return sorted([*self._large, *here], key=_order) if here else self._large

    def touching(self, box: Box) -> list[Area]:
        """Areas that may share a point with ``box``, by order."""
        if not self._fields and not self._large:
            return []
        found = {area.order: area for area in self._large}
        for field in _fields(box):
            for area in self._fields.get(field, ()):
                found[area.order] = area
        return [found[order] for order in sorted(found)]


def _order(area: Area) -> int:
    return area.order


def _fields(box: Box) -> Iterable[tuple[int, int]]:
    rows = range(int(box.top // _SIDE), int(box.bottom // _SIDE) + 1)
    columns = range(int(box.x0 // _SIDE), int(box.x1 // _SIDE) + 1)
    if len(rows) * len(columns) > 4 * _LARGE:
        rows, columns = range(4 * _LARGE), range(1)
    return ((row, column) for row in rows for column in columns)
