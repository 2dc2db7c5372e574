"""Finds the forms in a document: where each begins and ends, and its title.

A form is what stands round header rows that open its sections. It begins at a title line, or,
without one, where the label of an identity block is printed anew after a table of indicators.
Other pages (covers, prose, tables of other kinds) are left out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from forms.columns import Head, find_head
from forms.outline import is_page_number, is_total, section_of_label
from forms.parts.pairs import known
from forms.sheet import Row, Spot, squeeze
from forms.text.labels import amount_unit
from forms.vocabulary import Vocabulary
from schemas.geometry import Box

_TITLE = re.compile(
    r"(自评|自我评价|评价|监控|申报|目标|跟踪).{0,14}表$|绩效.{0,10}表$|自评(情况)?$"
)
_NO_TITLE = re.compile(
    r"[。；:]|\.{3,}|…|^(注|备注|说明|附注|填表)|^\(?[一二三四五六七八九十\d]+[、)]?附"
)
_IDENTITY = frozenset({"project_name", "department", "competent_department", "implementing_unit"})
LONGEST_TITLE = 90


@dataclass(frozen=True, slots=True)
class FormRows:
    """One form: its title's lines, and all rows that belong to it with their headers."""

    title: tuple[Spot, ...]
    rows: tuple[Row, ...]
    heads: tuple[Head, ...]

    @property
    def title_text(self) -> str:
        return "".join(spot.text for spot in self.title)


def split(rows: Sequence[Row], words: Vocabulary) -> tuple[FormRows, ...]:
    """The forms of a document in printed order; none when no header row is found."""
    heads = heads_of(rows, words)
    if not heads:
        return ()
    starts = _starts(rows, heads, words)
    forms: list[FormRows] = []
    for start, stop in pairwise([*starts, len(rows)]):
        own = {n: head for n, head in heads.items() if start <= n < stop}
        if own:
            forms.append(_form(rows, start, stop, own, words))
    return tuple(forms)


def heads_of(rows: Sequence[Row], words: Vocabulary) -> dict[int, Head]:
    """Every header among the rows, by its place in the sequence."""
    heads: dict[int, Head] = {}
    index = 0
    while index < len(rows):
        head = find_head(rows, index, words)
        if head is not None:
            heads[index] = head
            index += len(head.rows)
        else:
            index += 1
    return heads


def is_title(row: Row) -> bool:
    """A line, or a cell over a table's full width, that is worded like the title of a form."""
    if len(row.filled) != 1 or (not row.line and row.ruled and row.filled[0].columns < row.width):
        return False
    if not row.line and not row.ruled and row.filled[0].column > 0:
        return False
    text = _untrimmed(row.filled[0].text)
    return len(text) <= LONGEST_TITLE and bool(_TITLE.search(text)) and not _NO_TITLE.search(text)


def _untrimmed(text: str) -> str:
    """A title's text without white space and what may stand behind it in brackets."""
    bare = squeeze(text)
    while (shorter := re.sub(r"(?<=.)\([^()]*\)$", "", bare)) != bare:
        bare = shorter
    return bare


def _starts(rows: Sequence[Row], heads: Mapping[int, Head], words: Vocabulary) -> list[int]:
    """The numbers of the rows with which forms begin."""
    titles = [row.number for row in rows if is_title(row)]
    anchors: list[int] = []
    for title, following in pairwise([*titles, len(rows)]):
        if any(title < n < following for n in heads):
            anchors.append(_top_of_title(rows, title))
    first = min(heads)
    if not anchors or anchors[0] > first:
        anchors.insert(0, 0)
    return sorted({*anchors, *_repeated_identity(rows, heads, anchors, words)})


def _repeated_identity(
    rows: Sequence[Row], heads: Mapping[int, Head], anchors: Sequence[int], words: Vocabulary
) -> list[int]:
    """Rows that begin an identity block again after indicators, without a title above."""
    found: list[int] = []
    seen_indicators = False
    for row in rows:
        if row.number in anchors:
            seen_indicators = False
        head = heads.get(row.number)
        if head is not None and head.section == "indicators":
            seen_indicators = True
        if seen_indicators and not row.line and row.filled and head is None:
            first = row.filled[0]
            label = known(words, first.text)
            if label == ("identity", "project_name") or (
                label is not None and label[0] == "identity" and label[1] in _IDENTITY
                and _first_of_grid(rows, row)
            ):  # fmt: skip
                found.append(row.number)
                seen_indicators = False
    return found


def _first_of_grid(rows: Sequence[Row], row: Row) -> bool:
    return row.number == 0 or rows[row.number - 1].grid != row.grid


