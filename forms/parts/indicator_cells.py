"""The values of one indicator's row: target, actual, reasons, and what is no field of it."""

from __future__ import annotations

import re
from dataclasses import replace

from forms import fields
from forms.parts.draft import Draft
from forms.rows import Placed
from forms.sheet import Spot
from forms.text.operators import OperatorCell, read_operator
from forms.text.placeholders import is_placeholder
from forms.text.quantity import read_quantity
from forms.text.rules import is_rule_sentence
from forms.text.ticks import is_ticked
from forms.text.units import is_unit, normalise
from forms.values import Value, compose
from schemas.record import Actual, State, Target, Text
from schemas.text import UNREAD

MENUS = frozenset({OperatorCell.MENU, OperatorCell.MENU_PART})


def target(
    placed: Placed, roles: tuple[str, ...], draft: Draft, rules: tuple[Spot, ...] = ()
) -> Target:
    """The target from the columns ``roles``, with operator, unit and rule columns if there are.

    Without any column for the value itself the unit column holds it (≥80% under 度量单位), and
    also in a row where that column holds nothing or just a rule. ``rules`` are cells under the
    names that hold a rule.
    """
    cells = [s for role in roles for s in placed.spots(role)]
    blank = next((s for role in roles if (s := placed.spot(role)) is not None), None)
    operator, unknown = _operator(placed, draft)
    unit, rule = placed.spot("unit"), (*placed.spots("rule"), *rules)
    if unit is not None and _is_value(unit) and all(is_rule_sentence(s.text) for s in cells):
        rule, cells, blank, unit = (*rule, *cells), [unit], unit, None
    if not set(roles) & {c.role for c in placed.columns}:
        cells, blank, unit = list(placed.spots("unit")), unit, None
    value = compose(cells or ([blank] if blank else []), operator, unit, rules=not rule)
    printed = fields.text(*rule) if rule else value.rule
    draft.ledger.value(*cells, *placed.spots("unit"), *rule, operator)
    if unknown is not None and value.operator is None and _misread(unknown, value):
        draft.ledger.value(unknown)
        value = replace(value, operator=fields.made([unknown], None, State.UNREADABLE))
    return Target(value.operator, value.value, value.unit, value.text, printed)


def _is_value(unit: Spot) -> bool:
    """Whether a unit column's cell holds the value and its unit: 100%."""
    quantity = read_quantity(unit.text)
    return quantity is not None and re.search(r"\d", unit.text) is not None


def _operator(placed: Placed, draft: Draft) -> tuple[Spot | None, Spot | None]:
    """The operator column's cell if it holds an operator, else, second, if it holds other ink."""
    spot = placed.spot("operator")
    if spot is None or spot.blank:
        return None, None
    reading = read_operator(spot.text)
    if reading.sign is not None:
        return spot, None
    if reading.kind in MENUS:
        draft.ledger.label(spot)
        return None, None
    return None, spot


def _misread(operator: Spot, value: Value) -> bool:
    """Whether ink beside a bare number must have been a sign: one character that says nothing.

    定性, 正向 and other words of the column become notes.
    """
    text = operator.text
    word = re.fullmatch(r"[正反逆]", text) is not None or is_placeholder(text)
    return len(text) == 1 and not word and value.value is not None


def actual(placed: Placed, draft: Draft) -> Actual:
    """What was reached; a unit column serves it too where it prints no unit of its own."""
    cells = list(placed.spots("actual"))
    blank = placed.spot("actual")
    own, shared = placed.spot("actual_unit"), placed.spot("unit")
    value = compose(cells or ([blank] if blank else []), None, own)
    if own is None and shared is not None:
        value = _shared_unit(value, shared)
    draft.ledger.value(*cells, *placed.spots("actual_unit"))
    return Actual(value.operator, value.value, value.unit, value.text)


def _shared_unit(value: Value, unit: Spot) -> Value:
    number = value.value
    printed = number is not None and number.state in {State.READ, State.AMBIGUOUS}
    if not printed or value.unit is not None:
        return value
    if unit.blank or not is_unit(normalise(unit.text)):
        return value
    return replace(value, unit=fields.part(normalise(unit.text), "unit", unit))


def reasons(placed: Placed, draft: Draft) -> tuple[tuple[Text, ...], Text | None, Text | None]:
    """The ticked reasons by header text, the reason in words, and the improvement."""
    ticks: list[Text] = []
    for column, spots in zip(placed.columns, placed.cells, strict=True):
        if column.role != "tick":
            continue
        for spot in spots:
            if is_ticked(spot.text) or UNREAD in spot.text:
                ticks.append(_tick(column.header, spot))
                draft.ledger.value(spot)
            elif spot.text in {"0", "否"} or is_ticked(spot.text) is False:
                draft.ledger.label(spot)
            elif not spot.blank and not is_placeholder(spot.text):
                draft.note(column.header, spot)
    return tuple(ticks), _words(placed, "reason_note", draft), _words(placed, "improvement", draft)


def _tick(header: str, spot: Spot) -> Text:
    """A ticked reason by its header's text; ink that may be a tick or not stays open."""
    reason = re.sub(r"\s", "", header)
    if UNREAD in spot.text:
        return fields.made([spot], None, State.UNREADABLE)
    others = [(reason if is_ticked(t) else None, r, w) for t, r, w in fields.other_readings(spot)]
    return fields.settled(fields.part(reason, "ticked", spot), others)


def _words(placed: Placed, role: str, draft: Draft) -> Text | None:
    filled = placed.spots(role)
    draft.ledger.value(*filled)
    return fields.text(*filled) if filled else fields.text(placed.spot(role))


def rest(placed: Placed, draft: Draft) -> None:
    """Columns that are no field of an indicator become notes with their header's text.

    They say which indicator they stand beside: the one that is being read.
    """
    about = f"/indicators/{len(draft.indicators)}"
    for column, spots in zip(placed.columns, placed.cells, strict=True):
        for spot in spots:
            if spot.blank or draft.ledger.used(spot):
                draft.note_serves(spot, about)
                continue
            if is_placeholder(spot.text) or column.role == "ordinal":
                draft.ledger.label(spot)
            elif column.role in {"note", "nature", "operator", ""} and column.header:
                draft.note(column.header, spot, about=about)


def blank_slot(placed: Placed, draft: Draft) -> None:
    """Labels and placeholders of a slot that nobody filled; real text stays for ``unplaced``."""
    for column, spots in zip(placed.columns, placed.cells, strict=True):
        for spot in spots:
            menu = column.role == "operator" and read_operator(spot.text).kind in MENUS
            if is_placeholder(spot.text) or menu:
                draft.ledger.label(spot)
            elif column.role == "unit" and not draft.ledger.used(spot):
                draft.note(column.header, spot)
    for spot in placed.loose:
        if read_operator(spot.text).kind in MENUS:
            draft.ledger.label(spot)
