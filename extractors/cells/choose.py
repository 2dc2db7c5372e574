"""Text of a text layer and text read from pictures on the same page, put together."""

from __future__ import annotations

from extractors.cells.from_text_layer import Filled, PageTable, without_blank_ends
from extractors.cells.lines import Line
from extractors.cells.text import Part


def joined(printed: Filled, recognised: Filled) -> Filled:
    """One page from both; their tables have the same lattices in the same order.

    What a text layer has is never changed: what was recognised comes beside it, in a cell by
    height, or as lines of its own.
    """
    tables = tuple(
        without_blank_ends(PageTable(one.lattice, tuple(map(_joined, one.parts, other.parts))))
        for one, other in zip(printed.tables, recognised.tables, strict=True)
    )
    lines = sorted((*printed.lines, *recognised.lines), key=_top_left)
    ordered = sorted(tables, key=lambda table: (table.box.top, table.box.x0))
    return Filled(tuple(ordered), tuple(lines))


def _joined(printed: Part, recognised: Part) -> Part:
    if recognised.blank:
        return printed
    if printed.blank:
        return recognised
    writings = (*printed.writings, *recognised.writings)
    return Part(tuple(sorted(writings, key=lambda w: w.lines[0].top)), printed.place)


def _top_left(line: Line) -> tuple[float, float]:
    return line.box.top, line.box.x0
