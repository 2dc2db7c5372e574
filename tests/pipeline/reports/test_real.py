"""The whole way once: a PDF read and audited, its cells cropped, the report drawn."""

import io
import json

import pytest
from PIL import Image

from extractors.draw import crops
from pipeline.config import Options
from pipeline.process import process
from pipeline.reports import html, model, terminal, xlsx
from tests.pipeline.reports.markup import Page
from tests.pipeline.reports.samples import FIXTURES

PDF = FIXTURES / "fushun-2021.song.pdf"


@pytest.fixture(scope="module")
def drawn():
    data = PDF.read_bytes()
    result = process(data, PDF.name, Options(audit=True))
    pictures = crops(data, model.wanted_crops(result), margin=0.0)
    return model.build(result, pictures.get)


def test_every_finding_shows_the_very_box_it_asked_for(drawn):
    found = drawn.forms[0].findings
    truth = json.loads((FIXTURES / "fushun-2021.findings.json").read_text("utf-8"))
    assert len(found) == sum(
        len(entry["fields"]) if entry.get("each") else 1 for entry in truth["violated"]
    )
    for item in found:
        assert item.pictures, item.finding.code
        for picture in item.pictures:
            box = picture.frame.place.box
            with Image.open(io.BytesIO(picture.png)) as image:
                width, height = image.size
            scale = width / box.width
            assert abs(height - box.height * scale) <= scale + 2


def test_all_reports_can_be_drawn_from_it(drawn):
    page = Page(html.render(drawn))
    assert "存疑" in page.one("h1").text
    assert len(page.all("img")) >= 18
    assert xlsx.render([drawn]).startswith(b"PK")
    assert "96.5" in terminal.summary(drawn)
