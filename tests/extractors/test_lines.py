"""Characters of one cell into lines: directions, spaces, raised figures, meant line breaks."""

from __future__ import annotations

import pytest

from extractors.cells.lines import write
from extractors.cells.text import Part, raw_text, with_padding
from schemas.geometry import Box, Place
from schemas.page import Char
from schemas.text import RawText

SIZE = 10.0


def row(text: str, x: float, base: float, size: float = SIZE, advance: float = 1.0) -> list[Char]:
    """Letters side by side, Latin ones half as wide; a blank is a space glyph."""
    chars = []
    for letter in text:
        width = size * (0.5 if letter < "\u0250" else 1.0) * advance
        chars.append(Char(letter, Box(x, base - 0.88 * size, x + width, base + 0.12 * size), size))
        x += width
    return chars


def column(text: str, x: float, top: float, pitch: float = 1.1) -> list[Char]:
    return [
        Char(letter, Box(x, top + i * pitch * SIZE, x + SIZE, top + (i * pitch + 1) * SIZE), SIZE)
        for i, letter in enumerate(text)
    ]


def read(chars: list[Char], cell: Box) -> RawText:
    return raw_text([Part(write(chars, cell), Place(1, cell))])


WIDE = Box(0, 0, 200, 100)


def test_lines_follow_their_baselines() -> None:
    text = read([*row("二行", 5, 40), *row("一行", 5, 20)], WIDE)
    assert text.raw == "一行\n二行"


@pytest.mark.parametrize(
    ("chars", "raw"),
    [
        ([*row("per", 5, 20), *row("cent", 22, 20)], "per cent"),
        (row("per cent", 5, 20), "per cent"),
        ([*row("自评", 5, 20), *row("表", 25.5, 20)], "自评表"),
        ([*row("2021", 5, 20), *row("年", 26.5, 20)], "2021年"),
        ([*row("单位", 5, 20), *row("万元", 40, 20)], "单位 万元"),
        (row("1,234.56", 5, 20, advance=1.02), "1,234.56"),
    ],
)
def test_a_gap_is_a_space_only_where_it_is_one(chars: list[Char], raw: str) -> None:
    assert read(chars, WIDE).raw == raw


def test_one_letter_a_line_in_a_narrow_cell_reads_downward() -> None:
    assert read(column("履职效能", 3, 5), Box(0, 0, 16, 60)).raw == "履\n职\n效\n能"


def test_vertical_writing_runs_in_columns_from_the_right() -> None:
    chars = [*column("年度绩效", 30, 5), *column("目标完成", 16, 5)]
    assert read(chars, Box(0, 0, 48, 60)).raw == "年度绩效\n目标完成"


def test_vertical_writing_in_a_cell_one_letter_high_reads_from_the_right() -> None:
    chars = [char for i, c in enumerate("产出指标") for char in column(c, 50 - 10 * i, 5)]
    assert "".join(read(chars, Box(0, 0, 64, 20)).raw.split()) == "产出指标"


def test_a_column_of_letters_has_no_meant_breaks() -> None:
    assert not read(column("产出指标", 20, 5), Box(0, 0, 60, 70)).hard_breaks


def turned(text: str, angle: int) -> list[Char]:
    """The letters of ``row`` turned clockwise about the origin, and moved into view."""
    chars = []
    for char in row(text, 5, 20):
        b = char.box
        box = {
            90: Box(100 - b.bottom, b.x0, 100 - b.top, b.x1),
            180: Box(100 - b.x1, 100 - b.bottom, 100 - b.x0, 100 - b.top),
            270: Box(b.top, 100 - b.x1, b.bottom, 100 - b.x0),
        }[angle]
        chars.append(Char(char.text, box, char.size, angle))
    return chars


@pytest.mark.parametrize("angle", [90, 180, 270])
def test_turned_text_reads_in_its_own_direction(angle: int) -> None:
    assert read(turned("产出指标", angle), Box(0, 0, 100, 100)).raw == "产出指标"


def test_a_raised_figure_is_not_part_of_the_number() -> None:
    chars = [*row("85.5", 5, 20), *row("1", 25.2, 15, size=6)]
    assert read(chars, WIDE).raw == "85.5¹"


def test_a_small_letter_on_the_line_stays_as_it_is() -> None:
    assert read([*row("A", 5, 20), *row("2", 10.1, 20, size=6)], WIDE).raw == "A2"


def test_radicals_become_han_and_the_step_is_recorded() -> None:
    text = read(row("⼈⺠⻔", 5, 20), WIDE)
    assert text.raw == "人民门"
    assert [(r.before, r.after) for r in text.repairs] == [("⼈⺠⻔", "人民门")]


CELL = Box(0, 0, 64, 80)


@pytest.mark.parametrize(
    ("lines", "hard"),
    [
        (["不发生因信", "访问题"], []),
        (["①制度健全", "②执行有效"], []),
        (["①健全", "②有效"], [3]),
        (["实现目标", "（三个"], []),
        (["实现目", "标，"], [3]),
        (["年度abc", "defghijkl"], []),
    ],
)
def test_a_break_is_meant_where_the_next_word_had_room(lines: list[str], hard: list[int]) -> None:
    chars = [char for i, line in enumerate(lines) for char in row(line, 5, 20 + 14 * i)]
    assert sorted(read(chars, CELL).hard_breaks) == hard


def test_centred_lines_that_fill_the_cell_are_forced() -> None:
    chars = [*row("履职效能", 12, 20), *row("完成", 22, 34)]
    assert not read(chars, Box(0, 0, 64, 60)).hard_breaks


def test_a_cell_without_ink_is_blank() -> None:
    assert read(row("  ", 5, 20), WIDE).blank


def in_one_table(*cells: tuple[list[Char], Box]) -> list[RawText]:
    parts = with_padding([Part(write(chars, box), Place(1, box)) for chars, box in cells])
    return [raw_text([part]) for part in parts]


def test_a_line_is_full_only_if_the_rulings_leave_no_room_for_a_digit() -> None:
    """Lines of this table come as near as two points to a ruling: a narrow cell 19 points wide
    holds three digits, and one of 26 points a fourth."""
    beside = row("一二三四五六七八", 102, 20), Box(100, 0, 190, 60)
    cut = row("9.4", 2, 20) + row("7", 2, 32), Box(0, 0, 19, 60)
    stacked = row("0.5", 35.5, 20) + row("1", 40.5, 32), Box(30, 0, 56, 60)
    _, full, loose = in_one_table(beside, cut, stacked)
    assert (full.raw, full.full_breaks) == ("9.4\n7", frozenset({3}))
    assert (loose.raw, loose.full_breaks) == ("0.5\n1", frozenset())
