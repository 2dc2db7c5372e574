"""Item marks: what begins an item of a list at the start of a printed line."""

from __future__ import annotations

import re
from collections.abc import Collection

_HAN = "一二三四五六七八九十"
_YEAR = r"(?:19|20)[0-9]{2}[ ]?年"
_MARK = re.compile(
    rf"""
      [0-9]{{1,2}} (?: [)）] | [.．](?: (?![0-9]) | (?={_YEAR}) ) )  # 1.  1．  1)  1.2021年
    | [0-9]{{1,2}} [ ]? 、(?!\s*[0-9]{{1,2}}(?![0-9]))            # 1、 but not 2、3季度
    | [（(][ ]? (?: [0-9]{{1,2}} | [{_HAN}]{{1,3}} ) [ ]?[)）]      # (1)  （一）  （ 一 ）
    | [{_HAN}]{{1,3}} [ ]? (?: [.．] | 、(?!\s*[{_HAN}]) )         # 一、 but not 一、二、三产业
    | 第[{_HAN}]{{1,3}} [ ]? [，,、：:.．]                         # 第一，
    | (?: 目[ ]?标 | 指[ ]?标 ) [ ]?
      (?: [0-9]{{1,2}}(?![0-9.]) | [{_HAN}]{{1,3}}(?=[ ]?[：:、.．]) )
    | [ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫ][、.．]
    | [①-⒛⓪-⓾❶-❿㈠-㈩㉑-㉟㊀-㊉㊱-㊿]
    | [•▪‣◦●◆➢➤\uf06c\uf06e\uf0b7\uf0d8]                           # bullets, Wingdings' too
    """,
    re.VERBOSE,
)
# A line that ends so goes on into the next one: 第｜一、二季度, 目标｜1., 二十｜一、, 一、｜二、
_CUT_WORD = re.compile(r"(?:第|(?:目|指)\s*标|附\s*(?:件|表))$")
_GOES_ON = re.compile(rf"[（(《“‘、—–~～至到和与及或{_HAN}]$")


def item_kind(line: str) -> str | None:
    """The kind of mark that a line begins with (``#.`` for 1. and 12.), else ``None``."""
    mark = _MARK.match(line)
    if mark is None or not line[mark.end() :].strip():
        return None
    return re.sub(rf"[0-9{_HAN}]+", "#", mark.group().replace(" ", ""))


def begins_item(before: str, after: str, kinds: Collection[str | None]) -> bool:
    """Whether the line ``after`` a break begins an item of a list.

    The end of ``before`` decides where the mark belongs to a word or an enumeration that the
    break only cut; but a mark of one of the ``kinds`` that began earlier lines begins an item
    after a comma too.
    """
    kind = item_kind(after)
    if kind is None or _CUT_WORD.search(before):
        return False
    return kind in kinds or _GOES_ON.search(before) is None
