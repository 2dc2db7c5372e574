"""Which checks a value takes part in, found by trial.

A check that is satisfied leaves no finding, so nothing in a result says that it looked at a
value. But a check looks at a value exactly if another value can change what it finds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from typing import Any

from pipeline.storage.corrections import Correction, apply
from schemas.codec import decimal_text
from schemas.finding import Finding
from schemas.record import Field, SelfEvaluation

Judge = Callable[[SelfEvaluation], Iterable[Finding]]
_MOST = 40  # fields tried for one question: more than a row has, fewer than a form


def takes_part(
    record: SelfEvaluation, fields: Iterable[tuple[str, Field[Any]]], judge: Judge
) -> tuple[str, ...]:
    """The codes, in alphabetical order, of the checks that look at one of ``fields``.

    ``judge`` gives the findings of a record. Pairs are pointers and what stands there.
    """
    before = _by_code(judge(record))
    found: set[str] = set()
    for pointer, field in list(fields)[:_MOST]:
        for value in _others(field):
            after = _by_code(judge(apply(record, [_instead(pointer, value)])))
            found |= {code for code in before | after if before.get(code) != after.get(code)}
    return tuple(sorted(found))


def _by_code(findings: Iterable[Finding]) -> dict[str, set[tuple[object, ...]]]:
    told: dict[str, set[tuple[object, ...]]] = {}
    for finding in findings:
        told.setdefault(finding.code, set()).add((finding.fields, finding.verdict, finding.cause))
    return told


def _others(field: Field[Any]) -> Iterator[str | None]:
    """Values that are far enough from the one that was read to be told from it."""
    match field.value:
        case bool():
            yield "false" if field.value else "true"
        case int():
            yield str(field.value + 1)
        case Decimal():
            yield decimal_text(field.value + 1)
            yield decimal_text(field.value * 10 + 7)
            yield decimal_text(-1 - field.value)
        case str():
            yield None
            yield field.value + "？"


def _instead(pointer: str, value: str | None) -> Correction:
    return Correction("", 1, pointer, None, value, "", "", "")
