"""每出现一次扣0.5分, 每完成一项得1分: points by the number of occurrences."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from audit.scoring.clauses import (
    Deducted,
    Example,
    Occurrences,
    Sentence,
    Unclear,
    WordCondition,
)
from audit.scoring.lexicon import COUNT, COUNTED, number
from schemas.message import Message
from schemas.rule import Points

_FAULT = (
    r"出现|发现|发生|有|存在|查出|查实|通报|违反|违规|迟报|漏报|错报|瞒报|缺少|缺失|缺|漏|逾期|延迟|延误"
    r"|推迟|拖延|超期|晚|迟|未完成|未达标|未按时完成|不合格|不符合|不达标|产生|引发|新增"
)
_DEED = r"完成|开展|组织|举办|召开|报送|获得|新建|培训|制定|出台|发布|解决|办结"
_VERBS = rf"(?:{_FAULT}|{_DEED})"


def _occurrences(parts: Sequence[Any]) -> Occurrences:
    token = str(next(p for p in parts if getattr(p, "type", "") == "OCCURS"))
    match = re.fullmatch(
        rf"(?P<each>每)?(?:再)?{_VERBS}?(?:了)?(?P<n>{COUNTED})?(?P<u>{COUNT})", token
    )
    if match is None:
        raise Unclear(f"“{token}”看不懂", f"“{token}” is not understood")
    about = next((part.text for part in parts if isinstance(part, WordCondition)), "")
    taken = next((part for part in parts if isinstance(part, Deducted)), None)
    given = taken.points if taken else next(part for part in parts if isinstance(part, Points))
    if len(about) == 1:
        raise Unclear(f"“{about}”看不懂", f"“{about}” is not understood")
    count = number(match["n"] or "1")
    if count <= 0 or count != count.to_integral_value():
        raise Unclear("次数不是整数", "the number of occurrences is not whole")
    return Occurrences(token + about, count, match["u"], given, taken is None, bool(match["each"]))


SENTENCE = Sentence(
    kind="occurrences",
    title=Message("按次扣分", "occurrences"),
    meaning=Message(
        "每出现一次（个、项、起…）扣（或得）若干分", "points off (or earned) for every occurrence"
    ),
    source="部门整体支出绩效评价指标体系：专项资金下达进度",
    examples=(
        Example(
            "每出现一个专项未按进度完成资金下达扣0.5分，扣完为止。",
            "3",
            (("0", "3"), ("2", "2"), ("9", "0")),
        ),
        Example("无违规问题得满分，每发现1例扣1分，扣完为止", "4", (("0", "4"), ("3", "1"))),
        Example("未发生安全事故得满分，发生一起不得分", "5", (("0", "5"), ("2", "0"))),
        Example("每开展一次培训得1分，最高得5分", "5", (("3", "3"), ("8", "5"))),
    ),
    refused=(
        "每出现一个专项未按进度完成资金下达酌情扣0.5分，扣完为止。",
        "每出现一次扣0.5分，情节严重的扣2分",
        "每发现一例扣1分，每迟报一次扣0.5分",
    ),
    terminals={
        "OCCURS": (
            46,
            rf"每(?:再)?{_VERBS}?(?:了)?{COUNTED}?{COUNT}|(?:出现|发现|发生){COUNTED}{COUNT}",
        ),
    },
    rules="""
        occurrences: _occurring taken | _occurring _tail taken
        _occurring: OCCURS | OCCURS text
    """,
    offers={"clause": ("occurrences",)},
    build={"occurrences": _occurrences},
)
