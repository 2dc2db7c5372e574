"""Characters of symbol fonts, which PDFs carry in the private-use area at U+F000 + code.

The codes are the fonts' own encodings: Adobe's Symbol and Microsoft's Wingdings.
"""

from __future__ import annotations

from extractors.pdf.raw import UNMAPPED

_PRIVATE = 0xF000
_SYMBOL = {
    0x2D: "−", 0xA3: "≤", 0xB3: "≥", 0xB9: "≠", 0xB1: "±", 0xB4: "×", 0xB8: "÷", 0xB7: "•",
    0xA5: "∞", 0xB0: "°", 0xBB: "≈", 0xD7: "·", 0xE5: "∑",
}  # fmt: skip
_WINGDINGS = {
    0x6C: "●", 0x6E: "■", 0x6F: "□", 0x71: "□", 0xA7: "■", 0xA8: "□", 0xFB: "×", 0xFC: "√",
    0xFD: "☒", 0xFE: "☑", 0x9F: "•", 0xA1: "○", 0x75: "◆", 0xD8: "➢",
}  # fmt: skip
_WINGDINGS2 = {0x50: "√", 0x4F: "×", 0x52: "☑", 0x51: "☒", 0xA3: "□", 0x2A: "□"}
_ASCII = {code: chr(code) for code in range(0x20, 0x7F)}


def decode(text: str, font: str) -> str:
    """A private-use character by its font's encoding; ``UNMAPPED`` when nobody can tell."""
    code = ord(text) - _PRIVATE
    name = font.lower().replace(" ", "")
    if "wingdings2" in name or "wingdings-2" in name:
        table = _WINGDINGS2
    elif "wingdings" in name:
        table = _WINGDINGS
    elif "symbol" in name:
        table = {**_ASCII, **_SYMBOL}
    else:
        return UNMAPPED
    return table.get(code, UNMAPPED)
