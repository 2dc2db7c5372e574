"""Any random merged grid, drawn in any maker's way, comes back the same."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from extractors.document import extract
from schemas.table import TextGrid
from tests.support.paper import Sheet, pdf_bytes

Span = tuple[int, int, int, int]
Segment = tuple[float, float, float, float]


@dataclass(frozen=True)
class Drawing:
    """A table to be printed: boundaries and the spans (row, column, after row, after column)."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    spans: tuple[Span, ...]

    def box(self, span: Span) -> tuple[float, float, float, float]:
        return self.xs[span[1]], self.ys[span[0]], self.xs[span[3]], self.ys[span[2]]

    def segments(self) -> list[Segment]:
        """Every border between two elementary fields of different cells, and the rim."""
        owner = {
            (row, column): index
            for index, span in enumerate(self.spans)
            for row in range(span[0], span[2])
            for column in range(span[1], span[3])
        }
        xs, ys = self.xs, self.ys
        found = []
        for row in range(len(ys)):
            for column in range(len(xs) - 1):
                if owner.get((row - 1, column)) != owner.get((row, column)):
                    found.append((xs[column], ys[row], xs[column + 1], ys[row]))
        for column in range(len(xs)):
            for row in range(len(ys) - 1):
                if owner.get((row, column - 1)) != owner.get((row, column)):
                    found.append((xs[column], ys[row], xs[column], ys[row + 1]))
        return found

    def expected(self) -> set[tuple[int, int, int, int, str]]:
        """The spans over those boundaries that border a cell, with each cell's name."""
        rows = sorted({s[0] for s in self.spans} | {s[2] for s in self.spans})
        columns = sorted({s[1] for s in self.spans} | {s[3] for s in self.spans})
        return {
            (
                rows.index(a),
                columns.index(b),
                rows.index(c) - rows.index(a),
                columns.index(d) - columns.index(b),
                f"{index}",
            )
            for index, (a, b, c, d) in enumerate(self.spans)
        }


@st.composite
def drawings(draw: st.DrawFn) -> Drawing:
    columns, rows = draw(st.integers(1, 8)), draw(st.integers(1, 10))
    rng = random.Random(draw(st.integers(0, 2**32)))
    xs, ys = [40.0], [60.0]
    for _ in range(columns):
        xs.append(xs[-1] + rng.choice((18.0, 22.5, 31.3, 60.0)))
    for _ in range(rows):
        ys.append(ys[-1] + rng.choice((14.0, 17.7, 30.0, 61.9)))
    return Drawing(tuple(xs), tuple(ys), tuple(_spans(rows, columns, rng)))


def _spans(rows: int, columns: int, rng: random.Random) -> Iterator[Span]:
    free = {(row, column) for row in range(rows) for column in range(columns)}
    while free:
        row, column = min(free)
        width = height = 1
        if rng.random() < 0.4:
            width = rng.randint(1, columns - column)
        if rng.random() < 0.4:
            height = rng.randint(1, rows - row)
        while any((row, c) not in free for c in range(column, column + width)):
            width -= 1
        taken = {(r, c) for r in range(row, row + height) for c in range(column, column + width)}
        free -= taken
        yield row, column, row + height, column + width


def lines(sheet: Sheet, drawing: Drawing) -> None:
    for segment in drawing.segments():
        sheet.line(*segment)


def thick_lines(sheet: Sheet, drawing: Drawing) -> None:
    for segment in drawing.segments():
        sheet.line(*segment, width=2.25)


def very_thick(sheet: Sheet, drawing: Drawing) -> None:
    """Six points, each stroke ending at the side of the one it meets."""
    for x0, y0, x1, y1 in drawing.segments():
        dx, dy = (3.0, 0.0) if y0 == y1 else (0.0, 3.0)
        sheet.line(x0 + dx, y0 + dy, x1 - dx, y1 - dy, width=6)


def hairlines(sheet: Sheet, drawing: Drawing) -> None:
    for segment in drawing.segments():
        sheet.line(*segment, width=0)


def cell_frames(sheet: Sheet, drawing: Drawing) -> None:
    for span in drawing.spans:
        sheet.outline(*drawing.box(span))


def parted_frames(sheet: Sheet, drawing: Drawing) -> None:
    """Borders that do not collapse: every cell has its own frame, a point and a half apart."""
    for span in drawing.spans:
        x0, y0, x1, y1 = drawing.box(span)
        sheet.outline(x0 + 0.75, y0 + 0.75, x1 - 0.75, y1 - 0.75)


def thin_fills(sheet: Sheet, drawing: Drawing) -> None:
    for x0, y0, x1, y1 in drawing.segments():
        sheet.fill(x0 - 0.3, y0 - 0.3, x1 + 0.3, y1 + 0.3)


def short_of_the_corners(sheet: Sheet, drawing: Drawing) -> None:
    for x0, y0, x1, y1 in drawing.segments():
        gap_x, gap_y = (0.4, 0.0) if y0 == y1 else (0.0, 0.4)
        sheet.line(x0 + gap_x, y0 + gap_y, x1 - gap_x, y1 - gap_y)


