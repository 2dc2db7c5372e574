from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forms.text.quantity import (
    NumberReading,
    broken_number,
    parse_amount,
    parse_count,
    parse_percent,
    parse_points,
    parse_quantity,
    read_quantity,
)
from schemas.quantity import Quantity
from schemas.record import State
from tests.forms.text.tables import rows


@pytest.mark.parametrize(("text", "operator", "value", "unit"), rows("quantity"))
def test_a_cell_that_is_one_quantity(text: str, operator: str, value: str, unit: str) -> None:
    quantity = parse_quantity(text)
    assert quantity == Quantity(operator or None, Decimal(value), unit or None)
    assert str(quantity.value) == value  # the digits as printed


@pytest.mark.parametrize("text", [row[0] for row in rows("no_quantity")])
def test_any_other_cell_stays_text(text: str) -> None:
    assert parse_quantity(text) is None


def test_every_step_from_print_to_quantity_is_recorded_with_the_whole_text() -> None:
    reading = read_quantity("不低于１,200 百分比。")
    assert reading is not None
    assert [(step.name, step.before, step.after) for step in reading.repairs] == [
        ("half-width", "不低于１,200 百分比。", "不低于1,200 百分比。"),
        ("spaces", "不低于1,200 百分比。", "不低于1,200百分比。"),
        ("trailing-punctuation", "不低于1,200百分比。", "不低于1,200百分比"),
        ("thousands-separators", "不低于1,200百分比", "不低于1200百分比"),
        ("unit-name", "不低于1200百分比", "不低于1200%"),
        ("operator", "不低于1200%", "≥1200%"),
    ]


def test_a_plain_quantity_needs_no_step() -> None:
    reading = read_quantity("≥80%")
    assert reading is not None
    assert reading.repairs == ()


# --- what is printed is read back ------------------------------------------------------------

PRINTED_OPERATORS = {
    None: [("", "")],
    "≥": [
        ("≥", ""),
        ("≧", ""),
        (">=", ""),
        ("＞=", ""),
        ("不低于", ""),
        ("", "以上"),
        ("至少", ""),
    ],
    "≤": [("≤", ""), ("≦", ""), ("<=", ""), ("不超过", ""), ("", "以内"), ("控制在", "以内")],
    "=": [("=", ""), ("＝", ""), ("等于", "")],
    ">": [(">", ""), ("＞", ""), ("大于", ""), ("", "以上（不含）")],
    "<": [("<", ""), ("＜", ""), ("小于", ""), ("", "以下（不含）")],
    "≠": [("≠", "")],
}
UNITS = [
    "",
    "%",
    "‰",
    "个",
    "人",
    "人次",
    "万元",
    "元",
    "个工作日",
    "平方米",
    "元/人",
    "次/年",
    "场次",
]
WIDE = str.maketrans("0123456789%", "０１２３４５６７８９％")
MINUSES = ["-", "−", "－", "–"]


@st.composite
def printed_quantities(draw: st.DrawFn) -> tuple[str, Quantity]:
    """A quantity as some office would print it, and what it is."""
    operator = draw(st.sampled_from(list(PRINTED_OPERATORS)))
    before, after = draw(st.sampled_from(PRINTED_OPERATORS[operator]))
    whole = draw(st.integers(0, 10**9))
    decimals = draw(st.text("0123456789", max_size=4))
    point = f".{decimals}" if decimals else ""
    unit = draw(st.sampled_from(UNITS))
    negative = draw(st.booleans()) and before + after in {"", "≥", "≤", "=", ">", "<"}
    sign = draw(st.sampled_from(MINUSES)) if negative else ""
    figures = f"{whole:,}" if draw(st.booleans()) else str(whole)
    gap = st.sampled_from(["", "", " ", "\u3000"])
    text = f"{before}{draw(gap)}{sign}{figures}{point}{draw(gap)}{unit}{draw(gap)}{after}"
    if draw(st.booleans()):
        text = text.translate(WIDE)
    value = Decimal(f"{'-' if negative else ''}{whole}{point}")
    return text, Quantity(operator, value, unit or None)


