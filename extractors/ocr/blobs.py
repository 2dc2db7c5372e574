"""Ink of a sheet outside its rulings: letters, and the lines of print that no table holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np

from extractors.ocr.lines import PixelBox
from extractors.ocr.prepare import Grey, Mask, Sheet
from schemas.geometry import Box
from schemas.page import Char, Ruling

_SMALLEST, _LARGEST = 1.0, 9.0
"""Millimetres between which the greater side of a letter's ink lies."""

_BAND, _WIDEST, _OWN = 0.35, 1.0, 0.85
"""Millimetres from a ruling's centre that are taken for its own, and at most so where it is drawn
thicker: where ink runs along this share of its length. No print does that."""

_APART = 3.0
"""Letter heights: two pieces of print this far apart on one line are two lines."""


def without_rulings(sheet: Sheet, rulings: Sequence[Ruling]) -> Sheet:
    """The sheet with a band round every ruling made paper.

    The rim of the bands is ``at_risk``: print that reaches it may be cut.
    """
    band = ruled(sheet, rulings)
    rim = cv2.dilate(band.astype(np.uint8), np.ones((3, 3), np.uint8)).astype(bool) & ~band
    grey = np.where(band, np.uint8(255), sheet.grey)
    return replace(sheet, grey=grey, ink=sheet.ink & ~band, at_risk=sheet.at_risk | rim)


def ruled(sheet: Sheet, rulings: Sequence[Ruling]) -> Mask:
    """The bands round the rulings of a sheet, as wide as each is drawn."""
    band = np.zeros(sheet.ink.shape, bool)
    scale, reach = sheet.dpi / 72, max(2, round(_BAND / 25.4 * sheet.dpi))
    widest = round(_WIDEST / 25.4 * sheet.dpi)
    for ruling in rulings:
        at = round(ruling.position * scale)
        start, end = max(0, round(ruling.start * scale)), round(ruling.end * scale)
        ink, view = (sheet.ink, band) if ruling.horizontal else (sheet.ink.T, band.T)
        sides = []
        for step in (-1, 1):
            far = reach
            while far < widest and _drawn(ink, at + step * (far + 1), start, end):
                far += 1
            sides.append(far)
        start, end = _to_its_ends(ink, at, start, end, widest)
        view[max(0, at - sides[0]) : at + sides[1] + 1, start:end] = True
    return band


def _drawn(ink: Mask, row: int, start: int, end: int) -> bool:
    """Whether a row of pixels beside a ruling is the ruling's own: ink all along."""
    return 0 <= row < len(ink) and end > start and ink[row, start:end].mean() >= _OWN


def _to_its_ends(ink: Mask, row: int, start: int, end: int, most: int) -> tuple[int, int]:
    """A ruling's ends within the thicker one that it runs into."""
    if not 0 <= row < len(ink):
        return start, end
    before, after = ink[row, max(0, start - most) : start][::-1], ink[row, end : end + most]
    return start - int(before.cumprod().sum()), end + int(after.cumprod().sum())


def letters(ink: Mask, dpi: float) -> tuple[Char, ...]:
    """Blobs of a letter's size as nameless characters, for finders that ask where print is."""
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink.astype(np.uint8), connectivity=8)
    wide, high = stats[1:, 2] * 25.4 / dpi, stats[1:, 3] * 25.4 / dpi
    greater = np.maximum(wide, high)
    scale = 72 / dpi
    heights = greater[(greater >= 2 * _SMALLEST) & (greater <= _LARGEST)]
    size = float(np.percentile(heights, 75)) / 25.4 * 72 if len(heights) else 10.5
    found = []
    for left, top, width, height, _ in stats[1:][(greater >= _SMALLEST) & (greater <= _LARGEST)]:
        box = Box(*(float(v) * scale for v in (left, top, left + width, top + height)))
        found.append(Char("■", box, max(size, box.height)))
    return tuple(found)


def without_cells(sheet: Sheet, cells: Sequence[PixelBox]) -> Sheet:
    """The sheet with the cells of its tables made paper."""
    inside = np.zeros(sheet.ink.shape, bool)
    for x0, top, x1, bottom in cells:
        inside[max(0, top) : bottom, max(0, x0) : x1] = True
    return replace(sheet, grey=np.where(inside, np.uint8(255), sheet.grey), ink=sheet.ink & ~inside)


def free_lines(ink: Mask, size: float, walls: Mask | None = None) -> list[PixelBox]:
    """Boxes of the pieces of print, tight round their ink, from the top.

    Letters nearer than ``_APART`` times the text height ``size`` along a line are one piece, unless
    one of ``walls`` stands between.
    """
    rest = _without_dirt(ink.astype(np.uint8), size)
    along = max(3, round(_APART * size / 2)) | 1
    joined = cv2.dilate(rest, np.ones((1, along), np.uint8))
    joined = cv2.dilate(joined, np.ones((max(1, round(0.25 * size)) | 1, 1), np.uint8))
    if walls is not None:
        joined[walls] = 0
    count, labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    labels = np.where(rest > 0, labels, 0)
    boxes = []
    for index in range(1, count):
        left, top, width, height = (int(v) for v in stats[index][:4])
        ys, xs = np.nonzero(labels[top : top + height, left : left + width] == index)
        if len(xs):
            x0, y0, x1, y1 = (int(v) for v in (xs.min(), ys.min(), xs.max(), ys.max()))
            boxes.append((left + x0, top + y0, left + x1 + 1, top + y1 + 1))
    return sorted(boxes, key=lambda box: (box[1], box[0]))


def _without_dirt(rest: Grey, size: float) -> Grey:
    """Blobs far smaller than a stroke go: alone on the paper they are dust."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(rest, connectivity=8)
    kept = np.zeros(count, np.uint8)
    kept[1:] = np.maximum(stats[1:, 2], stats[1:, 3]) >= max(3, 0.12 * size)
    return np.asarray(kept[labels], dtype=np.uint8)
