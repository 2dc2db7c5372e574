"""Reports as a tab-separated dump leaves them: no spans, merged cells blank, fields lost."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from forms.families import load
from forms.read import read_forms
from schemas.codec import plain
from schemas.table import ExtractedDocument, TextCell, TextGrid
from schemas.text import Origin, RawText
from tests.support.differences import differences
from tests.support.reports import PDFS, extracted, truth

FAMILIES = load()
REPORTS = ["qinghe-2023", "beishan-2023", "luochuan-2024", "yunhe-2022", "jiangxia-2021"]


def ragged(doc: ExtractedDocument) -> ExtractedDocument:
    """Every table with its spans forgotten: what was merged stands in its first field only."""
    blocks = [_ragged(b) if isinstance(b, TextGrid) else b for b in doc.blocks]
    return replace(doc, blocks=tuple(blocks))


def _ragged(grid: TextGrid) -> TextGrid:
    texts = {(cell.row, cell.column): cell.text for cell in grid.cells}
    blank = RawText("", Origin.TEXT_LAYER, ())
    cells = tuple(
        TextCell(row, column, 1, 1, texts.get((row, column), blank))
        for row in range(grid.rows)
        for column in range(grid.columns)
    )
    return replace(grid, cells=cells, ruled=False)


@pytest.mark.parametrize("name", REPORTS)
def test_a_report_reads_the_same_without_its_rulings(name: str) -> None:
    path: Path = PDFS / f"{name}.pdf"
    found = [plain(r.record) for r in read_forms(ragged(extracted(path)), FAMILIES)]
    assert list(differences(found, truth(path))) == []
