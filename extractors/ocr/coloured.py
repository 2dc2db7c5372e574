"""Print and rulings in colour made grey, as dark as they are: only seals are to be taken off.

Figures in red or blue are print, and so are the borders that office programs draw in colour. They
are told from seals by shape: a line of print is low, a ruling is long, straight and thin; a seal is
neither, and what lies close to one may be a piece of it.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.ocr.seals import saturated

Pixels = NDArray[np.uint8]
Mask = NDArray[np.bool_]

_TOGETHER = 1.5
"""Millimetres of paper that part two clusters of coloured ink."""

_SEAL, _LOW = 10.0, 8.0
"""Millimetres that a seal is wide and high at least, and a line of print is low at most, its rim
included."""

_PIECE = 5.0
"""Millimetres round a seal in which low ink may be a piece of it."""

_TABLE, _RUN, _DRIFT = 60.0, 20.0, 0.35
"""Millimetres that a cluster with coloured rulings measures at least, that such a ruling is long,
and by which a skewed one leaves its row on either side: no arc of a seal's ring is as straight."""

_THICKEST, _RIM = 3.5, 1.6
"""Millimetres: what is thicker is no ruling; a ruling with the rim that a scan gives to colour."""


def with_coloured_print(pixels: Pixels, ink: Mask, dpi: float) -> Pixels:
    """The page image, RGB, with coloured print and rulings as dark as their darkest channel.

    ``ink`` is where it is coloured; the image itself is given back where all of that is seals.
    """
    if not ink.any():
        return pixels
    # Colour makes thin lines whole, and only plain colour tells them from a pale fill beside them.
    drawn = _with_rim(_rulings(ink, dpi) | _rulings(saturated(pixels), dpi), ink, dpi)
    drawn |= _low_print(ink & ~drawn, dpi)
    if not drawn.any():
        return pixels
    result = pixels.copy()
    result[drawn] = pixels[drawn].min(axis=1)[:, None]
    return result


def _rulings(ink: Mask, dpi: float) -> Mask:
    """Long straight thin runs of coloured ink, in clusters larger than a seal."""
    found = np.zeros(ink.shape, bool)
    unit = dpi / 25.4
    for part, inside in _clusters(ink, dpi):
        if max(inside.shape) < _TABLE * unit or _at_edge(part, ink):
            continue
        mask = inside.astype(np.uint8)
        thick, long, drift = (round(mm * unit) for mm in (_THICKEST, _RUN, 2 * _DRIFT))
        thin = cv2.subtract(
            mask, cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((thick, thick), np.uint8))
        )
        wide = cv2.dilate(thin, np.ones((drift | 1, drift | 1), np.uint8))
        for run in ((1, long), (long, 1)):
            runs = cv2.morphologyEx(wide, cv2.MORPH_OPEN, np.ones(run, np.uint8))
            found[part] |= (runs > 0) & inside
    return found


def _with_rim(rulings: Mask, ink: Mask, dpi: float) -> Mask:
    """The rulings as wide as a scan shows their colour; pale fills beside them stay as they are."""
    side = round(_RIM / 25.4 * dpi) | 1
    wide = cv2.dilate(rulings.astype(np.uint8), np.ones((side, side), np.uint8)) > 0
    return np.asarray(wide & ink, dtype=np.bool_)


def _low_print(ink: Mask, dpi: float) -> Mask:
    """Clusters as low, or as narrow, as a line of print, none near a seal or at the sheet's edge,
    where a scanner shows its own ground."""
    unit = dpi / 25.4
    clusters = list(_clusters(ink, dpi))
    near = np.zeros(ink.shape, bool)
    reach = round(_PIECE * unit)
    for (rows, columns), inside in clusters:
        if min(inside.shape) >= _SEAL * unit:
            around = (
                slice(max(0, rows.start - reach), rows.stop + reach),
                slice(max(0, columns.start - reach), columns.stop + reach),
            )
            near[around] = True
    found = np.zeros(ink.shape, bool)
    for part, inside in clusters:
        low = min(inside.shape) <= _LOW * unit
        if low and not _at_edge(part, ink) and not near[part].any():
            found[part] |= inside
    return found


def _at_edge(part: tuple[slice, slice], ink: Mask) -> bool:
    return any(p.start == 0 or p.stop == side for p, side in zip(part, ink.shape, strict=True))


def _clusters(ink: Mask, dpi: float) -> list[tuple[tuple[slice, slice], Mask]]:
    """Where clusters of ink lie, tight round them, and the ink that is theirs."""
    gap = round(_TOGETHER / 2 / 25.4 * dpi) * 2 + 1
    joined = cv2.dilate(ink.astype(np.uint8), np.ones((gap, gap), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(joined)
    found = []
    for index in range(1, count):
        left, top, width, height = (int(v) for v in stats[index][:4])
        box = slice(top, top + height), slice(left, left + width)
        own = ink[box] & (labels[box] == index)
        rows, columns = np.flatnonzero(own.any(axis=1)), np.flatnonzero(own.any(axis=0))
        inner = slice(int(rows[0]), int(rows[-1]) + 1), slice(int(columns[0]), int(columns[-1]) + 1)
        place = tuple(
            slice(o.start + i.start, o.start + i.stop) for o, i in zip(box, inner, strict=True)
        )
        found.append(((place[0], place[1]), own[inner]))
    return found
