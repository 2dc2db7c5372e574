"""One value in terms of another: what units have in common, and where that is not known."""

from __future__ import annotations

from decimal import Decimal

import pytest

from audit.units import factor
from tests.audit.scoring.test_direction import scored


@pytest.mark.parametrize(
    ("unit", "other", "times"),
    [
        ("万册", "册", "10000"),
        ("册", "万册", "0.0001"),
        ("百万元", "万元", "100"),
        ("亿元", "万元", "10000"),
        ("千人", "人", "1000"),
        ("万人次", "人次", "10000"),
        ("万元/公里", "元/公里", "10000"),
        ("公里", "米", "1000"),
        ("千米", "公里", "1"),
        ("㎡", "平方米", "1"),
        ("吨", "公斤", "1000"),
        ("百分点", "%", "1"),
        ("个", None, "1"),
        (None, "人", "1"),
        (None, None, "1"),
        ("元", None, None),
        (None, "万册", None),
        ("万", None, None),
        ("册", "本", None),
        ("%", "‰", None),
        ("百分点", "点", None),
    ],
)
def test_what_a_number_is_multiplied_by(unit: str | None, other: str | None, times: str | None):
    assert factor(unit, other) == (Decimal(times) if times else None)


@pytest.mark.parametrize(
    ("target", "actual", "score", "verdict"),
    [
        ("2.5 万册", "25400 册", "12", "agrees"),
        ("2.5 万册", "20000 册", "12", "differs"),
        ("2.5 万册", "20000 册", "9.6", "agrees"),
        ("3000 米", "3.2 公里", "12", "agrees"),
        ("11 万人次", "113000 人次", "12", "agrees"),
        ("3 千米", "2400 册", "12", "not-scorable"),
    ],
)
def test_values_in_thousands_and_in_single_pieces_are_held_against_each_other(
    target: str, actual: str, score: str, verdict: str
):
    assert scored("购置数量", target, actual, score).verdict == verdict


def test_a_bare_figure_beside_thousands_is_taken_only_where_it_is_near():
    assert scored("购置数量", "2.5 万册", "25400", "12").verdict == "not-scorable"
    assert scored("购置数量", "2.5 万册", "2.2", "12").verdict == "differs"
    assert scored("购置数量", "25000", "2.54 万册", "12").verdict == "not-scorable"
