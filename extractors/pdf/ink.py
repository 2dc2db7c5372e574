"""Tells text that shows on the rendered page from text that does not.

The test is the picture itself: a text is ink if the page looks different without it. That holds
for layers switched off, clips, colours on colours, covers, masks and blending alike, and asks
no rule about any of them. Only texts in doubt are tried, so most pages need no picture.
"""

from __future__ import annotations

import ctypes
import dataclasses
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pypdfium2.raw as pdfium

from extractors.pdf import calls
from extractors.pdf.calls import Handle
from extractors.pdf.frame import Frame
from extractors.pdf.objects import TextObject, walk
from extractors.pdf.open import OpenPdf
from extractors.pdf.raw import ANY_TEXT, Glyph, RawPage
from schemas.geometry import Box, union

CONTRAST = 24
"""Of 255: a difference smaller than this is the paper's own colour to the eye."""
_MIN_PIXELS = 2
_MAX_SINGLE_TRIALS = 48
_MAX_PIXELS = 6_000_000
_BAND_GAP = 24.0
_ROW = 40.0


def settle(pdf: OpenPdf, number: int, raw: RawPage) -> RawPage:
    """``raw`` with every doubt resolved: each glyph either ``hidden`` or visible ink."""
    width, height = raw.frame.width, raw.frame.height
    changed: dict[int, Glyph] = {}
    asked: list[int] = []
    for i, glyph in enumerate(raw.glyphs):
        if glyph.hidden:
            continue
        box, drawn = glyph.box, glyph.ink
        plain = drawn is box and not glyph.doubt
        if plain and 0 < box.x0 < box.x1 < width and 0 < box.top < box.bottom < height:
            continue  # nearly all
        if (
            not (0 <= box.x0 + box.x1 < 2 * width and 0 <= box.top + box.bottom < 2 * height)
            # A font can draw a glyph far from the room that it takes for it.
            or not (drawn.x0 <= width and drawn.x1 >= 0 and drawn.top <= height)
            or drawn.bottom < 0
        ):
            changed[i] = dataclasses.replace(glyph, hidden=True)
        elif glyph.doubt and glyph.text.strip():
            asked.append(i)
    if asked:
        shown = _shown(pdf, number, raw, [raw.glyphs[i] for i in asked])
        for i, visible in zip(asked, shown, strict=True):
            changed[i] = dataclasses.replace(raw.glyphs[i], hidden=not visible)
    if not changed:
        return raw
    glyphs = tuple(changed.get(i, glyph) for i, glyph in enumerate(raw.glyphs))
    return dataclasses.replace(raw, glyphs=glyphs)


def _shown(pdf: OpenPdf, number: int, raw: RawPage, glyphs: Sequence[Glyph]) -> list[bool]:
    page = pdf.page(number)
    frame = raw.frame
    texts = {text.order: text for text in walk(page, frame, ()).texts.values()}
    owned = _owners(page, glyphs, texts)
    scale = min(2.0, (_MAX_PIXELS / (frame.width * frame.height)) ** 0.5)
    known = [texts.get(glyph.unit) for glyph in owned]
    verdict = [text is not None and not text.doubt and not text.hidden for text in known]
    silent = _silent(texts, raw.glyphs if owned == list(glyphs) else owned)
    asked = [
        glyph
        for glyph, text in zip(owned, known, strict=True)
        if text and (text.doubt or any(_over(text, other) for other in silent))
    ]
    for units in _trials(asked):
        chosen = [i for i, glyph in enumerate(owned) if glyph.unit in units]
        tried = [texts[unit] for unit in sorted(units)]
        copies = [other for other in silent if any(_over(text, other) for text in tried)]
        handles = [text.handle for text in [*tried, *copies]]
        for band, members in _bands([(i, _looked_at(owned[i])) for i in chosen], frame):
            before = _picture(page, frame, band, scale)
            after = _without(page, handles, frame, band, scale)
            for i in members:
                verdict[i] = _differs(before, after, _looked_at(owned[i]), band, scale)
    return verdict


def _silent(texts: Mapping[int, TextObject], glyphs: Sequence[Glyph]) -> list[TextObject]:
    """Text objects that no glyph is known of: copies in the spot of a text read already."""
    heard = {glyph.unit for glyph in glyphs}
    return [t for order, t in texts.items() if order not in heard and t.box.area > 0]


def _over(text: TextObject, other: TextObject) -> bool:
    return text.box.overlap(other.box) > 0.5 * text.box.area


