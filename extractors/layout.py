"""The order in which a page's tables and lines are read, and what of it recurs on every page."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TypeVar

from extractors.cells.from_text_layer import Filled, PageTable
from extractors.cells.lines import Line
from schemas.geometry import Box
from schemas.page import PageInfo

Block = TypeVar("Block", PageTable, Line, PageTable | Line)

_PAGE_NUMBER = re.compile(
    r"[-—–·~\s]*(?:第?\s*\d{1,4}\s*页?|[ivxlcIVXLC]{1,6})\s*"
    r"(?:[/／,，、共of\s-]*\d{1,4}\s*页?)?[-—–·~\s]*"
)
_CONTINUED = re.compile(
    r"[（(]?(?:续表?|接上页|转下页|续上表|下页续)[）)]?[一二三四五六七八九十\d]*"
)
_MARGIN = 0.12
"""The share of a page's height in which running heads and feet stand."""
_SAME_PLACE = 4.0


def in_order(filled: Filled) -> list[PageTable | Line]:
    """Tables and lines as a person reads them.

    From the top; where tables stand side by side, the left half before the right one, and what
    reaches across both parts what is above from what is below.
    """
    blocks: list[PageTable | Line] = [*filled.tables, *filled.lines]
    cut = _gutter([table.box for table in filled.tables])
    if cut is None:
        return sorted(blocks, key=_top_left)
    ordered: list[PageTable | Line] = []
    halves: tuple[list[PageTable | Line], list[PageTable | Line]] = ([], [])
    for block in sorted(blocks, key=_top_left):
        if block.box.x0 < cut < block.box.x1:
            ordered += [*halves[0], *halves[1], block]
            halves = ([], [])
        else:
            halves[block.box.center[0] > cut].append(block)
    return [*ordered, *halves[0], *halves[1]]


def _gutter(boxes: Sequence[Box]) -> float | None:
    """Where to part a page whose tables stand side by side; None for one column of tables."""
    for left in sorted(boxes, key=lambda b: b.x1):
        beside = [
            b
            for b in boxes
            if b.x0 >= left.x1 and min(b.bottom, left.bottom) > max(b.top, left.top)
        ]
        if beside:
            return (left.x1 + min(b.x0 for b in beside)) / 2
    return None


def _top_left(block: PageTable | Line) -> tuple[float, float]:
    return round(block.box.top, 1), block.box.x0


def furniture(pages: Sequence[tuple[PageInfo, Sequence[Line]]]) -> set[tuple[int, int]]:
    """Running heads, feet and page numbers, as (page number, index among its lines).

    A line is furniture when it is nothing but a page number or a mark that a table goes on, or
    when it stands in the margin and the same words stand in the same place of another page.
    """
    found: set[tuple[int, int]] = set()
    recurring: dict[tuple[str, str], list[tuple[int, int, float]]] = defaultdict(list)
    for info, lines in pages:
        for index, line in enumerate(lines):
            text = "".join(line.text.split())
            zone = _zone(line, info)
            if _CONTINUED.fullmatch(text) or (zone and _PAGE_NUMBER.fullmatch(text)):
                found.add((info.number, index))
            elif zone:
                words = re.sub(r"\d+", "0", text)
                recurring[zone, words].append((info.number, index, line.box.top))
    for places in recurring.values():
        for page, index, top in places:
            if any(p != page and abs(t - top) <= _SAME_PLACE for p, _, t in places):
                found.add((page, index))
    return found


def _zone(line: Line, info: PageInfo) -> str:
    if line.box.bottom <= _MARGIN * info.height:
        return "head"
    return "foot" if line.box.top >= (1 - _MARGIN) * info.height else ""


def same_words(one: Iterable[Line], other: Iterable[Line]) -> bool:
    """Whether two groups of lines say the same."""
    return ["".join(a.text.split()) for a in one] == ["".join(b.text.split()) for b in other]
