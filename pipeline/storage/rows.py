"""A document's result as rows of the tidy tables. Pure."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from schemas.codec import decimal_text, plain, to_json
from schemas.record import Field, Indicator, SelfEvaluation, State
from schemas.result import DocumentResult, Problem, RecordResult

Row = dict[str, Any]

_CONTACT = re.compile(
    r"联系人|联系方式|联系电话|电话|手机|填表人|填报人|经办人|负责人|邮箱"
    r"|(?<!\d)1[3-9]\d{9}(?!\d)|(?<!\d)0\d{2,3}[-－—]\d{7,8}(?!\d)"
)

_NO_TEXT = re.compile("[\0\ud800-\udfff]")
"""NUL and lone surrogates: a faulty font can map a glyph to them, and no database takes them."""
_MOST = 2**31 - 1


def is_contact(label: str | None, text: str | None) -> bool:
    """Whether a note holds a person's name or number, by its label or the look of its text."""
    return bool(_CONTACT.search(label or "") or _CONTACT.search(text or ""))


@dataclass(frozen=True, slots=True)
class Block:
    """Rows of one table as a database takes them: plain tuples, numbers as their digits."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document ready to be written: its own row, and the tidy rows by table name."""

    sha256: str
    status: str
    document: Block
    tidy: Mapping[str, Block]
    problems: tuple[Problem, ...]


def prepare(
    result: DocumentResult, reading: str, corrected: DocumentResult | None = None
) -> Prepared:
    """The rows of a document read by the reading version ``reading``.

    The full result is kept as JSON as it was read; the tidy rows show ``corrected`` if given.
    """
    row = {
        "sha256": result.document.sha256,
        "bytes": result.document.size,
        "pages": len(result.pages),
        "status": result.status.value,
        "hidden_text": result.hidden_text,
        "reading": reading,
        "result": json.dumps(to_json(result), ensure_ascii=False, separators=(",", ":")),
    }
    return Prepared(
        result.document.sha256,
        result.status.value,
        _block([row]),
        document_rows(corrected or result),
        result.errors,
    )


def document_rows(result: DocumentResult) -> dict[str, Block]:
    """Rows by table name, for the tables that have any; each carries the document's ``sha256``."""
    tables: dict[str, list[Row]] = {
        "errors": [
            {
                "row": row,
                "code": problem.code,
                "message": problem.message.zh,
                "message_en": problem.message.en,
            }
            for row, problem in enumerate(result.errors)
        ]
    }
    for number, record in enumerate(result.records, start=1):
        for table, rows in _record_rows(record):
            tables.setdefault(table, []).extend({"form": number, **row} for row in rows)
    sha256 = {"sha256": result.document.sha256}
    return {name: _block([sha256 | row for row in rows]) for name, rows in tables.items() if rows}


def _block(rows: Sequence[Row]) -> Block:
    return Block(tuple(rows[0]), tuple(tuple(map(_storable, row.values())) for row in rows))


def _storable(value: Any) -> Any:
    """What every database can hold: no number beyond a column's, no character beyond Unicode's.

    A count of more digits than any form has is left out here and keeps its text in ``fields``.
    """
    if isinstance(value, str):
        return _NO_TEXT.sub("\ufffd", value)
    if isinstance(value, Decimal):
        return decimal_text(value)
    if isinstance(value, int) and not -_MOST <= value <= _MOST:
        return None
    return value


def leaves(value: object, pointer: str = "") -> Iterator[tuple[str, Field[Any]]]:
    """Every field of a record with its JSON Pointer, in the record's order."""
    if isinstance(value, Field):
        yield pointer, value
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from leaves(item, f"{pointer}/{index}")
    elif dataclasses.is_dataclass(value):
        for part in dataclasses.fields(value):
            yield from leaves(getattr(value, part.name), f"{pointer}/{part.name}")


