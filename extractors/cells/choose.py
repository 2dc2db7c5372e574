"""Text of a text layer and text read from pictures on the same page, put together."""

from __future__ import annotations

from dataclasses import replace

from extractors.cells.from_text_layer import Filled, PageTable, without_blank_ends
from extractors.cells.lines import Line
from extractors.cells.text import Part


def joined(printed: Filled, recognised: Filled, pictured: int) -> Filled:
    """One page from both; their tables have the same lattices in the same order, of which the
    first ``pictured`` were found in pictures.

    What a text layer has is never changed: what was recognised comes beside it, in a cell by
    height, or as lines of its own.
    """
    pairs = zip(printed.tables, recognised.tables, strict=True)
    tables = tuple(
        without_blank_ends(
            PageTable(
                one.lattice,
                tuple(
                    _joined(a, b, number < pictured)
                    for a, b in zip(one.parts, other.parts, strict=True)
                ),
            )
        )
        for number, (one, other) in enumerate(pairs)
    )
    lines = sorted((*printed.lines, *recognised.lines), key=_top_left)
    ordered = sorted(tables, key=lambda table: (table.box.top, table.box.x0))
    return Filled(tuple(ordered), tuple(lines))


def _joined(printed: Part, recognised: Part, pictured: bool) -> Part:
    if printed.blank and (pictured or not recognised.blank):
        return recognised
    if recognised.blank:
        return printed
    writings = (*printed.writings, *recognised.writings)
    return replace(printed, writings=tuple(sorted(writings, key=lambda w: w.lines[0].top)))


def _top_left(line: Line) -> tuple[float, float]:
    return line.box.top, line.box.x0
