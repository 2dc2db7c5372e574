"""完成值达到指标值, 未达到目标值: cases that go by the indicator's own target."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from audit.scoring.clauses import Example, Name, Sentence, TargetCondition
from audit.scoring.lexicon import TARGET_WORD
from schemas.message import Message
from schemas.rule import Standing

_SUBJECT = r"(?:(?:实际|全年)?(?:完成值|完成情况|完成数|实际值))?"
_FOLLOWED = r"(?=[的时者，得计记(按每不]|满分|全额|则|\d|$)"


def _condition(standing: Standing) -> Any:
    def build(_parts: Sequence[Any]) -> TargetCondition:
        return TargetCondition(Name(), standing)

    return build


SENTENCE = Sentence(
    kind="against-target",
    title=Message("对照目标值", "against the target"),
    meaning=Message(
        "按是否达到指标自己的目标值给分，方向看目标值的运算符",
        "goes by whether the indicator's own target is met, in the direction of its operator",
    ),
    source="项目支出绩效自评表备注",
    examples=(
        Example(
            "达到目标值得满分，未达到目标值不得分。", "10", (("95", "10"), ("80", "0")), "≥90%"
        ),
        Example(
            "完成值达到指标值得满分；每低于目标值1个百分点扣0.5分，扣完为止",
            "5",
            (("90", "5"), ("88", "4")),
            "≥90%",
        ),
    ),
    refused=("达到目标值的80%得满分", "基本达到目标值得满分，否则不得分"),
    terminals={
        "MET": (
            45,
            rf"(?<!基本){_SUBJECT}(?:达到|完成|达成|满足|实现)(?:了|或超过|或高于|并超过|及超过)?"
            rf"{TARGET_WORD}(?:及以上|以上)?{_FOLLOWED}|达标{_FOLLOWED}",
        ),
        "UNMET": (
            46,
            rf"{_SUBJECT}(?:未达到|未达|未能达到|未完成|没有达到|没有完成|达不到|未实现|未满足)"
            rf"{TARGET_WORD}{_FOLLOWED}|(?:未|不)达标{_FOLLOWED}",
        ),
        "TARGET_BELOW": (45, rf"{_SUBJECT}(?:低于|小于|少于|不足|不到|<){TARGET_WORD}{_FOLLOWED}"),
        "TARGET_ABOVE": (45, rf"{_SUBJECT}(?:高于|大于|超过|超出|多于|>){TARGET_WORD}{_FOLLOWED}"),
        "TARGET_AT_LEAST": (
            46,
            rf"{_SUBJECT}(?:不低于|未低于|不少于|不小于|大于等于|≥|大于或等于){TARGET_WORD}{_FOLLOWED}",
        ),
        "TARGET_AT_MOST": (
            46,
            rf"{_SUBJECT}(?:不超过|未超过|没有超过|未高于|不高于|不大于|小于等于|≤|小于或等于|控制在){TARGET_WORD}"
            rf"(?:以内|之内)?{_FOLLOWED}",
        ),
    },
    rules="""
        met: MET
        unmet: UNMET
        target_below: TARGET_BELOW
        target_above: TARGET_ABOVE
        target_at_least: TARGET_AT_LEAST
        target_at_most: TARGET_AT_MOST
    """,
    offers={
        "bare": (
            "met",
            "unmet",
            "target_below",
            "target_above",
            "target_at_least",
            "target_at_most",
        )
    },
    build={
        "met": _condition(Standing.MET),
        "unmet": _condition(Standing.UNMET),
        "target_below": _condition(Standing.BELOW),
        "target_above": _condition(Standing.ABOVE),
        "target_at_least": _condition(Standing.AT_LEAST),
        "target_at_most": _condition(Standing.AT_MOST),
    },
)
