from __future__ import annotations

from decimal import Decimal

import pytest

from forms.text import labels
from tests.forms.text.tables import rows

CASES = rows("labels")


def of(kind: str) -> list[tuple[str, str]]:
    return [(text, expected) for name, text, expected in CASES if name == kind]


@pytest.mark.parametrize(
    ("kind", "text", "expected"), [row for row in CASES if row[0] in {"slot", "goal"}]
)
def test_a_label_comes_off_a_name(kind: str, text: str, expected: str) -> None:
    number, name = expected.split("|")
    split = labels.split_slot if kind == "slot" else labels.split_goal
    want = {"-": (False, None), "N": (True, None)}.get(number)
    assert split(text) == (*(want or (True, int(number))), name)


@pytest.mark.parametrize(("text", "expected"), of("status"))
def test_a_leading_status_comes_off_a_result(text: str, expected: str) -> None:
    status, rest = expected.split("|")
    assert labels.split_status(text) == (None if status == "-" else status, rest)


@pytest.mark.parametrize(("text", "expected"), of("points"))
def test_points_come_off_a_head(text: str, expected: str) -> None:
    points, name = expected.split("|")
    assert labels.split_points(text) == (name, None if points == "-" else Decimal(points))


@pytest.mark.parametrize(("text", "expected"), of("year"))
def test_the_year_of_a_title(text: str, expected: str) -> None:
    assert labels.year_of(text) == (None if expected == "-" else int(expected))


@pytest.mark.parametrize(("text", "expected"), of("money"))
def test_the_unit_of_amounts(text: str, expected: str) -> None:
    assert labels.amount_unit(text) == (None if expected == "-" else expected)
