"""①…1分；②…1分；③…1分: a list whose points add up."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from audit.scoring.clauses import Example, Item, Sentence, Unclear
from audit.scoring.lexicon import NUMBER, POINT, number
from schemas.message import Message
from schemas.rule import Points

_MARK = r"(?:[①-⑳]|\(\d{1,2}\)|\([一二三四五六七八九十]\)|(?:^|(?<=[；。，：]))\d{1,2}[、。)])"
# No comparison, no deduction, no second award: those make the item a rule of its own.
_TEXT = (
    rf"(?:(?!{NUMBER}{POINT}|扣|减分|否则|不得|酌情|视情|适当|参照|以上|以下|以内|每[^年月季周天日])"
    r"[^①-⑳；。≥≤<>=≠%±*])+?"
)


def _item(parts: Sequence[Any]) -> Item:
    token = str(parts[0])
    match = re.fullmatch(
        rf"{_MARK}(?P<text>{_TEXT})[，(：]?(?:得|计|记|共)?(?P<n>{NUMBER}){POINT}[)]?", token
    )
    if match is None:
        raise Unclear(f"“{token}”看不懂", f"“{token}” is not understood")
    text = match["text"].rstrip("，：(的")
    return Item(text, Points(printed=number(match["n"])))


SENTENCE = Sentence(
    kind="checklist",
    title=Message("清单", "checklist"),
    meaning=Message(
        "逐条符合逐条得分，各条相加", "every point of the list earns its points; added up"
    ),
    source="部门整体支出绩效评价指标体系：预算管理制度健全性",
    examples=(
        Example(
            "①已制定或具有预算资金管理办法、内部财务管理制度，1分；②相关管理制度合法、合规、完整，1分；"
            "③相关管理制度得到有效执行，1分。",
            "3",
        ),
        Example("（1）资金使用符合规定，得2分；（2）手续完整（1分）。", "3"),
    ),
    refused=(
        "①制度健全，1分；②执行有效，酌情1分。",
        "①制度健全，1分；②每发现一处问题扣1分。",
        "①制度健全，1分；②执行率≥90%，1分。",
    ),
    terminals={
        "ITEM": (
            60,
            rf"{_MARK}{_TEXT}[，(：]?(?:得|计|记|共)?{NUMBER}{POINT}[)]?(?=[；。，①-⑳(]|\d{{1,2}}[、。]|$)",
        ),
        "BULLET": (55, rf"{_MARK}(?=[^；。])"),
    },
    rules="""
        item: ITEM
    """,
    offers={"clause": ("item",)},
    build={"item": _item},
)
