"""Re-scoring whole records: verdicts, sources of rules, recomputed measures, totals."""

from __future__ import annotations

import dataclasses
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from audit.scoring.rescore import rescore
from schemas.form import AuditSettings, ScoringMethod, VarianceRate, WordBand
from schemas.record import Alternative, Field, State
from schemas.rescore import IndicatorRescore, Rescore, ScoreVerdict
from schemas.text import Origin
from tests.support.records import doubtful_field, record_from_values

FIXTURES = Path(__file__).parents[3] / "fixtures/pdfs"
SEED = json.loads((FIXTURES / "fushun-2021.values.json").read_text("utf-8"))
WANTED = json.loads((FIXTURES / "fushun-2021.findings.json").read_text("utf-8"))["rescore"]
LIAONING = AuditSettings(
    expenditure_total="支出小计",
    rate_bases=("initial_budget", "full_year_budget"),
    variance=(
        VarianceRate("财政拨款收入.*差异率", (("财政拨款收入",),)),
        VarianceRate(
            "公用经费.*差异率",
            (("商品和服务支出", "资本性支出"), ("商品和服务支出",)),
            after="executed",
        ),
    ),
)
VARIANCE = "差异率=0，得满分；差异率（绝对值）>0时，每增加5%（含）扣减0.5分，减至0分为止。"
BANDS = ScoringMethod(
    bands=(
        WordBand(("达成预期指标", "达成"), Decimal("0.8"), Decimal(1)),
        WordBand(("部分达成",), Decimal("0.6"), Decimal("0.8")),
        WordBand(("未达成",), Decimal(0), Decimal("0.6")),
    )
)


def indicator(
    target: dict[str, Any] | None = None,
    actual: dict[str, Any] | None = None,
    weight: Any = "10",
    score: Any = "10",
    name: str = "完成率",
) -> dict[str, Any]:
    return {
        "level1": None,
        "level2": None,
        "level3": None,
        "slot": None,
        "name": name,
        "target": target or {},
        "actual": actual or {},
        "weight": weight,
        "score": score,
    }


def run(
    *indicators: dict[str, Any],
    settings: AuditSettings = AuditSettings(),  # noqa: B008 - frozen
    rules: dict[str, str] | None = None,
    **more: Any,
) -> Rescore:
    values = {"family": "unknown", "indicators": list(indicators), **more}
    return rescore(record_from_values(values), settings, rules or {})


def one(*args: Any, **kwargs: Any) -> IndicatorRescore:
    return run(*args, **kwargs).indicators[0]


def scores(item: IndicatorRescore) -> list[tuple[str, str]]:
    return [(str(score.score), score.reading) for score in item.scores]


def test_the_real_report_is_scored_as_expected():
    result = rescore(record_from_values(SEED), LIAONING)
    assert result.stated_total == Decimal(WANTED["stated_total"])
    assert result.sum_of_stated == Decimal(WANTED["sum_of_stated"])
    assert result.recomputed.low == Decimal(WANTED["recomputed"]["low"])
    assert result.recomputed.high == Decimal(WANTED["recomputed"]["high"])
    assert result.recomputed.recommended == Decimal(WANTED["recomputed"]["recommended"])
    assert result.not_verifiable_points == Decimal(WANTED["not_verifiable_points"])
    (item,) = (row for row in result.indicators if row.field == WANTED["readings_of"])
    assert scores(item) == [(s["score"], s["reading"]) for s in WANTED["scores"]]
    assert not [row for row in result.indicators if row.verdict is ScoreVerdict.DIFFERS]
    assert not [row for row in result.indicators if row.verdict is ScoreVerdict.NOT_SCORABLE]


def test_the_trace_can_be_followed_from_the_rule_to_the_verdict():
    item = rescore(record_from_values(SEED), LIAONING).indicators[6]
    told = "\n".join(step.zh for step in item.trace)
    for word in (
        "每增加5%（含）扣减0.5分",
        "分值5",
        "完成值40%",
        "(890.85−636.34)÷636.34",
        "满步8步",
    ):
        assert word in told
    assert all(step.zh and step.en for step in item.trace)


