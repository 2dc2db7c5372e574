"""Funds whose amounts stand beside their labels, as lines like those of a table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from forms import fields
from forms.crosswise import Block, Entry
from forms.parts.draft import Draft
from forms.parts.levels import levels
from forms.text.quantity import NumberReading, parse_amount, parse_percent, parse_points
from schemas.record import BudgetLine, Number, State


def read(block: Block, draft: Draft) -> None:
    """Every line of the block; a line may have no name but that of the block."""
    draft.header(None, block.side)
    lines = [_line(entry) for entry in block.entries]
    names = ["".join(spot.text for spot in entry.names) for entry in block.entries]
    amounts = [
        tuple(n.value if n else None for n in (li.initial_budget, li.full_year_budget, li.executed))
        for li in lines
    ]
    for entry, line, depth in zip(block.entries, lines, levels(names, amounts), strict=True):
        draft.funds.append(replace(line, level=fields.derived(depth, *entry.names[:1])))
        draft.ledger.value(*entry.names)
        for named in entry.values:
            draft.ledger.label(named.label)
            draft.unit_of_money(named.label)
        draft.ledger.value(*(named.value for named in entry.values))

    for label, value in block.others:
        draft.note(label.text, value, label_spot=label)


def _line(entry: Entry) -> BudgetLine:
    spots = {named.role: named.value for named in reversed(entry.values)}

    def number(role: str, parse: Callable[[str], NumberReading]) -> Number | None:
        return fields.number(spots.get(role), parse)

    return BudgetLine(
        fields.text(*entry.names) or fields.made([], None, State.EMPTY),
        fields.derived(0),
        number("initial_budget", parse_amount),
        number("full_year_budget", parse_amount),
        number("executed", parse_amount),
        number("execution_rate", parse_percent),
        number("weight", parse_points),
        number("score", parse_points),
    )
