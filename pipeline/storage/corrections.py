"""What people have put right: kept apart from what was read, applied on top of it. Pure."""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from schemas.errors import UsageError
from schemas.message import Message
from schemas.record import Alternative, Field, SelfEvaluation, State
from schemas.text import Origin


@dataclass(frozen=True, slots=True)
class Correction:
    """``pointer`` names a value of form ``form`` (from 1); ``new`` is ``None`` for an empty cell.

    ``old`` is what was read, as text. ``at`` is ISO 8601 with its offset from UTC.
    """

    sha256: str
    form: int
    pointer: str
    old: str | None
    new: str | None
    who: str
    at: str
    why: str


def apply(record: SelfEvaluation, corrections: Iterable[Correction]) -> SelfEvaluation:
    """The record with every correction in it, the last one to a value winning.

    A corrected field keeps its places and raw text, has origin ``human``, and shows what was
    read as an alternative. A correction whose value is no longer there, or could not stand there,
    is passed over: it stays in its table, and the value it was meant for is told by its pointer.
    """
    for correction in corrections:
        parts = correction.pointer.strip("/").split("/")
        try:
            record = _replace(record, SelfEvaluation, parts, correction)
        except (LookupError, UsageError):
            continue
    return record


def check(record: SelfEvaluation, pointer: str, new: str | None) -> str | None:
    """What was read at ``pointer``, as text; UsageError if no value can stand there."""
    kind: Any = SelfEvaluation
    value: Any = record
    try:
        for part in pointer.strip("/").split("/"):
            kind, value = _step(kind, value, part)
        leaf = _leaf_type(kind)
    except LookupError as error:
        raise UsageError(
            "no-such-field",
            f"记录里没有 {pointer} 这一项。请用 fuhe explain 文件 查看各项的位置。",
            f"The record has no value {pointer}. fuhe explain FILE lists the values.",
        ) from error
    if new is not None:
        _parse(leaf, new, pointer)
    if isinstance(value, Field) and value.value is not None:
        return format(value.value, "f") if isinstance(value.value, Decimal) else str(value.value)
    return None


def _replace(value: Any, kind: Any, parts: list[str], correction: Correction) -> Any:
    head, rest = parts[0], parts[1:]
    inner_kind, inner = _step(kind, value, head)
    changed = (
        _replace(inner, inner_kind, rest, correction)
        if rest
        else _corrected(inner, _leaf_type(inner_kind), correction)
    )
    if isinstance(value, tuple):
        index = int(head)
        return (*value[:index], changed, *value[index + 1 :])
    return dataclasses.replace(value, **{head: changed})


def _step(kind: Any, value: Any, part: str) -> tuple[Any, Any]:
    """One step down: the type and the value behind one part of a pointer; LookupError if none."""
    kind = _without_none(kind)
    if typing.get_origin(kind) is tuple:
        if not part.isdecimal() or not isinstance(value, tuple):
            raise LookupError(part)
        return typing.get_args(kind)[0], value[int(part)]
    if not dataclasses.is_dataclass(kind):
        raise LookupError(part)
    hints = typing.get_type_hints(kind)
    return hints[part], getattr(value, part)


def _without_none(kind: Any) -> Any:
    if typing.get_origin(kind) in (types.UnionType, typing.Union):
        return next(arg for arg in typing.get_args(kind) if arg is not type(None))
    return kind


def _leaf_type(kind: Any) -> type:
    kind = _without_none(kind)
    if typing.get_origin(kind) is not Field:
        raise LookupError(str(kind))
    return typing.cast("type", typing.get_args(kind)[0])


def _parse(kind: type, text: str, pointer: str) -> Any:
    try:
        if kind is Decimal:
            return _number(text)
        return _YES_OR_NO[text] if kind is bool else kind(text)
    except (InvalidOperation, ValueError, LookupError) as error:
        wanted = Message("true 或 false", "true or false") if kind is bool else _A_NUMBER
        raise UsageError(
            "not-a-value",
            f"{pointer} 要填{wanted.zh}，不能填“{text}”。",
            f"{pointer} wants {wanted.en}, {text!r} is none.",
        ) from error


_A_NUMBER = Message("一个数", "a number")
_YES_OR_NO = {"true": True, "是": True, "false": False, "否": False}
_MOST_PLACES = 30  # before or after the point: no form prints more, and exports take no more


def _number(text: str) -> Decimal:
    """Raises ValueError for no number, or one whose digits would fill a page (1e999)."""
    value = Decimal(text)
    exponent = value.as_tuple().exponent
    if not isinstance(exponent, int) or not -_MOST_PLACES <= exponent <= _MOST_PLACES:
        raise ValueError(text)
    if value.adjusted() >= _MOST_PLACES:
        raise ValueError(text)
    return value


def _corrected(old: Field[Any] | None, kind: type, correction: Correction) -> Field[Any]:
    new = None if correction.new is None else _parse(kind, correction.new, correction.pointer)
    state = State.EMPTY if new is None else State.READ
    if old is None:
        return Field(new, "", state, Origin.HUMAN)
    read = (
        (Alternative(old.value, old.raw, "read before the correction"),)
        if old.value is not None
        else old.alternatives
    )
    return dataclasses.replace(
        old, value=new, state=state, origin=Origin.HUMAN, alternatives=read, settled_by=None
    )
