"""Text from documents and file names, made safe to show on a terminal or in a log."""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path


def visible(text: str, keep: str = "") -> str:
    """``text`` without control, format and surrogate characters; those in ``keep`` stay.

    A control character could move the cursor or recolour the screen, a bidirectional mark could
    turn a number round: none of them is ever content. Line ends become one space unless kept.
    """
    return "".join(_shown(char, keep) for char in text)


def _shown(char: str, keep: str) -> str:
    if char in keep:
        return char
    if char in "\n\r\t\v\f\x85\u2028\u2029":
        return " "
    category = unicodedata.category(char)
    if category == "Cs":
        return f"\\x{ord(char) & 0xFF:02x}"
    return "" if category in {"Cc", "Cf"} else char


def file_name(path: str | Path) -> str:
    """A path as UTF-8 text; bytes that are no UTF-8 are written ``\\xNN``.

    The bytes themselves are read, so the locale has no say in what comes out.
    """
    text = os.fsencode(path).decode("utf-8", "backslashreplace")
    return text.replace(os.sep, "/") if os.sep != "/" else text
