"""The statements that a batch repeats for every document, as plain SQL to the driver itself.

SQLAlchemy's own inserts weigh every value anew, which took the parent several times as long as the
database. The worker sends rows as the database takes them, so the driver gets them as they are;
connections and transactions stay SQLAlchemy's.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from sqlalchemy.engine import Connection
from sqlalchemy.exc import DatabaseError

from pipeline.storage import tables
from pipeline.storage.rows import Block


def insert(connection: Connection, table: str, block: Block) -> None:
    """Adds rows to a table."""
    with _cursor(connection) as cursor:
        cursor.executemany(_insert(connection, table, block), block.rows)


def insert_if_new(connection: Connection, table: str, block: Block) -> bool:
    """Adds one row, unless a row of its key is there; says whether it did."""
    (row,) = block.rows
    with _cursor(connection) as cursor:
        cursor.execute(f"{_insert(connection, table, block)} ON CONFLICT DO NOTHING", row)
        return bool(cursor.rowcount)


@contextmanager
def _cursor(connection: Connection) -> Iterator[Any]:
    """The driver's own cursor; its errors as SQLAlchemy would have them."""
    dbapi = connection.dialect.loaded_dbapi
    cursor = connection.connection.cursor()
    try:
        yield cursor
    except dbapi.Error as error:
        raise DatabaseError(None, None, error) from error
    finally:
        cursor.close()


def _insert(connection: Connection, table: str, block: Block) -> str:
    return _statement(table, block.columns, connection.dialect.name, connection.dialect.paramstyle)


@cache
def _statement(table: str, columns: tuple[str, ...], dialect: str, style: str) -> str:
    """Drivers that name their values (``pyformat``) take them by position too."""
    known = tables.metadata.tables[table].columns
    names = ", ".join(tables.stored_name(known[name], dialect) for name in columns)
    marks = ", ".join(["?" if style == "qmark" else "%s"] * len(columns))
    return f"INSERT INTO {table} ({names}) VALUES ({marks})"
