"""How a line of ink is shown to a reader.

Recognisers' time grows with the width of the picture, at about 0.09 ms of one core a pixel column
of 48 pixels height. Running Chinese text loses nothing at three quarters of its width; figures are
shown as they are; signs (≥ for >) want a wide canvas, whose empty part is mid-grey: so these models
were trained.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np

from extractors.ocr.engine import Recogniser
from extractors.ocr.lines import InkLine
from extractors.ocr.prepare import Grey
from schemas.ocr import LineReading

WIDE = 320 / 48
"""Least width of a wide view by its height: below it these models take ≥ for >."""

LONG = 5.0
"""Text heights from which on a line is first read at a part of its width."""

_SQUEEZE, _HEIGHT = 0.75, 48
_NOTHING = 127
"""The grey level that stands for no picture at all: zero after the models' scaling."""


def squeezed(line: InkLine) -> Grey:
    """The crop at three quarters of its width: a Han character keeps three steps."""
    height, width = line.crop.shape
    wide = max(1, round(width * _HEIGHT / height * _SQUEEZE))
    shrink = height > _HEIGHT
    how = cv2.INTER_AREA if shrink else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(line.crop, (wide, _HEIGHT), interpolation=how), dtype=np.uint8)


def wide(line: InkLine) -> Grey:
    """The crop on a canvas on which no sign is lost."""
    height, width = line.crop.shape
    missing = round(WIDE * height) - width
    if missing <= 0:
        return line.crop
    return np.pad(line.crop, ((0, 0), (0, missing)), constant_values=_NOTHING)


def read_plain(reader: Recogniser, lines: Sequence[InkLine]) -> list[LineReading]:
    """The crops as they are."""
    return reader.read([line.crop for line in lines])


def read_squeezed(reader: Recogniser, lines: Sequence[InkLine]) -> list[LineReading]:
    """The crops at three quarters of their width; centres are shares of a line's own width."""
    return reader.read([squeezed(line) for line in lines])


def read_wide(reader: Recogniser, lines: Sequence[InkLine]) -> list[LineReading]:
    """The crops on wide canvases; centres are shares of a line's own width."""
    views = [wide(line) for line in lines]
    return [
        _stretched(reading, view.shape[1] / line.crop.shape[1])
        for reading, view, line in zip(reader.read(views), views, lines, strict=True)
    ]


def _stretched(reading: LineReading, factor: float) -> LineReading:
    return LineReading(tuple(replace(c, centre=min(1.0, c.centre * factor)) for c in reading.chars))