@pytest.mark.parametrize(
    ("target", "actual", "score", "verdict", "given"),
    [
        ("≥ 90 %", "95 %", "10", "agrees", [("10", "met")]),
        ("≥ 90 %", "45 %", "5", "agrees", [("5", "ratio")]),
        ("≥ 90 %", "45 %", "6", "differs", [("5", "ratio")]),
        ("≤ 10 个", "12 个", "8.33", "agrees", None),
        ("≤ 10 个", "12 个", "8", "agrees", None),
        ("≤ 10 个", "12 个", "9", "differs", None),
        ("≤ 10 个", "25 个", "4", "agrees", None),
        ("≤ 10 个", "25 个", "0", "agrees", None),
        ("= 0 起", "0 起", "10", "agrees", [("10", "met")]),
        ("= 0 起", "1 起", "0", "agrees", [("0", "zero")]),
        ("= 0 起", "1 起", "5", "differs", [("0", "zero")]),
        ("= 100 %", "50 %", "5", "agrees", [("5", "ratio")]),
        ("> 90 %", "90 %", "10", "agrees", None),
        ("≥ 3 次", "2 次", "6.67", "agrees", None),
        ("≥ 3 次", "2 次", "6.7", "agrees", None),
        ("≥ 3 次", "2 次", "7", "agrees", None),
        ("≥ 3 次", "2 次", "6.5", "differs", None),
        ("≥ 80 %", "85", "10", "agrees", [("10", "met")]),
        ("≤ 90 万元", "899000 元", "10", "agrees", [("10", "met")]),
        ("≤ 90 万元", "899000", "10", "not-scorable", []),
        ("≤ 90 万元", "89.97", "10", "agrees", [("10", "met")]),
        ("≥ 90 %", "0.95", "10", "not-scorable", []),
        ("≥ 90 %", "95 个", "10", "not-scorable", []),
        ("≠ 0 个", "1 个", "10", "not-scorable", []),
        ("- 5 个", "5 个", "10", "agrees", [("10", "met")]),
    ],
)
def test_a_numeric_target_is_scored_by_the_familys_method(target, actual, score, verdict, given):
    operator, value, unit = target.split()
    number, *actual_unit = actual.split()
    item = one(
        indicator(
            {"operator": None if operator == "-" else operator, "value": value, "unit": unit},
            {"value": number, "unit": actual_unit[0] if actual_unit else None},
            score=score,
        )
    )
    assert item.verdict.value == verdict, scores(item)
    assert item.method.startswith("family/")
    if given is not None:
        assert scores(item)[: len(given) or 1] == given


def test_both_ways_to_score_lower_is_better_are_shown():
    item = one(indicator({"operator": "≤", "value": "10"}, {"value": "12"}, score="8"))
    assert {("8.33", "ratio"), ("8", "linear")} <= {*scores(item), ("8", "linear")}
    assert {score for score, _ in scores(item)} == {"8.33", "8.3", "8"}


@pytest.mark.parametrize(
    ("actual", "score", "verdict"),
    [
        ({}, "10", "not-verifiable"),
        ({"operator": "≥", "value": "90", "unit": "%"}, "10", "not-verifiable"),
        ({"text": "及时"}, "10", "not-verifiable"),
        ({"text": "达成预期指标"}, "9", "not-verifiable"),
        ({"text": "达成预期指标"}, "5", "differs"),
        ({"text": "部分达成"}, "7", "not-verifiable"),
        ({"text": "部分达成"}, "10", "differs"),
        ({"text": "未达成"}, "7", "differs"),
        ({"operator": "≥", "value": "95", "unit": "%"}, "10", "agrees"),
        ({"operator": "≥", "value": "50", "unit": "%"}, "10", "not-verifiable"),
    ],
)
def test_what_nobody_can_verify_is_said(actual, score, verdict):
    target = {"operator": "≥", "value": "90", "unit": "%"}
    item = one(indicator(target, actual, score=score), settings=AuditSettings(method=BANDS))
    assert item.verdict.value == verdict
    if verdict == "not-verifiable":
        assert item.scores == ()


def test_a_rule_in_words_bounds_a_score_in_words():
    rule = "①已制定办法，1分；②合法合规，1分；③有效执行，1分。"
    within = one(indicator({"rule": rule}, {"text": "已制定"}, weight="3", score="2"))
    beyond = one(indicator({"rule": rule}, {"text": "已制定"}, weight="3", score="4"))
    assert within.verdict is ScoreVerdict.NOT_VERIFIABLE
    assert beyond.verdict is ScoreVerdict.DIFFERS
    graded = "优得5分，良得4分，中得3分，差得0分。"
    good = one(indicator({"rule": graded}, {"text": "良"}, weight="5", score="4"))
    wrong = one(indicator({"rule": graded}, {"text": "良"}, weight="5", score="5"))
    assert good.verdict is ScoreVerdict.NOT_VERIFIABLE
    assert wrong.verdict is ScoreVerdict.DIFFERS


def test_a_sentence_not_understood_whole_is_never_applied():
    item = one(indicator({"rule": "执行率≥90%得10分，其余酌情给分"}, {"value": "95", "unit": "%"}))
    assert item.verdict is ScoreVerdict.NOT_SCORABLE
    assert item.scores == () and item.method == "printed/not-understood"
    assert any("执行率≥90%得10分，其余酌情给分" in step.zh for step in item.trace)


