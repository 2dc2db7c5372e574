"""The official package as an engine: its models come from other packages or the user's folder."""

from __future__ import annotations

import json
from importlib.util import find_spec
from pathlib import Path

import pytest

pytest.importorskip("cv2")

from extractors.ocr import engine
from extractors.ocr.engines import paddleocr
from pipeline.config import Options
from pipeline.process import process
from schemas.codec import plain
from schemas.errors import UsageError
from tests.pipeline.test_scans import leaves, same
from tests.support.record_scans import FIXTURES, SCANS

installed = pytest.mark.skipif(paddleocr.available() is not None, reason="no extra paddle")


def test_a_missing_extra_is_told_with_its_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paddleocr, "find_spec", lambda name: None)
    with pytest.raises(UsageError, match="pip install 'fuhe\\[ocr,paddle\\]'"):
        engine.check("paddleocr")


def test_a_folder_without_a_model_is_refused_before_anything_is_loaded(tmp_path: Path) -> None:
    (tmp_path / "inference.onnx").write_bytes(b"")
    with pytest.raises(UsageError) as raised:
        paddleocr.load(1, str(tmp_path))
    assert raised.value.code == "no-such-model" and "inference.yml" in raised.value.message.en


def test_a_folder_with_a_senseless_description_is_refused(tmp_path: Path) -> None:
    (tmp_path / "inference.onnx").write_bytes(b"")
    (tmp_path / "inference.yml").write_text("Global: 3\n", encoding="utf-8")
    if find_spec("yaml") is None:
        pytest.skip("no yaml")
    with pytest.raises(UsageError) as raised:
        paddleocr.load(1, str(tmp_path))
    assert raised.value.code == "no-such-model"


@pytest.mark.slow
@installed
@pytest.mark.filterwarnings("default")  # what its libraries warn of is not ours to mend
def test_it_reads_a_scan_without_a_wrong_number() -> None:
    path = SCANS / "jiangxia-2021.scan-b-turned.pdf"
    result = process(path.read_bytes(), path.name, Options(ocr="paddleocr"))
    truth = json.loads((FIXTURES / "pdfs/jiangxia-2021.values.json").read_text(encoding="utf-8"))
    found = leaves(truth, plain(result.records[0].record))
    assert [x for x in found if x[2] is not None and not same(x[1], x[2])] == []
    printed = [x for x in found if x[1] is not None]
    assert sum(same(want, got) for _, want, got in printed) >= 0.9 * len(printed)
    assert any("PP-OCRv6" in name for name, _ in result.made_by.engines)
