"""From rulings as drawn to edges: collinear pieces joined, touching edges grouped into tables."""

from __future__ import annotations

import itertools
import statistics
from collections.abc import Iterable, Sequence

from schemas.light import light
from schemas.page import Page, Ruling

_COLLINEAR = 0.75
"""Points between centre lines that every maker's rounding stays within."""
_MIN_DASHES = 6


@light
class Edge:
    """A ruling in full length: pieces of one line joined."""

    horizontal: bool
    position: float
    start: float
    end: float
    thickness: float

    @property
    def length(self) -> float:
        return self.end - self.start


def letter_size(page: Page) -> float:
    """The size of the page's usual letter in points; 10.5 (五号) on a page without letters."""
    sizes = [char.size for char in page.chars if not char.layer and char.size > 0]
    return statistics.median(sizes) if sizes else 10.5


def tolerance(page: Page) -> float:
    """How far apart two lines of this page may lie and still be one ruling, in points.

    What lies within a quarter of a letter is a double line, a gap between cell borders or a
    rounding error; columns of two sections may stand a third of a letter apart.
    """
    share = min(max(0.25 * letter_size(page), 1.5), 4.0)
    return round(share, 1) + 0.02  # no tie with pixels (1.5, 2.25 …), however a library rounds


def join(rulings: Iterable[Ruling], reach: float) -> tuple[Edge, ...]:
    """Collinear pieces as one edge each; ``reach`` is the page's tolerance in points.

    Pieces may overlap, touch, or leave a gap within ``reach``; a line of many short dashes is
    one edge whatever its gaps. What stays shorter than ``reach`` borders nothing.
    """
    edges: list[Edge] = []
    for horizontal in (True, False):
        chosen = sorted(
            (r for r in rulings if r.horizontal is horizontal),
            key=lambda r: (r.position, r.start, r.end),
        )
        for group in _collinear(chosen):
            edges.extend(edge for edge in _joined(group, reach) if edge.length >= reach)
    return tuple(edges)


def _collinear(rulings: Sequence[Ruling]) -> Iterable[list[Ruling]]:
    group: list[Ruling] = []
    for ruling in rulings:
        if group and ruling.position - group[0].position > _COLLINEAR:
            yield group
            group = []
        group.append(ruling)
    if group:
        yield group


def _joined(group: Sequence[Ruling], reach: float) -> Iterable[Edge]:
    pieces = sorted(group, key=lambda r: (r.start, r.end))
    thickest = max(piece.thickness for piece in pieces)
    gap = max(reach, _dash_gap(pieces), thickest + 0.5)  # thick strokes stop at one another
    run: list[Ruling] = []
    end = 0.0
    for piece in pieces:
        if run and piece.start - end > gap:
            yield _edge(run, end)
            run = []
        end = max(end, piece.end) if run else piece.end
        run.append(piece)
    if run:
        yield _edge(run, end)


def _edge(run: Sequence[Ruling], end: float) -> Edge:
    weights = [max(0.1, piece.end - piece.start) for piece in run]
    centre = sum(p.position * w for p, w in zip(run, weights, strict=True)) / sum(weights)
    thickness = max(piece.thickness for piece in run)
    return Edge(run[0].horizontal, centre, run[0].start, end, thickness)


def _dash_gap(pieces: Sequence[Ruling]) -> float:
    """The widest gap of a line made of dashes or dots; 0 for any other line."""
    lengths = [p.end - p.start for p in pieces]
    gaps = [b.start - a.end for a, b in itertools.pairwise(pieces)]
    open_gaps = [gap for gap in gaps if gap > 0.1]
    if len(open_gaps) < _MIN_DASHES:
        return 0.0
    gap = statistics.median(open_gaps)
    dashed = statistics.median(lengths) <= 12.0 and gap <= 2.0 * max(1.5, *lengths)
    return 1.6 * gap if dashed and gap <= 8.0 else 0.0


def groups(edges: Sequence[Edge], reach: float) -> tuple[tuple[Edge, ...], ...]:
    """Edges that touch or cross one another, directly or through others, in reading order."""
    parent = list(range(len(edges)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    across = [i for i, e in enumerate(edges) if e.horizontal]
    down = [i for i, e in enumerate(edges) if not e.horizontal]
    down.sort(key=lambda i: edges[i].position)
    widest = max((e.thickness for e in edges), default=0.0) / 2
    for i in across:
        h = edges[i]
        for j in down:
            v = edges[j]
            if v.position > h.end + reach + widest:
                break
            near = reach + max(h.thickness, v.thickness) / 2
            if v.position < h.start - near or v.position > h.end + near:
                continue
            if v.start - near <= h.position <= v.end + near:
                parent[root(i)] = root(j)
    found: dict[int, list[Edge]] = {}
    for i, edge in enumerate(edges):
        found.setdefault(root(i), []).append(edge)
    whole = [tuple(g) for g in found.values() if any(e.horizontal for e in g) and len(g) > 2]
    return tuple(sorted(whole, key=_corner))


def _corner(group: Sequence[Edge]) -> tuple[float, float]:
    tops = [e.position if e.horizontal else e.start for e in group]
    lefts = [e.start if e.horizontal else e.position for e in group]
    return min(tops), min(lefts)