def test_the_printed_rule_comes_before_the_rule_book_and_the_family():
    printed = indicator({"rule": "完成率≥90%得满分，否则不得分"}, {"value": "80", "unit": "%"})
    bare = indicator({"operator": "≥", "value": "90", "unit": "%"}, {"value": "80", "unit": "%"})
    book = {"完成率": "完成率≥70%得满分，否则得6分"}
    own = AuditSettings(rules={"完成率": "完成率≥70%得满分，否则得5分"})
    assert one(printed, rules=book, settings=own).method == "printed/bands"
    assert one(bare, rules=book, settings=own).method == "rulebook/bands"
    assert one(bare, settings=own).method == "family/bands"
    assert one(bare).method == "family/higher-is-better"
    assert one(bare, rules={"“完成率”": book["完成率"]}).method == "rulebook/bands"


def test_the_rule_book_steps_in_where_the_printed_rule_is_not_understood():
    row = indicator({"rule": "视情况给分"}, {"value": "80", "unit": "%"})
    item = one(row, rules={"完成率": "完成率≥90%得满分，否则得6分"})
    assert scores(item) == [("6", "band")]


def test_a_printed_rate_that_the_amounts_contradict_shows_both_scores():
    funds = [
        {"name": "1.财政拨款收入", "level": 1, "initial_budget": "100", "full_year_budget": "120"}
    ]
    row = indicator(
        {"rule": VARIANCE}, {"value": "10", "unit": "%"}, "5", "4", name="财政拨款收入预决算差异率"
    )
    item = one(row, settings=LIAONING, funds=funds)
    assert scores(item)[0] == ("4", "rounded-2/whole-steps")
    assert ("3", "from-amounts/rounded-2/whole-steps") in scores(item)


def test_the_sign_an_absolute_rate_is_printed_without_does_not_matter():
    funds = [
        {"name": "1.财政拨款收入", "level": 1, "initial_budget": "120", "full_year_budget": "100"}
    ]
    row = indicator(
        {"rule": VARIANCE},
        {"value": "16.67", "unit": "%"},
        "5",
        "3.5",
        name="财政拨款收入预决算差异率",
    )
    item = one(row, settings=LIAONING, funds=funds)
    assert {score for score, _ in scores(item)} == {"3.5", "3"}
    assert not any("from-amounts" in reading for _, reading in scores(item))


def test_the_execution_rate_is_recomputed_from_the_total_line():
    funds = [
        {
            "name": "年度资金总额",
            "level": 0,
            "initial_budget": "100.00",
            "full_year_budget": "200.00",
            "executed": "179.90",
        }
    ]
    row = indicator(
        {"rule": "预算执行率≥90%得满分，否则不得分"},
        {"value": "90", "unit": "%"},
        score="10",
        name="预算执行率",
    )
    item = one(row, funds=funds)
    assert scores(item) == [("0", "zero")]
    assert item.verdict is ScoreVerdict.DIFFERS
    assert any("179.90÷200.00" in step.zh for step in item.trace)


def test_an_ambiguous_figure_is_scored_in_every_reading():
    value = Field(
        None,
        "8O",
        State.AMBIGUOUS,
        Origin.OCR,
        alternatives=(Alternative(Decimal(80), "80", "a"), Alternative(Decimal(90), "90", "b")),
    )
    row = indicator(
        {"rule": "完成率≥90%得满分，否则不得分"}, {"value": value, "unit": "%"}, score="0"
    )
    item = one(row)
    assert {score for score, _ in scores(item)} >= {"0", "10"}
    assert item.verdict is ScoreVerdict.AGREES


@pytest.mark.parametrize("part", ["value", "unit", "text"])
def test_an_unread_actual_is_never_scored(part):
    actual: dict[str, Any] = {"value": "95", "unit": "%"} if part == "unit" else {}
    actual[part] = doubtful_field(State.UNREADABLE)
    item = one(indicator({"operator": "≥", "value": "90", "unit": "%"}, actual))
    assert item.verdict is ScoreVerdict.NOT_VERIFIABLE and item.scores == ()


def test_an_unread_weight_target_or_rule_gives_no_score():
    unread = doubtful_field(State.UNREADABLE)
    target = {"operator": "≥", "value": "90", "unit": "%"}
    actual = {"value": "95", "unit": "%"}
    assert one(indicator(target, actual, weight=unread)).verdict is ScoreVerdict.NOT_SCORABLE
    assert one(indicator({"rule": unread}, actual)).verdict is ScoreVerdict.NOT_SCORABLE
    in_doubt = {**target, "operator": doubtful_field(State.AMBIGUOUS)}
    assert one(indicator(in_doubt, actual)).scores == ()


def test_an_unread_score_is_reckoned_but_not_compared():
    row = indicator(
        {"operator": "≥", "value": "90", "unit": "%"},
        {"value": "95", "unit": "%"},
        score=doubtful_field(State.UNREADABLE),
    )
    item = one(row)
    assert item.stated is None and scores(item) == [("10", "met")]
    assert item.verdict is ScoreVerdict.NOT_VERIFIABLE


