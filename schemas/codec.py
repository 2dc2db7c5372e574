"""JSON for every type of this package, both ways, driven by the types themselves.

Numbers are decimal strings with the digits as printed, boxes are ``[x0, top, x1, bottom]``.
A message is written in one language; read back, that sentence serves for both.
"""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Mapping
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Any, TypeVar

from schemas.document import DocumentRef
from schemas.geometry import Box
from schemas.message import Lang, Message
from schemas.record import Field, State
from schemas.result import SCHEMA, DocumentResult, MadeBy, RecordResult

T = TypeVar("T")
Json = Any  # a JSON document has no narrower static type


def decimal_text(value: Decimal) -> str:
    """The digits as printed, never in exponent form."""
    return format(value, "f")


def to_json(value: object, lang: Lang = "zh") -> Json:
    """A record type as plain JSON values; key order is the order of the type's fields."""
    match value:
        case None | bool() | int() | str() if not isinstance(value, Enum):
            return value
        case Enum():
            return value.value
        case float():
            return _number(value)
        case Decimal():
            return decimal_text(value)
        case Message():
            return value.say(lang)
        case Box():
            return [_number(v) for v in (value.x0, value.top, value.x1, value.bottom)]
        case DocumentResult():
            return _document_result(value, lang)
        case Mapping():
            return {str(key): to_json(item, lang) for key, item in value.items()}
        case tuple() | list():
            return [to_json(item, lang) for item in value]
        case frozenset():
            return sorted(to_json(item, lang) for item in value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {
            f.name: to_json(getattr(value, f.name), lang)
            for f in dataclasses.fields(value)
            if not (isinstance(value, RecordResult) and getattr(value, f.name) is None)
        }
    raise TypeError(f"no JSON form for {type(value).__name__}")


def from_json(kind: type[T], data: Json) -> T:
    """The value of type ``kind`` that ``to_json`` wrote; ValueError or KeyError otherwise."""
    return typing.cast("T", _read(kind, data))


def plain(value: object) -> Json:
    """Plain values: the same record without evidence; what is in doubt or missing is ``None``."""
    if isinstance(value, Field):
        return to_json(value.value) if value.state is State.READ else None
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {
            f.name: plain(getattr(value, f.name))
            for f in dataclasses.fields(value)
            if f.name not in {"groups", "notes", "unplaced"}
        }
    return value


def _number(value: float) -> float | int:
    """Points to a thousandth: more is noise of the arithmetic, not of the page."""
    rounded = round(value, 3)
    return int(rounded) if rounded == int(rounded) else rounded


def _document_result(result: DocumentResult, lang: Lang) -> Json:
    pages = [
        {
            "number": page.number,
            "kind": page.kind.value,
            "rotation": page.rotation,
            "size": [_number(page.width), _number(page.height)],
        }
        for page in result.pages
    ]
    return {
        "schema": SCHEMA,
        "document": {
            "name": result.document.name,
            "sha256": result.document.sha256,
            "bytes": result.document.size,
            "pages": pages,
            "hidden_text": result.hidden_text,
            "made_by": {
                "version": result.made_by.version,
                "engines": dict(result.made_by.engines),
                "families": dict(result.made_by.families),
                "rules": dict(result.made_by.rules),
            },
        },
        "status": result.status.value,
        "errors": to_json(result.errors, lang),
        "records": to_json(result.records, lang),
    }


def _read_document_result(data: Json) -> DocumentResult:
    if data["schema"] != SCHEMA:
        raise ValueError(f"schema {data['schema']!r} is not {SCHEMA!r}")
    doc, made = data["document"], data["document"]["made_by"]
    hints = _hints(DocumentResult)
    pages = [{**p, "width": p["size"][0], "height": p["size"][1]} for p in doc["pages"]]
    return DocumentResult(
        document=DocumentRef(doc["name"], doc["sha256"], doc["bytes"]),
        pages=_read(hints["pages"], pages),
        hidden_text=doc["hidden_text"],
        made_by=MadeBy(
            made["version"],
            *(tuple(made[key].items()) for key in ("engines", "families", "rules")),
        ),
        status=_read(hints["status"], data["status"]),
        errors=_read(hints["errors"], data["errors"]),
        records=_read(hints["records"], data["records"]),
    )


@cache
def _hints(kind: type) -> dict[str, Any]:
    return typing.get_type_hints(kind)


def _read(kind: Any, data: Json) -> Any:
    origin, args = typing.get_origin(kind), typing.get_args(kind)
    if origin in (types.UnionType, typing.Union):
        inner = next(arg for arg in args if arg is not type(None))
        return None if data is None else _read(inner, data)
    if origin is tuple:
        return tuple(_read(args[0], item) for item in data)
    if origin is frozenset:
        return frozenset(_read(args[0], item) for item in data)
    if kind is Decimal:
        return Decimal(data)
    if kind is Message:
        return Message(data, data)
    if kind is Box:
        return Box(*data)
    if kind is DocumentResult:
        return _read_document_result(data)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind(data)
    base = origin or kind
    if dataclasses.is_dataclass(base):
        hints = _hints(typing.cast("type", base))
        bound = args[0] if args else None
        values = {
            f.name: _read(_bind(hints[f.name], bound), data[f.name])
            for f in dataclasses.fields(base)
            if f.name in data
        }
        return typing.cast("Any", base)(**values)
    return float(data) if kind is float else data


def _bind(hint: Any, bound: Any) -> Any:
    """Puts the value type of ``Field[T]`` in the place of ``T``."""
    if bound is None:
        return hint
    if isinstance(hint, TypeVar):
        return bound
    parameters = getattr(hint, "__parameters__", ())
    return hint[bound] if parameters else hint
