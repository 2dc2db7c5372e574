"""Horizontal bars among words: 一, 二 and dashes, told by their ink where readers take one for
another or see none.

一 is 0.75 to 1.0 of the height of Han print in width, a hyphen two thirds at most; two bars of that
width side by side are a double dash. A dash as wide as 一 is an even, level and thin bar; 一 is
thicker (sans), or has a serif at its right end (Song), or rises and swells (Kai). Measured on the
print of six fonts in three grades of scan: dashes 0.03 to 0.07 em thick, ends at most 1.3 times as
thick as the middle, level to 0.025; 一 of sans 0.07 em and more, serifs from 1.5 times on.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np

from extractors.ocr.columns import Column, Sign, columns, paper_cut
from extractors.ocr.lines import InkLine
from schemas.ocr import CharReading, LineReading

_BARS = frozenset("-—–―‒−─一_－﹣~")
_WIDE, _WIDEST = 0.7, 1.25
_TOLD = 0.9
"""The probability given to a character that geometry tells."""

_THIN, _EVEN, _LEVEL = 0.062, 1.3, 0.03
"""Em that a dash is thick, how much thicker its ends may be than its middle, and its slope."""
_PALE_INK = 190.0
"""Darkness of print at least: the ink of a thin bar, which blur spreads, is weighed against it."""


def one_bar(line: InkLine) -> bool:
    """Whether a flat line is one bar and not two, as = is: no paper shows between its rows."""
    dark = 255.0 - paper_cut(line).astype(np.float64)
    rows = dark.mean(axis=1)
    lit = np.flatnonzero(rows >= 0.5 * rows.max())
    between = rows[lit[0] : lit[-1] + 1]
    return bool(between.min() >= 0.5 * rows.max())


def is_dash(line: InkLine, size: float) -> bool:
    """Whether a lone bar as wide as a character is a dash, and no font's 一, by its ink alone.

    ``size`` is the height of Han print in pixels. False where the bar may be either.
    """
    dark = 255.0 - paper_cut(line).astype(np.float64)
    width = dark.shape[1]
    if width < 8:
        return False
    weight = dark.sum(axis=0) / max(_PALE_INK, float(dark.max()))
    fifth = width // 5
    middle = float(np.median(weight[fifth : width - fifth]))
    ends = max(float(weight[:fifth].max()), float(weight[-fifth:].max()))
    rows = np.arange(dark.shape[0], dtype=np.float64)[:, None]
    heights = (dark * rows).sum(axis=0) / np.maximum(dark.sum(axis=0), 1.0)
    slope = float(np.polyfit(np.arange(width), heights, 1)[0])
    return 0 < middle <= _THIN * size and ends <= _EVEN * middle and abs(slope) <= _LEVEL


def with_bars(line: InkLine, reading: LineReading, size: float) -> LineReading:
    """The reading with lone bars as wide as a character put right, and added where missing."""
    wide = [c for c in columns(line) if _is_wide_bar(c, size)]
    if not wide:
        return reading
    chars = list(reading.chars)
    scale, margin = line.crop.shape[1], line.margin
    for bar in wide:
        place = (bar.centre + margin) / scale
        pair = any(_side_by_side(a, b, size) for a, b in pairwise(wide) if bar in (a, b))
        text = "—" if pair else "一"
        near = [i for i, c in enumerate(chars) if abs(c.centre - place) * scale < 0.55 * size]
        held = [i for i in near if chars[i].text in _BARS]
        if held:
            index = min(held, key=lambda i: abs(chars[i].centre - place))
            if chars[index].text != text:
                chars[index] = replace(chars[index], text=text, probability=_TOLD, others=())
        elif not near:
            after = next((i for i, c in enumerate(chars) if c.centre > place), len(chars))
            chars.insert(after, CharReading(text, _TOLD, place))
    return LineReading(tuple(chars))


def _is_wide_bar(column: Column, size: float) -> bool:
    width = column.right - column.left
    return column.sign is Sign.BAR and _WIDE * size <= width <= _WIDEST * size


def _side_by_side(a: Column, b: Column, size: float) -> bool:
    return b.left - a.right <= 0.25 * size and abs(a.top - b.top) <= 0.15 * size
