"""Records for tests, written as plain values the way a person would."""

from __future__ import annotations

import dataclasses
import types
import typing
from decimal import Decimal
from typing import Any

from schemas.geometry import Box, Place
from schemas.record import Field, SelfEvaluation, State
from schemas.text import Origin


def record_from_values(values: dict[str, Any]) -> SelfEvaluation:
    """A record in which every plain value was read from its own box on page 1.

    Scalars become read fields; ``None`` and missing keys stay ``None``. A scalar may also be a
    ``Field``, for a test about doubt.
    """
    counter = iter(range(10**9))
    record: SelfEvaluation = _build(SelfEvaluation, values, counter)
    return record


def read_field(value: Any, raw: str | None = None, number: int = 0) -> Field[Any]:
    place = Place(1, Box(10.0, 10.0 * number, 100.0, 10.0 * number + 9.0))
    text = str(value) if raw is None else raw
    return Field(value, text, State.READ, Origin.TEXT_LAYER, places=(place,))


def doubtful_field(state: State, raw: str = "?") -> Field[Any]:
    return Field(None, raw, state, Origin.OCR, places=(Place(1, Box(0.0, 0.0, 9.0, 9.0)),))


def _build(kind: Any, data: Any, counter: Any) -> Any:
    if isinstance(data, Field):
        return data
    origin, args = typing.get_origin(kind), typing.get_args(kind)
    if origin in (types.UnionType, typing.Union):
        inner = next(arg for arg in args if arg is not type(None))
        return None if data is None else _build(inner, data, counter)
    if origin is tuple:
        return tuple(_build(args[0], item, counter) for item in data)
    if origin is Field:
        value = Decimal(str(data)) if args[0] is Decimal else data
        return read_field(value, str(data), next(counter))
    hints = typing.get_type_hints(kind)
    return kind(
        **{
            f.name: _build(hints[f.name], data[f.name], counter)
            for f in dataclasses.fields(kind)
            if f.name in data
        }
    )
