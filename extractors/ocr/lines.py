"""Lines of print inside a cell, told by their ink. Pixel boxes are ``(x0, top, x1, bottom)``."""

from __future__ import annotations

import itertools
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from extractors.ocr.prepare import Grey, Mask, Sheet

PixelBox = tuple[int, int, int, int]

_INSET = 0.35
"""Millimetres inside a cell's box in which its rulings may still show."""

_SPECK = 0.17
"""Millimetres: a blob smaller both ways is dirt."""


_REMNANT = 0.85
"""Share of a cell's side that slim ink at its edge must run along to be what is left of a ruling.
No single line of print is as high, so a 1 that stands at the edge stays."""

_POINT = 0.12
"""Text heights: what is smaller is no line of print by itself."""

_LONGEST = 3.0
"""Text heights: no dash at the edge of a cell is longer."""

_GOES_ON, _BEYOND, _SIGN = 0.35, 0.6, 0.01
"""Text heights: how near the next character of a number stands at most, and how near a number is to
a ruling at which print on the other side may be its own; squares of it that its ink takes."""

_NEAR_SEAL = 0.4
"""Millimetres round a line in which a seal may have left its rim in it."""

_SHORTEST, _THINNER, _HAIRLINE = 0.35, 0.3, 20
"""Text heights that a pale bar is wide at least, and below which it is thin; grey levels by which
it is darker, on average along its width, than the paper over and under it."""

_TALLER, _ALIKE, _SHARE = 1.5, 0.95, 0.08
"""How much taller than the middle one Han print may be, heights that count as one, and the share
of a page's bands that must have such a height."""


@dataclass(frozen=True, slots=True)
class InkLine:
    """One printed line: its box on the sheet, ink mask and grey crop with a margin of paper.

    ``margin`` is the width of the paper left and right of the ink in ``crop``, in pixels.
    ``cut`` says that the ink runs into a side of the cell, where it may go on; ``stamped`` that a
    coloured seal lies over it or beside it, ``covered`` that it lies within a grey one.
    """

    box: PixelBox
    ink: Mask
    crop: Grey
    margin: int
    cut: bool = False
    stamped: bool = False
    covered: bool = False


def inset_of(dpi: float) -> int:
    """Pixels inside a cell's box in which its rulings may still show."""
    return round(_INSET / 25.4 * dpi)


def cell_ink(sheet: Sheet, cell: PixelBox) -> tuple[PixelBox, Mask]:
    """The ink inside a cell without its rulings and without dirt, and the box it was taken from."""
    inset = inset_of(sheet.dpi)
    x0, top, x1, bottom = cell
    inner = (x0 + inset, top + inset, x1 - inset, bottom - inset)
    ink = sheet.ink[max(inner[1], 0) : max(inner[3], 0), max(inner[0], 0) : max(inner[2], 0)]
    if not ink.any():
        return inner, ink
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink.astype(np.uint8), connectivity=8)
    speck = _SPECK / 25.4 * sheet.dpi
    height, width = ink.shape
    kept = np.zeros(count, bool)
    for index in range(1, count):
        left, up, wide, high, area = (int(v) for v in stats[index])
        dirt = wide < speck and high < speck
        across = left == 0 or left + wide == width
        upright = up == 0 or up + high == height
        ruling = (upright and wide <= 2 * inset and high >= _REMNANT * height) or (
            across and high <= 2 * inset and wide >= _REMNANT * width
        )
        kept[index] = not dirt and not ruling and area > 1
    return inner, kept[labels]


def text_height(bands: Iterable[int], dpi: float) -> float:
    """The height of a line of Han print in pixels, from the heights of all bands of ink of a page.

    Lines of figures alone are a quarter lower; where they outnumber the others, the greatest
    height that a fair share of the bands has is that of Han print.
    """
    usual = sorted(band for band in bands if 2.0 <= band * 25.4 / dpi <= 7.0)
    if not usual:
        return 3.7 / 25.4 * dpi
    middle = float(statistics.median(usual))
    taller = [
        band
        for band in usual
        if middle < band <= _TALLER * middle
        and sum(_ALIKE * band <= b <= band / _ALIKE for b in usual) >= max(3, _SHARE * len(usual))
    ]
    return float(max(taller, default=middle))


