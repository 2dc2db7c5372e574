"""Numerals, operators, units, placeholders, ticks and rule sentences."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forms.text import numerals, placeholders, ticks, units
from forms.text.operators import OperatorCell, OperatorReading, combine, read_operator, sign_of
from forms.text.rules import is_rule_sentence
from tests.forms.text.tables import rows


@pytest.mark.parametrize(("kind", "text"), rows("targets"))
def test_a_scoring_rule_is_told_from_a_target(kind: str, text: str) -> None:
    assert is_rule_sentence(text) is (kind == "rule")


# --- numerals ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "value"),
    [
        *[(digit, value) for value, digit in enumerate("零一二三四五六七八九十")],
        ("十一", 11),
        ("二十", 20),
        ("九十九", 99),
        ("一百零五", 105),
        ("一百二十", 120),
        ("二〇二一", 2021),
        ("第三", 3),
        ("两", 2),
        ("廿一", 21),
        ("①", 1),
        ("⑳", 20),
        ("㉑", 21),
        ("⑺", 7),
        ("⒈", 1),
        ("㈢", 3),
        ("Ⅳ", 4),
        ("XIV", 14),
        ("12", 12),
    ],
)
def test_a_numeral_is_a_number(text: str, value: int) -> None:
    assert numerals.integer(text) == value


@pytest.mark.parametrize(
    "text",
    [
        "",
        "第",
        "N",
        "甲",
        "十百",
        "二二十",
        "十零",
        "½",
        "²",
        "1.5",
        "-1",
        "一x",
        "IIII",
        "٣",
        "一" * 5000,
    ],
)
def test_what_is_no_numeral_is_no_number(text: str) -> None:
    assert numerals.integer(text) is None


@settings(deadline=None)
@given(st.integers(1, 9999))
def test_chinese_numerals_are_read_back(number: int) -> None:
    assert numerals.integer(in_chinese(number)) == number


def in_chinese(number: int) -> str:
    figures = str(number)
    text = ""
    for digit, unit in zip(figures, ["千", "百", "十", ""][-len(figures) :], strict=True):
        text += "零" if digit == "0" else "零一二三四五六七八九"[int(digit)] + unit
    while "零零" in text:
        text = text.replace("零零", "零")
    text = text.rstrip("零")
    return text[1:] if text.startswith("一十") else text


# --- operators ----------------------------------------------------------------------------------

MENU, PART, SIGN, NONE = (
    OperatorCell.MENU,
    OperatorCell.MENU_PART,
    OperatorCell.SIGN,
    OperatorCell.NONE,
)


@pytest.mark.parametrize(
    ("text", "kind", "sign"),
    [
        ("“=”“≤”“≥”“<”“>”", MENU, None),
        ("“=” “≤” “≥” “<” “>”", MENU, None),
        ('"=" "≤" "≥"', MENU, None),
        ("= ≤ ≥ < >", MENU, None),
        ("＝、≤、≥", MENU, None),
        ("“=”", PART, None),
        ("“≥ ”", PART, None),
        ("“≤", PART, None),
        ("”", PART, None),
        ("≥", SIGN, "≥"),
        ("≧", SIGN, "≥"),
        (">=", SIGN, "≥"),
        ("＝", SIGN, "="),
        ("不低于", SIGN, "≥"),
        ("小于等于", SIGN, "≤"),
        ("□= ☑≤ □≥", MENU, "≤"),
        ("=√ ≤ ≥", MENU, "="),
        ("□= □≤", MENU, None),
        ("☑= ☑≤", MENU, None),
        ("", NONE, None),
        ("定量", NONE, None),
        ("正向", NONE, None),
        ("≥80%", NONE, None),
        ("=0", NONE, None),
        ("重复信访", NONE, None),
    ],
)
def test_an_operator_is_told_from_the_menu(text: str, kind: OperatorCell, sign: str | None) -> None:
    reading = read_operator(text)
    assert (reading.kind, reading.sign) == (kind, sign)


def test_the_entries_of_a_menu_are_its_signs() -> None:
    assert read_operator("×").kind is OperatorCell.NONE
    assert read_operator("“=”“≦”").entries == ("=", "≤")
    assert read_operator("“≧”") == OperatorReading(PART, None, ("≥",))


def test_operators_round_a_number_must_agree() -> None:
    assert combine("≥", "≥", None) == (True, "≥")
    assert combine(None, "≥", False) == (True, ">")
    assert combine(">", "≥", None) == (False, None)
    assert combine("≥", None, False)[0] is False
    assert sign_of("以内") == "≤"
    assert sign_of("大约") is None


# --- units ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("unit", [row[0] for row in rows("units")])
def test_a_unit_is_known_by_its_shape(unit: str) -> None:
    assert units.is_unit(unit)


@pytest.mark.parametrize("text", [row[0] for row in rows("no_units")])
def test_a_remark_is_no_unit(text: str) -> None:
    assert not units.is_unit(text)


def test_units_are_normalised_and_compared() -> None:
    assert units.normalise("百分比") == "%"
    assert units.normalise("（ ％ ）") == "%"
    assert units.normalise("万 元") == "万元"
    assert units.same_measure("㎡", "平方米")
    assert units.same_measure("个月", "月")
    assert units.same_measure(None, "")
    assert not units.same_measure("万元", "元")
    assert not units.same_measure("%", "‰")
    assert not units.same_measure("%", "百分点")


# --- placeholders and ticks ---------------------------------------------------------------------


@pytest.mark.parametrize("text", [row[0] for row in rows("placeholders")])
def test_a_placeholder_says_nothing(text: str) -> None:
    assert placeholders.is_placeholder(text)


@pytest.mark.parametrize(
    "text", ["", " ", "0", "一", "无结余", "-5", ".", "/1", "*1", "否", "空", "N"]
)
def test_what_says_something_is_no_placeholder(text: str) -> None:
    assert not placeholders.is_placeholder(text)


def test_instructions_of_a_blank_form_are_told_from_answers() -> None:
    assert placeholders.is_instruction("（简要说明，100字以内）")
    assert placeholders.is_instruction("请在此处填写未完成原因")
    assert not placeholders.is_instruction("请示件3天内办结")
    assert not placeholders.is_instruction("已完成100件")


@pytest.mark.parametrize("text", ["√", "☑", "✓", "✔", "■", "（√）", "\uf0fe", "√√"])
def test_a_tick_is_a_tick(text: str) -> None:
    assert ticks.is_ticked(text) is True


@pytest.mark.parametrize("text", ["□", "☐", "×", "\uf0a8"])
def test_an_open_box_is_none(text: str) -> None:
    assert ticks.is_ticked(text) is False


@pytest.mark.parametrize("text", ["", "0", "是", "√经费", "口", "☒", "V"])
def test_anything_else_is_neither(text: str) -> None:
    assert ticks.is_ticked(text) is None


def test_ticked_options_of_a_line() -> None:
    assert ticks.options("☑新增 □延续性") == (("新增", True), ("延续性", False))
    assert ticks.options("■是□否") == (("是", True), ("否", False))
    assert ticks.options("新增") == ()
