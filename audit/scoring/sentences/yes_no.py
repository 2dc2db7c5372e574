"""按时报送得2分，否则不得分: states of affairs told in words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from audit.scoring.clauses import Example, Sentence, Unclear, WordCondition
from schemas.message import Message

_DISCRETION = re.compile(
    r"酌情|视情|视具体|适当|约|(?<![扣删解消清拆免排])除|斟酌|相应|参照|综合|主观|原则上|大致|左右|合理确定|类推|另行|详见|见附|除外|例外"
    r"|特殊|加分|倒扣|否决|情况(?:扣|给|打|评|得)|程度(?:扣|给|打|评|得)|评委|专家|等级|最高|最低|不超过"
    r"|以上|以下|以内|如果|但|除非|只有|每|目标值|指标值|标准值|部门$|单位$"
)


def _text(parts: Sequence[Any]) -> WordCondition:
    text = "".join(part.text if isinstance(part, WordCondition) else str(part) for part in parts)
    found = _DISCRETION.search(text)
    if found:
        raise Unclear(
            f"“{found[0]}”留有裁量余地或另有条件，不能照算",
            f"“{found[0]}” leaves discretion or adds a condition",
        )
    if len(text) > 60:
        raise Unclear("条件太长", "the condition is too long")
    return WordCondition(text)


SENTENCE = Sentence(
    kind="words",
    title=Message("是与否", "yes or no"),
    meaning=Message(
        "条件是一种情形，数字定不了；读懂了，但由人核对",
        "the condition is a state of affairs that no number decides; understood, for a person",
    ),
    source="各省评分标准通行写法",
    examples=(
        Example("按时报送得2分，否则不得分。", "2"),
        Example("及时公开预决算信息，得2分；未及时公开，不得分。", "2"),
        Example("优得5分，良得4分，中得3分，差得0分。", "5"),
    ),
    refused=(
        "按时报送得2分，否则酌情扣分。",
        "视完成情况得0-2分",
        "资金管理规范得2分，预算编制合理得2分",
        "根据实际情况得分",
    ),
    rules="""
        text: word | text word | text PAUSE word | text COMMA word
        words: text
    """,
    offers={"statement": ("words",)},
    build={"text": _text, "words": lambda parts: parts[0]},
)
