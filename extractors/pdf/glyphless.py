"""A font without pictures: advances and meanings for text that only search and copy shall see.

A composite font (PDF 32000-1, 9.7) with a TrueType program of three glyphs. Every character in use
gets a code of its own, which ``/ToUnicode`` maps back, so one font serves every script. A glyph is
a single diagonal without area: nothing to paint, but viewers that mark what they have found by the
glyph's own box (pdfium) have one to go by.
"""

from __future__ import annotations

import struct
import unicodedata
import zlib
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pikepdf

FULL, HALF = 1000, 500
"""Advances in thousandths of the font size: of a Han character, and of a Latin one."""
ASCENT, DESCENT = 860, -140
"""Thousandths of the font size by which a selection reaches over and under the baseline."""
_UNIT = 1000
_NAME = "GlyphLessFont"
_MOST = 65_535


class GlyphlessFont:
    """Hands out two-byte codes for characters; ``embed`` writes the font for those handed out."""

    def __init__(self) -> None:
        self._codes: dict[str, int] = {}

    def code(self, char: str) -> int:
        """The code of one character; OverflowError after 65,535 different ones."""
        if char not in self._codes:
            if len(self._codes) == _MOST:
                raise OverflowError("more characters than a composite font has codes")
            self._codes[char] = len(self._codes) + 1
        return self._codes[char]

    def encoded(self, text: str) -> str:
        """The text as the operand of ``Tj``, a hexadecimal string."""
        return "<" + "".join(f"{self.code(char):04X}" for char in text) + ">"

    def embed(self, pdf: pikepdf.Pdf) -> pikepdf.Object:
        """The font as an indirect dictionary of ``pdf``."""
        from pikepdf import Array, Dictionary, Name, String

        chars = list(self._codes)
        program = _program()
        file = pdf.make_stream(program, Length1=len(program))
        descriptor = Dictionary(
            Type=Name.FontDescriptor,
            FontName=Name("/" + _NAME),
            Flags=4,  # symbolic: no standard character set
            FontBBox=Array([0, DESCENT, FULL, ASCENT]),
            ItalicAngle=0,
            Ascent=ASCENT,
            Descent=DESCENT,
            CapHeight=ASCENT,
            StemV=80,
            FontFile2=file,
        )
        descendant = Dictionary(
            Type=Name.Font,
            Subtype=Name.CIDFontType2,
            BaseFont=Name("/" + _NAME),
            CIDSystemInfo=Dictionary(
                Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0
            ),
            FontDescriptor=pdf.make_indirect(descriptor),
            DW=FULL,
            W=Array([1, Array([advance(char) for char in chars])]),
            CIDToGIDMap=packed(pdf, _glyphs(chars)),
        )
        return pdf.make_indirect(
            Dictionary(
                Type=Name.Font,
                Subtype=Name.Type0,
                BaseFont=Name("/" + _NAME),
                Encoding=Name("/Identity-H"),
                DescendantFonts=Array([pdf.make_indirect(descendant)]),
                ToUnicode=packed(pdf, _to_unicode(chars)),
            )
        )


def packed(pdf: pikepdf.Pdf, data: bytes) -> pikepdf.Object:
    """A compressed stream of ``pdf``."""
    from pikepdf import Name

    return pdf.make_stream(zlib.compress(data), Filter=Name.FlateDecode)


def advance(char: str) -> int:
    """The usual advance of a character, by its East Asian width (Unicode annex 11)."""
    return FULL if unicodedata.east_asian_width(char) in "WFA" else HALF


def _glyphs(chars: Iterable[str]) -> bytes:
    """Which glyph of the program stands for each code: 1 is a full width, 2 a half."""
    return b"\0\0" + b"".join(struct.pack(">H", 1 if advance(c) == FULL else 2) for c in chars)


def _to_unicode(chars: list[str]) -> bytes:
    """The map from codes to UTF-16, in blocks of at most a hundred (PDF 32000-1, 9.10.3)."""
    lines = [
        "/CIDInit /ProcSet findresource begin",
        "12 dict begin",
        "begincmap",
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
        "/CMapName /Adobe-Identity-UCS def",
        "/CMapType 2 def",
        "1 begincodespacerange",
        "<0000> <FFFF>",
        "endcodespacerange",
    ]
    for start in range(0, len(chars), 100):
        block = chars[start : start + 100]
        lines.append(f"{len(block)} beginbfchar")
        for number, char in enumerate(block, start + 1):
            lines.append(f"<{number:04X}> <{char.encode('utf-16-be').hex().upper()}>")
        lines.append("endbfchar")
    lines += ["endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end"]
    return "\n".join(lines).encode("ascii")


def _program() -> bytes:
    """A TrueType program (OpenType 1.9): .notdef, a full and a half width."""
    glyphs = 3
    full, half = _diagonal(FULL), _diagonal(HALF)
    ends = [0, 0, len(full), len(full) + len(half)]  # .notdef is empty
    tables = {
        b"glyf": full + half,
        b"head": struct.pack(
            ">HHIIIHHQQhhhhHHhhh",
            *(1, 0, 0x10000, 0, 0x5F0F3CF5, 0, _UNIT, 0, 0),
            *(0, DESCENT, FULL, ASCENT, 0, 8, 2, 0, 0),
        ),
        b"hhea": struct.pack(
            ">HHhhhHhhhhhhhhhhhH", 1, 0, ASCENT, DESCENT, 0, FULL, *(0,) * 11, glyphs
        ),
        b"hmtx": struct.pack(">HhHhHh", FULL, 0, FULL, 0, HALF, 0),
        b"loca": struct.pack(">HHHH", *(end // 2 for end in ends)),
        b"maxp": struct.pack(">IHHHHHHHHHHHHHH", 0x10000, glyphs, 2, 1, 0, 0, 2, *(0,) * 8),
    }
    return _sfnt(tables)


def _diagonal(width: int) -> bytes:
    """One contour of two points, from the lower left to the upper right corner."""
    head = struct.pack(">hhhhh", 1, 0, DESCENT, width, ASCENT)
    points = struct.pack(">HHBBhhhh", 1, 0, 1, 1, 0, width, DESCENT, ASCENT - DESCENT)
    return head + points


def _sfnt(tables: dict[bytes, bytes]) -> bytes:
    """Tables bound to a font file, with their checksums and that of the whole in ``head``."""
    count = len(tables)
    power = 1 << (count.bit_length() - 1)
    head = struct.pack(
        ">IHHHH", 0x10000, count, power * 16, power.bit_length() - 1, (count - power) * 16
    )
    offset = 12 + 16 * count
    records, bodies = b"", b""
    for tag, body in sorted(tables.items()):
        padded = body + b"\0" * (-len(body) % 4)
        records += tag + struct.pack(">III", _checksum(padded), offset + len(bodies), len(body))
        bodies += padded
    whole = bytearray(head + records + bodies)
    at = whole.index(b"head", 12)
    start = struct.unpack(">I", whole[at + 8 : at + 12])[0]
    adjusted = (0xB1B0AFBA - _checksum(bytes(whole))) & 0xFFFFFFFF
    whole[start + 8 : start + 12] = struct.pack(">I", adjusted)
    return bytes(whole)


def _checksum(data: bytes) -> int:
    total = sum(int(word) for (word,) in struct.iter_unpack(">I", data))
    return total & 0xFFFFFFFF
