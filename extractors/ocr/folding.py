"""Texts of readers made comparable, and which of them are figures."""

from __future__ import annotations

import unicodedata

from extractors.ocr.signs import TICKS

DIGITS = frozenset("0123456789")

_FIGURES = frozenset("0123456789.,%‰≥≤=<>≠±+-—√×/*")
_MARKS = frozenset("0123456789%‰≥≤=<>≠±+√×")
_ALIKE = frozenset("OoDQIl|]SZBE€Gg")
_DASHES = str.maketrans(dict.fromkeys("—–―‒−─一_﹣－", "-"))
_SAME = str.maketrans({"﹦": "=", "≧": "≥", "≦": "≤", "〇": "0", "。": ".", "·": ".", "•": "."})


def folded(text: str) -> str:
    """A text for comparison: compatibility forms, dashes and space do not count."""
    plain = unicodedata.normalize("NFKC", text).translate(_SAME).translate(_DASHES)
    return "".join(plain.split())


def is_figure(text: str) -> bool:
    """Whether a folded text is a figure and nothing else."""
    return bool(text) and all(c in _FIGURES for c in text)


def is_garbled(text: str) -> bool:
    """Whether a folded text is a figure but for few characters that no figure holds: 28.0€, or a
    tick taken apart: 6V."""
    figures = sum(c in _FIGURES for c in text)
    strange = [c for c in text if c not in _FIGURES and c < "\u2e80"]
    if figures + len(strange) != len(text) or not strange or not DIGITS & set(text):
        return False
    return len(strange) <= figures / 2 or all(c in _ALIKE | TICKS for c in strange)


def marks(text: str) -> str:
    """The figures and signs within a folded text, with the points and dashes that touch them."""
    return "".join(
        c
        for i, c in enumerate(text)
        if c in _MARKS
        or (c in ".-" and any(n in _MARKS for n in text[max(0, i - 1) : i + 2] if n != c))
    )
