"""≥90%, 80%（含）-90%, 90%以上, 低于60%: the cases a measure falls into."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from audit.scoring.clauses import (
    Amount,
    End,
    Example,
    Name,
    Sentence,
    SpanCondition,
    Unclear,
)
from audit.scoring.lexicon import NUMBER, amount
from schemas.message import Message

_AT_LEAST = ("不低于", "不少于", "不小于", "大于等于", "大于或等于", "大于或者等于", "高于等于")
_REACHED = ("达到", "达", "完成")
_HELD = ("控制在",)
_AT_MOST = (
    *_HELD,
    "不超过",
    "不高于",
    "不大于",
    "不多于",
    "小于等于",
    "小于或等于",
    "小于或者等于",
)
_ABOVE = ("超过", "超出", "大于", "高于", "多于")
_BELOW = ("低于", "小于", "少于", "不足", "未达到", "未达", "不到", "没有达到", "达不到")
_EQUAL = ("等于", "为", "是")
_UNEQUAL = ("不等于", "不为")
_WORDS = sorted(
    (*_AT_LEAST, *_REACHED, *_AT_MOST, *_ABOVE, *_BELOW, *_EQUAL, *_UNEQUAL), key=len, reverse=True
)
_SIGNS = {"=>": "≥", ">=": "≥", "=<": "≤", "<=": "≤", "<>": "≠", "!=": "≠"}
_OPERATOR = (
    dict.fromkeys((*_AT_LEAST, *_REACHED), "≥")
    | dict.fromkeys(_AT_MOST, "≤")
    | dict.fromkeys(_ABOVE, ">")
    | dict.fromkeys(_BELOW, "<")
    | dict.fromkeys(_EQUAL, "=")
    | dict.fromkeys(_UNEQUAL, "≠")
)


def _name(parts: Sequence[Any]) -> Name:
    return next((part for part in parts if isinstance(part, Name)), Name())


def _mark(parts: Sequence[Any], of: Amount) -> bool | None:
    """What （含） or （不含） says; a number inside the brackets must be the one before them."""
    for part in parts:
        if getattr(part, "type", "") in ("WITH", "WITHOUT"):
            inside = re.search(rf"{NUMBER}", part)
            if inside and amount(inside[0]).value != abs(of.value):
                raise Unclear(f"括号里的数与前面的不同：{part}", f"another number in {part}")
            return bool(part.type == "WITH")
    return None


def _operator(token: str) -> str:
    return _OPERATOR.get(token, _SIGNS.get(token, token))


def _ends(operator: str, at: Amount, mark: bool | None) -> tuple[End | None, End | None, bool]:
    """Low end, high end, outside."""

    def closed(default: bool) -> bool:
        return default if mark is None else mark

    match operator:
        case "≥":
            return End(at, closed(True)), None, False
        case ">":
            return End(at, closed(False)), None, False
        case "≤":
            return None, End(at, closed(True)), False
        case "<":
            return None, End(at, closed(False)), False
        case "=":
            return End(at, True), End(at, True), False
        case "≠":
            return End(at, True), End(at, True), True
    raise Unclear(f"不认识的符号{operator}", f"unknown sign {operator}")


def _compare(parts: Sequence[Any]) -> SpanCondition:
    operator = next(str(p) for p in parts if getattr(p, "type", "") in ("SIGN", "COMPARES"))
    at = next(part for part in parts if isinstance(part, Amount))
    return SpanCondition(_name(parts), *_ends(_operator(operator), at, _mark(parts, at)))


def _beyond(parts: Sequence[Any]) -> SpanCondition:
    """90%以上, 90%（含）以下, 5%以内: the number belongs to it unless （不含）."""
    _weak(parts, (*_REACHED, *_EQUAL, *_HELD))
    at = next(part for part in parts if isinstance(part, Amount))
    word = next(str(p) for p in parts if getattr(p, "type", "") in ("ABOVE", "BELOW"))
    mark = _mark(parts, at)
    if "及" in word and mark is False:
        raise Unclear(f"“{word}”与“不含”矛盾", f"“{word}” contradicts 不含")
    operator = "≥" if word.endswith(("上", "外")) else "≤"
    if word.endswith("外"):
        operator = ">"
    return SpanCondition(_name(parts), *_ends(operator, at, mark))


def _weak(parts: Sequence[Any], allowed: tuple[str, ...]) -> None:
    """达到90%以上: a verb before a limit that the limit's own word settles."""
    for part in parts:
        if getattr(part, "type", "") == "COMPARES" and part not in allowed:
            raise Unclear(f"“{part}”与后面的范围重复", f"“{part}” and the range say it twice")