@settings(deadline=None)
@given(printed_quantities())
def test_a_printed_quantity_is_read_back(case: tuple[str, Quantity]) -> None:
    text, quantity = case
    read = parse_quantity(text)
    assert read == quantity
    assert str(read.value) == str(quantity.value)


@settings(deadline=None)
@given(st.text("0123456789.,，-−% 、/", max_size=12))
def test_a_number_that_is_read_has_the_printed_digits_and_no_others(text: str) -> None:
    read = parse_amount(text)
    if read.state is State.READ:
        digits = "".join(char for char in text if char.isdigit())
        assert "".join(char for char in f"{read.value:f}" if char.isdigit()) == digits
    else:
        assert read.value is None


# --- number cells ------------------------------------------------------------------------------


def values(reading: NumberReading) -> list[str]:
    return [str(alternative.value) for alternative in reading.alternatives]


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("636.34", "636.34", None),
        ("1,234.50", "1234.50", None),
        ("１２３．５", "123.5", None),
        ("33", "33", None),
        ("14.8万元", "14.8", "万元"),
        ("14.8（万元）", "14.8", "万元"),
        ("￥33.00", "33.00", "元"),
        ("-0.31", "-0.31", None),
        ("0.00", "0.00", None),
    ],
)
def test_an_amount_is_read(text: str, value: str, unit: str | None) -> None:
    reading = parse_amount(text)
    assert (reading.state, str(reading.value), reading.unit) == (State.READ, value, unit)


@pytest.mark.parametrize("text", ["", " ", "\u3000"])
def test_no_ink_is_empty(text: str) -> None:
    assert parse_amount(text) == NumberReading(State.EMPTY)


@pytest.mark.parametrize("text", ["——", "—", "-", "--", "/", "无", "×", "*", "……", "N/A", "— —"])
def test_a_placeholder_is_not_applicable(text: str) -> None:
    assert parse_amount(text) == NumberReading(State.NOT_APPLICABLE)


@pytest.mark.parametrize(
    ("text", "alternatives", "reason"),
    [
        ("12 34", ["12", "34", "1234"], "several-numbers"),
        ("12\n34", ["12", "34", "1234"], "several-numbers"),
        ("80-90", ["80", "90"], "several-numbers"),
        ("12.5/13.0", ["12.5", "13.0"], "several-numbers"),
        ("5 -3", ["5", "-3"], "several-numbers"),
        ("12,34", ["1234", "12.34"], "malformed"),
        ("1.234.567", ["1234567"], "malformed"),
        ("1，234", ["1234", "1.234"], "malformed"),
        ("12.34.56", ["123456", "1234.56"], "malformed"),
        (".5", ["0.5", "5"], "malformed"),
        ("5.", ["5"], "malformed"),
        ("05", ["5"], "malformed"),
        ("33*", ["33"], "more-than-a-number"),
        ("(5.66)", ["5.66", "-5.66"], "more-than-a-number"),
        ("(50,000.00)", ["50000.00", "-50000.00"], "more-than-a-number"),
        ("（1，250，000.00）", ["1250000.00", "-1250000.00"], "more-than-a-number"),
        ("3 120人", ["3120"], "other-unit"),
        ("（50,000）", ["50000", "-50000"], "more-than-a-number"),
        ("5O.5", ["50.5"], "several-numbers"),
        ("—5.66", ["5.66", "-5.66"], "more-than-a-number"),
        ("≥80", ["80"], "operator"),
        ("12%", ["12"], "other-unit"),
        ("25人", ["25"], "other-unit"),
        ("一", ["1"], "numeral"),
    ],
)
def test_a_doubtful_amount_stays_open(text: str, alternatives: list[str], reason: str) -> None:
    reading = parse_amount(text)
    assert (reading.state, reading.value) == (State.AMBIGUOUS, None)
    assert (values(reading), reading.reason) == (alternatives, reason)


