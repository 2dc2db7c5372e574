"""≥90%, 80%（含）-90%, 90%以上, 低于60%: the cases a measure falls into."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from audit.scoring.clauses import (
    Amount,
    End,
    Example,
    Limit,
    Name,
    Sentence,
    SpanCondition,
    Unclear,
)
from schemas.message import Message

_AT_LEAST = (
    "不低于",
    "未低于",
    "没有低于",
    "不少于",
    "不小于",
    "大于等于",
    "大于或等于",
    "大于或者等于",
    "高于等于",
)
_REACHED = ("达到", "达", "完成")
_HELD = ("控制在",)
_AT_MOST = (
    *_HELD,
    "不超过",
    "不超出",
    "未超过",
    "未超出",
    "未高于",
    "没有超过",
    "不高于",
    "不大于",
    "不多于",
    "小于等于",
    "小于或等于",
    "小于或者等于",
)
_ABOVE = ("超过", "超出", "大于", "高于", "多于")
_BELOW = (
    "低于",
    "小于",
    "少于",
    "不足",
    "不满",
    "未达到",
    "未达",
    "未能达到",
    "未完成",
    "没有完成",
    "不到",
    "没有达到",
    "没达到",
    "达不到",
)
_EQUAL = ("等于", "为", "是")
_UNEQUAL = ("不等于", "不为")
_WORDS = sorted(
    (*_AT_LEAST, *_REACHED, *_AT_MOST, *_ABOVE, *_BELOW, *_EQUAL, *_UNEQUAL), key=len, reverse=True
)
_MARKS = ("WITH", "WITHOUT")
_SIGNS = {"=>": "≥", ">=": "≥", "=<": "≤", "<=": "≤", "<>": "≠", "!=": "≠"}
_OPERATOR = (
    dict.fromkeys((*_AT_LEAST, *_REACHED), "≥")
    | dict.fromkeys(_AT_MOST, "≤")
    | dict.fromkeys(_ABOVE, ">")
    | dict.fromkeys(_BELOW, "<")
    | dict.fromkeys(_EQUAL, "=")
    | dict.fromkeys(_UNEQUAL, "≠")
)


def _limits(parts: Sequence[Any]) -> list[Limit]:
    return [part for part in parts if isinstance(part, Limit)]


def _tokens(parts: Sequence[Any], *kinds: str) -> list[str]:
    return [str(part) for part in parts if getattr(part, "type", "") in kinds]


def _trailing_mark(parts: Sequence[Any], mark: bool | None) -> bool | None:
    """以上（含）: a mark behind the word, which must not contradict one behind the number."""
    behind = [part.type == "WITH" for part in parts if getattr(part, "type", "") in _MARKS]
    if behind and mark is not None and behind[0] != mark:
        raise Unclear("含与不含前后矛盾", "含 and 不含 contradict each other")
    return behind[0] if behind else mark


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
    (limit,) = _limits(parts)
    (sign,) = _tokens(parts, "SIGN", "COMPARES")
    operator = _operator(sign)
    excludes, includes = limit.mark is False, limit.mark is True
    if (
        (excludes and operator in "≥≤")
        or (includes and sign in "><")
        or (limit.mark is not None and operator in "=≠")
    ):
        raise Unclear(f"“{sign}”与括号里的话矛盾", f"“{sign}” contradicts the brackets")
    return SpanCondition(Name(), *_ends(operator, limit.amount, limit.mark))


def _beyond(parts: Sequence[Any]) -> SpanCondition:
    """90%以上, 90%（含）以下, 5%以内: the number belongs to it unless （不含）."""
    _weak(parts)
    (limit,) = _limits(parts)
    (word,) = _tokens(parts, "ABOVE", "BELOW")
    mark = _trailing_mark(parts, limit.mark)
    if "及" in word and mark is False:
        raise Unclear(f"“{word}”与“不含”矛盾", f"“{word}” contradicts 不含")
    if word.endswith("外"):
        return SpanCondition(Name(), *_ends(">", limit.amount, mark))
    end = _word_end(limit.amount, True if "及" in word else mark)
    if word.endswith("上"):
        return SpanCondition(Name(), end, None)
    return SpanCondition(Name(), None, end)


def _word_end(at: Amount, mark: bool | None) -> End:
    """以上, 以下 and 以内 include their number unless （不含）."""
    return End(at, True, weak=True) if mark is None else End(at, mark)


def _weak(parts: Sequence[Any]) -> None:
    """达到90%以上: a verb before a limit that the limit's own word settles."""
    for word in _tokens(parts, "COMPARES"):
        if word not in (*_REACHED, *_EQUAL, *_HELD):
            raise Unclear(f"“{word}”与后面的范围重复", f"“{word}” and the range say it twice")


