"""Planted mistakes of authors and of readers: none is settled away, none is taken for the other's.

A sample of what ``tests/bench/settling.py`` does by the thousand.
"""

from __future__ import annotations

import random
from collections import Counter

import pytest

pytest.importorskip("ortools")

from schemas.record import State
from tests.audit.misreadings import GRADES, numbers, read_as_scan
from tests.bench.settling import author_trial, reader_trial, report, run


def tally(trial, seeds: range, *more) -> Counter[str]:
    found: Counter[str] = Counter()
    for seed in seeds:
        found.update(trial(seed, *more))
    return found


@pytest.mark.parametrize(("grade", "count"), [("A", 30), ("B", 30), ("C", 6)])
def test_an_authors_mistake_is_reported_and_never_settled_away(grade: str, count: int):
    found = tally(author_trial, range(1000, 1000 + count), grade)
    assert found["wrong"] == found["accused"] == 0
    assert found["visible"] > count / 2
    assert found["visible"] - found["reported"] <= 1


def test_a_readers_mistake_is_located_and_never_settled_wrong():
    found = tally(reader_trial, range(1000, 1030), "B")
    assert found["wrong"] == found["accused"] == 0
    assert found["seen"] > 15
    assert found["located"] >= found["seen"] - 1


def test_not_even_where_the_misreading_is_what_would_mend_the_authors_mistake():
    found = tally(reader_trial, range(1000, 1030), "B", True)
    assert found["misread"] > 15
    assert found["wrong"] == 0


def test_something_is_settled_at_all():
    """Trials in which nothing is ever settled would prove nothing."""
    assert tally(author_trial, range(2000, 2008), "C")["settled"] > 5


def test_the_simulated_reader_leaves_no_more_than_asked_in_doubt():
    record, _ = report(1)
    read, doubts = read_as_scan(record, GRADES["C"], random.Random(1))
    printed, given = dict(numbers(record)), dict(numbers(read))
    assert 0 < len(doubts) < len(printed) / 3
    assert set(printed) - set(given) == {doubt.pointer for doubt in doubts}
    assert all(field.state is State.READ for field in given.values())


@pytest.mark.slow
def test_ten_thousand_authors_mistakes():
    tallies = run(10_000, 1)
    for found in tallies.values():
        assert not any(found[f"{kind} wrong"] for kind in ("author", "reader", "both"))
    for grade in "AB":
        assert tallies[grade]["author reported"] >= 0.99 * tallies[grade]["author visible"]
        assert tallies[grade]["reader located"] >= 0.95 * tallies[grade]["reader seen"]