def _top_of_title(rows: Sequence[Row], title: int) -> int:
    """The first line of a title that is printed on several lines of about the same height."""
    top = title
    while top > 0 and rows[title].line and _goes_with(rows[top - 1], rows[top]):
        top -= 1
    return top


def _goes_with(above: Row, below: Row) -> bool:
    if not above.line or above.spots[0].blank:
        return False
    text = squeeze(above.spots[0].text)
    upper, lower = _box(above), _box(below)
    if upper is None or lower is None or above.page != below.page:
        return False
    if re.search(
        r"^附(件|表)?[\d一二三四五六七八九十]*:?$|^表[\d一二三]|\d{4}年度?$|[:。；]", text
    ):
        return False
    if is_page_number(text) or amount_unit(text) is not None or len(text) > LONGEST_TITLE:
        return False
    alike = 0.85 <= upper.height / max(lower.height, 0.1) <= 1.18
    near = 0 <= lower.top - upper.bottom <= 1.2 * lower.height
    return alike and near and lower.height > 1.0 and _centred(upper, lower)


def _centred(upper: Box, lower: Box) -> bool:
    return abs(upper.center[0] - lower.center[0]) <= max(lower.height * 2, 20.0)


def _box(row: Row) -> Box | None:
    place = row.spots[0].place if row.spots else None
    return place.box if place is not None else None


def _form(
    rows: Sequence[Row], start: int, stop: int, heads: Mapping[int, Head], words: Vocabulary
) -> FormRows:
    region = rows[start:stop]
    grids = _own_grids(region, rows, heads, words)
    pages = {row.page for row in region if row.grid in grids}
    title_rows = _title_rows(region)
    titled = {row.number for row in title_rows}
    last = max(row.number for row in region if row.grid in grids)
    last_page = rows[last].page
    kept = [
        row
        for row in region
        if row.number not in titled
        and (
            row.grid in grids
            or (row.line and row.page in pages and (row.number < last or row.page == last_page))
        )
    ]
    title = tuple(spot for row in title_rows for spot in row.filled)
    return FormRows(title, tuple(kept), tuple(heads[n] for n in sorted(heads)))


def _title_rows(region: Sequence[Row]) -> list[Row]:
    """The title's rows at the start of a region: from its first line to the line that names it."""
    for count, row in enumerate(region):
        if is_title(row):
            return list(region[: count + 1]) if count <= 3 else [row]
        if not row.line or count > 3:
            break
    return []


def _own_grids(
    region: Sequence[Row], rows: Sequence[Row], heads: Mapping[int, Head], words: Vocabulary
) -> set[int]:
    """The grids of the form: those with its headers, and those that lead up to or follow them."""
    order = list(dict.fromkeys(row.grid for row in region if not row.line))
    headed = [rows[n].grid for n in heads]
    first, last = order.index(headed[0]), max(order.index(g) for g in headed)
    while first > 0 and _structural(region, order[first - 1], words):
        first -= 1
    while last + 1 < len(order) and (
        _structural(region, order[last + 1], words)
        or _goes_on(region, order[last], order[last + 1])
    ):
        last += 1
    return set(order[first : last + 1])


def _structural(region: Sequence[Row], grid: int, words: Vocabulary) -> bool:
    """Whether a grid without header rows holds labels of a form, at least in every other row."""
    rows = [row for row in region if row.grid == grid and row.filled]
    hits = 0
    for row in rows:
        first = row.filled[0]
        label = known(words, first.text)
        if (
            (label is not None and label[0] != "goals")
            or is_total(row, first, words)
            or section_of_label(first.text, words) is not None
            or is_title(row)
        ):
            hits += 1
    return hits * 2 >= max(len(rows), 1)


def _goes_on(region: Sequence[Row], grid: int, following: int) -> bool:
    """Whether a grid continues the one before: as many columns, or the same outer edges."""
    one = [row for row in region if row.grid == grid]
    two = [row for row in region if row.grid == following]
    if not one or not two:
        return False
    if not one[0].ruled:
        return True
    if two[0].page - one[-1].page > 1:
        return False
    left, right = _edges(one), _edges(two)
    same_edges = (
        left is not None
        and right is not None
        and all(abs(a - b) <= 6 for a, b in zip(left, right, strict=True))
    )
    return same_edges or (one[0].width == two[0].width and one[0].width > 3)


def _edges(rows: Sequence[Row]) -> tuple[float, float] | None:
    boxes = [s.place.box for row in rows for s in row.own if s.place is not None]
    return (min(b.x0 for b in boxes), max(b.x1 for b in boxes)) if boxes else None
