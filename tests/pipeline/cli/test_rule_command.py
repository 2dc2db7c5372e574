"""``fuhe rule`` as a person and a program use it."""

from __future__ import annotations

import json

import pytest

from pipeline.cli.main import main

VARIANCE = "差异率=0，得满分；差异率（绝对值）>0时，每增加5%（含）扣减0.5分，减至0分为止。"


def test_a_program_gets_meaning_and_every_reading(capsys):
    assert main(["rule", VARIANCE, "--weight", "5", "--value", "39.9959", "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["understood"] is True
    assert "绝对值" in found["meaning"]
    assert found["scores"] == [
        {"score": "1", "reading": "rounded-2/whole-steps"},
        {"score": "1.5", "reading": "unrounded/whole-steps"},
        {"score": "1", "reading": "unrounded/begun-steps"},
    ]


def test_without_a_value_there_are_no_scores_but_samples_for_a_person(capsys):
    assert main(["rule", VARIANCE, "--weight", "5", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["scores"] == []
    assert main(["rule", VARIANCE, "--weight", "5"]) == 0
    assert "10% → 4" in capsys.readouterr().out


def test_a_sentence_not_understood_is_marked_where_understanding_stopped(capsys):
    sentence = "执行率≥90%得5分，其余酌情给分"
    assert main(["rule", sentence, "--weight", "5"]) == 0
    told = capsys.readouterr().out
    assert "其余▲酌情给分" in told and "裁量" in told
    assert main(["rule", sentence, "--weight", "5", "--value", "95", "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["understood"] is False and found["scores"] == []
    assert found["stopped"]["rest"] == "酌情给分"


def test_the_words_follow_the_language_and_the_codes_do_not(capsys):
    call = ["rule", VARIANCE, "--weight", "5", "--value", "12.3", "--lang", "en"]
    assert main(call) == 0
    told = capsys.readouterr().out
    assert "whole steps" in told and "rounded-2/whole-steps" in told
    assert main([*call, "--format", "json"]) == 0
    assert "full marks" in json.loads(capsys.readouterr().out)["meaning"]


@pytest.mark.parametrize("value", ["-5.66", "-5.66%", "－５．６６％"])
def test_negative_and_full_width_values_are_taken(value, capsys):
    rule = "变动率≤0得满分，否则不得分"
    assert main(["rule", rule, "--weight", "2", "--value", value, "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["scores"] == [{"score": "2", "reading": "full"}]


def test_a_target_serves_a_rule_that_goes_by_it(capsys):
    call = ["rule", "达到目标值得满分，未达到目标值的按完成比例得分", "--weight", "10"]
    assert main([*call, "--value", "40", "--target", "≥50", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["scores"] == [{"score": "8", "reading": "ratio"}]
    assert main([*call, "--value", "40", "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["scores"] == [] and found["problem"]


def test_a_unit_that_does_not_match_gives_no_score_and_says_why(capsys):
    assert main(["rule", VARIANCE, "--weight", "5", "--value", "3万元"]) == 0
    assert "单位不同" in capsys.readouterr().out


@pytest.mark.parametrize(
    "wrong",
    [
        ["--weight", "0"],
        ["--weight", "-1"],
        ["--weight", "five"],
        ["--weight", "NaN"],
        ["--weight", "5", "--value", "many"],
        ["--weight", "5", "--target", "≥"],
        [],
    ],
)
def test_wrong_usage_is_status_2(wrong, capsys):
    assert main(["rule", VARIANCE, *wrong]) == 2
    assert capsys.readouterr().err


@pytest.mark.parametrize("text", ["", " ", "\x1b[31m红", "≥" * 5000, "得分=((((("])
def test_any_text_is_answered(text, capsys):
    assert main(["rule", text, "--weight", "5"]) == 0
    assert "\x1b" not in capsys.readouterr().out
