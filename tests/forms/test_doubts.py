"""No number, operator, unit or tick is given on which the paper leaves a doubt."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from forms.families import load
from forms.notation import document
from forms.read import read_forms
from schemas.record import State
from schemas.table import ExtractedDocument, TextGrid
from schemas.text import UNREAD, Origin, Reading

FAMILIES = load()
FORM = """
项目支出绩效自评表
项目名称 | < | 某项目 | < | < | < | < | < | <
项目资金（万元） | < | | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分
^ | ^ | 年度资金总额 | 90 | 100 | {executed} | 10 | 80% | 8
一级指标 | 二级指标 | 三级指标 | 指标性质 | 指标值 | 度量单位 | 实际完成值 | 分值 | 得分
产出指标 | 数量指标 | 养护里程 | {operator} | {target} | {unit} | {actual} | 50 | 50
"""
CELLS = {"executed": "80.00", "operator": "≥", "target": "10", "unit": "公里", "actual": "12"}


def drawn(**cells: str) -> ExtractedDocument:
    return document(FORM.format(**(CELLS | cells)))


def doubted(printed: str, *others: str, **cells: str) -> ExtractedDocument:
    """The form as recognised from a scan, with other readings of the cells that say ``printed``."""
    doc = drawn(**cells)
    blocks: list[Any] = []
    for block in doc.blocks:
        if isinstance(block, TextGrid):
            block = replace(  # noqa: PLW2901
                block,
                cells=tuple(
                    replace(
                        cell,
                        text=replace(
                            cell.text,
                            origin=Origin.OCR,
                            confidence=0.9,
                            readings=tuple(Reading(o, "ink") for o in others)
                            if cell.text.raw == printed
                            else (),
                        ),
                    )
                    for cell in block.cells
                ),
            )
        blocks.append(block)
    return replace(doc, blocks=tuple(blocks))


def record(doc: ExtractedDocument) -> Any:
    return read_forms(doc, FAMILIES)[0].record


def in_doubt(other: str) -> Any:
    """The target ≥10公里 in one cell, with another reading of it."""
    doc = doubted("≥10公里", other, operator="", unit="", target="≥10公里")
    return record(doc).indicators[0].target


def test_ink_that_is_no_number_is_never_one() -> None:
    field = record(drawn(executed="约八十")).funds[0].executed
    assert (field.value, field.state) == (None, State.UNREADABLE)


def test_two_numbers_in_one_cell_are_both_named() -> None:
    field = record(drawn(executed="80.00 90.00")).funds[0].executed
    assert field.state is State.AMBIGUOUS
    assert [a.value for a in field.alternatives] == [Decimal("80.00"), Decimal("90.00")]


@pytest.mark.parametrize(
    ("printed", "state"),
    [("", State.EMPTY), ("——", State.NOT_APPLICABLE), ("/", State.NOT_APPLICABLE)],
)
def test_no_ink_and_placeholders_are_told_apart(printed: str, state: State) -> None:
    assert record(drawn(executed=printed)).funds[0].executed.state is state
    assert record(drawn(actual=printed)).indicators[0].actual.value.state is state


def test_unread_ink_is_unreadable_not_empty() -> None:
    found = record(drawn(executed=UNREAD, actual=f"1{UNREAD}"))
    assert found.funds[0].executed.state is State.UNREADABLE
    assert found.indicators[0].actual.value.state is State.UNREADABLE


def test_readings_that_differ_leave_the_number_open() -> None:
    field = record(doubted("80.00", "60.00")).funds[0].executed
    assert (field.value, field.state) == (None, State.AMBIGUOUS)
    assert [a.value for a in field.alternatives] == [Decimal("80.00"), Decimal("60.00")]


def test_readings_that_come_to_the_same_number_settle_it() -> None:
    field = record(doubted("80.00", "８０.00")).funds[0].executed
    assert (field.value, field.state) == (Decimal("80.00"), State.READ)


def test_a_doubtful_value_leaves_open_only_the_parts_that_change() -> None:
    target = (
        record(doubted("≥10公里", "≥16公里", operator="", unit="", target="≥10公里"))
        .indicators[0]
        .target
    )
    assert target.value.state is State.AMBIGUOUS
    assert (target.operator.value, target.unit.value) == ("≥", "公里")


def test_a_doubtful_operator_leaves_the_number() -> None:
    target = (
        record(doubted("≥10公里", ">10公里", operator="", unit="", target="≥10公里"))
        .indicators[0]
        .target
    )
    assert target.operator.state is State.AMBIGUOUS
    assert target.value.value == Decimal(10)


def test_two_operators_that_differ_leave_open_which_holds() -> None:
    target = record(drawn(operator="≤", target="≥10")).indicators[0].target
    assert target.operator.state is State.AMBIGUOUS
    assert {a.value for a in target.operator.alternatives} == {"≤", "≥"}


def test_two_units_that_differ_leave_open_which_holds() -> None:
    target = record(drawn(target="10米")).indicators[0].target
    assert target.unit.state is State.AMBIGUOUS


def test_a_misread_sign_beside_a_number_is_unreadable() -> None:
    assert record(drawn(operator="W")).indicators[0].target.operator.state is State.UNREADABLE


def test_words_of_the_operator_column_are_notes() -> None:
    found = record(drawn(operator="正向"))
    assert found.indicators[0].target.operator is None
    assert [(n.label.value, n.text.value) for n in found.notes] == [("指标性质", "正向")]


def test_a_unit_column_serves_target_and_actual() -> None:
    found = record(drawn()).indicators[0]
    assert (found.target.unit.value, found.actual.unit.value) == ("公里", "公里")
    assert found.actual.unit.places == found.target.unit.places


def test_a_unit_column_serves_an_actual_value_in_doubt() -> None:
    actual = record(doubted("12", "13")).indicators[0].actual
    assert (actual.value.state, actual.unit.value) == (State.AMBIGUOUS, "公里")


@pytest.mark.parametrize("printed", ["99..5%", "95%%", "≥5O所"])
def test_a_misprinted_number_never_becomes_words(printed: str) -> None:
    actual = record(drawn(unit="", actual=printed)).indicators[0].actual
    assert actual.text is None
    assert (actual.value.value, actual.value.state) == (None, State.AMBIGUOUS)


def test_a_number_whose_wide_point_ends_the_line_is_one_number() -> None:
    actual = record(drawn(unit="", actual="９６．⏎５％")).indicators[0].actual
    assert (actual.value.value, actual.unit.value) == (Decimal("96.5"), "%")


def test_two_scores_below_each_other_are_not_made_one() -> None:
    """0.5 above 1 at ordinary line spacing may be a number that the cell's width cut, or two."""
    (reading,) = read_forms(drawn(executed="0.5⏎1"), FAMILIES)
    executed = reading.record.funds[0].executed
    assert executed is not None
    assert (executed.value, executed.state) == (None, State.AMBIGUOUS)
    values = {a.value for a in executed.alternatives}
    assert values == {Decimal("0.5"), Decimal(1), Decimal("0.51")}
