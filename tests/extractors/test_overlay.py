"""Invisible text: where it lands on the page, what it says, and what it leaves as it was."""

from __future__ import annotations

import ctypes
import dataclasses
import io
import math
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.cells.from_text_layer import Filled, PageTable
from extractors.cells.lines import Line, Writing
from extractors.cells.text import Part
from extractors.overlay import certain, skew, spans
from extractors.pdf.frame import Frame
from extractors.pdf.layer import with_text
from extractors.tables.lattice import Lattice
from schemas.geometry import Box, Place
from schemas.table import Cell, Grid
from schemas.text import UNREAD, Origin, Reading
from tests.support.paper import Sheet, pdf_bytes

WIDE, HIGH = 595.0, 842.0
PAPER = Frame(0, 0, WIDE, HIGH, 0)


def line(text: str, x: float, y: float, *others: str, size: float = 10.0) -> Line:
    """A recognised line whose ink is ten points high and as wide as its characters usually are."""
    width = sum(size if ord(char) > 0x2000 else size / 2 for char in text)
    box = Box(x, y, x + width, y + size)
    readings = tuple(Reading(other, "test") for other in others)
    first = (size,)  # the width of what no maker breaks off the beginning
    return Line(text, box, x, box.x1, y, box.bottom, size, first, Origin.OCR, 0.9, readings, box)


def cell(*lines: Line, width: float | None = None) -> Filled:
    """One cell, as wide as its widest line unless told otherwise."""
    left, top = min(one.box.x0 for one in lines), min(one.box.top for one in lines)
    right = max(one.box.x1 for one in lines) if width is None else left + width
    box = Box(left - 1, top - 1, right + 1, max(one.box.bottom for one in lines) + 1)
    grid = Grid(1, (box.x0, box.x1), (box.top, box.bottom), (Cell(0, 0, 1, 1, box),))
    part = Part((Writing(lines, box),), Place(1, box))
    return Filled((PageTable(Lattice(grid, (True,), (True,)), (part,)),), ())


def free(*lines: Line) -> Filled:
    return Filled((), lines)


def laid(filled: Filled, sheet: Sheet | None = None, frame: Frame = PAPER) -> bytes:
    data = pdf_bytes([sheet or Sheet().raw("q 595 0 0 842 0 0 cm /Im1 Do Q")])
    return with_text(data, {1: spans(filled, frame, lambda _: False)})


def text_of(data: bytes) -> str:
    with pypdfium2.PdfDocument(data) as document:
        return str(document[0].get_textpage().get_text_range())


def found(data: bytes, words: str) -> Box | None:
    """Where a viewer marks the words, on the page as shown."""
    with pypdfium2.PdfDocument(data) as document:
        page = document[0]
        text = page.get_textpage()
        hit = text.search(words).get_next()
        if hit is None:
            return None
        width, height = page.get_size()
        corners = []
        for index in range(hit[0], hit[0] + hit[1]):
            left, bottom, right, top = text.get_charbox(index)
            if right > left:
                corners += [shown(page, left, bottom), shown(page, right, top)]
        xs, ys = [x * width for x, _ in corners], [y * height for _, y in corners]
        return Box(min(xs), min(ys), max(xs), max(ys))


def shown(page: pypdfium2.PdfPage, x: float, y: float) -> tuple[float, float]:
    """A point of user space as shares of the page's shown width and height, by pdfium itself."""
    fine = 100_000
    across, down = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDF_PageToDevice(page, 0, 0, fine, fine, 0, x, y, across, down)
    return across.value / fine, down.value / fine


def near(box: Box | None, wanted: Box, slack: float = 1.0) -> bool:
    return box is not None and all(
        abs(a - b) <= slack
        for a, b in (
            (box.x0, wanted.x0),
            (box.x1, wanted.x1),
            (box.top, wanted.top),
            (box.bottom, wanted.bottom),
        )
    )


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("crop", [None, (30.0, 50.0, 500.0, 700.0)], ids=["whole", "cropped"])
def test_a_word_lies_on_its_ink_however_the_page_is_turned_and_cropped(
    turn: int, crop: tuple[float, float, float, float] | None
) -> None:
    sheet = Sheet(rotate=turn, crop=crop)
    frame = Frame(*(crop or (0, 0, WIDE, HIGH)), turn)
    data = laid(free(line("合计", 100, 150), line("执行率98%", 250, 300)), sheet, frame)
    assert near(found(data, "合计"), Box(100, 150, 120, 160))
    assert near(found(data, "执行率98%"), Box(250, 300, 295, 310))
    assert near(found(data, "98"), Box(280, 300, 290, 310))


