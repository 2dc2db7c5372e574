"""Seals over print: the ink of coloured ones is told by colour, grey ones by their broad mid-grey.

A coloured seal is a filter over print and is divided out. A scan keeps colour at half its
resolution, so that thin strokes of a seal and its rims are nearly grey: there both readings of a
pixel, seal or print, are weighed, and where much was taken off the page says so.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

Grey = NDArray[np.uint8]
Mask = NDArray[np.bool_]

_SATURATED, _TINTED, _AROUND = 60, 11, 5.0
"""Difference between the channels, in grey levels, from which on ink has a colour, and from which
on a pixel beside such ink may belong to it, so many millimetres away at most."""

_RIM = 0.55
"""Millimetres round coloured ink in which its colourless rim may lie."""

_THINNEST = 75
"""Percentile of the levels of a page's strokes that stands for its thin print."""

_FAINT = 45
"""Grey levels above that of print from which on a blob under a coloured seal is none."""

_LUMA = np.array([0.299, 0.587, 0.114], np.float32)
"""Shares of red, green and blue in the lightness, which JPEG keeps at full resolution (T.871)."""

_COARSE = 2.5
"""Pixels: standard deviation of the blur that half resolution is to colour."""

_WEIGHT = 0.08
"""Lightness below which the seal's density is rather told by what lies round about."""

_ROUNDS = 6
"""Rounds of sharpening; more show no more."""

_PALE, _PAPER = 0.70, 0.88
"""What lets less light through is print as it is, and what lets through more is paper."""

_SEAL_ALONE = (0.58, 0.75)
"""The same for pixels no darker than the seal is by itself round about."""

_COLOURED, _ENOUGH = 0.2, 50
"""Least S / Y, and pixels that have it, from which a seal's ink is measured."""

_SQUARE, _MUCH = 0.6, 30.0
"""Millimetres of a square, and grey levels by which it is lightened on average where that may have
been print: a point, or the end of a stroke."""

_OPAQUE = 0.22
"""Lightness below which the seal alone is as dark as print."""

_MARGIN, _STRIP = 40, 1200
"""Pixels beside seals that are looked at with them, further than blur reaches; rows that are looked
at together, lest a page that is coloured all over takes a gigabyte."""

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
    sure = saturated(pixels).astype(np.uint8)
    if not sure.any():
        return sure > 0
    distance = cv2.distanceTransform(1 - sure, cv2.DIST_L2, 3)
    near = distance < _AROUND / 25.4 * dpi
    balanced = cv2.GaussianBlur(pixels, (0, 0), 1.0).astype(np.int16) - _tint(pixels)
    tint = balanced.max(axis=2) - balanced.min(axis=2)
    tinted = ((tint > _TINTED) & near).astype(np.uint8) | sure
    tinted = cv2.morphologyEx(tinted, cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8))
    return np.asarray(cv2.dilate(tinted, _disc(_RIM, dpi)), dtype=np.bool_)


def saturated(pixels: NDArray[np.uint8]) -> Mask:
    """Where ink is plainly of a colour."""
    return np.asarray(pixels.max(axis=2) - pixels.min(axis=2) > _SATURATED, dtype=np.bool_)


def _tint(pixels: NDArray[np.uint8]) -> NDArray[np.int16]:
    """What the paper's three channels have over its darkest: paper may be cream."""
    sample = pixels[::5, ::5].reshape(-1, 3)
    bright = sample[sample.max(axis=1) > 150]
    middle = np.median(bright if len(bright) else sample, axis=0)
    return np.asarray(middle - middle.min(), dtype=np.int16)


def print_level(grey: Grey, beside: Mask) -> float:
    """The grey level in the middle of a page's thin strokes, ``beside`` left out."""
    middle = (cv2.erode(grey, np.ones((3, 3), np.uint8)) == grey) & (grey < 190) & ~beside
    levels = grey[middle]
    return float(np.percentile(levels, _THINNEST)) if len(levels) > 100 else 70.0


def without_seal(
    grey: Grey,
    pixels: NDArray[np.uint8],
    light: NDArray[np.float32],
    seal: Mask,
    dpi: float,
    *,
    enlarged: float = 1.0,
) -> tuple[Grey, Mask]:
    """The evenly lit page without the coloured seal, its print as dark as it is beside it.

    ``pixels`` are the page, RGB, after it was ``enlarged`` so many times, and ``light`` the level
    of its paper round each of them, by which ``grey`` was made even. The second is where so much
    was taken off that it may have been print, which a coarse scan shows the paler, or where the
    seal is so dark that print under it would not show.
    """
    doubt = np.zeros(grey.shape, bool)
    if not seal.any():
        return grey, doubt
    ys, xs = np.nonzero(seal)
    columns = slice(max(0, int(xs.min()) - _MARGIN), int(xs.max()) + _MARGIN)
    paper = _paper_colour(grey, pixels, light, seal)
    through, result = np.zeros(grey.shape, np.uint8), grey.copy()
    for first in range(int(ys.min()), int(ys.max()) + 1, _STRIP):
        inner = slice(first, first + _STRIP)
        rows = slice(max(0, first - _MARGIN), first + _STRIP + _MARGIN)
        lit = pixels[rows, columns].astype(np.float32) / light[rows, columns, None]
        lit /= paper
        part = seal[rows, columns]
        under, whitened = _print_under(lit, part)
        own = np.zeros(part.shape, bool)
        own[inner.start - rows.start : inner.stop - rows.start] = True
        own &= part
        result[rows, columns][own] = np.clip(whitened * 255.0, 0, 255).astype(np.uint8)[own]
        through[rows, columns][own] = np.clip(under * 255.0, 0, 255).astype(np.uint8)[own]
        doubt[rows, columns] |= own & (whitened > _PALE) & (lit @ _LUMA < _OPAQUE)
    result = _without_remnants(result, seal, print_level(grey, seal))
    taken = np.where(seal, cv2.subtract(result, through), np.uint8(0))
    square = round(_SQUARE / 25.4 * dpi) | 1
    return result, doubt | (cv2.blur(taken, (square, square)) > _MUCH / enlarged)


