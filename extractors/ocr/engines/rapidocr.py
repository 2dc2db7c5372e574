"""PP-OCRv6 small, with the weights that the package ``rapidocr`` carries."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from extractors.ocr.engine import Recogniser

NAME = "rapidocr"
_MODEL = "models/PP-OCRv6_rec_small.onnx"


def available() -> str | None:
    """The extra to install if a package is missing."""
    wanted = ("rapidocr", "onnxruntime", "cv2")
    return None if all(find_spec(name) for name in wanted) else "ocr"


def second(argument: str) -> str | None:
    """Trained apart, it makes other mistakes."""
    return "ppocrv5"


def load(threads: int, argument: str = "") -> Recogniser:
    from extractors.ocr.ctc import CtcRecogniser

    spec = find_spec("rapidocr")
    assert spec is not None and spec.origin is not None  # ``available`` was asked first
    return CtcRecogniser(Path(spec.origin).parent / _MODEL, None, threads)
