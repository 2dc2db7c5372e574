"""Signs, dashes and what is left of rulings, told by ink that is drawn here stroke by stroke."""

from __future__ import annotations

from dataclasses import replace

import pytest

cv2 = pytest.importorskip("cv2")
np = pytest.importorskip("numpy")

from extractors.ocr.bars import is_dash, one_bar  # noqa: E402
from extractors.ocr.decide import bar, decide  # noqa: E402
from extractors.ocr.lines import InkLine, find_lines, text_height  # noqa: E402
from extractors.ocr.prepare import Sheet  # noqa: E402
from extractors.ocr.signs import is_slash, is_tick, leading  # noqa: E402
from schemas.ocr import CharReading, LineReading  # noqa: E402
from schemas.text import UNREAD  # noqa: E402

ANGLE = [((4, 4), (26, 13)), ((26, 13), (4, 22))]
STROKES = {
    ">": ANGLE,
    "≥": [*ANGLE, ((4, 28), (26, 28))],
    "⩾": [*ANGLE, ((26, 20), (4, 29))],
    "=": [((4, 12), (26, 12)), ((4, 19), (26, 19))],
    "/": [((14, 3), (4, 30))],
    "1": [((14, 3), (14, 30)), ((14, 3), (8, 9))],
    "√": [((4, 17), (10, 28)), ((10, 28), (24, 3))],
    "V": [((4, 3), (14, 28)), ((14, 28), (24, 3))],
    "—": [((4, 15), (32, 15))],
    "一": [((4, 15), (32, 15)), ((26, 10), (32, 15)), ((26, 10), (24, 15)), ((26, 12), (28, 15))],
}
SIZE = 30.0