def _paper_colour(
    grey: Grey, pixels: NDArray[np.uint8], light: NDArray[np.float32], seal: Mask
) -> NDArray[np.float32]:
    """The page's paper in the three channels, as shares of its light."""
    bare = np.flatnonzero((grey > 200) & ~seal)[::7]
    if len(bare) < 100:
        return np.ones(3, np.float32)
    shares = pixels.reshape(-1, 3)[bare] / light.reshape(-1)[bare, None]
    return np.asarray(np.median(shares, axis=0), dtype=np.float32)


def _print_under(
    lit: NDArray[np.float32], seal: Mask
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """What print lets through of the light under a seal, 0 to 1.

    A seal's ink is a filter in front of print: of a share c of each pixel it takes the share v of
    the light, in each channel another, and print takes the rest alike in all three. So the
    lightness is Y = p (1 - c v_Y), the lightest channel exceeds it by S = p c (v_Y - v_max), and
    p = Y + k S with k = v_Y / (v_Y - v_max), which the page tells where the seal lies on bare
    paper. Y is as sharp as the scan; S is known at half its resolution. It is sharpened by
    Richardson and Lucy's iteration (1972, 1974) under two bounds: no pixel is lighter than paper,
    and none holds more of the seal's ink than there is round about.

    The second has what may be the seal alone made paper.
    """
    lightness = np.clip(lit @ _LUMA, 0.02, None)
    excess = np.maximum(lit.max(axis=2) - lightness, 0.0)
    seen = _blurred(excess, 0.5)
    wide = _blurred(excess, 4 * _COARSE) / np.maximum(_blurred(lightness, 4 * _COARSE), 0.05)
    ratio = (seen + _WEIGHT * wide) / (_blurred(lightness, _COARSE) + _WEIGHT)  # S / Y, without p
    k, top = _inks(_blurred(lit, _COARSE).argmax(axis=2), lightness, ratio, seal)
    dense = np.minimum(1.8 * cv2.dilate(ratio, np.ones((5, 5), np.uint8)), 1.1 * top)
    most = np.clip(
        np.minimum((1.0 - lightness) / np.maximum(k, 0.1), lightness * dense), 1e-3, None
    )
    sharp = np.clip(ratio * lightness, 1e-3, most)
    for _ in range(_ROUNDS):
        wrong = np.maximum(seen, 1e-3) / np.maximum(_blurred(sharp, _COARSE), 1e-3)
        sharp = np.clip(sharp * _blurred(wrong, _COARSE), 1e-3, most)
    through = lightness + k * sharp
    bare = lightness * (1.0 + k * dense) > _PAPER  # as dark as the seal may be by itself
    low, high = (np.where(bare, a, b) for a, b in zip(_SEAL_ALONE, (_PALE, _PAPER), strict=True))
    rising = np.clip((through - low) / (high - low), 0.0, 1.0)
    return through, np.asarray(through + (1.0 - through) * rising, dtype=np.float32)


def _inks(
    hue: NDArray[np.int64], lightness: NDArray[np.float32], ratio: NDArray[np.float32], seal: Mask
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """The factor k of the ink in each pixel, by the channel ``hue`` that it leaves lightest, and
    S / Y where that ink is densest."""
    k, top = np.zeros(hue.shape, np.float32), np.zeros(hue.shape, np.float32)
    inner = cv2.erode(seal.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    for channel in range(3):
        own = inner & (hue == channel) & (ratio > _COLOURED)
        if own.sum() < _ENOUGH:
            continue
        dense = own & (ratio > 0.85 * np.percentile(ratio[own], 97))
        found = (1.0 / lightness[dense] - 1.0) / ratio[dense]
        k[hue == channel] = np.percentile(found, 40)  # print makes it greater
        top[hue == channel] = np.median(ratio[dense])
    return k, top


def _blurred(values: NDArray[np.float32], pixels: float) -> NDArray[np.float32]:
    return np.asarray(cv2.GaussianBlur(values, (0, 0), pixels), dtype=np.float32)


def _without_remnants(grey: Grey, seal: Mask, level: float) -> Grey:
    """Blobs under a seal that are nowhere as dark as print go."""
    inked = (grey < 225) & cv2.dilate(seal.astype(np.uint8), np.ones((3, 3), np.uint8)).astype(bool)
    count, labels = cv2.connectedComponents(inked.astype(np.uint8), connectivity=8)
    darkest = np.full(count, 255, np.int32)
    np.minimum.at(darkest, labels[inked], grey[inked].astype(np.int32))
    reaches = np.zeros(count, bool)  # blobs that go on outside the seal are judged there
    rim = inked & ~seal
    reaches[labels[rim]] = True
    gone = (darkest > level + _FAINT) & ~reaches
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
