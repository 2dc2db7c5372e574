"""A scanned page made ready for reading: seals off, light evened, skew taken out.

Pixels are arrays with the row first; grey levels run from 0 (ink) to 255 (paper).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.ocr.coloured import with_coloured_print
from extractors.ocr.fills import without_dark_fills
from extractors.ocr.seals import coloured_ink, grey_seals, without_seal

Grey = NDArray[np.uint8]
Mask = NDArray[np.bool_]

_PALEST = 212.0
"""Grey level of evenly lit paper below which noise does not reach."""

_FEW, _DOTTED = 100.0, 0.8
"""Millimetres of horizontal strokes in all below which a page has no drawn rulings to speak of, and
the gaps between the dots of dotted ones."""

FINE_ENOUGH = 200.0
"""Dots per inch to which coarser pages are enlarged: their strokes are a pixel wide and less, which
no threshold keeps in one piece, while the grey levels between pixels still do."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page ready for reading.

    ``grey`` is upright, evenly lit and free of coloured seals; ``ink`` its dark pixels;
    ``stamped`` the pixels that a coloured seal's ink covered; ``at_risk`` those where ink was taken
    away, so that print there may have lost a part; ``covered`` the outlines of grey seals, within
    which nothing tells print from seal, and where a coloured one may have taken print with it.
    ``skew`` is the angle in degrees that was taken out, counter-clockwise positive.
    ``dpi`` is the resolution of the pixels.
    """

    grey: Grey
    ink: Mask
    stamped: Mask
    skew: float
    dpi: float
    at_risk: Mask
    covered: Mask


def prepare(pixels: NDArray[np.uint8], dpi: float) -> Sheet:
    """The sheet of a page image of shape (height, width, 3), RGB, without quarter turns.

    The sheet's resolution may be finer than the image's ``dpi``.
    """
    scale = max(1.0, FINE_ENOUGH / dpi)
    if scale > 1.0:
        pixels = np.asarray(
            cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC),
            dtype=np.uint8,
        )
        dpi = FINE_ENOUGH
    pixels = without_dark_fills(pixels, dpi)
    stamped = coloured_ink(pixels, dpi)
    printed = with_coloured_print(pixels, stamped, dpi)
    if printed is not pixels:
        pixels, stamped = printed, coloured_ink(printed, dpi)
    brightest = without_colour(pixels)
    light = paper_light(brightest, dpi)
    even = even_light(brightest, light)
    grey, doubt = without_seal(even, pixels, light, stamped, dpi, enlarged=scale)
    angle = skew_of(grey, dpi)
    if abs(angle) > 0.02:
        grey = rotate(grey, angle, 255)
        stamped, doubt = (
            rotate(m.astype(np.uint8) * 255, angle, 0) > 127 for m in (stamped, doubt)
        )
    risk = np.zeros(grey.shape, bool)
    return Sheet(grey, ink_of(grey), stamped, angle, dpi, risk, grey_seals(grey, dpi) | doubt)


def without_colour(pixels: NDArray[np.uint8]) -> Grey:
    """Grey levels in which red and blue ink is nearly paper and black ink, under it too, is dark.

    The greatest channel of a pixel: a seal is bright in its own colour, black ink in none.
    """
    return np.asarray(pixels.max(axis=2), dtype=np.uint8)


def even_light(grey: Grey, light: NDArray[np.float32]) -> Grey:
    """The page divided by the level of its own paper, which becomes 255."""
    ratio = grey.astype(np.float32) / light
    return np.asarray(np.clip(ratio * 255.0, 0, 255), dtype=np.uint8)


def paper_light(grey: Grey, dpi: float) -> NDArray[np.float32]:
    """The level of the paper around each point, 1 to 255.

    It is found on a small copy, as the closing over an area wider than any stroke or ruling
    (4 mm), smoothed.
    """
    scale = min(1.0, 50 / dpi)
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    size = max(3, round(4 / 25.4 * dpi * scale)) | 1
    paper = cv2.morphologyEx(
        small, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size))
    )
    paper = cv2.GaussianBlur(paper, (0, 0), size)
    full = cv2.resize(paper, (grey.shape[1], grey.shape[0]), interpolation=cv2.INTER_LINEAR)
    return np.maximum(full.astype(np.float32), np.float32(1.0))


def ink_of(grey: Grey) -> Mask:
    """Dark pixels, and the paler ones that are connected with them: thin strokes fade to grey.

    Dark is what Otsu's threshold says, kept within the range that evenly lit paper allows.
    """
    level, _ = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    dark = float(np.clip(level, 110, 200))
    pale = (grey < min(dark + 45, _PALEST)).astype(np.uint8)
    count, labels = cv2.connectedComponents(pale, connectivity=8)
    holds = np.zeros(count, bool)
    holds[labels[grey < dark]] = True
    holds[0] = False
    result: Mask = holds[labels]
    return result


def skew_of(grey: Grey, dpi: float) -> float:
    """The page's skew in degrees, from its long horizontal strokes; 0 where there are none.

    Every connected run of horizontal ink longer than 15 mm votes with the slope of the line
    fitted through it, by its length; the answer is the weighted median. Where there are hardly
    any, dotted and dashed rulings may be: then ink counts as a run over small gaps too.
    """
    ink = ink_of(grey).astype(np.uint8)
    votes = _slopes(ink, dpi)
    if sum(weight for _, weight in votes) < _FEW / 25.4 * dpi:
        gap = max(3, round(_DOTTED / 25.4 * dpi)) | 1
        dotted = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((1, gap), np.uint8))
        votes = _slopes(np.asarray(dotted, dtype=np.uint8), dpi) or votes
    return _weighted_median(votes)


def _slopes(ink: NDArray[np.uint8], dpi: float) -> list[tuple[float, float]]:
    """Slope in degrees and length in pixels of every long run of horizontal ink."""
    run = max(15, round(3 / 25.4 * dpi))
    lines = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((1, run), np.uint8))
    lines = cv2.dilate(lines, np.ones((3, 5), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(lines, connectivity=8)
    votes: list[tuple[float, float]] = []
    least = 15 / 25.4 * dpi
    for index in range(1, count):
        left, top, width, height, area = (int(v) for v in stats[index])
        if width < least or height > width / 6 or area < width:
            continue
        ys, xs = np.nonzero(labels[top : top + height, left : left + width] == index)
        slope = np.polyfit(xs, ys, 1)[0]
        votes.append((math.degrees(math.atan(slope)), float(width)))
    return votes


def rotate(image: NDArray[np.uint8], angle: float, fill: int) -> NDArray[np.uint8]:
    """The image turned about its centre by ``angle`` degrees counter-clockwise, same size."""
    height, width = image.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    turned = cv2.warpAffine(image, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=fill)
    return np.asarray(turned, dtype=np.uint8)


def _weighted_median(votes: list[tuple[float, float]]) -> float:
    if not votes:
        return 0.0
    votes = sorted(votes)
    half = sum(weight for _, weight in votes) / 2
    seen = 0.0
    for value, weight in votes:
        seen += weight
        if seen >= half:
            return value
    return votes[-1][0]
