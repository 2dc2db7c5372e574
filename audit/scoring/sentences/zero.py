"""不得分, 得0分, 扣全分: a case that earns nothing."""

from __future__ import annotations

from audit.scoring.clauses import Example, Sentence
from audit.scoring.lexicon import THEN, THIS
from schemas.message import Message
from schemas.rule import ZERO

_ALL = r"(?:全部|所有)?(?:分值|分数|得分)"

SENTENCE = Sentence(
    kind="zero",
    title=Message("不得分", "no points"),
    meaning=Message("满足条件时得零分", "a case earns nothing"),
    source="辽宁部门整体绩效自评表：应缴财政款≠0，得0分",
    examples=(
        Example(
            "应缴财政款=0，得满分，应缴财政款≠0，得0分", "2", (("0", "2"), ("3", "0"), ("-1", "0"))
        ),
        Example("合格率100%得3分，低于100%的此项不得分。", "3", (("100", "3"), ("99.9", "0"))),
    ),
    refused=(
        "应缴财政款=0，得满分，应缴财政款≠0，倒扣2分",
        "应缴财政款=0，得满分，应缴财政款≠0，原则上不得分",
    ),
    terminals={
        "ZERO": (
            42,
            rf"{THEN}(?:{THIS}|(?:本|该|此)项)?{THEN}(?:不予?得分|不予?计分|不予?记分|不予?给分|无分|不得任何分)"
            rf"|{THEN}(?:得|计|记|给|为)?零分"
            rf"|{THEN}{THIS}(?:分值)?(?:全扣|扣全分|扣完|扣光)(?!为止|即止|{_ALL}为止)"
            rf"|{THEN}(?:扣除?|扣减){THIS}(?:全部|所有)(?:分值|分数|分)(?!为止)",
        ),
    },
    rules="""
        points_zero: ZERO
    """,
    offers={"points": ("points_zero",)},
    build={"points_zero": lambda _parts: ZERO},
)
