"""Tables that go on over a page end, and tables that only look as if they did."""

from __future__ import annotations

from extractors.document import extract
from schemas.table import TextGrid
from tests.support.paper import Sheet, pdf_bytes, ruled

XS = [50.0, 130.0, 300.0, 380.0]


def grids(*sheets: Sheet) -> list[TextGrid]:
    blocks = extract(pdf_bytes(sheets), "a.pdf").blocks
    return [block for block in blocks if isinstance(block, TextGrid)]


def rows(grid: TextGrid) -> list[list[str]]:
    found: list[list[str]] = [[] for _ in range(grid.rows)]
    for cell in grid.cells:
        found[cell.row].append(cell.text.raw)
    return found


def page(ys: list[float], *texts: list[str]) -> Sheet:
    cells = {(r, c): word for r, row in enumerate(texts) for c, word in enumerate(row) if word}
    return ruled(Sheet(), XS, ys, cells)


def test_a_table_goes_on_by_its_columns_without_a_header() -> None:
    (grid,) = grids(
        page([700, 720, 740], ["a", "b", "c"], ["d", "e", "f"]),
        page([50, 70, 90], ["g", "h", "i"], ["j", "k", "l"]),
    )
    assert rows(grid) == [["a", "b", "c"], ["d", "e", "f"], ["g", "h", "i"], ["j", "k", "l"]]
    assert [place.page for place in grid.places] == [1, 2]


def test_a_repeated_header_is_taken_once_and_kept_aside() -> None:
    head = ["name", "plan", "done"]
    document = extract(
        pdf_bytes(
            [
                page([700, 720, 740], head, ["d", "e", "f"]),
                page([50, 70, 90], head, ["j", "k", "l"]),
            ]
        ),
        "a.pdf",
    )
    (grid,) = document.blocks
    assert isinstance(grid, TextGrid)
    assert rows(grid) == [head, ["d", "e", "f"], ["j", "k", "l"]]
    assert [line.text.raw for line in document.repeated] == head
    assert {line.place.page for line in document.repeated} == {2}


def test_rows_that_happen_to_be_alike_are_no_header() -> None:
    slot = ["slot 2", "", ""]
    (grid,) = grids(
        page([680, 700, 720, 740], ["a", "b", "c"], ["slot 1", "x", "1"], slot),
        page([50, 70, 90], slot, ["g", "h", "i"]),
    )
    assert grid.rows == 5


def test_the_same_form_again_is_another_table() -> None:
    first = page([60, 80, 100], ["project", "roads", ""], ["budget", "5", "5"])
    second = page([60, 80, 100], ["project", "schools", ""], ["budget", "7", "6"])
    assert [rows(grid)[0][1] for grid in grids(first, second)] == ["roads", "schools"]


def test_a_title_above_parts_two_tables() -> None:
    second = page([60, 80, 100], ["g", "h", "i"], ["j", "k", "l"]).text(200, 40, "Second table", 14)
    assert len(grids(page([60, 80, 100], ["a", "b", "c"], ["d", "e", "f"]), second)) == 2


def test_page_numbers_and_running_heads_do_not_part_a_table() -> None:
    sheets = [
        page([60, 80, 100], [f"a{n}", "b", "c"], ["d", "e", f"f{n}"])
        .text(50, 30, "Finance bureau")
        .text(290, 820, f"- {n} -")
        for n in (1, 2, 3)
    ]
    (grid,) = grids(*sheets)
    assert grid.rows == 6


def test_other_columns_are_another_table() -> None:
    other = ruled(Sheet(), [50, 200, 250, 380], [60, 80, 100], {(0, 0): "x", (1, 2): "y"})
    assert len(grids(page([60, 80, 100], ["a", "b", "c"], ["d", "e", "f"]), other)) == 2


def test_a_page_may_use_only_some_of_the_columns() -> None:
    later = ruled(Sheet(), [50.6, 300.4, 380.2], [60, 80, 100], {(0, 0): "wide", (1, 1): "y"})
    (grid,) = grids(page([60, 80, 100], ["a", "b", "c"], ["d", "e", "f"]), later)
    spans = [(c.column, c.column_span, c.text.raw) for c in grid.cells if c.row >= 2]
    assert spans == [(0, 2, "wide"), (2, 1, ""), (0, 2, ""), (2, 1, "y")]


def open_ended(upper: bool, ys: list[float], end: float) -> Sheet:
    """A grid whose upper or lower row has no rule at the page's end."""
    sheet = Sheet()
    for y in ys:
        sheet.line(XS[0], y, XS[-1], y)
    for x in XS:
        sheet.line(x, min(ys[0], end), x, max(ys[-1], end))
    return sheet


def test_a_row_cut_by_the_page_end_is_one_row() -> None:
    first = open_ended(False, [700, 720], 790).text(53, 731, "long").text(133, 731, "reason why")
    first.text(133, 745, "it took").text(303, 731, "80")
    second = open_ended(True, [75, 95], 40).text(133, 55, "so long").text(53, 86, "next")
    (grid,) = grids(first, second)
    assert rows(grid) == [
        ["", "", ""],
        ["long", "reason why\nit took\nso long", "80"],
        ["next", "", ""],
    ]
    cut = next(cell for cell in grid.cells if "reason" in cell.text.raw)
    assert [place.page for place in cut.text.places] == [1, 2]


