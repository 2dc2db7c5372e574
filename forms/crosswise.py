"""Amounts of money that stand beside their labels, not under headers.

Two shapes are printed: pairs side by side (预算数：320 | 执行数：305 | 执行率：95.3%), under which
rows of parts may follow (其中：财政拨款 300 | 其中：财政拨款 284), and a table turned on its side,
whose rows are 年初预算数, 全年预算数, 执行数 and whose columns are kinds of money.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from forms.columns import AMOUNTS
from forms.sheet import Row, Spot, squeeze
from forms.text.placeholders import is_placeholder
from forms.vocabulary import Vocabulary

ROLES = AMOUNTS | {"weight", "score"}
_BASES = AMOUNTS - {"execution_rate"}
_FIGURE = re.compile(r"[-(]?\d[\d.,，]*\)?(%|％|分|[万亿]?元)?")


@dataclass(frozen=True, slots=True)
class Named:
    """A value with its label; the label is the cell itself where both share one."""

    role: str
    label: Spot
    value: Spot


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of funds put together: the cells of its name, and its values."""

    names: tuple[Spot, ...]
    values: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """Rows of amounts beside labels: how many, their lines, and the labels at the side.

    ``others`` are labels with their values that no line has: a part under a rate.
    """

    height: int
    entries: tuple[Entry, ...]
    side: tuple[Spot, ...]
    others: tuple[tuple[Spot, Spot], ...] = ()


def find_block(rows: Sequence[Row], index: int, words: Vocabulary) -> Block | None:
    """The block that begins in row ``index``, if one does."""
    row = rows[index]
    if row.line or not row.ruled or len(row.filled) < 2:
        return None
    return _beside(rows, index, words) or _turned(rows, index, words)


def _role(words: Vocabulary, text: str) -> str | None:
    role = words.column("funds", text, False) or words.column("funds", text, True)
    return role if role in ROLES else None


def _is_figure(text: str) -> bool:
    return _FIGURE.fullmatch(squeeze(text)) is not None or is_placeholder(text)


def _side(rows: Sequence[Row], index: int, words: Vocabulary) -> tuple[Spot, ...]:
    """Labels left of everything else in a row: merged down over more rows, or the section's."""
    side: list[Spot] = []
    for spot in rows[index].spots:
        section = words.column("funds", spot.text, False) == "section"
        if spot.blank or not (spot.rows > 1 or section) or _is_figure(spot.text):
            break
        side.append(spot)
    return tuple(side)


def _inline(spot: Spot, words: Vocabulary) -> Named | None:
    """预算数：320万元 within one cell, its value as a spot of its own."""
    label, mark, rest = spot.text.replace(":", "：").partition("：")
    role = _role(words, label) if mark and _is_figure(rest) else None
    if role is None:
        return None
    return Named(role, spot, replace(spot, cell=replace(spot.cell, text=rest.strip())))


def _pairs(row: Row, words: Vocabulary, side: Sequence[Spot]) -> tuple[list[Named], list[Spot]]:
    """The labelled amounts of a row, and its other cells with ink."""
    own = [s for s in row.own if s not in side]
    found: list[Named] = []
    rest: list[Spot] = []
    index = 0
    while index < len(own):
        spot = own[index]
        index += 1
        if spot.blank:
            continue
        role = _role(words, spot.text)
        value = own[index] if index < len(own) else None
        if role is not None and value is not None and (value.blank or _is_figure(value.text)):
            found.append(Named(role, spot, value))
            index += 1
        elif (named := _inline(spot, words)) is not None:
            found.append(named)
        else:
            rest.append(spot)
    return found, rest


def _is_row_of_pairs(found: Sequence[Named], rest: Sequence[Spot]) -> bool:
    roles = [named.role for named in found]
    filled = any(not named.value.blank for named in found)
    figures = any(_is_figure(spot.text) for spot in rest)
    enough = len(set(roles)) == len(roles) >= 2 and len(rest) <= 2
    return enough and bool(_BASES & {*roles}) and filled and not figures


def _beside(rows: Sequence[Row], index: int, words: Vocabulary) -> Block | None:
    side = _side(rows, index, words)
    first, names = _pairs(rows[index], words, side)
    if not _is_row_of_pairs(first, names):
        return None
    entries = [Entry(tuple(names), tuple(first))]
    others: list[tuple[Spot, Spot]] = []
    height = 1
    while index + height < len(rows):
        row = rows[index + height]
        if row.line or row.grid != rows[index].grid or not row.filled:
            break
        found, names = _pairs(row, words, side)
        if _is_row_of_pairs(found, names):
            entries.append(Entry(tuple(names), tuple(found)))
        elif len(entries) == 1 and not names and _goes_on(entries[0], found):
            entries[0] = replace(entries[0], values=(*entries[0].values, *found))
        elif not found and (parts := _parts(row, first, side, others)):
            entries.extend(parts)
        else:
            break
        height += 1
    return Block(height, tuple(entries), side, tuple(others))


