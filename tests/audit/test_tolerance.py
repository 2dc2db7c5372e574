"""What printed digits say: ways of rounding, open and closed ends, precision of a column."""

from __future__ import annotations

from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.tolerance import (
    Interval,
    Rounding,
    as_decimals,
    column_decimals,
    exact,
    own_digits,
    printed,
    ratio,
)

HOW = {
    Rounding.HALF_UP: ROUND_HALF_UP,
    Rounding.HALF_EVEN: ROUND_HALF_EVEN,
    Rounding.TRUNCATION: ROUND_DOWN,
}
numbers = st.decimals(-(10**6), 10**6, places=5)
ends = st.fractions(-20, 20, max_denominator=4)
intervals = st.tuples(ends, ends, st.booleans(), st.booleans()).map(
    lambda t: Interval(min(t[:2]), max(t[:2]), t[2] or t[0] == t[1], t[3] or t[0] == t[1])
)


def interval(text: str) -> Interval:
    """``[1, 2)`` as one writes it."""
    low, high = text[1:-1].split(",")
    return Interval(Fraction(low.strip()), Fraction(high.strip()), text[0] == "[", text[-1] == "]")


@pytest.mark.parametrize(
    ("number", "way", "expected"),
    [
        ("140", "half-up", "[139.5, 140.5)"),
        ("-5.66", "half-up", "(-5.665, -5.655]"),
        ("0", "half-up", "(-0.5, 0.5)"),
        ("0.00", "half-up", "(-0.005, 0.005)"),
        ("140", "half-even", "[139.5, 140.5]"),
        ("141", "half-even", "(140.5, 141.5)"),
        ("-0.3", "half-even", "(-0.35, -0.25)"),
        ("140", "truncation", "[140, 141)"),
        ("-5.66", "truncation", "(-5.67, -5.66]"),
        ("0", "truncation", "(-1, 1)"),
        ("8.50", "nearest", "[8.495, 8.505]"),
        ("-8.5", "nearest", "[-8.55, -8.45]"),
    ],
)
def test_a_printed_number_stands_for_an_interval(number: str, way: str, expected: str):
    assert own_digits(Decimal(number), Rounding(way)) == interval(expected)


@given(numbers, st.integers(0, 4), st.sampled_from(list(HOW)))
def test_every_number_lies_in_the_interval_of_what_it_is_printed_as(number, places, way):
    shown = number.quantize(Decimal(1).scaleb(-places), HOW[way])
    assert printed(shown, places, way).contains(Fraction(number))
    if way is not Rounding.TRUNCATION:
        assert printed(shown, places, Rounding.NEAREST).contains(Fraction(number))


@given(numbers, numbers, st.integers(0, 4), st.sampled_from(list(HOW)))
def test_only_numbers_printed_so_lie_in_the_interval(shown, number, places, way):
    unit = Decimal(1).scaleb(-places)
    shown = shown.quantize(unit, ROUND_DOWN)
    near = shown + number.scaleb(-6)  # close enough to matter
    same = near.quantize(unit, HOW[way]) == shown
    assert printed(shown, places, way).contains(Fraction(near)) == same


# Calculations 1.1, Recommendation 22 February 2023: value, decimals and mode give an interval;
# a total is consistent with its items when the two intervals have a point in common.
XBRL = [
    # total, items, decimals, consistent when rounded, when truncated
    ("100", ["33", "33", "33"], 0, True, True),
    ("100", ["33", "33", "32"], 0, True, True),  # closed ends touch at 99.5; [98, 101) holds 100
    ("100", ["33", "33", "35"], 0, True, False),  # [101, 104) begins where [100, 101) ends
    ("100", ["33", "33", "31"], 0, False, False),
    ("2", ["0", "1"], 0, True, True),
    ("1000", ["500", "498"], 0, False, False),
    ("1000", ["501", "500"], 0, True, False),
    ("1000", ["501", "501"], 0, False, False),
    ("998.5", ["500", "498"], 1, False, False),
    ("-100", ["-33", "-33", "-33"], 0, True, True),
    ("-101", ["-50", "-50"], 0, True, True),
    ("-99", ["-50", "-50"], 0, True, False),
    ("0", ["50", "-50"], 0, True, True),
    ("1", ["50", "-50"], 0, True, False),
    ("1", ["50", "-49"], 0, True, True),
    ("1.00", ["1.01"], 2, True, False),
    ("1.00", ["1.02"], 2, False, False),
]


