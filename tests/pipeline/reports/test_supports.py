"""Why a reading is doubted, in Chinese and in the words of the result."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from pipeline.reports.supports import supported

OCR = Path(__file__).parents[3] / "extractors" / "ocr"


@pytest.mark.parametrize(
    ("support", "wanted"),
    [
        ("first reader", "第一个识别器"),
        ("second reader, 0.12", "第二个识别器，可能性 0.12"),
        ("both readers; again 3 of 4", "两个识别器；再看 4 遍，3 遍这样读"),
        ("likeliest; open: low probability", "最可能的读法；也可能是别的：把握不大"),
        ("words nobody knows", "words nobody knows"),
    ],
)
def test_supports_are_told_in_chinese(support: str, wanted: str) -> None:
    assert supported(support).zh == wanted
    assert supported(support).en == support


def test_every_support_that_a_reader_writes_is_known() -> None:
    """The literals that stand second in ``Reading(…)`` anywhere in the reader of scans."""
    written = {
        node.args[1].value
        for path in OCR.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "Reading"
        and len(node.args) == 2
        and isinstance(node.args[1], ast.Constant)
    }
    assert written
    assert {text for text in written if supported(text).zh == text} == set()
