"""Leaves of a record from printed cells: value, raw text, state, places, repairs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import TypeVar

from forms.sheet import Spot
from forms.text.placeholders import is_blank, is_placeholder
from forms.text.quantity import NumberReading
from schemas.record import Alternative, Field, Number, State, Text
from schemas.text import Origin, Repair

T = TypeVar("T", str, Decimal, int, bool)
UNREAD = "\ufffd"  # stands for ink that no reader could turn into a character


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


def text(*spots: Spot | None) -> Text | None:
    """The whole text of a cell, or of one that was cut into several; ``None`` without any."""
    found = [spot for spot in spots if spot is not None]
    if not found:
        return None
    whole = "".join(spot.text for spot in found)
    return made(found, whole, text_state(whole))


def part(value: str, step: str, *spots: Spot) -> Text:
    """A part of what the cells hold; ``step`` says what was taken off."""
    state = text_state(value)
    return made(spots, value, state, step)


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
    if reading.state is State.READ and reading.value is not None:
        field = made([spot], reading.value)
        return replace(field, repairs=(*field.repairs, *reading.repairs))
    return made([spot], None, reading.state, alternatives=reading.alternatives)
