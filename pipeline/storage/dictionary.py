"""The data dictionary: every table and column that people export, from the tables themselves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import sqlalchemy as sa

from pipeline.storage import tables
from pipeline.storage.tables import ExactDecimal

MONEY = ("initial_budget", "full_year_budget", "executed")
YUAN = "_yuan"


@dataclass(frozen=True, slots=True)
class ColumnEntry:
    """A column of an export: ``kind`` is text, integer, decimal, float or boolean."""

    table: str
    name: str
    kind: str
    meaning: str


def exported_columns(table: sa.Table) -> tuple[ColumnEntry, ...]:
    """The columns of a table in export order; money stands a second time, in 元."""
    own = tuple(
        ColumnEntry(table.name, column.name, _kind(column), column.comment or "")
        for column in table.columns
        if column.name != "result"
    )
    yuan = tuple(
        ColumnEntry(table.name, f"{entry.name}{YUAN}", "decimal", f"{entry.name} in 元")
        for entry in own
        if entry.name in MONEY
    )
    return own + yuan


def as_markdown() -> str:
    """The data dictionary as a page of documentation."""
    return "\n".join(_markdown()) + "\n"


def _markdown() -> Iterator[str]:
    yield "# Data dictionary"
    yield ""
    yield "What `fuhe export` writes and `fuhe.load` gives; the store's SQL tables have the same"
    yield "names and columns, and `documents.result` beside them (the full result as JSON)."
    yield "Rows join by `sha256`, `form` and `row`; a value's place on paper is the row of"
    yield "`fields` whose `pointer` is the row's `pointer`, a slash, and the column's name"
    yield "(`target_value` is `target/value`)."
    yield ""
    yield "Decimals have every digit as printed. In PostgreSQL they are NUMERIC. SQLite knows"
    yield "only floating-point numbers: there `executed` is one, for SQL to compare and add up, and"
    yield "the text `executed_digits` beside it is the exact value. Exports, and `fuhe.load` with"
    yield "`exact=True`, give the exact value."
    yield ""
    yield "What a format does to a value: in parquet decimals have eight digits after the point;"
    yield "in jsonl they are text; in xlsx those of more than fifteen digits are text, and a text"
    yield "too long for a cell ends in a remark that it is cut; in csv a text that Excel would take"
    yield "for a formula has an apostrophe before it. Without `--with-contacts`"
    yield "(`with_contacts=True`) the text of a contact is `［联系方式从略］` everywhere."
    for table in tables.TIDY:
        yield ""
        yield f"## {table.name}"
        yield ""
        yield table.comment or "What people have put right."
        yield ""
        yield "| column | type | meaning |"
        yield "|---|---|---|"
        for entry in exported_columns(table):
            meaning = entry.meaning.replace("|", "\\|")
            yield f"| `{entry.name}` | {entry.kind} | {meaning} |"


def _kind(column: sa.Column[object]) -> str:
    match column.type:
        case ExactDecimal():
            return "decimal"
        case sa.Boolean():
            return "boolean"
        case sa.Float():
            return "float"
        case sa.Integer():
            return "integer"
        case _:
            return "text"


if __name__ == "__main__":
    print(as_markdown(), end="")
