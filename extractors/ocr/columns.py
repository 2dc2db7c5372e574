"""What stands in a line of figures by its ink alone: points, bars, and the rest, left to right.

Broken strokes are put together again: all ink that shares columns of pixels belongs to one sign,
for figures are never printed over one another. A point or a minus sign shares its columns with
nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import cv2
import numpy as np

from extractors.ocr.lines import InkLine

PALE, DARK = 205, 150
"""Grey levels up to which a pixel may belong to a stroke: more than the ink mask, so that strokes
thinned to grey hold together; and less, so that bold ones that touch come apart."""
_TOUCH = 0.03
"""Text heights between two pieces of one broken sign (a serif and its stem)."""

_BASE = 0.84
"""Share of a line's height above which a bar ends; a point stands on the base line."""


class Sign(StrEnum):
    POINT = "point"
    BAR = "bar"
    TALL = "tall"


@dataclass(frozen=True, slots=True)
class Column:
    """One sign's ink, in pixels of the line's own ink box."""

    left: int
    right: int
    top: int
    bottom: int
    sign: Sign

    @property
    def centre(self) -> float:
        return (self.left + self.right) / 2


def columns(line: InkLine, level: int = PALE) -> list[Column]:
    """The signs of a line from left to right, of ink up to the grey ``level``."""
    height = line.ink.shape[0]
    grey = paper_cut(line)
    ink = (grey <= level).astype(np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    darkest = np.full(count, 255, np.int32)
    np.minimum.at(darkest, np.asarray(labels.ravel(), dtype=np.intp), grey.ravel().astype(np.int32))
    boxes = [
        (int(s[0]), int(s[0] + s[2]), int(s[1]), int(s[1] + s[3]))
        for s, dark in zip(stats[1:], darkest[1:], strict=True)
        if s[4] > 1 and dark <= PALE - 40
    ]
    gap = max(1.0, _TOUCH * height)
    merged: list[list[tuple[int, int, int, int]]] = []
    for box in sorted(boxes):
        if merged and box[0] - max(b[1] for b in merged[-1]) < gap:
            merged[-1].append(box)
        else:
            merged.append([box])
    return [_column(group, height) for group in merged]


def paper_cut(line: InkLine) -> np.ndarray:
    """The line's crop without its margins: grey levels of the shape of its ink."""
    height, width = line.ink.shape
    top = (line.crop.shape[0] - height) // 2
    return line.crop[top : top + height, line.margin : line.margin + width]


def _column(group: list[tuple[int, int, int, int]], height: int) -> Column:
    left, right = min(b[0] for b in group), max(b[1] for b in group)
    top, bottom = min(b[2] for b in group), max(b[3] for b in group)
    wide, high = right - left, bottom - top
    sign = Sign.TALL
    flat = wide >= 1.5 * high and high <= 0.3 * height
    if flat and 0.15 * height <= top and bottom <= _BASE * height:
        sign = Sign.BAR
    elif wide <= 0.4 * height and high <= 0.5 * height and top >= 0.5 * height:
        sign = Sign.POINT
    return Column(left, right, top, bottom, sign)
