"""The one model that the HTML, the workbook and the terminal draw."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from pipeline.reports.cells import Value, value
from pipeline.reports.found import (
    Cell,
    Found,
    Question,
    doubtful_cells,
    found,
    frames,
    idle_doubts,
    questions,
)
from pipeline.reports.frames import Crop, Paper, cell_frames
from pipeline.reports.points import (
    GroupRow,
    IndicatorRow,
    differing_first,
    group_rows,
    indicator_rows,
    total_row,
)
from pipeline.reports.verdict import Judgement, judge_file, judge_form
from schemas.document import DocumentRef
from schemas.geometry import Place
from schemas.page import PageInfo
from schemas.record import SelfEvaluation
from schemas.rescore import Rescore
from schemas.result import DocumentResult, MadeBy, Problem, RecordResult, Status

FACTS = (
    "year",
    "department",
    "project_name",
    "competent_department",
    "implementing_unit",
    "staff_count",
    "subordinate_units",
    "amount_unit",
    "total_weight",
    "total_score",
)


@dataclass(frozen=True, slots=True)
class Amounts:
    """A row of the funds or the tasks table; rates in percent, ``depth`` indents the name."""

    pointer: str
    name: Value
    project: Value
    depth: int
    total: bool
    amounts: tuple[Value, ...]  # initial budget, full-year budget, executed, rate
    weight: Value
    score: Value
    findings: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class GoalRow:
    pointer: str
    number: Value
    goal: Value
    status: Value
    actual: Value
    findings: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """One form of a file. ``indicators`` begin with the differing ones, ``printed`` do not."""

    number: int
    title: str
    family: str
    record: SelfEvaluation
    judgement: Judgement
    audited: bool
    findings: tuple[Found, ...]
    questions: tuple[Question, ...]
    idle_doubts: tuple[Cell, ...]
    rescore: Rescore | None
    groups: tuple[GroupRow, ...]
    total: GroupRow
    indicators: tuple[IndicatorRow, ...]
    printed: tuple[IndicatorRow, ...]
    facts: tuple[tuple[str, Value], ...]
    funds: tuple[Amounts, ...]
    tasks: tuple[Amounts, ...]
    goals: tuple[GoalRow, ...]
    notes: tuple[tuple[str, str], ...]
    unplaced: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """A file. ``by_line``: places are lines of a text dump, not pages."""

    document: DocumentRef
    pages: tuple[PageInfo, ...]
    made_by: MadeBy
    status: Status
    hidden_text: int
    problems: tuple[Problem, ...]
    judgement: Judgement
    forms: tuple[Form, ...]
    by_line: bool


def wanted_crops(result: DocumentResult) -> tuple[Place, ...]:
    """Every box that ``build`` will ask a picture of; none for a text dump."""
    if _by_line(result):
        return ()
    paper = Paper(result.pages)
    wanted: dict[Place, None] = {}
    for item in result.records:
        for finding in item.findings or ():
            for frame in frames(item.record, finding, paper):
                wanted[frame.place] = None
        for pointer in _open_cells(item):
            for frame in cell_frames(item.record, pointer, paper):
                wanted[frame.place] = None
    return tuple(wanted)


def build(result: DocumentResult, crop: Crop | None = None) -> Report:
    """The model of one file's result; ``crop`` gives the PNG of exactly the box asked for."""
    by_line = _by_line(result)
    paper = Paper(result.pages, crop, by_line)
    forms = tuple(
        _form(number, item, result, paper) for number, item in enumerate(result.records, 1)
    )
    judgements = [form.judgement for form in forms]
    return Report(
        result.document,
        result.pages,
        result.made_by,
        result.status,
        result.hidden_text,
        result.errors,
        judge_file(judgements, result.status, result.errors),
        forms,
        by_line,
    )


def _form(number: int, item: RecordResult, result: DocumentResult, paper: Paper) -> Form:
    record = item.record
    partial = result.status is Status.PARTIAL
    shown = found(record, item.findings or (), paper)
    audited = item.findings is not None
    asked = questions(record, shown, paper)
    printed = indicator_rows(record, item.rescore, shown)
    groups = group_rows(record, item.rescore)
    return Form(
        number=number,
        title=_title(record) or result.document.name,
        family=value(record.family).text,
        record=record,
        judgement=judge_form(shown if audited else None, item.rescore, partial),
        audited=audited,
        findings=shown,
        questions=asked,
        idle_doubts=idle_doubts(record, asked, paper),
        rescore=item.rescore,
        groups=groups,
        total=total_row(groups),
        indicators=differing_first(printed),
        printed=printed,
        facts=_facts(record),
        funds=_funds(record, shown),
        tasks=_tasks(record, shown),
        goals=_goals(record, shown),
        notes=tuple((value(n.label).text, n.text.raw) for n in record.notes),
        unplaced=tuple(text.raw for text in record.unplaced),
    )


def _title(record: SelfEvaluation) -> str:
    """The printed title and what it is about: forms of one file often share their title."""
    title, project = value(record.title).text, value(record.project_name).text
    return " · ".join([title] * bool(title) + [project] * (project not in title))


def _facts(record: SelfEvaluation) -> tuple[tuple[str, Value], ...]:
    shown = ((key, value(getattr(record, key))) for key in FACTS)
    return tuple((key, item) for key, item in shown if item.state is not None)


def _accusing(shown: tuple[Found, ...], pointer: str) -> tuple[int, ...]:
    return tuple(item.number for item in shown if pointer in item.rows)


def _funds(record: SelfEvaluation, shown: tuple[Found, ...]) -> tuple[Amounts, ...]:
    return tuple(
        Amounts(
            pointer=(pointer := f"/funds/{index}"),
            name=value(line.name),
            project=Value(),
            depth=_depth(value(line.level).number),
            total=value(line.level).number == 0,
            amounts=tuple(
                value(part)
                for part in (
                    line.initial_budget,
                    line.full_year_budget,
                    line.executed,
                    line.execution_rate,
                )
            ),
            weight=value(line.weight),
            score=value(line.score),
            findings=_accusing(shown, pointer),
        )
        for index, line in enumerate(record.funds)
    )


def _tasks(record: SelfEvaluation, shown: tuple[Found, ...]) -> tuple[Amounts, ...]:
    return tuple(
        Amounts(
            pointer=(pointer := f"/tasks/{index}"),
            name=value(task.name),
            project=value(task.project),
            depth=0,
            total=bool(task.is_total.value),
            amounts=tuple(
                value(part)
                for part in (
                    task.initial_budget,
                    task.full_year_budget,
                    task.executed,
                    task.execution_rate,
                )
            ),
            weight=Value(),
            score=Value(),
            findings=_accusing(shown, pointer),
        )
        for index, task in enumerate(record.tasks)
    )


def _goals(record: SelfEvaluation, shown: tuple[Found, ...]) -> tuple[GoalRow, ...]:
    return tuple(
        GoalRow(
            pointer=(pointer := f"/goals/{index}"),
            number=value(goal.number),
            goal=value(goal.goal),
            status=value(goal.status),
            actual=value(goal.actual),
            findings=_accusing(shown, pointer),
        )
        for index, goal in enumerate(record.goals)
    )


def _depth(level: Decimal | None) -> int:
    return min(4, max(0, int(level))) if level is not None else 0


def _open_cells(item: RecordResult) -> list[str]:
    needed = (p for finding in item.findings or () for p in doubtful_cells(item.record, finding))
    return list(dict.fromkeys(needed))


def _by_line(result: DocumentResult) -> bool:
    return result.document.name.lower().endswith(".txt")