def _split_at(parts: Sequence[Any], kinds: tuple[str, ...]) -> tuple[list[Any], list[Any]]:
    at = next(i for i, part in enumerate(parts) if getattr(part, "type", "") in kinds)
    return list(parts[:at]), list(parts[at + 1 :])


def _range(parts: Sequence[Any]) -> SpanCondition:
    _weak(parts, (*_REACHED, *_EQUAL, *_HELD))
    before, after = _split_at(parts, ("TO",))
    kinds = {getattr(part, "type", ""): str(part) for part in parts}
    if kinds["TO"] in ("与", "和") and "BETWEEN" not in kinds:
        raise Unclear("两个数之间不是区间", "the two numbers are no range")
    if not kinds.get("BELOW", "内").endswith("内"):
        raise Unclear("区间后面的词不清楚", "the word after the range is not clear")
    low = next(part for part in before if isinstance(part, Amount))
    high = next(part for part in after if isinstance(part, Amount))
    low_mark, high_mark = _mark(before, low), _mark(after, high)
    if low.unit is None and high.unit is not None:
        low = Amount(low.value, high.unit)
    return _ordered(_name(parts), End(low, low_mark), End(high, high_mark))


def _ordered(name: Name, one: End, other: End) -> SpanCondition:
    if one.amount.value == other.amount.value:
        raise Unclear("区间两端相同", "both ends of a range are the same")
    if one.amount.value > other.amount.value:
        one, other = other, one
    return SpanCondition(name, one, other)


def _both(parts: Sequence[Any]) -> SpanCondition:
    """≥80%且<90%; 80%以上90%以下; 80%≤执行率<90%."""
    spans: list[tuple[End | None, End | None, bool]] = []
    operators = [p for p in parts if getattr(p, "type", "") in ("SIGN", "COMPARES")]
    amounts = [part for part in parts if isinstance(part, Amount)]
    first = list(parts[: parts.index(amounts[1])])
    marks = _mark(first, amounts[0]), _mark(parts[len(first) :], amounts[1])
    words = [str(p) for p in parts if getattr(p, "type", "") in ("ABOVE", "BELOW")]
    if operators:
        signs = [_operator(str(op)) for op in operators]
    else:
        signs = ["≥" if word.endswith("上") else "≤" for word in words]
    if isinstance(parts[0], Amount) and operators:  # 80%≤x: read from the number to the name
        signs[0] = {"≤": "≥", "<": ">", "≥": "≤", ">": "<"}.get(signs[0], signs[0])
    for sign, at, mark in zip(signs, amounts, marks, strict=True):
        spans.append(_ends(sign, at, mark))
    low = next((s[0] for s in spans if s[0] is not None and s[1] is None), None)
    high = next((s[1] for s in spans if s[1] is not None and s[0] is None), None)
    if low is None or high is None or low.amount.value >= high.amount.value:
        raise Unclear("两个界限不成区间", "the two limits make no range")
    return SpanCondition(_name(parts), low, high)


