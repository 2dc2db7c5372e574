"""The official package ``paddleocr`` on its ONNX Runtime engine.

By default with the PP-OCRv6 weights that the package ``rapidocr`` carries; ``paddleocr:FOLDER``
takes a folder of the user's own recognition model, with ``inference.onnx`` and ``inference.yml``
as the official ones are laid out. Nothing is downloaded: all models but that one are switched off.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.metadata
import os
import shutil
import tempfile
import warnings
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractors.ocr.engine import Recogniser
from schemas.errors import UsageError
from schemas.ocr import LineReading

if TYPE_CHECKING:
    from extractors.ocr.prepare import Grey

NAME = "paddleocr"
_MODEL = "models/PP-OCRv6_rec_small.onnx"
_ONNX, _DESCRIPTION = "inference.onnx", "inference.yml"
_HEIGHT, _CANVAS = 48, 320
_SETTINGS = {
    "PADDLE_PDX_DISABLE_MODEL_SOURCE_CHECK": "True",
    "PADDLE_PDX_CACHE_HOME": str(Path(tempfile.gettempdir()) / "fuhe-paddlex"),
}
"""What the package looks at when it is imported: no probe of the network, no folder in the home."""


def available() -> str | None:
    """The extra to install if a package is missing."""
    wanted = ("paddleocr", "paddlex", "rapidocr", "onnxruntime", "cv2")
    return None if all(find_spec(name) for name in wanted) else "ocr,paddle"


def second(argument: str) -> str | None:
    """Trained apart, it makes other mistakes."""
    return "ppocrv5"


def load(threads: int, argument: str = "") -> Recogniser:
    """Raises UsageError when the folder ``argument`` holds no such model."""
    if argument:
        folder = Path(argument)
        if not all((folder / name).is_file() for name in (_ONNX, _DESCRIPTION)):
            raise _no_model(folder, f"{_ONNX}, {_DESCRIPTION}")
        return PaddleRecogniser(folder, f"{folder.name}/{_ONNX}", threads)
    with _packaged() as folder:
        return PaddleRecogniser(folder, Path(_MODEL).name, threads)


@contextlib.contextmanager
def _packaged() -> Iterator[Path]:
    """A folder, for as long as it takes to load it, with the packaged weights and the description
    that the package wants: names, sizes, and the characters, which the weights tell themselves."""
    import onnxruntime
    import yaml

    spec = find_spec("rapidocr")
    assert spec is not None and spec.origin is not None  # ``available`` was asked first
    model = Path(spec.origin).parent / _MODEL
    session = onnxruntime.InferenceSession(str(model), providers=["CPUExecutionProvider"])
    characters = session.get_modelmeta().custom_metadata_map["character"].split("\n")
    description = {
        "Global": {"model_name": "PP-OCRv6_small_rec"},
        "PreProcess": {
            "transform_ops": [
                {"DecodeImage": {"channel_first": False, "img_mode": "BGR"}},
                {"RecResizeImg": {"image_shape": [3, _HEIGHT, _CANVAS]}},
            ]
        },
        "PostProcess": {
            "name": "CTCLabelDecode",
            "character_dict": [character for character in characters if character],
        },
    }
    with tempfile.TemporaryDirectory(prefix="fuhe-") as name:
        folder = Path(name)
        shutil.copyfile(model, folder / _ONNX)
        text = yaml.safe_dump(description, allow_unicode=True)
        (folder / _DESCRIPTION).write_text(text, encoding="utf-8")
        yield folder


class PaddleRecogniser:
    """See ``extractors.ocr.engine.Recogniser``.

    The package gives one probability a line; the steps of the model are taken before they are
    decoded, so that every character has its own, and its alternatives.
    """

    def __init__(self, folder: Path, name: str, threads: int) -> None:
        import yaml

        data = (folder / _ONNX).read_bytes()
        self.models = ((name, hashlib.sha256(data).hexdigest()),)
        try:
            with (folder / _DESCRIPTION).open(encoding="utf-8") as file:
                description = yaml.safe_load(file)
            model_name = description["Global"]["model_name"]
            characters = description["PostProcess"]["character_dict"]
            height, canvas = _shape(description)
        except (yaml.YAMLError, UnicodeDecodeError, KeyError, TypeError, StopIteration) as error:
            raise _no_model(folder, _DESCRIPTION) from error
        self._characters = ["", *map(str, characters), " "]
        self._height, self._narrowest = height, canvas / height
        self._predictor = _predictor(folder, model_name, threads)

    def read(self, lines: Sequence[Grey]) -> list[LineReading]:
        """One line at a time, so that what a line says does not depend on its neighbours."""
        return [self._one(line) for line in lines]

    def _one(self, line: Grey) -> LineReading:
        import numpy as np

        from extractors.ocr.ctc import decoded

        picture = np.repeat(line[..., None], 3, axis=2)
        (result,) = self._predictor.predict([picture], batch_size=1)
        ratio = line.shape[1] / line.shape[0]
        stretch = max(ratio, self._narrowest) / ratio
        return decoded(result["rec_text"], self._characters, stretch)


def _shape(description: Any) -> tuple[int, int]:
    """Height and least canvas of a line in pixels."""
    operations = description["PreProcess"]["transform_ops"]
    sizes = next(one["RecResizeImg"] for one in operations if "RecResizeImg" in one)
    _, height, canvas = sizes["image_shape"][:3]
    return int(height), int(canvas)


def _predictor(folder: Path, model_name: str, threads: int) -> Any:
    for key, value in _SETTINGS.items():
        os.environ.setdefault(key, value)
    with warnings.catch_warnings(), _any_opencv():
        warnings.simplefilter("ignore")  # its many libraries' own
        from paddleocr import TextRecognition

        try:
            loaded = TextRecognition(
                model_name=model_name,
                model_dir=str(folder),
                device="cpu",
                engine="onnxruntime",
                engine_config={"intra_op_num_threads": threads, "enable_cpu_mem_arena": False},
            )
        except (RuntimeError, ValueError, AssertionError, OSError) as error:
            raise _no_model(folder, str(error).splitlines()[0] if str(error) else "?") from error
    predictor = loaded.paddlex_predictor
    predictor.post_op = _steps
    return predictor


@contextlib.contextmanager
def _any_opencv() -> Iterator[None]:
    """Lets the package see the ``cv2`` that is there.

    Four distributions bring the same module; the package asks for one of them by its name, and
    would not use the headless one, which needs no graphics libraries.
    """
    usual = importlib.metadata.version

    def version(distribution_name: str) -> str:
        if distribution_name != "opencv-contrib-python":
            return usual(distribution_name)
        import cv2

        return str(cv2.__version__)

    importlib.metadata.version = version
    try:
        yield
    finally:
        importlib.metadata.version = usual


def _steps(output: Sequence[Any], **_: Any) -> tuple[list[Any], list[float]]:
    """In place of the package's decoding: the probabilities themselves."""
    import numpy as np

    steps = np.asarray(output[0], dtype=np.float32)
    return list(steps), [1.0] * len(steps)


def _no_model(folder: Path, what: str) -> UsageError:
    return UsageError(
        "no-such-model",
        f"{folder} 不是可用的识别模型文件夹（{what}）；里面应有 {_ONNX} 和 {_DESCRIPTION}。",
        f"{folder} holds no usable recognition model ({what}); it should have {_ONNX} and "
        f"{_DESCRIPTION}.",
    )