def _sum_holds(total: str, items: list[str], places: int, mode: Rounding) -> bool:
    zero = exact(0)
    added = sum((printed(Decimal(i), places, mode) for i in items), zero)
    return added.meets(printed(Decimal(total), places, mode))


@pytest.mark.parametrize(("total", "items", "places", "rounded", "truncated"), XBRL)
def test_sums_agree_with_xbrl_calculations(total, items, places, rounded, truncated):
    assert _sum_holds(total, items, places, Rounding.NEAREST) == rounded
    assert _sum_holds(total, items, places, Rounding.TRUNCATION) == truncated


@pytest.mark.parametrize(
    ("one", "other", "meet"),
    [
        ("[0, 1]", "[1, 2]", True),
        ("[0, 1)", "[1, 2]", False),
        ("[0, 1]", "(1, 2]", False),
        ("[0, 3]", "(1, 2)", True),
        ("(0, 1)", "(0, 1)", True),
        ("[1, 1]", "[0, 1)", False),
    ],
)
def test_intervals_meet_where_they_have_a_number_in_common(one, other, meet):
    assert interval(one).meets(interval(other)) == meet
    assert interval(other).meets(interval(one)) == meet


def test_open_and_closed_ends_go_through_every_operation():
    assert interval("[1, 2)") + interval("(1, 3]") == interval("(2, 5)")
    assert interval("[1, 2)") - interval("[1, 3)") == interval("(-2, 1)")
    assert -interval("[1, 2)") == interval("(-2, -1]")
    assert interval("[1, 2)") * interval("[-1, 3]") == interval("(-2, 6)")
    assert interval("[0, 1]") * interval("(2, 3)") == interval("[0, 3)")
    assert interval("[1, 2)").scaled(-3) == interval("(-6, -3]")
    assert ratio(interval("[1, 2)"), interval("[2, 4)")) == interval("(0.25, 1)")
    assert ratio(interval("[-2, 1]"), interval("(2, 4]")) == interval("(-1, 0.5)")
    assert ratio(interval("[1, 2]"), interval("(0, 4]")) is None
    assert interval("[1, 5]").capped(Fraction(3)) == interval("[1, 3]")
    assert interval("[4, 5]").capped(Fraction(3)) == interval("[3, 3]")


@given(intervals, intervals, st.data())
def test_results_of_members_are_members_of_the_result(one, other, data):
    def member(i: Interval) -> Fraction:
        inside = [(i.low * (8 - k) + i.high * k) / 8 for k in range(9)]
        return data.draw(st.sampled_from([x for x in inside if i.contains(x)]))

    a, b = member(one), member(other)
    assert (one + other).contains(a + b)
    assert (one - other).contains(a - b)
    assert (one * other).contains(a * b)
    quotient = ratio(one, other)
    if quotient is not None:
        assert quotient.contains(a / b)


@pytest.mark.parametrize(
    ("column", "places"),
    [
        ("43.62 33 46 122.62", 2),  # a spreadsheet drops closing zeros: 33 is 33.00
        ("103.7 11 5.05 2", 2),
        ("33 46 79", 0),
        ("8.50 33 46 67.25 154.75", 2),  # most cells have two decimals
        ("10.50 33 57 101", None),  # closing zeros are kept, and yet most cells are shorter
        ("0 0 12.50", 2),  # a bare 0 says nothing of the precision
        ("0 0", 0),
        ("", 0),
    ],
)
def test_the_precision_of_a_column(column: str, places: int | None):
    assert column_decimals(Decimal(text) for text in column.split()) == places


def test_ends_are_written_rounded_outward():
    third = Interval(Fraction(-1, 3), Fraction(1, 3))
    assert as_decimals(third) == (Decimal("-0.333334"), Decimal("0.333334"))
    assert [str(d) for d in as_decimals(interval("[139.5, 1000]"))] == ["139.5", "1000"]
