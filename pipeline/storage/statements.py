"""The statements that a batch repeats for every document, as plain SQL.

SQLAlchemy's own inserts weigh every value anew and took the parent more time than the database
did. The worker sends rows as the database takes them, so the driver gets them as they are.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from pipeline.storage import tables
from pipeline.storage.rows import Block


def insert(connection: Connection, table: str, block: Block) -> None:
    """Adds rows to a table."""
    dialect = connection.dialect
    statement = _insert(table, block.columns, dialect.name, _mark(dialect.paramstyle))
    connection.exec_driver_sql(statement, list(block.rows))


def insert_if_new(connection: Connection, table: str, block: Block) -> bool:
    """Adds one row, unless a row of its key is there; says whether it did."""
    dialect = connection.dialect
    statement = _insert(table, block.columns, dialect.name, _mark(dialect.paramstyle))
    (row,) = block.rows
    return bool(connection.exec_driver_sql(f"{statement} ON CONFLICT DO NOTHING", row).rowcount)


def find(connection: Connection, table: str, columns: str, sha256: str) -> sa.CursorResult[Any]:
    """The columns of a document's rows in a table, in the order of its key."""
    mark = _mark(connection.dialect.paramstyle)
    order = ", ".join(column.name for column in tables.metadata.tables[table].primary_key)
    return connection.exec_driver_sql(
        f"SELECT {columns} FROM {table} WHERE sha256 = {mark} ORDER BY {order}", (sha256,)
    )


@cache
def _insert(table: str, columns: tuple[str, ...], dialect: str, mark: str) -> str:
    known = tables.metadata.tables[table].columns
    names = ", ".join(tables.stored_name(known[name], dialect) for name in columns)
    return f"INSERT INTO {table} ({names}) VALUES ({', '.join([mark] * len(columns))})"


def _mark(style: str) -> str:
    """What stands for a value: drivers that name their values take them by position too."""
    return "?" if style == "qmark" else "%s"
