"""What stands in a cell that has nothing to say: blanks, dashes, slashes, 无, N/A."""

from __future__ import annotations

import re

_DASHES = r"\-‐‑‒–—―⸺⸻−－﹘﹣─━_＿ーㄧ"
_PLACEHOLDER = re.compile(
    rf"[{_DASHES}]+|[/／\\]+|[×✕*＊※]+|…+|[.．·。]{{2,}}"
    r"|N\s*/?\s*A|n\s*/?\s*a|[（(]?(?:无|不适用|不涉及|略)[)）]?[。.]?"
)
_INSTRUCTION = re.compile(
    r"[0-9一二三四五六七八九十百两]+\s*(?:个)?字\s*(?:以内|之内|以下|左右|内)"
    r"|^[（(]?(?:请|此处|本栏|在此)(?:在|简要|如实|详细|按|填|说明|根据|注明|逐)"
)


def is_blank(text: str) -> bool:
    """No visible character."""
    return not text.strip()


def is_placeholder(text: str) -> bool:
    """A printed sign for "nothing here" and no more; a blank text is none, 0 is a value."""
    return _PLACEHOLDER.fullmatch("".join(text.split())) is not None


def is_instruction(text: str) -> bool:
    """Text that the form itself prints into a field to be filled (…100字以内)."""
    return _INSTRUCTION.search(text.strip()) is not None
