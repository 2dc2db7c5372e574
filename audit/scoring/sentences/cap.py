"""最高不得超过分值上限, 最高得5分: what a case may earn at most."""

from __future__ import annotations

from audit.scoring.clauses import Cap, Example, Sentence
from audit.scoring.lexicon import NUMBER, POINT, WEIGHT_WORD, points
from schemas.message import Message
from schemas.rule import FULL

_LIMIT = rf"(?:{WEIGHT_WORD}|满分|分值)(?:上限|总额|权重)?"

SENTENCE = Sentence(
    kind="cap",
    title=Message("得分上限", "cap"),
    meaning=Message(
        "得分不超过分值或印明的分数", "never more than the weight or the points printed"
    ),
    source="项目支出绩效自评表备注：得分最高不能超过该指标分值上限",
    examples=(
        Example("执行率*该指标分值，最高不得超过分值上限。", "10", (("87", "8.7"), ("120", "10"))),
        Example("每完成1项得0.5分，最高得2分", "2", (("3", "1.5"), ("7", "2"))),
    ),
    refused=("最高不得超过分值上限。", "执行率*该指标分值，最高可加2分"),
    terminals={
        "AT_MOST_FULL": (
            50,
            rf"(?:得分)?(?:最高|最多)?(?:得分)?(?:不得超过|不能超过|不得突破|不能突破|不超过|不突破|以)"
            rf"{_LIMIT}(?:为限|为上限)?"
            rf"|(?:得|加|记|计)满(?:分)?为止|(?:超过|大于|高于)100%的?，?(?:按|以)?"
            rf"(?:100%(?:计算|计|算)|满分(?:计算|计分|计))",
        ),
        "AT_MOST_POINTS": (
            49,
            rf"(?:最高|最多|上限|封顶)(?:得分)?(?:不超过|不得超过|得|计|为)?{NUMBER}{POINT}(?:封顶|为限)?"
            rf"|(?:满分|{NUMBER}{POINT})封顶",
        ),
    },
    rules="""
        at_most_full: AT_MOST_FULL
        at_most_points: AT_MOST_POINTS
    """,
    offers={"clause": ("at_most_full", "at_most_points")},
    build={
        "at_most_full": lambda _parts: Cap(FULL),
        "at_most_points": lambda parts: Cap(points(parts[0])),
    },
)
