"""Recognition models with a CTC output, run on ONNX Runtime.

The models take lines of 48 pixels height, RGB scaled to -1…1, and give for each step along the
line the probabilities of all characters; step classes are blank, the model's characters, space.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.ocr.prepare import Grey
from schemas.ocr import CharReading, LineReading

HEIGHT = 48
NARROWEST = 96
"""Canvas in pixels below which these models lose figures; ``views`` asks for wider ones."""

_STEP = 8
_OTHERS = 4
_LEAST = 0.005


class CtcRecogniser:
    """A model file with its characters; see ``extractors.ocr.engine.Recogniser``."""

    def __init__(self, model: Path, characters: Sequence[str] | None, threads: int) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.enable_cpu_mem_arena = False  # it would keep the memory of the largest page
        options.log_severity_level = 3
        self._session: Any = onnxruntime.InferenceSession(str(model), options)
        if characters is None:
            metadata = self._session.get_modelmeta().custom_metadata_map
            characters = metadata["character"].split("\n")
        self._characters = ["", *(c for c in characters if c), " "]
        self._input = self._session.get_inputs()[0].name
        self.models = ((model.name, hashlib.sha256(model.read_bytes()).hexdigest()),)

    def read(self, lines: Sequence[Grey]) -> list[LineReading]:
        """One line at a time: lines side by side would have to be padded to one width and take
        longer on a processor, and what a line says would depend on its neighbours."""
        return [self._one(line) for line in lines]

    def _one(self, line: Grey) -> LineReading:
        width = _width(line)
        canvas = max(NARROWEST, -(-width // _STEP) * _STEP)
        output = self._session.run(None, {self._input: _on_canvas(line, canvas)[None]})[0]
        return decoded(output[0], self._characters, canvas / width)


def decoded(steps: NDArray[np.float32], characters: Sequence[str], stretch: float) -> LineReading:
    """Greedy decoding; a character's steps together give its centre and its probability.

    ``steps`` has the shape (steps, classes); ``characters`` names the classes, the first is none.
    ``stretch`` is the canvas by the line's own width.
    """
    best = steps.argmax(axis=1)
    chars: list[CharReading] = []
    start = 0
    for end in range(1, len(best) + 1):
        if end < len(best) and best[end] == best[start]:
            continue
        if best[start] != 0:
            peak = start + int(steps[start:end, best[start]].argmax())
            centre = ((start + end) / 2) / len(best) * stretch
            chars.append(_char(steps[peak], characters, int(best[start]), centre))
        start = end
    return LineReading(tuple(chars))


def _char(
    row: NDArray[np.float32], characters: Sequence[str], index: int, centre: float
) -> CharReading:
    top = [int(i) for i in np.argpartition(row, -_OTHERS)[-_OTHERS:] if i != index]
    others = sorted(((float(row[i]), characters[i]) for i in top), reverse=True)
    return CharReading(
        characters[index],
        float(row[index]),
        min(centre, 1.0),
        tuple((text, p) for p, text in others if p >= _LEAST),
    )


def _width(line: Grey) -> int:
    height, width = int(line.shape[0]), int(line.shape[1])
    return max(1, round(width * HEIGHT / height))


def _on_canvas(line: Grey, canvas: int) -> NDArray[np.float32]:
    width = _width(line)
    shrink = line.shape[0] > HEIGHT
    scaled = cv2.resize(
        line, (width, HEIGHT), interpolation=cv2.INTER_AREA if shrink else cv2.INTER_CUBIC
    )
    result = np.zeros((3, HEIGHT, canvas), np.float32)
    result[:, :, :width] = scaled.astype(np.float32)[None] / 127.5 - 1.0
    return result