def test_a_row_at_the_top_without_a_rule_above_it_is_not_lost() -> None:
    first = page([700, 720, 740], ["a", "b", "c"], ["d", "e", "f"])
    second = open_ended(True, [60, 80], 40).text(53, 54, "g").text(133, 54, "h").text(303, 54, "i")
    second.text(53, 74, "j")
    (grid,) = grids(first, second)
    assert rows(grid)[2:] == [["g", "h", "i"], ["j", "", ""]]


def test_a_merged_cell_goes_on_over_the_page_end() -> None:
    def side(ys: list[float], top: float, bottom: float) -> Sheet:
        sheet = Sheet()
        for y in ys:
            sheet.line(130, y, 380, y)
        for x in XS:
            sheet.line(x, top, x, bottom)
        return sheet

    first = side([700, 720, 740, 760], 700, 760).line(50, 700, 130, 700)
    first.text(53, 752, "social").text(133, 712, "a").text(133, 732, "b").text(133, 752, "c")
    second = side([50, 70, 90], 50, 90).line(50, 90, 130, 90)
    second.text(53, 62, "effect").text(133, 62, "d").text(133, 82, "e")
    (grid,) = grids(first, second)
    merged = grid.cells[0]
    assert (merged.row, merged.row_span, merged.text.raw) == (0, 5, "social\neffect")
    assert [place.page for place in merged.text.places] == [1, 2]


def test_a_value_is_not_carried_into_the_next_row() -> None:
    """Closed pages: the first blank cell under a printed one is blank."""
    (grid,) = grids(
        page([700, 720, 740], ["a", "b", "1"], ["d", "e", "2"]),
        page([50, 70, 90], ["g", "h", ""], ["j", "k", "3"]),
    )
    assert rows(grid)[2] == ["g", "h", ""]


def test_a_column_merged_over_the_whole_page_does_not_split_the_table() -> None:
    sheet = Sheet()
    for y in (50, 70, 90, 110):
        sheet.line(50, y, 130, y).line(300, y, 380, y)
    for x in XS:
        sheet.line(x, 50, x, 110)
    sheet.text(53, 62, "a").text(133, 82, "menu").text(303, 62, "b")
    (grid,) = grids(sheet)
    assert (grid.rows, grid.columns) == (3, 3)
    menu = next(cell for cell in grid.cells if cell.text.raw == "menu")
    assert (menu.row, menu.row_span) == (0, 3)


def test_two_tables_side_by_side_stay_two_and_are_read_left_to_right() -> None:
    wide = Sheet(1190, 842)
    for left, mark in ((50, "L"), (650, "R")):
        xs = [left, left + 100.0, left + 300.0, left + 450.0]
        ruled(wide, xs, [100, 120, 140], {(0, 0): f"{mark}a", (1, 2): f"{mark}b"})
        wide.text(left + 150, 60, f"{mark} title", 14)
        wide.text(left, 400, f"{mark} note")
    blocks = extract(pdf_bytes([wide]), "a3.pdf").blocks
    order = [
        block.cells[0].text.raw if isinstance(block, TextGrid) else block.text.raw
        for block in blocks
    ]
    assert order == ["L title", "La", "L note", "R title", "Ra", "R note"]


def test_a_frame_round_the_page_is_no_table() -> None:
    sheet = Sheet().outline(20, 20, 575, 822).text(250, 50, "Title", 14)
    ruled(sheet, XS, [100, 120, 140], {(0, 0): "a"})
    blocks = extract(pdf_bytes([sheet]), "a.pdf").blocks
    assert [type(block).__name__ for block in blocks] == ["TextLine", "TextGrid"]


def test_a_box_round_a_sentence_is_a_line() -> None:
    (line,) = extract(
        pdf_bytes([Sheet().outline(40, 40, 300, 80).text(60, 60, "boxed")]), "a"
    ).blocks
    assert not isinstance(line, TextGrid)
    assert line.text.raw == "boxed"


def test_empty_rows_and_columns_stay() -> None:
    (grid,) = grids(page([50, 70, 90, 110], ["a", "", "c"], ["", "", ""], ["g", "", "i"]))
    assert (grid.rows, grid.columns, len(grid.cells)) == (3, 3, 9)


def test_an_underline_is_no_ruling() -> None:
    sheet = page([50, 80, 110], ["a", "", "c"], ["d", "e", "f"]).line(133, 64, 180, 64)
    (grid,) = grids(sheet)
    assert grid.rows == 2


def test_white_rulings_on_white_paper_are_none() -> None:
    sheet = Sheet().raw("1 1 1 RG")
    ruled(sheet, XS, [50, 80, 110], {(0, 0): "a", (1, 1): "b"})
    assert grids(sheet) == []
