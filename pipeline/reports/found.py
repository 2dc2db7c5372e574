"""Findings as a report shows them, and the cells a person should look at first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from audit.settle.fewest import fewest
from pipeline.reports.cells import DOUBTFUL, Value, label, leaves, resolve, row_of, value
from pipeline.reports.clean import unwrapped
from pipeline.reports.frames import Frame, Paper, Picture, cell_frames, pictures, places_of
from pipeline.reports.frames import row_frames as frames_of_rows
from pipeline.reports.words import code_title
from schemas.finding import Cause, Finding, Severity, Verdict
from schemas.geometry import Place
from schemas.message import Message
from schemas.record import SelfEvaluation

_RANK = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}
_ABSENT = {"actual-missing": ("actual",), "reason-missing": ("reason_note", "improvement")}
_JUDGED = ("target", "actual", "weight", "score", "completion")  # of a whole row that is accused


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell by name: its pointer, printed text, page numbers and the row it stands in."""

    pointer: str
    label: Message
    text: str
    where: tuple[int, ...]
    row: str | None


@dataclass(frozen=True, slots=True)
class Found:
    """A finding with its number in the report, its cells by name and their pictures."""

    number: int
    finding: Finding
    title: Message
    accused: tuple[Cell, ...]
    sources: tuple[Cell, ...]
    where: tuple[int, ...]
    pictures: tuple[Picture, ...]

    @property
    def open(self) -> bool:
        """Whether it hangs on a cell that was not read beyond doubt."""
        return self.finding.cause is not Cause.REPORT

    @property
    def rows(self) -> tuple[str, ...]:
        """The table rows that are accused."""
        return tuple(dict.fromkeys(cell.row for cell in self.accused if cell.row is not None))


@dataclass(frozen=True, slots=True)
class Question:
    """A doubtful cell, and the findings that hang on it (``alone``: that it decides by itself)."""

    cell: Cell
    value: Value
    findings: tuple[int, ...]
    alone: tuple[int, ...]
    pictures: tuple[Picture, ...]


def found(
    record: SelfEvaluation,
    findings: Sequence[Finding],
    paper: Paper,
) -> tuple[Found, ...]:
    """The findings in the order a person reads them: what is certain first, errors first."""
    ordered = sorted(findings, key=_order)
    return tuple(
        _found(number, finding, record, paper) for number, finding in enumerate(ordered, 1)
    )


def frames(record: SelfEvaluation, finding: Finding, paper: Paper) -> tuple[Frame, ...]:
    """What a finding shows: the accused rows and, where it hangs on doubt, the doubtful cells."""
    used = [source.field for source in finding.sources]
    used += [f"{row}/{part}" for row in finding.fields for part in _ABSENT.get(finding.code, ())]
    shown = list(frames_of_rows(record, finding.fields, paper, used))
    for pointer in doubtful_cells(record, finding):
        if pointer not in finding.fields:
            shown += cell_frames(record, pointer, paper)
    return tuple(dict.fromkeys(shown))


def groups_of(record: SelfEvaluation, finding: Finding) -> tuple[tuple[str, ...], ...]:
    """Groups of cells of each of which one has to be looked at before a verdict is certain.

    A check that does not say which leaves every doubtful cell of its own to be looked at.
    """
    if finding.cause is Cause.REPORT:
        return ()
    if finding.hangs_on:
        return finding.hangs_on
    accused = [p for pointer in finding.fields for p in _doubtful(record, pointer)]
    sources = [p for source in finding.sources for p in _doubtful(record, source.field)]
    return tuple((pointer,) for pointer in dict.fromkeys((*accused, *sources)))


def doubtful_cells(record: SelfEvaluation, finding: Finding) -> tuple[str, ...]:
    """The cells that were not read beyond doubt and that a finding's verdict may hang on."""
    return tuple(dict.fromkeys(p for group in groups_of(record, finding) for p in group))


