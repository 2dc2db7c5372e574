"""JSON Schema (2020-12) of the full result, generated from the types."""

from __future__ import annotations

import dataclasses
import types
import typing
from decimal import Decimal
from enum import Enum
from typing import Any

from schemas.geometry import Box
from schemas.message import Message
from schemas.page import PageKind
from schemas.record import SelfEvaluation
from schemas.result import SCHEMA, Problem, RecordResult, Status

Json = dict[str, Any]
_DECIMAL: Json = {"type": "string", "pattern": r"^-?[0-9]+(\.[0-9]+)?$"}
_STRINGS: Json = {"type": "object", "additionalProperties": {"type": "string"}}


def full_result_schema() -> Json:
    """The schema that ``fuhe schema`` prints; later versions of fuhe/1 only gain keys."""
    definitions: dict[str, Json] = {}
    record = _schema(RecordResult, definitions)
    problem = _schema(Problem, definitions)
    _schema(SelfEvaluation, definitions)
    page = _object(
        {
            "number": {"type": "integer", "minimum": 1},
            "kind": {"enum": [kind.value for kind in PageKind]},
            "rotation": {"enum": [0, 90, 180, 270]},
            "size": {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2},
        }
    )
    made_by = _object(
        {
            "version": {"type": "string"},
            "engines": _STRINGS,
            "families": _STRINGS,
            "rules": _STRINGS,
        }
    )
    document = _object(
        {
            "name": {"type": "string"},
            "sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
            "bytes": {"type": "integer", "minimum": 0},
            "pages": {"type": "array", "items": page},
            "hidden_text": {"type": "integer", "minimum": 0},
            "made_by": made_by,
        }
    )
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": SCHEMA,
        **_object(
            {
                "schema": {"const": SCHEMA},
                "document": document,
                "status": {"enum": [status.value for status in Status]},
                "errors": {"type": "array", "items": problem},
                "records": {"type": "array", "items": record},
            }
        ),
        "$defs": dict(sorted(definitions.items())),
    }


def _object(properties: dict[str, Json], optional: frozenset[str] = frozenset()) -> Json:
    return {
        "type": "object",
        "properties": properties,
        "required": [name for name in properties if name not in optional],
    }


def _schema(kind: Any, definitions: dict[str, Json], bound: Any = None) -> Json:
    origin, args = typing.get_origin(kind), typing.get_args(kind)
    if isinstance(kind, typing.TypeVar):
        return _schema(bound, definitions)
    if origin in (types.UnionType, typing.Union):
        inner = next(arg for arg in args if arg is not type(None))
        return {"anyOf": [_schema(inner, definitions, bound), {"type": "null"}]}
    if origin is tuple:
        return {"type": "array", "items": _schema(args[0], definitions, bound)}
    simple: dict[Any, Json] = {
        Decimal: _DECIMAL,
        str: {"type": "string"},
        Message: {"type": "string"},
        bool: {"type": "boolean"},
        int: {"type": "integer"},
        float: {"type": "number"},
        Box: {"type": "array", "items": {"type": "number"}, "minItems": 4, "maxItems": 4},
    }
    if kind in simple:
        return simple[kind]
    if isinstance(kind, type) and issubclass(kind, Enum):
        return {"enum": [member.value for member in kind]}
    base = origin or kind
    inner = (bound if isinstance(args[0], typing.TypeVar) else args[0]) if args else None
    name = base.__name__ + (f"-{inner.__name__}" if inner else "")
    if name not in definitions:
        definitions[name] = {}
        hints = typing.get_type_hints(base)
        optional = frozenset({"findings", "rescore"}) if base is RecordResult else frozenset()
        definitions[name] = _object(
            {f.name: _schema(hints[f.name], definitions, inner) for f in dataclasses.fields(base)},
            optional,
        )
    return {"$ref": f"#/$defs/{name}"}
