"""Slips of the pen that explain a difference to the last digit.

An explanation is offered only when it makes the figures agree exactly as printed; it never
changes a verdict.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from audit.readings import Cell
from schemas.message import Message

MOST = 3
Agrees = Callable[[Decimal], bool]


@dataclass(frozen=True, slots=True)
class Figure:
    """A printed number that may have been miswritten."""

    cell: Cell
    value: Decimal


def plain(value: Decimal) -> str:
    """The number without exponent and without a sign of its own for zero."""
    return format(value + 0 if value else abs(value), "f")


def explain_sum(total: Figure, parts: Sequence[Figure]) -> tuple[Message, ...]:
    """What single slip would make ``total`` the sum of ``parts``; empty when there is none."""
    reckoned = sum((part.value for part in parts), Decimal(0))
    found = [
        *_one_line(total.value - reckoned, parts),
        *_miswritten(total, lambda value: value == reckoned),
    ]
    for part in parts:
        rest = reckoned - part.value
        found += _miswritten(part, lambda value, rest=rest: rest + value == total.value)  # type: ignore[misc]
    return tuple(found[:MOST])


def explain_number(stated: Figure, agrees: Agrees) -> tuple[Message, ...]:
    """What slip in ``stated`` alone would make it agree."""
    return tuple(_miswritten(stated, agrees))[:MOST]


def added(message: Message, explanations: Iterable[Message]) -> Message:
    """The message with its explanations behind it."""
    items = tuple(explanations)
    return Message(
        message.zh + "".join(item.zh for item in items),
        message.en + "".join(" " + item.en for item in items),
    )


def _one_line(difference: Decimal, parts: Sequence[Figure]) -> Iterator[Message]:
    """A line counted twice, if the total is too large by it, or left out, if too small.

    ``difference`` is the total less the sum. Of several equal lines none is named: nothing tells
    which one it was.
    """
    slips = {
        difference: Message("像是重复计入", "as if counted twice"),
        -difference: Message("像是漏计", "as if left out"),
    }
    for amount, slip in slips.items():
        same = [part for part in parts if part.value and part.value == amount]
        if len(same) == 1:
            yield Message(
                f"{same[0].cell.name.zh} {plain(same[0].value)} 恰等于差额，{slip.zh}。",
                f"{_sentence(same[0].cell)}, {plain(same[0].value)}, is exactly the difference, "
                f"{slip.en}.",
            )
        elif same:
            yield Message(
                f"差额恰等于其中一项：有 {len(same)} 项同为 {plain(amount)}，{slip.zh}了一项。",
                f"The difference is exactly one of the {len(same)} lines that are "
                f"{plain(amount)}, {slip.en}.",
            )


def _miswritten(figure: Figure, agrees: Agrees) -> Iterator[Message]:
    if not figure.value:
        return
    name, value = figure.cell.name, plain(figure.value)
    for other in _swaps(figure.value):
        if agrees(other):
            yield Message(
                f"若{name.zh}的 {value} 应为 {plain(other)}（相邻两位数字颠倒），则恰好相符。",
                f"It tallies exactly if {value} in {name.en} should be {plain(other)} "
                "(two neighbouring digits swapped).",
            )
    for shift in (-3, -2, -1, 1, 2, 3):
        other = figure.value.scaleb(shift)
        if agrees(other):
            yield Message(
                f"若{name.zh}的 {value} 应为 {plain(other)}（小数点错位），则恰好相符。",
                f"It tallies exactly if {value} in {name.en} should be {plain(other)} "
                "(decimal point moved).",
            )
    for shift in (-4, 4):
        other = figure.value.scaleb(shift)
        if agrees(other):
            yield Message(
                f"若{name.zh}的 {value} 应为 {plain(other)}（元与万元混用），则恰好相符。",
                f"It tallies exactly if {value} in {name.en} should be {plain(other)} "
                "(元 taken for 万元 or the other way round).",
            )


def _swaps(value: Decimal) -> Iterator[Decimal]:
    """The number with two neighbouring unequal digits exchanged, each way once."""
    sign, digits, power = value.as_tuple()
    exponent = int(power)
    padded = (0,) * max(0, 1 - exponent - len(digits)) + digits
    for i in range(len(padded) - 1):
        if padded[i] != padded[i + 1]:
            swapped = (*padded[:i], padded[i + 1], padded[i], *padded[i + 2 :])
            yield Decimal((sign, swapped, exponent))


def _sentence(cell: Cell) -> str:
    return cell.name.en[:1].upper() + cell.name.en[1:]
