"""The base that the execution rates of a form are reckoned on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from audit.check import Case, Step, check, drafts
from audit.explain import plain
from audit.ledger import Table
from audit.rates import BASE_NAMES, BASES, explained, percent, rate_relation
from audit.relations import Judgement, Relation, Values
from audit.tolerance import (
    RATE_MODES,
    ColumnModes,
    Rounding,
    as_decimals,
    own_digits,
)
from schemas.finding import Computed, Severity
from schemas.message import Message


@check("execution-rate-basis", Severity.WARNING)
def execution_rate_basis(case: Case) -> Iterator[Step]:
    """All rates of a form are reckoned on the same base.

    A row votes when it prints both budgets and only one of them explains its rate. If rows vote
    for both bases, the rarer rows are accused (of equally many, those that do not follow the
    family's usual base); rows without an initial budget do not vote. Equal amounts that carry
    two rates are named among the sources.

    Example: nine rows follow the initial budget, 265.32 ÷ 122.62 = 216.38 % among them, and one
    row with the same amounts prints 100 %: that row is accused. Basis: rates of one form must be
    comparable (财预〔2020〕10号 prescribes one formula for the whole column).
    """
    columns = [list(_voters(table)) for table in case.ledger.tables]
    if any(all(_follow(voters, base) for voters in columns) for base in BASES):
        return
    votes = [vote for voters in columns for vote in _votes(voters)]
    sure = {b: [v for v in votes if v.base == b and v.certain] for b in BASES}
    usual = [*case.settings.rate_bases, *BASES]
    kept = max(sure, key=lambda base: (len(sure[base]), -usual.index(base)))
    tied = len({len(group) for group in sure.values()}) == 1
    for vote in votes:
        if vote.base != kept and sure[kept]:
            yield from _basis_draft(vote, sure[kept], tied)


@dataclass(frozen=True, slots=True)
class Voter:
    """A row with a rate and both budgets, all read; ``memo`` keeps what was reckoned."""

    table: Table
    relation: Relation
    values: Values
    memo: dict[tuple[str, Rounding, Rounding, Rounding], bool] = field(default_factory=dict)

    def bases(self, mode: ColumnModes) -> tuple[str, ...]:
        """The bases that explain the rate under one way of rounding."""
        return tuple(base for base in BASES if self._explained(base, mode))

    def _explained(self, base: str, mode: ColumnModes) -> bool:
        """Reckoned once for each way of rounding the rate and the two amounts."""
        key = base, mode.rate, mode.executed, mode.amounts(base)
        if key not in self.memo:
            self.memo[key] = self.explained(self.values, base, mode)
        return self.memo[key]

    def position(self, base: str) -> int:
        """Where the amount of ``base`` stands among the values."""
        _, columns = self.relation.detail
        position: int = 2 + columns.index(base)
        return position

    def explained(self, values: Values, base: str, mode: ColumnModes) -> bool:
        """Whether ``base`` explains the rate in ``values`` (rate, executed, budgets …)."""
        row = values[0], values[1], values[self.position(base)]
        return bool(explained(self.table, [base], row, own_digits(row[0], mode.rate), mode))


@dataclass(frozen=True, slots=True)
class Vote:
    """A row whose rate only one base explains."""

    voter: Voter
    base: str
    mode: ColumnModes

    @property
    def certain(self) -> bool:
        """A row with a doubtful figure may be accused, it does not help to accuse others."""
        return not self.voter.relation.doubtful

    @property
    def amounts(self) -> tuple[Decimal, ...]:
        return self.voter.values[1:]


def _voters(table: Table) -> Iterator[Voter]:
    """Rows with a rate and both budgets, every value read without help of the rate's relation."""
    for line in table.lines:
        for relation in rate_relation(table, line):
            settled = any(
                cell.settled_by(code)
                for cell in relation.cells
                for code in ("execution-rate", "execution-rate-basis")
            )
            values = relation.likeliest
            if len(relation.inputs) == 3 and None not in values and all(values[1:]) and not settled:
                yield Voter(table, relation, values)


def _follow(voters: Sequence[Voter], base: str) -> bool:
    """Whether one way of rounding lets ``base`` explain every rate that any base explains."""
    return any(
        all(
            base in voter.bases(mode) or not any(voter.bases(other) for other in RATE_MODES)
            for voter in voters
        )
        for mode in RATE_MODES
    )


def _votes(voters: Sequence[Voter]) -> list[Vote]:
    """The votes under the way of rounding that explains the most rates."""
    mode = max(RATE_MODES, key=lambda m: sum(bool(voter.bases(m)) for voter in voters))
    return [Vote(v, v.bases(mode)[0], mode) for v in voters if len(v.bases(mode)) == 1]


def _basis_draft(vote: Vote, others: Sequence[Vote], tied: bool) -> Iterator[Step]:
    same = [other for other in others if other.amounts == vote.amounts]
    kept = others[0].base
    relation = Relation(
        vote.voter.relation.accused,
        vote.voter.relation.stated,
        (
            *vote.voter.relation.inputs,
            *(cell for other in same or others for cell in other.voter.relation.stated),
        ),
        lambda values, mode: _same_base(vote, kept, values, mode),
        (vote, kept, len(others), same, tied),
    )
    yield from drafts(
        "execution-rate-basis", [relation], [vote.mode], _basis_subject, _basis_wording
    )


def _same_base(vote: Vote, kept: str, values: Values, mode: ColumnModes) -> bool:
    """Whether, read this way, the row would no longer follow the other base alone."""
    row = values[:4]
    if None in row:
        return True
    voter = vote.voter
    return voter.explained(row, kept, mode) or not voter.explained(row, vote.base, mode)


def _basis_subject(relation: Relation) -> Message:
    name = relation.stated[0].name
    return Message(f"{name.zh}的口径", f"the base of {name.en}")


def _basis_wording(judgement: Judgement) -> tuple[Computed | None, Message]:
    vote, kept, count, same, tied = judgement.relation.detail
    rate = judgement.values[0]
    name, own, usual = judgement.relation.stated[0].name, BASE_NAMES[vote.base], BASE_NAMES[kept]
    _, columns = vote.voter.relation.detail
    executed, *budgets = vote.amounts
    base = budgets[columns.index(kept)]
    quotient = percent(vote.voter.table, executed, kept, base, vote.mode)
    computed = None
    if quotient is not None:
        computed = Computed(
            *as_decimals(quotient),
            Message(
                f"{usual.zh} = {plain(executed)} ÷ {plain(base)}",
                f"{usual.en} = {plain(executed)} ÷ {plain(base)}",
            ),
        )
    zh = f"{name.zh} {plain(rate)}% 只能由 {own.zh} 得出，而其余 {count} 行只能由 {usual.zh} 得出。"
    en = (
        f"{plain(rate)} % in {name.en} follows only from {own.en}, while {count} other rows "
        f"follow only from {usual.en}."
    )
    if same:
        twin = same[0].voter.relation.stated[0]
        zh += f"同样的金额，{twin.name.zh}为 {plain(same[0].voter.values[0])}%。"
        en += f" The same amounts carry {plain(same[0].voter.values[0])} % in {twin.name.en}."
    if tied:
        zh += "两种口径行数相同，以该类表格的通常口径为准（假定）。"
        en += " Both bases have equally many rows; the usual base of the form family is assumed."
    return computed, Message(zh, en)
