"""What the form's own relations may settle, and what they must leave open."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

import audit.settle.fewest
import audit.settle.settle
from audit.check import make_case
from audit.run import find
from audit.settle.settle import settle, unsettled
from schemas.finding import Cause, Verdict
from schemas.form import AuditSettings
from schemas.record import Alternative, Field, SelfEvaluation, State
from schemas.rescore import Recomputed, Rescore
from schemas.text import Origin
from tests.audit.misreadings import numbers, put
from tests.support.records import read_field, record_from_values

pytest.importorskip("ortools")

ZERO = Decimal(0)
NOTHING = Rescore((), None, ZERO, Recomputed(ZERO, ZERO, ZERO), ZERO)
POINTS = "points of ink and points read differ"
SETTINGS = AuditSettings(income_total="收入小计", expenditure_total="支出小计")


def doubted(*readings: tuple[str, str], origin: Origin = Origin.OCR) -> Field[Decimal]:
    choices = tuple(Alternative(Decimal(value), value, support) for value, support in readings)
    return Field(None, readings[0][0], State.AMBIGUOUS, origin, 0.8, alternatives=choices)


def alike(value: str, reason: str = POINTS) -> Field[Decimal]:
    """Both readers see it so, and something in the ink speaks against it."""
    return doubted((value, f"both readers; again 4 of 4; open: {reason}"))


def differ(first: str, second: str, seen: int = 4) -> Field[Decimal]:
    """The readers differ; of four later looks ``seen`` side with the first."""
    return doubted(
        (first, f"first reader; again {seen} of 4"),
        (second, f"second reader; again {4 - seen} of 4"),
    )


def funds(*rows: tuple[str, int, dict[str, Any]], **more: Any) -> SelfEvaluation:
    lines = [{"name": name, "level": level, **cells} for name, level, cells in rows]
    return record_from_values({"family": "liaoning-department", "funds": lines, **more})


def column(*values: Any) -> SelfEvaluation:
    """A total and its parts in one column of amounts."""
    return funds(*((f"第{i}行", min(i, 1), {"executed": v}) for i, v in enumerate(values)))


def given(record: SelfEvaluation, settings: AuditSettings = SETTINGS) -> dict[str, tuple[str, str]]:
    """What was settled: value and relation by pointer."""
    return {
        pointer: (str(field.value), str(field.settled_by))
        for pointer, field in numbers(settle(record, settings))
        if field.settled_by is not None
    }


def found(record: SelfEvaluation, settings: AuditSettings = SETTINGS) -> list[tuple[str, str, str]]:
    after = settle(record, settings)
    findings = find(make_case(after, settings, NOTHING, lambda _: NOTHING))
    return [(f.code, f.verdict.value, f.cause.value) for f in findings]


def test_a_number_read_alike_is_borne_out_by_the_sum_it_stands_in():
    record = column(alike("820.00"), "800.00", "20.00")
    assert given(record) == {"/funds/0/executed": ("820.00", "funds-subtotal")}
    assert found(record) == []


def test_several_numbers_read_alike_bear_each_other_out():
    record = column(alike("820.00"), alike("800.00"), alike("20.00"))
    assert len(given(record)) == 3


def test_a_settled_number_keeps_its_other_readings_and_its_places():
    seen = doubted(("820.00", "both readers"), ("82000", "second reader, 0.12"))
    after = settle(column(seen, "800.00", "20.00"), SETTINGS).funds[0].executed
    assert after is not None
    assert (after.state, after.value, after.settled_by) == (
        State.READ,
        Decimal("820.00"),
        "funds-subtotal",
    )
    assert after.alternatives == seen.alternatives


def test_a_relation_proves_nothing_about_the_number_that_it_settled():
    seen = doubted(("820.00", "both readers"), ("82000", "second reader, 0.12"))
    assert found(column(seen, "800.00", "20.00")) == [
        ("funds-subtotal", "undecidable", "undecided")
    ]


@pytest.mark.parametrize("reason", ["ink before or after the characters", "low probability"])
def test_a_sum_too_loose_to_tell_the_last_digit_settles_nothing(reason: str):
    """Three addends may be off by two units together: 20.06 would do as well as 20.05."""
    record = column("100.20", "60.05", "20.10", alike("20.05", reason))
    assert given(record) == {}


def test_the_authors_wrong_sum_never_chooses_a_reading():
    """819.00 is printed where 820.00 should stand; nothing that the ink allows mends it."""
    record = column("819.00", alike("800.00"), alike("20.00"))
    assert given(record) == {}
    assert found(record) == [("funds-subtotal", "violated", "report")]


def test_a_wrong_sum_that_a_doubtful_part_would_mend_is_left_to_a_person():
    """The author wrote 830 for 820 and the reader takes 20 for 20 or 30: either may be wrong."""
    record = column("830.00", "800.00", differ("20.00", "30.00"))
    assert given(record) == {}
    assert found(record) == [("funds-subtotal", "violated", "reading")]


def test_arithmetic_never_speaks_against_the_likeliest_reading():
    record = column("820.00", "800.00", differ("30.00", "20.00"))
    assert given(record) == {}
    assert found(record) == [("funds-subtotal", "violated", "reading")]


def test_one_sum_is_not_enough_where_the_readers_differ():
    assert given(column("820.00", "800.00", differ("20.00", "30.00"))) == {}


def two_sums(first: Field[Decimal], rate: str = "80") -> SelfEvaluation:
    """The doubtful amount stands in a sum and under a rate, which share no other cell."""
    return funds(
        ("支出小计", 0, {"full_year_budget": "120.00", "executed": "100.00"}),
        ("1.甲", 1, {"full_year_budget": "20.00", "executed": "20.00"}),
        ("2.乙", 1, {"full_year_budget": "100.00", "executed": first, "execution_rate": rate}),
    )


def test_two_relations_that_share_no_other_cell_tell_readings_apart():
    assert given(two_sums(differ("80.00", "30.00"))) == {
        "/funds/2/executed": ("80.00", "execution-rate, funds-subtotal")
    }


@pytest.mark.parametrize("seen", [0, 2, 3])
def test_two_relations_are_not_enough_against_the_later_looks(seen: int):
    assert given(two_sums(differ("80.00", "30.00", seen))) == {}


def test_two_relations_that_want_different_readings_leave_it_open():
    record = two_sums(differ("80.00", "30.00"), rate="30")
    assert given(record) == {}
    assert ("execution-rate", "violated", "reading") in found(record)


def test_one_witness_less_and_the_readings_stay_open():
    """The balance and the sum are two; without the family's word on the balance there is one."""
    record = funds(
        ("收入小计", 0, {"executed": "100.00"}),
        ("1.财政", 1, {"executed": "100.00"}),
        ("支出小计", 0, {"executed": differ("100.00", "700.00")}),
        ("1.甲", 1, {"executed": "100.00"}),
    )
    settled = given(record)
    assert settled == {"/funds/2/executed": ("100.00", "funds-balance, funds-subtotal")}
    assert given(record, AuditSettings()) == {}