def mitred(sheet: Sheet, drawing: Drawing) -> None:
    """Each side of each cell a trapezoid, as browsers draw borders of several colours."""
    for span in drawing.spans:
        x0, y0, x1, y1 = drawing.box(span)
        top, bottom = sheet.height - y0, sheet.height - y1
        for corners in (
            ((x0, top), (x1, top), (x1 - 1, top - 1), (x0 + 1, top - 1)),
            ((x0, bottom), (x1, bottom), (x1 - 1, bottom + 1), (x0 + 1, bottom + 1)),
            ((x0, top), (x0, bottom), (x0 + 1, bottom + 1), (x0 + 1, top - 1)),
            ((x1, top), (x1, bottom), (x1 - 1, bottom + 1), (x1 - 1, top - 1)),
        ):
            first, *rest = [f"{x:.2f} {y:.2f}" for x, y in corners]
            sheet.raw(f"{first} m " + " ".join(f"{point} l" for point in rest) + " h f")


def double(sheet: Sheet, drawing: Drawing) -> None:
    for x0, y0, x1, y1 in drawing.segments():
        dx, dy = (0.0, 0.9) if y0 == y1 else (0.9, 0.0)
        sheet.line(x0 - dx, y0 - dy, x1 - dx, y1 - dy, width=0.4)
        sheet.line(x0 + dx, y0 + dy, x1 + dx, y1 + dy, width=0.4)


def dash_pattern(sheet: Sheet, drawing: Drawing) -> None:
    sheet.raw("[2 1.5] 0 d")
    lines(sheet, drawing)
    sheet.raw("[] 0 d")


def dashes(sheet: Sheet, drawing: Drawing) -> None:
    """Every dash a line of its own."""
    for x0, y0, x1, y1 in drawing.segments():
        length = max(x1 - x0, y1 - y0)
        at = 0.0
        while at < length:
            end = min(length, at + 2.0)
            if y0 == y1:
                sheet.line(x0 + at, y0, x0 + end, y0)
            else:
                sheet.line(x0, y0 + at, x0, y0 + end)
            at += 3.5


def shaky(sheet: Sheet, drawing: Drawing) -> None:
    """Coordinates rounded differently for every cell."""
    rng = random.Random(len(drawing.spans))
    for segment in drawing.segments():
        sheet.line(*(value + rng.uniform(-0.2, 0.2) for value in segment))


def filled_heads(sheet: Sheet, drawing: Drawing) -> None:
    for index, span in enumerate(drawing.spans):
        if index % 2 == 0:
            sheet.fill(*drawing.box(span), colour="0.85 0.9 0.95")
    lines(sheet, drawing)


def white_on_dark(sheet: Sheet, drawing: Drawing) -> None:
    xs, ys = drawing.xs, drawing.ys
    sheet.fill(xs[0] - 1, ys[0] - 1, xs[-1] + 1, ys[-1] + 1, colour="0.2 0.3 0.6")
    sheet.raw("1 1 1 RG")
    lines(sheet, drawing)
    sheet.raw("0 0 0 RG")


STYLES: tuple[Callable[[Sheet, Drawing], None], ...] = (
    lines,
    thick_lines,
    very_thick,
    hairlines,
    cell_frames,
    parted_frames,
    thin_fills,
    short_of_the_corners,
    mitred,
    double,
    dash_pattern,
    dashes,
    shaky,
    filled_heads,
    white_on_dark,
)


def _read(sheet: Sheet) -> list[TextGrid]:
    document = extract(pdf_bytes([sheet]), "grid.pdf")
    return [block for block in document.blocks if isinstance(block, TextGrid)]


def _named(sheet: Sheet, drawing: Drawing) -> Sheet:
    colour = "1 1 1 rg" if sheet.parts and sheet.parts[0].startswith("q 0.2") else ""
    for index, span in enumerate(drawing.spans):
        x0, y0, _, _ = drawing.box(span)
        sheet.text(x0 + 3, y0 + 10, f"{index}", size=7, before=colour)
    return sheet


def _cells(grid: TextGrid) -> set[tuple[int, int, int, int, str]]:
    return {(c.row, c.column, c.row_span, c.column_span, c.text.raw) for c in grid.cells}


@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.__name__)
@settings(
    max_examples=12, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
@given(drawing=drawings(), turn=st.sampled_from((0, 90, 180, 270)))
def test_a_merged_grid_comes_back_the_same(
    style: Callable[[Sheet, Drawing], None], drawing: Drawing, turn: int
) -> None:
    if len(drawing.spans) < 2:
        return  # one cell is a frame, not a table
    sheet = Sheet(1000, 1000)
    style(sheet, drawing)
    _named(sheet, drawing)
    grids = _read(sheet)
    assert [_cells(grid) for grid in grids] == [drawing.expected()]


SIDES = ("left", "right", "top", "bottom")


@pytest.mark.parametrize("side", SIDES)
@settings(
    max_examples=15, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
@given(drawing=drawings())
@example(drawing=Drawing((40, 60, 80), (60, 80, 100), ((0, 0, 1, 2), (1, 0, 2, 1), (1, 1, 2, 2))))
def test_a_table_without_one_outer_border_comes_back_the_same(side: str, drawing: Drawing) -> None:
    if len(drawing.xs) < 4 or len(drawing.ys) < 4 or len(drawing.spans) < 4:
        return
    rim = {
        "left": drawing.xs[0],
        "right": drawing.xs[-1],
        "top": drawing.ys[0],
        "bottom": drawing.ys[-1],
    }[side]
    upright = side in ("left", "right")
    sheet = Sheet(1000, 1000)
    for x0, y0, x1, y1 in drawing.segments():
        on_rim = (x0 == x1 == rim) if upright else (y0 == y1 == rim)
        if not on_rim:
            sheet.line(x0, y0, x1, y1)
    grids = _read(_named(sheet, drawing))
    assert [_cells(grid) for grid in grids] == [drawing.expected()]
