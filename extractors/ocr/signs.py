"""Comparison signs by their ink: what two readers agree on but are unsure of may be borne out."""

from __future__ import annotations

import cv2
import numpy as np

from extractors.ocr.columns import paper_cut
from extractors.ocr.lines import InkLine

SIGNS = {"=": "two bars", "≥": "angle over bar", "≤": "angle over bar"}
"""What the ink of a sign is made of, for signs that are told from their neighbours by a bar."""

_SLANT, _STRAIGHT = 0.25, 0.93
"""Least width of a slash by its height, and how nearly its ink lies on one straight line."""

_FLAT = 0.34
"""Greatest height of a bar by its width."""


def comparison(line: InkLine) -> str:
    """``two bars``, ``angle over bar``, or nothing where the ink of the line is neither.

    The parts have to lie one over the other, each as wide as the whole, and apart.
    """
    grey = paper_cut(line)
    ink = (grey < 170).astype(np.uint8)
    height, width = ink.shape
    count, _, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    parts = sorted(
        (int(s[1]), int(s[3]), int(s[2])) for s in stats[1:count] if s[4] >= 0.02 * height * width
    )
    if len(parts) != 2 or min(wide for _, _, wide in parts) < 0.75 * width:
        return ""
    (_, upper, _), (_, lower, under) = parts
    if lower > _FLAT * under:
        return ""
    if upper <= _FLAT * width:
        return "two bars"
    return "angle over bar" if upper >= 2 * lower else ""


def is_slash(line: InkLine) -> bool:
    """Whether a line is one straight stroke that rises to the right: / and neither 1 nor 7."""
    return _slanted(line, _SLANT, _STRAIGHT)


def may_be_slash(line: InkLine) -> bool:
    """Whether a lone stroke rises to the right enough for readers' 1 to be a slash."""
    return _slanted(line, 0.15, 0.6)


def _slanted(line: InkLine, least: float, straight: float) -> bool:
    height, width = line.ink.shape
    if not least * height <= width <= height:
        return False
    ys, xs = np.nonzero(line.ink)
    if len(xs) < height or np.ptp(xs) == 0:
        return False
    return bool(np.corrcoef(xs, -ys)[0, 1] >= straight)
