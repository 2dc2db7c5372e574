"""Which way up a sheet is, told by trial: print is read in all four turns, the best one wins."""

from __future__ import annotations

import cv2
import numpy as np

from extractors.ocr import blobs
from extractors.ocr.engine import Recogniser
from extractors.ocr.lines import find_lines, inset_of, text_height
from extractors.ocr.prepare import Sheet
from extractors.ocr.rulings import find_rulings
from extractors.ocr.upright import turned

_SAMPLE = 8
_PLAIN = 0.80
"""Mean probability of Han characters from which on the page as it stands needs no trial."""


def quarter_turns(sheet: Sheet, reader: Recogniser) -> int:
    """Quarter turns, clockwise, after which the sheet is upright; 0 where nothing tells."""
    best, most = 0, 0.0
    for quarters in (0, 1, 3, 2):
        score = _legibility(turned(sheet, quarters), reader)
        if score > most + 0.1:
            best, most = quarters, score
        if most >= _PLAIN:
            break
    return best


def _legibility(sheet: Sheet, reader: Recogniser) -> float:
    """How sure the reader is of Han characters in a sample of the sheet's lines, 0 to 1.

    Figures do not count: 0, 1, 6, 8 and 9 read either way up. Lines in which few are seen weigh
    less than such in which a character stands for every letter's width. Recognisers read upright
    Han print in a column laid on its side as well, so that labels written downward are legible on a
    sheet that lies on its side: the share of all lines that run across counts too.
    """
    rulings = find_rulings(sheet)
    walls = blobs.ruled(sheet, rulings)
    sheet = blobs.without_rulings(sheet, rulings)
    ink = sheet.ink
    size = text_height(_heights(ink), sheet.dpi)
    crops = []
    margin = inset_of(sheet.dpi) + 1
    boxes = blobs.free_lines(ink, size, walls)
    for x0, top, x1, bottom in _sample(boxes, size):
        box = (x0 - margin, top - margin, x1 + margin, bottom + margin)
        crops += find_lines(sheet, box, size)[:2]
    if not crops:
        return 0.0
    seen = wanted = 0.0
    for line, reading in zip(crops, reader.read([c.crop for c in crops]), strict=True):
        wanted += max(1.0, line.ink.shape[1] / (1.15 * size))
        seen += sum(c.probability for c in reading.chars if "\u4e00" <= c.text <= "\u9fff")
    return min(1.0, seen / wanted) * _across(boxes, size)


def _across(boxes: list[tuple[int, int, int, int]], size: float) -> float:
    """Of the lines of some length, the share that run across the sheet and not down it."""
    wide = sum(b[2] - b[0] >= 4 * size and b[3] - b[1] <= 2.5 * size for b in boxes)
    tall = sum(b[3] - b[1] >= 4 * size and b[2] - b[0] <= 2.5 * size for b in boxes)
    return wide / max(1, wide + tall)


def _sample(boxes: list[tuple[int, int, int, int]], size: float) -> list[tuple[int, int, int, int]]:
    """Lines of some length, spread over the sheet."""
    fit = [b for b in boxes if 4 * size <= b[2] - b[0] <= 30 * size and b[3] - b[1] <= 2.5 * size]
    step = max(1, len(fit) // _SAMPLE)
    return fit[::step][:_SAMPLE]


def _heights(ink: np.ndarray) -> list[int]:
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink.astype(np.uint8), connectivity=8)
    return [int(max(s[2], s[3])) for s in stats[1:]]
