"""The form's two tables of amounts as the checks see them: named lines, columns, precision."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from audit.readings import Cell, quoted
from audit.tolerance import Interval, Rounding, column_decimals, decimals, printed
from schemas.message import Message
from schemas.record import BudgetLine, SelfEvaluation, State, Task

AMOUNTS = ("initial_budget", "full_year_budget", "executed")
COLUMNS = {
    "initial_budget": Message("年初预算数", "initial budget"),
    "full_year_budget": Message("全年预算数", "full-year budget"),
    "executed": Message("全年执行数", "amount executed"),
    "execution_rate": Message("执行率", "execution rate"),
    "weight": Message("分值", "weight"),
    "score": Message("得分", "score"),
}
FUNDS = Message("收支表", "the funds")
TASKS = Message("任务表", "the tasks")


@dataclass(frozen=True, slots=True)
class Line:
    """One row; ``level`` is ``None`` for tasks and where it is not known, numbers from 1."""

    pointer: str
    number: int
    title: str
    level: int | None
    is_total: bool
    cells: dict[str, Cell]

    def cell(self, column: str) -> Cell:
        return self.cells[column]


@dataclass(frozen=True, slots=True)
class Table:
    """A table of amounts; ``places`` gives each column's decimals, ``None`` if they are mixed."""

    lines: tuple[Line, ...]
    places: dict[str, int | None]

    def amount(self, column: str, value: Decimal, mode: Rounding) -> Interval:
        """A printed amount as an interval, as precise as its column."""
        return printed(value, self.precision(column, value), mode)

    def precision(self, column: str, value: Decimal) -> int:
        """The decimals that an amount is printed with, as its column tells."""
        shared, own = self.places[column], decimals(value)
        return own if shared is None or own > shared else shared

    def find(self, pattern: str | None) -> Line | None:
        """The first row whose name the expression matches, if there is an expression."""
        if pattern is None:
            return None
        return next((line for line in self.lines if re.search(pattern, line.title)), None)

    def parts(self, line: Line) -> tuple[Line, ...] | None:
        """The rows that ``line`` is the sum of; ``None`` where a level is not known.

        A row's parts are the rows one level deeper that follow it before a row of its own level.
        """
        if line.level is None:
            return None
        parts = []
        for below in self.lines[line.number :]:
            if below.level is None:
                return None
            if below.level <= line.level:
                break
            if below.level == line.level + 1:
                parts.append(below)
        return tuple(parts)


@dataclass(frozen=True, slots=True)
class Ledger:
    funds: Table
    tasks: Table

    @property
    def tables(self) -> tuple[Table, Table]:
        return self.funds, self.tasks


def read_ledger(record: SelfEvaluation) -> Ledger:
    funds = tuple(_fund_line(i, row) for i, row in enumerate(record.funds))
    tasks = tuple(_task_line(i, row) for i, row in enumerate(record.tasks))
    return Ledger(
        _table(funds),
        _table(tasks),
    )


def _table(lines: tuple[Line, ...]) -> Table:
    return Table(lines, {c: _places([line.cell(c) for line in lines]) for c in AMOUNTS})


def _places(cells: Sequence[Cell]) -> int | None:
    """A column's decimals: the coarsest that any reading of its doubtful cells allows.

    A misread digit more in one cell must not make the others more precise than they are printed.
    """
    values = [cell.likeliest for cell in cells if not cell.doubtful and cell.likeliest is not None]
    doubtful = [reading for cell in cells if cell.doubtful for reading in cell.readings]
    found = [column_decimals([*values, reading]) for reading in doubtful]
    found.append(column_decimals(values) if values or not doubtful else found[0])
    known = [places for places in found if places is not None]
    return min(known) if len(known) == len(found) else None


def _fund_line(index: int, row: BudgetLine) -> Line:
    level = row.level.value if row.level.state is State.READ else None
    title = row.name.value or row.name.raw
    pointer = f"/funds/{index}"
    cells = _cells(row, pointer, *_place(FUNDS, index, title))
    return Line(pointer, index + 1, title, level, False, cells)


def _task_line(index: int, row: Task) -> Line:
    texts = [t.value for t in (row.name, row.project) if t is not None and t.value]
    title = " ".join(texts)
    pointer = f"/tasks/{index}"
    cells = _cells(row, pointer, *_place(TASKS, index, title))
    return Line(pointer, index + 1, title, None, bool(row.is_total.value), cells)


def _place(table: Message, index: int, title: str) -> tuple[str, str]:
    name = quoted(title)
    return f"{table.zh}第 {index + 1} 行{name}", f"row {index + 1} {name} of {table.en}"


def _cells(row: BudgetLine | Task, pointer: str, zh: str, en: str) -> dict[str, Cell]:
    return {
        column: Cell(
            f"{pointer}/{column}",
            getattr(row, column, None),
            Message(f"{zh}的{words.zh}", f"the {words.en} in {en}"),
        )
        for column, words in COLUMNS.items()
    }


def amount_columns(line: Line, other: Line) -> Iterator[tuple[str, Cell, Cell]]:
    """The amount columns in which both lines print a value."""
    for column in AMOUNTS:
        first, second = line.cell(column), other.cell(column)
        if first.printed and second.printed:
            yield column, first, second
