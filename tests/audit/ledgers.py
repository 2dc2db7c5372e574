"""Random reports that are right: a true ledger, printed and scored the way an office does it.

Nothing here is shared with the checks. The ledger is exact (amounts to a hundredth of a 元 in
万元); every column of a printed table rounds in one way of its own to decimals of its own.
"""

from __future__ import annotations

import dataclasses
import random
from dataclasses import dataclass, field
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from schemas.form import AuditSettings, VarianceRate
from schemas.record import (
    Actual,
    BudgetLine,
    Field,
    Group,
    Indicator,
    SelfEvaluation,
    State,
    Target,
    Task,
)
from schemas.text import Origin

WAYS = (ROUND_HALF_UP, ROUND_HALF_EVEN, ROUND_DOWN)
COLUMNS = ("initial_budget", "full_year_budget", "executed")
SETTINGS = AuditSettings(
    income_total="收入小计",
    expenditure_total="支出小计",
    project_expenditure="项目支出小计",
    variance=(
        VarianceRate("财政拨款差异率", (("财政拨款收入",),)),
        VarianceRate(
            "公用经费差异率",
            (("商品和服务支出", "资本性支出"), ("商品和服务支出",)),
            after="executed",
        ),
    ),
)

Amounts = dict[str, Fraction]


@dataclass
class Node:
    """A line of the true ledger; a node with parts is their sum."""

    name: str
    parts: list[Node] = field(default_factory=list)
    own: Amounts = field(default_factory=dict)

    @property
    def amounts(self) -> Amounts:
        if not self.parts:
            return self.own
        return {c: sum((p.amounts[c] for p in self.parts), Fraction(0)) for c in COLUMNS}


def read(value: Any) -> Field[Any]:
    return Field(value, str(value), State.READ, Origin.TEXT_LAYER)


def rounded(value: Fraction, places: int, way: str) -> Decimal:
    """Exactly rounded: the quotient is taken to an integer without any float or context."""
    scaled = abs(value) * 10**places
    whole, rest = divmod(scaled.numerator, scaled.denominator)
    twice = 2 * rest - scaled.denominator
    up = twice > 0 or (twice == 0 and (way == ROUND_HALF_UP or whole % 2 == 1))
    number = whole + (1 if way != ROUND_DOWN and up else 0)
    return Decimal(-number if value < 0 else number).scaleb(-places)


class Printer:
    """Prints the columns of one table, each in its own way."""

    def __init__(self, dice: random.Random) -> None:
        self.dice = dice
        self.places = {column: dice.choice((0, 1, 2, 2, 2, 4, 6)) for column in COLUMNS}
        self.ways = {column: dice.choice(WAYS) for column in (*COLUMNS, "rate")}
        self.drops_zeros = dice.random() < 0.5
        self.blank_zero = dice.random() < 0.7

    def amount(self, column: str, value: Fraction, leaf: bool) -> Field[Decimal] | None:
        if value == 0 and leaf and self.blank_zero:
            return None
        shown = rounded(value, self.places[column], self.ways[column])
        if self.drops_zeros:
            shown = _without_zeros(shown)
        return read(shown)

    def rate(self, value: Fraction) -> Field[Decimal]:
        shown = rounded(value * 100, self.dice.choice((0, 1, 2, 2)), self.ways["rate"])
        return read(_without_zeros(shown) if self.dice.random() < 0.3 else shown)


def _without_zeros(value: Decimal) -> Decimal:
    text = format(value, "f")
    return Decimal(text.rstrip("0").rstrip(".") if "." in text else text)


