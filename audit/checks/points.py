"""Weights and scores: totals and ranges."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from audit.check import Case, Step, check, drafts
from audit.explain import Figure, added, explain_sum, plain
from audit.readings import Cell
from audit.relations import NO_ROUNDING, Addition, Judgement, Relation, Values
from audit.strays import open_to, stray_numbers
from audit.tolerance import COLUMN_MODES, Interval, Rounding, exact, own_digits
from schemas.finding import Computed, Severity
from schemas.message import Message

_EITHER = (True, False)


@check("weight-total", Severity.ERROR)
def weight_total(case: Case) -> Iterator[Step]:
    """The weights of the indicators and of the execution block add up to the printed total.

    If no total is printed, to the total of the family, which the finding marks as assumed and
    which is not asked of a form of no known family, nor where a weight is blank. The total may
    be the indicators' own, without execution; execution with points but no printed weight may
    weigh whatever is missing. The weights of a group are held against the weight in its own head
    only. Weights are exact.

    Example: groups of 40, 10, 10, 10, 20 and 10 make 100: satisfied. 产出指标（50分） over rows of
    20, 20 and 15 makes 55: violated. Basis: 各项指标权重统一设置 … 总分 100 分 (财预〔2020〕10号).
    """
    yield from _whole_weight(case)
    yield from _group_weights(case)


@check("score-total", Severity.ERROR)
def score_total(case: Case) -> Iterator[Step]:
    """The printed scores, with the points for execution, add up to the printed total score.

    Scores are exact; the total may be rounded to its own decimals. A blank score adds nothing.
    Whether the points for execution are part of it, the printed weights tell: 合计 90 over
    weights of 90 is the indicators' own. Where they do not tell, either sum satisfies.

    Example: 84 + 10 printed as 98: violated; 40 + 6.4 + 9.27 = 55.67 printed as 55.7 or 56:
    satisfied. Basis: 总分 is the sum of the column above it.
    """
    record = case.record
    total = Cell("/total_score", record.total_score, Message("总分", "the total score"))
    scores = _indicator_cells(case, "score")
    execution = _execution_cells(case, "score")
    if total.printed and any(cell.printed for cell in scores):
        relation = _total_relation(total, scores, execution, _covers(case))
        relation = open_to(relation, stray_numbers(record))
        yield from drafts("score-total", [relation], COLUMN_MODES, _total_subject, _total_wording)


@check("score-range", Severity.ERROR)
def score_range(case: Case) -> Iterator[Step]:
    """A score is not negative and not above its weight.

    The points for execution may exceed their weight only where the family does not cap them.

    Example: 5 of 5: satisfied; 6 of 5 and -1 of 5: violated. Basis: a weight (分值) is the most
    that an indicator can earn.
    """
    pairs = [(row.cells["score"], row.cells["weight"], True) for row in case.rows]
    capped = case.settings.execution_capped
    pairs += [(ln.cell("score"), ln.cell("weight"), capped) for ln in case.ledger.funds.lines]
    for score, weight, limited in pairs:
        if not score.printed:
            continue
        inputs = (weight,) if weight.printed and limited else ()
        relation = Relation((score.pointer,), (score,), inputs, _in_range)
        yield from drafts("score-range", [relation], NO_ROUNDING, _range_subject, _range_wording)


def _whole_weight(case: Case) -> Iterator[Step]:
    record = case.record
    weights, execution = _indicator_cells(case, "weight"), _execution_cells(case, "weight")
    if not any(cell.printed for cell in weights):
        return
    total = Cell("/total_weight", record.total_weight, Message("分值合计", "the total weight"))
    if total.printed:
        relation = _total_relation(total, weights, execution, _EITHER, exactly=True)
        if _execution_unweighted(case):
            relation = _with_unknown_part(relation)
        relation = open_to(relation, stray_numbers(record))
        yield from drafts("weight-total", [relation], NO_ROUNDING, _total_subject, _total_wording)
        return
    assumed = case.settings.total_weight
    blank = any(not cell.printed for cell in weights)
    if assumed is None or not case.family_known or blank or _execution_unweighted(case):
        return
    inputs = (*weights, *execution)
    sizes = {len(weights), len(inputs)}

    def holds(values: Values, mode: object) -> bool | None:
        if None in values:
            return None
        return any(_exact_sum(values[:size]) == Fraction(assumed) for size in sizes)

    relation = Relation(("/total_weight",), (), inputs, holds, assumed, witness=True)
    relation = open_to(relation, stray_numbers(record))
    yield from drafts("weight-total", [relation], NO_ROUNDING, _total_subject, _assumed_wording)


def _group_weights(case: Case) -> Iterator[Step]:
    record = case.record
    heads: dict[str, list[Cell]] = {}
    for i, group in enumerate(record.groups):
        title = group.level1.value
        if title is not None and group.weight is not None:
            name = Message(f"“{title}”的分值", f"the weight of “{title}”")
            heads.setdefault(title, []).append(Cell(f"/groups/{i}/weight", group.weight, name))
    for title, cells in heads.items():
        rows = [
            row for row in case.rows if row.row.level1 is not None and row.row.level1.value == title
        ]
        weights = [row.cells["weight"] for row in rows]
        inputs = tuple(cell for cell in weights if cell.printed)
        printed = tuple(cell for cell in cells if cell.printed)
        if not inputs or not printed:
            continue

        def holds(values: Values, mode: object, heads: int = len(printed)) -> bool | None:
            if None in values:
                return None
            return any(_exact_sum(values[heads:]) == Fraction(head) for head in values[:heads])

        accused = tuple(row.pointer for row in rows)
        relation = Relation(accused, printed, inputs, holds, witness=True)
        yield from drafts("weight-total", [relation], NO_ROUNDING, _total_subject, _group_wording)


def _indicator_cells(case: Case, column: str) -> tuple[Cell, ...]:
    return tuple(row.cells[column] for row in case.rows)


def _execution_cells(case: Case, column: str) -> tuple[Cell, ...]:
    """The execution points of the funds: those of the uppermost rows that print any."""
    lines = [ln for ln in case.ledger.funds.lines if ln.cell(column).printed]
    top = min((ln.level or 0 for ln in lines), default=0)
    return tuple(ln.cell(column) for ln in lines if (ln.level or 0) == top)


def _execution_unweighted(case: Case) -> bool:
    """Whether execution has points whose weight the form does not print."""
    scored = any(cell.printed for cell in _execution_cells(case, "score"))
    return scored and not _execution_cells(case, "weight")


def _covers(case: Case) -> tuple[bool, ...]:
    """Whether the total row takes in execution: one answer for its weights and its scores.

    The printed weights decide where they are beyond doubt and add up one way only; where they
    do not, both answers are defensible.
    """
    total = Cell("/total_weight", case.record.total_weight, Message("分值合计", "the total weight"))
    rows = [cell for cell in _indicator_cells(case, "weight") if cell.printed]
    execution = _execution_cells(case, "weight")
    if not total.printed or not rows or not execution:
        return _EITHER
    if any(len(cell.readings) != 1 for cell in (total, *rows, *execution)):
        return _EITHER
    own = _exact_sum(tuple(cell.likeliest for cell in rows))
    added_up = own + _exact_sum(tuple(cell.likeliest for cell in execution))
    stated = Fraction(total.likeliest)
    found = tuple(
        with_execution
        for with_execution, reckoned in ((False, own), (True, added_up))
        if reckoned == stated
    )
    return found or _EITHER


def _total_relation(
    total: Cell,
    cells: tuple[Cell, ...],
    execution: tuple[Cell, ...],
    covers: tuple[bool, ...],
    exactly: bool = False,
) -> Relation:
    """``covers``: with execution, without it, or either."""
    inside = tuple(cell for cell in cells if cell.printed)
    inputs = inside + execution if True in covers else inside
    sizes = {len(inside) + len(execution) if cover else len(inside) for cover in covers}

    def holds(values: Values, mode: Rounding | None) -> bool | None:
        if None in values:
            return None
        sums = [_exact_sum(values[1 : size + 1]) for size in sizes]
        if exactly or mode is None:
            return Fraction(values[0]) in sums
        return any(own_digits(values[0], mode).contains(reckoned) for reckoned in sums)

    blanks = tuple(cell for cell in cells if not cell.printed)

    def interval(position: int, value: Decimal, mode: Rounding | None) -> Interval:
        rounded = position == 0 and not exactly and mode is not None
        return own_digits(value, mode) if rounded and mode is not None else exact(value)

    choices = tuple(tuple(i < size for i in range(len(inputs))) for size in sorted(sizes))
    addition = Addition(interval, choices)
    return Relation(
        (total.pointer,), (total,), inputs, holds, blanks, witness=True, addition=addition
    )


def _with_unknown_part(relation: Relation) -> Relation:
    """A part whose weight is not printed fills any gap; it cannot take anything away."""

    def holds(values: Values, mode: object) -> bool | None:
        if None in values:
            return None
        return Fraction(values[0]) >= _exact_sum(values[1:])

    return replace(relation, holds=holds, witness=False, addition=None)


def _exact_sum(values: Values) -> Fraction:
    """Decimals are added up as fractions: no context rounds them."""
    return sum(map(Fraction, values), Fraction(0))


def _total_subject(relation: Relation) -> Message:
    if not relation.stated:
        return Message("分值是否合计为满分", "whether the weights add up")
    name = relation.stated[0].name
    return Message(f"{name.zh}是否等于各项之和", f"whether {name.en} is the sum of its rows")


def _total_wording(judgement: Judgement) -> tuple[Computed | None, Message]:
    relation, (stated, *values) = judgement.relation, judgement.values
    total = Figure(relation.stated[0], stated)
    parts = [Figure(c, v) for c, v in zip(relation.inputs, values, strict=True)]
    reckoned = sum(values, Decimal(0))
    name, difference = total.cell.name, plain(abs(stated - reckoned))
    message = Message(
        f"{name.zh} {plain(stated)} ≠ 各项之和 {plain(reckoned)}，差 {difference}。",
        f"{name.en.capitalize()} {plain(stated)} is not the sum of its rows {plain(reckoned)}; "
        f"the difference is {difference}.",
    )
    if relation.detail:
        zh = "、".join(cell.name.zh for cell in relation.detail)
        en = ", ".join(cell.name.en for cell in relation.detail)
        message = added(
            message, [Message(f"{zh}空白，按 0 计。", f"Blank and counted as 0: {en}.")]
        )
    return _sum_of(values), added(message, explain_sum(total, parts))


def _assumed_wording(judgement: Judgement) -> tuple[Computed | None, Message]:
    reckoned = sum(judgement.values, Decimal(0))
    assumed = judgement.relation.detail
    return _sum_of(judgement.values), Message(
        f"各项分值之和 {plain(reckoned)} ≠ 满分 {plain(assumed)}"
        "（表内未印合计，按该类表格的满分假定）。",
        f"The weights add up to {plain(reckoned)}, not to {plain(assumed)} (the form prints no "
        "total; the full marks of its family are assumed).",
    )


def _group_wording(judgement: Judgement) -> tuple[Computed | None, Message]:
    relation = judgement.relation
    heads = len(relation.stated)
    total = Figure(relation.stated[0], judgement.values[0])
    values = judgement.values[heads:]
    parts = [Figure(c, v) for c, v in zip(relation.inputs, values, strict=True)]
    reckoned = sum(values, Decimal(0))
    message = Message(
        f"{total.cell.name.zh} {plain(total.value)} ≠ 组内各项分值之和 {plain(reckoned)}。",
        f"{total.cell.name.en.capitalize()}, {plain(total.value)}, is not the sum of the weights "
        f"of its rows, {plain(reckoned)}.",
    )
    return _sum_of(values), added(message, explain_sum(total, parts))


def _sum_of(values: Values | list[Decimal]) -> Computed:
    reckoned = sum(values, Decimal(0))
    terms = " + ".join(plain(value) for value in values)
    return Computed(reckoned, reckoned, Message(f"各项之和 {terms}", f"sum of the rows {terms}"))


def _in_range(values: Values, mode: object) -> bool | None:
    score, limit = values[0], values[1:]
    if score is None:
        return None
    if score < 0:
        return False
    return None if None in limit else all(score <= weight for weight in limit)


def _range_subject(relation: Relation) -> Message:
    name = relation.stated[0].name
    return Message(f"{name.zh}是否在 0 与分值之间", f"whether {name.en} is within its range")


def _range_wording(judgement: Judgement) -> tuple[Computed | None, Message]:
    score, *weights = judgement.values
    name = judgement.relation.stated[0].name
    if score < 0:
        return None, Message(
            f"{name.zh} {plain(score)} 为负数。", f"{plain(score)} in {name.en} is negative."
        )
    computed = Computed(Decimal(0), weights[0], Message("0 至分值", "from 0 to the weight"))
    return computed, Message(
        f"{name.zh} {plain(score)} 高于分值 {plain(weights[0])}。",
        f"{plain(score)} in {name.en} is above its weight {plain(weights[0])}.",
    )
