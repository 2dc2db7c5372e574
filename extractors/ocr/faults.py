"""What in the ink of a line speaks against a reading.

Recognisers that were trained apart still lose the same point, the same narrow digit, the same minus
sign. The ink has not lost them.
"""

from __future__ import annotations

import re
import statistics
from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from extractors.ocr.columns import DARK, Column, Sign, columns
from extractors.ocr.folding import DIGITS, folded, is_figure, is_garbled
from extractors.ocr.lines import InkLine
from schemas.ocr import LineReading

CUT = "ink that runs into the ruling"

_NARROW = DIGITS | frozenset(".,-")

_PITCH = 1.6
"""Times the usual distance of two digits between which nothing can be lost."""

_POINT, _COMMA = 0.03, 0.09
"""Heights of a digit below its base line to which a point may reach, and from which on ink is a
comma's: on drawn pages points reach 0.06 at B and 0.15 at C, commas 0.1 and 0.06 at least."""

_OWN_REACH = 0.82
"""Text heights from a character's centre that its ink reaches: 0.68 at most where all were read,
0.98 at least where one was lost."""

_MALFORMED = (
    (re.compile(r",(?!\d{3}(?!\d))"), "a comma that parts no thousands"),
    (re.compile(r"^\d{1,3}(\.\d{3})+\.\d"), "points where commas stand"),
    (re.compile(r"%\d"), "a digit behind %, which may be ‰"),
)


def faults_of(line: InkLine, reading: LineReading, size: float) -> str:
    """What in the ink speaks against a reading, in words; empty if nothing does."""
    if line.cut:
        return CUT
    width = line.ink.shape[1]
    signs = columns(line)
    size = max(size, _own_size(signs))
    positions = places(line, reading)
    reach = [0.42 * size if c.text in _NARROW else 0.68 * size for c in reading.chars]
    for sign in signs:
        if not any(
            abs(sign.centre - x) <= r + (sign.right - sign.left) / 2 - 0.25 * size
            for x, r in zip(positions, reach, strict=True)
        ):
            return "ink without a character"
    end = 0.08 * size  # a figure's own width varies, a lost one would be half a size away
    if positions[0] > reach[0] + end or width - positions[-1] > reach[-1] + end:
        return "ink before or after the characters"
    if _uneven(reading, positions, size):
        return "a gap in the pitch of the digits"
    if is_garbled(folded(reading.text)):
        return "a character that no figure holds"
    if is_figure(folded(reading.text)):
        return _points_and_bars(line, signs, reading)
    return ""


def lost_ink(line: InkLine, reading: LineReading, size: float) -> str:
    """Whether ink stands where a reading has no character: one may be lost; empty if none is.

    Han characters stand a text height apart, so that no ink of theirs is further than half of it
    from a centre; a reader's centres are right to a fifth of it.
    """
    if not reading.chars:
        return "ink without a character"
    inked = np.flatnonzero(line.ink.any(axis=0))
    near = np.abs(inked[:, None] - np.array(places(line, reading))).min(axis=1)
    high = max(size, float(line.ink.shape[0]))
    return "ink without a character" if near.max() > _OWN_REACH * high else ""


def places(line: InkLine, reading: LineReading) -> list[float]:
    """The middle of each character, in pixels from the left end of the line's ink."""
    return [c.centre * line.crop.shape[1] - line.margin for c in reading.chars]


def _own_size(signs: Sequence[Column]) -> float:
    """The height of Han characters beside which digits of this height are printed."""
    tall = [sign.bottom - sign.top for sign in signs if sign.sign is Sign.TALL]
    return 1.28 * statistics.median(tall) if tall else 0.0


def _uneven(reading: LineReading, positions: Sequence[float], size: float) -> bool:
    """Whether two digits stand further apart than digits do: one between them, or a point, may be
    lost."""
    gaps = [
        b - a
        for (left, a), (right, b) in pairwise(zip(reading.chars, positions, strict=True))
        if left.text in DIGITS and right.text in DIGITS
    ]
    if not gaps:
        return False
    return max(gaps) > (_PITCH * statistics.median(gaps) if len(gaps) > 2 else 0.9 * size)


def _points_and_bars(line: InkLine, signs: Sequence[Column], reading: LineReading) -> str:
    """Points and minus signs are counted in the ink; the recognisers alone are not believed."""
    text = folded(reading.text)
    for pattern, fault in _MALFORMED:
        if pattern.search(text):
            return fault
    fault = _points(line, signs, reading, [c for c in text if c in ".,"])
    if fault:
        return fault
    bars = sum(sign.sign is Sign.BAR for sign in signs)
    if bars > sum(text.count(c) for c in "-=≥≤±≠+"):
        return "a bar of ink that was not read"
    if not bars and text.startswith("-"):
        return "no bar of ink for the minus sign"
    return ""


def _points(
    line: InkLine, signs: Sequence[Column], reading: LineReading, named: Sequence[str]
) -> str:
    """Points and commas have to be as many as in the ink, and commas alone reach below the line.

    In bold print they may touch a digit, and are parted by their darker core; of thin strokes that
    leaves pieces, so it is looked at only for what was read. The rings of % may look like points,
    so what stands there is not looked at.
    """
    at = zip(reading.chars, places(line, reading), strict=True)
    end = min((x for c, x in at if c.text in "%‰％"), default=float(line.ink.shape[1]))
    points = _of(Sign.POINT, signs, end)
    if len(points) < len(named):
        signs = columns(line, DARK)
        points = _of(Sign.POINT, signs, end)
    if len(points) != len(named):
        return "points of ink and points read differ"
    tall = _of(Sign.TALL, signs, end)
    if not tall:
        return ""
    base = statistics.median(sign.bottom for sign in tall)
    high = statistics.median(sign.bottom - sign.top for sign in tall)
    for name, point in zip(named, points, strict=True):
        below = (point.bottom - base) / high
        if (name == "." and below >= _COMMA) or (name == "," and below <= _POINT):
            return "a point may be a comma, or a comma a point"
    return ""


def _of(kind: Sign, signs: Sequence[Column], end: float) -> list[Column]:
    return [sign for sign in signs if sign.sign is kind and sign.centre < end]
