"""Ticks and boxes: √ ☑ ✔ ■ against □ ☐, in a column of their own or before an option."""

from __future__ import annotations

import re

# The private codes are Wingdings and Wingdings 2, which PDF makers pass on unmapped.
TICKED = "√✓✔☑✅■●◉▣\uf050\uf052\uf0fc\uf0fe"
OPEN = "□☐▢○◯◻\uf02a\uf06f\uf0a3\uf0a8"
CROSSED = "×✗✘✕☒\uf04f\uf051\uf054\uf0fb\uf0fd"

_OPTION = re.compile(rf"([{TICKED}{OPEN}{CROSSED}])\s*([^{TICKED}{OPEN}{CROSSED}]*)")


def is_ticked(text: str) -> bool | None:
    """``True`` for a lone tick, ``False`` for a lone open box or cross, ``None`` for anything else.

    A box with a cross (☒) is a choice on some forms and a refusal on others: ``None``.
    """
    mark = re.sub(r"[\s（）()\[\]【】]", "", text)
    if mark and all(char in TICKED for char in mark):
        return True
    if mark and mark not in "☒\uf054\uf0fd" and all(char in OPEN + CROSSED for char in mark):
        return False
    return None


def options(text: str) -> tuple[tuple[str, bool | None], ...]:
    """The options of a line such as ``☑新增 □延续`` with whether each is ticked.

    The mark stands before its option, as government forms print it; empty without marks.
    """
    return tuple(
        (label.strip(" 、，,；;/\n"), is_ticked(mark)) for mark, label in _OPTION.findall(text)
    )
