"""Any text at all is mended or parsed without failing, and no ink is invented or lost.

What counts as ink is told here from Unicode's own categories, not from the program's lists.
``FUHE_FUZZ_TEXTS`` tries more of them.
"""

from __future__ import annotations

import os
import time
import unicodedata

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from forms.text import numerals, operators, quantity, units
from forms.text.repair import mend
from schemas.text import Origin, RawText

TRIED = int(os.environ.get("FUHE_FUZZ_TEXTS", "4000"))
HARD_WORK = settings(
    max_examples=TRIED, deadline=None, suppress_health_check=[HealthCheck.too_slow], database=None
)
HYPHENS = "-\u2010\u00ad"
PIECES = st.one_of(
    st.characters(),  # everything, lone surrogates and unassigned codes too
    st.characters(min_codepoint=0x20, max_codepoint=0x7E),
    st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF),
    st.characters(min_codepoint=0xFF00, max_codepoint=0xFFEF),
    st.characters(min_codepoint=0x2000, max_codepoint=0x206F),
    st.sampled_from(["\n", "\n", " ", "\u3000", "\r\n", "\t", "1.", "（一）", "①", "12,345.60"]),
    st.sampled_from(["ex-\nample", "2 0 2 1 年", "≥95", "%", "％", "万元", "指标1：", "e\u0301"]),
)
TEXTS = st.lists(PIECES, max_size=60).map("".join)
BREAKS = st.frozensets(st.integers(-2, 90), max_size=8)


def raw(text: str, hard: frozenset[int], full: frozenset[int]) -> RawText:
    return RawText(text, Origin.TEXT_LAYER, (), hard, full_breaks=full)


def ink(text: str) -> str:
    """What a reader sees, whatever the codes: no white space, no marks without a shape.

    The radical of 户 is a form of 戶 to Unicode.
    """
    text = text.replace("\u2f3e", "户")
    seen = "".join(char for char in unicodedata.normalize("NFKC", text) if _has_shape(char))
    return unicodedata.normalize("NFKC", seen)


def _has_shape(char: str) -> bool:
    variation = "\ufe00" <= char <= "\ufe0f" or "\U000e0000" <= char <= "\U000e01ef"
    invisible = char in "\u034f\u180e\u2065" or variation
    return not invisible and unicodedata.category(char) not in {"Cc", "Cf", "Zs", "Zl", "Zp"}


def without_hyphens(text: str) -> str:
    return text.translate(dict.fromkeys(map(ord, HYPHENS)))


@pytest.mark.slow
@HARD_WORK
@given(TEXTS, BREAKS, BREAKS)
def test_no_ink_is_invented_or_lost(text: str, hard: frozenset[int], full: frozenset[int]) -> None:
    mended = mend(raw(text, hard, full)).text
    assert ink(without_hyphens(mended)) == ink(without_hyphens(text))
    if text.split() and "\n" not in text.translate(dict.fromkeys(map(ord, "\r\v\f\x85"), "\n")):
        assert mended.count("-") == unicodedata.normalize("NFC", text).count("-")


@pytest.mark.slow
@HARD_WORK
@given(TEXTS, BREAKS)
def test_mended_text_stays_as_it_is_and_its_steps_form_a_chain(
    text: str, hard: frozenset[int]
) -> None:
    cell = mend(raw(text, hard, frozenset()))
    assert mend(raw(cell.text, hard=_every_break(cell.text), full=frozenset())).text == cell.text
    steps = [text, *(repair.after for repair in cell.repairs)]
    assert [repair.before for repair in cell.repairs] == steps[:-1]
    assert steps[-1] == cell.text


def _every_break(text: str) -> frozenset[int]:
    return frozenset(i for i, char in enumerate(text) if char == "\n")


@pytest.mark.slow
@HARD_WORK
@given(TEXTS)
@example("×")
def test_any_text_is_parsed_or_left(text: str) -> None:
    for parse in (
        quantity.parse_quantity,
        quantity.parse_amount,
        quantity.parse_percent,
        quantity.parse_points,
        quantity.parse_count,
        quantity.read_quantity,
        quantity.broken_number,
        numerals.integer,
        operators.sign_of,
        operators.read_operator,
        units.is_unit,
        units.normalise,
    ):
        parse(text)


@pytest.mark.slow
@settings(max_examples=150, deadline=None, database=None)
@given(st.lists(PIECES, min_size=1, max_size=6).map("".join))
def test_no_long_text_takes_long(piece: str) -> None:
    text = piece * (20_000 // len(piece))
    begun = time.process_time()
    mend(raw(text, frozenset(), frozenset()))
    quantity.parse_amount(text)
    assert time.process_time() - begun < 10.0