class Office:
    """One office: its ledger, how it reckons rates and points, and the form it hands in."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        dice = self.dice
        self.scale = 10 ** dice.randint(4, 10)
        self.base = dice.choice(("initial_budget", "full_year_budget"))
        self.from_print = dice.random() < 0.3

    def leaf(self, name: str) -> Node:
        dice = self.dice
        initial = self._some(0.25)
        full = initial if dice.random() < 0.3 else self._some(0.1)
        spent = full if dice.random() < 0.5 else full * Fraction(dice.randint(0, 1000), 1000)
        spent = Fraction(int(spent * 10**6), 10**6)
        return Node(
            name, own={"initial_budget": initial, "full_year_budget": full, "executed": spent}
        )

    def _some(self, nothing: float) -> Fraction:
        if self.dice.random() < nothing:
            return Fraction(0)
        size = self.dice.choice((self.scale, self.scale, self.scale // 100))
        return Fraction(self.dice.randint(0, size), 10**6)

    def report(self) -> SelfEvaluation:
        basic = Node(
            "一、基本支出小计",
            [
                self.leaf(n)
                for n in ("1.工资福利支出", "2.商品和服务支出", "3.补助", "4.资本性支出")
            ],
        )
        tasks = [self.leaf(f"任务{i}") for i in range(self.dice.randint(1, 9))]
        project = Node("二、项目支出小计", self._shared_out(["1.部门经费", "2.专项"], tasks))
        spending = Node("支出小计", [basic, project])
        sources = [f"{i}.财政拨款收入" for i in range(1, self.dice.randint(2, 8))]
        income = Node("收入小计", self._shared_out(sources, [*basic.parts, *tasks]))
        printer, other = Printer(self.dice), Printer(self.dice)
        funds = [*self._lines(income, 0, printer), *self._lines(spending, 0, printer)]
        execution = self.dice.random() < 0.5
        if execution:
            funds = self._with_points(funds, spending)
        rows = self._indicators(income, spending, 90 if execution else 100)
        points = [row.score.value for row in rows if row.score]
        points += [line.score.value for line in funds if line.score]
        total = sum(map(Fraction, points), Fraction(0))
        heads = {row.level1.value: Decimal(0) for row in rows if row.level1}
        for row in rows:
            heads[row.level1.value] += row.weight.value
        return SelfEvaluation(
            family=read("liaoning-department"),
            year=read(2021),
            funds=tuple(funds),
            tasks=tuple(self._tasks(tasks, other)),
            indicators=tuple(rows),
            total_weight=read(Decimal(100)) if self.dice.random() < 0.7 else None,
            total_score=read(rounded(total, self.dice.choice((0, 1, 2)), self.dice.choice(WAYS))),
            groups=tuple(Group(read(name), read(weight)) for name, weight in heads.items()),
        )

    def _shared_out(self, names: list[str], leaves: list[Node]) -> list[Node]:
        """Lines that together hold just what ``leaves`` hold, each leaf in one of them."""
        nodes = [Node(name, own=dict.fromkeys(COLUMNS, Fraction(0))) for name in names]
        for leaf in leaves:
            node = self.dice.choice(nodes)
            for column in COLUMNS:
                node.own[column] += leaf.own[column]
        return nodes

    def _rate(self, amounts: Amounts, row: dict[str, Any], printer: Printer) -> Any:
        """The office divides by its base; where there is none, by the full-year budget."""
        base = self.base if amounts[self.base] else "full_year_budget"
        spent, budget = amounts["executed"], amounts[base]
        if self.from_print and row.get(base) and row.get("executed") and row[base].value:
            spent, budget = Fraction(row["executed"].value), Fraction(row[base].value)
        return printer.rate(spent / budget) if budget else None

    def _lines(self, node: Node, level: int, printer: Printer) -> list[BudgetLine]:
        row: dict[str, Any] = {
            c: printer.amount(c, node.amounts[c], not node.parts) for c in COLUMNS
        }
        row["execution_rate"] = self._rate(node.amounts, row, printer)
        lines = [BudgetLine(read(node.name), read(level), **row)]
        for part in node.parts:
            lines += self._lines(part, level + 1, printer)
        return lines

    def _tasks(self, tasks: list[Node], printer: Printer) -> list[Task]:
        rows = []
        for node, total in [*((t, False) for t in tasks), (Node("合计", tasks), True)]:
            row: dict[str, Any] = {
                c: printer.amount(c, node.amounts[c], not total) for c in COLUMNS
            }
            row["execution_rate"] = self._rate(node.amounts, row, printer)
            rows.append(Task(read(node.name), None, read(total), **row))
        return rows

    def _with_points(self, funds: list[BudgetLine], spending: Node) -> list[BudgetLine]:
        """Execution points on the line of total expenditure, from ledger or printed rate."""
        index = next(i for i, line in enumerate(funds) if line.name.value == spending.name)
        line, amounts, weight = funds[index], spending.amounts, 10
        if line.execution_rate is None or not amounts["full_year_budget"]:
            share = Fraction(1)
            line = dataclasses.replace(line, execution_rate=None, executed=None)
        elif self.dice.random() < 0.5:
            share = Fraction(line.execution_rate.value) / 100
        else:
            base = self.base if amounts[self.base] else "full_year_budget"
            share = amounts["executed"] / amounts[base]
        points = rounded(min(share, Fraction(1)) * weight, self.dice.choice((0, 1, 2)), WAYS[0])
        scored = dataclasses.replace(line, weight=read(Decimal(weight)), score=read(points))
        return [*funds[:index], scored, *funds[index + 1 :]]

    def _indicators(self, income: Node, spending: Node, weights: int) -> list[Indicator]:
        names = ["财政拨款差异率", "公用经费差异率", *(f"指标{i}" for i in range(8))]
        rows, left = [], weights
        for i, name in enumerate(names):
            weight = left if i == len(names) - 1 else self.dice.randint(1, left - len(names) + i)
            left -= weight
            places = self.dice.choice((0, 0, 1, 2))
            score = rounded(Fraction(self.dice.randint(0, 1000), 1000) * weight, places, ROUND_DOWN)
            rows.append(
                Indicator(
                    read("产出" if i < 5 else "效益"),
                    None,
                    None,
                    None,
                    read(name),
                    Target(),
                    self._actual(name, income, spending),
                    weight=read(Decimal(weight)),
                    score=read(score),
                    reason_note=read("预算追加"),
                )
            )
        return rows

    def _actual(self, name: str, income: Node, spending: Node) -> Actual:
        goods, capital = spending.parts[0].parts[1], spending.parts[0].parts[3]
        lines, after = {
            "财政拨款差异率": ([income.parts[0]], "full_year_budget"),
            "公用经费差异率": ([goods, capital], "executed"),
        }.get(name, ([], ""))
        before = sum((line.own["initial_budget"] for line in lines), Fraction(0))
        if not before:
            return Actual(text=read("已完成"))
        change = sum((line.own[after] for line in lines), Fraction(0)) / before - 1
        places, way = self.dice.choice((0, 1, 2)), self.dice.choice(WAYS)
        return Actual(value=read(rounded(change * 100, places, way)), unit=read("%"))


def right_report(seed: int) -> SelfEvaluation:
    """A report without a fault; the same seed gives the same report."""
    return Office(seed).report()