def _range(parts: Sequence[Any]) -> SpanCondition:
    _weak(parts)
    low, high = _limits(parts)
    (to,) = _tokens(parts, "TO")
    behind = _tokens(parts, "BELOW", "BETWEEN")
    if to in ("与", "和") and not _tokens(parts, "BETWEEN"):
        raise Unclear("两个数之间不是区间", "the two numbers are no range")
    if behind and not behind[0].endswith(("内", "间")):
        raise Unclear("区间后面的词不清楚", "the word after the range is not clear")
    return _ordered(
        End(_same_unit(low.amount, high.amount), low.mark),
        End(high.amount, _trailing_mark(parts, high.mark)),
    )


def _same_unit(low: Amount, high: Amount) -> Amount:
    """0-10%: the first number takes the unit of the second."""
    return Amount(low.value, high.unit) if low.unit is None else low


def _ordered(one: End, other: End) -> SpanCondition:
    if one.amount.value == other.amount.value:
        raise Unclear("区间两端相同", "both ends of a range are the same")
    if one.amount.value > other.amount.value:
        one, other = other, one
    return SpanCondition(Name(), one, other)


def _both(parts: Sequence[Any]) -> SpanCondition:
    """≥80%且<90%; 80%以上90%以下."""
    first, second = _limits(parts)
    signs = [_operator(sign) for sign in _tokens(parts, "SIGN", "COMPARES")]
    if signs:
        return _between(signs, (first, second), Name())
    if first.amount.value >= second.amount.value or _tokens(parts, "BELOW")[0].endswith("外"):
        raise Unclear("两个界限不成区间", "the two limits make no range")
    low = _word_end(_same_unit(first.amount, second.amount), first.mark)
    return SpanCondition(Name(), low, _word_end(second.amount, second.mark))


def _chain(parts: Sequence[Any]) -> SpanCondition:
    """80%≤执行率<90%, the first sign read from the name back to the number."""
    first, second = _limits(parts)
    before, after = (_operator(sign) for sign in _tokens(parts, "SIGN"))
    turned = {"≤": "≥", "<": ">", "≥": "≤", ">": "<"}.get(before, before)
    name = next(part for part in parts if isinstance(part, Name))
    return _between([turned, after], (first, second), name)


def _between(signs: Sequence[str], limits: Sequence[Limit], name: Name) -> SpanCondition:
    low = high = None
    for sign, limit in zip(signs, limits, strict=True):
        at_low, at_high, outside = _ends(sign, limit.amount, limit.mark)
        if outside or (at_low and at_high) or (at_low and low) or (at_high and high):
            raise Unclear("两个界限不成区间", "the two limits make no range")
        low, high = at_low or low, at_high or high
    if low is None or high is None or low.amount.value >= high.amount.value:
        raise Unclear("两个界限不成区间", "the two limits make no range")
    low = End(_same_unit(low.amount, high.amount), low.closed)
    return SpanCondition(name, low, high)


def _bracket(parts: Sequence[Any]) -> SpanCondition:
    """[80%，90%) in the mathematicians' notation."""
    (opens,) = _tokens(parts, "LEFT_SQUARE", "LEFT_ROUND")
    (closes,) = _tokens(parts, "RIGHT_SQUARE", "RIGHT_ROUND")
    low, high = (part for part in parts if isinstance(part, Amount))
    low = _same_unit(low, high)
    if low.value >= high.value:
        raise Unclear("区间两端颠倒", "the ends of the range are the wrong way round")
    return SpanCondition(Name(), End(low, opens == "["), End(high, closes == "]"))


def _point(parts: Sequence[Any]) -> SpanCondition:
    return SpanCondition(Name(), End(parts[0], True), End(parts[0], True))


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
        compare: SIGN limit | COMPARES limit
        beyond: _limited | WITHIN _limited | COMPARES _limited
        _limited: limit _side | limit _side _mark
        _side: ABOVE | BELOW
        range: _from_to | WITHIN _from_to | COMPARES _from_to
        _from_to: limit TO limit | limit TO limit BETWEEN | limit TO limit BELOW
        both: _compare limit _compare limit
            | _compare limit _and _compare limit
            | limit ABOVE limit BELOW
            | limit ABOVE _and limit BELOW
        _compare: SIGN | COMPARES
        chain: limit SIGN name SIGN limit
        bracket: _bracketed | SIGN _bracketed | WITHIN _bracketed | _bracketed BETWEEN
        _bracketed: _opens quantity COMMA quantity _closes
        _opens: LEFT_SQUARE | LEFT_ROUND
        _closes: RIGHT_SQUARE | RIGHT_ROUND
        point: quantity
        _and: AND | COMMA | PAUSE
    """,
    offers={
        "bare": ("compare", "beyond", "range", "both", "bracket", "point"),
        "statement": ("chain",),
    },
    build={
        "compare": _compare,
        "beyond": _beyond,
        "range": _range,
        "both": _both,
        "chain": _chain,
        "bracket": _bracket,
        "point": _point,
    },
)
