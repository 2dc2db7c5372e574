"""Target and actual values: an operator, a number and a unit out of one to three cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from forms import fields
from forms.sheet import Spot
from forms.text import units
from forms.text.operators import read_operator
from forms.text.quantity import broken_number, read_quantity
from forms.text.rules import is_rule_sentence
from schemas.quantity import Quantity
from schemas.record import Alternative, Number, State, Text


@dataclass(frozen=True, slots=True)
class Value:
    """The parts of a target or actual value; ``None`` for a part that no cell holds.

    A cell without a value keeps its state in ``value``: empty, a placeholder, or unread ink.
    """

    operator: Text | None = None
    value: Number | None = None
    unit: Text | None = None
    text: Text | None = None
    rule: Text | None = None


def compose(
    value: Sequence[Spot],
    operator: Spot | None = None,
    unit: Spot | None = None,
    rules: bool = False,
) -> Value:
    """The value that the cells make together.

    ``value`` holds the value's own cells, ``operator`` and ``unit`` those of columns of their
    own, if the form has them and they are filled. A unit column that holds a whole quantity or
    words beside a blank value is the value itself. With ``rules`` a scoring rule is told from a
    text.
    """
    cells = [spot for spot in value if not spot.blank]
    if not cells and unit is not None and not unit.blank and not _is_unit(unit):
        cells, unit = [unit], None
    if not cells:
        missing = _no_number(value[:1], State.EMPTY) if value else None
        return Value(_sign(operator, None, ()), missing, _unit(unit, None, ()))
    if len(cells) > 1:
        cells, operator, unit = _sorted_out(cells, operator, unit)
    whole = "".join(spot.text for spot in cells)
    state = fields.text_state(whole)
    reading = read_quantity(whole) if state is State.READ else None
    if reading is not None:
        quantity = reading.quantity
        number = fields.made(cells, quantity.value)
        number = replace(number, repairs=(*number.repairs, *reading.repairs))
        found = Value(_sign(operator, quantity, cells), number, _unit(unit, quantity, cells))
        return _settled(found, cells)
    signs = _sign(operator, None, cells), _unit(unit, None, cells)
    if state is not State.READ:
        return Value(signs[0], _no_number(cells, state), signs[1])
    if (broken := broken_number(whole)) is not None:
        inside, doubt, measure = broken
        number = fields.made(cells, None, doubt.state, alternatives=doubt.alternatives)
        return Value(
            signs[0] or (fields.part(inside, "operator", *cells) if inside else None),
            number,
            signs[1] or (fields.part(measure, "unit", *cells) if measure else None),
        )
    words = fields.text(*cells)
    if rules and is_rule_sentence(whole):
        return Value(signs[0], None, signs[1], None, words)
    return Value(signs[0], None, signs[1], words)


def _settled(found: Value, cells: Sequence[Spot]) -> Value:
    """The value with those parts left open that other readings of the cells change."""
    others = fields.variants(cells)
    if not others or found.value is None:
        return found
    readings = [(read_quantity(text), raw, why) for text, raw, why in others]
    quantities = [(r.quantity if r else None, raw, why) for r, raw, why in readings]
    values = [(q.value if q else None, r, w) for q, r, w in quantities]
    value = fields.settled(found.value, values, cells)
    operator, unit = found.operator, found.unit
    if operator is not None and operator.raw == found.value.raw:
        signs = [(q.operator if q else None, r, w) for q, r, w in quantities]
        operator = fields.settled(operator, signs)
    elif operator is None and (gained := [(q, r, w) for q, r, w in quantities if q and q.operator]):
        alternatives = tuple(Alternative(str(q.operator), r, w) for q, r, w in gained)
        operator = fields.made(cells, None, State.AMBIGUOUS, alternatives=alternatives)
    if unit is not None and unit.raw == found.value.raw:
        unit = fields.settled(unit, [(q.unit if q else None, r, w) for q, r, w in quantities])
    return replace(found, operator=operator, value=value, unit=unit)


def _no_number(cells: Sequence[Spot], state: State) -> Number:
    return fields.made(cells, None, state)


def _sorted_out(
    cells: list[Spot], operator: Spot | None, unit: Spot | None
) -> tuple[list[Spot], Spot | None, Spot | None]:
    """Several cells under one header: the operator's and the unit's told from the value's."""
    rest: list[Spot] = []
    for spot in cells:
        if operator is None and read_operator(spot.text).sign is not None and not rest:
            operator = spot
        elif unit is None and rest and _is_unit(spot):
            unit = spot
        else:
            rest.append(spot)
    return (rest, operator, unit) if rest else (cells, None, None)


def _is_unit(spot: Spot) -> bool:
    return units.is_unit(units.normalise(spot.text))


def _sign(operator: Spot | None, quantity: Quantity | None, cells: Sequence[Spot]) -> Text | None:
    """The operator: from its own column, else from within the value.

    Two that differ leave it open which one holds.
    """
    inside = quantity.operator if quantity else None
    sign = read_operator(operator.text).sign if operator is not None else None
    if operator is None or sign is None:
        return fields.part(inside, "operator", *cells) if inside is not None else None
    others = [(read_operator(t).sign, raw, why) for t, raw, why in fields.other_readings(operator)]
    own = fields.settled(fields.part(sign, "operator", operator), others)
    if inside is None or inside == sign:
        return own
    return _two(operator, sign, cells, inside)


def _unit(unit: Spot | None, quantity: Quantity | None, cells: Sequence[Spot]) -> Text | None:
    """The unit: from its own column, else from within the value."""
    inside = quantity.unit if quantity else None
    if unit is None or fields.text_state(unit.text) is not State.READ:
        if inside is not None:
            return fields.part(inside, "unit", *cells)
        return fields.text(unit) if unit is not None and not unit.blank else None
    own = units.normalise(unit.text)
    if inside is None or units.same_measure(inside, own):
        others = [(units.normalise(t), raw, why) for t, raw, why in fields.other_readings(unit)]
        return fields.settled(fields.part(own, "unit", unit), others)
    return _two(unit, own, cells, inside)


def _two(spot: Spot, own: str, cells: Sequence[Spot], inside: str) -> Text:
    """A part that its own column and the value cell print differently."""
    return fields.made(
        [spot, *cells],
        None,
        State.AMBIGUOUS,
        alternatives=(
            Alternative(own, spot.cell.source.raw, "own column"),
            Alternative(inside, "".join(s.cell.source.raw for s in cells), "value cell"),
        ),
    )
