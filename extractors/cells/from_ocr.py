"""Recognised lines put where a text layer's lines would stand, with their doubts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from extractors.cells.from_text_layer import Filled, PageTable
from extractors.cells.lines import Line, Writing
from extractors.cells.text import Part, with_padding
from extractors.tables.lattice import Lattice
from schemas.geometry import Box, Place
from schemas.text import Origin, Reading


class Said(Protocol):
    """What was decided about a line of ink; ``first_word`` is the share of its width that its
    first unbreakable piece takes, 0 if there is none."""

    @property
    def text(self) -> str: ...
    @property
    def confidence(self) -> float: ...
    @property
    def readings(self) -> tuple[Reading, ...]: ...
    @property
    def first_word(self) -> float: ...


class ToPaper(Protocol):
    def box(self, straight: Box) -> Box: ...


@dataclass(frozen=True, slots=True)
class Recognised:
    """A line of ink on the straightened page in points, and what it says."""

    box: Box
    said: Said
    size: float


def filled(
    lattices: Sequence[Lattice],
    in_cells: Sequence[Sequence[Sequence[Recognised]]],
    beside: Sequence[Recognised],
    page: int,
    paper: ToPaper,
) -> Filled:
    """The page's tables and lines; ``in_cells`` runs parallel to the cells of ``lattices``."""
    tables = []
    for lattice, texts in zip(lattices, in_cells, strict=True):
        parts = []
        for cell, lines in zip(lattice.grid.cells, texts, strict=True):
            text = tuple(_line(one, paper) for one in lines)
            writings = (Writing(text, cell.box),) if text else ()
            parts.append(Part(writings, Place(page, paper.box(cell.box)), origin=Origin.OCR))
        tables.append(PageTable(lattice, with_padding(parts)))
    free = [_line(one, paper) for one in beside]
    ordered = sorted(free, key=lambda line: (line.box.top, line.box.x0))
    return Filled(tuple(tables), tuple(ordered))


def _line(one: Recognised, paper: ToPaper) -> Line:
    box, said = one.box, one.said
    return Line(
        said.text,
        box,
        box.x0,
        box.x1,
        box.top,
        box.bottom,
        one.size,
        (said.first_word * box.width,) if said.first_word else (),
        Origin.OCR,
        round(said.confidence, 3),
        said.readings,
        paper.box(box),
    )
