"""Recognition that was recorded earlier, by the hash of each line's crop: no models needed.

``replay:FOLDER`` reads every ``*.json`` of a folder, ``replay:FILE`` one file: an object with
``models`` (names and SHA-256 of the model files that were asked) and ``readers``, for each reader
an object of hash → ``[[text, probability, centre, [[other, probability], ...]], ...]``.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractors.ocr.engine import Recogniser
from schemas.errors import UsageError
from schemas.ocr import CharReading, LineReading

if TYPE_CHECKING:
    from extractors.ocr.prepare import Grey

NAME = "replay"
_SECOND = "#second"


def available() -> str | None:
    """The extra to install if a package is missing."""
    return None if find_spec("cv2") else "ocr"


def second(argument: str) -> str | None:
    return f"{NAME}:{argument}{_SECOND}"


def load(threads: int, argument: str = "") -> Recogniser:
    return Replay(Path(argument.removesuffix(_SECOND)), int(argument.endswith(_SECOND)))


def crop_hash(crop: Grey) -> str:
    """Names a crop by its shape and pixels."""
    head = f"{crop.shape[0]}x{crop.shape[1]}:".encode()
    return hashlib.sha256(head + crop.tobytes()).hexdigest()[:20]


class Replay:
    """See ``extractors.ocr.engine.Recogniser``; raises UsageError for a line never recorded."""

    def __init__(self, path: Path, position: int) -> None:
        files = sorted(path.glob("*.json")) if path.is_dir() else [path]
        self._known: dict[str, Any] = {}
        models: set[tuple[str, str]] = set()
        for file in files:
            content = json.loads(file.read_text(encoding="utf-8"))
            self._known |= list(content["readers"].values())[position]
            models |= {(name, digest) for name, digest in content["models"]}
        self.models = tuple(sorted(models))

    def read(self, lines: Sequence[Grey]) -> list[LineReading]:
        return [self._one(crop_hash(line)) for line in lines]

    def _one(self, key: str) -> LineReading:
        if key not in self._known:
            raise UsageError(
                "not-recorded",
                "没有这一行的识别记录；请重新录制。",
                "This line's recognition was not recorded; record it anew.",
            )
        return LineReading(
            tuple(
                CharReading(text, probability, centre, tuple((o, p) for o, p in others))
                for text, probability, centre, others in self._known[key]
            )
        )
