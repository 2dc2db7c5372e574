"""The tab-separated dump: rows as ragged as they stand."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.document import extract
from extractors.sniff import is_dump
from schemas.errors import InputError
from schemas.table import TextGrid

SEED = Path(__file__).parents[2] / "fixtures" / "pdfs" / "fushun-2021.txt"


def test_the_dump_keeps_every_line_and_field() -> None:
    data = SEED.read_bytes()
    document = extract(data, SEED.name)
    printed = data.decode("utf-8").split("\n")
    rows = []
    for block in document.blocks:
        if not isinstance(block, TextGrid):
            rows.append([block.text.raw])
            continue
        assert not block.ruled
        for number in range(block.rows):
            rows.append([cell.text.raw for cell in block.cells if cell.row == number])
    assert rows == [[f.strip() for f in line.split("\t")] for line in printed if line]


def test_places_count_characters_and_lines() -> None:
    (line, grid) = extract("标题\n甲\t12\n乙\t\n".encode(), "a.txt").blocks
    assert not isinstance(line, TextGrid)
    assert isinstance(grid, TextGrid)
    assert (line.place.box.top, line.place.box.x1) == (0, 2)
    boxes = [cell.text.places[0].box for cell in grid.cells]
    assert [(b.x0, b.top, b.x1) for b in boxes] == [(0, 1, 1), (2, 1, 4), (0, 2, 1), (2, 2, 2)]


def test_a_blank_line_parts_two_tables_and_a_row_of_tabs_does_not() -> None:
    blocks = extract(b"a\tb\n\t\nc\td\n\ne\tf\n", "a.txt").blocks
    assert [block.rows for block in blocks if isinstance(block, TextGrid)] == [3, 1]


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n"])
def test_line_ends_and_a_byte_order_mark_do_not_matter(end: str) -> None:
    (grid,) = extract(("\ufeff" + f"a\tb{end}c\td{end}").encode(), "A.TXT").blocks
    assert isinstance(grid, TextGrid)
    assert [cell.text.raw for cell in grid.cells] == ["a", "b", "c", "d"]


@pytest.mark.parametrize("data", [b"no tabs here", "表\t格".encode("gbk"), b"a\tb\x00"])
def test_other_text_files_are_refused_by_name(data: bytes) -> None:
    assert not is_dump(data, "a.txt")
    with pytest.raises(InputError) as caught:
        extract(data, "a.txt")
    assert caught.value.code == "not-a-pdf"


@given(st.lists(st.lists(st.text("甲乙1. ", max_size=5), min_size=2, max_size=6), min_size=1))
def test_any_table_comes_back(rows: list[list[str]]) -> None:
    text = "\n".join("\t".join(row) for row in rows)
    (grid,) = extract(text.encode(), "a.txt").blocks
    assert isinstance(grid, TextGrid)
    found = [[c.text.raw for c in grid.cells if c.row == n] for n in range(grid.rows)]
    assert found == [[field.strip() for field in row] for row in rows]
