"""A family file as TOML; where it is none, its author is shown the line and what it may lack."""

from __future__ import annotations

import re
import tomllib
from decimal import Decimal
from typing import Any

from forms.families.soundness import FaultError

_LINE = re.compile(r"\(at line (\d+), column \d+\)")
_TEXTS = re.compile(r'"[^"]*"' + r"|'[^']*'")
_WIDE = "“”‘’，＝：［］【】｛｝＂"


def read_toml(data: bytes) -> dict[str, Any]:
    """The tables of a file, numbers with a point as Decimal; FaultError where it is no TOML."""
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise FaultError(
            "文件不是 UTF-8 编码：请在编辑器里另存为 UTF-8。",
            "The file is not in UTF-8: save it as UTF-8 in your editor.",
        ) from error
    try:
        return tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise _fault(text, str(error)) from error


def _fault(text: str, said: str) -> FaultError:
    at = _LINE.search(said)
    if at is None:
        return FaultError(
            f"不是有效的 TOML：文件末尾还有引号、括号没有关上（{said}）。",
            f'Not valid TOML: at the end a quote, bracket or """ is still open ({said}).',
        )
    number = int(at[1])
    lines = text.split("\n")
    line = lines[number - 1].strip() if number <= len(lines) else ""
    zh, en = _remedy(line, said)
    return FaultError(
        f"不是有效的 TOML：第 {number} 行“{line}”：{zh}（{said}）。",
        f"Not valid TOML: line {number}, {line}: {en} ({said}).",
    )


def _remedy(line: str, said: str) -> tuple[str, str]:
    """What such a line usually lacks."""
    bare = _TEXTS.sub("", line)
    wide = "".join(sign for sign in _WIDE if sign in bare)
    if wide:
        return (
            f"{wide} 是全角符号，引号、逗号、括号要用半角",
            f"{wide} are full-width; quotes, commas and brackets must be the plain ones",
        )
    if "twice" in said or "overwrite" in said:
        return ("这一项前面已经写过，请并成一处", "it stands in the file before; put both together")
    if bare.count('"') % 2 or "'\\n'" in said:
        return ("少了一个引号", "a quote is missing")
    return (
        "请查引号、逗号和括号是否成对、齐全",
        "see whether quotes, commas and brackets are complete",
    )
