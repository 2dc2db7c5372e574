"""No character of a document moves a cursor, turns a line round or breaks a file format."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.reports.clean import clean, one_line, unwrapped

ANY_TEXT = st.text(st.characters(exclude_categories=()))


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("重复信访\t治理", "重复信访 治理"),
        ("一\r\n二\r三\u2028四", "一\n二\n三\n四"),
        ("\x1b[31mred\x1b[0m", "[31mred[0m"),
        ("\x9b2J", "2J"),
        ("1\u202e23\u202c", "123"),
        ("\u2066孤立\u2069", "孤立"),
        ("a\u200bb\ufeffc", "abc"),
        ("名\udcff称", "名\\xff称"),
        ("坏\ufffe\uffff", "坏"),
        ("\x00", ""),
    ],
)
def test_what_is_shown(raw, shown):
    assert clean(raw) == shown


@given(ANY_TEXT)
def test_what_is_left_can_be_written_anywhere(raw):
    shown = clean(raw)
    shown.encode("utf-8")
    kinds = {unicodedata.category(char) for char in shown.replace("\n", "")}
    assert not kinds & {"Cc", "Cf", "Cs", "Zl", "Zp"}
    assert clean(shown) == shown


@given(ANY_TEXT)
def test_one_line_is_one_line(raw):
    assert len(one_line(raw).splitlines()) <= 1


def test_printed_text_stays_as_it_is():
    printed = "“三个不发生”目标：≥80%（含）——①②③ \U00020000 é"
    assert clean(printed) == printed


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("部分\n完成", "部分完成"),
        ("不发 \n 生因", "不发生因"),
        ("（含）\n扣减", "（含）扣减"),
        ("每增加\n5%", "每增加 5%"),
        ("two\nwords", "two words"),
        ("指标值 ≥80%", "指标值 ≥80%"),
    ],
)
def test_a_line_broken_by_a_narrow_cell_is_joined(raw, shown):
    assert unwrapped(raw) == shown
