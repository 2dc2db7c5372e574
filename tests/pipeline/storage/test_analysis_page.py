"""The worked example of the docs runs as it stands, and its SQL says what its Python says."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

import pytest
from PIL import Image

from pipeline.config import Options
from pipeline.process import process
from pipeline.storage.rows import prepare
from pipeline.storage.store import open_store
from tests.support.analysis_page import ROOT, blocks, run

REPORTS = ("fushun-2021.song.pdf", "nanhe-2020.pdf", "xiling-2022.pdf", "beishan-2023.pdf")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("分析")
    with open_store(str(root / "reports.db"), write=True) as store:
        for name in (*REPORTS, "fushun-2021.txt"):
            path = ROOT / "fixtures/pdfs" / name
            store.save(prepare(process(path.read_bytes(), name, Options()), "v1"), name)
    return root


@pytest.mark.heavy
def test_the_page_runs_and_its_languages_agree(folder: Path) -> None:
    names, said = run(folder)
    by_year = names["by_year"]
    assert list(by_year.index) == [2020, 2021, 2022, 2023]
    assert by_year["forms"].tolist() == [1, 1, 1, 1], "the dump and the print are one form"
    assert f"{by_year['overstated'].sum()} / 4" in said
    assert by_year.loc[2020, "stated"] == pytest.approx(98.4)
    with contextlib.closing(sqlite3.connect(folder / "reports.db")) as connection:
        counted, places = (connection.execute(text).fetchall() for text in blocks("sql"))
    fields = names["corrected"]["fields"].query("origin == 'human'")
    assert fields["pointer"].tolist() == ["/staff_count"]
    assert counted == [(year, row["forms"], row["overstated"]) for year, row in by_year.iterrows()]
    assert len(places) == 5
    assert all(page >= 1 for _, _, _, page, *_ in places)


@pytest.mark.heavy
def test_the_picture_is_drawn(folder: Path) -> None:
    run(folder)
    for path in (folder / "analysis.png", ROOT / "docs/images/analysis.png"):
        with Image.open(path) as picture:
            assert picture.width > 900
            assert len(picture.convert("L").getcolors(256) or ()) > 10
