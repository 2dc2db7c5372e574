"""Characters, lines and surfaces straight from pdfium.

pdfium's text page would take ``/ActualText`` for what is printed; those entries are taken off
before it is built, so that the glyphs speak for themselves.
"""

from __future__ import annotations

import ctypes
import dataclasses
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as pdfium

from extractors.pdf.frame import Frame
from extractors.pdf.objects import TextObject, walk
from extractors.pdf.open import OpenPdf, PageError
from extractors.pdf.raw import ASCENT, DESCENT, UNMAPPED, Glyph, RawPage, em_box
from schemas.geometry import Box

NAME = "pdfium"
RANK = 1

MAX_CHARS = 400_000
_POINT = 0.01
_SPACE_WIDTH = 0.25
_ASIDE = 0.1
"""Of the letter size: an origin that stands further inside its box is that of vertical writing."""
_MINUTE = 1.0
"""Points. Text smaller than this is a smudge to any reader."""


def read(pdf: OpenPdf, number: int) -> RawPage:
    """The marks of one page; PageError when pdfium cannot read it."""
    page = pdf.page(number)
    frame = pdf.frame(number)
    scene = walk(page, frame, pdf.stamps.get(number, ()))
    text_page = pdfium.FPDFText_LoadPage(page)
    if not text_page:
        raise PageError("no text page")
    try:
        glyphs = _Reader(text_page, frame, scene.texts).read()
    finally:
        pdfium.FPDFText_ClosePage(text_page)
    return RawPage(
        frame, tuple(glyphs), tuple(scene.strokes), tuple(scene.areas), tuple(scene.rings)
    )


@dataclass(slots=True)
class _Style:
    """What all characters of one text object share."""

    text: TextObject
    size: float
    angle: int