def test_a_page_scanned_sideways_is_read_sideways() -> None:
    """The reader turned the page by 90° clockwise: what it saw at (x, y) lies at (y, 842 - x)."""
    data = laid(free(line("合计", 100, 150)), None, Frame(0, 0, WIDE, HIGH, 90))
    assert near(found(data, "合计"), Box(150, HIGH - 120, 160, HIGH - 100))


@pytest.mark.parametrize("degrees", [-2.5, -0.3, 0.0, 1.7])
def test_a_crooked_line_is_laid_crooked(degrees: float) -> None:
    angle = math.radians(degrees)

    def crooked(one: Line) -> Line:
        x, y = one.box.center[0] - WIDE / 2, one.box.center[1] - HIGH / 2
        x, y = (
            x * math.cos(angle) - y * math.sin(angle) + WIDE / 2,
            x * math.sin(angle) + y * math.cos(angle) + HIGH / 2,
        )
        w, h = one.box.width / 2, one.box.height / 2
        wide = w * math.cos(angle) + h * abs(math.sin(angle))
        high = w * abs(math.sin(angle)) + h * math.cos(angle)
        paper = Box(x - wide, y - high, x + wide, y + high)
        return dataclasses.replace(one, on_paper=paper)

    lines = [crooked(line("一二三四五六七八九十" * 3, 50, y)) for y in (60, 400, 780)]
    assert math.isclose(skew(lines), angle, abs_tol=1e-9)
    data = laid(free(*lines))
    with pypdfium2.PdfDocument(data) as document:
        text = document[0].get_textpage()
        first, last = text.get_charbox(0), text.get_charbox(29)
    rise = (last[1] + last[3] - first[1] - first[3]) / 2
    run = (last[0] + last[2] - first[0] - first[2]) / 2
    assert math.isclose(math.degrees(math.atan2(-rise, run)), degrees, abs_tol=0.1)
    top = lines[0].shown
    assert abs((first[0] + last[2]) / 2 - top.center[0]) < 1
    assert abs(HIGH - (first[1] + last[3]) / 2 - top.center[1]) < 1


def poppler(data: bytes, tmp_path: Path) -> str:
    if shutil.which("pdftotext") is None:
        pytest.skip("wants poppler-utils")
    path = tmp_path / "laid.pdf"
    path.write_bytes(data)
    ran = subprocess.run(["pdftotext", path, "-"], capture_output=True, check=True)
    return ran.stdout.decode("utf-8")


BROKEN = {
    "a label in a narrow cell": (["绩效", "指标"], "绩效指标"),
    "two letters a line": (["不发", "生因", "信访", "问题"], "不发生因信访问题"),
    "the middle of prose": (["甲乙，完成绩效", "指标，其余正常"], "完成绩效指标"),
    "a bracket": (["预算执行情况（10", "分）"], "（10分）"),
    "Latin words": (["use Word", "Excel"], "Word Excel"),
}


@pytest.mark.parametrize(("rows", "wanted"), BROKEN.values(), ids=BROKEN)
def test_what_a_cell_breaks_over_lines_is_found_whole(
    rows: Sequence[str], wanted: str, tmp_path: Path
) -> None:
    lines = [line(text, 100, 100 + 14 * i) for i, text in enumerate(rows)]
    other = line("旁边的单元格", 300, 100)
    data = laid(Filled(cell(*lines).tables, (other,)))
    assert wanted in text_of(data)
    said = poppler(data, tmp_path)
    assert wanted in said
    assert "旁边的单元格" in said


def test_a_broken_clause_is_marked_where_it_begins_and_the_rest_where_it_stands() -> None:
    data = laid(cell(line("甲乙，完成绩效", 100, 100), line("指标，其余正常", 100, 114)))
    assert near(found(data, "甲乙，"), Box(100, 100, 130, 110))
    assert near(found(data, "其余正常"), Box(130, 114, 170, 124))
    marked = found(data, "绩效指标")
    assert marked is not None
    assert 130 <= marked.x0 < marked.x1 <= 171
    assert abs(marked.top - 100) < 1


@pytest.mark.parametrize(
    "rows", [["甲\U00020000", "字"], [UNREAD, UNREAD], ["12", UNREAD]], ids=str
)
def test_nothing_gets_lost_that_a_viewer_cannot_join(rows: Sequence[str], tmp_path: Path) -> None:
    data = laid(cell(*(line(text, 100, 100 + 14 * i) for i, text in enumerate(rows))))
    assert "".join(text_of(data).split()) == "".join(rows)
    assert "".join(poppler(data, tmp_path).split()) == "".join(rows)


def test_a_figure_in_doubt_is_no_plain_number_in_any_viewer(tmp_path: Path) -> None:
    data = laid(free(line("1250.00", 100, 100, "1260.00")))
    assert text_of(data).strip() == "12\ufffd0.00"
    assert poppler(data, tmp_path).strip() == "12\ufffd0.00"