def bands(ink: Mask) -> list[tuple[int, int]]:
    """Runs of rows that hold ink, from top to bottom, end exclusive."""
    return _runs(np.asarray(ink.any(axis=1), dtype=np.bool_))


def find_lines(sheet: Sheet, cell: PixelBox, size: float) -> list[InkLine]:
    """The printed lines of a cell from top to bottom; ``size`` is the page's text height."""
    (x0, top, x1, bottom), ink = cell_ink(sheet, cell)
    grey = sheet.grey[max(top, 0) : max(bottom, 0), max(x0, 0) : max(x1, 0)]
    ink = ink | pale_bars(grey, ink, size)
    if not ink.any():
        return []
    rows = _joined(bands(ink), size)
    rows = [part for row in rows for part in _split(ink, row, size)]
    rows = [row for row in rows if not _of_ruling(ink, row, inset_of(sheet.dpi), size)]
    rows = [row for row in rows if not _of_dirt(ink, row, size)]
    return [_line(sheet, ink, row, (max(x0, 0), max(top, 0)), size) for row in rows]


def pale_bars(grey: Grey, ink: Mask, size: float) -> Mask:
    """Level strokes of a cell that are too thin to be dark, apart from its ``ink``.

    A dash half a pixel high is grey and no threshold tells it from noise pixel by pixel; along its
    width it stands out. What touches the cell's upper or lower end is left of its rulings.
    """
    wide, high = round(_SHORTEST * size), round(_THINNER * size) | 1
    found = np.zeros(ink.shape, bool)
    if wide < 3 or grey.shape[0] <= 2 * high or grey.shape[1] <= 2 * wide:
        return found
    along = cv2.blur(grey, (wide, 1))
    hat = cv2.morphologyEx(along, cv2.MORPH_BLACKHAT, np.ones((high, 1), np.uint8))
    near = cv2.dilate(ink.astype(np.uint8), np.ones((high, 2 * wide + 1), np.uint8)).astype(bool)
    pale = (hat >= _HAIRLINE) & ~near
    pale[:, : wide // 2 + 1] = pale[:, -(wide // 2) - 1 :] = False
    if not pale.any():
        return found
    blobs = cv2.connectedComponentsWithStats(pale.astype(np.uint8))[2]
    for left, up, width, height, _ in blobs[1:]:
        inside = high // 2 < up and up + height < grey.shape[0] - high // 2
        if inside and width >= wide // 2 and height <= high // 2:
            found[up : up + height, left : left + width] = True
    return found


def _runs(filled: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> list[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.concatenate(([0], filled.astype(np.int8), [0]))))
    return [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]


def _joined(rows: Sequence[tuple[int, int]], size: float) -> list[tuple[int, int]]:
    """Bands that together are no higher than a line of print are one line (二 = ：)."""
    joined: list[tuple[int, int]] = []
    for row in rows:
        if joined and row[1] - joined[-1][0] <= 1.2 * size and row[0] - joined[-1][1] <= 0.6 * size:
            joined[-1] = (joined[-1][0], row[1])
        else:
            joined.append(row)
    return joined


def _split(ink: Mask, row: tuple[int, int], size: float) -> list[tuple[int, int]]:
    """A band as high as several lines is cut where it holds least ink."""
    start, end = row
    number = round((end - start) / (1.25 * size))
    if end - start <= 1.7 * size or number < 2:
        return [row]
    profile = ink[start:end].sum(axis=1)
    pitch, reach = (end - start) / number, max(1, int(size * 0.3))
    cuts = [start]
    for k in range(1, number):
        middle = round(k * pitch)
        low, high = max(1, middle - reach), min(len(profile) - 1, middle + reach)
        cuts.append(start + low + int(profile[low:high].argmin()))
    cuts.append(end)
    return list(itertools.pairwise(cuts))


def _of_ruling(ink: Mask, row: tuple[int, int], inset: int, size: float) -> bool:
    """Whether flat ink at the very top or bottom of a cell, longer than a dash, is what is left of
    a ruling that the scan broke into pieces."""
    top, bottom = row
    beside = bottom <= 2 * inset or top >= ink.shape[0] - 2 * inset
    across = np.flatnonzero(ink[top:bottom].any(axis=0))
    return beside and bottom - top <= inset and int(np.ptp(across)) >= _LONGEST * size


def _of_dirt(ink: Mask, row: tuple[int, int], size: float) -> bool:
    """Whether a row is a speck or two, as small as a point, which no line of print is by itself:
    read above a number it would make another of it."""
    if row[1] - row[0] >= _POINT * size:
        return False
    blobs = cv2.connectedComponentsWithStats(ink[row[0] : row[1]].astype(np.uint8))[2][1:]
    return len(blobs) <= 2 and bool(blobs[:, 2:4].max() < _POINT * size)


def _goes_on(sheet: Sheet, box: PixelBox, mask: Mask, size: float) -> bool:
    """Whether print stands beside a line, in the next cell, as near as its own next character, or
    at the very ruling.

    A number too wide for its column has a digit there, and what is left of it may be a number. Its
    characters stand no further apart there than elsewhere, but for the band that the ruling takes.
    """
    left, top, right, bottom = box
    band = 2 * inset_of(sheet.dpi) + 1
    inked = np.flatnonzero(mask.any(axis=0))
    apart = min(int(np.diff(inked).max(initial=0)) or size, _GOES_ON * size)
    near, further = round(apart) + band, round(_BEYOND * size) + band
    rows, at_ruling = sheet.ink[top:bottom], (sheet.ink & sheet.at_risk)[top:bottom]

    sides = slice(max(0, left - near), left), slice(right, right + near)
    beyond = slice(max(0, left - further), left), slice(right, right + further)
    return any(rows[:, side].sum() >= _SIGN * size * size for side in sides) or any(
        at_ruling[:, side].any() for side in beyond
    )


def _line(
    sheet: Sheet, ink: Mask, row: tuple[int, int], origin: tuple[int, int], size: float
) -> InkLine:
    """The crop holds paper round the ink, so that the recogniser sees strokes at full size."""
    columns = np.flatnonzero(ink[row[0] : row[1]].any(axis=0))
    left, right = int(columns[0]), int(columns[-1]) + 1
    box = (origin[0] + left, origin[1] + row[0], origin[0] + right, origin[1] + row[1])
    mask = ink[row[0] : row[1], left:right]
    missing = max(0, round(1.05 * size) - (row[1] - row[0]))
    pad = (round(0.22 * size), missing // 2 + round(0.16 * size))
    grey = sheet.grey[box[1] : box[3], box[0] : box[2]]
    other = sheet.ink[box[1] : box[3], box[0] : box[2]] & ~mask
    other = cv2.dilate(other.astype(np.uint8), np.ones((3, 3), np.uint8)).astype(bool) & ~mask
    clean = np.where(other, 255, grey).astype(np.uint8)
    crop = cv2.copyMakeBorder(
        clean, pad[1], pad[1], pad[0], pad[0], cv2.BORDER_CONSTANT, value=(255.0,)
    )
    risk = sheet.at_risk[box[1] : box[3], box[0] : box[2]]
    cut = left == 0 or right == ink.shape[1] or bool((risk & mask).any())
    cut = cut or _goes_on(sheet, box, mask, size)
    near = round(_NEAR_SEAL / 25.4 * sheet.dpi)
    rows = slice(max(0, box[1] - near), box[3] + near)
    across = slice(max(0, box[0] - near), box[2] + near)
    stamped, covered = (bool(part[rows, across].any()) for part in (sheet.stamped, sheet.covered))
    return InkLine(box, mask, np.asarray(crop, np.uint8), pad[0], cut, stamped, covered)
