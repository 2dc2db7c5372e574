"""Readings and rounding modes: when a relation is violated, and whose mistake it is."""

from __future__ import annotations

import dataclasses
import random
from decimal import Decimal
from typing import Any

import pytest

from audit.readings import Cell
from audit.relations import Relation, judge
from schemas.finding import Cause, Verdict
from schemas.message import Message
from schemas.record import Alternative, Field, SelfEvaluation, State
from schemas.text import Origin
from tests.audit.ledgers import right_report
from tests.audit.misprints import misprinted
from tests.audit.notation import cell
from tests.audit.test_ledgers import arithmetic_findings

NAME = Message("某格", "a cell")


def equal(*texts: str) -> Relation:
    """All cells hold one number."""
    cells = tuple(Cell(f"/{i}", cell(t, number=True), NAME) for i, t in enumerate(texts))
    return Relation(("/0",), cells[:1], cells[1:], _same)


def _same(values: tuple[Any, ...], mode: object) -> bool | None:
    known = {value for value in values if value is not None}
    if len(known) > 1:
        return False
    return None if None in values else True


def allowed(name: str, *modes: str) -> Relation:
    """A relation that holds under the named modes only."""
    one = Cell(f"/{name}", cell("1", number=True), NAME)
    return Relation((f"/{name}",), (one,), (), lambda values, mode: mode in modes)


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (("3", "3"), None),
        (("3", "8"), ("violated", "report")),
        (("3~8", "3"), None),
        (("8~3", "3"), ("violated", "reading")),
        (("8~9", "3"), ("violated", "report")),
        (("8〔3〕", "3"), ("violated", "reading")),
        (("?", "3"), ("undecidable", "undecided")),
        (("?", "3", "8"), ("violated", "report")),
        (("3〔8〕@equal", "3"), ("undecidable", "undecided")),
        (("3〔8〕@other", "3"), None),
        (("8〔9〕@equal", "3"), ("violated", "report")),
    ],
    ids=str,
)
def test_whose_mistake_it_is(texts, expected):
    found = [(j.verdict.value, j.cause.value) for j in judge("equal", [equal(*texts)], [None])]
    assert found == ([expected] if expected else [])


def test_too_many_combinations_of_readings_are_not_judged():
    (judgement,) = judge("equal", [equal("1", *["2~3"] * 11)], [None])
    assert (judgement.verdict, judgement.cause) == (Verdict.UNDECIDABLE, Cause.UNDECIDED)


def test_one_way_of_rounding_holds_for_the_whole_column():
    column = [allowed("a", "up"), allowed("b", "up", "even"), allowed("c", "even")]
    (judgement,) = judge("code", column, ["up", "even"])
    assert judgement.relation.accused == ("/c",)
    assert not list(judge("code", column[:2], ["even", "up"]))


def test_a_doubtful_row_does_not_choose_the_way_of_rounding_for_the_others():
    doubtful = dataclasses.replace(allowed("a", "even"), inputs=equal("1~2").stated)
    column = [doubtful, dataclasses.replace(doubtful, accused=("/b",)), allowed("c", "up")]
    accused = [j.relation.accused[0] for j in judge("code", column, ["even", "up"])]
    assert accused == ["/a", "/b"]


def test_a_right_number_read_wrong_never_accuses_the_report():
    """The likelier reading is wrong, the right one is supported too: that is a misreading."""
    for seed in range(80):
        right = right_report(seed)
        wrong, place = misprinted(right, random.Random(seed))
        record = _with_both(right, wrong, place.table, place.row, place.leaf)
        assert [f for f in arithmetic_findings(record) if f.cause is Cause.REPORT] == []


def _with_both(
    right: SelfEvaluation, wrong: SelfEvaluation, table: str, row: int, leaf: str
) -> SelfEvaluation:
    """The right report with one cell that reads as in the wrong one, or else as it should."""
    rights = getattr(right, table)[row] if table else right
    wrongs = getattr(wrong, table)[row] if table else wrong
    true: Decimal = getattr(rights, leaf).value
    read: Decimal = getattr(wrongs, leaf).value
    choices = tuple(Alternative(v, str(v), "像素") for v in (read, true))
    field = Field(None, "?", State.AMBIGUOUS, Origin.OCR, alternatives=choices)
    changed = dataclasses.replace(rights, **{leaf: field})
    if not table:
        return changed
    rows = list(getattr(right, table))
    rows[row] = changed
    return dataclasses.replace(right, **{table: tuple(rows)})


def test_scraps_of_what_could_not_be_read_are_no_readings():
    """Alternatives of an unreadable cell are not all that it may say: nothing is proven."""
    scraps = dataclasses.replace(
        cell("?", number=True),  # type: ignore[type-var]
        alternatives=(Alternative(Decimal(3), "3", "像素"), Alternative(Decimal(8), "8", "像素")),
    )
    cells = (Cell("/0", cell("5", number=True), NAME), Cell("/1", scraps, NAME))
    (found,) = judge("x", [Relation(("/0",), cells[:1], cells[1:], _same)], [None])
    assert (found.verdict, found.cause) == (Verdict.UNDECIDABLE, Cause.UNDECIDED)
