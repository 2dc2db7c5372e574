from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forms.text.repair import STEPS, mend
from schemas.geometry import Box, Place
from schemas.text import CellText, Origin, RawText, Repair
from tests.forms.text.tables import rows

FIXTURES = Path(__file__).parents[3] / "fixtures" / "pdfs"


def printed(text: str, hard: str = "¶", full: str = "‖") -> RawText:
    """Print in which ``hard`` stands for a line break that the author made, ``full`` for one
    behind a line that the rulings leave no room for a digit more."""
    breaks = frozenset(i for i, char in enumerate(text) if char == hard)
    tight = frozenset(i for i, char in enumerate(text) if char == full)
    text = text.replace(hard, "\n").replace(full, "\n")
    return RawText(text, Origin.TEXT_LAYER, (), breaks, full_breaks=tight)


def mended(text: str) -> str:
    return mend(printed(text)).text


@pytest.mark.parametrize(("raw", "whole"), rows("mend"))
def test_a_printed_text_comes_out_whole(raw: str, whole: str) -> None:
    assert mended(raw) == whole


def cells_of_the_dump() -> set[str]:
    text = (FIXTURES / "fushun-2021.txt").read_text(encoding="utf-8")
    return {mended(cell) for line in text.splitlines() for cell in line.split("\t")}


