"""Tells text that shows on the rendered page from text that does not.

The test is the picture itself: a text is ink if the page looks different without it. That holds
for layers switched off, clips, colours on colours, covers, masks and blending alike, and asks
no rule about any of them. Only texts in doubt are tried, so most pages need no picture.
"""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

import pypdfium2.raw as pdfium

from extractors.pdf.objects import text_handles
from extractors.pdf.open import OpenPdf
from extractors.pdf.raw import Glyph, RawPage
from schemas.geometry import Box

CONTRAST = 24
"""Of 255: a difference smaller than this is the paper's own colour to the eye."""
_MIN_PIXELS = 2
_MAX_SINGLE_TRIALS = 48
_MAX_PIXELS = 6_000_000


def settle(pdf: OpenPdf, number: int, raw: RawPage) -> RawPage:
    """``raw`` with every doubt resolved: each glyph either ``hidden`` or visible ink."""
    page_box = Box(0.0, 0.0, raw.frame.width, raw.frame.height)
    glyphs = [_off_page(glyph, page_box) for glyph in raw.glyphs]
    asked = [i for i, g in enumerate(glyphs) if g.doubt and not g.hidden and g.text.strip()]
    if asked:
        shown = _shown(pdf, number, raw, [glyphs[i] for i in asked])
        for i, visible in zip(asked, shown, strict=True):
            glyphs[i] = dataclasses.replace(glyphs[i], hidden=not visible)
    return dataclasses.replace(raw, glyphs=tuple(glyphs))


def _off_page(glyph: Glyph, page: Box) -> Glyph:
    if glyph.hidden or page.contains(*glyph.box.center):
        return glyph
    return dataclasses.replace(glyph, hidden=True)


def _shown(pdf: OpenPdf, number: int, raw: RawPage, glyphs: Sequence[Glyph]) -> list[bool]:
    page = pdf.page(number)
    handles = text_handles(page)
    pixels = raw.frame.width * raw.frame.height
    scale = min(2.0, (_MAX_PIXELS / pixels) ** 0.5)
    before = _picture(page, scale)
    verdict = [False] * len(glyphs)
    for units in _trials(glyphs):
        chosen = list(handles.values()) if -1 in units else [handles[u] for u in units]
        after = _without(page, chosen, scale)
        for i, glyph in enumerate(glyphs):
            if glyph.unit in units:
                verdict[i] = _differs(before, after, glyph, scale)
    return verdict


def _trials(glyphs: Sequence[Glyph]) -> list[set[int]]:
    """Sets of text objects to leave out together.

    Copies of one text (drawn twice for bold) go out together, for either copy would hide the
    other's absence; different texts in one spot go out one after the other, so that each is
    judged by its own ink; all others go out in one trial.
    """
    groups, clashes = _overlaps(glyphs)
    singles = sorted({groups[unit] for pair in clashes for unit in pair})
    if len(singles) > _MAX_SINGLE_TRIALS:
        singles = []
    members: dict[int, set[int]] = defaultdict(set)
    for unit, group in groups.items():
        members[group].add(unit)
    rest = {unit for unit, group in groups.items() if group not in singles}
    trials = [members[group] for group in singles]
    return [*trials, rest] if rest else trials


def _overlaps(glyphs: Sequence[Glyph]) -> tuple[dict[int, int], set[tuple[int, int]]]:
    groups = {glyph.unit: glyph.unit for glyph in glyphs}

    def root(unit: int) -> int:
        while groups[unit] != unit:
            unit = groups[unit]
        return unit

    near: dict[tuple[int, int], list[Glyph]] = defaultdict(list)
    pairs: list[tuple[Glyph, Glyph]] = []
    for glyph in glyphs:
        x, y = glyph.box.center
        bucket = int(x // 24), int(y // 24)
        for dx in (-1, 0, 1):
            for dy in (-1, 0, 1):
                for other in near[bucket[0] + dx, bucket[1] + dy]:
                    if other.unit != glyph.unit and _same_spot(glyph, other):
                        pairs.append((glyph, other))
        near[bucket].append(glyph)
    clashes: set[tuple[int, int]] = set()
    for one, other in pairs:
        if one.text == other.text:
            groups[root(one.unit)] = root(other.unit)
        else:
            clashes.add((one.unit, other.unit))
    return {unit: root(unit) for unit in groups}, clashes


def _same_spot(a: Glyph, b: Glyph) -> bool:
    return a.box.overlap(b.box) > 0.25 * min(a.box.area, b.box.area)


@dataclasses.dataclass(frozen=True, slots=True)
class _Picture:
    data: bytes
    width: int
    height: int
    stride: int


def _picture(page: Any, scale: float) -> _Picture:
    bitmap = page.render(scale=scale, may_draw_forms=False, draw_annots=False)
    try:
        return _Picture(bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride)
    finally:
        bitmap.close()


def _without(page: Any, handles: Iterable[Any], scale: float) -> _Picture:
    chosen = list(handles)
    for handle in chosen:
        pdfium.FPDFPageObj_SetIsActive(handle, 0)
    try:
        return _picture(page, scale)
    finally:
        for handle in chosen:
            pdfium.FPDFPageObj_SetIsActive(handle, 1)


def _differs(before: _Picture, after: _Picture, glyph: Glyph, scale: float) -> bool:
    box = glyph.ink if glyph.ink.area > 0 else glyph.box
    x0, x1 = max(0, int(box.x0 * scale)), min(before.width, int(box.x1 * scale) + 1)
    y0, y1 = max(0, int(box.top * scale)), min(before.height, int(box.bottom * scale) + 1)
    found = 0
    for y in range(y0, y1):
        start, end = y * before.stride + 3 * x0, y * before.stride + 3 * x1
        one, two = before.data[start:end], after.data[start:end]
        if one == two:
            continue
        changed = {
            i // 3 for i, (a, b) in enumerate(zip(one, two, strict=True)) if abs(a - b) >= CONTRAST
        }
        found += len(changed)
        if found >= _MIN_PIXELS:
            return True
    return False
