"""每增加5%（含）扣0.5分, 每超过一个百分点扣0.5分: points that go step by step."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from audit.scoring.clauses import (
    Deducted,
    Each,
    Example,
    Move,
    Name,
    Sentence,
    StepClause,
    Unclear,
)
from audit.scoring.lexicon import (
    CLASSIFIER,
    COUNTED,
    NUMBER,
    PERCENT,
    POINT,
    TARGET_WORD,
    THEN,
    THIS,
    UNIT,
    WEIGHT_WORD,
    amount,
    number,
    points,
)
from schemas.message import Message
from schemas.rule import Points, StepMode

_UP = (
    "增加",
    "增长",
    "上升",
    "升高",
    "提高",
    "上浮",
    "高于",
    "高出",
    "超过",
    "超出",
    "超支",
    "大于",
    "多于",
    "超",
    "高",
    "多",
    "增",
    "升",
)
_DOWN = (
    "降低",
    "下降",
    "减少",
    "低于",
    "少于",
    "小于",
    "不足",
    "下浮",
    "下滑",
    "降",
    "低",
    "少",
    "欠",
    "减",
)
_AWAY = ("偏离", "偏差", "相差", "变动", "浮动", "变化", "波动", "差异", "差")
_MOVES = "|".join(sorted((*_UP, *_DOWN, *_AWAY), key=len, reverse=True))


def _each(parts: Sequence[Any]) -> Each:
    token = str(parts[0])
    match = re.fullmatch(
        rf"(?:每(?:再)?)?(?P<move>{_MOVES})?(?:了|出)?(?P<target>{TARGET_WORD})?(?:的)?"
        rf"(?P<count>{COUNTED})?(?P<unit>{UNIT})",
        token,
    )
    if match is None:
        raise Unclear(f"“{token}”看不懂", f"“{token}” is not understood")
    unit = match["unit"] if match["unit"] != "百分点" else "个百分点"
    size = amount(f"{number(match['count'] or '1')}{unit}")
    if size.value <= 0:
        raise Unclear("每一步的大小为零", "a step of size zero")
    word = match["move"]
    move = Move.UP if word in _UP else Move.DOWN if word in _DOWN else Move.AWAY
    marked = False
    partial = None
    for part in parts[1:]:
        if isinstance(part, _Partial):
            partial = part
        elif part.type == "WITHOUT":
            raise Unclear("步长后面的“不含”说不清", "a step （不含） says nothing clear")
        elif part.type == "WITH":
            inside = re.search(NUMBER, part)
            if inside and Decimal(inside[0]) != size.value:
                raise Unclear("括号里的数与步长不同", "another number in the brackets")
            marked = True
    each = Each(size, move, marked, bool(match["target"]))
    return each if partial is None else _with_partial(each, partial)


@dataclass(frozen=True, slots=True)
class _Partial:
    """What is said of a part of a step; ``sizes`` are the step sizes it names."""

    modes: tuple[StepMode, ...]
    sizes: tuple[Decimal, ...]


def _partial(parts: Sequence[Any]) -> _Partial:
    token = str(parts[0])
    named = re.findall(rf"({COUNTED})(?={UNIT})", token)
    sizes = tuple(number(size) for size in named)
    if "比例" in token:
        return _Partial((StepMode.LINEAR,), sizes)
    if re.search(r"不扣|不计|不予|忽略", token):
        return _Partial((StepMode.WHOLE,), sizes)
    return _Partial((StepMode.BEGUN,), sizes)


def _with_partial(each: Each, partial: _Partial) -> Each:
    if each.modes and each.modes != partial.modes:
        raise Unclear("不足一步的说法前后不一", "two words for a part of a step")
    if any(size != each.amount.value for size in partial.sizes):
        raise Unclear("“不足”后面的数与步长不同", "the part of a step names another size")
    return replace(each, modes=partial.modes)


def _steps(parts: Sequence[Any]) -> StepClause:
    names = [part for part in parts if isinstance(part, Name)]
    each = next(part for part in parts if isinstance(part, Each))
    condition = parts[0] if not isinstance(parts[0], Name | Each) else None
    for part in parts:
        if isinstance(part, _Partial):
            each = _with_partial(each, part)
    taken = next((part for part in parts if isinstance(part, Deducted)), None)
    given = taken.points if taken else next(part for part in parts if isinstance(part, Points))
    return StepClause(condition, names[0] if names else Name(), each, given, earns=taken is None)


SENTENCE = Sentence(
    kind="steps",
    title=Message("按步扣分", "steps"),
    meaning=Message(
        "离起点每差一步扣（或加）若干分；5%指五个百分点；（含）表示满一步就算一步",
        "points off for every step away from the start; 5% are five percentage points; with "
        "（含） a step counts once it is reached",
    ),
    source="辽宁部门整体绩效自评表；部门整体支出绩效评价指标体系",
    examples=(
        Example(
            "差异率=0，得满分；差异率（绝对值）>0时，每增加5%（含）扣减0.5分，减至0分为止。",
            "5",
            (("0", "5"), ("40", "1"), ("-40", "1"), ("4.9", "5"), ("80", "0")),
        ),
        Example(
            "差异率≤0，得满分；差异率>0时，每增加5%（含）扣减0.5分，减至0分为止。",
            "5",
            (("-5.66", "5"), ("10", "4")),
        ),
        Example(
            "以100%为标准。在职人员控制率≦100%，计5分；每超过一个百分点扣0.5分，扣完为止。",
            "5",
            (("100", "5"), ("103", "3.5"), ("102.5", "3.75"), ("120", "0")),
        ),
        Example(
            "“三公经费”变动率≦0，计5分；“三公经费”>0，每超过一个百分点扣0.5分，扣完为止。",
            "5",
            (("-3", "5"), ("2", "4")),
        ),
        Example("完成5种得满分，少一种扣2分", "10", (("5", "10"), ("3", "6"), ("0", "0"))),
        Example("100%计满分，每低于5%扣2分，扣完为止。", "10", (("100", "10"), ("90", "6"))),
        Example("群众满意率90%以上得10分，每降5%扣1分，扣完为止。", "10", (("80", "8"),)),
        Example("完成率≥95%得满分，每低1个百分点扣分值的10%，扣完为止", "10", (("93", "8"),)),
    ),
    refused=(
        "每低于5%扣2分，扣完为止。",
        "差异率=0，得满分；差异率>0时，每增加5%（含）酌情扣减0.5分",
        "满意度90%以上得10分，每提高5%扣1分，扣完为止",
        "控制率≤100%得5分，每超过1万元扣0.5分，扣完为止",
        "差异率=0，得满分；差异率>0时，增加5%扣减0.5分",
    ),
    terminals={
        "EACH": (
            47,
            rf"每(?:再)?(?:{_MOVES})(?:了|出)?(?:{TARGET_WORD})?(?:的)?{COUNTED}?{UNIT}"
            rf"|每{COUNTED}?(?:{PERCENT}|‰)"
            rf"|(?<![每])(?:减少|超过|超出|少|多|超)一{CLASSIFIER}(?=，?扣)",
        ),
        "DEDUCT": (
            48,
            rf"{THEN}(?:扣减|扣除|扣掉|减去|减扣|减少|扣分|扣|减){THIS}(?:{NUMBER}|{COUNTED}){POINT}"
            rf"(?!以|左右|-|至|~)"
            rf"|{THEN}(?:扣减|扣除|减少|扣|减)(?:{WEIGHT_WORD})的?{NUMBER}%(?:的?分值)?"
            rf"|{THEN}(?:扣减|扣除|减少|扣|减){NUMBER}%的?{WEIGHT_WORD}",
        ),
        "PARTIAL": (
            49,
            rf"[(]?(?:不足|不满)(?:{COUNTED}?{UNIT}|部分)(?:的部分|的|时)?，?"
            rf"(?:(?:按|以|算作|视为){COUNTED}?{UNIT}(?:计算|计|算|扣分|扣减|扣)?"
            rf"|按比例(?:计算|扣分|扣减|扣除)|不扣分?|不计算|不计(?!分)|不予扣分|忽略不计)[)]?",
        ),
    },
    rules="""
        each: EACH | EACH _mark | EACH partial | EACH _mark partial | EACH _mark COMMA partial
        partial: PARTIAL
        steps: _stepping | name _stepping | _guard _stepping | _guard _tail _stepping
             | _guard _tail name _stepping
        _stepping: each _taken | each _tail _taken
        _taken: taken | taken partial | taken _gap partial
        ?taken: deduct | points
        deduct: DEDUCT
    """,
    offers={"clause": ("steps",)},
    build={
        "each": _each,
        "partial": _partial,
        "steps": _steps,
        "deduct": lambda parts: Deducted(points(parts[0])),
    },
)
