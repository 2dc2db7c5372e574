"""±10%以内, ±10-15%以内, ±20%以外: bands that do not care for the sign."""

from __future__ import annotations

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
from schemas.message import Message


def _symmetric(parts: Sequence[Any]) -> SpanCondition:
    found = next((part for part in parts if isinstance(part, Name)), Name())
    name = Name(found.text, absolute=True)
    amounts = [part for part in parts if isinstance(part, Amount)]
    kinds = [getattr(part, "type", "") for part in parts]
    words = [str(p) for p in parts if getattr(p, "type", "") in ("BELOW", "BETWEEN")]
    mark = True if "WITH" in kinds else False if "WITHOUT" in kinds else None
    if any(at.value < 0 for at in amounts):
        raise Unclear("±后面是负数", "a negative number after ±")
    if len(amounts) == 1:
        if not words or words[0] == "之间":
            raise Unclear("±之后没有以内或以外", "± without 以内 or 以外")
        if words[0].endswith("外"):
            return SpanCondition(name, End(amounts[0], bool(mark)), None)
        if words[0].endswith("下") or (words[0].startswith("及") and mark is False):
            raise Unclear("±之后的词不清楚", "the word after ± is not clear")
        return SpanCondition(name, None, End(amounts[0], mark is not False))
    low, high = amounts
    if low.unit is None and high.unit is not None:
        low = Amount(low.value, high.unit)
    if low.value >= high.value:
        raise Unclear("±区间两端颠倒", "the ends of the ± range are the wrong way round")
    if words and words[0].endswith(("外", "下")):
        raise Unclear("±区间后面的词不清楚", "the word after the ± range is not clear")
    low_mark, high_mark = _marks_of(parts)
    closed = True if words and words[0].endswith("以内") and high_mark is None else high_mark
    return SpanCondition(name, End(low, low_mark), End(high, closed))


def _marks_of(parts: Sequence[Any]) -> tuple[bool | None, bool | None]:
    marks: list[bool | None] = []
    for part in parts:
        kind = getattr(part, "type", "")
        if isinstance(part, Amount):
            marks.append(None)
        elif kind in ("WITH", "WITHOUT"):
            marks[-1] = kind == "WITH"
    return marks[0], marks[1]


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
        symmetric: name? NOT_OVER? PLUS_MINUS quantity mark? (TO PLUS_MINUS? quantity mark?)? (BELOW | BETWEEN)
        over: name? OVER PLUS_MINUS quantity mark? BELOW?
        not_over: name? NOT_OVER PLUS_MINUS quantity mark?
    """,
    offers={"condition": ("symmetric", "over", "not_over")},
    build={
        "symmetric": _symmetric,
        "over": lambda parts: _one_sided(parts, over=True),
        "not_over": lambda parts: _one_sided(parts, over=False),
    },
)


def _one_sided(parts: Sequence[Any], *, over: bool) -> SpanCondition:
    found = next((part for part in parts if isinstance(part, Name)), Name())
    at = next(part for part in parts if isinstance(part, Amount))
    if any(getattr(part, "type", "") == "NOT_OVER" and part in ("在",) for part in parts):
        raise Unclear("±之后没有以内或以外", "± without 以内 or 以外")
    if any(getattr(part, "type", "") == "BELOW" and not part.endswith("外") for part in parts):
        raise Unclear("±之后的词不清楚", "the word after ± is not clear")
    name = Name(found.text, absolute=True)
    if over:
        return SpanCondition(name, End(at, False), None)
    return SpanCondition(name, None, End(at, True))