@pytest.mark.parametrize("text", ["完成", "O.S", "#REF!", "�", "“≥”"])
def test_ink_without_a_number_is_unreadable(text: str) -> None:
    reading = parse_amount(text)
    assert (reading.state, reading.value, reading.reason) == (
        State.UNREADABLE,
        None,
        "not-a-number",
    )


@pytest.mark.parametrize("text", ["约33", "一、完成14类设施检修；保障4.2万亩", "2023年完成30万元"])
def test_scraps_of_a_sentence_are_no_readings_of_an_amount(text: str) -> None:
    assert parse_amount(text) == NumberReading(State.UNREADABLE, reason="prose")
    assert parse_percent(text) == NumberReading(State.UNREADABLE, reason="prose")


def test_units_are_no_sentence() -> None:
    assert values(parse_amount("12.5万元/13.0万元")) == ["12.5", "13.0"]


def test_rates_points_and_counts_take_their_own_units() -> None:
    assert parse_percent("103.03%") == NumberReading(State.READ, Decimal("103.03"), "%")
    assert parse_percent("103.03") == NumberReading(State.READ, Decimal("103.03"), None)
    assert parse_percent("7.29万元").state is State.AMBIGUOUS
    assert parse_percent("9‰").state is State.AMBIGUOUS
    assert parse_points("8.5分") == NumberReading(State.READ, Decimal("8.5"), "分")
    assert parse_points("10%") == NumberReading(State.READ, Decimal("10"), "%")
    assert parse_points("10元").state is State.AMBIGUOUS
    assert parse_count("25人") == NumberReading(State.READ, Decimal("25"), "人")
    assert parse_count("三").state is State.AMBIGUOUS


@pytest.mark.parametrize(
    ("text", "quantity"),
    [
        ("≥3，000人", Quantity("≥", Decimal(3000), "人")),
        ("3 120人", Quantity(None, Decimal(3120), "人")),
        ("1，250，000.00", Quantity(None, Decimal("1250000.00"), None)),
        ("1，250.50", Quantity(None, Decimal("1250.50"), None)),
    ],
)
def test_groups_of_three_that_can_only_be_thousands(text: str, quantity: Quantity) -> None:
    reading = read_quantity(text)
    assert reading is not None
    assert reading.quantity == quantity
    assert "thousands-groups" in [step.name for step in reading.repairs]


@pytest.mark.parametrize(
    "text", ["3 12人", "31 20人", "3，00人", "1，250 000人", "0，125人", "1，234"]
)
def test_groups_that_are_not_of_three_are_no_thousands(text: str) -> None:
    assert read_quantity(text) is None


@pytest.mark.parametrize(
    ("text", "sign", "found", "unit"),
    [
        ("99..5%", None, "99.5", "%"),
        ("95%%", None, "95", "%"),
        ("≥5O所", "≥", "50", "所"),
        ("1O0", None, "100", None),
        ("12,34人", None, "12.34", "人"),
        ("≥1,2345元", "≥", "12345", "元"),
        ("(93.6%)", None, "-93.6", "%"),
    ],
)
def test_a_misprinted_quantity_stays_open(
    text: str, sign: str | None, found: str, unit: str | None
) -> None:
    broken = broken_number(text)
    assert broken is not None
    assert (broken[0], broken[2]) == (sign, unit)
    assert (broken[1].state, broken[1].value) == (State.AMBIGUOUS, None)
    assert found in values(broken[1])


@pytest.mark.parametrize(
    "text",
    [
        "95%",
        "80-90%",
        "2021.10.31",
        "8,9月",
        "2O21年",
        "及时",
        "O3",
        "1 234",
        "5O所，已完成",
        "3,5栋",
        "(3)",
    ],
)
def test_other_texts_are_no_misprinted_quantity(text: str) -> None:
    assert broken_number(text) is None
