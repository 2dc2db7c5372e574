"""What a rule gives: readings, ambiguous limits, foreign full marks, units."""

from __future__ import annotations

from decimal import Decimal

import pytest

from audit.scoring.evaluate import Evaluation, evaluate
from audit.scoring.grammar import parse
from audit.scoring.measure import Measure, Target, exact, printed
from schemas.rule import Rule

VARIANCE = "差异率=0，得满分；差异率（绝对值）>0时，每增加5%（含）扣减0.5分，减至0分为止。"


def give(
    sentence: str, value: str | Measure, weight: str = "5", unit: str | None = "%", target=None
) -> Evaluation:
    rule = parse(sentence)
    assert isinstance(rule, Rule), rule
    measure = value if isinstance(value, Measure) else exact(Decimal(value), unit)
    return evaluate(rule, measure, Decimal(weight), target)


def readings(found: Evaluation) -> list[tuple[str, str]]:
    return [(str(award.score), award.reading) for award in found.awards]


def test_the_rate_may_be_rounded_before_the_steps_are_counted():
    assert readings(give(VARIANCE, "39.9959")) == [
        ("1", "rounded-2/whole-steps"),
        ("1.5", "unrounded/whole-steps"),
        ("1", "unrounded/begun-steps"),
    ]


def test_readings_with_the_same_rate_and_number_of_steps_are_one():
    assert readings(give(VARIANCE, "40")) == [("1", "rounded-2/whole-steps")]
    assert readings(give(VARIANCE, "12.3")) == [
        ("4", "rounded-2/whole-steps"),
        ("3.5", "rounded-2/begun-steps"),
    ]


def test_a_percentage_point_counts_in_fractions_or_whole():
    rule = "控制率≦100%，计5分；每超过一个百分点扣0.5分，扣完为止。"
    assert readings(give(rule, "102.5")) == [
        ("3.75", "linear"),
        ("3.8", "linear/rounded-1"),
        ("4", "linear/rounded-0"),
        ("4", "rounded-2/whole-steps"),
    ]


def test_a_printed_rate_stands_for_every_number_that_prints_so():
    found = give(VARIANCE, printed(Decimal(40), "%"))
    assert readings(found) == [
        ("1", "rounded-2/whole-steps"),
        ("1.5", "printed-digits/whole-steps"),
    ]
    bands = "安排率≥90%，计5分；80%（含）-90%，计4分；低于80%不得分"
    assert readings(give(bands, printed(Decimal(90), "%"))) == [
        ("5", "full"),
        ("4", "printed-digits/band"),
    ]
    assert readings(give(bands, printed(Decimal("90.00"), "%")))[0] == ("5", "full")
    assert readings(give(bands, printed(Decimal(92), "%"))) == [("5", "full")]


def test_a_limit_that_two_bands_share_has_two_readings_the_upper_band_first():
    rule = "完成率60-80%得2分；80-100%得4分；低于60%得0分"
    assert readings(give(rule, "80", "4")) == [("4", "upper-full"), ("2", "lower-band")]


def test_a_full_mark_that_differs_from_the_weight_is_read_as_printed_and_scaled():
    rule = "执行率≥90%得5分，80%（含）-90%得3分，80%以下不得分"
    found = give(rule, "85", "10")
    assert readings(found) == [("3", "band"), ("6", "scaled/band")]
    assert any("满分" in note.zh for note in found.notes)
    assert readings(give(rule, "95", "4")) == [("4", "scaled/full")]
    assert readings(give(rule, "85", "4")) == [("2.4", "scaled/band"), ("3", "capped/band")]


def test_without_a_printed_floor_zero_is_the_least_and_it_is_said():
    found = give("100%得满分，每低于5%扣2分", "20", "10")
    assert found.awards[0].score == 0
    assert any("扣完为止" in note.zh for note in found.notes)


@pytest.mark.parametrize(
    ("sentence", "value", "unit"),
    [
        (VARIANCE, "3", "万元"),
        (VARIANCE, "0.4", None),  # 0.4 % or 40 %
        ("成本≤90万元得满分，否则不得分", "89", None),
        ("成本≤90万元得满分，否则不得分", "3", "次"),
        ("每出现一次扣1分，扣完为止", "50", "%"),
        ("每出现一次扣1分，扣完为止", "1.5", None),
        ("执行率≥0.9得满分，否则不得分", "95", "%"),
        ("天数≤30天得满分，每超过1天扣1分", "5", "个"),
    ],
)
def test_units_that_do_not_match_give_no_score(sentence, value, unit):
    found = give(sentence, value, "5", unit)
    assert not found.awards
    assert found.problem is not None


@pytest.mark.parametrize(
    ("sentence", "value", "unit", "score"),
    [
        ("成本≤90万元得满分，否则不得分", "890000", "元", "5"),
        ("成本≤90万元得满分，否则不得分", "910000", "元", "0"),
        ("投诉率≤1%得满分，否则不得分", "5", "‰", "5"),
        ("每出现一次扣1分，扣完为止", "2", "起", "3"),
        ("差异率≤0得满分，否则不得分", "-5.66", None, "5"),
    ],
)
def test_units_that_convert_are_converted(sentence, value, unit, score):
    assert give(sentence, value, "5", unit).awards[0].score == Decimal(score)


def test_a_value_the_rule_is_silent_about_has_no_score():
    found = give("合格率100%得3分，低于100%的不得分", "101", "3")
    assert not found.awards and found.problem is not None


def test_a_direction_that_does_not_fit_the_target_gives_no_score():
    sentence = "达到目标值得满分，每低于目标值1个百分点扣1分"
    lower = Target("≤", Decimal(10), "%")
    assert not give(sentence, "12", "5", "%", lower).awards
    assert give(sentence, "8", "5", "%", lower).awards[0].score == 5


def test_a_ratio_above_the_weight_is_capped_unless_an_office_does_not():
    assert readings(give("得分（20分*执行率）", "120", "20")) == [
        ("20", "ratio"),
        ("24", "uncapped/ratio"),
    ]
    assert readings(give("执行率*该指标分值，最高不得超过分值上限。", "120", "10")) == [
        ("10", "ratio")
    ]
