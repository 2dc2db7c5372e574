"""The year's main tasks with their amounts, and the tasks' total."""

from __future__ import annotations

from forms import fields
from forms.outline import Part
from forms.parts.draft import Draft
from forms.rows import Placed, place
from forms.text.quantity import parse_amount, parse_percent
from schemas.record import Task


def read(part: Part, draft: Draft) -> None:
    """Every printed row that names a task or holds an amount."""
    draft.header(part.head, part.captions)
    if part.head is None:
        return
    for placed in place(part.rows, part.head):
        own = [s for s in placed.row.filled if s not in placed.loose and s not in part.head.side]
        if own:
            draft.tasks.append(_task(placed, draft))


def _task(placed: Placed, draft: Draft) -> Task:
    name, project = placed.spot("task"), placed.spot("project")
    total = name is not None and draft.words.label("total", name.text) == "total"
    amounts = {
        role: placed.spot(role)
        for role in ("initial_budget", "full_year_budget", "executed", "execution_rate")
    }
    draft.ledger.value(name, project, *amounts.values())
    return Task(
        fields.text(name),
        fields.text(project),
        fields.derived(total, name),
        fields.number(amounts["initial_budget"], parse_amount),
        fields.number(amounts["full_year_budget"], parse_amount),
        fields.number(amounts["executed"], parse_amount),
        fields.number(amounts["execution_rate"], parse_percent),
    )
