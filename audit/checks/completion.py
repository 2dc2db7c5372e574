"""What the form says of an indicator's completion against the points it was given."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from audit.check import Case, Step, check, drafts
from audit.explain import plain
from audit.indicators import IndicatorRow, blank
from audit.readings import Cell
from audit.relations import NO_ROUNDING, Holds, Judgement, Relation, Values
from audit.words import is_placeholder, squeezed
from schemas.finding import Computed, Severity
from schemas.geometry import Place
from schemas.message import Message
from schemas.record import Field, Note

REASONS = re.compile("原因|改进|措施|存在问题|存在的问题|下一步")
REMARKS = re.compile("备注|说明|原因|改进|措施|问题")
INSTRUCTION = re.compile("请|应|须|需|填写|填报|填列")


@check("completion-score", Severity.WARNING)
def completion_score(case: Case) -> Iterator[Step]:
    """An indicator said to be completed has full points, one said not to be has not.

    Which words mean what, the family says (完成 · 部分完成, 未完成, 基本完成).

    Example: 完成 with 10 of 10: satisfied; 完成 with 8 of 10 and 部分完成 with 10 of 10: violated.
    Basis: the columns 完成程度 and 得分 of one row state the same result.
    """
    settings = case.settings

    def holds(values: Values, mode: object) -> bool | None:
        word, score, weight = values
        if None in values:
            return None
        if squeezed(word) in settings.completed:
            return bool(score >= weight)
        return not (squeezed(word) in settings.not_completed and score >= weight)

    for row in case.rows:
        cells = [row.cells[c] for c in ("completion", "score", "weight")]
        weight = cells[2].likeliest
        if all(cell.printed for cell in cells) and weight != 0:
            relation = _row_relation(row, cells, holds)
            yield from drafts(
                "completion-score",
                [relation],
                NO_ROUNDING,
                _completion_subject,
                _completion_wording,
            )


@check("reason-missing", Severity.WARNING)
def reason_missing(case: Case) -> Iterator[Step]:
    """Where points are missing, a reason or an improvement is written, in the row or for the form.

    A ticked reason column alone is none, and 无 or —— is none. A note of the form counts when
    its label speaks of reasons, problems or improvements and it says something; a remark beside
    the row (备注) counts for the row, and a reason in a cell that several rows share for all of
    them. A form that has no place for reasons is not judged.

    Example: 1 of 5 points with 原因说明 “…都为追加预算，影响较大”: satisfied; 8 of 10 points with
    nothing written: violated. Basis: 未完成原因/偏差原因分析及改进措施 is to be filled in wherever
    an indicator falls short (notes of the forms of 财预〔2020〕10号).
    """
    notes = case.record.notes
    if not _asks_for_reasons(case) or any(_says_something(n.label, n.text) for n in notes):
        return
    if any(_may_be_a_reason(note) for note in notes):
        return

    def holds(values: Values, mode: object) -> bool | None:
        score, weight, *written = values
        if score is None or weight is None:
            return None
        if score >= weight or any(w is not None and not is_placeholder(w) for w in written):
            return True
        return None if None in written else False

    for row in case.rows:
        score, weight = row.cells["score"], row.cells["weight"]
        if score.printed and weight.printed:
            texts = [*_reasons(row, case.rows), *_remarks(row, notes)]
            relation = _row_relation(
                row, [score, weight, *(t for t in texts if not blank(t))], holds
            )
            yield from drafts(
                "reason-missing", [relation], NO_ROUNDING, _reason_subject, _reason_wording
            )


@check("reason-tick-missing", Severity.NOTE)
def reason_tick_missing(case: Case) -> Iterator[Step]:
    """An indicator that is not completed has a reason column ticked, in forms that have them.

    Example: 部分完成 with a tick under 经费保障: satisfied; 部分完成 without any tick, even
    beside a written 原因说明: violated. Basis: the head of the columns (请在相应选项下划“√”).
    """
    if not case.settings.tick_columns:
        return
    for row in case.rows:
        completion = row.cells["completion"]
        if not completion.printed:
            continue
        words = Message(f"{row.name.zh}的原因选项", f"the ticks of {row.name.en}")
        ticks = [
            Cell(f"{row.pointer}/reasons/{i}", tick, words)
            for i, tick in enumerate(row.row.reasons)
        ]

        def holds(values: Values, mode: object) -> bool | None:
            word, *ticked = values
            if any(tick is not None for tick in ticked):
                return True
            if word is not None and squeezed(word) not in case.settings.not_completed:
                return True
            return None if word is None or ticked else False

        marks = [tick for tick in ticks if tick.printed]
        relation = _row_relation(row, [completion, *marks], holds)
        yield from drafts(
            "reason-tick-missing", [relation], NO_ROUNDING, _tick_subject, _tick_wording
        )


def _row_relation(row: IndicatorRow, cells: list[Cell], holds: Holds) -> Relation:
    return Relation((row.pointer,), (cells[0],), tuple(cells[1:]), holds)


def _asks_for_reasons(case: Case) -> bool:
    """Whether the form has a column for reasons, be it left blank, or a line of its own."""
    columns = any(
        row.row.reason_note is not None or row.row.improvement is not None for row in case.rows
    )
    return columns or any(_reason_head(note.label, note.text) for note in case.record.notes)


def _reasons(row: IndicatorRow, rows: Sequence[IndicatorRow]) -> list[Cell]:
    """The row's own reason and improvement, and those of merged cells that reach beside it."""
    own = [row.cells["reason_note"], row.cells["improvement"]]
    others = [
        cell
        for other in rows
        if other is not row
        for cell in (other.cells["reason_note"], other.cells["improvement"])
    ]
    return own + [c for c in others if c.field is not None and _beside(c.field.places, row)]


