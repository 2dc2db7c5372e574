"""得满分, 计5分, 得分值的80%: what a case awards."""

from __future__ import annotations

from audit.scoring.clauses import Declared, Example, Sentence
from audit.scoring.lexicon import (
    CHINESE,
    NUMBER,
    POINT,
    THEN,
    THIS,
    WEIGHT_WORD,
    number,
    points,
)
from schemas.message import Message

_GIVES = r"(?:得分为|得分|计分|得|计为|计|记为|记|给予|给|赋予|赋|评|打|为)"
_FULL = r"(?:满分值?|全分|全部分值?|全部分数|全额分值?|标准分值?|权重分值?)"
_ENDS = r"(?![的\d为：是])"

SENTENCE = Sentence(
    kind="full-marks",
    title=Message("给分", "points awarded"),
    meaning=Message(
        "满足条件时得满分、得印明的分数，或得分值的一定百分比",
        "a case earns full marks, the printed points, or a percentage of the weight",
    ),
    source="辽宁部门整体绩效自评表；各省评分标准通行写法",
    examples=(
        Example("执行率≥90%，得满分；执行率＜90%，不得分。", "10", (("90", "10"), ("89", "0"))),
        Example("完成率达到95%以上的计5分，否则计2分", "5", (("95", "5"), ("94", "2"))),
        Example("满意度≥90%，得满分；＜90%，得分值的60%", "10", (("91", "10"), ("80", "6"))),
        Example("执行率≥90%得分，否则不得分。", "10", (("90", "10"), ("89", "0"))),
        Example("本项满分5分。合格率=100%得满分，否则不得分", "5", (("100", "5"), ("99", "0"))),
    ),
    refused=(
        "执行率≥90%，酌情得满分",
        "执行率≥90%，得满分或4分",
        "执行率≥90%，得5分左右",
        "执行率≥90%，得3-5分",
    ),
    terminals={
        "AWARD": (
            40,
            rf"{THEN}{_GIVES}?(?:{THIS}满分)?{THIS}{NUMBER}{POINT}(?!以|左右|-|至)"
            rf"|{THEN}(?:得|计|记|给|扣){{0}}(?:得|计|记|给)(?:{CHINESE}|零){POINT}"
            rf"|\((?:得|计|记)?{NUMBER}{POINT}\)",
        ),
        "FULL": (
            41,
            rf"{THEN}(?:得|计|记|给予|给|按|赋|评|为)?{THIS}{_FULL}"
            rf"(?:计算|计分|计|记分|处理|给分)?{_ENDS}"
            rf"|{THEN}(?:得|计|记|给){THIS}(?:全部)?(?:分值|分数|指标分值){_ENDS}"
            rf"|{THEN}不扣分"
            r"|得分(?=[，；](?:否则|反之|未|不|没|无)[^，；。]{0,12}不得分)",
        ),
        "SHARE": (
            43,
            rf"{THEN}(?:得|计|记|给|按)(?:分)?{WEIGHT_WORD}的?{NUMBER}%(?:得分|计分|记分|给分|计)?"
            rf"|{THEN}(?:得|计|记|给|按){NUMBER}%的?{WEIGHT_WORD}(?:得分|计分|记分|给分|计)?"
            rf"|{THEN}按{NUMBER}%(?:得分|计分|记分|给分)",
        ),
        "DECLARED": (
            44,
            rf"(?:(?:本|该|此)(?:项|指标)|指标)?(?:满分|总分|分值|权重|标准分)(?:值)?(?:共|为|是|：|=)?"
            rf"{NUMBER}{POINT}",
        ),
    },
    rules="""
        points_given: AWARD | FULL | SHARE
        declared: DECLARED
    """,
    offers={"points": ("points_given",), "clause": ("declared",)},
    build={
        "points_given": lambda parts: points(parts[0]),
        "declared": lambda parts: Declared(
            number("".join(c for c in parts[0] if c.isdigit() or c == "."))
        ),
    },
)
