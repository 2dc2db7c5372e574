"""Records that a document has by the ten thousand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar, dataclass_transform

T = TypeVar("T")


@dataclass_transform(frozen_default=True, order_default=True)
def light(kind: type[T]) -> type[T]:
    """A frozen, ordered data class with slots, guarded by the type checker alone.

    At run time nothing watches over assignments, for that takes two thirds of the time to make
    one: a page becomes some three thousand boxes, characters and cells.
    """
    return dataclass(slots=True, order=True, unsafe_hash=True)(kind)
