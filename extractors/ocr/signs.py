"""Signs by their ink: = ≥ ≤ > <, a slash, a tick.

Readers agree on > for ≥ and on 1 for / more often than on anything else that is wrong, and know
neither well; their shapes are plain. What is told here is one witness, to be heard beside a
reader's word or against it.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.ocr.columns import paper_cut
from extractors.ocr.lines import InkLine

Ink = NDArray[np.bool_]

SIGNS = frozenset("=≥≤><")
"""The signs that ``leading`` tells apart."""

TICKS = frozenset("√✓✔VvYJ")
"""What readers make of a tick."""

_DARK, _PALE = 170, 200
"""Grey levels below which a stroke is ink; thin strokes of large print are paler."""
_AROUND = 0.4
"""Text heights from the middle that a reader names for a sign to the middle of its parts."""

_FLAT, _THIN = 0.34, 0.3
"""Greatest height of a level bar, and thickness of a slanted one, by its width."""

_STEEP, _NEAR = 0.24, 0.04
"""Least run by rise of a slash (an italic 1 leans less), and how far its ink may lie from one
straight line, by its height."""


def leading(line: InkLine) -> str:
    """The sign of comparison with which a line begins, by its ink; empty if none is plain."""
    grey = paper_cut(line)
    for level in (_DARK, _PALE):
        parts = _first_parts(np.asarray(grey < level, dtype=np.bool_))
        sign = comparison(parts)
        if sign or len(parts) > 1:
            return sign
    return ""


def standing_at(line: InkLine, at: float, size: float) -> str:
    """The sign of comparison whose middle is ``at`` pixels from the left end of a line's ink, told
    by its own ink; empty if none is plain. ``size`` is the height of Han print."""
    grey = paper_cut(line)
    parts = _parts(np.asarray(grey < _DARK, dtype=np.bool_))
    near = [ink for left, right, ink in parts if abs((left + right) / 2 - at) <= _AROUND * size]
    return comparison(near)


def comparison(parts: Sequence[Ink]) -> str:
    """Which of = ≥ ≤ > < the connected parts of one sign are, from the top; empty if it is none, or
    not plainly so. The parts are masks of one shape."""
    if len(parts) == 1:
        return _angle(_tight(parts[0]))
    if len(parts) != 2:
        return ""
    width = _tight(np.asarray(parts[0] | parts[1], dtype=np.bool_)).shape[1]
    upper, lower = _tight(parts[0]), _tight(parts[1])
    if min(upper.shape[1], lower.shape[1]) < 0.7 * width or not _is_stroke(lower):
        return ""
    if max(upper.shape[0] / upper.shape[1], lower.shape[0] / lower.shape[1]) <= _FLAT:
        return "=" if _is_stroke(upper) else ""
    if upper.shape[0] < 1.2 * lower.shape[0]:
        return ""
    return {">": "≥", "<": "≤"}.get(_angle(upper), "")


def _first_parts(ink: Ink) -> list[Ink]:
    """The connected parts that stand over the leftmost one, from the top."""
    parts = _parts(ink)
    if not parts:
        return []
    left, right, _ = min(parts, key=lambda part: part[0])
    return [one for start, end, one in parts if left <= (start + end) / 2 <= right]


def _parts(ink: Ink) -> list[tuple[int, int, Ink]]:
    """Left and right end and mask of every connected part, from the top; specks do not count."""
    least = max(2, 0.02 * ink.shape[0] ** 2)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink.astype(np.uint8), connectivity=8)
    large = [i for i in range(1, len(stats)) if stats[i][4] >= least]
    large.sort(key=lambda i: 2 * int(stats[i][1]) + int(stats[i][3]))
    return [
        (int(stats[i][0]), int(stats[i][0] + stats[i][2]), np.asarray(labels == i, dtype=np.bool_))
        for i in large
    ]


def is_slash(line: InkLine) -> bool:
    """Whether a line is one straight stroke that rises to the right: / and neither 1 nor 7."""
    told = _slant(line)
    return told is not None and told[0] >= _STEEP and told[1] <= _NEAR


def may_be_slash(line: InkLine) -> bool:
    """Whether a lone stroke rises to the right enough for readers' 1 to be a slash."""
    height, width = line.ink.shape
    told = _slant(line)
    return told is not None and told[0] >= 0.12 and 0.15 * height <= width <= height


