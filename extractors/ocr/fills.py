"""Light print on dark fills (a header row in a colour) made dark print on paper."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]
Mask = NDArray[np.bool_]

_DARK = 0.62
"""Of the paper's level: what is darker may belong to a dark fill."""

_WINDOW, _SHARE = 3.0, 0.55
"""Millimetres of a square, and the share of it that is dark in a fill with light print. Of dark
print on paper less than a third is."""

_CLOSED, _EDGE = 2.5, 0.6
"""Millimetres: no stroke of the light print in a fill is as broad; twice as far as a fill reaches
beyond where it is dense, and print that stands closer to it is as close to its ruling."""

_WIDE, _LOW, _HIGH, _FULL = 25.0, 3.5, 60.0, 0.75
"""Millimetres that a row with a fill is wide at least, high at least and at most, and the share of
its box that it takes. Seals are narrower, pictures higher, the dark edges of a scan hollow."""

_PLAINLY = 0.85
"""Share of the way from a fill to the paper at which print in it is as dark as any."""


def without_dark_fills(pixels: Pixels, dpi: float) -> Pixels:
    """The page image, RGB, in which dark fills of whole rows are paper.

    Within them a pixel is as dark as its level is far from the fill's own, so that light print and
    black rulings are both ink.
    """
    level = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    paper = float(np.percentile(level[::7, ::7], 75))
    dark = (level < _DARK * paper).astype(np.uint8)
    side = round(_WINDOW / 25.4 * dpi) | 1
    dense = cv2.blur(dark * np.uint8(200), (side, side)) >= 200 * _SHARE
    if not dense.any():
        return pixels
    result = pixels
    count, labels, stats, _ = cv2.connectedComponentsWithStats(dense.astype(np.uint8))
    for index in range(1, count):
        left, top, width, height, area = (int(v) for v in stats[index])
        if width < _WIDE / 25.4 * dpi:
            continue
        shape = (labels[top : top + height, left : left + width] == index).astype(np.uint8)
        if not _is_row(shape, area, dpi):
            continue
        rows = slice(max(0, top - side), top + height + side)
        across = slice(max(0, left - side), left + width + side)
        inside = _fill(labels[rows, across] == index, dark[rows, across], dpi)
        part = level[rows, across]
        own = float(np.median(part[inside & (dark[rows, across] > 0)]))
        away = np.abs(part.astype(np.float32) - own) / (_PLAINLY * max(1.0, paper - own))
        grey = (255.0 - np.clip(255.0 * away, 0.0, 255.0)).astype(np.uint8)
        if result is pixels:
            result = pixels.copy()
        rim = cv2.dilate(inside.astype(np.uint8), np.ones((side // 3, side // 3), np.uint8)) > 0
        rim &= ~inside & (dark[rows, across] > 0)
        result[rows, across][rim] = part[rim][:, None]  # a fill's edge is no seal
        result[rows, across][inside] = grey[inside][:, None]
    return result


def _is_row(shape: Pixels, area: int, dpi: float) -> bool:
    """Whether a region is a full box, skewed or not, as wide and as high as rows are."""
    points = np.asarray(cv2.findNonZero(shape), dtype=np.int32)
    sides = cv2.minAreaRect(cv2.convexHull(points))[1]
    high, wide = sorted(side / dpi * 25.4 for side in sides)
    full = area >= _FULL * sides[0] * sides[1]
    return full and wide >= _WIDE and _LOW <= high <= _HIGH


def _fill(dense: Mask, dark: Pixels, dpi: float) -> Mask:
    """A fill out to its edges, light print included; ``dense`` is where dark outweighs light."""
    closed, near = (round(mm / 25.4 * dpi) | 1 for mm in (_CLOSED, _EDGE))
    grown = cv2.dilate(dense.astype(np.uint8), np.ones((near, near), np.uint8))
    own = cv2.bitwise_and(dark, grown)  # print below the fill closes no gap
    whole = cv2.morphologyEx(own, cv2.MORPH_CLOSE, np.ones((closed, closed), np.uint8))
    return np.asarray((grown > 0) & (whole > 0), dtype=np.bool_)