def _bracket(parts: Sequence[Any]) -> SpanCondition:
    """[80%，90%) in the mathematicians' notation."""
    opens = next(str(p) for p in parts if getattr(p, "type", "") in ("LEFT_SQUARE", "LEFT_ROUND"))
    closes = next(
        str(p) for p in parts if getattr(p, "type", "") in ("RIGHT_SQUARE", "RIGHT_ROUND")
    )
    low, high = (part for part in parts if isinstance(part, Amount))
    if low.unit is None and high.unit is not None:
        low = Amount(low.value, high.unit)
    if low.value >= high.value:
        raise Unclear("区间两端颠倒", "the ends of the range are the wrong way round")
    return SpanCondition(_name(parts), End(low, opens == "["), End(high, closes == "]"))


def _point(parts: Sequence[Any]) -> SpanCondition:
    at = next(part for part in parts if isinstance(part, Amount))
    return SpanCondition(_name(parts), End(at, True), End(at, True))


SENTENCE = Sentence(
    kind="bands",
    title=Message("分档", "bands"),
    meaning=Message(
        "按指标值落在哪一档给分；（含）只管它前面的那个数",
        "points by the band the measure falls into; （含） belongs to the number before it",
    ),
    source="部门整体支出绩效评价指标体系：重点支出安排率、预算调整率",
    examples=(
        Example(
            "重点支出安排率≥90%，计5分；80%（含）-90%，计4分；70%（含）-80%，计3分；"
            "60%（含）-70%，计2分；低于60%不得分。",
            "5",
            (("90", "5"), ("89.9", "4"), ("80", "4"), ("79", "3"), ("60", "2"), ("59", "0")),
        ),
        Example(
            "预算调整率=0，计3分；0-10%（含），计2分；10-20%（含），计1分；20-30%（含），计0.5分；"
            "大于30%不得分。",
            "3",
            (("0", "3"), ("10", "2"), ("10.5", "1"), ("30", "0.5"), ("31", "0")),
        ),
        Example("80%≤执行率<90%，得3分；执行率≥90%，得5分；执行率<80%，得0分", "5", (("85", "3"),)),
        Example("90%以上得5分；80%以上90%以下得3分；80%以下不得分", "5", (("85", "3"),)),
    ),
    refused=(
        "执行率≥90%且满意度≥80%，得5分",
        "执行率≥90%得5分；70%-80%得3分",
        "80%-90%得4分；85%-95%得5分",
        "执行率≥90%得3分；满意度＜90%得2分",
        "90%（含80%）以上得5分，其他不得分",
    ),
    terminals={
        "SIGN": (30, r"=>|>=|=<|<=|<>|!=|[≥≤<>=≠]"),
        "COMPARES": (30, rf"(?:{'|'.join(_WORDS)})(?=[+-]?\d)"),
        "WITHIN": (31, r"(?:在|处于|介于|位于|保持在)(?=[+-]?\d|[\[(]\d)"),
        "AND": (33, r"(?:并且|且|但|同时)(?=[≥≤<>=\d大小高低多少超不未])"),
    },
    rules="""
        compare: name? (SIGN | COMPARES) quantity mark?
        beyond: name? (WITHIN | COMPARES)? quantity mark? (ABOVE | BELOW) mark?
        range: name? (WITHIN | COMPARES)? quantity mark? TO quantity mark? (BETWEEN | BELOW)? mark?
        both: name? (SIGN | COMPARES) quantity mark? _and? (SIGN | COMPARES) quantity mark?
            | name? WITHIN? quantity mark? ABOVE _and? quantity mark? BELOW mark?
            | quantity SIGN name SIGN quantity
        bracket: name? (SIGN | WITHIN)? (LEFT_SQUARE | LEFT_ROUND) quantity COMMA quantity (RIGHT_SQUARE | RIGHT_ROUND) BETWEEN?
        point: name? quantity
        _and: AND | COMMA | PAUSE
    """,
    offers={"condition": ("compare", "beyond", "range", "both", "bracket", "point")},
    build={
        "compare": _compare,
        "beyond": _beyond,
        "range": _range,
        "both": _both,
        "bracket": _bracket,
        "point": _point,
    },
)
