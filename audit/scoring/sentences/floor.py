"""扣完为止, 减至0分为止, 最低得1分, 最多扣3分: where the deductions end."""

from __future__ import annotations

from audit.scoring.clauses import Example, Floor, MostDeducted, Sentence
from audit.scoring.lexicon import NUMBER, POINT, THIS, WEIGHT_WORD, points
from schemas.message import Message
from schemas.rule import ZERO

_ZERO = rf"(?:{NUMBER}|零){POINT}"

SENTENCE = Sentence(
    kind="floor",
    title=Message("扣完为止", "floor"),
    meaning=Message(
        "扣分到此为止；没有写明的，最低也只是零分",
        "deductions end here; where nothing is printed, at zero all the same",
    ),
    source="各省评分标准通行写法",
    examples=(
        Example("100%得满分，每低于1%扣1分，最低得2分", "10", (("99", "9"), ("80", "2"))),
        Example("合格率100%得满分，每降低1个百分点扣1分，最多扣3分。", "5", (("90", "2"),)),
        Example("差异率≤0得满分，每增加5%扣1分，直至扣完为止", "3", (("50", "0"),)),
    ),
    refused=("扣完为止。", "100%得满分，每低于1%扣1分，扣到及格为止"),
    terminals={
        "TO_ZERO": (
            50,
            rf"(?:直至|直到|至|以)?{THIS}(?:分值|分数|本项|该项|此项)?(?:扣|减)(?:完|光){THIS}"
            rf"(?:全部|所有)?(?:满分|分值|分数|得分|总分)?(?:为止|即止|止)"
            rf"|(?:直至|直到)(?:扣|减)(?:完|光){THIS}(?:全部|所有)?(?:满分|分值|分数|得分|分)?"
            rf"|(?:直至|直到|至)?(?:扣|减|扣减)(?:至|到|为)(?:0|零){POINT}?(?:为止|止)?"
            rf"|(?:直至|直到|至)(?:0|零){POINT}(?:为止|止)?"
            rf"|(?:本项|该项|此项)?不(?:得|计|出现|倒扣)?(?:负分|倒扣)|不(?:倒扣分?)"
            rf"|(?:本项|该项|此项)?(?:得分)?不得?为负(?:分|数)?"
            rf"|(?:最低|下限)(?:得分)?(?:为|得|计|不低于)?(?:0|零){POINT}",
        ),
        "AT_LEAST_POINTS": (
            49,
            rf"(?:最低|至少)(?:得分)?(?:不低于|为|得|计)?{NUMBER}{POINT}",
        ),
        "AT_MOST_TAKEN": (
            50,
            rf"(?:最多|最高|累计|合计|共计|扣分)(?:扣分)?(?:最多|最高)?(?:不超过|扣除|扣减|扣){NUMBER}{POINT}"
            rf"|扣分(?:上限|最多|最高)(?:为|是)?{NUMBER}{POINT}",
        ),
        "ALL_TAKEN": (
            50,
            rf"(?:最多|最高)(?:扣完|扣除){WEIGHT_WORD}(?:为止)?",
        ),
    },
    rules="""
        to_zero: TO_ZERO | ALL_TAKEN
        at_least_points: AT_LEAST_POINTS
        at_most_taken: AT_MOST_TAKEN
    """,
    offers={"clause": ("to_zero", "at_least_points", "at_most_taken")},
    build={
        "to_zero": lambda _parts: Floor(ZERO),
        "at_least_points": lambda parts: Floor(points(parts[0])),
        "at_most_taken": lambda parts: MostDeducted(points(parts[0])),
    },
)
