"""pdfium's functions as bare as ctypes has them, for the loops over every mark of a page.

A page takes some 8,000 calls. Through pypdfium2's own bindings each argument is checked and
converted, and the interpreter's lock is let go and taken again: that costs more than pdfium's
work. Here nothing is converted. Handles are ``Handle``; results go into buffers made once (see
``Buffer``); whole numbers are passed as they are. So a wrong argument crashes: only loops whose
time is measured call pdfium this way, and no Python whole number may stand for a handle.
"""

from __future__ import annotations

import ctypes
import functools
import struct
from collections.abc import Callable
from typing import Any

import pypdfium2.raw as pdfium


class Handle(ctypes.c_void_p):
    """An object of pdfium's; ``value`` is its address."""


class Buffer:
    """Numbers that pdfium writes: pass ``all``, or the ``parts`` one by one; ``read()`` them."""

    def __init__(self, kind: Any, code: str, count: int) -> None:
        array = (kind * count)()
        size = ctypes.sizeof(kind)
        self.all = ctypes.byref(array)
        self.parts = tuple(ctypes.byref(array, size * i) for i in range(count))
        unpack = struct.Struct(f"{count}{code}").unpack_from
        self.read: Callable[[], tuple[Any, ...]] = functools.partial(unpack, array)


def floats(count: int) -> Buffer:
    return Buffer(ctypes.c_float, "f", count)


def doubles(count: int) -> Buffer:
    return Buffer(ctypes.c_double, "d", count)


def numbers(count: int) -> Buffer:
    """Whole numbers without a sign, 32 bits each."""
    return Buffer(ctypes.c_uint, "I", count)


def handle(pointer: Any) -> Handle:
    """What pypdfium2 holds, as a handle."""
    return Handle(ctypes.cast(getattr(pointer, "raw", pointer), ctypes.c_void_p).value)


def _bare(function: Any) -> Any:
    address = ctypes.cast(function, ctypes.c_void_p).value
    pointer = issubclass(function.restype, ctypes._Pointer)
    return ctypes.PYFUNCTYPE(Handle if pointer else function.restype)(address or 0)


object_count = _bare(pdfium.FPDFPage_CountObjects)
object_at = _bare(pdfium.FPDFPage_GetObject)
form_count = _bare(pdfium.FPDFFormObj_CountObjects)
form_object_at = _bare(pdfium.FPDFFormObj_GetObject)
kind_of = _bare(pdfium.FPDFPageObj_GetType)
bounds_of = _bare(pdfium.FPDFPageObj_GetBounds)
matrix_of = _bare(pdfium.FPDFPageObj_GetMatrix)
fill_colour = _bare(pdfium.FPDFPageObj_GetFillColor)
stroke_colour = _bare(pdfium.FPDFPageObj_GetStrokeColor)
stroke_width = _bare(pdfium.FPDFPageObj_GetStrokeWidth)
is_transparent = _bare(pdfium.FPDFPageObj_HasTransparency)
set_active = _bare(pdfium.FPDFPageObj_SetIsActive)

mark_count = _bare(pdfium.FPDFPageObj_CountMarks)
mark_at = _bare(pdfium.FPDFPageObj_GetMark)
mark_name = _bare(pdfium.FPDFPageObjMark_GetName)
remove_from_mark = _bare(pdfium.FPDFPageObjMark_RemoveParam)

clip_of = _bare(pdfium.FPDFPageObj_GetClipPath)
clip_count = _bare(pdfium.FPDFClipPath_CountPaths)
clip_segment_count = _bare(pdfium.FPDFClipPath_CountPathSegments)
clip_segment_at = _bare(pdfium.FPDFClipPath_GetPathSegment)

draw_mode = _bare(pdfium.FPDFPath_GetDrawMode)
segment_count = _bare(pdfium.FPDFPath_CountSegments)
segment_at = _bare(pdfium.FPDFPath_GetPathSegment)
segment_kind = _bare(pdfium.FPDFPathSegment_GetType)
segment_point = _bare(pdfium.FPDFPathSegment_GetPoint)
segment_closes = _bare(pdfium.FPDFPathSegment_GetClose)

render_mode = _bare(pdfium.FPDFTextObj_GetTextRenderMode)
text_size = _bare(pdfium.FPDFTextObj_GetFontSize)
text_font = _bare(pdfium.FPDFTextObj_GetFont)
text_of = _bare(pdfium.FPDFTextObj_GetText)
font_name = _bare(pdfium.FPDFFont_GetBaseFontName)

char_count = _bare(pdfium.FPDFText_CountChars)
char_owner = _bare(pdfium.FPDFText_GetTextObject)
char_origin = _bare(pdfium.FPDFText_GetCharOrigin)
char_matrix = _bare(pdfium.FPDFText_GetMatrix)
char_size = _bare(pdfium.FPDFText_GetFontSize)
char_code = _bare(pdfium.FPDFText_GetUnicode)
char_is_hyphen = _bare(pdfium.FPDFText_IsHyphen)
char_is_unmapped = _bare(pdfium.FPDFText_HasUnicodeMapError)
char_advance = _bare(pdfium.FPDFText_GetLooseCharBox)
char_ink = _bare(pdfium.FPDFText_GetCharBox)
