"""Sums of amounts: subtotals, the tasks' total, and totals that must be equal."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import partial

from audit.check import Case, Step, check, drafts
from audit.explain import Figure, added, explain_number, explain_sum, plain
from audit.ledger import AMOUNTS, Line, Table, amount_columns
from audit.readings import Cell
from audit.relations import Addition, Judgement, Relation, Values
from audit.strays import open_to, stray_numbers
from audit.tolerance import (
    COLUMN_MODES,
    SUM_MODES,
    ZERO,
    Interval,
    Rounding,
    as_decimals,
)
from schemas.finding import Computed, Severity
from schemas.message import Message

AMONG_WHICH = re.compile(r"^\W*(?:[0-9一二三四五六七八九十]+\W*)?其\s*中")


@check("funds-subtotal", Severity.ERROR)
def funds_subtotal(case: Case) -> Iterator[Step]:
    """A printed subtotal of the funds is the sum of its lines, in each amount column.

    The lines of a subtotal are the rows one level deeper below it. A blank or placeholder line
    adds 0; a subtotal that is itself blank, or whose lines print no amount in any column, is
    not judged.
    其中 rows ("among which") need not be all there is: they add up only where the family says
    they are exhaustive, otherwise only one that is greater than its total is a violation.

    Example: 收入小计 636.34 over a single line 630.34 differs by 6.00: violated. 100.00 over
    33.33, 33.33 and 33.33 is satisfied: each figure may be off by half a unit of its last place.
    Basis: the form's own sums (第1至4项小计, 一+二); tolerance as XBRL Calculations 1.1.
    """
    table = case.ledger.funds
    exhaustive = case.settings.exhaustive and case.family_known
    for column in AMOUNTS:
        relations: list[Relation] = []
        for line in table.lines:
            parts = table.parts(line)
            if parts is None:
                yield from _level_unread(table, line, column)
            elif exhaustive or not any(AMONG_WHICH.search(part.title) for part in parts):
                relations += _sum_relation(table, column, line, parts)
            else:
                relations += _part_relation(table, column, line, parts)
        strays = stray_numbers(case.record)
        relations = [open_to(relation, strays) for relation in relations]
        yield from drafts("funds-subtotal", relations, SUM_MODES, _sum_subject, _sum_wording)


@check("tasks-total", Severity.ERROR)
def tasks_total(case: Case) -> Iterator[Step]:
    """The tasks' total row is the sum of the tasks, in each amount column.

    Where a table has several total rows, each may total the tasks since the one before it, or
    all tasks above it; either satisfies. Blank cells as in ``funds-subtotal``.

    Example: 43.62 + 33 + 46 = 122.62 in a total of 122.62: satisfied (33 in a column of
    two-decimal amounts is 33.00). A total of 122.26 is violated, and the finding says that two
    digits are swapped. Basis: the row 合计 of 年度主要任务.
    """
    table = case.ledger.tasks
    for column in AMOUNTS:
        relations: list[Relation] = []
        for line in table.lines:
            if line.is_total:
                above = table.lines[: line.number - 1]
                starts = [other.number for other in above if other.is_total]
                tasks = tuple(other for other in above if not other.is_total)
                recent = tuple(t for t in tasks if t.number > max(starts, default=0))
                if not above:  # a total printed on top
                    tasks = recent = tuple(t for t in table.lines if not t.is_total)
                relations += _sum_relation(table, column, line, tasks, recent or tasks)
        strays = stray_numbers(case.record)
        relations = [open_to(relation, strays) for relation in relations]
        yield from drafts("tasks-total", relations, SUM_MODES, _sum_subject, _sum_wording)


@check("funds-balance", Severity.ERROR)
def funds_balance(case: Case) -> Iterator[Step]:
    """The printed totals of income and of expenditure are equal, in each amount column.

    Both totals are accused: the form does not tell which one is wrong. Which rows they are is
    what the family says.

    Example: 收入小计 890.85 and 支出小计 890.85: satisfied; 890.85 and 890.58: violated, two
    digits swapped. Basis: 年度收支 are balanced in the budgets of departments (预算法 第十二条:
    budgets at all levels keep the balance of revenue and expenditure).
    """
    table, settings = case.ledger.funds, case.settings
    income = table.find(settings.income_total)
    expenditure = table.find(settings.expenditure_total)
    if income is None or expenditure is None:
        return
    for column, first, second in amount_columns(income, expenditure):
        relation = _equal_relation(table, table, column, first, second)
        yield from drafts("funds-balance", [relation], COLUMN_MODES, _equal_subject, _equal_wording)


@check("tasks-project-expenditure", Severity.WARNING)
def tasks_project_expenditure(case: Case) -> Iterator[Step]:
    """The tasks' total equals the project expenditure of the funds, in each amount column.

    Both totals are accused. The two tables may round each in its own way.

    Example: tasks 合计 265.32 and 二、项目支出 265.32: satisfied; 265.32 and 256.32: violated.
    Basis: the department's form lists under 年度主要任务 the projects that its 项目支出 pays for.
    """
    funds, tasks = case.ledger.funds, case.ledger.tasks
    projects = funds.find(case.settings.project_expenditure)
    totals = [line for line in tasks.lines if line.is_total]
    if projects is None or not totals:
        return
    pairs = [(a, b) for a in COLUMN_MODES for b in COLUMN_MODES]
    for column, first, second in amount_columns(totals[-1], projects):
        relation = _equal_relation(tasks, funds, column, first, second)
        yield from drafts(
            "tasks-project-expenditure", [relation], pairs, _equal_subject, _equal_wording
        )


@check("executed-over-budget", Severity.WARNING)
def executed_over_budget(case: Case) -> Iterator[Step]:
    """No more was spent than the full-year budget printed in the same row, a 0 included.

    Example: executed 265.32 of 265.32: satisfied; 265.33 of 265: satisfied, the budget may be
    265.4; 120.00 of 100.00: violated. Basis: 预算法 第十三条, no expenditure beyond the budget;
    140 % of the initial budget is no overspending where the budget was raised during the year.
    """
    pairs = [(a, b) for a in COLUMN_MODES for b in COLUMN_MODES]
    for table in case.ledger.tables:
        relations = []
        for line in table.lines:
            executed, budget = line.cell("executed"), line.cell("full_year_budget")
            if executed.printed and budget.printed:
                relations.append(
                    Relation(
                        (executed.pointer,),
                        (executed,),
                        (budget,),
                        partial(_within, table),
                        table,
                    )
                )
        # Every row is judged by itself: overspending elsewhere says nothing of the rounding.
        for relation in relations:
            yield from drafts(
                "executed-over-budget", [relation], pairs, _budget_subject, _budget_wording
            )


def _sum_relation(
    table: Table, column: str, line: Line, *groups: tuple[Line, ...]
) -> Iterator[Relation]:
    """The relation of a total and its lines; ``groups`` after the first are other ways to add."""
    total = line.cell(column)
    cells = [part.cell(column) for part in groups[0]]
    inputs = tuple(cell for cell in cells if cell.printed)
    if not total.printed or not any(_filled(part) for part in groups[0]):
        return
    pointers = [{part.cell(column).pointer for part in group} for group in groups]
    choices = [tuple(cell.pointer in chosen for cell in inputs) for chosen in pointers]

    def holds(values: Values, mode: Rounding) -> bool | None:
        if None in values:
            return None
        stated = table.amount(column, values[0], mode)
        amounts = [table.amount(column, value, mode) for value in values[1:]]
        return any(
            sum((a for a, use in zip(amounts, choice, strict=True) if use), ZERO).meets(stated)
            for choice in choices
        )

    addition = Addition(lambda _, value, mode: table.amount(column, value, mode), tuple(choices))
    yield Relation(
        (total.pointer,),
        (total,),
        inputs,
        holds,
        (table, column),
        witness=True,
        addition=addition,
    )


def _filled(line: Line) -> bool:
    """Whether the row prints an amount at all: rows left empty throughout say nothing."""
    return any(line.cell(column).printed for column in AMOUNTS)


def _part_relation(
    table: Table, column: str, line: Line, parts: tuple[Line, ...]
) -> Iterator[Relation]:
    """The relation of a total and 其中 rows that need not be exhaustive."""
    total = line.cell(column)
    inputs = tuple(cell for part in parts if (cell := part.cell(column)).printed)
    if not total.printed or not inputs:
        return

    def holds(values: Values, mode: Rounding) -> bool | None:
        if values[0] is None:
            return None
        stated = table.amount(column, values[0], mode)
        known = [value for value in values[1:] if value is not None]
        if any(table.amount(column, value, mode).wholly_above(stated) for value in known):
            return False
        return True if len(known) == len(values) - 1 else None

    yield Relation((total.pointer,), (total,), inputs, holds, None)


def _level_unread(table: Table, line: Line, column: str) -> Iterator[Step]:
    """A subtotal whose lines are not known, because a row's depth could not be read."""
    total = line.cell(column)
    below = table.lines[line.number :]
    if line.level is None or not total.printed or not any(b.cell(column).printed for b in below):
        return
    relation = Relation((total.pointer,), (total,), (), lambda values, mode: None)
    yield from drafts("funds-subtotal", [relation], SUM_MODES, _sum_subject, _sum_wording)