def _remarks(row: IndicatorRow, notes: Sequence[Note]) -> list[Cell]:
    """What is written beside the row in a column that is no field of the record, as 备注."""
    words = Message(f"{row.name.zh}的备注", f"the remark on {row.name.en}")
    return [
        Cell(f"/notes/{i}/text", note.text, words)
        for i, note in enumerate(notes)
        if _is_remark(note) and _beside(note.text.places, row)
    ]


def _may_be_a_reason(note: Note) -> bool:
    """A remark that speaks of reasons, for whichever row; instructions how to fill in do not."""
    words = note.text.value or note.text.raw
    return _is_remark(note) and bool(REASONS.search(words)) and not INSTRUCTION.search(words)


def _is_remark(note: Note) -> bool:
    return note.label is not None and REMARKS.search(note.label.value or "") is not None


def _beside(places: Sequence[Place], row: IndicatorRow) -> bool:
    """Whether one of the places is level with the row's score."""
    field = row.cells["score"].field
    return any(
        place.page == own.page and (_level(place, own) or _level(own, place))
        for place in places
        for own in (field.places if field is not None else ())
    )


def _level(place: Place, other: Place) -> bool:
    return other.box.top < (place.box.top + place.box.bottom) / 2 < other.box.bottom


def _reason_head(label: Field[str] | None, text: Field[str]) -> str | None:
    """What stands behind a head that speaks of reasons or improvements; ``None`` without one."""
    words = text.value if text.value is not None else text.raw
    head = label.value or "" if label is not None else ""
    if not head:
        head, colon, rest = words.partition("：")
        words = rest if colon else ""
    return words if REASONS.search(head) else None


def _says_something(label: Field[str] | None, text: Field[str]) -> bool:
    """Whether a note of the form gives reasons or improvements; unread ink may well do so."""
    words = _reason_head(label, text)
    return words is not None and not is_placeholder(words)


def _completion_subject(relation: Relation) -> Message:
    name = relation.stated[0].name
    return Message(f"{name.zh}与得分是否一致", f"whether {name.en} matches its score")


def _completion_wording(judgement: Judgement) -> tuple[Computed | None, Message]:
    word, score, weight = judgement.values
    name = judgement.relation.stated[0].name
    points = f"{plain(score)}/{plain(weight)}"
    if score < weight:
        return None, Message(
            f"{name.zh}为“{word}”，却未得满分（{points} 分）。",
            f"“{word}” stands in {name.en}, yet points are missing ({points}).",
        )
    return None, Message(
        f"{name.zh}为“{word}”，却得满分（{points} 分）。",
        f"“{word}” stands in {name.en}, yet it has full points ({points}).",
    )


def _reason_subject(relation: Relation) -> Message:
    name = relation.stated[0].name
    return Message(f"{name.zh}未满分的原因是否写明", f"whether a reason is given for {name.en}")


def _reason_wording(judgement: Judgement) -> tuple[Computed | None, Message]:
    score, weight = judgement.values[:2]
    lost: Decimal = weight - score
    name = judgement.relation.stated[0].name
    return None, Message(
        f"{name.zh} {plain(score)} 比分值少 {plain(lost)} 分，但未写原因，也未写改进措施。",
        f"{plain(score)} in {name.en} is {plain(lost)} below the weight, and neither a reason nor "
        "an improvement is written.",
    )


def _tick_subject(relation: Relation) -> Message:
    name = relation.stated[0].name
    return Message(f"{name.zh}对应的原因是否勾选", f"whether a reason is ticked for {name.en}")


def _tick_wording(judgement: Judgement) -> tuple[Computed | None, Message]:
    name = judgement.relation.stated[0].name
    return None, Message(
        f"{name.zh}为“{judgement.values[0]}”，但没有勾选任何原因。",
        f"“{judgement.values[0]}” stands in {name.en}, and no reason is ticked.",
    )