def _owners(page: Any, glyphs: Sequence[Glyph], texts: Mapping[int, TextObject]) -> list[Glyph]:
    """Glyphs of a source that does not know their text object get the one that holds them."""
    if all(glyph.unit != ANY_TEXT for glyph in glyphs):
        return list(glyphs)
    said = _said(page, texts)
    rows: dict[int, list[TextObject]] = defaultdict(list)
    for text in texts.values():
        for row in range(int(text.box.top // _ROW), int(text.box.bottom // _ROW) + 1):
            rows[row].append(text)
    owned: list[Glyph] = []
    last = ANY_TEXT
    for glyph in glyphs:
        row, reach = int(glyph.box.center[1] // _ROW), max(1.0, 0.5 * glyph.size)
        near = [
            (glyph.text not in said[text.order], distance, text.order != last, text.order)
            for text in {t.order: t for r in (row - 1, row, row + 1) for t in rows[r]}.values()
            if (distance := _distance(text.box, glyph.box)) <= reach
        ]
        last = min(near)[3] if near else ANY_TEXT
        owned.append(dataclasses.replace(glyph, unit=last))
    return owned


def _said(page: Any, texts: Mapping[int, TextObject]) -> dict[int, str]:
    text_page = pdfium.FPDFText_LoadPage(page)
    try:
        heard = calls.handle(text_page)
        return {order: _text_of(text.handle, heard) for order, text in texts.items()}
    finally:
        pdfium.FPDFText_ClosePage(text_page)


def _text_of(handle: Handle, text_page: Handle) -> str:
    length = calls.text_of(handle, text_page, None, ctypes.c_ulong(0))
    buffer = (ctypes.c_ushort * max(1, length // 2))()
    calls.text_of(handle, text_page, buffer, ctypes.c_ulong(length))
    return bytes(buffer).decode("utf-16-le", "replace").rstrip("\0")


def _distance(text: Box, glyph: Box) -> float:
    """How far a glyph's centre lies outside a text object's bounds, in whole points."""
    x, y = glyph.center
    dx = max(text.x0 - x, x - text.x1, 0.0)
    dy = max(text.top - y, y - text.bottom, 0.0)
    return float(round(max(dx, dy)))


def _looked_at(glyph: Glyph) -> Box:
    return glyph.ink if glyph.ink.area > 0 else glyph.box


def _bands(boxes: Sequence[tuple[int, Box]], frame: Frame) -> Iterator[tuple[Box, list[int]]]:
    """Parts of the page worth drawing, each with the indices of what lies in it."""
    page = Box(0.0, 0.0, frame.width, frame.height)
    waiting: list[tuple[int, Box]] = []
    for index, box in sorted(boxes, key=lambda item: (item[1].top, item[0])):
        if waiting and box.top > max(b.bottom for _, b in waiting) + _BAND_GAP:
            yield _clip(union(b for _, b in waiting), page), [i for i, _ in waiting]
            waiting = []
        waiting.append((index, box))
    if waiting:
        yield _clip(union(b for _, b in waiting), page), [i for i, _ in waiting]


def _clip(box: Box, page: Box) -> Box:
    """A band with a point to spare, inside the page, on whole points."""
    x0, top = max(0.0, float(int(box.x0) - 1)), max(0.0, float(int(box.top) - 1))
    return Box(x0, top, min(page.x1, box.x1 + 2.0), min(page.bottom, box.bottom + 2.0))


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
    groups = {glyph.unit: glyph.unit for glyph in glyphs if glyph.unit != ANY_TEXT}

    def root(unit: int) -> int:
        while groups[unit] != unit:
            unit = groups[unit]
        return unit

    near: dict[tuple[int, int], list[Glyph]] = defaultdict(list)
    pairs: list[tuple[Glyph, Glyph]] = []
    for glyph in glyphs:
        if glyph.unit == ANY_TEXT:
            continue
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


def _picture(page: Any, frame: Frame, band: Box, scale: float) -> _Picture:
    sides = (band.x0, frame.height - band.bottom, frame.width - band.x1, band.top)
    # pypdfium2 rounds what is cut off up, which leaves nothing of a narrow band on a huge page.
    crop = tuple(max(0.0, (int(side * scale) - 0.001) / scale) for side in sides)
    bitmap = page.render(
        scale=scale,
        crop=crop,
        may_draw_forms=False,
        draw_annots=False,
    )
    try:
        return _Picture(bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride)
    finally:
        bitmap.close()


def _without(page: Any, handles: Sequence[Any], frame: Frame, band: Box, scale: float) -> _Picture:
    for handle in handles:
        calls.set_active(handle, 0)
    try:
        return _picture(page, frame, band, scale)
    finally:
        for handle in handles:
            calls.set_active(handle, 1)


def _differs(before: _Picture, after: _Picture, box: Box, band: Box, scale: float) -> bool:
    x0 = max(0, int((box.x0 - band.x0) * scale))
    x1 = min(before.width, int((box.x1 - band.x0) * scale) + 1)
    y0 = max(0, int((box.top - band.top) * scale))
    y1 = min(before.height, int((box.bottom - band.top) * scale) + 1)
    found = 0
    for y in range(y0, y1):
        start, end = y * before.stride + 3 * x0, y * before.stride + 3 * x1
        one, two = before.data[start:end], after.data[start:end]
        if one == two:
            continue
        pairs = enumerate(zip(one, two, strict=True))
        found += len({i // 3 for i, (a, b) in pairs if abs(a - b) >= CONTRAST})
        if found >= _MIN_PIXELS:
            return True
    return False
