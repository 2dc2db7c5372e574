"""Half-width ``, : ; ( )`` beside Chinese, which Chinese print sets full-width."""

from __future__ import annotations

import re

from forms.text.characters import is_chinese, is_digit, is_letter, is_space

_WIDE = {",": "，", ":": "：", ";": "；", "(": "（", ")": "）"}
_NARROW = {"（": "(", "）": ")"}
_UNDECIDED = " \n\u2029()（）,:;，：；"
_LOOKED_PAST = "“”‘’\"'.,:;%‰+-−–≥≤=><≠~±"
_NEAR = 100  # how far a sign looks for Chinese; a bound keeps long cells cheap
_LABEL = re.compile(r"(?:目标|指标)\s*[0-9]{1,2}\s*$")


def widen_brackets(text: str) -> str:
    """Brackets full-width in pairs: where a pair holds Chinese or stands beside it.

    A pair of one full-width and one half-width bracket counts as Chinese. A bracket without a
    partner (``1)``) follows the characters beside it.
    """
    chars = list(text)
    partner = _partners(text)
    for i, char in enumerate(text):
        if char not in "()":
            continue
        j = partner.get(i)
        if j is None:
            wide = _beside_chinese(text, i, i)
        else:
            first, last = min(i, j), max(i, j)
            wide = (
                text[j] in "（）"
                or any(is_chinese(c) for c in text[first + 1 : last])
                or _beside_chinese(text, first, last)
            )
        if wide:
            chars[i] = _WIDE[char]
    return "".join(chars)


def widen_points(text: str) -> str:
    """Commas, colons and semicolons full-width beside Chinese, never inside a figure.

    Figures and quotes between the sign and the Chinese are looked past (``100%, 2021年``).
    A comma or colon that stands between two digits without white space may be a thousands
    separator, a time or a ratio and stays, but for the colon after a label (目标1:2021年).
    """
    chars = list(text)
    for i, char in enumerate(text):
        if char not in ",:;":
            continue
        if char == ":" and _LABEL.search(text[max(0, i - 8) : i]):
            chars[i] = _WIDE[char]
        elif char != ";" and _in_figure(text, i):
            continue
        elif _meets_chinese(text, i, -1) or _meets_chinese(text, i, +1):
            chars[i] = _WIDE[char]
    return "".join(chars)


def _partners(text: str) -> dict[int, int]:
    """Which bracket closes which, half-width and full-width alike."""
    partner: dict[int, int] = {}
    open_at: list[int] = []
    for i, char in enumerate(text):
        shape = _NARROW.get(char, char)
        if shape == "(":
            open_at.append(i)
        elif shape == ")" and open_at:
            j = open_at.pop()
            partner[i], partner[j] = j, i
    return partner


def _beside_chinese(text: str, first: int, last: int) -> bool:
    """Whether Chinese stands before or after the span; signs that may yet be widened are none."""
    before = text[max(0, first - _NEAR) : first].rstrip(_UNDECIDED)
    after = text[last + 1 : last + 1 + _NEAR].lstrip(_UNDECIDED)
    return bool(before and is_chinese(before[-1])) or bool(after and is_chinese(after[0]))


def _in_figure(text: str, i: int) -> bool:
    """Right between two digits."""
    return 0 < i < len(text) - 1 and is_digit(text[i - 1]) and is_digit(text[i + 1])


def _meets_chinese(text: str, i: int, step: int) -> bool:
    """Whether Chinese comes first in this direction, past figures, quotes and white space."""
    near = text[i + 1 : i + 1 + _NEAR] if step > 0 else text[max(0, i - _NEAR) : i][::-1]
    for char in near:
        if is_chinese(char):
            return True
        if is_letter(char) or not (is_space(char) or is_digit(char) or char in _LOOKED_PAST):
            return False
    return False
