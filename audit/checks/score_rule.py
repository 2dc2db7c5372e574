"""Scores that follow from no reading of their rule."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator

from audit.check import Case, Draft, check
from audit.explain import added, plain
from audit.indicators import IndicatorRow
from audit.readings import Cell
from audit.scoring.wording import reading
from schemas.finding import Cause, Computed, Severity, Verdict
from schemas.message import Message
from schemas.record import Indicator, State
from schemas.rescore import IndicatorRescore, ScoreVerdict

RULE = Message("评分规则", "the scoring rule")
FAMILY_METHOD = Message("该类表格的通行评分方法", "the usual method of the form family")


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
    score = row.cells["score"]
    by_family = item.method.startswith("family/")
    stated = plain(item.stated) if item.stated is not None else score.raw
    computed, message = _sentence(row, item, stated, by_family)
    inputs = [row.cells["weight"], *row.target.values(), *row.actual.values()]
    inputs = [cell for cell in inputs if cell.field is not None]
    other = _other_reading(case, item, index, [score, *inputs])
    return Draft(
        (score.pointer,),
        score.raw or stated,
        computed,
        added(message, [_if_read_so(*other)]) if other else message,
        tuple(cell.source for cell in inputs),
        cause=Cause.READING if other else Cause.REPORT,
        severity=Severity.WARNING if by_family else None,
    )


def _sentence(
    row: IndicatorRow, item: IndicatorRescore, stated: str, by_family: bool
) -> tuple[Computed | None, Message]:
    """The span of the points that would follow, and every reading that gives some."""
    whose = FAMILY_METHOD if by_family else RULE
    readings = _readings(item)
    zh, en = "、".join(words.zh for words in readings), ", ".join(words.en for words in readings)
    trace_zh = "；".join(step.zh for step in item.trace)
    trace_en = "; ".join(step.en for step in item.trace)
    message = Message(
        f"{row.name.zh}得分 {stated}，按{whose.zh}的任何读法都得不出"
        f"{'：应为 ' + zh if zh else ''}。" + (f"（{trace_zh}）" if trace_zh else ""),
        f"The score {stated} of {row.name.en} follows from no reading of {whose.en}"
        f"{': it should be ' + en if en else ''}." + (f" ({trace_en})" if trace_en else ""),
    )
    points = [s.score for s in item.scores]
    if not points:
        return None, message
    basis = Message(f"{whose.zh}：{zh}", f"{whose.en}: {en}")
    return Computed(min(points), max(points), basis), message


def _readings(item: IndicatorRescore) -> list[Message]:
    """Every reading with its points; one rounded in several ways is named once."""
    grouped: dict[str, list[str]] = {}
    for score in item.scores:
        base = re.sub(r"/(?:rounded|truncated)-\d+$", "", score.reading)
        grouped.setdefault(base, []).append(plain(score.score))
    found = []
    for base, (first, *rounded) in grouped.items():
        words = reading(base)
        also_zh = f"，取整后{'或'.join(rounded)}" if rounded else ""
        also_en = f", rounded {' or '.join(rounded)}" if rounded else ""
        found.append(Message(f"{first}（{words.zh}{also_zh}）", f"{first} ({words.en}{also_en})"))
    return found


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


def _other_reading(
    case: Case, item: IndicatorRescore, index: int, cells: list[Cell]
) -> tuple[Cell, object] | None:
    """A supported other reading of one of the row's cells that lets the score follow."""
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
                return cell, value
    return None


def _if_read_so(cell: Cell, value: object) -> Message:
    return Message(
        f"但若{cell.name.zh}读作 {value}则相符：先核对原件。",
        f"But it follows if {cell.name.en} is read as {value}: look at the paper first.",
    )


def _with_leaf(row: Indicator, path: list[str], field: object) -> Indicator:
    if len(path) == 1:
        return dataclasses.replace(row, **{path[0]: field})  # type: ignore[arg-type]
    part = dataclasses.replace(getattr(row, path[0]), **{path[1]: field})
    return dataclasses.replace(row, **{path[0]: part})
