"""The fewest cells to look at so that every open verdict is certain: a minimum hitting set."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from audit.settle.model import WORK, available

Group = frozenset[str]


def fewest(groups: Iterable[Sequence[str]]) -> tuple[str, ...]:
    """As few cells as there can be with one at least of every group, in the order they first come.

    Of several such choices the one whose cells stand in more of the groups, then the earlier ones.
    Groups of one leave no choice; what is left after them is put to the solver (CP-SAT). Without
    it (extra ``ocr``), or if it comes to no end, the cell that serves most groups is taken each
    time, which may be a cell more than needed.
    """
    written = list(groups)
    order = tuple(dict.fromkeys(pointer for group in written for pointer in group))
    listed = [frozenset(group) for group in written if group]
    taken = {pointer for group in listed if len(group) == 1 for pointer in group}
    left = {group for group in listed if not group & taken}
    left = {group for group in left if not any(other < group for other in left)}
    if left:
        uses = {p: sum(p in group for group in listed) for p in order}
        ranked = sorted(set().union(*left), key=lambda p: (-uses[p], order.index(p)))
        taken |= _least(left, ranked)
    return tuple(pointer for pointer in order if pointer in taken)


def _least(groups: set[Group], ranked: Sequence[str]) -> set[str]:
    """``ranked``: the cells to choose from, the best first."""
    if not available():
        return _greedy(groups, ranked)
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    cells = {pointer: model.new_bool_var(pointer) for pointer in ranked}
    for group in sorted(groups, key=sorted):
        model.add_bool_or([cells[pointer] for pointer in sorted(group)])
    dear = len(ranked) ** 2  # one cell more is dearer than any worse choice of as many
    model.minimize(sum(x * (dear + rank) for rank, x in enumerate(cells.values())))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 1
    solver.parameters.max_deterministic_time = WORK
    if solver.solve(model) != cp_model.OPTIMAL:
        return _greedy(groups, ranked)
    return {pointer for pointer, x in cells.items() if solver.boolean_value(x)}


def _greedy(groups: set[Group], ranked: Sequence[str]) -> set[str]:
    taken: set[str] = set()
    while left := [group for group in groups if not group & taken]:
        taken.add(max(ranked, key=lambda p: (sum(p in g for g in left), -ranked.index(p))))
    return taken
