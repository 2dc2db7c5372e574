"""How deep each row of the funds block lies in the form's own sums."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from forms.sheet import squeeze

_TOTAL = re.compile(r"(小计|合计|总计|总额|总数|总量|总和|总收入|总支出)$")
_INNER = re.compile(r"^[-—]*其中:?")
_STYLES = (
    ("han", re.compile(r"^[一二三四五六七八九十]+[、.]")),
    ("han-brackets", re.compile(r"^\([一二三四五六七八九十]+\)")),
    ("figure", re.compile(r"^\d+[.、．]")),
    ("figure-brackets", re.compile(r"^\(?\d+\)")),
    ("circled", re.compile(r"^[①-⑳]")),
)
# Sources of money that stand beside the fiscal appropriation, never within it.
_SOURCE = re.compile(r"^(当年|本年|年度)?(财政拨款|上年结转|结转|其他|自有|自筹|单位|非财政|社会)")


Amounts = Sequence[Decimal | None]
"""What one row prints under each of the block's amounts, ``None`` where nothing is read."""


def levels(names: Sequence[str], amounts: Sequence[Amounts] = ()) -> tuple[int, ...]:
    """The level of every row, 0 for a total, from numbering, 其中： and words for totals.

    Each new kind of numbering lies one deeper than the one before; a name without numbering
    that says it is a total opens a new sum; 其中： opens a part of the row above it, or, with
    ``amounts`` that the row above cannot hold, of the nearest row over that one which can.
    Where a total stands below its lines only, the lines lie one deeper than it.
    """
    bare = [squeeze(name) for name in names]
    result: list[int] = []
    state = _Nesting()
    for row, name in enumerate(bare):
        level = state.level(name)
        if amounts and _INNER.match(name):
            level = state.lift(_holder(row, result, amounts, level))
        result.append(level)
    totals = [i for i, name in enumerate(bare) if is_total(name)]
    if totals == [len(bare) - 1] and len(bare) > 1 and min(result) == 0:
        result = [level + 1 for level in result[:-1]] + [0]
    return tuple(result)


def is_total(name: str) -> bool:
    """Whether a squeezed name without numbering says that its row is a total."""
    return _style(name) is None and bool(_TOTAL.search(re.sub(r"\([^()]*\)", "", name)))


def _holder(row: int, above: Sequence[int], amounts: Sequence[Amounts], level: int) -> int:
    """The level of a 其中 row by its amounts: ``level`` unless only a row further up holds them."""
    depth = level
    for i in range(row - 1, -1, -1):
        if above[i] >= depth:
            continue
        depth = above[i]
        pairs = [
            (part, whole)
            for part, whole in zip(amounts[row], amounts[i], strict=True)
            if part is not None and whole is not None
        ]
        if all(part <= whole for part, whole in pairs):
            return depth + 1 if pairs else level
    return level


class _Nesting:
    """What is open above the next row."""

    def __init__(self) -> None:
        self.base = 0  # level of a row that is in no 其中 and has no number
        self.styles: list[str] = []
        self.inner: list[int] = []
        self.last = -1

    def level(self, name: str) -> int:
        self.last = self._level(name)
        return self.last

    def lift(self, level: int) -> int:
        """Hangs the 其中 row just placed at ``level``, which is not below its own."""
        if level < self.last:
            self.inner = [*(i for i in self.inner if i < level), level]
            self.last = level
        return level

    def _level(self, name: str) -> int:
        style = _style(name)
        if style is not None:
            if style in self.styles:
                del self.styles[self.styles.index(style) + 1 :]
            else:
                self.styles.append(style)
            self.inner.clear()
            return self.base + len(self.styles) - 1
        if _INNER.match(name):
            self.inner.append(self.last + 1)
            return self.last + 1
        if is_total(name):
            self.styles.clear()
            self.inner.clear()
            self.base = 1
            return 0
        if self.inner:
            if _SOURCE.match(name):
                del self.inner[1:]
            return self.inner[-1]
        self.styles.clear()
        return self.base


def _style(name: str) -> str | None:
    return next((style for style, pattern in _STYLES if pattern.match(name)), None)
