"""Tables whose rulings are no vectors, read from the page's picture."""

from __future__ import annotations

import itertools
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from extractors.pdf.open import open_pdf
from extractors.pdf.page import read_page
from extractors.tables.find import homes, quality
from extractors.tables.finders import camelot_lattice, ruled_vector
from extractors.tables.lattice import Lattice
from schemas.page import Page
from tests.support.paper import Sheet, pdf_bytes

ROOT = Path(__file__).resolve().parents[4]

XS = (60.0, 120.0, 230.0, 330.0, 430.0, 535.0)
YS = (90.0, 115.0, 150.0, 172.0, 200.0, 245.0, 330.0)
MERGED = ((0, 0, 1, 5), (1, 0, 3, 1), (4, 2, 1, 2))
"""Row, column, rows, columns."""

Segment = tuple[float, float, float, float]
Span = tuple[int, int, int, int]


def spans() -> list[Span]:
    covered = {
        (r, c)
        for row, column, rows, columns in MERGED
        for r in range(row, row + rows)
        for c in range(column, column + columns)
    }
    fields = itertools.product(range(len(YS) - 1), range(len(XS) - 1))
    return sorted([*MERGED, *((r, c, 1, 1) for r, c in fields if (r, c) not in covered)])


def boxes() -> list[Segment]:
    return [(XS[c], YS[r], XS[c + w], YS[r + h]) for r, c, h, w in spans()]


def sides() -> list[Segment]:
    """The four sides of every cell, each once."""
    every = set()
    for x0, y0, x1, y1 in boxes():
        every |= {(x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1)}
    return sorted(every)


def words(sheet: Sheet) -> Sheet:
    """A word in every cell but each fifth, one above the table and one below."""
    for number, (x0, y0, _, _) in enumerate(boxes()):
        if number % 5 != 3:
            sheet.text(x0 + 4, y0 + 14, f"H{number:02} {number * 37}.50")
    sheet.text(200, 60, "Report of the year 2023")
    return sheet.text(60, 380, "written below the table")


def picture(sheet: Sheet, dots: int = 2) -> Sheet:
    """All sides as one black-and-white picture, ``dots`` pixels per point, over the page."""
    wide, high = int(sheet.width * dots), int(sheet.height * dots)
    ground = b"\xff" * wide
    rows = [bytearray(ground) for _ in range(high)]
    for side in sides():
        x0, y0, x1, y1 = (round(end * dots) for end in side)
        for y in range(y0, y1 + 1):
            rows[y][x0 : x1 + 1] = bytes(x1 + 1 - x0)
    data = b"".join(bytes(row) for row in rows).hex()
    head = f"q {sheet.width} 0 0 {sheet.height} 0 0 cm BI /W {wide} /H {high} /BPC 8 /CS /G"
    return sheet.raw(f"{head} /F /AHx ID {data}> EI Q")


def dots(sheet: Sheet) -> Sheet:
    for x0, y0, x1, y1 in sides():
        steps = int(max(x1 - x0, y1 - y0) / 2)
        for step in range(steps + 1):
            x, y = x0 + (x1 - x0) * step / steps, y0 + (y1 - y0) * step / steps
            sheet.fill(x - 0.4, y - 0.4, x + 0.4, y + 0.4)
    return sheet


def dark_gaps(sheet: Sheet) -> Sheet:
    """White cells on a black ground."""
    sheet.fill(XS[0] - 1, YS[0] - 1, XS[-1] + 1, YS[-1] + 1)
    for x0, y0, x1, y1 in boxes():
        sheet.fill(x0 + 0.4, y0 + 0.4, x1 - 0.4, y1 - 0.4, "1 1 1")
    return sheet


def light_gaps(sheet: Sheet) -> Sheet:
    """Pale blue cells with the paper showing between them."""
    for x0, y0, x1, y1 in boxes():
        sheet.fill(x0 + 0.6, y0 + 0.6, x1 - 0.6, y1 - 0.6, "0.85 0.9 0.95")
    return sheet


def frames(sheet: Sheet) -> Sheet:
    """Every cell's border as one filled shape with a hole."""
    for x0, y0, x1, y1 in boxes():
        outer = f"{x0} {sheet.height - y1} {x1 - x0} {y1 - y0} re"
        inner = f"{x0 + 0.6} {sheet.height - y1 + 0.6} {x1 - x0 - 1.2} {y1 - y0 - 1.2} re"
        sheet.raw(f"0 g {outer} {inner} f*")
    return sheet


def shading(sheet: Sheet) -> Sheet:
    """Dark cells with white lines between them, as an inverted design has it."""
    sheet.fill(XS[0], YS[0], XS[-1], YS[-1], "0.75 0.75 0.75")
    for x0, y0, x1, y1 in sides():
        sheet.fill(x0 - 0.5, y0 - 0.5, x1 + 0.5, y1 + 0.5, "1 1 1")
    return sheet


def hand_ruled(sheet: Sheet) -> Sheet:
    for side in sides():
        sheet.line(*side)
    return sheet


WAYS: tuple[Callable[[Sheet], Sheet], ...] = (
    picture,
    dots,
    dark_gaps,
    light_gaps,
    frames,
    shading,
    hand_ruled,
)


