"""Tables without rules down: read where every text stands under one header, else left alone."""

from __future__ import annotations

import pytest

from extractors.pdf.open import open_pdf
from extractors.pdf.page import read_page
from extractors.tables.find import homes
from extractors.tables.finders.whitespace import find
from tests.support.paper import Sheet, pdf_bytes

HEADER = ["Level", "Group", "Name", "Target", "Actual", "Points"]
XS = [60, 140, 220, 340, 410, 480]
BODY = [
    ["Output", "Number", "Halls built", "8", "8", "20"],
    ["Output", "Quality", "Passed", "100%", "98%", "20"],
    ["Benefit", "Social", "Villages reached", "30", "", "10"],
]
LONG = ["Output", "Quality", "A name that runs on and on and on", "", "8", "2"]


def three_lines(rows: list[list[str]], pitch: float = 20.0) -> Sheet:
    """A rule above and below the header and one at the end, nothing down."""
    bottom = 124 + pitch * len(rows)
    sheet = Sheet().line(50, 100, 550, 100, 1.0).line(50, 120, 550, 120)
    sheet.line(50, bottom, 550, bottom, 1.0)
    for x, word in zip(XS, HEADER, strict=True):
        sheet.text(x, 114, word)
    for number, row in enumerate(rows):
        for x, word in zip(XS, row, strict=True):
            if word:
                sheet.text(x, 134 + pitch * number, word)
    return sheet


def tables(sheet: Sheet) -> list[list[list[str]]]:
    """The texts of every grid that the finder sees on the page, row by row."""
    with open_pdf(pdf_bytes([sheet]), "a.pdf") as pdf:
        page, _ = read_page(pdf, 1)
        found = find(page, lambda: b"")
    result = []
    for lattice in found:
        texts = [""] * len(lattice.grid.cells)
        for char, home in zip(page.chars, homes(page.chars, lattice), strict=True):
            if home is not None:
                texts[home] += char.text
        width = lattice.grid.columns
        result.append([texts[i : i + width] for i in range(0, len(texts), width)])
    return result


def test_a_three_line_table_is_read_by_its_header():
    assert tables(three_lines(BODY)) == [[HEADER, *BODY]]


def test_labels_with_their_values_above_the_header_are_a_table_of_their_own():
    sheet = three_lines(BODY).line(50, 80, 550, 80, 1.0)
    for x, word in ((60, "Project"), (200, "Halls"), (380, "Unit"), (450, "Office")):
        sheet.text(x, 94, word)
    assert tables(sheet) == [[["Project", "Halls", "Unit", "Office"]], [HEADER, *BODY]]


def test_lines_of_one_row_stand_nearer_than_rows():
    sheet = three_lines(BODY, pitch=40.0)
    for y in (145, 185, 225):
        sheet.text(220, y, "in 2023")
    assert tables(sheet)[0][1][2] == "Halls builtin 2023"
    assert len(tables(sheet)[0]) == 4


@pytest.mark.parametrize(
    "sheet",
    [
        three_lines([*BODY[:1], LONG]),
        three_lines([BODY[0], ["", *BODY[1][1:]], BODY[2]]),
        three_lines(BODY).line(300, 100, 300, 180),
        three_lines(BODY).text(525, 134, "x"),
        Sheet().line(50, 100, 550, 100).line(50, 200, 550, 200).text(60, 140, "some prose"),
        three_lines(BODY, pitch=40.0).text(220, 148, "in 2023"),
    ],
    ids=["under two", "label of several rows", "ruled", "under none", "prose", "unclear rows"],
)
def test_what_is_not_clear_is_no_table(sheet: Sheet):
    assert tables(sheet) == []
