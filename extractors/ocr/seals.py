"""Seals over print: the ink of coloured ones is told by colour, grey ones by their broad mid-grey.

A scan keeps colour at half its resolution, so that thin strokes of a seal and its rims are nearly
grey; and print under a seal is darker than the seal is in its brightest channel.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

Grey = NDArray[np.uint8]
Mask = NDArray[np.bool_]

_SATURATED, _TINTED = 60, 22
"""Difference between the channels, in grey levels, from which on ink has a colour, and from which
on a pixel beside such ink may belong to it."""

_RIM = 0.4
"""Millimetres round coloured ink in which its colourless rim may lie."""

_THINNEST = 75
"""Percentile of the levels of a page's strokes that stands for its thin print."""

_KEPT, _GONE = 25, 65
"""Grey levels above that of print up to which a pixel under a coloured seal is print as it is, and
from which on it is the seal."""

_BROAD, _SOLID = 0.6, 1.3
"""Millimetres: what a seal's ring is broad, and a star, which no stroke of print is."""

_DARKEST, _PALER, _PALEST, _EVEN = 60, 35, 205, 80
"""Grey levels above which a grey seal's ink lies on evenly lit paper, and by how much above the
blackest print (broad strokes of a title are as black as that); below which; how much it varies."""

_SMALLEST = (3.0, 7.5)
"""Millimetres, the lesser and the greater side of a broad part of a seal."""

_ROUND = 22.0
"""Millimetres from the middle of a round seal to its rim, at most."""

_LEAST = 3.0
"""Square millimetres of broad mid-grey that make a seal."""


def coloured_ink(pixels: NDArray[np.uint8], dpi: float) -> Mask:
    """Where a coloured seal lies, rims and thin strokes too; ``pixels`` are RGB."""
    spread = (pixels.max(axis=2) - pixels.min(axis=2)).astype(np.uint8)
    sure = (spread > _SATURATED).astype(np.uint8)
    if not sure.any():
        return np.zeros(spread.shape, bool)
    near = cv2.dilate(sure, _disc(6 * _RIM, dpi))
    tinted = ((spread > _TINTED) & (near > 0)).astype(np.uint8) | sure
    tinted = cv2.morphologyEx(tinted, cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8))
    return np.asarray(cv2.dilate(tinted, _disc(_RIM, dpi)), dtype=np.bool_)


def print_level(grey: Grey, beside: Mask) -> float:
    """The grey level in the middle of a page's thin strokes, ``beside`` left out."""
    middle = (cv2.erode(grey, np.ones((3, 3), np.uint8)) == grey) & (grey < 190) & ~beside
    levels = grey[middle]
    return float(np.percentile(levels, _THINNEST)) if len(levels) > 100 else 70.0


def without_seal(grey: Grey, seal: Mask) -> Grey:
    """The page without the coloured seal: under it only what is as dark as print stays."""
    if not seal.any():
        return grey
    level = print_level(grey, seal)
    under = grey.astype(np.float32)
    rising = (under - level - _KEPT) / (_GONE - _KEPT)
    lifted = under + np.clip(rising, 0.0, 1.0) * (255.0 - under)
    result = np.where(seal, lifted, under).astype(np.uint8)
    return _without_remnants(result, seal, level)


def _without_remnants(grey: Grey, seal: Mask, level: float) -> Grey:
    """Blobs under a seal that are nowhere as dark as print go."""
    inked = (grey < 225) & cv2.dilate(seal.astype(np.uint8), np.ones((3, 3), np.uint8)).astype(bool)
    count, labels = cv2.connectedComponents(inked.astype(np.uint8), connectivity=8)
    darkest = np.full(count, 255, np.int32)
    np.minimum.at(darkest, labels[inked], grey[inked].astype(np.int32))
    reaches = np.zeros(count, bool)  # blobs that go on outside the seal are judged there
    rim = inked & ~seal
    reaches[labels[rim]] = True
    gone = (darkest > level + (_KEPT + _GONE) / 2) & ~reaches
    gone[0] = False
    return np.where(gone[labels], np.uint8(255), grey)


def grey_seals(grey: Grey, dpi: float) -> Mask:
    """The area, round about, that seals in mid-grey cover on an evenly lit page.

    Their rings and stars are broad and evenly grey; what is printed within their outline may be
    cut or added to.
    """
    dark = grey[grey < 170]
    if not len(dark):
        return np.zeros(grey.shape, bool)
    darker = max(_DARKEST, float(np.percentile(dark, 2)) + _PALER)
    broad = _large(_evenly_grey(grey, darker, _BROAD, dpi), dpi)
    broad |= _evenly_grey(grey, darker, _SOLID, dpi)
    covered = np.zeros(grey.shape, np.uint8)
    if not broad.any():
        return covered.astype(bool)
    joined = cv2.dilate(broad.astype(np.uint8), _disc(8.0, dpi))
    count, labels = cv2.connectedComponents(joined, connectivity=8)
    for index in range(1, count):
        inside = broad & (labels == index)
        if inside.sum() >= _LEAST * (dpi / 25.4) ** 2:
            ys, xs = np.nonzero(inside)
            hull = cv2.convexHull(np.column_stack([xs, ys]).astype(np.int32))
            cv2.fillConvexPoly(covered, hull, 1)
            centre, radius = cv2.minEnclosingCircle(hull)
            unit = dpi / 25.4
            if radius <= _ROUND * unit:  # round: a star, or a ring with parts too thin to be told
                reach = _ROUND * unit if radius < _ROUND / 2 * unit else radius + 3 * unit
                cv2.circle(covered, (round(centre[0]), round(centre[1])), round(reach), 1, -1)
    return np.asarray(cv2.dilate(covered, _disc(1.5, dpi)), dtype=np.bool_)


def _evenly_grey(grey: Grey, darker: float, across: float, dpi: float) -> Mask:
    """Where a disc ``across`` so many millimetres is all mid-grey."""
    window = _disc(across, dpi)
    lightest, darkest = cv2.dilate(grey, window), cv2.erode(grey, window)
    even = (lightest < _PALEST) & (darkest > darker) & (lightest - darkest < _EVEN)
    return np.asarray(even, dtype=np.bool_)


def _large(broad: Mask, dpi: float) -> Mask:
    """The blobs of ``broad`` that are larger than strokes of a title: arcs of a ring."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(broad.astype(np.uint8))
    sides = np.sort(stats[:, 2:4], axis=1) * 25.4 / dpi
    kept = (sides[:, 0] >= _SMALLEST[0]) & (sides[:, 1] >= _SMALLEST[1])
    kept[0] = False
    return np.asarray(kept[labels], dtype=np.bool_)


def _disc(millimetres: float, dpi: float) -> NDArray[np.uint8]:
    size = max(3, round(millimetres / 25.4 * dpi)) | 1
    return np.asarray(cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size)), dtype=np.uint8)