def test_two_relations_with_another_cell_in_common_are_one_witness():
    """Rate and points rest on the amounts of one row: a mistake in the budget misleads both."""
    record = funds(
        (
            "年度资金总额",
            0,
            {
                "full_year_budget": "100.00",
                "executed": differ("80.00", "30.00"),
                "execution_rate": "80",
                "weight": "10",
                "score": "8",
            },
        ),
    )
    assert given(record) == {}


def test_a_certain_number_is_never_touched():
    record = column("830.00", "800.00", "20.00", alike("5.00"))
    after = settle(record, SETTINGS)
    assert [str(line.executed.value) for line in after.funds[:3] if line.executed] == [
        "830.00",
        "800.00",
        "20.00",
    ]
    assert after == record


def test_a_relation_broken_whatever_is_read_is_the_authors_and_does_not_hinder_another():
    """The rate is wrong by the author's hand; the sum still bears the amount out."""
    record = two_sums(alike("80.00"), rate="55")
    assert given(record) == {"/funds/2/executed": ("80.00", "funds-subtotal")}
    assert found(record) == [("execution-rate", "violated", "report")]


def test_a_rate_printed_to_the_whole_percent_does_not_tell_amounts_apart():
    record = funds(
        ("1.甲", 0, {"full_year_budget": "1000.00", "executed": differ("501.00", "502.00"),
                    "execution_rate": "50"}),
    )  # fmt: skip
    assert given(record) == {}


