"""Supports in words are weighed in numbers."""

from __future__ import annotations

import pytest

from schemas.support import left_open, of_likeliest, weighed, with_again
from schemas.text import UNREAD, Reading


@pytest.mark.parametrize(
    ("support", "expected"),
    [
        ("likeliest", (0, 0, 0, "", False)),
        ("both readers", (2, 0, 0, "", False)),
        ("both readers; open: low probability", (2, 0, 0, "low probability", False)),
        ("first reader; again 3 of 4", (1, 3, 4, "", False)),
        ("first reader; again 4 of 4", (1, 4, 4, "", True)),
        ("second reader; again 2 of 4", (1, 2, 4, "", False)),
        ("second reader, 0.12; again 0 of 4", (0, 0, 4, "", False)),
        ("both readers; again 4 of 4; first reader; again 2 of 4", (1, 2, 4, "", False)),
        ("像素", (0, 0, 0, "", False)),
        ("", (0, 0, 0, "", False)),
    ],
)
def test_weighed(support: str, expected: tuple[int, int, int, str, bool]):
    found = weighed(support)
    assert (found.readers, found.again, found.looks, found.open, found.always) == expected


@pytest.mark.parametrize(
    ("others", "expected"),
    [
        ([], "both readers"),
        (["first reader, 0.12"], "both readers"),
        (["second reader", "first reader, 0.30"], "first reader"),
        (["first reader; again 1 of 4"], "second reader"),
        (["first reader", "second reader"], "likeliest"),
        (["narrow view"], "likeliest"),
    ],
)
def test_who_reads_the_likeliest_follows_from_the_others(others: list[str], expected: str):
    assert of_likeliest([Reading("1", support) for support in others]) == expected


def test_a_reader_that_saw_nothing_did_not_read_the_likeliest():
    fault = Reading(UNREAD, "ink without a character")
    assert of_likeliest([fault]) == "both readers"
    assert of_likeliest([Reading(UNREAD, "second reader"), fault]) == "first reader"


def test_what_is_written_is_what_is_weighed():
    support = left_open(with_again("both readers", 3, 4), "a reason; with parts")
    found = weighed(support)
    assert (found.readers, found.again, found.looks, found.open) == (
        2,
        3,
        4,
        "a reason, with parts",
    )
