"""How a table goes on over a page end: which rows are repeated, which row and cells are cut.

Rulings decide where they can: a cell whose side is ruled neither at the page's end nor at the
next page's top goes on. Where a maker closes every page with a rule, the contents decide, and
only when they leave no doubt; otherwise the rows stay two.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extractors.cells.lines import Line, Writing, broken_on_purpose, room
from extractors.cells.text import Part
from extractors.tables.unify import PagePart, Placed

_NUMBER = re.compile(r"\d")
_ENDED = re.compile(r"[。；;！？!?]$")
_BEGINS = re.compile(
    r"^(?:(?:指标|目标)\s*\d|[（(]?[一二三四五六七八九十\d]+[)）、.．]|[①-⑳]|——|…)"
)


@dataclass(frozen=True, slots=True)
class Seam:
    """``repeated`` leading rows of the later page stand on an earlier one already; with ``cut``
    its first other row is the rest of the last row before; ``pairs`` are the cells (index in the
    earlier page's cells, index in the later page's) that are one."""

    repeated: int
    cut: bool
    pairs: tuple[tuple[int, int], ...]


def starts_over(earlier: PagePart, later: PagePart) -> bool:
    """Whether the later page begins the same form anew rather than going on with it.

    After rows equal to the first page's first rows comes a row built and labelled like the one
    that followed there, but with other contents.
    """
    same = _equal_rows(earlier, 0, later)
    if same >= later.rows or same >= earlier.rows:
        return False
    one, two = earlier.row(same), later.row(same)
    if not one or not two or [c.columns for c in one] != [c.columns for c in two]:
        return False
    label = _key(one[0].part)
    return bool(label) and label == _key(two[0].part) and not _NUMBER.search(label)


def seam(head: Sequence[PagePart], earlier: PagePart, later: PagePart) -> Seam:
    """How ``later`` joins on to ``earlier``; ``head`` are all pages of the table so far."""
    repeated = max((_repeated(part, later) for part in head), default=0)
    if repeated >= later.rows:
        return Seam(repeated, False, ())
    ends, begins = earlier.last(), later.row(repeated)
    index_a = {id(cell): i for i, cell in enumerate(earlier.cells)}
    index_b = {id(cell): i for i, cell in enumerate(later.cells)}
    facing = [(a, b) for b in begins for a in ends if a.columns == b.columns]
    open_pairs = [(a, b) for a, b in facing if _open(earlier, later, a, repeated)]
    whole = len(facing) == len(begins) == len(ends)
    one_sided = not any(earlier.closed_bottom) or (repeated == 0 and not any(later.closed_top))
    cut = whole and (len(open_pairs) == len(facing) or _row_goes_on(facing, strict=not one_sided))
    # Where the rulings leave a cell open and close its neighbour, they have told the two apart.
    pairs = facing if cut else open_pairs or _going_on(facing)
    return Seam(repeated, cut, tuple((index_a[id(a)], index_b[id(b)]) for a, b in pairs))


def _repeated(earlier: PagePart, later: PagePart) -> int:
    """How many leading rows of ``later`` are header rows printed before.

    The table's own first rows may be anything; rows from further down must be full of words to
    be headers, for slots and placeholders look alike everywhere.
    """
    best = _equal_rows(earlier, 0, later)
    for start in range(1, earlier.rows):
        count = _equal_rows(earlier, start, later)
        rows = [later.row(number) for number in range(count)]
        if count > best and all(_is_head(row) for row in rows):
            best = count
    return best


def _is_head(row: Sequence[Placed]) -> bool:
    texts = [_key(cell.part) for cell in row]
    return len(texts) >= 2 and all(t and not _NUMBER.search(t) and len(t) <= 40 for t in texts)


def _equal_rows(earlier: PagePart, start: int, later: PagePart) -> int:
    """Rows equal in text and spans, as many as close together without a span left open."""
    count = whole = 0
    while start + count < earlier.rows and count < later.rows:
        one, two = earlier.row(start + count), later.row(count)
        if _shape(one) != _shape(two) or not any(_key(c.part) for c in two):
            break
        count += 1
        if all(cell.after <= count for n in range(count) for cell in later.row(n)):
            whole = count
    return whole


def _shape(row: Iterable[Placed]) -> list[tuple[int, int, int, str]]:
    return [(c.column, c.column_span, c.row_span, _key(c.part)) for c in row]


def _key(part: Part) -> str:
    return "".join(part.text.split())


def _open(earlier: PagePart, later: PagePart, cell: Placed, repeated: int) -> bool:
    first, after = cell.columns
    below = not any(earlier.closed_bottom[first:after])
    above = repeated > 0 or not any(later.closed_top[first:after])
    return below and above


def _row_goes_on(facing: Sequence[tuple[Placed, Placed]], *, strict: bool) -> bool:
    """Whether a row's cells are the rests of the row before: each text goes on, most are done."""
    written = [(a, b) for a, b in facing if not b.part.blank]
    if len(facing) < 2 or not written or any(a.part.blank for a, _ in written):
        return False
    if any(_BEGINS.match(b.part.lines[0].text) for _, b in written):
        return False
    done = sum(1 for a, b in facing if b.part.blank and not a.part.blank)
    if strict and done == 0:
        return False
    return all(_text_goes_on(a.part, b.part) for a, b in written)


def _text_goes_on(above: Part, below: Part) -> bool:
    """Whether the upper text fills its cell to the end and the lower one begins at the top."""
    if above.blank or below.blank or len(above.writings) != 1 or len(below.writings) != 1:
        return False
    upper, lower = above.writings[0], below.writings[0]
    last, first = upper.lines[-1], lower.lines[0]
    if _ENDED.search(last.text) or not _fills(upper, last) or not _tops(lower, first):
        return False
    width = room([*upper.lines, *lower.lines], upper.box)
    several = len(upper.lines) + len(lower.lines) > 2
    return several and not broken_on_purpose(last, first, width)


def _fills(writing: Writing, last: Line) -> bool:
    return writing.box.bottom - last.bottom < 1.2 * last.size


def _tops(writing: Writing, first: Line) -> bool:
    return first.top - writing.box.top < 1.2 * first.size


def _going_on(facing: Sequence[tuple[Placed, Placed]]) -> list[tuple[Placed, Placed]]:
    """Merged label cells at the left that go on though a rule closes the page.

    From the left as long as each goes on: one half is blank, or its text runs on; the first
    cell that begins anew ends the search, so that no value is carried into another row.
    """
    found: list[tuple[Placed, Placed]] = []
    for a, b in sorted(facing, key=lambda pair: pair[0].column):
        merged = a.row_span > 1 or b.row_span > 1
        blank = a.part.blank != b.part.blank
        if not (merged and blank) and not (merged and _text_goes_on(a.part, b.part)):
            break
        found.append((a, b))
    return found
