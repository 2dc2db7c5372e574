"""Grids of tables that have rules across and none down: columns by the white space between texts.

Three-line tables (三线表) rule their top, their header and their bottom only. Columns are those
of the header's texts; every text below must stand under exactly one of them. Where that is not
so, or where lines of print do not part into rows, nothing is found: such a table stays unread.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from extractors.tables.edges import letter_size
from extractors.tables.lattice import Lattice
from schemas.geometry import Box
from schemas.page import Char, Page, Ruling
from schemas.table import Cell, Grid

NAME = "whitespace"
RANK = 4

_PIECE = 0.8
"""Of the letter size: the least white space between two columns."""
_SAME_END = 4.0
"""Points: rules of one table end at most so far apart."""
_WIDE = 0.4
"""Of the page's width: a shorter rule belongs to no table of the page."""
_SPREAD = 0.35
"""Of the letter size: how much wider the space between rows is than between lines of a row."""
_PAIRS = 4
"""Up to so many texts a row may be labels with their values; a wider table begins with a header."""
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class _Piece:
    """Print without a wide gap on one line."""

    text: str
    box: Box


@dataclass(slots=True)
class _Row:
    """The pieces of one row of a table, and its extent from top to bottom."""

    pieces: list[_Piece]
    top: float
    bottom: float


@dataclass(slots=True)
class _Section:
    """Rows under the same columns; ``columns`` are the widths that their texts fill."""

    columns: list[tuple[float, float]]
    rows: list[_Row]


def find(page: Page, document: Callable[[], bytes]) -> tuple[Lattice, ...]:
    """The tables between rules that cross the page, if all their columns are clear."""
    del document
    size = letter_size(page)
    if any(not r.horizontal and r.end - r.start > 2 * size for r in page.rulings):
        return ()  # somebody ruled columns: other finders know better
    found: list[Lattice] = []
    for rules in _blocks(page):
        box = Box(rules[0].start, rules[0].position, rules[0].end, rules[-1].position)
        rows = _rows(page.chars, rules, box, size)
        sections = _sections(rows, size) if rows else None
        if sections is None:
            return ()
        found.extend(_lattice(section, sections, rules, box, page) for section in sections)
    return tuple(found)


def _blocks(page: Page) -> list[list[Ruling]]:
    """The rules of each table from top to bottom: pieces at one height as one rule."""
    levels: list[list[Ruling]] = []
    for ruling in sorted((r for r in page.rulings if r.horizontal), key=lambda r: r.position):
        if levels and ruling.position - levels[-1][-1].position <= 2.0:
            levels[-1].append(ruling)
        else:
            levels.append([ruling])
    blocks: list[list[Ruling]] = []
    for level in levels:
        start, end = min(r.start for r in level), max(r.end for r in level)
        rule = Ruling(True, level[0].position, start, end)
        if end - start < _WIDE * page.info.width:
            continue
        last = blocks[-1][-1] if blocks else None
        if last and abs(last.start - start) <= _SAME_END and abs(last.end - end) <= _SAME_END:
            blocks[-1].append(rule)
        else:
            blocks.append([rule])
    return [block for block in blocks if len(block) >= 2]


def _rows(chars: Sequence[Char], rules: Sequence[Ruling], box: Box, size: float) -> list[_Row]:
    """The rows between the rules; none where lines of print do not part into rows."""
    rows: list[_Row] = []
    for above, below in itertools.pairwise(rules):
        inside = [
            c
            for c in chars
            if c.text.strip() and not c.layer and not c.angle
            and above.position < c.box.center[1] < below.position
            and box.x0 <= c.box.center[0] <= box.x1
        ]  # fmt: skip
        lines = _lines(inside, size)
        groups = _grouped(lines, size)
        if groups is None:
            return []
        rows.extend(groups)
    return rows


def _lines(chars: Sequence[Char], size: float) -> list[_Row]:
    lines: list[list[Char]] = []
    for char in sorted(chars, key=lambda c: c.box.bottom):
        if lines and char.box.bottom - lines[-1][0].box.bottom <= 0.4 * size:
            lines[-1].append(char)
        else:
            lines.append([char])
    return [
        _Row(_pieces(line), min(c.box.top for c in line), max(c.box.bottom for c in line))
        for line in lines
    ]


def _pieces(line: Sequence[Char]) -> list[_Piece]:
    ordered = sorted(line, key=lambda c: c.box.x0)
    parts: list[list[Char]] = [[ordered[0]]]
    for before, char in itertools.pairwise(ordered):
        if char.box.x0 - before.box.x1 >= _PIECE * max(char.size, before.size):
            parts.append([])
        parts[-1].append(char)
    return [
        _Piece(
            "".join(c.text for c in part),
            Box(part[0].box.x0, min(c.box.top for c in part), part[-1].box.x1, part[0].box.bottom),
        )
        for part in parts
    ]


