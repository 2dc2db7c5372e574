"""Which combinations of readings satisfy relations, asked of a constraint solver (CP-SAT).

Every reading of every doubtful cell is a literal, of which one holds. A relation of few
combinations is a table of those that it allows, found by the very function that judges it; a sum
of more is a linear constraint over the ends of the intervals that its readings stand for, as
integers. A relation allows what any way of rounding allows: what is to be excluded has every
benefit.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from importlib.util import find_spec
from itertools import product
from math import lcm, prod
from typing import TYPE_CHECKING, Any

from audit.relations import MOST_READINGS, Addition, Relation, Values
from audit.settle.doubts import Doubt
from audit.tolerance import Interval

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

WORK = 2.0
"""The solver's bound in its own deterministic seconds: the clock must not decide a result."""

Doubts = Mapping[str, Doubt]
Combination = dict[str, Decimal]


@dataclass(frozen=True, slots=True)
class Bond:
    """A relation with the ways of rounding of its column, and the code of its check.

    ``memo`` keeps which readings it allows: the same are asked for again and again.
    """

    code: str
    relation: Relation
    modes: tuple[Any, ...]
    memo: dict[Values, bool] = field(default_factory=dict, compare=False)

    def doubtful(self, doubts: Doubts) -> tuple[Doubt, ...]:
        return tuple(doubts[c.pointer] for c in self.relation.cells if c.pointer in doubts)

    def values(self, chosen: Mapping[str, Decimal]) -> Values:
        return tuple(chosen.get(c.pointer, c.likeliest) for c in self.relation.cells)

    def allows(self, chosen: Mapping[str, Decimal]) -> bool:
        """Whether some way of rounding lets the relation hold, or leaves it undecided."""
        values = self.values(chosen)
        if values not in self.memo:
            holds = (self.relation.holds(values, mode) for mode in self.modes)
            self.memo[values] = any(outcome is not False for outcome in holds)
        return self.memo[values]


def available() -> bool:
    """Whether the solver is installed; it comes with the extra ``ocr``."""
    return find_spec("ortools") is not None


def allowed(bond: Bond, doubts: Sequence[Doubt]) -> list[tuple[int, ...]] | None:
    """The combinations that a relation allows, as positions of readings; ``None`` if too many."""
    if prod(len(doubt.readings) for doubt in doubts) > MOST_READINGS:
        return None
    places = [range(len(doubt.readings)) for doubt in doubts]
    return [
        chosen
        for chosen in product(*places)
        if bond.allows({d.pointer: d.readings[i] for d, i in zip(doubts, chosen, strict=True)})
    ]


def combinations(bonds: Sequence[Bond], doubts: Doubts) -> list[Combination] | None:
    """The first two combinations of the doubtful cells' readings that all ``bonds`` allow.

    ``None`` if the solver did not come to an end, or a relation is too large to be put to it.
    """
    from ortools.sat.python import cp_model

    asked = {d.pointer: d for bond in bonds for d in bond.doubtful(doubts)}
    question = _Question(cp_model.CpModel(), asked)
    if not all(question.require(bond) for bond in bonds):
        return None
    found: list[Combination] = []
    while len(found) < 2:
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = 1
        solver.parameters.max_deterministic_time = WORK
        status = solver.solve(question.model)
        if status == cp_model.INFEASIBLE:
            return found
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return None
        found.append(question.answer(solver))
    return found


class _Question:
    """A model with one literal for every reading of every doubtful cell, of which one holds."""

    def __init__(self, model: cp_model.CpModel, doubts: Doubts) -> None:
        self.model, self.doubts = model, doubts
        self.literals = {
            pointer: [model.new_bool_var(f"{pointer}={value}") for value in doubt.readings]
            for pointer, doubt in doubts.items()
        }
        for options in self.literals.values():
            model.add_exactly_one(options)

    def answer(self, solver: cp_model.CpSolver) -> Combination:
        """The combination that the solver found, which from now on is forbidden."""
        chosen = {
            pointer: next(i for i, x in enumerate(options) if solver.boolean_value(x))
            for pointer, options in self.literals.items()
        }
        self.model.add_bool_or([~self.literals[p][i] for p, i in chosen.items()])
        return {p: self.doubts[p].readings[i] for p, i in chosen.items()}

    def require(self, bond: Bond) -> bool:
        """Puts a relation into the model; False if it is too large and no sum."""
        mine = bond.doubtful(self.doubts)
        table = allowed(bond, mine)
        if table is not None:
            options = [x for doubt in mine for x in self.literals[doubt.pointer]]
            self.model.add_allowed_assignments(options, [_unary(mine, row) for row in table])
            return True
        addition = bond.relation.addition
        if addition is None:
            return False
        ways = []
        for mode, choice in product(bond.modes, addition.choices):
            ways.append(self.model.new_bool_var(""))
            self._meet(self._terms(bond.relation, addition, mode, choice), ways[-1])
        self.model.add_bool_or(ways)
        return True

    def _terms(
        self, relation: Relation, addition: Addition, mode: Any, choice: tuple[bool, ...]
    ) -> list[_Term]:
        terms = []
        for position, cell in enumerate(relation.cells):
            if position and not choice[position - 1]:
                continue
            doubt = self.doubts.get(cell.pointer)
            readings = doubt.readings if doubt else (cell.likeliest,)
            stands_for = [addition.interval(position, value, mode) for value in readings]
            if position == 0:  # the total is taken off
                stands_for = [-one for one in stands_for]
            terms.append(_Term(self.literals.get(cell.pointer), stands_for))
        return terms

    def _meet(self, terms: list[_Term], way: cp_model.IntVar) -> None:
        """If ``way`` holds, the added intervals of all terms hold 0.

        All ends are made integers, so far apart that open ends can be counted between them: an
        end that does not belong to its interval is moved inwards by one.
        """
        ends = [end for term in terms for one in term.intervals for end in (one.low, one.high)]
        scale = lcm(*(end.denominator for end in ends)) * (2 * len(terms) + 2)
        least: Any = 0
        most: Any = 0
        for term in terms:
            lows = [int(one.low * scale) + (not one.low_closed) for one in term.intervals]
            highs = [int(one.high * scale) - (not one.high_closed) for one in term.intervals]
            if term.options is None:
                least, most = least + lows[0], most + highs[0]
            else:
                least += sum(x * n for x, n in zip(term.options, lows, strict=True))
                most += sum(x * n for x, n in zip(term.options, highs, strict=True))
        self.model.add(least <= 0).only_enforce_if(way)
        self.model.add(most >= 0).only_enforce_if(way)


@dataclass(frozen=True, slots=True)
class _Term:
    """A part of a sum: what it stands for by each of its readings, and their literals."""

    options: Sequence[cp_model.IntVar] | None
    intervals: Sequence[Interval]


def _unary(doubts: Sequence[Doubt], row: Sequence[int]) -> tuple[int, ...]:
    """A row of positions as ones and noughts, one for each reading."""
    return tuple(
        int(i == at)
        for doubt, at in zip(doubts, row, strict=True)
        for i in range(len(doubt.readings))
    )
