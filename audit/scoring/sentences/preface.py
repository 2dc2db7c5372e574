"""评分标准：, 以100%为标准, 执行率=（支出数/预算数）×100%: what stands before the points."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from audit.scoring.clauses import (
    Amount,
    Definition,
    Example,
    Heading,
    Name,
    Sentence,
    Standard,
    Unclear,
)
from schemas.message import Message


def _definition(parts: Sequence[Any]) -> Definition:
    name, sign, *rest = parts
    if sign != "=":
        raise Unclear("不是公式", "not a formula")
    formula = "".join(part.text if isinstance(part, Name) else str(part) for part in rest)
    return Definition(name.text, formula)


def _formula(parts: Sequence[Any]) -> str:
    def shown(part: Any) -> str:
        if isinstance(part, Amount):
            return f"{part.value}{part.unit or ''}"
        return part.text if isinstance(part, Name) else str(part)

    return "".join(shown(part) for part in parts)


SENTENCE = Sentence(
    kind="preface",
    title=Message("题头与公式", "headings and formulas"),
    meaning=Message(
        "“评分标准：”之类的题头、标准值和指标的计算公式；本身不给分",
        "headings, the standard value, and how the measure is reckoned; gives no points itself",
    ),
    source="部门整体支出绩效评价指标体系",
    examples=(
        Example(
            "评分标准：预算执行率=（预算执行数/预算数）×100%。预算执行率≥95%，得满分；每低1个百分点扣0.5分，"
            "扣完为止。",
            "5",
            (("95", "5"), ("93", "4")),
        ),
        Example("以100%为标准，每低于1个百分点扣0.5分，扣完为止。", "5", (("98", "4"),)),
    ),
    refused=("预算执行率=（预算执行数/预算数）×100%。", "参照上年标准，执行率≥95%得满分"),
    terminals={
        "LABEL": (
            59,
            r"(?:^|(?<=[；。，]))(?:具体)?(?:评分|计分|得分|扣分|评价|考核|打分|赋分)"
            r"(?:计算)?(?:标准|规则|方法|办法|细则|依据)(?:为|如下|：)+",
        ),
        "STANDARD": (57, r"以(?=\d[\d.]*%?为(?:标准|基准|目标|基数))"),
        "AS_STANDARD": (57, r"为(?:标准值?|基准值?|目标值?|基数)(?=[，；。]|$)"),
        "DIVIDED": (20, r"/|除以"),
        "PLUS": (20, r"\+|加(?=[一-鿿]{2,12}[)/*])"),
        "MINUS": (20, r"-{1,2}(?!\d)|减去?(?=[一-鿿]{2,12}[)/*])"),
    },
    rules="""
        label: LABEL
        standard: STANDARD quantity AS_STANDARD
        definition: name SIGN formula
        formula: _operand (_operator _operand)+
        _operand: name | quantity | (LEFT_ROUND | LEFT_SQUARE) formula (RIGHT_ROUND | RIGHT_SQUARE)
        _operator: TIMES | DIVIDED | PLUS | MINUS
        heading: name COLON
    """,
    offers={"clause": ("standard", "definition"), "lead": ("label", "heading")},
    build={
        "label": lambda _parts: Heading(""),
        "heading": lambda parts: Heading(parts[0].text),
        "standard": lambda parts: Standard(next(p for p in parts if isinstance(p, Amount))),
        "definition": _definition,
        "formula": _formula,
    },
)