def texts_of(value: Any, key: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for name, item in value.items():
            yield from texts_of(item, name)
    elif isinstance(value, list):
        for item in value:
            yield from texts_of(item, key)
    elif isinstance(value, str):
        yield key, value


def test_every_text_of_the_real_report_comes_out_to_the_character() -> None:
    cells = cells_of_the_dump()
    values = json.loads((FIXTURES / "fushun-2021.values.json").read_text(encoding="utf-8"))
    del values["family"], values["amount_unit"]
    texts = {
        (key, text)
        for key, text in texts_of(values)
        if key not in {"operator", "unit"} and not re.fullmatch(r"-?[0-9.]+", text)
    }
    assert len(texts) > 60

    def stands_in_a_cell(key: str, text: str) -> bool:
        if key == "level1":  # one of them is cut by the end of a page
            return text in cells or any(
                text == one + other for one in cells for other in cells if one and other
            )
        if key in {"goal", "actual"}:
            return any(cell == text or cell.endswith(f"：{text}") for cell in cells)
        return text in cells

    assert [text for key, text in sorted(texts) if not stands_in_a_cell(key, text)] == []


def test_steps_are_named_and_lead_from_the_print_to_the_text() -> None:
    cell = mend(printed("完 成(１０\n％), 好"))
    names = [repair.name for repair in cell.repairs]
    assert cell.text == "完成（10%），好"
    assert names == [
        "half-width",
        "full-width-brackets",
        "line-breaks",
        "full-width-punctuation",
        "spaces",
    ]


def test_the_steps_of_the_extractor_come_first_and_whole_text_has_no_step() -> None:
    radical = Repair("radicals", "⽉", "月")
    source = RawText("月 份", Origin.TEXT_LAYER, (), repairs=(radical,))
    assert [r.name for r in mend(source).repairs] == ["radicals", "spaces"]
    assert mend(printed("月份")).repairs == ()


def test_other_line_ends_are_line_breaks() -> None:
    assert mend(RawText("甲\r\n1.乙\u20282.丙", Origin.TEXT_LAYER, ())).text == "甲\n1.乙\n2.丙"


def test_a_long_cell_takes_no_long_time() -> None:
    text = "1, 完成 (a b c ) 2 3，\n" * 5000
    assert mended(text).startswith("1，完成（a b c）2 3，")


# --- properties -----------------------------------------------------------------------------

SIGNS = "，。、；：“”《》（）,:;().%％-—–−/+≥≤=<>①²㎡"
ALPHABET = st.sampled_from(
    list("完成年度第一二三十目标指abcdeXYZ") + list("0123456789１２Ａ．") + list(SIGNS)
)
WHITE = st.sampled_from([" ", " ", "  ", "\u3000", "\u00a0", "\t", "\n", "\n", "¶"])
PRINT = st.lists(
    st.one_of(
        ALPHABET,
        WHITE,
        st.sampled_from(
            ["890.8\n5", "12", "1.", "（一）", "①", "2、", "目标2：", "https://a.cn/", "a-\nb"]
        ),
    ),
    max_size=40,
).map("".join)

FOLDED = str.maketrans(
    dict(zip("１２Ａ．％（），：；", "12A.%(),:;", strict=True))
    | dict.fromkeys(" \u3000\u00a0\t\n¶")
)


def folded(text: str) -> str:
    """All visible ink, widths made equal: what no repair may change."""
    return text.translate(FOLDED)


@settings(deadline=None)
@given(PRINT)
def test_mending_a_mended_text_changes_nothing(raw: str) -> None:
    once = mended(raw)
    assert mended(once) == once
    assert mended(once.replace("\n", "¶")) == once


@settings(deadline=None)
@given(
    st.text(st.sampled_from("完成年度一目标指abXYZ09.%=≥≤-、。，；：？！（）《》“”"), min_size=1)
)
def test_sound_characters_are_changed_by_no_step(raw: str) -> None:
    assert [step(raw) for _, step in STEPS] == [raw] * len(STEPS)
    assert mend(printed(raw)) == CellText(printed(raw), raw)


@settings(deadline=None)
@given(PRINT)
def test_no_ink_is_lost_but_hyphens_inside_a_divided_word(raw: str) -> None:
    whole = re.sub(r"(?<=[a-z]{2})- *\n *(?=[a-z]{2})", "", re.sub("[\u3000\u00a0\t]", " ", raw))
    assert folded(mended(raw)) in {folded(raw), folded(whole)}


@settings(deadline=None)
@given(PRINT.filter(lambda raw: "\n" not in raw))
def test_without_forced_breaks_every_number_stays_the_number_it_was(raw: str) -> None:
    numbers = re.compile(r"[0-9]+(?:\.[0-9]+)*")
    narrow = re.sub("(?<=[0-9])．(?=[0-9])", ".", raw.translate(str.maketrans("１２", "12")))
    assert numbers.findall(mended(raw)) == numbers.findall(narrow)


@settings(deadline=None)
@given(PRINT)
def test_white_space_stays_only_between_words_numbers_and_before_item_marks(raw: str) -> None:
    text = mended(raw)
    assert text == text.strip()
    for gap in re.finditer(r"\s+", text):
        before, after = text[gap.start() - 1], text[gap.end()]
        if gap[0] == "\n":
            assert re.match(r"[0-9一二三十（①目指第•]", after), text
        else:
            assert gap[0] == " "
            assert before.isascii() or not before.isalnum() or before in "²①", text
            assert after.isascii() or not after.isalnum() or after in "²①", text


@settings(deadline=None)
@given(PRINT)
def test_the_recorded_steps_form_a_chain(raw: str) -> None:
    cell: CellText = mend(printed(raw))
    text = cell.source.raw
    for repair in cell.repairs:
        assert repair.before == text
        assert repair.after != text
        text = repair.after
    assert text == cell.text


@pytest.mark.parametrize(
    ("raw", "pages", "whole"),
    [
        ("预算执行\n预算执行", (1, 2), "预算执行"),
        ("预算\n执行\n预算执\n行", (1, 2), "预算执行"),
        ("可持续性\n可持续性\n可持续性", (1, 2, 3), "可持续性"),
        ("预算执行\n预算执行", (1,), "预算执行预算执行"),
        ("社会\n社会效应\n效应", (1, 2), "社会社会效应效应"),
        ("50\n50", (1, 2), "50 50"),
    ],
)
def test_words_printed_whole_on_every_page_of_a_cell_count_once(
    raw: str, pages: tuple[int, ...], whole: str
) -> None:
    places = tuple(Place(page, Box(0, 0, 10, 10)) for page in pages)
    assert mend(RawText(raw, Origin.TEXT_LAYER, places)).text == whole
