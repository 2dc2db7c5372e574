"""没有楼堂馆所项目的部门按满分计算: full marks where the matter does not arise."""

from __future__ import annotations

from audit.scoring.clauses import Example, NotApplicable, Sentence
from schemas.message import Message

_WHO = r"(?:部门|单位|地区|市县|县区|乡镇|街道|学校|医院|项目单位|企业)"
_FULL = (
    r"(?:则)?(?:该项|此项|本项|该指标|本指标)?(?:直接)?"
    r"(?:按满分(?:计算|计分|记分|计|处理)?|视为满分|(?:得|计|记)满分|满分)"
)
_TEXT = r"(?:(?!酌情|视情|适当|原则|基本)[^，；。：≥≤<>=%\d*])"

SENTENCE = Sentence(
    kind="not-applicable",
    title=Message("不适用按满分", "not applicable"),
    meaning=Message(
        "没有该项内容的部门得满分；有的部门不受这句影响",
        "offices without the matter get full marks; the others are not touched by it",
    ),
    source="部门整体支出绩效评价指标体系：楼堂馆所控制率",
    examples=(
        Example("没有楼堂馆所项目的部门按满分计算。", "5"),
        Example(
            "控制率≤100%得满分，每超过1个百分点扣1分，扣完为止。没有楼堂馆所项目的部门按满分计算。",
            "5",
            (("98", "5"), ("102", "3")),
        ),
        Example("执行率≥95%得满分，否则不得分。不涉及此项的单位得满分", "5", (("95", "5"),)),
    ),
    refused=("没有楼堂馆所项目的部门酌情按满分计算。", "楼堂馆所项目的部门按满分计算。"),
    terminals={
        "NOT_APPLICABLE": (
            58,
            rf"[(]?(?:没有|无|未安排|未涉及|不涉及|不存在){_TEXT}{{1,24}}?的?{_WHO}，?{_FULL}[)]?"
            rf"|[(]?(?:不涉及|未涉及|未安排|无此项|没有此项|不适用|无该项|没有该项){_TEXT}{{0,20}}?的?，?{_FULL}[)]?"
            rf"|[(]?(?:没有|无){_TEXT}{{1,24}}?的?，?(?:该项|此项|本项)?按满分(?:计算|计分|记分|计)[)]?",
        ),
    },
    rules="""
        not_applicable: NOT_APPLICABLE
    """,
    offers={"clause": ("not_applicable",)},
    build={"not_applicable": lambda parts: NotApplicable(str(parts[0]))},
)
