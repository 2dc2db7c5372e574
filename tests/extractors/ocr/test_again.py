"""A second look adds support to doubtful figures, and takes nothing away."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

pytest.importorskip("cv2")
import numpy as np

from extractors.ocr.again import close, look_again, supported, wide
from extractors.ocr.decide import Decision
from extractors.ocr.engine import Readers
from extractors.ocr.lines import InkLine
from schemas.ocr import CharReading, LineReading
from schemas.support import weighed
from schemas.text import UNREAD, Reading


class Says:
    """A reader that always says the same, and counts what it was shown."""

    models = ()

    def __init__(self, *texts: str) -> None:
        self.texts, self.shown = texts, 0

    def read(self, lines: Sequence[Any]) -> list[LineReading]:
        said = [self.texts[(self.shown + i) % len(self.texts)] for i in range(len(lines))]
        self.shown += len(lines)
        return [LineReading(tuple(CharReading(c, 0.9, 0.5) for c in text)) for text in said]


def line() -> InkLine:
    """Two upright strokes with paper round them."""
    crop = np.full((30, 60), 255, np.uint8)
    crop[8:22, 20:23] = 0
    crop[8:22, 37:40] = 0
    ink = np.zeros((14, 20), bool)
    ink[:, :3] = ink[:, -3:] = True
    return InkLine((100, 100, 120, 114), ink, crop, 20)


def doubt(text: str, *others: tuple[str, str]) -> Decision:
    return Decision(text, 0.7, tuple(Reading(raw, why) for raw, why in others))


def test_each_reading_says_how_many_looks_agree():
    said = doubt("12.5", ("12.6", "second reader"), (UNREAD, "ink that runs into the ruling"))
    (found,) = look_again([line()], [said], Readers(Says("12.5"), Says("12.5", "12.6")))
    assert (found.text, found.confidence) == (said.text, said.confidence)
    assert [(r.raw, r.support) for r in found.readings] == [
        ("12.5", "first reader; again 3 of 4"),
        ("12.6", "second reader; again 1 of 4"),
        (UNREAD, "ink that runs into the ruling"),
    ]


def test_what_both_readers_saw_before_counts_as_both():
    said = doubt("12.5", ("125", "second reader, 0.12"), (UNREAD, "low probability"))
    (found,) = look_again([line()], [said], Readers(Says("12.5"), Says("12.5")))
    support = weighed(found.readings[0].support)
    assert (support.readers, support.again, support.looks, support.always) == (2, 4, 4, True)


def test_a_reading_that_two_looks_come_to_is_put_beside_the_others():
    said = doubt("12.5", (UNREAD, "low probability"))
    once = supported(said, ["12.5", "12.5", "12.5", "72.5"])
    twice = supported(said, ["12.5", "12.5", "72.5", "72.5"])
    assert "72.5" not in [r.raw for r in once.readings]
    assert [r.support for r in twice.readings if r.raw == "72.5"] == ["second look; again 2 of 4"]


@pytest.mark.parametrize(
    "said",
    [
        Decision("12.5", 0.9),
        doubt("—", ("一", "bar as wide as a character")),
        doubt("群众满意", ("群众满急", "second reader")),
    ],
    ids=["plain", "dash", "words"],
)
def test_only_figures_in_doubt_are_looked_at_again(said: Decision):
    first, second = Says("1"), Says("1")
    assert look_again([line()], [said], Readers(first, second)) == [said]
    assert first.shown == second.shown == 0


def test_without_a_second_reader_nothing_changes():
    said = doubt("12.5", (UNREAD, "low probability"))
    assert look_again([line()], [said], Readers(Says("12.5"), None)) == [said]


def test_no_view_loses_ink():
    one = line()
    dark = int((one.crop < 128).sum())
    for view in (close(one), wide(one)):
        assert int((view < 128).sum()) == dark
    assert close(one).size < one.crop.size < wide(one).size