def _grouped(lines: Sequence[_Row], size: float) -> list[_Row] | None:
    """Lines that stand close together as one row; ``None`` where that is not clear."""
    if len(lines) < 2:
        return list(lines)
    gaps = [b.top - a.bottom for a, b in itertools.pairwise(lines)]
    narrow, wide = min(gaps), max(gaps)
    if wide - narrow <= _SPREAD * size:
        most = max(len(line.pieces) for line in lines)
        return list(lines) if all(2 * len(line.pieces) >= most for line in lines) else None
    limit = (narrow + wide) / 2
    within, between = [g for g in gaps if g <= limit], [g for g in gaps if g > limit]
    if any(max(some) - min(some) > _SPREAD * size for some in (within, between)):
        return None
    rows = [_Row([*lines[0].pieces], lines[0].top, lines[0].bottom)]
    for gap, line in zip(gaps, lines[1:], strict=True):
        if gap > limit:
            rows.append(_Row([], line.top, line.bottom))
        rows[-1].pieces.extend(line.pieces)
        rows[-1].bottom = line.bottom
    return rows


def _sections(rows: Sequence[_Row], size: float) -> list[_Section] | None:
    """Rows under the same columns together; ``None`` where a text stands under no one column."""
    sections: list[_Section] = []
    for row in rows:
        if sections and (columns := _under(row, sections[-1].columns, size)) is not None:
            sections[-1].columns = columns
            sections[-1].rows.append(row)
            continue
        fresh = _under(row, [], size)
        pairs = len(row.pieces) <= _PAIRS
        if fresh is None or not (pairs or not any(_DIGIT.search(p.text) for p in row.pieces)):
            return None
        sections.append(_Section(fresh, [row]))
    wide = [section for section in sections if len(section.columns) > _PAIRS]
    if not wide or any(_lacks_names(section) for section in wide):
        return None
    return sections


def _under(
    row: _Row, columns: Sequence[tuple[float, float]], size: float
) -> list[tuple[float, float]] | None:
    """The columns with the row's texts in them, ``None`` where a text is under none or several.

    Without columns the row's own texts make them.
    """
    known = list(columns)
    if not known:
        for piece in sorted(row.pieces, key=lambda p: p.box.x0):
            if known and piece.box.x0 <= known[-1][1]:
                known[-1] = known[-1][0], max(known[-1][1], piece.box.x1)
            else:
                known.append((piece.box.x0, piece.box.x1))
        return known
    for piece in row.pieces:
        box = piece.box
        touched = [i for i, (a, b) in enumerate(known) if box.x0 < b and a < box.x1]
        if len(touched) != 1:
            return None
        (i,) = touched
        known[i] = min(known[i][0], box.x0), max(known[i][1], box.x1)
    apart = all(b[0] - a[1] >= _PIECE / 2 * size for a, b in itertools.pairwise(known))
    return known if apart else None


def _lacks_names(section: _Section) -> bool:
    """Whether a row but the last has nothing in the first column: a label that is meant for
    several rows stands beside one of them, and nothing says which the others are."""
    edge = section.columns[0][1]
    return any(all(piece.box.x0 >= edge for piece in row.pieces) for row in section.rows[1:-1])


def _lattice(
    section: _Section, sections: Sequence[_Section], rules: Sequence[Ruling], box: Box, page: Page
) -> Lattice:
    every = [row for one in sections for row in one.rows]
    edges = [box.top]
    for above, below in itertools.pairwise(every):
        between = [r.position for r in rules if above.bottom - 2 <= r.position <= below.top + 2]
        edges.append(between[0] if between else (above.bottom + below.top) / 2)
    edges.append(box.bottom)
    first = next(i for i, row in enumerate(every) if row is section.rows[0])
    ys = tuple(edges[first : first + len(section.rows) + 1])
    inner = [(a[1] + b[0]) / 2 for a, b in itertools.pairwise(section.columns)]
    xs = (box.x0, *inner, box.x1)
    cells = tuple(
        Cell(r, c, 1, 1, Box(xs[c], ys[r], xs[c + 1], ys[r + 1]))
        for r in range(len(ys) - 1)
        for c in range(len(xs) - 1)
    )
    closed = (True,) * (len(xs) - 1)
    return Lattice(Grid(page.info.number, xs, ys, cells), closed, closed)