def test_items_of_a_list_and_figures_under_each_other_stay_apart() -> None:
    items = laid(cell(line("开展培训", 100, 100), line("2.组织检查", 100, 114), width=200))
    assert "开展培训2" not in text_of(items)
    figures = laid(cell(line("0.5", 100, 100), line("1", 100, 114), width=100))
    assert "0.51" not in text_of(figures)


DOUBTS = {
    "no other reading": ("1250.00", [], "1250.00"),
    "one digit": ("1250.00", ["1260.00"], "12\ufffd0.00"),
    "a lost point": ("62553", ["625.53"], "625\ufffd53"),
    "a point too many": ("625.53", ["62553"], "625\ufffd53"),
    "not legible at all": ("1250", [UNREAD], "\ufffd\ufffd\ufffd\ufffd"),
    "a sign": (">80%", ["≥80%"], "\ufffd80%"),
    "a dash": ("—", ["一"], "\ufffd"),
    "words": ("完成年度日标", ["完成年度目标"], "完成年度日标"),
    "a figure among words": ("共完成12项", ["共完成17项"], "共完成1\ufffd项"),
    "a figure that may be missing": ("完成项", ["完成1项"], "完成\ufffd项"),
    "width is no difference": ("98％", ["98%"], "98％"),
    "nothing read": (UNREAD, [], UNREAD),
}


@pytest.mark.parametrize(("text", "others", "wanted"), DOUBTS.values(), ids=DOUBTS)
def test_doubt_is_written_as_doubt(text: str, others: Sequence[str], wanted: str) -> None:
    assert certain(text, [Reading(other, "test") for other in others]) == wanted


FIGURES = st.text("0123456789.,%-", min_size=1, max_size=8)


@given(FIGURES, st.lists(FIGURES, max_size=4))
def test_no_figure_stands_that_a_supported_reading_contradicts(
    text: str, others: Sequence[str]
) -> None:
    said = certain(text, [Reading(other, "test") for other in others])
    assert (said == text) == all(other == text for other in others)
    assert said == text or UNREAD in said


def test_nothing_is_drawn_and_what_was_there_is_there_byte_for_byte() -> None:
    sheet = Sheet().raw("q 595 0 0 842 0 0 cm /Im1 Do Q").text(50, 50, "seen")
    before = pdf_bytes([sheet, Sheet().text(60, 60, "second")])
    after = with_text(before, {1: spans(free(line("合计", 100, 150)), PAPER, lambda _: False)})
    assert after == with_text(
        before, {1: spans(free(line("合计", 100, 150)), PAPER, lambda _: False)}
    )
    with pikepdf.open(io.BytesIO(before)) as old, pikepdf.open(io.BytesIO(after)) as new:
        content = list(new.pages[0].Contents)
        assert len(content) == 2
        assert content[1].read_raw_bytes() == old.pages[0].Contents.read_raw_bytes()
        image, was = new.pages[0].Resources.XObject.Im1, old.pages[0].Resources.XObject.Im1
        assert image.read_raw_bytes() == was.read_raw_bytes()
        assert new.pages[1].Contents.read_raw_bytes() == old.pages[1].Contents.read_raw_bytes()
        assert "/FuheText" not in new.pages[1].Resources.Font
        assert new.check_pdf_syntax() == []
    with pypdfium2.PdfDocument(before) as old, pypdfium2.PdfDocument(after) as new:
        for a, b in zip(old, new, strict=True):
            assert bytes(a.render(scale=1).buffer) == bytes(b.render(scale=1).buffer)


def test_text_that_a_text_layer_says_already_is_not_laid_again() -> None:
    lines = [line("合计", 100, 150), line("小计", 100, 250)]
    kept = spans(free(*lines), PAPER, lambda box: box.top > 200)
    assert [run.text for span in kept for run in span.runs] == ["合计"]


def test_the_font_is_a_font_and_has_nothing_to_paint() -> None:
    tools = pytest.importorskip("fontTools.ttLib")
    data = laid(free(line("合计1", 100, 150)))
    with pikepdf.open(io.BytesIO(data)) as pdf:
        font = pdf.pages[0].Resources.Font.FuheText
        (below,) = font.DescendantFonts
        program = tools.TTFont(io.BytesIO(below.FontDescriptor.FontFile2.read_bytes()))
        widths = [int(width) for width in below.W[1]]
        glyphs = below.CIDToGIDMap.read_bytes()
    assert widths == [1000, 1000, 500]
    names = program.getGlyphOrder()
    for code, width in enumerate(widths, 1):
        name = names[int.from_bytes(glyphs[2 * code : 2 * code + 2], "big")]
        assert program["hmtx"][name][0] == width
        assert len(program["glyf"][name].coordinates) == 2, "a line without area"