def test_a_rate_that_may_have_lost_its_decimals_is_not_borne_out_by_its_own_quotient():
    """Printed 55.3; both readers see 55 and ink behind it, and 55 follows from the amounts too."""
    rate = alike("55", "ink before or after the characters")
    record = funds(
        ("1.甲", 0, {"full_year_budget": "71.47", "executed": "39.53", "execution_rate": rate})
    )
    assert given(record) == {}


def test_numbers_that_a_text_layer_leaves_open_need_two_relations_as_well():
    either = doubted(("80.00", "several-numbers"), ("30.00", "several-numbers"),
                     origin=Origin.TEXT_LAYER)  # fmt: skip
    assert set(given(two_sums(either))) == {"/funds/2/executed"}
    assert given(column("820.00", "740.00", either)) == {}


def test_many_doubtful_addends_are_summed_by_the_solver():
    """Twelve numbers of three readings each are more combinations than can be tried one by one."""
    parts = [
        doubted((f"{n}.00", "both readers"), (f"{n}00", "second reader, 0.1"),
                (f"{n}0.0", "first reader, 0.1"))
        for n in range(11, 23)
    ]  # fmt: skip
    record = column(f"{sum(range(11, 23))}.00", *parts)
    assert len(given(record)) == 12
    assert given(column(f"{sum(range(11, 23)) + 1}.00", *parts)) == {}


def test_what_the_solver_sums_is_what_the_check_judges():
    """Open ends of intervals count: cut-off amounts may lack a whole unit each, not more."""
    from audit.relations import MOST_READINGS
    from audit.settle import model

    parts = [
        doubted((f"{n}.1", "both readers"), (f"{n}1", "second reader, 0.1")) for n in (3, 4, 5)
    ]
    for total in ("12.2", "12.3", "12.4", "12.5", "12.6", "12.7"):
        record = column(total, *parts)
        small = given(record)
        model.MOST_READINGS = 0
        try:
            large = given(record)
        finally:
            model.MOST_READINGS = MOST_READINGS
        assert small == large, total


def test_without_the_solver_nothing_is_settled(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(audit.settle.settle, "available", lambda: False)
    record = column(alike("820.00"), "800.00", "20.00")
    assert settle(record, SETTINGS) is record


def test_a_record_without_doubt_is_not_even_looked_at(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(audit.settle.settle, "make_case", lambda *_: pytest.fail("asked"))
    record = column("820.00", "800.00", "20.00")
    assert settle(record, SETTINGS) is record


def test_an_open_doubt_does_not_accuse_the_report_of_what_a_lost_digit_explains():
    """820.00 − 800.00 leaves 20; both readers see 2 and there is ink behind it."""
    record = column("820.00", "800.00", alike("2.00", POINTS))
    found_ = found(record)
    assert found_ == [("funds-subtotal", "violated", "reading")]


def test_what_a_person_put_right_is_certain():
    before = (Alternative(Decimal("20.00"), "20.00", "read before the correction"),)
    right = Field(Decimal("30.00"), "20.00", State.READ, Origin.HUMAN, alternatives=before)
    findings = find(
        make_case(column("820.00", "800.00", right), SETTINGS, NOTHING, lambda _: NOTHING)
    )
    assert [(f.verdict, f.cause) for f in findings] == [(Verdict.VIOLATED, Cause.REPORT)]


def test_what_was_settled_is_open_again_when_a_witness_changes():
    record = settle(column(alike("820.00"), "800.00", "20.00"), SETTINGS)
    before = unsettled(record)
    assert before == column(alike("820.00"), "800.00", "20.00")
    put_right = put(before, "/funds/2/executed", read_field(Decimal("30.00")))
    assert given(put_right) == {}
    assert unsettled(before) is before