def _sum_subject(relation: Relation) -> Message:
    name = relation.stated[0].name
    return Message(f"{name.zh}是否等于各项之和", f"whether {name.en} is the sum of its lines")


def _sum_wording(judgement: Judgement) -> tuple[Computed | None, Message]:
    relation, values = judgement.relation, judgement.values
    total = Figure(relation.stated[0], values[0])
    parts = [Figure(c, v) for c, v in zip(relation.inputs, values[1:], strict=True)]
    if relation.detail is None:
        return _part_wording(total, parts)
    table, column = relation.detail
    mode: Rounding = judgement.mode
    interval = sum((table.amount(column, p.value, mode) for p in parts), ZERO)
    reckoned = sum((part.value for part in parts), Decimal(0))
    terms = " + ".join(plain(part.value) for part in parts) or "0"
    computed = Computed(
        *as_decimals(interval),
        Message(f"各项之和 {terms}", f"sum of the lines {terms}"),
    )
    difference = plain(abs(total.value - reckoned))
    name = total.cell.name
    message = Message(
        f"{name.zh} {plain(total.value)} ≠ 各项之和 {plain(reckoned)}，差 {difference}。",
        f"In {name.en}, {plain(total.value)} is not the sum of its lines {plain(reckoned)}; "
        f"the difference is {difference}.",
    )
    return computed, added(message, explain_sum(total, parts))