def questions(
    record: SelfEvaluation,
    shown: Sequence[Found],
    paper: Paper,
) -> tuple[Question, ...]:
    """The fewest cells that settle every open finding, in the order in which they settle most.

    The finding with the fewest cells left comes first, the cell that serves more findings before.
    """
    groups = {f.number: groups_of(record, f.finding) for f in shown if f.open}
    asked = set(fewest([group for some in groups.values() for group in some]))
    needs = {
        number: tuple(dict.fromkeys(p for group in some for p in group if p in asked))
        for number, some in groups.items()
    }
    return tuple(
        Question(
            cell(record, pointer, paper),
            value(resolve(record, pointer)),
            tuple(number for number, cells in needs.items() if pointer in cells),
            tuple(n for n, some in groups.items() if some and all(pointer in g for g in some)),
            pictures(cell_frames(record, pointer, paper), paper),
        )
        for pointer in _fewest_first(needs)
    )


def idle_doubts(
    record: SelfEvaluation, asked: Iterable[Question], paper: Paper
) -> tuple[Cell, ...]:
    """Doubtful cells that no open finding hangs on."""
    known = {question.cell.pointer for question in asked}
    return tuple(
        cell(record, pointer, paper)
        for pointer, field in leaves(record)
        if field.state in DOUBTFUL and pointer not in known
    )


def cell(record: SelfEvaluation, pointer: str, paper: Paper, raw: str | None = None) -> Cell:
    """A cell by its pointer; ``raw`` overrides what the record holds as its printed text."""
    if raw is None:
        raw = " ".join(field.raw for _, field in leaves(resolve(record, pointer)) if field.raw)
    return Cell(
        pointer,
        label(record, pointer),
        unwrapped(raw),
        paper.numbers(places_of(record, pointer)),
        row_of(pointer),
    )


def _found(
    number: int,
    finding: Finding,
    record: SelfEvaluation,
    paper: Paper,
) -> Found:
    accused = tuple(cell(record, pointer, paper) for pointer in finding.fields)
    sources = tuple(cell(record, field, paper, raw) for field, raw in _printed_cells(finding))
    where = tuple(sorted({n for c in accused for n in c.where}))
    shown = pictures(frames(record, finding, paper), paper)
    return Found(number, finding, code_title(finding.code), accused, sources, where, shown)


def _printed_cells(finding: Finding) -> Iterator[tuple[str, str]]:
    """The cells that were used; operator, number and unit of one printed cell are one."""
    parts: dict[tuple[str, str, tuple[Place, ...]], list[str]] = {}
    for source in finding.sources:
        key = (source.field.rpartition("/")[0], source.raw, source.places)
        parts.setdefault(key, []).append(source.field)
    for (parent, raw, _), fields in parts.items():
        yield (parent if len(fields) > 1 else fields[0]), raw


def _order(finding: Finding) -> tuple[bool, bool, int]:
    return (
        finding.cause is not Cause.REPORT,
        finding.verdict is not Verdict.VIOLATED,
        _RANK[finding.severity],
    )


def _doubtful(record: SelfEvaluation, pointer: str) -> list[str]:
    inside = [(p, f) for p, f in leaves(resolve(record, pointer), pointer) if f.state in DOUBTFUL]
    if pointer == row_of(pointer):
        inside = [(p, f) for p, f in inside if p[len(pointer) :].split("/")[1] in _JUDGED]
    return [p for p, _ in inside]


def _fewest_first(needs: dict[int, tuple[str, ...]]) -> list[str]:
    uses: dict[str, int] = {}
    for cells in needs.values():
        for pointer in cells:
            uses[pointer] = uses.get(pointer, 0) + 1
    order: list[str] = []
    left = {number: list(cells) for number, cells in needs.items() if cells}
    while left:
        number = min(left, key=lambda n: (len(left[n]), -max(uses[p] for p in left[n]), n))
        order += sorted(left[number], key=lambda p: -uses[p])
        rest = {n: [p for p in cells if p not in order] for n, cells in left.items()}
        left = {n: cells for n, cells in rest.items() if cells}
    return order
