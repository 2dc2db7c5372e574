"""What supports a number's readings goes from the ink into the field, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from schemas.record import Field, State
from schemas.table import TextGrid
from schemas.text import UNREAD, Origin, Reading
from tests.forms.test_doubts import drawn, record


def executed(*readings: tuple[str, str]) -> Field[Decimal]:
    """The cell 80.00 with these other readings."""
    doc = drawn()
    blocks: list[Any] = []
    for block in doc.blocks:
        if isinstance(block, TextGrid):
            cells = tuple(
                replace(
                    cell,
                    text=replace(
                        cell.text,
                        origin=Origin.OCR,
                        confidence=0.8,
                        readings=tuple(Reading(*r) for r in readings)
                        if cell.text.raw == "80.00"
                        else (),
                    ),
                )
                for cell in block.cells
            )
            blocks.append(replace(block, cells=cells))
        else:
            blocks.append(block)
    field: Field[Decimal] = record(replace(doc, blocks=tuple(blocks))).funds[0].executed
    return field


def shown(field: Field[Decimal]) -> list[tuple[str, str]]:
    assert (field.state, field.value) == (State.AMBIGUOUS, None)
    return [(str(a.value), a.support) for a in field.alternatives]


def test_a_reader_that_says_nothing_else_reads_the_likeliest():
    assert shown(executed(("60.00", "second reader"))) == [
        ("80.00", "first reader"),
        ("60.00", "second reader"),
    ]


def test_ink_that_may_say_more_is_left_open_with_the_reason():
    assert shown(executed((UNREAD, "ink without a character"))) == [
        ("80.00", "both readers; open: ink without a character")
    ]


def test_a_reading_that_is_no_number_leaves_open_what_the_ink_says():
    assert shown(executed(("80.O0元整吗", "second reader"))) == [
        ("80.00", "first reader; open: second reader")
    ]


def test_the_count_of_later_looks_comes_along():
    readings = (
        ("80.00", "both readers; again 4 of 4"),
        ("8000", "first reader, 0.09; again 0 of 4"),
        (UNREAD, "points of ink and points read differ"),
    )
    assert shown(executed(*readings)) == [
        ("80.00", "both readers; again 4 of 4; open: points of ink and points read differ"),
        ("8000", "first reader, 0.09; again 0 of 4"),
    ]


def test_readings_that_come_to_the_same_number_leave_no_doubt():
    field = executed(("80.00 ", "second reader"))
    assert (field.state, field.value, field.alternatives) == (State.READ, Decimal("80.00"), ())
