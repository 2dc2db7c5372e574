"""执行率*该指标分值, 按B/A记分, 按比例得分: points in proportion."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from audit.scoring.clauses import ClauseCondition, Example, Name, Sentence, ShareClause, Unclear
from audit.scoring.lexicon import NUMBER, POINT, THEN, WEIGHT_WORD, points
from schemas.message import Message
from schemas.rule import FULL, Points, ShareOf

_ACTUAL = r"(?:全年|年度)?(?:实际完成值|实际值|完成值|实际完成数|实际完成|实际数)(?:\(B\))?"
_TARGET = (
    r"(?:年度|年初|全年|计划)?(?:目标值|指标值|计划值|计划完成数|目标数|计划数|预期值)(?:\(A\))?"
)


def _product(parts: Sequence[Any]) -> ShareClause:
    bases = [part for part in parts if isinstance(part, Points)]
    ratios = [part for part in parts if isinstance(part, ShareOf)]
    names = [part for part in parts if isinstance(part, Name)]
    if len(bases) != 1 or len(ratios) + len(names) != 1:
        raise Unclear("乘式不是“比率×分值”", "the product is not a rate times the weight")
    if names and not re.search(r"(?:率|比例|比重|比|进度)(?:\(%\))?$", names[0].text):
        raise Unclear(f"“{names[0].text}”不像比率", f"“{names[0].text}” does not name a rate")
    of = ratios[0] if ratios else ShareOf.RATE
    return ShareClause(None, of, bases[0], names[0] if names else Name())


def _proportion(parts: Sequence[Any]) -> ShareClause:
    """按执行率计分 is a rate in percent; 按完成率 and 按比例 go by actual ÷ target."""
    token = str(next(p for p in parts if getattr(p, "type", "") == "PRO_RATA"))
    if re.search(r"(?:执行|到位|支付|支出|使用)率", token):
        return ShareClause(None, ShareOf.RATE, FULL)
    return ShareClause(None, ShareOf.TARGET, FULL if "完成" in token else None)


def _quotient(parts: Sequence[Any]) -> ShareOf:
    token = str(parts[0])
    if "或" in token:
        return ShareOf.TARGET
    head = re.split(r"[/]|除以", token)[0]
    is_actual = head.endswith("B") or re.fullmatch(_ACTUAL, head.lstrip("([")) is not None
    return ShareOf.ACTUAL_OVER_TARGET if is_actual else ShareOf.TARGET_OVER_ACTUAL


def _guarded(parts: Sequence[Any]) -> ShareClause:
    share = next(part for part in parts if isinstance(part, ShareClause))
    condition = next((part for part in parts if isinstance(part, ClauseCondition)), None)
    return ShareClause(condition, share.of, share.base, share.name)


_OVER = r"(?:/|除以)"
_A_OVER_B = rf"\(?(?:{_ACTUAL}{_OVER}{_TARGET}|B{_OVER}A)\)?"
_B_OVER_A = rf"\(?(?:{_TARGET}{_OVER}{_ACTUAL}|A{_OVER}B)\)?"

SENTENCE = Sentence(
    kind="ratio",
    title=Message("按比例计分", "ratio"),
    meaning=Message(
        "分值乘以一个比率：执行率、完成值÷目标值，或按指标方向取其倒数",
        "the weight times a rate: an execution rate, actual ÷ target, or its inverse by direction",
    ),
    source="项目支出绩效自评表（财预〔2020〕10号）及湖北省自评表备注",
    examples=(
        Example(
            "完成值达到指标值，记满分；未达到指标值，按B/A或A/B*该指标分值记分。",
            "10",
            (("95", "10"), ("45", "5")),
            "≥90",
        ),
        Example("执行率*该指标分值，最高不得超过分值上限。", "10", (("87", "8.7"), ("120", "10"))),
        Example("得分（20分*执行率）", "20", (("87", "17.4"),)),
        Example("得分=实际完成值/目标值×分值", "10", (("8", "8"),), "≥10"),
        Example("按执行率计分", "10", (("87.5", "8.75"),)),
    ),
    refused=(
        "执行率*该指标分值*调整系数",
        "按比例扣分",
        "得分=执行率×10+2",
        "人数*该指标分值",
    ),
    terminals={
        "WEIGHT": (
            36,
            rf"(?<=\*){WEIGHT_WORD}|{WEIGHT_WORD}(?=\*)",
        ),
        "BASE": (41, rf"(?<=\*){NUMBER}{POINT}?|{NUMBER}{POINT}?(?=\*)"),
        "EITHER_WAY": (45, rf"{_A_OVER_B}或(?:者)?{_B_OVER_A}|{_B_OVER_A}或(?:者)?{_A_OVER_B}"),
        "QUOTIENT": (44, rf"{_A_OVER_B}|{_B_OVER_A}"),
        "SCORE_IS": (
            44,
            r"(?:(?:该|本|此)?(?:项|指标)?(?:实际|自评)?得分|分数|计分)(?:=|为：|：)(?!\d)",
        ),
        "SCORE_OF": (44, r"得分(?=\()"),
        "BY": (34, rf"{THEN}按照?(?=[^，；。]*\*)"),
        "SCORED": (34, r"(?:计算得分|计算分值|计算|计分|记分|得分|给分|赋分)(?=[，；。)]|$)"),
        "PRO_RATA": (
            48,
            rf"{THEN}按照?(?:实际)?(?:其)?(?:完成|达成)?(?:的)?(?:比例|比率|率)"
            r"(?:计算得分|计算分值|计算|计分|得分|记分|给分|折算|赋分)"
            rf"|{THEN}按照?(?:实际)?(?:预算|资金|项目|任务|指标|目标|计划)?(?:执行|完成|到位|支付|支出|使用)率"
            r"(?:计算得分|计算|计分|得分|记分|给分|折算|赋分)",
        ),
    },
    rules="""
        weight: WEIGHT | BASE
        quotient: EITHER_WAY | QUOTIENT
        _factor: weight | quotient | name
        product: _factor TIMES _factor
        _scored: product | SCORE_IS product | SCORE_OF LEFT_ROUND product RIGHT_ROUND
               | BY product | BY product SCORED | product SCORED
        pro_rata: PRO_RATA
        _shared: _scored | pro_rata
        share: _shared | _guard _shared | _guard _tail _shared
    """,
    offers={"clause": ("share",)},
    build={
        "weight": lambda parts: points(str(parts[0]) if "分" in parts[0] else f"{parts[0]}分"),
        "quotient": _quotient,
        "product": _product,
        "pro_rata": _proportion,
        "share": _guarded,
    },
)
