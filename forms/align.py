"""Puts the fields of a row that lost cells back under their columns, by what they hold.

Only tables without rulings need this: there a merged cell that a row does not repeat is missing
from its line, and everything behind it stands too far left. The fields are aligned with the
columns as two sequences are (Needleman and Wunsch 1970): a column may be skipped (its cell is
missing), a blank field may be skipped (the program that made the text put one too many), and
every field under a column earns by how well it fits what such columns hold.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from forms.columns import AMOUNTS, Column
from forms.text.operators import OperatorCell, read_operator
from forms.text.placeholders import is_placeholder

MISSING_CELL = -0.6
EXTRA_BLANK = -0.3
EXTRA_BLANK_AT_THE_END = -0.5
LOST_TEXT = -50.0

_SLOT = re.compile(r"^指标(\d+|[一二三四五六七八九十]+|N)[:：]?")
_NUMBER = re.compile(r"^[-+−]?\d[\d,]*(\.\d+)?分?$")
_AMOUNT = re.compile(r"^[-+−]?\d[\d,]*(\.\d+)?[%‰]?$")
_COMPLETION = re.compile(r"^(已|全部|部分|基本|未|超额|不)?(完成|达成|达标)(了)?$|^[是否]$")
_FIGURES = re.compile(
    r"^[\d.,，。·:%\s\ufffd-]*[\d\ufffd][\d.,，。·:%\s\ufffd-]*(分|万?元)?$"
)  # misread, or broken
_NATURE = re.compile(r"^(定性|定量|正向|反向|逆向|负向)(指标)?$")
_TICK = re.compile(r"^[√✓✔☑V0]$")
_RULE = re.compile(r"(满分|得\d|扣|计\d|不得分)")


def align(texts: Sequence[str], columns: Sequence[Column]) -> tuple[int | None, ...]:
    """For every field of a row the number of its column, ``None`` for a field under none.

    Fields are the mended texts of one row from left to right, blank ones included.
    """
    n, m = len(texts), len(columns)
    best = [[float("-inf")] * (m + 1) for _ in range(n + 1)]
    back: list[list[str]] = [[""] * (m + 1) for _ in range(n + 1)]
    best[0][0] = 0.0
    for i in range(n + 1):
        for j in range(m + 1):
            for move, value in _moves(best, i, j, texts, columns):
                if value > best[i][j]:
                    best[i][j], back[i][j] = value, move
    return _trace(back, n, m)


def _moves(
    best: list[list[float]], i: int, j: int, texts: Sequence[str], columns: Sequence[Column]
) -> list[tuple[str, float]]:
    """The ways to have placed ``i`` fields on ``j`` columns, the preferred one first."""
    moves: list[tuple[str, float]] = []
    if i and j:
        fit = fitness(texts[i - 1], columns[j - 1].role)
        moves.append(("both", best[i - 1][j - 1] + fit))
    if j:
        trailing = i == len(texts)
        moves.append(("column", best[i][j - 1] + (0.0 if trailing else MISSING_CELL)))
    if i:
        moves.append(("field", best[i - 1][j] + _skip(texts, i - 1, j == len(columns))))
    return moves


def _skip(texts: Sequence[str], index: int, at_the_end: bool) -> float:
    if texts[index]:
        return LOST_TEXT
    return EXTRA_BLANK_AT_THE_END if at_the_end else EXTRA_BLANK


def _trace(back: list[list[str]], i: int, j: int) -> tuple[int | None, ...]:
    result: list[int | None] = []
    while i or j:
        move = back[i][j]
        if move == "both":
            i, j = i - 1, j - 1
            result.append(j)
        elif move == "column":
            j -= 1
        else:
            i -= 1
            result.append(None)
    return tuple(reversed(result))


def fitness(text: str, role: str) -> float:
    """How well a text fits a column's role: above 0 it belongs, far below 0 it cannot."""
    if not text:
        return 0.0
    return _FITS.get(role, _any)(text)


def _menu(text: str) -> bool:
    return read_operator(text).kind in {OperatorCell.MENU, OperatorCell.MENU_PART}


def _any(text: str) -> float:
    return -1.0 if text else 0.0


def _slot(text: str) -> float:
    if _SLOT.match(text):
        return 5.0
    return -1.0 if _NUMBER.match(text) else 0.0


def _level(text: str) -> float:
    if _SLOT.match(text) or _NUMBER.match(text):
        return -6.0
    return 1.0


def _operator(text: str) -> float:
    if read_operator(text).kind is not OperatorCell.NONE:
        return 4.0
    if is_placeholder(text):
        return -2.0
    return 1.0 if _NATURE.match(text) else -6.0


def _content(text: str) -> float:
    """内容 names the indicator in some reports and holds the target's number in others."""
    return 0.5 if _AMOUNT.match(text) else _name(text)


def _name(text: str) -> float:
    if _menu(text) or _AMOUNT.match(text) or _COMPLETION.match(text):
        return -4.0
    return 2.0


def _target(text: str) -> float:
    if _COMPLETION.match(text) or _menu(text):
        return -2.0
    return 2.0 if _RULE.search(text) else 1.0


def _actual(text: str) -> float:
    return -4.0 if _RULE.search(text) else 1.0


def _completion(text: str) -> float:
    return 5.0 if _COMPLETION.match(text) else -5.0


def _points(text: str) -> float:
    if _NUMBER.match(text) or is_placeholder(text):
        return 2.0
    return 0.5 if _FIGURES.match(text) else -6.0


def _amount(text: str) -> float:
    if _AMOUNT.match(text) or is_placeholder(text):
        return 2.0
    return 0.5 if _FIGURES.match(text) else -6.0


def _tick(text: str) -> float:
    return 2.0 if _TICK.match(text) else -5.0


def _prose(text: str) -> float:
    return -2.0 if _NUMBER.match(text) or _COMPLETION.match(text) else 1.0


_FITS: dict[str, Callable[[str], float]] = {
    "level1": _level,
    "level2": _level,
    "level3": _slot,
    "name": _name,
    "content": _content,
    "operator": _operator,
    "target": _target,
    "unit": _target,
    "actual": _actual,
    "completion": _completion,
    "weight": _points,
    "score": _points,
    "tick": _tick,
    "reason_note": _prose,
    "improvement": _prose,
    "rule": _target,
    "task": _name,
    "project": _name,
    "goal": _prose,
    "goal_actual": _prose,
    **dict.fromkeys(AMOUNTS, _amount),
}
