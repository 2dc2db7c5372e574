"""无结余，3分；有结余，但不超过上年结转，2分: cases on two amounts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from audit.scoring.clauses import AmountCondition, Example, Sentence
from schemas.message import Message
from schemas.rule import AmountTest

_NOUN = (
    r"(?:(?:本年|当年|上年|年末|年初|本期|累计|财政拨款)(?:度)?)?"
    r"(?:结转结余|结余结转|结余|结转)(?:资金|数|额|金额|规模)?(?!结余|结转|资金|数|额|金额|规模|率|比|使用|盘活|管理|制度|情况|占)"
)
_MOST = r"(?:不超过|未超过|不高于|不大于|小于等于|≤|小于或等于)"
_MORE = r"(?:超过|高于|大于|超出|多于|>)"
_LESS = r"(?:低于|小于|少于|<)"
_LEAST = r"(?:不低于|不少于|不小于|≥)"


def _operator(word: str) -> str:
    pairs = ((_MOST, "≤"), (_LEAST, "≥"), (_MORE, ">"), (_LESS, "<"))
    return next(sign for pattern, sign in pairs if re.fullmatch(pattern, word))


def _none(parts: Sequence[Any]) -> AmountCondition:
    return AmountCondition((AmountTest(str(parts[-1]), "=", None),))


def _some(parts: Sequence[Any]) -> AmountCondition:
    nouns = [str(p) for p in parts if getattr(p, "type", "") == "AMOUNT_NOUN"]
    tests = [AmountTest(nouns[0], ">", None)]
    verb = next((str(p) for p in parts if getattr(p, "type", "") == "AMOUNT_VERB"), None)
    if verb is not None:
        tests.append(AmountTest(nouns[0], _operator(verb), nouns[-1]))
    return AmountCondition(tuple(tests))


def _compared(parts: Sequence[Any]) -> AmountCondition:
    left, verb, right = (str(part) for part in parts)
    return AmountCondition((AmountTest(left, _operator(verb), right),))


SENTENCE = Sentence(
    kind="amounts",
    title=Message("两个金额之间的情形", "cases on two amounts"),
    meaning=Message(
        "看结余与上年结转等两个金额的大小", "goes by how two amounts, such as balances, compare"
    ),
    source="部门整体支出绩效评价指标体系：结转结余",
    examples=(
        Example("无结余，3分；有结余，但不超过上年结转，2分；结余超过上年结转，不得分。", "3"),
        Example("没有结转结余，得满分；有结转结余，不得分", "2"),
    ),
    refused=("无结余，3分；有结余，酌情扣分。", "结余基本不超过上年结转，2分"),
    terminals={
        "AMOUNT_NONE": (38, rf"(?:没有|无)(?={_NOUN})"),
        "AMOUNT_SOME": (38, rf"(?:有|存在)(?={_NOUN})"),
        "AMOUNT_NOUN": (37, _NOUN),
        "AMOUNT_VERB": (38, rf"(?:{_MOST}|{_LEAST}|{_MORE}|{_LESS})(?={_NOUN})"),
        "BUT": (38, rf"(?:但是?|且)(?=(?:{_MOST}|{_LEAST}|{_MORE}|{_LESS}){_NOUN})"),
    },
    rules="""
        none_left: AMOUNT_NONE AMOUNT_NOUN
        some_left: AMOUNT_SOME AMOUNT_NOUN
                 | AMOUNT_SOME AMOUNT_NOUN _but AMOUNT_VERB AMOUNT_NOUN
        _but: BUT | COMMA | COMMA BUT
        compared: AMOUNT_NOUN AMOUNT_VERB AMOUNT_NOUN
    """,
    offers={"statement": ("none_left", "some_left", "compared"), "word": ("AMOUNT_NOUN",)},
    build={"none_left": _none, "some_left": _some, "compared": _compared},
)
