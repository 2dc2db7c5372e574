"""The year's goals and what became of them: one for each printed row."""

from __future__ import annotations

import re

from forms import fields
from forms.outline import Part
from forms.parts.draft import Draft
from forms.parts.pairs import Pair
from forms.rows import Placed, place
from forms.sheet import Spot
from forms.text import numerals
from forms.text.labels import split_goal, split_status
from schemas.record import Field, Goal, State, Text

_NEXT_GOAL = re.compile(r"\n\s*目标\s*[0-9一二三四五六七八九十]")


def read(part: Part, draft: Draft) -> None:
    """Goals under a header of goal and result."""
    draft.header(part.head, part.captions)
    if part.head is None:
        return
    for placed in place(part.rows, part.head):
        _goal(placed, draft)


def _goal(placed: Placed, draft: Draft) -> None:
    goal, actual = placed.spot("goal"), placed.spot("goal_actual")
    own = [s for s in (goal, actual) if s is not None and s.row == placed.row.number]
    if all(spot.blank for spot in own):
        return
    if goal is not None and _blank_slot(goal.text) and (actual is None or actual.blank):
        draft.ledger.label(goal)
        return
    draft.goals.append(_made(goal, actual, placed, draft))
    draft.ledger.value(goal, actual, *placed.spots("ordinal"), *placed.spots("status"))


def _blank_slot(text: str) -> bool:
    """目标5： or …… that nobody filled."""
    labelled, _, rest = split_goal(text)
    return labelled and not rest.strip()


def _made(goal: Spot | None, actual: Spot | None, placed: Placed | None, draft: Draft) -> Goal:
    number, text = _numbered(goal, draft)
    ordinal = placed.spot("ordinal") if placed is not None else None
    if ordinal is not None and numerals.integer(ordinal.text) is not None:
        counted: Field[int] = fields.derived(numerals.integer(ordinal.text) or 0, ordinal)
    elif number is not None and goal is not None:
        counted = fields.derived(number, goal)
    else:
        counted = fields.derived(len(draft.goals) + 1, goal or actual)
    status, result = _result(actual, draft)
    own_status = placed.spot("status") if placed is not None else None
    if own_status is not None and not own_status.blank:
        status = fields.text(own_status)
    return Goal(counted, text, status, result)


def _unlabelled(spot: Spot, role: str, draft: Draft) -> str:
    """A cell's text without the label that it may begin with: 预期目标：…, 实际完成：…"""
    label, _, rest = spot.text.replace(":", "：").partition("：")
    named = rest.strip() and draft.words.column("goals", label, False) == role
    return spot.text[len(label) + 1 :].strip() if named else spot.text


def _numbered(spot: Spot | None, draft: Draft) -> tuple[int | None, Text | None]:
    """The goal without its label 目标1：; a cell that lists several goals stays whole."""
    if spot is None:
        return None, None
    text = _unlabelled(spot, "goal", draft)
    labelled, number, rest = split_goal(text)
    if not labelled or _NEXT_GOAL.search(rest):
        whole = text == spot.text
        return None, fields.text(spot) if whole else fields.part(text, "goal-label", spot)
    if not rest.strip():
        return number, fields.made([spot], None, State.EMPTY)
    return number, fields.part(rest, "goal-label", spot)


def _result(spot: Spot | None, draft: Draft) -> tuple[Text | None, Text | None]:
    if spot is None:
        return None, None
    text = _unlabelled(spot, "goal_actual", draft)
    status, rest = split_status(text)
    if status is None:
        whole = text == spot.text
        return None, fields.text(spot) if whole else fields.part(text, "goal-label", spot)
    return fields.part(status, "goal-status", spot), fields.part(rest, "goal-status", spot)


def take_pair(pair: Pair, draft: Draft) -> bool:
    """A goal or its result beside its label, without a header above."""
    value = pair.label if pair.inline is not None else pair.value
    if value is None or value.blank or (pair.inline is not None and not pair.inline):
        draft.ledger.label(pair.label)
        return value is not None
    if pair.role == "goal":
        draft.goals.append(_made(value, None, None, draft))
    elif draft.goals and draft.goals[-1].actual is None:
        last = draft.goals[-1]
        status, result = _result(value, draft)
        draft.goals[-1] = Goal(last.number, last.goal, status, result)
    else:
        draft.goals.append(_made(None, value, None, draft))
    draft.ledger.label(pair.label)
    draft.ledger.value(value)
    return True
