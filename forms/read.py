"""Reads the forms of a document: the table of contents of this package.

Rows (``sheet``) → forms (``segment``) → family (``recognize``) → sections (``outline``) →
fields (``parts``). Whatever no reader used stands in ``unplaced``: nothing of a form is dropped.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from forms import fields, torn
from forms.guess import complete
from forms.outline import Part, outline
from forms.parts import crosswise, funds, goals, identity, indicators, notes, tasks, totals
from forms.parts.draft import Draft
from forms.recognize import look_alike, recognize
from forms.segment import FormRows, split
from forms.sheet import squeeze, stream
from forms.text.labels import year_of
from forms.text.placeholders import is_instruction
from forms.vocabulary import Vocabulary, worded
from forms.wording import put_right
from schemas.errors import InputError
from schemas.form import Family, FormMatch
from schemas.record import Field, SelfEvaluation, State, Text
from schemas.table import ExtractedDocument, TextLine
from schemas.text import Origin

UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class FormReading:
    """A form as a record; ``family`` is ``None`` for a form of no known family."""

    record: SelfEvaluation
    family: Family | None
    match: FormMatch


_TITLE = re.compile(r"自评[^，。]{0,6}表(?:[（(].*)?$")
_HEADS = ("一级指标", "二级指标", "三级指标", "指标值", "完成值", "分值", "得分", "执行率")


def _speaks_of_a_form(document: ExtractedDocument) -> bool:
    """Whether lines outside of all grids hold a form's title and at least half of its headers."""
    lines = ["".join(b.text.raw.split()) for b in document.blocks if isinstance(b, TextLine)]
    titled = any(len(line) <= 60 and _TITLE.search(line) for line in lines)
    return titled and sum(any(head in line for line in lines) for head in _HEADS) >= 4


def _form_without_grid() -> InputError:
    return InputError(
        "unreadable",
        "有自评表的标题和表头，但没有表格线，各列也分不清，无法可靠地分栏。请提供带表格线的版本；"
        "若表格线是图片或色块，请安装 camelot 扩展：pip install 'fuhe[camelot]'。",
        "The title and headers of a form are there, but no ruled table, and columns that cannot be "
        "told reliably. Give a version with table lines; if they are pictures or filled areas, "
        "install the camelot extra: pip install 'fuhe[camelot]'.",
    )


def _no_form() -> InputError:
    return InputError(
        "no-form",
        "文件里没有找到绩效自评表。请确认文件内容，或用 fuhe forms 查看认识的表式。",
        "No self-evaluation form was found. Check the file, or see `fuhe forms`.",
    )


def read_forms(document: ExtractedDocument, families: Sequence[Family]) -> tuple[FormReading, ...]:
    """Every filled self-evaluation form of the document, in printed order.

    Raises InputError ``no-form`` when there is none, ``not-self-evaluation`` when there are only
    look-alikes (an execution monitoring form, a declaration of targets), ``blank-form`` when no
    form is filled in.
    """
    words = every_wording(families)
    forms = split(put_right(stream(document), words, families), words)
    if not forms:
        raise _form_without_grid() if _speaks_of_a_form(document) else _no_form()
    others: list[str] = []
    blank = 0
    readings: list[FormReading] = []
    for form in forms:
        other = _other_kind(form, families)
        if other is not None:
            others.append(other)
            continue
        reading = read_form(form, families)
        if is_blank(reading.record):
            blank += 1
        else:
            readings.append(reading)
    if not readings:
        raise _nothing_to_read(others, blank)
    return tuple(readings)


def every_wording(families: Sequence[Family]) -> Vocabulary:
    """The common vocabulary with what any family words in its own way."""
    return worded(*(family.wording for family in families))


def _nothing_to_read(others: Sequence[str], blank: int) -> InputError:
    if blank:
        return InputError(
            "blank-form",
            "这是一张尚未填写的空白表。请提供填好的自评表。",
            "The form has not been filled in. Give the one that has.",
        )
    return InputError(
        "not-self-evaluation",
        f"这不是绩效自评表，而是{'、'.join(dict.fromkeys(others))}。请提供自评表。",
        f"Not a self-evaluation but {', '.join(dict.fromkeys(others))}. Give the self-evaluation.",
    )