class _Reader:
    def __init__(self, page: Any, frame: Frame, texts: dict[int, TextObject]) -> None:
        self.page, self.frame, self.texts = page, frame, texts
        self._styles: dict[int, _Style | None] = {}
        self._shapes: dict[tuple[float, ...], tuple[float, int]] = {}
        self._loose, self._matrix = pdfium.FS_RECTF(), pdfium.FS_MATRIX()
        self._d = [ctypes.c_double() for _ in range(6)]

    def read(self) -> list[Glyph]:
        count = pdfium.FPDFText_CountChars(self.page)
        if count > MAX_CHARS:
            raise PageError(f"{count} characters")
        glyphs = self._glyphs(count)
        silent = [text for key, text in self.texts.items() if key not in self._styles]
        spaces = [self._space(text) for text in silent if text.box.width < _POINT]
        dropped = [text.box for text in silent if text.box.area > 0]
        if dropped:
            glyphs = [_reconsidered(glyph, dropped) for glyph in glyphs]
        return glyphs + spaces

    def _glyphs(self, count: int) -> list[Glyph]:
        """One loop with everything at hand: a character costs six calls into pdfium."""
        page, styles, x, y = self.page, self._styles, self._d[4], self._d[5]
        object_of, origin_of = pdfium.FPDFText_GetTextObject, pdfium.FPDFText_GetCharOrigin
        glyphs: list[Glyph] = []
        address, style = 0, None
        last = (0, 0.0, 0.0)
        for index in range(count):
            handle = object_of(page, index)
            if not handle:  # pdfium's own spaces and line ends
                continue
            here = ctypes.addressof(handle.contents)
            if here != address:
                address = here
                style = styles[here] if here in styles else self._style(here, index)
            if style is None:
                continue
            origin_of(page, index, x, y)
            key = (address, x.value, y.value)
            if key == last and glyphs:
                glyphs[-1] = _joined(glyphs[-1], self._text(index))
                continue
            last = key
            glyphs.append(self._glyph(index, style, key[1], key[2]))
        return glyphs

    def _space(self, text: TextObject) -> Glyph:
        """A text object that leaves no mark, which pdfium's text page passes over: a space."""
        size_value = ctypes.c_float()
        pdfium.FPDFTextObj_GetFontSize(text.handle, size_value)
        pdfium.FPDFPageObj_GetMatrix(text.handle, self._matrix)
        size = abs(size_value.value) * math.hypot(self._matrix.c, self._matrix.d)
        x, y = text.box.center
        box = Box(x, y - ASCENT * size, x + _SPACE_WIDTH * size, y + DESCENT * size)
        return Glyph(" ", box, text.box, size, 0, text.order, text.colour)

    def _style(self, address: int, index: int) -> _Style | None:
        text = self.texts.get(address)
        style = None
        if text is not None:
            m = self._matrix
            pdfium.FPDFText_GetMatrix(self.page, index, m)
            key = m.a, m.b, m.c, m.d, pdfium.FPDFText_GetFontSize(self.page, index)
            if key not in self._shapes:
                clockwise = -math.degrees(math.atan2(m.b, m.a))
                size = abs(key[4]) * math.hypot(m.c, m.d)
                self._shapes[key] = size, self.frame.angle(clockwise)
            style = _Style(text, *self._shapes[key])
        self._styles[address] = style
        return style

    def _text(self, index: int) -> str:
        code = pdfium.FPDFText_GetUnicode(self.page, index)
        if code == 2 and pdfium.FPDFText_IsHyphen(self.page, index) == 1:
            return "-"
        if not 0 < code < 0x110000 or pdfium.FPDFText_HasUnicodeMapError(self.page, index) == 1:
            return UNMAPPED
        return chr(code)

    def _glyph(self, index: int, style: _Style, x: float, y: float) -> Glyph:
        text = self._text(index)
        loose, frame, owner = self._loose, self.frame, style.text
        pdfium.FPDFText_GetLooseCharBox(self.page, index, loose)
        size, angle = style.size, style.angle
        doubt = owner.doubt
        plain = angle == 0 and frame.turn == 0 and abs(loose.left - x) <= _ASIDE * size
        if plain and not doubt:
            left, base = x - frame.x0, frame.y1 - y
            box = Box(left, base - ASCENT * size, loose.right - frame.x0, base + DESCENT * size)
            ink = box
        else:
            advance = frame.box(loose.left, loose.bottom, loose.right, loose.top)
            ink = self._ink(index)
            box = em_box(advance, frame.point(x, y), size, angle, ink)
        font = self._font(owner) if "\ue000" <= text[0] <= "\uf8ff" else ""
        return Glyph(
            text,
            box,
            ink,
            size,
            angle,
            owner.order,
            owner.colour,
            font,
            doubt,
            owner.hidden or size < _MINUTE,
            owner.stamp,
        )

    def _ink(self, index: int) -> Box:
        left, right, bottom, top = self._d[:4]
        pdfium.FPDFText_GetCharBox(self.page, index, left, right, bottom, top)
        return self.frame.box(left.value, bottom.value, right.value, top.value)

    def _font(self, owner: TextObject) -> str:
        font = pdfium.FPDFTextObj_GetFont(owner.handle)
        buffer = ctypes.create_string_buffer(128)
        pdfium.FPDFFont_GetBaseFontName(font, buffer, 128)
        return buffer.value.decode("latin-1")


def _reconsidered(glyph: Glyph, dropped: Sequence[Box]) -> Glyph:
    """pdfium keeps one of two equal texts in one spot, though the other may be the one that
    shows: then the picture decides."""
    if not glyph.hidden or not any(box.contains(*glyph.box.center) for box in dropped):
        return glyph
    return dataclasses.replace(glyph, hidden=False, doubt=True)


def _joined(glyph: Glyph, text: str) -> Glyph:
    """Pieces of one glyph: a ligature's letters, or the halves of a surrogate pair."""
    whole = glyph.text + text
    if "\ud800" <= whole[0] <= "\udbff" and len(whole) == 2:
        whole = whole.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return Glyph(
        whole,
        glyph.box,
        glyph.ink,
        glyph.size,
        glyph.angle,
        glyph.unit,
        glyph.colour,
        glyph.font,
        glyph.doubt,
        glyph.hidden,
        glyph.stamp,
    )