def _goes_on(entry: Entry, found: Sequence[Named]) -> bool:
    """Whether a row says of the only line what its first row left out: 分值 | 10 | 得分 | 9.5.

    A second row of amounts is a line of its own, and a score without a weight may be the form's.
    """
    roles = [named.role for named in found]
    told = {named.role for named in entry.values}
    new = len(set(roles)) == len(roles) > 0 and told.isdisjoint(roles)
    alone = "score" in roles and "weight" not in {*roles, *told}
    return new and not alone and _BASES.isdisjoint(roles)


def _parts(
    row: Row, first: Sequence[Named], side: Sequence[Spot], others: list[tuple[Spot, Spot]]
) -> list[Entry]:
    """A row of parts (其中：财政拨款 | 300) under the pairs of the first row.

    Every value is what its column's first label says it is; equal labels name one part.
    """
    parts: dict[str, tuple[list[Spot], list[Named]]] = {}
    seen: set[Spot] = set()
    strange: list[tuple[Spot, Spot]] = []
    for named in first:
        label = next((s for s in row.own if s.column == named.label.column and not s.blank), None)
        value = next((s for s in row.own if s.column == named.value.column), None)
        if label is None or value is None or label is value or label in side:
            continue
        if _is_figure(label.text):
            return []
        if not (value.blank or _is_figure(value.text)):
            if named.role in _BASES:
                return []
            strange.append((label, value))
            seen |= {label, value}
            continue
        seen |= {label, value}
        if named.role in _BASES:
            labels, values = parts.setdefault(squeeze(label.text), ([], []))
            labels.append(label)
            values.append(Named(named.role, label, value))
        else:
            strange.append((label, value))
    loose = [s for s in row.filled if s not in seen and s not in side and _is_figure(s.text)]
    if loose or not any(not v.value.blank for _, values in parts.values() for v in values):
        return []
    others.extend(strange)
    return [Entry(tuple(labels[:1]), tuple(values)) for labels, values in parts.values()]


def _turned(rows: Sequence[Row], index: int, words: Vocabulary) -> Block | None:
    """Rows named by the roles, with a row of kinds of money above them or without."""
    lines = _turned_rows(rows, index, words)
    header: Row | None = None
    if not lines:
        header = rows[index]
        lines = _turned_rows(rows, index + 1, words)
    roles = [named[0].role for named in lines]
    if len(roles) < 2 or not _BASES & {*roles}:
        return None
    side = _side(rows, index, words)
    columns = sorted({n.value.column for line in lines for n in line if not n.value.blank})
    heads: dict[int, tuple[Spot, ...]] = dict.fromkeys(columns, ())
    if header is not None:
        first = lines[0][0].label.column
        if any(not _is_name_header(s, words) for s in header.own if s.covers(first, first + 1)):
            return None
        for column in columns:
            above = [s for s in header.own if s.covers(column, column + 1) and not s.blank]
            if not above or _is_figure(above[0].text) or above[0] in side:
                return None
            heads[column] = tuple(above)
    elif len(columns) > 1:
        return None  # nothing says what the columns are
    entries = tuple(
        Entry(heads[c], tuple(n for line in lines for n in line if n.value.column == c))
        for c in columns
    )
    height = len(lines) + (header is not None)
    taken = {spot for heads_of in heads.values() for spot in heads_of}
    rest = [s for s in header.own if not s.blank and s not in taken] if header is not None else []
    others = []
    for row, line in zip(rows[index + height - len(lines) :], lines, strict=False):
        used = {line[0].label, *(named.value for named in line), *side}
        others += [(line[0].label, s) for s in row.own if not s.blank and s not in used]
    return Block(height, entries, (*side, *(s for s in rest if s not in side)), tuple(others))


def _is_name_header(spot: Spot, words: Vocabulary) -> bool:
    """Whether a cell above the labels of a turned table is blank or heads names."""
    return spot.blank or words.column("funds", spot.text, False) in {"name", "section"}


def _turned_rows(rows: Sequence[Row], index: int, words: Vocabulary) -> list[tuple[Named, ...]]:
    """Following rows with one label of a role, each another one, and nothing but figures.

    Remarks may stand behind the figures.
    """
    found: list[tuple[Named, ...]] = []
    seen: set[str] = set()
    start = index
    while index < len(rows) and not rows[index].line and rows[index].grid == rows[start].grid:
        side = _side(rows, index, words)
        own = [s for s in rows[index].own if s not in side]
        label = next((s for s in own if not s.blank), None)
        role = _role(words, label.text) if label is not None else None
        values = [s for s in own if label is not None and s.column >= label.end]
        figures = [s for s in values if _is_figure(s.text)]
        if label is None or role is None or role in seen or not figures:
            break
        if found and label.column != found[0][0].label.column:
            break
        remarks = [s for s in values if not s.blank and s not in figures]
        if any(s.column < figures[-1].column for s in remarks):
            break
        seen.add(role)
        found.append(tuple(Named(role, label, s) for s in values if s not in remarks))
        index += 1
    return found
