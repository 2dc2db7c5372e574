"""From a sheet that was turned and straightened back to the page as it is."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from extractors.ocr.prepare import Sheet
from schemas.geometry import Box

Pixel = TypeVar("Pixel", np.uint8, np.bool_)


def turned(sheet: Sheet, quarters: int) -> Sheet:
    """The sheet turned clockwise by quarter turns."""
    if quarters % 4 == 0:
        return sheet
    return Sheet(
        _rotated(sheet.grey, quarters),
        _rotated(sheet.ink, quarters),
        _rotated(sheet.stamped, quarters),
        sheet.skew,
        sheet.dpi,
        _rotated(sheet.at_risk, quarters),
        _rotated(sheet.covered, quarters),
    )


def _rotated(part: NDArray[Pixel], quarters: int) -> NDArray[Pixel]:
    return np.ascontiguousarray(np.rot90(part, k=-quarters))


@dataclass(frozen=True, slots=True)
class Paper:
    """An upright page of so many points that was turned by ``skew`` degrees, counter-clockwise
    about its centre, to be straight."""

    width: float
    height: float
    skew: float

    def box(self, straight: Box) -> Box:
        """The box on the page as it is that holds a box of the straightened page."""
        cos, sin = math.cos(math.radians(self.skew)), math.sin(math.radians(self.skew))
        x, y = self.width / 2, self.height / 2
        corners = [
            (cos * (a - x) - sin * (b - y) + x, sin * (a - x) + cos * (b - y) + y)
            for a in (straight.x0, straight.x1)
            for b in (straight.top, straight.bottom)
        ]
        xs = [min(max(a, 0.0), self.width) for a, _ in corners]
        ys = [min(max(b, 0.0), self.height) for _, b in corners]
        return Box(min(xs), min(ys), max(xs), max(ys))

    def straight(self, box: Box) -> Box:
        """A small box of the page as it is, moved to where its centre lies on the straightened
        page."""
        cos, sin = math.cos(math.radians(self.skew)), math.sin(math.radians(self.skew))
        x, y = self.width / 2, self.height / 2
        a, b = box.center
        dx = cos * (a - x) + sin * (b - y) + x - a
        dy = -sin * (a - x) + cos * (b - y) + y - b
        return Box(box.x0 + dx, box.top + dy, box.x1 + dx, box.bottom + dy)
