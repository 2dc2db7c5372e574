"""Settles doubtful numbers by the form's own relations, and never by a relation alone.

A sum that fits is no proof: the author may have made a mistake that is exactly the difference
between two readings, and then the wrong reading makes the sum fit. So a relation confirms what the
ink says first, and never chooses against it:

* **borne out**: both readers take the ink for the same number and only its ink is in question (a
  point too many, a stroke at a ruling). One relation that holds with it, and with nothing else
  that its cells may say, is enough: a wrong number would have to be read alike by both readers
  *and* differ by just what the author got wrong.
* **told apart**: the readers disagree, every later look at the ink sides with the likeliest, and
  two relations that have no other cell in common both hold with it and with no other reading. A
  mistake of the author's in one other cell breaks one of the two, not both.

What both readers read, with no other reading supported, is no doubt and never comes here. Where no
combination of readings satisfies, or several do, all stays open. A relation that is broken whatever
is read says nothing about the reading: that is the author's mistake.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from decimal import Decimal
from typing import Any

from audit.check import Case, all_checks, make_case
from audit.relations import Asked, best_mode
from audit.settle.doubts import Doubt, doubt_of
from audit.settle.model import Bond, Combination, available, combinations
from schemas.form import AuditSettings
from schemas.record import Field, SelfEvaluation, State
from schemas.rescore import Recomputed, Rescore

_ZERO = Decimal(0)
_UNSCORED = Rescore((), None, _ZERO, Recomputed(_ZERO, _ZERO, _ZERO), _ZERO)

Settled = dict[str, tuple[Decimal, tuple[str, ...]]]
"""Values by pointer, with the codes of the relations that settled them."""


def settle(record: SelfEvaluation, settings: AuditSettings) -> SelfEvaluation:
    """The record in which those doubtful numbers are given that its relations settle.

    A settled field is ``read``, keeps its other readings, and names in ``settled_by`` the codes of
    the relations. Pure and deterministic. Without the solver (extra ``ocr``) nothing is settled.
    """
    while _doubtful(record) and available():
        found = _round(make_case(record, settings, _UNSCORED, lambda _: _UNSCORED))
        if not found:
            break
        for pointer, (value, codes) in found.items():
            record = _with(record, pointer.split("/")[1:], value, codes)
    return record


def unsettled(node: Any) -> Any:
    """The record as it was read: what relations settled is ambiguous again.

    Whoever changes a number of it has to settle anew: a witness may be another than before.
    """
    if isinstance(node, Field):
        if node.settled_by is None:
            return node
        return replace(node, value=None, state=State.AMBIGUOUS, settled_by=None)
    if isinstance(node, tuple):
        items = tuple(map(unsettled, node))
        return node if all(a is b for a, b in zip(items, node, strict=True)) else items
    if not is_dataclass(node) or isinstance(node, type):
        return node
    parts = {part.name: unsettled(getattr(node, part.name)) for part in fields(node)}
    changed = {name: part for name, part in parts.items() if part is not getattr(node, name)}
    return replace(node, **changed) if changed else node


def _doubtful(node: Any) -> bool:
    """Whether any leaf is an ambiguous number."""
    if isinstance(node, Field):
        return node.state is State.AMBIGUOUS and any(
            isinstance(a.value, Decimal) for a in node.alternatives
        )
    if isinstance(node, tuple):
        return any(map(_doubtful, node))
    names = getattr(node, "__dataclass_fields__", ())
    return any(_doubtful(getattr(node, name)) for name in names)


def _round(case: Case) -> Settled:
    """What can be settled from the record as it stands."""
    asked = [step for check in all_checks() for step in check.asked(case)]
    cells = {c.pointer: c for step in asked for r in step.relations for c in r.cells}
    doubts = {p: d for p, cell in cells.items() if (d := doubt_of(cell)) is not None}
    bonds = [
        Bond(step.code, relation, step.modes)
        for step in asked
        for relation in step.relations
        if relation.witness
        and not any(cell.unread for cell in relation.cells)
        and any(cell.pointer in doubts for cell in relation.cells)
    ]
    found: Settled = {}
    for part in _parts(bonds, doubts):
        speaking, silent = _speaking(part, doubts)
        chosen, sure = _only(speaking, doubts)
        for pointer, value in chosen.items():
            doubt = doubts[pointer]
            if any(doubt in b.doubtful(doubts) and _objects(b, doubt, chosen) for b in silent):
                continue
            if codes := _confirmed(doubt, sure, chosen, doubts, asked):
                found[pointer] = (value, codes)
    return found


def _parts(bonds: Sequence[Bond], doubts: Mapping[str, Doubt]) -> Iterator[list[Bond]]:
    """The relations in groups that share no doubtful cell with one another."""
    left = list(bonds)
    while left:
        part, known = [left.pop(0)], set()
        grown = True
        while grown:
            known = {d.pointer for bond in part for d in bond.doubtful(doubts)}
            near = [b for b in left if known & {d.pointer for d in b.doubtful(doubts)}]
            left = [b for b in left if b not in near]
            part += near
            grown = bool(near)
        yield part


def _speaking(bonds: Sequence[Bond], doubts: Mapping[str, Doubt]) -> tuple[list[Bond], list[Bond]]:
    """The relations that some of the named readings satisfy, and those that none does.

    What no reading satisfies is the author's mistake and says nothing about the reading.
    """
    speaking: list[Bond] = []
    silent: list[Bond] = []
    for bond in bonds:
        (speaking if combinations([bond], doubts) else silent).append(bond)
    return speaking, silent


def _objects(bond: Bond, doubt: Doubt, chosen: Combination) -> bool:
    """Whether a broken relation would hold with another reading that somebody named.

    Of what nobody named there is so much that some of it mends most relations by chance.
    """
    return not bond.allows(chosen) and any(
        bond.allows({**chosen, doubt.pointer: other}) for other in doubt.readings
    )


def _only(bonds: Sequence[Bond], doubts: Mapping[str, Doubt]) -> tuple[Combination, list[Bond]]:
    """The one combination that satisfies ``bonds``, and the relations that leave but that one.

    Cells about which there is a choice are given up, and with them the relations they stand in.
    """
    left = list(bonds)
    while left:
        found = combinations(left, doubts)
        if not found:  # none, or no answer: all stays open
            return {}, []
        if len(found) == 1:
            return found[0], left
        one, other = found
        open_ = {pointer for pointer in one if one[pointer] != other[pointer]}
        left = [b for b in left if not open_ & {d.pointer for d in b.doubtful(doubts)}]
    return {}, []


def _confirmed(
    doubt: Doubt,
    bonds: Sequence[Bond],
    chosen: Combination,
    doubts: Mapping[str, Doubt],
    asked: Sequence[Asked],
) -> tuple[str, ...]:
    """The codes of the relations that are enough for the chosen reading; none if they are not."""
    if chosen[doubt.pointer] != doubt.likeliest:
        return ()
    mine = [b for b in bonds if doubt in b.doubtful(doubts) and _holds(b, chosen, asked)]
    telling = [b for b in mine if _tells(b, doubt, chosen)]
    if doubt.alike:
        return next(((b.code,) for b in telling if _borne_out(b, chosen, doubts)), ())
    if not doubt.ahead:
        return ()
    alone = [b for b in telling if b.doubtful(doubts) == (doubt,)]
    for i, one in enumerate(alone):
        for other in alone[:i]:
            if _cells(one) & _cells(other) == {doubt.pointer}:
                return tuple(dict.fromkeys((other.code, one.code)))
    return ()


def _holds(bond: Bond, chosen: Combination, asked: Sequence[Asked]) -> bool:
    """Whether the relation holds in the way of rounding that its column is judged by."""
    step = next(s for s in asked if any(r is bond.relation for r in s.relations))
    values = [tuple(chosen.get(c.pointer, c.likeliest) for c in r.cells) for r in step.relations]
    mode, _ = best_mode(step.relations, values, step.modes)
    return bond.relation.holds(bond.values(chosen), mode) is True


def _tells(bond: Bond, doubt: Doubt, chosen: Combination) -> bool:
    """Whether the relation fails with everything else that the cell may say."""
    return bool(doubt.others) and not any(
        bond.allows({**chosen, doubt.pointer: other}) for other in doubt.others
    )


def _borne_out(bond: Bond, chosen: Combination, doubts: Mapping[str, Doubt]) -> bool:
    """Whether all that is doubtful in a relation is read alike, and it allows nothing else."""
    mine = bond.doubtful(doubts)
    if not all(d.alike and chosen[d.pointer] == d.likeliest for d in mine):
        return False
    found = combinations([bond], doubts)
    return found is not None and len(found) == 1


def _cells(bond: Bond) -> set[str]:
    return {cell.pointer for cell in bond.relation.cells}


def _with(node: Any, path: Sequence[str], value: Decimal, codes: Sequence[str]) -> Any:
    """The record with the number at ``path`` given as ``value``."""
    if isinstance(node, Field):
        return replace(node, value=value, state=State.READ, settled_by=", ".join(codes))
    if isinstance(node, tuple):
        at = int(path[0])
        return (*node[:at], _with(node[at], path[1:], value, codes), *node[at + 1 :])
    inner = _with(getattr(node, path[0]), path[1:], value, codes)
    return replace(node, **{path[0]: inner})
