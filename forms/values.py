"""Target and actual values: an operator, a number and a unit out of one to three cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from forms import fields
from forms.sheet import Spot
from forms.text import units
from forms.text.operators import read_operator
from forms.text.quantity import read_quantity
from forms.text.rules import is_rule_sentence
from schemas.quantity import Quantity
from schemas.record import Alternative, Number, State, Text


@dataclass(frozen=True, slots=True)
class Value:
    """The parts of a target or actual value; ``None`` for a part that no cell holds."""

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
    words is the value itself (the seed form prints ≥80% under 度量单位). With ``rules`` a scoring
    rule is told from a text.
    """
    cells = [spot for spot in value if not spot.blank]
    if not cells and unit is not None and not unit.blank and not _is_unit(unit):
        cells, unit = [unit], None
    if not cells:
        blank = next(iter(value), None)
        missing = None if blank is None else _no_number([blank], State.EMPTY)
        return Value(_sign(operator, None, ()), missing, _unit(unit, None, ()))
    if len(cells) > 1:
        cells, operator, unit = _sorted_out(cells, operator, unit)
    whole = "".join(spot.text for spot in cells)
    state = fields.text_state(whole)
    signs = _sign(operator, None, cells), _unit(unit, None, cells)
    if state is not State.READ:
        return Value(signs[0], _no_number(cells, state), signs[1])
    reading = read_quantity(whole)
    if reading is None:
        as_text = fields.text(*cells)
        if rules and is_rule_sentence(whole):
            return Value(signs[0], None, signs[1], None, as_text)
        return Value(signs[0], None, signs[1], as_text)
    number = fields.made(cells, reading.quantity.value)
    number = replace(number, repairs=(*number.repairs, *reading.repairs))
    return Value(
        _sign(operator, reading.quantity, cells), number, _unit(unit, reading.quantity, cells)
    )


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
    if inside is None or inside == sign:
        return fields.part(sign, "operator", operator)
    return fields.made(
        [operator, *cells],
        None,
        State.AMBIGUOUS,
        alternatives=(
            Alternative(sign, operator.text, "operator column"),
            Alternative(inside, "".join(s.text for s in cells), "value cell"),
        ),
    )


def _unit(unit: Spot | None, quantity: Quantity | None, cells: Sequence[Spot]) -> Text | None:
    """The unit: from its own column, else from within the value."""
    inside = quantity.unit if quantity else None
    own = None
    if unit is not None and fields.text_state(unit.text) is State.READ:
        own = units.normalise(unit.text)
    if own is None or unit is None:
        if inside is not None:
            return fields.part(inside, "unit", *cells)
        return fields.text(unit) if unit is not None and not unit.blank else None
    if inside is None or units.same_measure(inside, own):
        return fields.part(own, "unit", unit)
    return fields.made(
        [unit, *cells],
        None,
        State.AMBIGUOUS,
        alternatives=(
            Alternative(own, unit.text, "unit column"),
            Alternative(inside, "".join(s.text for s in cells), "value cell"),
        ),
    )