def is_tick(line: InkLine) -> bool:
    """Whether a line is √: a short stroke down, a long one up to the right, none down again."""
    ink = _tight(np.asarray(paper_cut(line) < _DARK, dtype=np.bool_))
    if not ink.size or not 0.4 <= ink.shape[1] / ink.shape[0] <= 1.6:
        return False
    height, width = ink.shape
    low = float(np.flatnonzero(ink[-max(1, height // 8) :].any(axis=0)).mean()) / width
    if not 0.12 <= low <= 0.55:
        return False
    left = ink[:, : max(1, round(low * width * 0.6))]
    top = ink[: max(1, height // 8)]
    bottom = ink[-max(1, height // 5) :, round((low + 0.25) * width) :]
    starts = int(np.flatnonzero(left.any(axis=1)).min()) if left.any() else 0
    reaches = float(np.flatnonzero(top.any(axis=0)).min()) / width
    return starts >= 0.3 * height and reaches >= low + 0.1 and not bottom.any()


def _slant(line: InkLine) -> tuple[float, float] | None:
    """Run by rise of the straight line through all ink, and the spread about it by the height."""
    ys, xs = np.nonzero(line.ink)
    height = line.ink.shape[0]
    if len(xs) < height or np.ptp(ys) == 0 or line.ink.shape[1] > height:
        return None
    slope, start = np.polyfit(-ys, xs, 1)
    spread = float(np.abs(xs + slope * ys - start).max())
    stroke = float(np.median(line.ink.sum(axis=1)))
    return float(slope), max(0.0, spread - stroke / 2) / height


def _tight(ink: Ink) -> Ink:
    rows, columns_ = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    if not len(rows):
        return ink[:0, :0]
    return ink[rows[0] : rows[-1] + 1, columns_[0] : columns_[-1] + 1]


def _is_stroke(ink: Ink) -> bool:
    """Whether ink is one thin straight stroke, more level than upright."""
    ys, xs = np.nonzero(ink)
    if np.ptp(xs) == 0 or ink.shape[0] > 0.8 * ink.shape[1]:
        return False
    slope, start = np.polyfit(xs, ys, 1)
    return bool(np.abs(ys - slope * xs - start).max() <= _THIN / 2 * ink.shape[1])


def _mirrored(ink: Ink) -> bool:
    """Whether the lower half is the upper one's mirror image: no bar has run into an angle."""
    half = ink.shape[0] // 2
    upper, lower = int(ink[:half].sum()), int(ink[-half:].sum())
    if not 0.75 * upper <= lower <= 1.33 * upper:
        return False
    near = cv2.dilate(ink[::-1].astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    return bool((ink & near).sum() >= 0.92 * ink.sum())


def _angle(ink: Ink) -> str:
    """> or < where ink is two strokes that meet in a point at one side and stand apart at the
    other, nothing between them."""
    height, width = ink.shape
    if not 0.45 * height <= width <= 2.5 * height or not _mirrored(ink):
        return ""
    side = max(1, round(0.14 * width))
    ends = {">": (ink[:, -side:], ink[:, :side]), "<": (ink[:, :side], ink[:, -side:])}
    for sign, (point, open_) in ends.items():
        rows = np.flatnonzero(point.any(axis=1)) / height
        apart = np.diff(np.flatnonzero(open_.any(axis=1)))
        meets = len(rows) > 0 and rows[0] >= 0.2 and rows[-1] <= 0.8
        if meets and (apart > 1).sum() == 1 and apart.max() >= 0.5 * height:
            return sign
    return ""