def _part_wording(total: Figure, parts: list[Figure]) -> tuple[Computed | None, Message]:
    greater = [part for part in parts if part.value > total.value]
    zh = "、".join(f"{part.cell.name.zh} {plain(part.value)}" for part in greater)
    en = ", ".join(f"{part.cell.name.en} {plain(part.value)}" for part in greater)
    name = total.cell.name
    return None, Message(
        f"{name.zh} {plain(total.value)} 小于其中项：{zh}。",
        f"{plain(total.value)} in {name.en} is less than a part of it: {en}.",
    )


def _equal_relation(
    first_table: Table, second_table: Table, column: str, first: Cell, second: Cell
) -> Relation:
    def holds(values: Values, mode: Rounding | tuple[Rounding, Rounding]) -> bool | None:
        if None in values:
            return None
        a, b = mode if isinstance(mode, tuple) else (mode, mode)
        one = first_table.amount(column, values[0], a)
        return one.meets(second_table.amount(column, values[1], b))

    accused = (first.pointer, second.pointer)
    return Relation(accused, (first, second), (), holds, witness=True)


def _equal_subject(relation: Relation) -> Message:
    one, two = (cell.name for cell in relation.stated)
    return Message(f"{one.zh}与{two.zh}是否相等", f"whether {one.en} equals {two.en}")


def _equal_wording(judgement: Judgement) -> tuple[Computed | None, Message]:
    cells, (one, two) = judgement.relation.stated, judgement.values
    first, second = Figure(cells[0], one), Figure(cells[1], two)
    difference = plain(abs(one - two))
    message = Message(
        f"{cells[0].name.zh} {plain(one)} ≠ {cells[1].name.zh} {plain(two)}，差 {difference}。",
        f"{plain(one)} in {cells[0].name.en} is not {plain(two)} in {cells[1].name.en}; "
        f"the difference is {difference}.",
    )
    explanations = explain_number(first, lambda value: value == two) or explain_number(
        second, lambda value: value == one
    )
    return None, added(message, explanations)


def _within(table: Table, values: Values, modes: tuple[Rounding, Rounding]) -> bool | None:
    if None in values:
        return None
    executed = table.amount("executed", values[0], modes[0])
    return not executed.wholly_above(table.amount("full_year_budget", values[1], modes[1]))


def _budget_subject(relation: Relation) -> Message:
    name = relation.stated[0].name
    return Message(f"{name.zh}是否超出全年预算数", f"whether {name.en} exceeds the budget")


def _budget_wording(judgement: Judgement) -> tuple[Computed | None, Message]:
    executed, budget = judgement.relation.cells
    spent, allowed = judgement.values
    table: Table = judgement.relation.detail
    interval: Interval = table.amount("full_year_budget", allowed, judgement.mode[1])
    computed = Computed(
        *as_decimals(interval), Message(f"全年预算数 {allowed}", f"full-year budget {allowed}")
    )
    message = Message(
        f"{executed.name.zh} {plain(spent)} 超出全年预算数 {plain(allowed)}，"
        f"多 {plain(spent - allowed)}。",
        f"{plain(spent)} in {executed.name.en} exceeds the full-year budget {plain(allowed)} "
        f"by {plain(spent - allowed)}.",
    )
    return computed, added(
        message,
        explain_number(Figure(executed, spent), lambda value: value == allowed)
        or explain_number(Figure(budget, allowed), lambda value: value == spent),
    )