def _other_kind(form: FormRows, families: Sequence[Family]) -> str | None:
    """What a form is that is no self-evaluation: a known look-alike, or targets without results."""
    known = look_alike(form, families)
    if known is not None:
        return known.name.zh
    tables = [head for head in form.heads if head.section == "indicators"]
    results = {"actual", "score", "completion"}
    titled = "自评" in squeeze(form.title_text)
    if tables and not titled and not any(head.roles & results for head in tables):
        return squeeze(form.title_text) or "绩效目标表"
    if not tables and not titled:
        return squeeze(form.title_text) or "其他表格"
    return None


def read_form(form: FormRows, families: Sequence[Family]) -> FormReading:
    """One form as a record."""
    family, match = recognize(form, families)
    words = worded(family.wording) if family else every_wording(families)
    known = set(family.groups) if family else {g for f in families for g in f.groups}
    draft = Draft(words, known)
    rows = form.rows
    parts = outline(rows, words)
    if pieces := torn.find(parts):
        rows = torn.join(rows, pieces)
        parts = outline(rows, words)
    _read_parts(parts if family else complete(parts), draft)
    _head_of_form(form, draft)
    unplaced = [fields.text(spot) for spot in draft.ledger.left(rows)]
    record = SelfEvaluation(
        family=_family_field(form, family),
        **draft.scalars,
        funds=tuple(draft.funds),
        tasks=tuple(draft.tasks),
        goals=tuple(draft.goals),
        indicators=tuple(draft.indicators),
        groups=tuple(draft.groups),
        notes=draft.notes_in_order(),
        unplaced=tuple(text for text in unplaced if text is not None),
    )
    return FormReading(record, family, match)


def _read_parts(parts: Sequence[Part], draft: Draft) -> None:
    """Each part by its reader; the pieces of the indicator table are read as one."""
    tables = [part for part in parts if part.kind == "indicators"]
    readers = {
        "identity": identity.read,
        "funds": funds.read,
        "tasks": tasks.read,
        "goals": goals.read,
        "total": totals.read,
        "notes": notes.read,
    }
    for part in parts:
        if part.kind == "indicators":
            if part is tables[0]:
                indicators.read(tables, draft)
        elif part.block is not None:
            draft.header(None, part.captions)
            crosswise.read(part.block, draft)
        elif part.kind != "lines":
            readers[part.kind](part, draft)
    named = bool(draft.scalars.keys() & identity.UNITS)
    for part in parts:  # lines last: what the tables name needs no line
        if part.kind == "lines":
            for row in part.rows:
                identity.read_line(row, draft, named)


def _head_of_form(form: FormRows, draft: Draft) -> None:
    """Title and year; a title line that is only the period is none of the title."""
    spots = [spot for spot in form.title if not identity.period(spot, draft)]
    if spots:
        title = fields.made(spots, "".join(spot.text for spot in spots))
        draft.scalars["title"] = title
        if "year" not in draft.scalars:
            year = year_of(form.title_text)
            if year is not None:
                draft.scalars["year"] = fields.derived(year, *spots)


def _family_field(form: FormRows, family: Family | None) -> Text:
    places = tuple(place for spot in form.title for place in spot.cell.source.places)
    value = family.id if family else UNKNOWN
    origin = form.title[0].cell.source.origin if form.title else Origin.TEXT_LAYER
    return Field(value, form.title_text, State.READ, origin, places=places)


def is_blank(record: SelfEvaluation) -> bool:
    """A form in which nobody wrote anything: no name, no amount, no actual, no score."""
    names = (record.department, record.project_name, record.implementing_unit)
    values = [
        *names,
        record.total_score,
        *(n for f in record.funds for n in (f.initial_budget, f.full_year_budget, f.executed)),
        *(n for t in record.tasks for n in (t.full_year_budget, t.executed)),
        *(g.actual for g in record.goals),
        *(v for i in record.indicators for v in (i.actual.value, i.actual.text, i.score)),
    ]
    return not any(_written(value) for value in values)


def _written(value: Field[Any] | None) -> bool:
    """Whether somebody filled the field in; instructions that the form prints do not count."""
    if value is None or value.state in {State.EMPTY, State.NOT_APPLICABLE}:
        return False
    return not (isinstance(value.value, str) and is_instruction(value.value))