def read(sheet: Sheet) -> tuple[Page, tuple[Lattice, ...]]:
    pytest.importorskip("camelot")
    with open_pdf(pdf_bytes([sheet]), "drawn.pdf") as pdf:
        page, _ = read_page(pdf, 1)
        return page, camelot_lattice.find(page, pdf.as_shown)


def placed(page: Page, found: Lattice) -> Iterator[tuple[str, Span]]:
    cells = found.grid.cells
    texts: dict[int, str] = {}
    for char, home in zip(page.chars, homes(page.chars, found), strict=True):
        if home is not None:
            texts[home] = texts.get(home, "") + char.text
    for number, text in sorted(texts.items()):
        cell = cells[number]
        yield text.strip(), (cell.row, cell.column, cell.row_span, cell.column_span)


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_every_way_of_drawing_gives_the_same_grid(way: Callable[[Sheet], Sheet]) -> None:
    page, found = read(words(way(Sheet())))
    assert len(found) == 1
    cells = [(c.row, c.column, c.row_span, c.column_span) for c in found[0].grid.cells]
    assert sorted(cells) == spans()
    expected = {f"H{i:02} {i * 37}.50": span for i, span in enumerate(spans()) if i % 5 != 3}
    assert dict(placed(page, found[0])) == expected
    assert quality(page, found) == 1.0
    assert all(found[0].closed_top)
    assert all(found[0].closed_bottom)


def test_the_picture_is_seen_as_the_page_is_turned_and_cropped() -> None:
    sheet = words(picture(Sheet(rotate=180, crop=(20.0, 30.0, 575.0, 812.0))))
    page, found = read(sheet)
    assert len(found) == 1
    assert quality(page, found) == 1.0
    left, right = found[0].grid.xs[0], found[0].grid.xs[-1]
    assert left == pytest.approx(575 - XS[-1], abs=1.0)
    assert right == pytest.approx(575 - XS[0], abs=1.0)


def test_a_table_that_the_page_end_cuts_stays_open_below() -> None:
    """Columns 2 and 4 have no ruling at the foot: their rows go on overleaf."""
    sheet = Sheet()
    for x0, y0, x1, y1 in sides():
        if not (y0 == y1 == YS[-1] and x0 in (XS[1], XS[3])):
            sheet.fill(x0 - 0.4, y0 - 0.4, x1 + 0.4, y1 + 0.4)
    _, found = read(words(sheet))
    assert len(found) == 1
    assert found[0].closed_bottom == (True, False, True, False, True)


def test_prose_holds_no_grid() -> None:
    sheet = Sheet()
    for line in range(30):
        sheet.text(70, 80 + 20 * line, "Il lilt till HLIT ||| the prose of a year " * 2, 10.5)
    assert read(sheet)[1] == ()


def test_without_camelot_nothing_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    with open_pdf(pdf_bytes([words(dark_gaps(Sheet()))]), "drawn.pdf") as pdf:
        page, _ = read_page(pdf, 1)
    monkeypatch.setitem(sys.modules, "camelot.image_processing", None)

    def unasked() -> bytes:
        raise AssertionError("the document is not opened for nothing")

    assert camelot_lattice.find(page, unasked) == ()


def test_a_page_with_a_good_grid_loads_neither_camelot_nor_opencv(tmp_path: Path) -> None:
    file = tmp_path / "ruled.pdf"
    file.write_bytes(pdf_bytes([words(hand_ruled(Sheet()))]))
    program = (
        "import sys, pathlib\n"
        "from extractors.document import extract\n"
        "found = extract(pathlib.Path(sys.argv[1]).read_bytes(), 'ruled.pdf')\n"
        "assert any(hasattr(block, 'cells') for block in found.blocks)\n"
        "assert not {'camelot', 'cv2', 'numpy'} & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", program, str(file)], cwd=ROOT, check=True)


def test_what_the_vectors_tell_the_picture_tells_too() -> None:
    """Differential: two finders, one from paths and one from pixels, on a plainly ruled page."""
    sheet = words(hand_ruled(Sheet()))
    with open_pdf(pdf_bytes([sheet]), "drawn.pdf") as pdf:
        page, _ = read_page(pdf, 1)
        vectors = ruled_vector.find(page, pdf.as_shown)
    _, pixels = read(sheet)
    assert [len(one.grid.cells) for one in vectors] == [len(one.grid.cells) for one in pixels]
    for drawn, seen in zip(vectors, pixels, strict=True):
        assert seen.grid.xs == pytest.approx(drawn.grid.xs, abs=0.5)
        assert seen.grid.ys == pytest.approx(drawn.grid.ys, abs=0.5)
        assert (seen.closed_top, seen.closed_bottom) == (drawn.closed_top, drawn.closed_bottom)


def test_a_page_that_is_only_a_picture_has_nothing_else_to_look_at() -> None:
    with open_pdf(pdf_bytes([Sheet().text(50, 100, "words")]), "a.pdf") as pdf:
        page, _ = read_page(pdf, 1)
    assert camelot_lattice.find(page, bytes) == ()