def _record_rows(result: RecordResult) -> Iterator[tuple[str, list[Row]]]:
    record = result.record
    yield "forms", [_form_row(result)]
    for table in ("funds", "tasks", "goals"):
        items = getattr(record, table)
        yield table, [{**_head(table, row), **_values(item)} for row, item in enumerate(items)]
    yield (
        "indicators",
        [
            {**_head("indicators", row), **_indicator(indicator)}
            for row, indicator in enumerate(record.indicators)
        ],
    )
    yield (
        "notes",
        [
            {
                **_head("notes", row),
                "label": _value(note.label),
                "text": _value(note.text),
                "contact": is_contact(_value(note.label), _value(note.text)),
            }
            for row, note in enumerate(record.notes)
        ],
    )
    yield "findings", _finding_rows(result)
    yield "rescores", _rescore_rows(result)
    yield "fields", [_field_row(pointer, leaf) for pointer, leaf in leaves(record)]


def _head(table: str, row: int) -> Row:
    return {"row": row, "pointer": f"/{table}/{row}"}


def _value(leaf: Field[Any] | None) -> Any:
    return leaf.value if leaf is not None and leaf.state is State.READ else None


def _values(item: Any) -> Row:
    return {part.name: _value(getattr(item, part.name)) for part in dataclasses.fields(item)}


def _form_row(result: RecordResult) -> Row:
    scalars = [
        part.name
        for part in dataclasses.fields(SelfEvaluation)
        if not isinstance(getattr(result.record, part.name), tuple)
    ]
    row: Row = {name: _value(getattr(result.record, name)) for name in scalars}
    rescore = result.rescore
    row |= {
        "sum_of_stated": rescore and rescore.sum_of_stated,
        "recomputed_low": rescore and rescore.recomputed.low,
        "recomputed_high": rescore and rescore.recomputed.high,
        "recomputed": rescore and rescore.recomputed.recommended,
        "not_verifiable_points": rescore and rescore.not_verifiable_points,
    }
    return row


def _indicator(indicator: Indicator) -> Row:
    row: Row = {}
    for part in dataclasses.fields(indicator):
        value = getattr(indicator, part.name)
        if part.name in {"target", "actual"}:
            row |= {f"{part.name}_{name}": item for name, item in _values(value).items()}
        elif part.name == "reasons":
            row["reasons"] = "；".join(filter(None, plain(value))) or None
        else:
            row[part.name] = _value(value)
    return row


def _finding_rows(result: RecordResult) -> list[Row]:
    places = {pointer: leaf.places for pointer, leaf in leaves(result.record)}
    return [
        {
            "row": row,
            "code": finding.code,
            "severity": finding.severity.value,
            "verdict": finding.verdict.value,
            "cause": finding.cause.value,
            "pointer": finding.fields[0] if finding.fields else None,
            "fields": " ".join(finding.fields),
            "stated": finding.stated,
            "low": finding.computed.low if finding.computed else None,
            "high": finding.computed.high if finding.computed else None,
            "page": _page(finding.fields, places),
            "message": finding.message.zh,
        }
        for row, finding in enumerate(result.findings or ())
    ]


def _page(pointers: tuple[str, ...], places: dict[str, Any]) -> int | None:
    """The page of the first accused value, or of the first value inside the accused row."""
    for pointer in pointers:
        for name, found in places.items():
            if found and (name == pointer or name.startswith(f"{pointer}/")):
                return int(found[0].page)
    return None


def _rescore_rows(result: RecordResult) -> list[Row]:
    if result.rescore is None:
        return []
    return [
        {
            "row": row,
            "pointer": item.field,
            "stated": item.stated,
            "recomputed": item.scores[0].score if item.scores else None,
            "low": min((score.score for score in item.scores), default=None),
            "high": max((score.score for score in item.scores), default=None),
            "verdict": item.verdict.value,
            "method": item.method,
        }
        for row, item in enumerate(result.rescore.indicators)
    ]


def _field_row(pointer: str, leaf: Field[Any]) -> Row:
    place = leaf.places[0] if leaf.places else None
    value = plain(leaf)
    return {
        "pointer": pointer,
        "value": None if value is None else str(value),
        "raw": leaf.raw,
        "state": leaf.state.value,
        "origin": leaf.origin.value,
        "confidence": leaf.confidence,
        "page": place and place.page,
        "x0": place and round(place.box.x0, 3),
        "top": place and round(place.box.top, 3),
        "x1": place and round(place.box.x1, 3),
        "bottom": place and round(place.box.bottom, 3),
    }
