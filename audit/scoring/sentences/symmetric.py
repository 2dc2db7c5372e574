"""±10%以内, ±10-15%以内, ±20%以外: bands that do not care for the sign."""

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

_NAME = Name(absolute=True)


def _words(parts: Sequence[Any], *kinds: str) -> list[str]:
    return [str(part) for part in parts if getattr(part, "type", "") in kinds]


def _limits(parts: Sequence[Any]) -> list[Limit]:
    limits = [part for part in parts if isinstance(part, Limit)]
    if any(limit.amount.value < 0 for limit in limits):
        raise Unclear("±后面是负数", "a negative number after ±")
    return limits


def _symmetric(parts: Sequence[Any]) -> SpanCondition:
    (word,) = _words(parts, "BELOW", "BETWEEN")
    limits = _limits(parts)
    if len(limits) == 2:
        return _ring(limits[0], limits[1], word)
    (limit,) = limits
    if word.endswith("外"):
        return SpanCondition(_NAME, End(limit.amount, bool(limit.mark)), None)
    if word.endswith("下") or (word.startswith("及") and limit.mark is False):
        raise Unclear("±之后的词不清楚", "the word after ± is not clear")
    return SpanCondition(_NAME, None, End(limit.amount, limit.mark is not False))


def _ring(low: Limit, high: Limit, word: str) -> SpanCondition:
    """±10-15%以内: what lies between the two, on either side; 以内 includes the outer limit."""
    first = low.amount if low.amount.unit else Amount(low.amount.value, high.amount.unit)
    if first.value >= high.amount.value:
        raise Unclear("±区间两端颠倒", "the ends of the ± range are the wrong way round")
    if word.endswith(("外", "下")):
        raise Unclear("±区间后面的词不清楚", "the word after the ± range is not clear")
    closed = True if word.endswith("以内") and high.mark is None else high.mark
    return SpanCondition(_NAME, End(first, low.mark), End(high.amount, closed))


def _over(parts: Sequence[Any]) -> SpanCondition:
    (limit,) = _limits(parts)
    if not all(word.endswith("外") for word in _words(parts, "BELOW")):
        raise Unclear("±之后的词不清楚", "the word after ± is not clear")
    return SpanCondition(_NAME, End(limit.amount, False), None)


def _not_over(parts: Sequence[Any]) -> SpanCondition:
    (limit,) = _limits(parts)
    if _words(parts, "NOT_OVER") == ["在"]:
        raise Unclear("±之后没有以内或以外", "± without 以内 or 以外")
    return SpanCondition(_NAME, None, End(limit.amount, limit.mark is not False))


SENTENCE = Sentence(
    kind="symmetric-bands",
    title=Message("正负对称分档", "symmetric bands"),
    meaning=Message("按绝对值分档，不论正负", "bands of the absolute value"),
    source="部门整体支出绩效评价指标体系：预算控制率",
    examples=(
        Example(
            "控制率在±10%以内得5分，±10-15%以内得3分，±15-20%以内得1分，±20%以外不得分。",
            "5",
            (("-10", "5"), ("12", "3"), ("-15", "3"), ("20", "1"), ("-21", "0")),
        ),
        Example("偏离度在±5%（含）以内得满分，超过±5%的不得分", "4", (("-5", "4"), ("5.1", "0"))),
    ),
    refused=(
        "控制率±10%得5分",
        "控制率在±10%左右得5分，±20%以外不得分",
        "控制率在±15-10%以内得5分，其他不得分",
    ),
    terminals={
        "PLUS_MINUS": (34, r"(?:±|正负|\+/-|\+-)(?=\d)"),
        "OVER": (34, r"(?:超过|超出|大于|高于)(?=±|正负)"),
        "NOT_OVER": (34, r"(?:不超过|不超出|不大于|不高于|控制在|保持在|在)(?=±|正负)"),
    },
    rules="""
        symmetric: _around _rim | NOT_OVER _around _rim
        _around: PLUS_MINUS limit | PLUS_MINUS limit TO limit | PLUS_MINUS limit TO PLUS_MINUS limit
        _rim: BELOW | BETWEEN
        over: OVER PLUS_MINUS limit | OVER PLUS_MINUS limit BELOW
        not_over: NOT_OVER PLUS_MINUS limit
    """,
    offers={"bare": ("symmetric", "over", "not_over")},
    build={"symmetric": _symmetric, "over": _over, "not_over": _not_over},
)
