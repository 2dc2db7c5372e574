"""Goals and results that speak of another year than the form does."""

from __future__ import annotations

import re
from collections.abc import Iterator

from audit.check import Case, Step, check, drafts
from audit.readings import Cell
from audit.relations import NO_ROUNDING, Judgement, Relation, Values
from audit.words import squeezed
from schemas.finding import Computed, Severity
from schemas.message import Message

_DIGITS = {c: str(i) for i, c in enumerate("〇一二三四五六七八九")} | {"零": "0", "○": "0"}
_YEAR = r"(?:19|20)[0-9]{2}"
YEAR = re.compile(rf"(?<![0-9.])({_YEAR})(?=\s*年)")
CHINESE_YEAR = re.compile(r"二[〇零○][〇零○一二三四五六七八九]{2}(?=年)")
TITLE = re.compile(r"《[^《》]*》|[〔\[［【（(]\s*(?:19|20)[0-9]{2}\s*[〕\]］】）)]\s*[0-9]*\s*号?")

# A span of years, or one of which only an end is named: 2019-2021年, 自2018年以来, 到2025年.
RANGE = re.compile(
    rf"{_YEAR}\s*年?[^，。；,;]{{0,6}}?(?:[-—–~～－]+|至|到)\s*(?:[0-9]{{1,2}}月)?\s*{_YEAR}\s*年"
    rf"|(?:自|从)\s*{_YEAR}\s*年|{_YEAR}\s*年[^，。；,;]{{0,6}}?(?:以来|起|至今|以后|以前)"
    rf"|(?:到|至|截至|截止|截止到)\s*{_YEAR}\s*年"
)
COMPARED = re.compile(
    rf"(?:较|比|同比|相比|相较于?|对比|与|和|同|高于|低于|超过|不低于|不高于|在)\s*(?:上年|去年|前年)?[（(]?\s*{_YEAR}"
    rf"\s*年[^，。；,;]{{0,8}}?(?:相比|比|同期|水平|基础上|的?基数)"
    rf"|(?:较|比|同比|相比|相较于?|对比|高于|低于|多于|少于|超过)[^，。；,;0-9]{{0,4}}{_YEAR}\s*年"
    rf"|{_YEAR}\s*年同期"
)


@check("year-mismatch", Severity.NOTE)
def year_mismatch(case: Case) -> Iterator[Step]:
    """A goal or its result that names years names the form's year among them.

    Names of tasks, titles in 《》, document numbers, comparisons and ranges do not count.

    Example, form of 2021: “2021年开展攻坚”, “较2020年下降5%” and “2019-2021年行动” are satisfied;
    “2020年按期完成培训” is violated. Basis: a text carried over from last year's form says nothing
    of this year.
    """
    year = Cell("/year", case.record.year, Message("年度", "the year of the form"))
    if not year.printed:
        return
    tasks = [
        squeezed(text.value)
        for task in case.record.tasks
        for text in (task.project, task.name)
        if text is not None and text.value and YEAR.search(text.value)
    ]

    def holds(values: Values, mode: object) -> bool | None:
        text, own = values
        if text is None:
            return None
        named = other_years(text, tasks)
        if not named:
            return True
        return None if own is None else own in _years(text)

    for index, goal in enumerate(case.record.goals):
        for leaf, words in (("goal", ("目标", "goal")), ("actual", ("完成情况", "result of goal"))):
            name = Message(f"第 {index + 1} 项{words[0]}", f"{words[1]} {index + 1}")
            cell = Cell(f"/goals/{index}/{leaf}", getattr(goal, leaf), name)
            if cell.likeliest is not None:
                relation = Relation((cell.pointer,), (cell,), (year,), holds, tasks)
                yield from drafts("year-mismatch", [relation], NO_ROUNDING, _subject, _wording)


def other_years(text: str, names: list[str]) -> list[int]:
    """The years that a text names outside of names, titles, comparisons and ranges, in order."""
    rest = squeezed(text)
    for name in names:
        rest = rest.replace(name, "")
    for aside in (TITLE, RANGE, COMPARED):
        rest = aside.sub("", rest)
    return _years(rest)


def _years(text: str) -> list[int]:
    plain = CHINESE_YEAR.sub(lambda m: "20" + "".join(_DIGITS[c] for c in m[0][2:]), squeezed(text))
    return list(dict.fromkeys(int(match[1]) for match in YEAR.finditer(plain)))


def _subject(relation: Relation) -> Message:
    name = relation.stated[0].name
    return Message(
        f"{name.zh}所说的年份是否为本年度", f"whether {name.en} speaks of the form's year"
    )


def _wording(judgement: Judgement) -> tuple[Computed | None, Message]:
    text, own = judgement.values
    name = judgement.relation.stated[0].name
    years = other_years(text, judgement.relation.detail)
    zh, en = "、".join(map(str, years)), ", ".join(map(str, years))
    return None, Message(
        f"{name.zh}只提到 {zh} 年，而本表为 {own} 年度。",
        f"{name.en.capitalize()} names only {en}, while the form is for {own}.",
    )
