"""Scores that follow from no reading of their rule."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from audit.check import Case, Draft, check
from audit.explain import plain
from audit.readings import Cell
from schemas.finding import Cause, Computed, Severity, Verdict
from schemas.message import Message
from schemas.record import Indicator, State
from schemas.rescore import IndicatorRescore, ScoreVerdict


@check("score-rule", Severity.ERROR)
def score_rule(case: Case) -> Iterator[Draft]:
    """A score follows from some reading of its printed rule, or of the family's method.

    The re-score gives every reading; a score that is none of them differs. A warning where the
    form prints no rule and only the family's method says so.

    Example: weight 5, 每增加5%（含）扣减0.5分, rate 40 %: 1 (8 steps) and 1.5 (7 steps of
    39.9959 %) are readings, 2 is violated. Basis: the rule printed in the row, else the named
    method.
    """
    for item in case.rescore.indicators:
        if item.verdict is ScoreVerdict.DIFFERS:
            yield _rule_draft(case, item)
        elif item.stated is None and item.scores:
            yield from _unread_draft(case, item)


def _rule_draft(case: Case, item: IndicatorRescore) -> Draft:
    index = int(item.field.rpartition("/")[2])
    row = case.rows[index]
    name, score = row.name, row.cells["score"]
    listed_zh = "、".join(f"{plain(s.score)}（{s.reading}）" for s in item.scores)
    listed_en = ", ".join(f"{plain(s.score)} ({s.reading})" for s in item.scores)
    by_family = item.method.startswith("family/")
    whose = (
        Message("该类表格的通行评分方法", "the usual method of the form family")
        if by_family
        else Message("评分规则", "the scoring rule")
    )
    computed = None
    if item.scores:
        points = [s.score for s in item.scores]
        computed = Computed(
            min(points),
            max(points),
            Message(f"{whose.zh}：{listed_zh}", f"{whose.en}: {listed_en}"),
        )
    trace = "；".join(step.zh for step in item.trace), "; ".join(step.en for step in item.trace)
    stated = plain(item.stated) if item.stated is not None else score.raw
    message = Message(
        f"{name.zh}得分 {stated}，按{whose.zh}的任何读法都得不出"
        f"{'：应为 ' + listed_zh if item.scores else ''}。"
        + (f"（{trace[0]}）" if trace[0] else ""),
        f"The score {stated} of {name.en} follows from no reading of {whose.en}"
        f"{': it should be ' + listed_en if item.scores else ''}."
        + (f" ({trace[1]})" if trace[1] else ""),
    )
    inputs = [row.cells["weight"], *row.target.values(), *row.actual.values()]
    inputs = [cell for cell in inputs if cell.field is not None]
    other = _other_reading(case, item, index, [score, *inputs])
    return Draft(
        (score.pointer,),
        score.raw or stated,
        computed,
        message,
        tuple(cell.source for cell in inputs),
        cause=Cause.READING if other else Cause.REPORT,
        severity=Severity.WARNING if by_family else None,
    )


def _unread_draft(case: Case, item: IndicatorRescore) -> Iterator[Draft]:
    """The points can be reckoned, the printed score cannot be compared with them."""
    index = int(item.field.rpartition("/")[2])
    score = case.rows[index].cells["score"]
    if score.unread:
        yield Draft(
            (score.pointer,),
            score.raw or None,
            None,
            Message(
                f"{score.name.zh}未能读出，无法判断是否符合评分规则。",
                f"Could not be read: {score.name.en}; so it cannot be held against its rule.",
            ),
            (),
            Verdict.UNDECIDABLE,
            Cause.UNDECIDED,
        )


def _other_reading(case: Case, item: IndicatorRescore, index: int, cells: list[Cell]) -> bool:
    """Whether a supported other reading of one of the row's cells lets the score follow."""
    for cell in cells:
        for value in cell.readings:
            if cell.field is None or value == cell.field.value:
                continue
            field = dataclasses.replace(cell.field, value=value, state=State.READ, alternatives=())
            altered = _with_leaf(case.record.indicators[index], cell.pointer.split("/")[3:], field)
            indicators = list(case.record.indicators)
            indicators[index] = altered
            again = case.again(dataclasses.replace(case.record, indicators=tuple(indicators)))
            verdicts = {r.field: r.verdict for r in again.indicators}
            if verdicts.get(item.field) is not ScoreVerdict.DIFFERS:
                return True
    return False


def _with_leaf(row: Indicator, path: list[str], field: object) -> Indicator:
    if len(path) == 1:
        return dataclasses.replace(row, **{path[0]: field})  # type: ignore[arg-type]
    part = dataclasses.replace(getattr(row, path[0]), **{path[1]: field})
    return dataclasses.replace(row, **{path[0]: part})
