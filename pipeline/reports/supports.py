"""What supports a reading of recognised ink (``schemas.support``), in a person's language."""

from __future__ import annotations

import re

from schemas.message import Message

_PARTS = {
    "first reader": "第一个识别器",
    "second reader": "第二个识别器",
    "both readers": "两个识别器",
    "readers": "识别器",
    "likeliest": "最可能的读法",
    "second look": "再看一遍",
    "narrow view": "压窄了再看",
    "slant": "笔画倾斜",
    "bar as wide as a character": "横线与一个字同宽",
    "low probability": "把握不大",
    "a tick is read as a letter": "勾被读成了字母",
    "a character that no figure holds": "有数字里不会有的字符",
    "a gap in the pitch of the digits": "数字的间距不匀",
    "ink that runs into the ruling": "笔画碰到了表线",
    "ink without a character": "有墨迹没有读出字",
    "ink before or after the characters": "读出的字前后还有墨迹",
    "points of ink and points read differ": "墨点与读出的小数点个数不符",
    "a bar of ink that was not read": "有一道横线没有读出",
    "no bar of ink for the minus sign": "负号处没有墨迹",
}
_AGAIN = re.compile(r"again (\d+) of (\d+)")
_LESS = re.compile(r"(.+), ([01]\.\d+)")
_OPEN = "open: "


def supported(support: str) -> Message:
    """The support in both languages; parts that are not known stay as they are."""
    return Message("；".join(map(_chinese, support.split("; "))), support)


def _chinese(part: str) -> str:
    if part in _PARTS:
        return _PARTS[part]
    if again := _AGAIN.fullmatch(part):
        return f"再看 {again[2]} 遍，{again[1]} 遍这样读"
    if part.startswith(_OPEN):
        return f"也可能是别的：{_chinese(part.removeprefix(_OPEN))}"
    if less := _LESS.fullmatch(part):
        return f"{_chinese(less[1])}，可能性 {less[2]}"
    return part
