"""Horizontal bars among words: 一, 二 and dashes, told by their ink where readers take one for
another or see none.

一 is 0.75 to 1.0 of the height of Han print in width, a hyphen two thirds at most; two bars of that
width side by side are a double dash.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from extractors.ocr.columns import Column, Sign, columns
from extractors.ocr.lines import InkLine
from schemas.ocr import CharReading, LineReading

_BARS = frozenset("-—–―‒−─一_－﹣~")
_WIDE, _WIDEST = 0.7, 1.25
_TOLD = 0.9
"""The probability given to a character that geometry tells."""


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
