"""Leaves of a record from printed cells: value, raw text, state, places, repairs, doubts.

A cell of a scan may have other readings that its ink supports. Numbers, operators, units, ticks
and grade words are given only where all readings come to the same; else the field is
``ambiguous`` and names them. Running text is given with its other readings beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import TypeVar

from forms.sheet import Spot
from forms.text.placeholders import is_blank, is_placeholder
from forms.text.quantity import NumberReading
from forms.text.repair import mend
from schemas.record import Alternative, Field, Number, State, Text
from schemas.support import LIKELIEST, left_open, of_likeliest
from schemas.text import UNREAD, Origin, RawText, Repair

T = TypeVar("T", str, Decimal, int, bool)
LONGEST_WORD = 8
"""A text up to so many characters may be a grade or a status; in doubt it is not given."""


def made(
    spots: Sequence[Spot],
    value: T | None,
    state: State = State.READ,
    step: str | None = None,
    alternatives: tuple[Alternative[T], ...] = (),
) -> Field[T]:
    """A field with the evidence of ``spots``.

    ``step`` names what made the value out of the mended text, recorded as the last repair when
    the value differs from that text.
    """
    repairs = [repair for spot in spots for repair in spot.cell.repairs]
    mended = "".join(spot.text for spot in spots)
    if step is not None and state is State.READ and str(value) != mended:
        repairs.append(Repair(step, mended, str(value)))
    known = [s.cell.source.confidence for s in spots if s.cell.source.confidence is not None]
    return Field(
        value if state is State.READ else None,
        "\n".join(spot.cell.source.raw for spot in spots),
        state,
        spots[0].cell.source.origin if spots else Origin.TEXT_LAYER,
        min(known) if known else None,
        tuple(place for spot in spots for place in spot.cell.source.places),
        tuple(repairs),
        alternatives,
    )


def text_state(text: str) -> State:
    """What a text is: nothing, a printed placeholder, partly unread ink, or text."""
    if is_blank(text):
        return State.EMPTY
    if is_placeholder(text):
        return State.NOT_APPLICABLE
    return State.UNREADABLE if UNREAD in text else State.READ


def other_readings(spot: Spot) -> tuple[tuple[str, str, str], ...]:
    """The other texts that a cell's ink supports: mended text, raw text, and what supports it."""
    source = spot.cell.source
    found: dict[str, tuple[str, str, str]] = {}
    for reading in source.readings:
        if reading.raw == source.raw:
            continue  # tells what supports the text as it is given
        mended = mend(replace(source, raw=reading.raw, readings=(), hard_breaks=frozenset())).text
        if mended != spot.text:
            found.setdefault(mended, (mended, reading.raw, reading.support))
    return tuple(found.values())


def variants(spots: Sequence[Spot]) -> tuple[tuple[str, str, str], ...]:
    """Other readings of several cells' joined text, one cell in doubt at a time."""
    result: list[tuple[str, str, str]] = []
    for i, spot in enumerate(spots):
        before = "".join(s.text for s in spots[:i])
        after = "".join(s.text for s in spots[i + 1 :])
        result.extend((before + t + after, raw, why) for t, raw, why in other_readings(spot))
    return tuple(result)


def text(*spots: Spot | None) -> Text | None:
    """The whole text of a cell, or of one that was cut into several; ``None`` without any."""
    found = [spot for spot in spots if spot is not None]
    if not found:
        return None
    whole = "".join(spot.text for spot in found)
    return _with_doubts(made(found, whole, text_state(whole)), found)


def _with_doubts(field: Text, spots: Sequence[Spot]) -> Text:
    others = variants(spots)
    if not others or field.state is State.EMPTY:
        return field
    alternatives = tuple(Alternative(t, raw, why) for t, raw, why in others)
    longest = max(len(field.value or ""), *(len(t) for t, _, _ in others))
    if field.state is State.READ and longest > LONGEST_WORD:
        return replace(field, alternatives=alternatives)
    own = (Alternative(field.value, field.raw, "likeliest"),) if field.value is not None else ()
    return replace(field, value=None, state=State.AMBIGUOUS, alternatives=own + alternatives)


def part(value: str, step: str, *spots: Spot) -> Text:
    """A part of what the cells hold; ``step`` says what was taken off."""
    return made(spots, value, text_state(value), step)


def derived(value: T, *spots: Spot | None) -> Field[T]:
    """A value that follows from the cells without being printed in them as such."""
    return made([spot for spot in spots if spot is not None], value)


def number(spot: Spot | None, parse: Callable[[str], NumberReading]) -> Number | None:
    """A number cell: ink that does not parse stays ``unreadable`` or ``ambiguous``."""
    if spot is None:
        return None
    if UNREAD in spot.text:
        return made([spot], None, State.UNREADABLE)
    reading = parse(spot.text)
    others = [(parse(t), raw, why) for t, raw, why in other_readings(spot)]
    if all((o.state, o.value, o.unit) == (reading.state, reading.value, reading.unit)
           for o, _, _ in others):  # fmt: skip
        return _number(spot, reading)
    found = {
        o.value: Alternative(o.value, raw, why) for o, raw, why in others if o.value is not None
    }
    if reading.value is not None:
        support = _likeliest([spot], [(o.value, why) for o, _, why in others])
        own = Alternative(reading.value, spot.cell.source.raw, support)
        found = {reading.value: own} | {v: a for v, a in found.items() if v != reading.value}
    state = State.AMBIGUOUS if found else State.UNREADABLE
    return made([spot], None, state, alternatives=tuple(found.values()))


def _likeliest(spots: Sequence[Spot], others: Sequence[tuple[object, str]]) -> str:
    """What supports the likeliest reading of ``spots``, and whether the ink may say yet more.

    ``others`` are the values of the other readings, with what supports them; one that gives no
    value leaves open what else the ink says.
    """
    found = [s for spot in spots if (s := _own_support(spot.cell.source))]
    support = "; ".join(dict.fromkeys(found)) or LIKELIEST
    unknown = next((why for value, why in others if value is None), None)
    return support if unknown is None else left_open(support, unknown)


def _own_support(source: RawText) -> str:
    """Who reads the ink as it is given: what is told of it, else the reader nothing else is of."""
    if source.origin is not Origin.OCR or not source.readings:
        return ""
    own = [reading.support for reading in source.readings if reading.raw == source.raw]
    if own:
        return max(own, key=len)  # that of every doubtful line
    return of_likeliest(source.readings)


def _number(spot: Spot, reading: NumberReading) -> Number:
    if reading.state is State.READ and reading.value is not None:
        field = made([spot], reading.value)
        return replace(field, repairs=(*field.repairs, *reading.repairs))
    return made([spot], None, reading.state, alternatives=reading.alternatives)


def settled(
    field: Field[T], values: Sequence[tuple[T | None, str, str]], spots: Sequence[Spot] = ()
) -> Field[T]:
    """The field, ``ambiguous`` where other readings of its cells, ``spots``, give another value."""
    if field.state is not State.READ or all(value == field.value for value, _, _ in values):
        return field
    own = None
    if field.value is not None:
        support = _likeliest(spots, [(value, why) for value, _, why in values])
        own = Alternative(field.value, field.raw, support)
    found = {field.value: own} if own is not None else {}
    for value, raw, why in values:
        if value is not None:
            found.setdefault(value, Alternative(value, raw, why))
    return replace(
        field, value=None, state=State.AMBIGUOUS, alternatives=tuple(a for a in found.values() if a)
    )
