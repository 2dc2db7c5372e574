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

import pypdfium2.raw as pdfium

from extractors.pdf import calls
from extractors.pdf.calls import Handle
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
_NAME = 128
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
        glyphs = _Reader(calls.handle(text_page), frame, scene.texts).read()
    finally:
        pdfium.FPDFText_ClosePage(text_page)
    return RawPage(
        frame, tuple(glyphs), tuple(scene.strokes), tuple(scene.areas), tuple(scene.rings)
    )


@dataclass(slots=True)
class _Style:
    """What all characters of one text object share.

    ``plain``: upright, and certainly seen. ``above`` and ``below`` the baseline is the em box.
    """

    text: TextObject
    size: float
    angle: int
    plain: bool
    hidden: bool
    above: float
    below: float
    aside: float


class _Reader:
    def __init__(self, page: Handle, frame: Frame, texts: dict[int, TextObject]) -> None:
        self.page, self.frame, self.texts = page, frame, texts
        self._styles: dict[int, _Style | None] = {}
        self._shapes: dict[tuple[float, ...], tuple[float, int]] = {}
        self._matrix = calls.floats(6)
        self._corners = calls.doubles(4)

    def read(self) -> list[Glyph]:
        count = calls.char_count(self.page)
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
        """All characters in one dense loop, with everything at hand, for it runs more often than
        any other: four or five calls into pdfium each, and one Box and one Glyph made."""
        page, frame, styles = self.page, self.frame, self._styles
        owner_of, origin_of, code_of = calls.char_owner, calls.char_origin, calls.char_code
        unmapped, advance_of = calls.char_is_unmapped, calls.char_advance
        spot, loose = calls.doubles(2), calls.floats(4)
        (to_x, to_y), read_spot = spot.parts, spot.read
        to_advance, read_advance = loose.all, loose.read
        left_edge, upper_edge = frame.x0, frame.y1
        glyphs: list[Glyph] = []
        address, style = 0, None
        last_x = last_y = 0.0
        for index in range(count):
            here = owner_of(page, index).value
            if here != address:
                if not here:  # pdfium's own spaces and line ends
                    continue
                address, last_x = here, math.nan
                style = styles[here] if here in styles else self._style(here, index)
            if style is None:
                continue
            origin_of(page, index, to_x, to_y)
            x, y = read_spot()
            code = code_of(page, index)
            if 2 < code < 0x110000 and unmapped(page, index) != 1:
                text = chr(code)
            else:
                text = self._odd(index, code)
            if x == last_x and y == last_y:
                glyphs[-1] = _joined(glyphs[-1], text)
                continue
            last_x, last_y = x, y
            owner, size = style.text, style.size
            advance_of(page, index, to_advance)
            start, upper, end, lower = read_advance()
            if style.plain and -style.aside <= start - x <= style.aside:
                base = upper_edge - y
                box = Box(x - left_edge, base - style.above, end - left_edge, base + style.below)
                ink = box
            else:
                advance = frame.box(start, lower, end, upper)
                ink = self._ink(index)
                box = em_box(advance, frame.point(x, y), size, style.angle, ink)
            font = self._font(owner) if "\ue000" <= text <= "\uf8ff" else ""
            glyphs.append(
                Glyph(
                    text,
                    box,
                    ink,
                    size,
                    style.angle,
                    owner.order,
                    owner.colour,
                    font,
                    owner.doubt,
                    style.hidden,
                    owner.stamp,
                )
            )
        return glyphs

    def _space(self, text: TextObject) -> Glyph:
        """A text object that leaves no mark, which pdfium's text page passes over: a space."""
        calls.text_size(text.handle, self._matrix.all)
        nominal = self._matrix.read()[0]
        calls.matrix_of(text.handle, self._matrix.all)
        _, _, c, d, _, _ = self._matrix.read()
        size = abs(nominal) * math.hypot(c, d)
        x, y = text.box.center
        box = Box(x, y - ASCENT * size, x + _SPACE_WIDTH * size, y + DESCENT * size)
        return Glyph(" ", box, text.box, size, 0, text.order, text.colour)

    def _style(self, address: int, index: int) -> _Style | None:
        text = self.texts.get(address)
        style = None
        if text is not None:
            calls.char_matrix(self.page, index, self._matrix.all)
            size, angle = self._shape(calls.char_size(self.page, index), *self._matrix.read()[:4])
            # with a doubt the shape itself is wanted, for the picture is asked about it
            plain = angle == 0 and self.frame.turn == 0 and not text.doubt
            style = _Style(
                text,
                size,
                angle,
                plain,
                text.hidden or size < _MINUTE,
                ASCENT * size,
                DESCENT * size,
                _ASIDE * size,
            )
        self._styles[address] = style
        return style

    def _shape(self, nominal: float, a: float, b: float, c: float, d: float) -> tuple[float, int]:
        """Size and writing direction of letters, of which a page has few."""
        asked = nominal, a, b, c, d
        if asked not in self._shapes:
            angle = self.frame.angle(-math.degrees(math.atan2(b, a)))
            self._shapes[asked] = abs(nominal) * math.hypot(c, d), angle
        return self._shapes[asked]

    def _odd(self, index: int, code: int) -> str:
        """What has no character of its own: a hyphen at a line's end, or nobody can tell."""
        if code == 2 and calls.char_is_hyphen(self.page, index) == 1:
            return "-"
        if not 0 < code < 0x110000 or calls.char_is_unmapped(self.page, index) == 1:
            return UNMAPPED
        return chr(code)

    def _ink(self, index: int) -> Box:
        calls.char_ink(self.page, index, *self._corners.parts)
        left, right, bottom, top = self._corners.read()
        return self.frame.box(left, bottom, right, top)

    def _font(self, owner: TextObject) -> str:
        buffer = ctypes.create_string_buffer(_NAME)
        calls.font_name(calls.text_font(owner.handle), buffer, ctypes.c_ulong(_NAME))
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
