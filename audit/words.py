"""Words that checks look for in running text."""

from __future__ import annotations

import re

PLACEHOLDERS = frozenset(
    {
        "",
        "无",
        "没有",
        "不适用",
        "—",
        "——",
        "-",
        "--",
        "/",
        "\\",
        "×",
        "*",
        "…",
        "……",
        "0",
        "N/A",
        "n/a",
    }
)
_NUMERAL = re.compile(
    r"[0-9０-９]|[%％‰]|百分之"
    r"|[〇零一二两三四五六七八九十百千万亿]+\s*"
    r"(?:[余多]?(?:个|次|人|项|件|起|套|份|篇|台|户|名|期|批|场|家|条|处|天|日|月|年|元|万|公里|米|平方米|吨|座|所|宗|例|倍|成))"
)


def is_placeholder(text: str) -> bool:
    """Whether a text says nothing: 无, ——, / and the like."""
    return text.strip(" \n\t。.") in PLACEHOLDERS


def holds_number(text: str) -> bool:
    """Whether a number stands in the text, in digits or in Chinese numerals with a measure."""
    return _NUMERAL.search(text) is not None


def squeezed(text: str) -> str:
    """The text without white space and closing punctuation, for comparing names."""
    return re.sub(r"\s+", "", text).rstrip("。.;；，,、:：")
