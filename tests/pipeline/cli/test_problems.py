"""Problems of one kind are named a few times in the log, then counted; the result has them all."""

from __future__ import annotations

import dataclasses
import logging

import pytest

from pipeline.cli.command import Session
from pipeline.cli.reading import MOST_ALIKE, Item, _report_problems
from pipeline.reading import refusal
from schemas.message import Message
from schemas.result import Problem


@pytest.mark.parametrize(("rows", "told"), [(2, 2), (MOST_ALIKE, 3), (12, MOST_ALIKE + 1)])
def test_a_long_list_of_unplaced_rows_is_cut(
    rows: int, told: int, caplog: pytest.LogCaptureFixture
) -> None:
    unplaced = [Problem("unplaced", Message(f"第 {n} 行", f"row {n}")) for n in range(rows)]
    problems = (*unplaced, Problem("damaged", Message("第 2 页", "page 2")))
    failed = refusal("a.pdf", Message("坏", "bad"))
    item = Item("a.pdf", dataclasses.replace(failed, errors=problems), passed_over=False)
    with caplog.at_level(logging.WARNING):
        _report_problems(Session(), item)
    lines = [record.getMessage() for record in caplog.records]
    assert len([line for line in lines if line.endswith("(unplaced)")]) == told
    assert any("第 2 页" in line for line in lines)
    assert any(f"另有 {rows - MOST_ALIKE} 处" in line for line in lines) == (rows > MOST_ALIKE)
