"""Whatever is written into a form stands somewhere in its record."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from forms.families import load
from forms.notation import document
from forms.read import read_forms
from forms.segment import split
from forms.sheet import stream
from forms.vocabulary import common
from schemas.codec import to_json
from schemas.table import ExtractedDocument, TextGrid, TextLine
from tests.support.reports import PDFS, extracted

FAMILIES = load()
MARKS = ("鹳雀楼", "8.25", "见附页鹳雀楼，更上一层。")


def _places(doc: ExtractedDocument) -> list[tuple[int, int]]:
    """Cells and lines that are no part of a header: number of the block, number of the cell."""
    rows = stream(doc)
    headers: set[tuple[int, int, int]] = set()
    for form in split(rows, common()):
        headers |= {spot.identity for spot in form.title}
        for head in form.heads:
            headers |= {spot.identity for row in head.rows for spot in row.own}
            headers |= {spot.identity for spot in head.side}
    first: dict[int, int] = {}
    lines = [row.number for row in rows if row.line]
    for row in rows:
        first.setdefault(row.grid, row.number)
    places: list[tuple[int, int]] = []
    line = iter(lines)
    for b, block in enumerate(doc.blocks):
        if isinstance(block, TextLine):
            if (-1, next(line), 0) not in headers:
                places.append((b, 0))
            continue
        places += [
            (b, i)
            for i, cell in enumerate(block.cells)
            if (b, first[b] + cell.row, cell.column) not in headers
        ]
    return places


def _written(doc: ExtractedDocument, place: tuple[int, int], mark: str) -> ExtractedDocument:
    block = doc.blocks[place[0]]
    new: Any
    if isinstance(block, TextGrid):
        cells = list(block.cells)
        cell = cells[place[1]]
        cells[place[1]] = replace(cell, text=replace(cell.text, raw=cell.text.raw + mark))
        new = replace(block, cells=tuple(cells))
    else:
        new = replace(block, text=replace(block.text, raw=block.text.raw + mark))
    blocks = [new if i == place[0] else old for i, old in enumerate(doc.blocks)]
    return replace(doc, blocks=tuple(blocks))


DOCUMENTS = [
    *(document(example.table) for f in FAMILIES if not f.look_alike for example in f.examples),
    extracted(PDFS / "fushun-2021.txt"),
]
PLACES = [_places(doc) for doc in DOCUMENTS]


@given(st.data(), st.sampled_from(MARKS))
@settings(max_examples=80, deadline=None)
def test_a_text_written_into_any_cell_stands_in_the_record(data: Any, mark: str) -> None:
    number = data.draw(st.integers(0, len(DOCUMENTS) - 1))
    place = data.draw(st.sampled_from(PLACES[number]))
    readings = read_forms(_written(DOCUMENTS[number], place, mark), FAMILIES)
    shown = json.dumps([to_json(r.record) for r in readings], ensure_ascii=False)
    assert mark in shown
