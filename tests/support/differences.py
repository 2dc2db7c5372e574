"""Differences between plain values, worded for a person."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Any


def differences(found: Any, wanted: Any, pointer: str = "") -> Iterator[str]:
    """A line for every leaf that differs; numbers compare by value, all else to the character."""
    if isinstance(found, dict) and isinstance(wanted, dict):
        for key in {**wanted, **found}:
            yield from differences(found.get(key), wanted.get(key), f"{pointer}/{key}")
    elif isinstance(found, list) and isinstance(wanted, list):
        if len(found) != len(wanted):
            yield f"{pointer}: {len(found)} entries, not {len(wanted)}"
        for i, (one, two) in enumerate(zip(found, wanted, strict=False)):
            yield from differences(one, two, f"{pointer}/{i}")
    elif not same(found, wanted):
        yield f"{pointer}: {found!r}, not {wanted!r}"


def same(found: Any, wanted: Any) -> bool:
    if found is None or wanted is None or isinstance(found, bool) or isinstance(wanted, bool):
        return found is wanted
    if found == wanted:
        return True
    try:
        return Decimal(str(found)) == Decimal(str(wanted))
    except InvalidOperation:
        return False


def leaves(values: Any) -> int:
    """How many leaves are filled."""
    if isinstance(values, dict):
        return sum(leaves(value) for value in values.values())
    if isinstance(values, list):
        return sum(leaves(value) for value in values)
    return values is not None
