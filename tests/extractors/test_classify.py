"""A page's kind is told from what is on it."""

from __future__ import annotations

import random

import pytest

from extractors.pdf.classify import broken
from extractors.pdf.radicals import fold
from extractors.pdf.raw import UNMAPPED
from extractors.pdf.symbols import decode

PROSE = (
    "年度部门预算收入小计财政拨款收入上级提前告知转移支付资金纳入预算管理的行政事业性收费等非税收入"
    "积极参与省信访局组织的人民满意窗口和人民满意接访员活动对照活动方案积极申报"
)


def test_plain_reports_are_sound() -> None:
    assert not broken(PROSE + "100% ≥80 ①② □☑ ㎡ —— “完成” Ⅲ 636.34 ×")


def test_rare_names_do_not_make_a_page_broken() -> None:
    assert not broken(PROSE + "甪直镇盱眙县亳州濮阳邳州鄄城郾城")


def test_glyphs_without_characters_are_broken_text() -> None:
    assert broken("预算" + UNMAPPED * 5)
    assert not broken(PROSE + UNMAPPED)


@pytest.mark.parametrize("seed", range(5))
def test_a_scattered_character_map_is_broken_text(seed: int) -> None:
    rng = random.Random(seed)
    assert broken("".join(chr(rng.randint(0x4E00, 0x9FFF)) for _ in range(80)))


def test_letters_of_foreign_scripts_are_broken_text() -> None:
    assert broken("ÂÔÓÚ²ÆÕþÔ¤ËãÊÕÈëÐ¡¼Æ")


def test_a_page_of_figures_is_sound() -> None:
    assert not broken("12,345.67 100% -5.66 (A) B/A")


def test_every_folded_radical_is_an_ordinary_character() -> None:
    for code in (*range(0x2E80, 0x2F00), *range(0x2F00, 0x2FD6)):
        han = fold(chr(code))
        if han != chr(code):
            assert len(han) == 1
            assert not 0x2E80 <= ord(han) <= 0x2FDF


def test_the_radicals_of_common_words() -> None:
    assert fold("⼈⼯⾦⻔⺠⻛⻓⻅⻋⻝⻰⼀⽬⾏⽅") == "人工金门民风长见车食龙一目行方"


@pytest.mark.parametrize(
    ("text", "font", "meaning"),
    [
        ("\uf0fc", "ABCDEF+Wingdings-Regular", "√"),
        ("\uf0fe", "Wingdings", "☑"),
        ("\uf0b3", "SymbolMT", "≥"),
        ("\uf0a3", "Symbol", "≤"),
        ("\uf052", "Wingdings2", "☑"),
        ("\uf0fc", "SomeFont", UNMAPPED),
        ("\ue123", "Wingdings", UNMAPPED),
    ],
)
def test_symbol_fonts_speak_by_their_own_code(text: str, font: str, meaning: str) -> None:
    assert decode(text, font) == meaning
