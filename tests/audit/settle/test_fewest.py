"""The fewest cells to look at: against trying every choice."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audit.pivots import pivots
from audit.readings import Cell
from audit.relations import Relation, judge
from audit.settle import fewest as module
from audit.settle.fewest import fewest
from schemas.message import Message
from tests.audit.notation import cell

NAME = Message("某格", "a cell")
GROUPS = st.lists(st.lists(st.sampled_from("abcdefg"), min_size=1, max_size=4), max_size=7)


def least(groups: list[list[str]]) -> int:
    """How few will do, by trying all choices of one cell, of two, and so on."""
    known = sorted({pointer for group in groups for pointer in group})
    for size in range(len(known) + 1):
        for chosen in combinations(known, size):
            if all(set(group) & set(chosen) for group in groups):
                return size
    raise AssertionError


@given(GROUPS)
@settings(max_examples=60, deadline=None)
def test_no_fewer_cells_would_do(groups: list[list[str]]):
    pytest.importorskip("ortools")
    found = fewest(groups)
    assert all(set(group) & set(found) for group in groups)
    assert len(found) == least(groups)
    assert fewest(groups) == found


def test_taking_the_cell_that_serves_most_would_need_one_more():
    """The classic trap: c serves most, yet a and b alone serve all."""
    pytest.importorskip("ortools")
    groups = [["a", "c"], ["a", "c"], ["a", "d"], ["b", "c"], ["b", "c"], ["b", "e"]]
    assert fewest(groups) == ("a", "b")


def test_without_the_solver_every_group_is_still_served(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(module, "available", lambda: False)
    groups = [["a", "c"], ["a", "d"], ["b", "c"], ["b", "e"], ["f"]]
    assert all(set(group) & set(fewest(groups)) for group in groups)


def groups_of(total: str, *parts: str) -> tuple[tuple[str, ...], ...]:
    """What a sum of whole numbers hangs on; cells are /0 for the total, then /1, /2 …"""
    cells = tuple(
        Cell(f"/{i}", cell(text, number=True), NAME) for i, text in enumerate((total, *parts))
    )

    def holds(values, mode):
        return None if None in values else values[0] == sum(values[1:])

    relation = Relation(("/0",), cells[:1], cells[1:], holds)
    return tuple(g for j in judge("sum", [relation], [None]) for g in pivots("sum", j, [None]))


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (("9", "1", "2~8"), (("/2",),)),
        (("9", "1~7", "2~8"), (("/1",), ("/2",))),  # 7 + 2 and 1 + 8 fit
        (("9", "1~4", "2~8~3"), (("/1",), ("/2",))),
        (("9", "1~2", "3~4"), ()),  # nothing fits: the author's
        (("9", "?", "2~8"), (("/1",), ("/2",))),
        (("9", "1", "8〔2〕@sum"), (("/2",),)),
        (("9~8", "1~0", "2~3"), ()),
        (("20", "1~11", "2~3~9"), (("/1",), ("/2",))),
    ],
    ids=str,
)
def test_what_a_sum_hangs_on(texts: tuple[str, ...], expected: tuple[tuple[str, ...], ...]):
    assert groups_of(*texts) == expected
