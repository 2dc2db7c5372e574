"""否则, 其他: everything that the other cases leave."""

from __future__ import annotations

from audit.scoring.clauses import Example, Otherwise, Sentence
from schemas.message import Message

SENTENCE = Sentence(
    kind="otherwise",
    title=Message("否则", "otherwise"),
    meaning=Message("其余各档都没有说到的情况", "whatever the other cases do not name"),
    source="各省评分标准通行写法",
    examples=(
        Example("执行率≥95%得满分，否则不得分。", "10", (("95", "10"), ("94", "0"))),
        Example("达到目标值得满分，未达到不得分", "10", (("95", "10"), ("80", "0")), "≥90%"),
        Example("公开率=100%，得2分；其他情况得0分", "2", (("100", "2"), ("98", "0"))),
    ),
    refused=("未达到不得分", "否则不得分", "执行率≥95%得满分，否则视情况扣分"),
    terminals={
        "OTHERWISE": (
            35,
            r"(?:否则|反之|(?:除此之外|除此以外)的?|(?:其他|其它|其余)(?:情况|情形|的|档次)*)"
            r"(?=，|得|不|计|记|为|扣|全|给|按|每|\d|均|都|一律)",
        ),
        "UNREACHED": (
            57,
            r"(?:未达到|未能达到|没有达到|达不到)(?:的|者|时)?"
            r"(?=，?(?:[则均]?(?:不得|不予|不计)|则?按|得\d|得零))",
        ),
    },
    rules="""
        otherwise: OTHERWISE | UNREACHED
    """,
    offers={"statement": ("otherwise",)},
    build={"otherwise": lambda _parts: Otherwise()},
)