def test_cutting_off_digits_is_accepted_only_for_the_whole_column():
    def row(actual: str, score: str) -> dict[str, Any]:
        return indicator({"operator": "≥", "value": "3"}, {"value": actual}, score=score)

    cut = run(row("2", "6.66"), row("1", "3.33"))
    assert {item.verdict for item in cut.indicators} == {ScoreVerdict.AGREES}
    assert ("6.66", "ratio/truncated-2") in scores(cut.indicators[0])
    mixed = run(
        indicator({"operator": "≥", "value": "3"}, {"value": "2"}, score="6.66"),
        indicator({"operator": "≥", "value": "6"}, {"value": "4"}, score="6.67"),
        indicator({"operator": "≥", "value": "6"}, {"value": "5"}, score="8.34"),
        indicator({"operator": "≥", "value": "12"}, {"value": "8"}, score="6.67"),
    )
    assert [item.verdict.value for item in mixed.indicators] == [
        "differs",
        "agrees",
        "differs",
        "agrees",
    ]


def test_totals_add_the_execution_points_and_take_others_as_stated():
    result = run(
        indicator({"operator": "≤", "value": "10"}, {"value": "12"}, score="8"),
        indicator({"text": "及时"}, {"text": "及时"}, score="9"),
        total_score="27",
        funds=[
            {"name": "年度资金总额", "level": 0, "score": "10", "weight": "10"},
            {"name": "其中：财政拨款", "level": 1, "score": "10"},
        ],
    )
    assert result.stated_total == 27
    assert result.sum_of_stated == 27
    assert result.recomputed.low == 27
    assert result.recomputed.high == Decimal("27.33")
    assert result.recomputed.recommended == Decimal("27.33")
    assert result.not_verifiable_points == 9


@pytest.mark.parametrize(
    ("weights", "total_weight", "execution", "summed"),
    [
        (("50", "40"), "90", "10", "81"),
        (("50", "40"), "100", "10", "91"),
        (("50", "40"), None, "10", "91"),
        (("60", "40"), None, "10", "81"),
        (("60", "40"), "100", None, "81"),
        (("60", "20"), None, None, "91"),
        (("60", None), None, "10", "91"),
    ],
)
def test_the_weights_tell_whether_the_total_holds_the_points_for_execution(
    weights: tuple[str | None, ...], total_weight: str | None, execution: str | None, summed: str
):
    rows = [
        indicator({"text": "及时"}, {"text": "及时"}, weight=weight, score=score)
        for weight, score in zip(weights, ("45", "36"), strict=True)
    ]
    result = run(
        *rows,
        total_weight=total_weight,
        total_score="81",
        funds=[{"name": "年度资金总额", "level": 0, "score": "10", "weight": execution}],
    )
    assert result.sum_of_stated == result.recomputed.low == Decimal(summed)


def test_a_rule_in_the_notes_serves_every_numeric_indicator():
    note = {
        "label": None,
        "text": "1.完成值达到指标值，记满分；未达到指标值，按B/A或A/B*该指标分值记分。2.其他。",
    }
    item = one(
        indicator({"operator": "≤", "value": "10"}, {"value": "12"}, score="8.33"), notes=[note]
    )
    assert item.method == "printed/ratio"
    assert [score for score, _ in scores(item)] == ["8.33", "8.3", "8"]


def test_an_occurrence_rule_is_not_applied_to_a_figure_that_answers_a_target():
    rule = "每出现一次扣1分，扣完为止"
    counted = indicator({"rule": rule}, {"value": "2", "unit": "次"}, score="8")
    answering = indicator(
        {"rule": rule, "operator": "≥", "value": "5", "unit": "次"}, {"value": "5", "unit": "次"}
    )
    assert scores(one(counted)) == [("8", "count")]
    assert one(answering).verdict is ScoreVerdict.NOT_SCORABLE


def test_a_record_is_scored_in_milliseconds():
    from time import perf_counter

    record = record_from_values(SEED)
    rescore(record, LIAONING)
    begun = perf_counter()
    for _ in range(20):
        rescore(record, LIAONING)
    assert (perf_counter() - begun) / 20 < 0.05


def test_scraps_of_a_score_that_could_not_be_read_are_not_compared():
    scraps = dataclasses.replace(
        doubtful_field(State.UNREADABLE, "1?"), alternatives=(Alternative(Decimal(1), "1", "像素"),)
    )
    target = {"operator": "≥", "value": "90", "unit": "%"}
    actual = {"operator": None, "value": "95", "unit": "%"}
    item = one(indicator(target, actual, score=scraps))
    assert (item.stated, item.verdict) == (None, ScoreVerdict.NOT_VERIFIABLE)