def drawn(name: str, *, mirrored: bool = False, soft: float = 0.5) -> InkLine:
    page = np.full((36, 40), 255, np.uint8)
    for start, end in STROKES[name]:
        cv2.line(page, start, end, 20, 2, cv2.LINE_AA)
    page = cv2.GaussianBlur(page[:, ::-1] if mirrored else page, (0, 0), soft)
    ink = page < 200
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    part = page[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    crop = cv2.copyMakeBorder(part, 6, 6, 8, 8, cv2.BORDER_CONSTANT, value=(255.0,))
    return InkLine((0, 0, part.shape[1], part.shape[0]), part < 200, crop, 8)


def read(text: str, line: InkLine, sure: float = 0.95) -> LineReading:
    places = [(i + 0.5) / max(len(text), 1) for i in range(len(text))]
    return LineReading(tuple(CharReading(c, sure, p) for c, p in zip(text, places, strict=True)))


@pytest.mark.parametrize("soft", [0.3, 0.9])
@pytest.mark.parametrize(("name", "said"), [(">", ">"), ("≥", "≥"), ("⩾", "≥"), ("=", "=")])
def test_signs_of_comparison_are_told_by_their_strokes(name: str, said: str, soft: float) -> None:
    assert leading(drawn(name, soft=soft)) == said
    other = {">": "<", "≥": "≤"}.get(said, said)
    assert leading(drawn(name, mirrored=True, soft=soft)) == other


@pytest.mark.parametrize("name", ["1", "/", "V", "√"])
def test_other_strokes_are_no_signs_of_comparison(name: str) -> None:
    assert leading(drawn(name)) == ""


def test_readers_that_both_lose_the_bar_of_a_sign_are_not_believed() -> None:
    line = drawn("≥")
    assert decide(line, read(">", line), read(">", line), SIZE).readings
    plain = decide(line, read("≥", line), read(">", line), SIZE)
    assert (plain.text, plain.readings) == ("≥", ())


@pytest.mark.parametrize("name", ["≥", "="])
@pytest.mark.parametrize("text", ["M", "日"])
def test_a_word_that_both_readers_take_a_sign_for_is_not_believed(name: str, text: str) -> None:
    line = drawn(name)
    assert decide(line, read(text, line), read(text, line), SIZE).readings


def test_a_slash_and_a_tick_are_told_from_what_readers_take_them_for() -> None:
    assert is_slash(drawn("/")) and not is_slash(drawn("1"))
    assert is_tick(drawn("√")) and not is_tick(drawn("V"))
    slash, tick = drawn("/"), drawn("√")
    assert decide(slash, read("1", slash), read("1", slash), SIZE).text == "/"
    assert decide(tick, read("V", tick), read("V", tick), SIZE).text == "√"


def test_two_bars_are_no_dash() -> None:
    line = drawn("=")
    assert not one_bar(line) and bar(line, SIZE * 2) is None


def test_a_thin_even_bar_is_a_dash_and_one_with_a_serif_may_be_a_numeral() -> None:
    assert is_dash(drawn("—"), 60.0)
    assert not is_dash(drawn("一"), 60.0)


@pytest.mark.parametrize("text", ["28.0€", "L00.00%", "I5"])
def test_a_letter_among_digits_is_never_plain(text: str) -> None:
    line = drawn("=")
    said = decide(line, read(text, line), read(text, line), SIZE)
    assert said.text == UNREAD or said.readings


def test_what_a_grey_seal_covers_is_never_plain() -> None:
    line = drawn("≥")
    covered = InkLine(line.box, line.ink, line.crop, line.margin, covered=True)
    assert UNREAD in [r.raw for r in decide(covered, read("≥", line), None, SIZE).readings]
    alone = InkLine(line.box, line.ink, line.crop, line.margin, stamped=True)
    told = decide(alone, read("≥", line), read("≥", line), SIZE)
    assert told.readings, "a sign alone may be what is left of a seal"


def _sheet(ink: np.ndarray) -> Sheet:
    none = np.zeros(ink.shape, bool)
    grey = np.where(ink, 20, 255).astype(np.uint8)
    return Sheet(grey, ink, none, 0.0, 200.0, none, none)


def test_a_broken_ruling_at_the_edge_of_a_cell_is_no_dash() -> None:
    ink = np.zeros((80, 400), bool)
    ink[30:47, 180:190] = True
    assert len(find_lines(_sheet(ink), (0, 0, 400, 80), 25.0)) == 1
    ink[74, 4:150] = ink[74, 170:330] = True
    assert len(find_lines(_sheet(ink), (0, 0, 400, 80), 25.0)) == 1
    ink[38:40, 240:280] = True
    assert len(find_lines(_sheet(ink), (0, 0, 400, 80), 25.0)) == 1, "a dash beside it is text"


def test_the_text_height_is_that_of_han_print_even_where_figures_outnumber_it() -> None:
    assert text_height([19] * 90 + [26] * 10, 200.0) == 26.0
    assert text_height([26] * 50 + [19] * 50 + [40], 200.0) == 26.0


def test_a_dash_too_thin_to_be_dark_is_seen_along_its_width() -> None:
    chance = np.random.default_rng(1)
    grey = np.clip(chance.normal(245, 4, (80, 400)), 0, 255)
    sheet = _sheet(np.zeros(grey.shape, bool))
    for rows, level, lines in ((None, 0, 0), ((40, 41), 180, 1), ((0, 3), 120, 0)):
        picture = grey.copy()
        if rows:
            picture[slice(*rows), 180:220] = level
        seen = replace(sheet, grey=picture.astype(np.uint8))
        assert len(find_lines(seen, (0, 0, 400, 80), 25.0)) == lines, rows


def test_the_bar_of_a_sign_among_words_must_be_seen_where_readers_see_none() -> None:
    sign, word = drawn("≥"), drawn("√")
    for mark, plain in (("≥", True), (">", False)):
        high = max(sign.crop.shape[0], word.crop.shape[0])
        crops = [
            cv2.copyMakeBorder(c, 0, high - c.shape[0], 0, 0, cv2.BORDER_CONSTANT, value=(255.0,))
            for c in (word.crop, sign.crop, word.crop)
        ]
        crop = np.concatenate(crops, axis=1)
        ink = (crop < 200)[6:-6, 8:-8]
        line = InkLine((0, 0, ink.shape[1], ink.shape[0]), ink, crop, 8)
        seen = read(f"率{mark}数", line)
        assert (decide(line, seen, seen, SIZE).readings == ()) is plain


def test_a_character_that_the_reader_lost_leaves_ink_without_one() -> None:
    page = np.full((36, 160), 255, np.uint8)
    for left in range(4, 156, 30):
        cv2.rectangle(page, (left, 4), (left + 26, 32), 20, 2)
    ink = page[3:34, 3:152] < 200
    crop = cv2.copyMakeBorder(page[3:34, 3:152], 4, 4, 8, 8, cv2.BORDER_CONSTANT, value=(255.0,))
    line = InkLine((0, 0, ink.shape[1], ink.shape[0]), ink, crop, 8)
    chars = [CharReading("国", 0.99, (8 + 14 + 30 * n) / crop.shape[1]) for n in range(5)]
    assert decide(line, LineReading(tuple(chars)), None, SIZE).readings == ()
    for lost in range(5):
        rest = LineReading(tuple(chars[:lost] + chars[lost + 1 :]))
        assert UNREAD in [r.raw for r in decide(line, rest, None, SIZE).readings], lost
