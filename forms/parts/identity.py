"""Single values beside their labels: names, numbers, the year; everything else as notes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from forms import fields
from forms.outline import Part, is_page_number
from forms.parts import goals
from forms.parts.draft import Draft
from forms.parts.pairs import Pair, inside, pairs
from forms.sheet import Row, Spot
from forms.text.labels import amount_unit, year_of
from forms.text.quantity import parse_count, parse_points
from schemas.record import Field, Note, State

_NUMERAL = r"(?:[12]\d{3}|[一二][零〇○OΟ0九][零〇○O0一二三四五六七八九]{2})"
_PERIOD = re.compile(rf"{_NUMERAL}年?度?")
_NAMED_PERIOD = rf"[（(]?\s*{_NUMERAL}\s*年\s*度?\s*[)）]?"
_PERIOD_FIRST = re.compile(rf"\s*({_NAMED_PERIOD})[\s，,；;]*(?P<rest>.+)", re.DOTALL)
_PERIOD_LAST = re.compile(rf"(?P<rest>.+?)[\s，,；;]*({_NAMED_PERIOD})\s*", re.DOTALL)
UNITS = frozenset({"department", "project_name", "competent_department", "implementing_unit"})
"""A line outside the table names one of these only for a form whose table names none."""
COUNTS = frozenset({"staff_count", "subordinate_units"})


def read(part: Part, draft: Draft) -> None:
    """The identity block, and label and value rows after the tables."""
    draft.header(None, part.captions)
    for row in part.rows:
        read_row(row, draft)


def read_row(row: Row, draft: Draft, side: Sequence[Spot] = ()) -> None:
    """One row of pairs; a section's name at its side is a label."""
    for item in pairs(row, draft.words, side):
        if isinstance(item, Spot):
            if draft.words.label("identity", item.text, False) == "section":
                draft.ledger.label(item)
            elif item.columns >= row.width or not row.ruled:
                _loose_text(item, draft)
        elif not _is_section(item, draft):
            take(item, draft)


def _is_section(pair: Pair, draft: Draft) -> bool:
    """A section's name at the side of its first row: what follows is a row of its own."""
    if pair.kind != "identity" or pair.role != "section":
        return False
    draft.ledger.label(pair.label)
    if pair.value is not None:
        rest = [s for s in (pair.value,) if not s.blank]
        draft.note(pair.name, *rest, label_spot=pair.label)
    return True


def _loose_text(spot: Spot, draft: Draft) -> None:
    if draft.unit_of_money(spot):
        draft.ledger.value(spot)
        return
    draft.note(None, spot)


def read_line(row: Row, draft: Draft, named: bool = False) -> None:
    """A line outside the tables: pairs, the period, a page number, else a note.

    ``named``: the form's tables name a unit, so a line's is another's.
    """
    spot = row.spots[0]
    if spot.blank:
        return
    if is_page_number(spot.text):
        draft.ledger.label(spot)
        return
    found = _beside_period(spot, draft) or list(inside(spot, draft.words))
    if found:
        for pair in found:
            other = named and pair.role in UNITS
            take(replace(pair, kind="", role=None) if other else pair, draft)
    elif period(spot, draft) or draft.unit_of_money(spot):
        draft.ledger.value(spot)
    else:
        draft.note(None, spot)


def _beside_period(spot: Spot, draft: Draft) -> list[Pair]:
    """The known pairs that share a line with the period: 2023年度  单位：万元."""
    for shape in (_PERIOD_FIRST, _PERIOD_LAST):
        match = shape.fullmatch(spot.text)
        if match is None:
            continue
        found = list(inside(spot, draft.words, match["rest"]))
        year = year_of(match[1] if shape is _PERIOD_FIRST else match[2])
        if found and all(pair.kind for pair in found) and year is not None:
            draft.scalar("year", fields.derived(year, spot))
            return found
    return []


def period(spot: Spot, draft: Draft) -> bool:
    """（2021年度）: the period line gives the year and is no part of the title."""
    bare = re.sub(r"[\s（）()]", "", spot.text)
    if not _PERIOD.fullmatch(bare):
        return False
    year = year_of(bare if "年" in bare else bare + "年")
    if year is None:
        return False
    draft.scalar("year", fields.derived(year, spot))
    return True


def take(pair: Pair, draft: Draft) -> None:
    """Puts one pair where it belongs."""
    if pair.kind == "identity" and pair.role is not None:
        taken = _identity(pair, pair.role, draft)
    elif pair.kind == "goals" and pair.role is not None:
        taken = goals.take_pair(pair, draft)
    elif pair.kind == "total":
        taken = _total(pair, draft)
    else:
        taken = False
    if not taken:
        _note(pair, draft)


def _identity(pair: Pair, role: str, draft: Draft) -> bool:
    value: Field[Any] | None
    text = pair.inline if pair.inline is not None else (pair.value.text if pair.value else None)
    spot = pair.value or pair.label
    if role == "year":
        year = year_of(text or "") or year_of(f"{(text or '').strip()}年")
        value = None if year is None else fields.derived(year, spot)
    elif role == "amount_unit":
        unit = amount_unit(text or "")
        value = None if unit is None else fields.part(unit, "amount-unit", spot)
        if value is None and pair.inline is None:
            return False
    elif text is None:
        value = None
    elif role in COUNTS and pair.value is not None:
        value = fields.number(pair.value, parse_count)
    elif pair.inline is not None:
        value = fields.part(pair.inline, "label", pair.label)
    else:
        value = fields.text(pair.value)
    if value is None and text:
        return False
    draft.ledger.label(pair.label)
    if value is not None:
        if not draft.scalar(role, value) and value.state is not State.EMPTY:
            return False
        draft.ledger.value(spot)
    return True


def _total(pair: Pair, draft: Draft) -> bool:
    """自评得分 | 96, or 总分：96 in one cell."""
    if pair.inline is not None:
        reading = parse_points(pair.inline)
        if reading.value is None:
            return False
        value = fields.part(pair.inline, "label", pair.label)
        draft.scalar(
            "total_score",
            Field(
                reading.value, value.raw, State.READ, value.origin, value.confidence,
                value.places, (*value.repairs, *reading.repairs),
            ),
        )  # fmt: skip
        draft.ledger.value(pair.label)
        return True
    if pair.value is None or pair.value.blank:
        draft.ledger.label(pair.label)
        return True
    field = fields.number(pair.value, parse_points)
    if field is None or field.state is not State.READ or not draft.scalar("total_score", field):
        return False
    draft.ledger.label(pair.label)
    draft.ledger.value(pair.value)
    return True


def _note(pair: Pair, draft: Draft) -> None:
    if pair.inline is not None:
        draft.ledger.value(pair.label)
        if pair.inline.strip():
            label = fields.part(pair.name, "label", pair.label)
            text = fields.part(pair.inline, "label", pair.label)
            draft.notes.append((pair.label.row, Note(label, text)))
        return
    draft.note(pair.name, *((pair.value,) if pair.value else ()), label_spot=pair.label)
