"""What is given plainly, and what is kept in doubt, on lines of ink drawn by hand."""

from __future__ import annotations

import itertools

import pytest

cv2 = pytest.importorskip("cv2")
np = pytest.importorskip("numpy")

from extractors.ocr.bars import with_bars  # noqa: E402
from extractors.ocr.columns import Sign, columns  # noqa: E402
from extractors.ocr.decide import bar, decide  # noqa: E402
from extractors.ocr.lines import InkLine  # noqa: E402
from schemas.ocr import CharReading, LineReading  # noqa: E402
from schemas.text import UNREAD  # noqa: E402

SIZE, PITCH, HIGH = 22.0, 12, 17
WIDTHS = {".": 6, "-": 10}


def drawn(text: str) -> tuple[InkLine, list[float]]:
    """Digits as boxes, points and minus signs as such; and where each is centred in the crop."""
    margin = 10
    ink = np.zeros((HIGH, sum(WIDTHS.get(c, PITCH) for c in text)), bool)
    x, centres = 0, []
    for char in text:
        wide = WIDTHS.get(char, PITCH)
        if char == ".":
            ink[HIGH - 3 :, x + 2 : x + 5] = True
        elif char == "-":
            ink[8:10, x + 1 : x + 8] = True
        else:
            part = ink[:, x + 2 : x + 10].astype(np.uint8)
            cv2.rectangle(part, (1, 1), (6, 15), 1, 2)
            ink[:, x + 2 : x + 10] = part > 0
        centres.append(x + wide / 2)
        x += wide
    filled = np.flatnonzero(ink.any(axis=0))
    ink = ink[:, filled[0] : filled[-1] + 1]
    grey = np.where(ink, 20, 255).astype(np.uint8)
    crop = cv2.copyMakeBorder(grey, 6, 6, margin, margin, cv2.BORDER_CONSTANT, value=(255.0,))
    places = [(c - filled[0] + margin) / crop.shape[1] for c in centres]
    box = (0, 0, ink.shape[1], HIGH)
    return InkLine(box, ink, crop, margin), places


def read(text: str, places: list[float], sure: float = 0.95) -> LineReading:
    return LineReading(tuple(CharReading(c, sure, p) for c, p in zip(text, places, strict=True)))


@pytest.mark.parametrize("text", ["625.53", "0.5", "-5.66", "100", "7", "12345678.90"])
def test_what_both_readers_and_the_ink_say_is_plain(text: str) -> None:
    line, places = drawn(text)
    said = decide(line, read(text, places), read(text, places), SIZE)
    assert (said.text, said.readings) == (text, ())


@pytest.mark.parametrize("text", ["625.53", "1.5", "-5.66", "-20", "442.62", "1234.56"])
def test_a_sign_that_both_readers_lose_is_missed_in_the_ink(text: str) -> None:
    line, places = drawn(text)
    for lost in range(len(text)):
        short, rest = text[:lost] + text[lost + 1 :], places[:lost] + places[lost + 1 :]
        said = decide(line, read(short, rest), read(short, rest), SIZE)
        assert said.readings or said.text == UNREAD, f"{text} as {short}"


@pytest.mark.parametrize("text", ["62553", "45", "100"])
def test_a_point_that_both_readers_invent_is_missed_in_the_ink(text: str) -> None:
    line, places = drawn(text)
    for at in range(1, len(text)):
        long = text[:at] + "." + text[at:]
        between = [*places[:at], (places[at - 1] + places[at]) / 2, *places[at:]]
        said = decide(line, read(long, between), read(long, between), SIZE)
        assert said.readings, f"{text} as {long}"


@pytest.mark.parametrize("text", ["%0", "0.9%0"])
def test_a_permille_sign_that_both_readers_take_apart_is_in_doubt(text: str) -> None:
    line, places = drawn(text)
    assert decide(line, read(text, places), read(text, places), SIZE).readings


def test_readers_that_differ_leave_both_readings() -> None:
    line, places = drawn("≥80")
    said = decide(line, read("≥80", places), read(">80", places), SIZE)
    assert {said.text, *(r.raw for r in said.readings)} >= {"≥80", ">80"}
    assert said.readings


def test_readers_that_are_both_unsure_give_nothing_plainly() -> None:
    line, places = drawn("38")
    said = decide(line, read("38", places, 0.4), read("38", places, 0.5), SIZE)
    assert UNREAD in [r.raw for r in said.readings]


def test_ink_that_runs_into_a_ruling_is_in_doubt() -> None:
    line, places = drawn("120")
    cut = InkLine(line.box, line.ink, line.crop, line.margin, cut=True)
    assert decide(cut, read("120", places), read("120", places), SIZE).readings


def test_ink_in_which_nothing_is_seen_is_unread_and_not_empty() -> None:
    line, _ = drawn("5")
    nothing = LineReading(())
    assert decide(line, nothing, nothing, SIZE).text == UNREAD


def test_broken_digits_are_one_sign_each() -> None:
    line, _ = drawn("58.5")
    line.crop[6 + 8 : 6 + 10, :] = 255  # every digit falls into an upper and a lower half
    signs = [column.sign for column in columns(line)]
    assert signs == [Sign.TALL, Sign.TALL, Sign.POINT, Sign.TALL]


def _bar_line(*bars: tuple[int, int], width: int) -> InkLine:
    ink = np.zeros((20, width), bool)
    for left, right in bars:
        ink[9:11, left:right] = True
    grey = np.where(ink, 20, 255).astype(np.uint8)
    crop = cv2.copyMakeBorder(grey, 4, 4, 10, 10, cv2.BORDER_CONSTANT, value=(255.0,))
    return InkLine((0, 0, width, 20), ink, crop, 10)


def test_a_lost_bar_among_words_is_put_back_by_its_ink() -> None:
    line = _bar_line((0, 20), width=60)
    line.crop[6:20, 34:44] = 20
    seen = LineReading((CharReading("级", 0.99, 49 / 80),))
    assert with_bars(line, seen, SIZE).text == "一级"


def test_a_hyphen_stays_a_hyphen() -> None:
    line = _bar_line((0, 9), width=60)
    seen = LineReading((CharReading("-", 0.99, 14 / 80), CharReading("级", 0.99, 49 / 80)))
    assert with_bars(line, seen, SIZE).text == "-级"


@pytest.mark.parametrize(("width", "text"), [(40, "——"), (38, "——"), (10, "-"), (20, "—")], ids=str)
def test_a_lone_bar_is_told_by_its_width(width: int, text: str) -> None:
    line = _bar_line((0, width), width=width)
    ink = line.ink[9:11]
    said = bar(InkLine(line.box, ink, line.crop[13:15], 10), SIZE)
    assert said is not None and said.text == text
    assert bool(said.readings) == (text == "—"), "as wide as a character it may be 一 as well"


def test_bars_side_by_side_are_a_double_dash() -> None:
    line = _bar_line((0, 20), (22, 42), width=42)
    places = [20 / 62, 42 / 62]
    both = "".join(
        c.text for c in itertools.chain(with_bars(line, read("一一", places), SIZE).chars)
    )
    assert both == "——"
