"""Rulings of a scanned page: long straight runs of ink that meet one another."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.ocr.prepare import Sheet
from schemas.page import Ruling

Pixels = NDArray[np.uint8]

_SHORTEST = 3.6
"""Millimetres: the least run taken for a ruling, above the strokes of body text."""

_MEET = 1.2
"""Millimetres within which two rulings meet."""

_TOUCH = 0.6
"""Millimetres within which a run as short as strokes of print has to meet the rulings that hold it:
large print nearly fills a low row."""

_SURE = 12.0
"""Millimetres from which on a run is no stroke of print."""

_THICKEST = 1.8
"""Millimetres: what is thicker is an area, not a ruling."""

_PROTRUDES, _CROSSED, _FOLDS = 5.0, 2, 2
"""Millimetres by which a fold or a streak goes on beyond a table, how many rulings it crosses at
least, and how many of them a page has at most in one direction."""

_LIKE = 2
"""Rulings that one which crosses a single other has to begin and end with."""

_GAP = 0.8
"""Millimetres bridged along a ruling: the crossings and what a scan leaves out."""

_SEAL_GAP = 5.0
"""Millimetres bridged where a seal's ink was taken off, which may take a ruling's with it."""

_FAINTEST = 28
"""Grey levels below paper that a ruling must keep along its whole length."""


def find_rulings(sheet: Sheet) -> tuple[Ruling, ...]:
    """Horizontal and vertical rulings in points from the top left of the sheet.

    Runs longer than any stroke of print that meet two such runs of the other direction are
    rulings; a shorter run is one only if it is held by rulings at both of its ends, and print
    (a dash, an underline, strokes in a row) otherwise. Those that a line of print may be as long as
    must be drawn as densely as the rest. At the end of a page a table may have no last ruling:
    there runs that hang on one ruling and end together are rulings too. A run that goes on well
    beyond all that it crosses, at both ends, is a fold of the paper or a streak of the scanner.
    """
    return rulings_and_streaks(sheet)[0]


def rulings_and_streaks(sheet: Sheet) -> tuple[tuple[Ruling, ...], tuple[Ruling, ...]]:
    """What ``find_rulings`` gives, and the folds and streaks that are none."""
    across = _lone(sheet, _runs(sheet, horizontal=True), horizontal=True)
    down = _lone(sheet, _runs(sheet, horizontal=False), horizontal=False)
    reach, sure = _MEET / 25.4 * sheet.dpi, _SURE / 25.4 * sheet.dpi
    long_across = [run for run in across if run[2] - run[1] >= sure]
    long_down = [run for run in down if run[2] - run[1] >= sure]
    far = _PROTRUDES / 25.4 * sheet.dpi
    streaks_across = _streaks(long_across, long_down, reach, far)
    streaks_down = _streaks(long_down, long_across, reach, far)
    across = [run for run in across if run not in streaks_across]
    down = [run for run in down if run not in streaks_down]
    long_across = [run for run in long_across if run in across]
    long_down = [run for run in long_down if run in down]
    kept_across = [run for run in long_across if len(_met(run, long_down, reach)) >= 2]
    kept_down = [run for run in long_down if len(_met(run, long_across, reach)) >= 2]
    kept_across += _alike(long_across, kept_across, long_down, reach)
    kept_down += _alike(long_down, kept_down, long_across, reach)
    kept_across += [run for run in _lone_row(sheet, long_across, down) if run not in kept_across]
    kept_across = _unbroken(sheet, kept_across, horizontal=True)
    kept_down = _unbroken(sheet, kept_down, horizontal=False)
    solid_across = _solid(sheet, across, kept_across, _AS_DENSE, horizontal=True)
    solid_down = _solid(sheet, down, kept_down, _AS_DENSE, horizontal=False)
    for _ in range(2):  # a short run may end on a short one
        for runs, kept, others, horizontal in (
            (solid_across, kept_across, kept_down, True),
            (solid_down, kept_down, kept_across, False),
        ):
            rest = [run for run in runs if run not in kept]
            kept.extend(r for r in rest if _is_held(sheet, r, others, horizontal=horizontal))
            kept.extend(_cut_off(sheet, [run for run in rest if run not in kept], kept, others))
    return (
        _in_points(kept_across, kept_down, sheet.dpi),
        _in_points(streaks_across, streaks_down, sheet.dpi),
    )


def _in_points(across: list[Run], down: list[Run], dpi: float) -> tuple[Ruling, ...]:
    scale = 72 / dpi
    return tuple(
        Ruling(horizontal, position * scale, start * scale, end * scale)
        for horizontal, runs in ((True, across), (False, down))
        for position, start, end in runs
    )


_PALER, _AS_DENSE, _NEARLY_AS_DENSE = 0.4, 0.95, 0.9
"""Of the certain rulings' darkness, and of the share of their length that is dark: of short runs
and of longer ones. Strokes of a line of print in a row reach 0.7."""

_DOTTED, _ALIKE_DOTTED = 0.9, 0.8
"""Share of their length that dotted rulings are dark at most, and how alike longer ones are then: a
program spreads the dots evenly over each side of a cell."""

_BESIDE, _CENTRE, _ALONE = 0.8, 0.25, 0.75
"""Millimetres from a ruling's centre where paper is, millimetres that its own ink takes, and the
share of its length along which both sides must be paper (print may touch it here and there)."""

_BEYOND_DOUBT = 60.0
"""Millimetres from which on no line of print is one run."""

Run = tuple[float, float, float]
"""Position across the line, start and end along it, in pixels."""


def _runs(sheet: Sheet, *, horizontal: bool) -> list[Run]:
    """Thin straight runs, faint ones too: the darkness that holds all along the run counts."""

    def size(millimetres: float, *, along: bool) -> Pixels:
        long = max(3, round(millimetres / 25.4 * sheet.dpi))
        return np.ones((1, long) if along == horizontal else (long, 1), np.uint8)

    dark = np.asarray(255 - sheet.grey, dtype=np.uint8)
    thin = cv2.subtract(dark, cv2.morphologyEx(dark, cv2.MORPH_OPEN, size(_THICKEST, along=False)))
    whole = cv2.morphologyEx(thin, cv2.MORPH_CLOSE, size(_GAP, along=True))
    if sheet.stamped.any():
        near = cv2.dilate(sheet.stamped.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
        bridged = cv2.morphologyEx(thin, cv2.MORPH_CLOSE, size(_SEAL_GAP, along=True))
        whole = np.where(near, bridged, whole)
    held = cv2.morphologyEx(whole, cv2.MORPH_OPEN, size(_SHORTEST, along=True))
    lines = (held > _FAINTEST).astype(np.uint8)
    # a line that the scan broke sideways by a pixel or two is one line
    sideways = np.ones((3, 1) if horizontal else (1, 3), np.uint8)
    lines = np.asarray(cv2.dilate(lines, sideways), dtype=np.uint8)
    count, _, stats, centres = cv2.connectedComponentsWithStats(lines, connectivity=8)
    runs: list[Run] = []
    for index in range(1, count):
        left, top, width, height = (int(v) for v in stats[index][:4])
        start, long = (left, width) if horizontal else (top, height)
        position = float(centres[index][1 if horizontal else 0])
        runs.append((position + 0.5, float(start), float(start + long)))
    return runs


def _lone(sheet: Sheet, runs: list[Run], *, horizontal: bool) -> list[Run]:
    """Runs that paper lies beside. Strokes of one line of print that stand in a row are crossed
    and accompanied by others all along."""
    dark = 255 - (sheet.grey if horizontal else sheet.grey.T)
    away, near = (round(mm / 25.4 * sheet.dpi) for mm in (_BESIDE, _CENTRE))
    enough = _BEYOND_DOUBT / 25.4 * sheet.dpi
    kept = []
    for run in runs:
        at, start, end = round(run[0] - 0.5), round(run[1]), round(run[2])
        if end - start >= enough or at < away or at + away >= len(dark):
            kept.append(run)
            continue
        own = dark[max(0, at - near) : at + near + 1, start:end].max(axis=0)
        sides = np.minimum(dark[at - away, start:end], dark[at + away, start:end])
        both = np.maximum(dark[at - away, start:end], dark[at + away, start:end])
        alone = (both < 0.5 * own).mean() >= _ALONE or (sides < 0.5 * own).mean() >= 0.97
        if alone:
            kept.append(run)
    return kept


def _unbroken(sheet: Sheet, runs: list[Run], *, horizontal: bool) -> list[Run]:
    """The runs without those that strokes of one line of print make, which has gaps."""
    enough = _BEYOND_DOUBT / 25.4 * sheet.dpi
    certain = [run for run in runs if run[2] - run[1] >= enough]
    solid = _solid(sheet, runs, certain or runs, _NEARLY_AS_DENSE, horizontal=horizontal)
    return [run for run in runs if run in certain or run in solid]


def _solid(
    sheet: Sheet, runs: list[Run], sure: list[Run], share: float, *, horizontal: bool
) -> list[Run]:
    """The runs drawn as darkly as the page's certain rulings are, and as densely by ``share``.

    Strokes of print that happen to stand in a row have gaps, which only the bridging closed. Where
    a seal was taken off nothing is told.
    """
    dark = 255 - (sheet.grey if horizontal else sheet.grey.T)
    told = ~(sheet.stamped if horizontal else sheet.stamped.T)
    past = round(_GAP / 25.4 * sheet.dpi)  # bridging may have lengthened a run at its ends

    def profile(run: Run) -> Pixels:
        at, start, end = round(run[0] - 0.5), round(run[1]) + past, round(run[2]) - past
        band = dark[max(0, at - 1) : at + 2, start:end]
        return np.asarray(band.max(axis=0)[told[at, start:end]], dtype=np.uint8)

    known = [seen for seen in map(profile, sure) if len(seen)]
    if not known:
        return runs
    level = max(_FAINTEST, _PALER * float(np.median([np.median(p) for p in known])))
    usual = float(np.median([(p >= level).mean() for p in known]))
    if usual < _DOTTED and share < _AS_DENSE:
        share = _ALIKE_DOTTED
    profiles = [(run, profile(run)) for run in runs]
    return [run for run, p in profiles if not len(p) or (p >= level).mean() >= share * usual]


def _met(run: Run, others: list[Run], reach: float) -> list[float]:
    """Where along ``run`` runs of the other direction touch or cross it."""
    position, start, end = run
    return [
        other
        for other, first, last in others
        if first - reach <= position <= last + reach and start - reach <= other <= end + reach
    ]


def _streaks(runs: list[Run], others: list[Run], reach: float, far: float) -> list[Run]:
    """Those of ``runs`` that go on by ``far`` and more, at both ends, beyond all ``others`` that
    they cross, and end there with hardly any of their like: the rulings of a table without sides
    go on together."""
    found = []
    for run in runs:
        met = _met(run, others, reach)
        if len(met) < _CROSSED or run[1] > min(met) - far or run[2] < max(met) + far:
            continue
        alike = [o for o in runs if max(abs(o[1] - run[1]), abs(o[2] - run[2])) <= far]
        if len(alike) <= _FOLDS:
            found.append(run)
    return found


def _alike(runs: list[Run], kept: list[Run], others: list[Run], reach: float) -> list[Run]:
    """Those of ``runs`` that cross one ruling only, but begin and end where rulings do: a table
    without sides may have a row of two cells."""
    return [
        run
        for run in runs
        if run not in kept
        and _met(run, others, reach)
        and sum(max(abs(k[1] - run[1]), abs(k[2] - run[2])) <= reach for k in kept) >= _LIKE
    ]


def _lone_row(sheet: Sheet, across: list[Run], down: list[Run]) -> list[Run]:
    """Long runs that close a low row of their own, which upright ones, too short to tell from
    print, join at both ends: the last row of a table that a page has alone."""
    reach = _MEET / 25.4 * sheet.dpi
    beyond_doubt = [r for r in across if r[2] - r[1] >= _BEYOND_DOUBT / 25.4 * sheet.dpi]
    posts = [run for run in down if _is_held(sheet, run, beyond_doubt, horizontal=False)]
    return [
        run
        for run in beyond_doubt
        if all(any(abs(met - end) <= reach for met in _met(run, posts, reach)) for end in run[1:])
    ]


def _is_held(sheet: Sheet, run: Run, others: list[Run], *, horizontal: bool) -> bool:
    """Whether a run meets a ruling at either end: near enough if it is long, and touching it,
    crossing it, or drawn on towards it, if strokes of print are as long."""
    reach, touch, sure = (mm / 25.4 * sheet.dpi for mm in (_MEET, _TOUCH, _SURE))
    met = _met(run, others, reach)
    near = touch if run[2] - run[1] < sure else reach

    def meets(ruling: float, end: float) -> bool:
        crossed = run[1] < ruling < run[2]
        return abs(ruling - end) <= near or (
            abs(ruling - end) <= reach
            and (crossed or _is_drawn(sheet, run[0], end, ruling, horizontal=horizontal))
        )

    return all(any(meets(ruling, end) for ruling in met) for end in run[1:])


def _is_drawn(sheet: Sheet, at: float, end: float, ruling: float, *, horizontal: bool) -> bool:
    """Whether ink goes on from the end of a run to a ruling."""
    dark = 255 - (sheet.grey if horizontal else sheet.grey.T)
    row, (first, last) = round(at - 0.5), sorted((round(end), round(ruling)))
    gap = dark[max(0, row - 1) : row + 2, max(0, first) : last]
    return gap.size > 0 and bool(gap.max(axis=0).min() > _FAINTEST)


_TOGETHER = 3
"""Runs that have to end together where a page cuts a table off."""


def _cut_off(sheet: Sheet, runs: list[Run], kept: list[Run], others: list[Run]) -> list[Run]:
    """Those of ``runs`` that hang on a ruling at one end, the other beyond all ``others``, where
    further such runs end or rulings of the same direction, ``kept``, do."""
    touch = _TOUCH / 25.4 * sheet.dpi
    found: list[Run] = []
    if not others:
        return found
    first, last = min(other[0] for other in others), max(other[0] for other in others)
    for side, beyond in ((1, first), (2, last)):
        outside = {
            run: run[side]
            for run in (*runs, *kept)
            if (run[1] < beyond - touch if side == 1 else run[2] > beyond + touch)
        }
        for run in runs:
            hangs = any(abs(m - run[3 - side]) <= touch for m in _met(run, others, touch))
            ends = [end for end in outside.values() if abs(end - run[side]) <= touch]
            if run in outside and hangs and len(ends) >= _TOGETHER:
                found.append(run)
    return found
