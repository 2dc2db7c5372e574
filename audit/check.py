"""A check: a generator of drafts, named by its finding code and found by walking a folder."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

import audit.checks
from audit.indicators import IndicatorRow, read_indicators
from audit.ledger import Ledger, read_ledger
from audit.pivots import pivots
from audit.relations import Asked, Judgement, Relation, judge
from schemas.finding import Cause, Computed, Finding, Severity, Source, Verdict
from schemas.form import AuditSettings
from schemas.message import Message
from schemas.record import SelfEvaluation
from schemas.rescore import Rescore


@dataclass(frozen=True, slots=True)
class Case:
    """What a check may look at. ``again`` scores an altered record, for its other readings."""

    record: SelfEvaluation
    settings: AuditSettings
    rescore: Rescore
    ledger: Ledger
    rows: tuple[IndicatorRow, ...]
    again: Callable[[SelfEvaluation], Rescore]

    @property
    def family_known(self) -> bool:
        return self.record.family.value not in (None, "unknown")


@dataclass(frozen=True, slots=True)
class Draft:
    """A finding without what its check says anyway; ``severity`` only where it is not usual."""

    fields: tuple[str, ...]
    stated: str | None
    computed: Computed | None
    message: Message
    sources: tuple[Source, ...] = ()
    verdict: Verdict = Verdict.VIOLATED
    cause: Cause = Cause.REPORT
    severity: Severity | None = None
    hangs_on: tuple[tuple[str, ...], ...] = ()


Step = Draft | Asked
"""A check first says which relations it asks about, then what it found."""

ENOUGH = True
"""Sent to a check that has said which relations it asks about: it need not judge them."""


@dataclass(frozen=True, slots=True)
class Check:
    """``doc`` is the rule in words, with an example and what it rests on."""

    code: str
    severity: Severity
    run: Callable[[Case], Iterator[Step]]

    @property
    def doc(self) -> str:
        return inspect.getdoc(self.run) or ""

    def findings(self, case: Case) -> Iterator[Finding]:
        for draft in self.run(case):
            if isinstance(draft, Asked):
                continue
            yield Finding(
                self.code,
                draft.severity or self.severity,
                draft.verdict,
                draft.cause,
                draft.fields,
                draft.stated,
                draft.computed,
                draft.message,
                draft.sources,
                draft.hangs_on,
            )

    def asked(self, case: Case) -> Iterator[Asked]:
        """The relations that the check holds the form to, without judging them."""
        steps = cast("Generator[Step, bool | None, None]", self.run(case))
        try:
            step = next(steps)
            while True:
                if isinstance(step, Asked):
                    yield step
                    step = steps.send(ENOUGH)
                else:
                    step = next(steps)
        except StopIteration:
            return


def check(
    code: str, severity: Severity
) -> Callable[[Callable[[Case], Iterator[Step]]], Callable[[Case], Iterator[Step]]]:
    """Marks a generator of drafts as the check ``code``."""

    def mark(run: Callable[[Case], Iterator[Step]]) -> Callable[[Case], Iterator[Step]]:
        run.__dict__["check"] = Check(code, severity, run)
        return run

    return mark


@cache
def all_checks() -> tuple[Check, ...]:
    """Every check of the folder ``audit/checks``, by code; ValueError if two share a code."""
    found: dict[str, Check] = {}
    for module in pkgutil.iter_modules(audit.checks.__path__, "audit.checks."):
        for member in vars(importlib.import_module(module.name)).values():
            item = getattr(member, "check", None)
            if isinstance(item, Check) and item.run.__module__ == module.name:
                if item.code in found:
                    raise ValueError(f"two checks are called {item.code}")
                found[item.code] = item
    return tuple(found[code] for code in sorted(found))


def make_case(
    record: SelfEvaluation,
    settings: AuditSettings,
    rescore: Rescore,
    again: Callable[[SelfEvaluation], Rescore],
) -> Case:
    return Case(
        record, settings, rescore, read_ledger(record), read_indicators(record.indicators), again
    )


Wording = Callable[[Judgement], tuple[Computed | None, Message]]


def drafts(
    code: str,
    relations: Sequence[Relation],
    modes: Sequence[Any],
    subject: Callable[[Relation], Message],
    wording: Wording,
) -> Generator[Step, bool | None, None]:
    """One draft for every relation that is violated or undecided, behind the relations asked.

    ``subject`` names what is judged as a noun clause, for "cannot be judged"; ``wording`` gives
    the reckoned interval and the sentence of a violation.
    """
    if relations and (yield Asked(code, tuple(relations), tuple(modes))) is ENOUGH:
        return
    for judgement in judge(code, relations, modes):
        relation = judgement.relation
        if judgement.verdict is Verdict.UNDECIDABLE:
            computed, message = None, _undecided(code, judgement, subject(relation))
        else:
            computed, message = wording(judgement)
            if judgement.cause is Cause.READING:
                message = _with_other_reading(message, judgement)
        yield Draft(
            relation.accused,
            " / ".join(dict.fromkeys(cell.raw for cell in relation.stated if cell.raw)) or None,
            computed,
            message,
            tuple(
                cell.source
                for cell in (*relation.cells, *relation.strays)
                if cell.pointer not in relation.accused and cell.field is not None
            ),
            judgement.verdict,
            judgement.cause,
            hangs_on=pivots(code, judgement, modes),
        )


def _undecided(code: str, judgement: Judgement, subject: Message) -> Message:
    cells = judgement.relation.cells
    unread = [c for c in cells if c.unread]
    if unread:
        zh, en = "、".join(c.name.zh for c in unread), ", ".join(c.name.en for c in unread)
        return Message(
            f"{zh}未能读出，无法判断{subject.zh}。",
            f"Could not be read: {en}; so it cannot be judged {subject.en}.",
        )
    strays = judgement.relation.strays
    if strays and None not in judgement.values:
        numbers = [c.raw for c in strays]
        return Message(
            f"表中有未归入任何一栏的数（{'、'.join(numbers)}），可能也是加数，"
            f"无法判断{subject.zh}。",
            f"Numbers that were put in no cell ({', '.join(numbers)}) may be part of the sum; "
            f"so it cannot be judged {subject.en}.",
        )
    settled = [c for c in cells if c.settled_by(code)]
    doubtful = settled or [c for c in cells if len(c.readings) > 1]
    zh, en = "、".join(c.name.zh for c in doubtful), ", ".join(c.name.en for c in doubtful)
    if settled:
        return Message(
            f"{zh}有几种读法，正是按这一关系选定的，因此不能反过来证明{subject.zh}。",
            f"The reading of {en} was chosen by this very relation, so it proves nothing about "
            f"{subject.en}.",
        )
    return Message(
        f"{zh}有多种读法，组合过多，无法判断{subject.zh}。",
        f"Too many combinations of readings of {en} to judge {subject.en}.",
    )


def _with_other_reading(message: Message, judgement: Judgement) -> Message:
    assert judgement.saving is not None
    changed = [
        (cell, value)
        for cell, value, old in zip(
            judgement.relation.cells, judgement.saving, judgement.values, strict=True
        )
        if value != old
    ]
    zh = "、".join(f"{cell.name.zh}读作 {value}" for cell, value in changed)
    en = ", ".join(f"{cell.name.en} is read as {value}" for cell, value in changed)
    return Message(
        f"{message.zh}但若{zh}则相符：先核对原件。",
        f"{message.en} But it holds if {en}: look at the paper first.",
    )
