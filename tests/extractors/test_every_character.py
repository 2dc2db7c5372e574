"""No character is lost and none is invented, whichever library reads the page."""

from __future__ import annotations

import io
import random
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extractors.document import ExtractOptions, extract
from extractors.pdf.radicals import fold
from schemas.errors import InputError
from schemas.page import PageKind
from schemas.table import ExtractedDocument, TextGrid
from tests.support.paper import Sheet, pdf_bytes

PDFS = sorted((Path(__file__).parents[2] / "fixtures" / "pdfs").glob("*.pdf"))
SCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾", "0123456789+-()")


def texts(document: ExtractedDocument) -> list[str]:
    found = [line.text.raw for line in document.repeated]
    for block in document.blocks:
        cells = block.cells if isinstance(block, TextGrid) else (block,)
        found += [cell.text.raw for cell in cells]
    return found


def inked(words: list[str]) -> Counter[str]:
    return Counter(c for word in words for c in word.translate(SCRIPTS) if not c.isspace())


def by_pdfminer(path: Path) -> Counter[str]:
    """Every character by pdfminer alone, text set twice in one spot taken once."""
    import pdfplumber

    count: Counter[str] = Counter()
    with pdfplumber.open(io.BytesIO(path.read_bytes())) as pdf:
        for page in pdf.pages:
            page.page_obj.rotate = 0
            spots: dict[str, list[tuple[float, float]]] = {}
            for char in page.chars:
                x, y = char["x0"], char["top"]
                known = spots.setdefault(char["text"], [])
                if all(abs(x - a) > 1.2 or abs(y - b) > 1.2 for a, b in known):
                    known.append((x, y))
                    count.update(c for c in fold(char["text"]) if not c.isspace())
    return count


@pytest.mark.parametrize("path", PDFS, ids=lambda path: path.name)
def test_every_visible_character_stands_in_one_place(path: Path) -> None:
    try:
        document = extract(path.read_bytes(), path.name, ExtractOptions(ocr="none"))
    except InputError as error:
        assert error.code == "unreadable"
        return
    if document.failed_pages or any(p.kind is not PageKind.TEXT_LAYER for p in document.pages):
        return
    found, there = inked(texts(document)), by_pdfminer(path)
    assert found - there == Counter(), "characters that the page does not hold"
    assert sum((there - found).values()) == document.hidden_text


@pytest.mark.slow
@pytest.mark.parametrize("path", PDFS, ids=lambda path: path.name)
def test_both_page_sources_give_the_same_document(path: Path) -> None:
    same_by_both(path.read_bytes(), path.name)


@pytest.mark.heavy
@pytest.mark.parametrize("path", PDFS[::9], ids=lambda path: path.name)
def test_both_page_sources_give_the_same_document_on_a_sample(path: Path) -> None:
    same_by_both(path.read_bytes(), path.name)


def same_by_both(data: bytes, name: str) -> None:
    results = []
    for source in ("pdfium", "plumber"):
        try:
            document = extract(data, name, ExtractOptions(source, "none"))
        except InputError as error:
            results.append(error.code)
            continue
        shape = [
            [(c.row, c.column, c.row_span, c.column_span, c.text.raw) for c in block.cells]
            if isinstance(block, TextGrid)
            else block.text.raw
            for block in document.blocks
        ]
        results.append((document.pages, document.hidden_text, document.failed_pages, shape))
    assert results[0] == results[1]


@settings(
    max_examples=10, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
@given(seed=st.integers(0, 2**32), turn=st.sampled_from((0, 90, 180, 270)))
def test_random_pages_keep_their_characters(seed: int, turn: int) -> None:
    """Words and rulings thrown at a page without any order, at every angle."""
    rng = random.Random(seed)
    sheet = Sheet(rotate=turn)
    for _ in range(rng.randint(0, 25)):
        x, y = rng.uniform(20, 500), rng.uniform(20, 800)
        if rng.random() < 0.5:
            sheet.line(x, y, x + rng.uniform(5, 300), y)
        else:
            sheet.line(x, y, x, y + rng.uniform(5, 300))
    expected: Counter[str] = Counter()
    for number in range(rng.randint(1, 40)):
        word = f"w{number}={rng.randint(0, 10**6)}"
        angle = rng.choice((0, 0, 0, 90, 180, 270, 30))
        x, y = 120 + 100 * (number % 4), 120 + 62 * (number // 4)  # clear of the edges
        sheet.text(x, y, word, size=rng.choice((6, 9, 14)), angle=angle)
        expected.update(word)
    document = extract(pdf_bytes([sheet]), "random.pdf")
    assert inked(texts(document)) == expected


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("source", ["pdfium", "plumber"])
def test_a_turned_page_is_read_upright(turn: int, source: str) -> None:
    """The sheet is drawn turned the other way, so that it looks upright to a reader."""
    angle = {0: 0, 90: 270, 180: 180, 270: 90}[turn]
    spot = {0: (100, 120), 90: (120, 742), 180: (495, 722), 270: (475, 100)}[turn]
    sheet = Sheet(rotate=turn).text(*spot, "upright", angle=angle)
    document = extract(pdf_bytes([sheet]), "a.pdf", ExtractOptions(source))
    (line,) = document.blocks
    assert not isinstance(line, TextGrid)
    assert line.text.raw == "upright"
    assert line.place.box.x0 == pytest.approx(100, abs=0.1)
    assert line.place.box.bottom == pytest.approx(120 + 0.12 * 9, abs=0.1)
    assert document.pages[0].rotation == turn
    sides = (595.0, 842.0) if turn % 180 == 0 else (842.0, 595.0)
    assert (document.pages[0].width, document.pages[0].height) == sides


@pytest.mark.parametrize("source", ["pdfium", "plumber"])
def test_a_crop_box_moves_the_origin(source: str) -> None:
    sheet = Sheet(crop=(100, 200, 500, 700)).text(150, 300, "inside")
    (line,) = extract(pdf_bytes([sheet]), "a.pdf", ExtractOptions(source)).blocks
    assert not isinstance(line, TextGrid)
    assert line.place.box.x0 == pytest.approx(50, abs=0.1)
    assert line.place.box.bottom == pytest.approx(300 - 142 + 0.12 * 9, abs=0.1)
