"""Opening, writing and reading a store. One writer, one transaction a document."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote

import sqlalchemy as sa
from sqlalchemy.engine import URL, Connection, Engine, make_url

from pipeline.storage import statements, tables
from pipeline.storage.corrections import Correction
from pipeline.storage.errors import (
    foreign_store,
    newer_store,
    no_driver,
    no_file,
    older_store,
    told_plainly,
)
from pipeline.storage.rows import Block, Prepared, document_rows
from schemas.codec import from_json, to_json
from schemas.message import Message
from schemas.result import DocumentResult, Problem


@dataclass(frozen=True, slots=True)
class Stored:
    """What the store knows of a document: status, what was wrong with it, reading version."""

    status: str
    problems: tuple[Problem, ...]
    reading: str


class Store:
    """An open store; use as a context manager. ``url`` is fit to be shown: no password."""

    def __init__(self, engine: Engine, shown: str, *, rebuilt_from: str | None = None) -> None:
        self._engine = engine
        self.url = shown
        self.rebuilt_from = rebuilt_from

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._engine.dispose()

    def known(self, sha256: str) -> Stored | None:
        """What is stored of a document, ``None`` if nothing."""
        documents, errors = tables.documents, tables.errors
        with told_plainly(self.url), self._engine.connect() as connection:
            row = connection.execute(
                sa.select(documents.c.status, documents.c.reading).where(
                    documents.c.sha256 == sha256
                )
            ).one_or_none()
            if row is None:
                return None
            wrong = connection.execute(
                sa.select(errors.c.code, errors.c.message, errors.c.message_en)
                .where(errors.c.sha256 == sha256)
                .order_by(errors.c.row)
            )
            problems = tuple(Problem(e.code, Message(e.message, e.message_en)) for e in wrong)
            return Stored(row.status, problems, row.reading)

    def hashes(self) -> set[bytes]:
        """The SHA-256 of every document, as its 32 bytes."""
        with told_plainly(self.url), self._engine.connect() as connection:
            found = connection.execute(sa.select(tables.documents.c.sha256)).scalars()
            return {bytes.fromhex(sha256) for sha256 in found}

    def save(self, prepared: Prepared, *names: str) -> None:
        """Stores a document whole or not at all, in place of an earlier reading of it."""
        with told_plainly(self.url), self._engine.begin() as connection:
            if not statements.insert_if_new(connection, "documents", prepared.document):
                _renew_document(connection, prepared)
                _clear_tidy(connection, prepared.sha256)
            _put_names(connection, prepared.sha256, *names)
            _put_tidy(connection, prepared.tidy)

    def add_name(self, sha256: str, name: str) -> None:
        """Notes another name of a stored document."""
        with told_plainly(self.url), self._engine.begin() as connection:
            _put_names(connection, sha256, name)

    def result(self, sha256: str) -> DocumentResult | None:
        """The full result as it was read."""
        with told_plainly(self.url), self._engine.connect() as connection:
            text = connection.execute(
                sa.select(tables.documents.c.result).where(tables.documents.c.sha256 == sha256)
            ).scalar_one_or_none()
        return None if text is None else from_json(DocumentResult, json.loads(text))

    def corrections(self, sha256: str | None = None) -> tuple[Correction, ...]:
        """The corrections of a document, or all of them, in the order they were made."""
        table = tables.corrections
        wanted = sa.select(*(column for column in table.c if column.name != "id"))
        if sha256 is not None:
            wanted = wanted.where(table.c.sha256 == sha256)
        with told_plainly(self.url), self._engine.connect() as connection:
            rows = connection.execute(wanted.order_by(table.c.id))
            return tuple(Correction(**row._mapping) for row in rows)

    def add_correction(self, correction: Correction, corrected: DocumentResult) -> None:
        """Keeps a correction and shows it in the tidy tables, in one transaction."""
        values = to_json(correction)
        with told_plainly(self.url), self._engine.begin() as connection:
            connection.exec_driver_sql(_DURABLY[connection.dialect.name])
            connection.execute(tables.corrections.insert(), values)
            _clear_tidy(connection, corrected.document.sha256)
            _put_tidy(connection, document_rows(corrected))

    def rows(self, table: sa.Table) -> Iterator[dict[str, Any]]:
        """All rows of a table as dictionaries, ordered by its key; a few held at a time."""
        order = list(table.primary_key.columns)
        dialect = self._engine.dialect.name
        wanted = (
            sa.column(tables.stored_name(column, dialect), column.type).label(column.name)
            for column in table.columns
        )
        with told_plainly(self.url), self._engine.connect() as connection:
            streaming = connection.execution_options(yield_per=500)
            chosen = sa.select(*wanted).select_from(table).order_by(*order)
            with streaming.execute(chosen) as result:
                for row in result:
                    yield dict(row._mapping)


def open_store(url: str, *, write: bool) -> Store:
    """Opens a store; with ``write`` it is created, or rebuilt if its structure is older.

    A rebuilt store keeps its corrections, has no documents, and says in ``rebuilt_from`` which
    version it was. Raises UsageError for a faulty URL, StoreError if it cannot be used.
    """
    shown = url if "://" in url else f"sqlite:///{url}"
    with told_plainly(_masked(shown)):
        try:
            parsed = make_url(shown)
        except ValueError as error:  # a port that is no number
            raise sa.exc.ArgumentError(str(error)) from error
        if parsed.get_backend_name() == "postgresql" and "+" not in parsed.drivername:
            parsed = parsed.set(drivername="postgresql+psycopg")
        safe = _shown(parsed)
        if parsed.get_backend_name() == "sqlite":
            _prepare_file(parsed, create=write)
            parsed = parsed if write else _for_reading(parsed)
        if parsed.drivername not in _DRIVERS:
            raise sa.exc.NoSuchModuleError(parsed.drivername)
        try:
            engine = sa.create_engine(parsed)
        except ImportError as error:
            raise no_driver(safe) from error
        sa.event.listen(engine, "connect", _CONFIGURE[parsed.get_backend_name()])
        try:
            with told_plainly(safe):
                return Store(engine, safe, rebuilt_from=_make_ready(engine, safe, write=write))
        except BaseException:
            engine.dispose()
            raise


def _make_ready(engine: Engine, shown: str, *, write: bool) -> str | None:
    """Builds or rebuilds the tables where that is needed; the version they had, if another."""
    found = _version(engine, shown)
    if found == tables.STORE_VERSION:
        if write:
            _try_writing(engine)
        return None
    if _is_newer(found):
        raise newer_store(found or "", tables.STORE_VERSION, shown)
    if not write:
        raise older_store(found or "0", tables.STORE_VERSION, shown)
    return found if _build(engine, shown) else None


def _is_newer(version: str | None) -> bool:
    """A store of a later program must not be rebuilt: what is in it may be all there is."""
    return (version or "").isdecimal() and int(version or "") > int(tables.STORE_VERSION)


def _shown(url: URL) -> str:
    """The URL without its password, a file's path in its own letters."""
    if url.get_backend_name() == "sqlite":
        return f"sqlite:///{url.database or ''}"
    open_to_see = url.difference_update_query(["password", "sslpassword"])
    return open_to_see.render_as_string(hide_password=True)


def _masked(url: str) -> str:
    """The URL without what stands between ``:`` and ``@`` or after ``?``: it may not be parsed."""
    url = url.partition("?")[0]
    head, at, tail = url.rpartition("@")
    scheme, colon, rest = head.partition("://")
    return f"{scheme}{colon}{rest.split(':')[0]}:***@{tail}" if at else url


def _prepare_file(url: URL, *, create: bool) -> None:
    """Creates the file readable by its owner only; sqlite itself would use the umask.

    Raises UsageError for no name (an empty variable in a script) and for SQLite's name of a
    database in memory: all that is read into one is lost with the end of the program.
    """
    if not url.database or url.database == ":memory:":
        raise no_file(_shown(url))
    path = Path(url.database)
    if create and not path.exists():
        try:
            os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))
        except OSError as error:
            raise sa.exc.OperationalError(None, None, error) from error
    elif not path.exists():
        raise sa.exc.OperationalError(None, None, FileNotFoundError(f"no such file: {path}"))


def _for_reading(url: URL) -> URL:
    """A store in a folder that may not be written to: SQLite would want to put a lock beside it.

    Nobody can be writing to it there, so it is read without one.
    """
    path = Path(url.database or "").absolute()
    if os.access(path.parent, os.W_OK):
        return url
    if path.with_name(f"{path.name}-wal").exists():
        return url
    unlocked = {"mode": "ro", "immutable": "1", "uri": "true"}
    return url.set(database=f"file:{quote(path.as_posix())}", query=unlocked)


def _try_writing(engine: Engine) -> None:
    """Fails now, and not after the first document was read, if the store is read-only."""
    with engine.connect() as connection:
        connection.execute(tables.store.update().values(value=tables.store.c.value))
        connection.rollback()


def _configure_sqlite(connection: Any, record: object) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA busy_timeout=10000")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.execute("PRAGMA synchronous=NORMAL")
    cursor.execute("PRAGMA wal_autocheckpoint=4000")  # pages: 16 MB wait in the log, 4 by default
    cursor.close()


def _configure_postgresql(connection: Any, record: object) -> None:
    connection.execute("SET synchronous_commit TO off")
    connection.commit()


_DRIVERS = {"sqlite", "sqlite+pysqlite", "postgresql+psycopg"}
_CONFIGURE = {"sqlite": _configure_sqlite, "postgresql": _configure_postgresql}
"""Neither waits for the disk at every document: a power cut may cost the last few, which the next
run reads again, but leaves no half one."""
_DURABLY = {
    "sqlite": "PRAGMA synchronous=FULL",
    "postgresql": "SET LOCAL synchronous_commit TO on",
}
"""Said before a correction is written: what a person has typed is on the disk when it is kept."""


def _version(engine: Engine, shown: str) -> str | None:
    """The structure version of a store, ``None`` for an empty database."""
    with engine.connect() as connection:
        return _version_in(connection, shown)


def _version_in(connection: Connection, shown: str) -> str | None:
    present = set(sa.inspect(connection).get_table_names())
    if tables.store.name not in present:
        if present & set(tables.metadata.tables):
            raise foreign_store(shown)
        return None
    return connection.execute(
        sa.select(tables.store.c.value).where(tables.store.c.key == "version")
    ).scalar_one_or_none()


def _build(engine: Engine, shown: str) -> bool:
    """Makes the tables; those of an older store go, all but the corrections.

    It happens whole or not at all, and once: False if another program has built them meanwhile.
    """
    kept = {tables.corrections.name}
    if engine.dialect.name == "sqlite":
        # The file remembers it. Refused at once if another program is just saying the same.
        with contextlib.suppress(sa.exc.OperationalError), engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA journal_mode=WAL")
    with engine.begin() as connection:
        connection.exec_driver_sql(_ALONE[engine.dialect.name])
        if _version_in(connection, shown) == tables.STORE_VERSION:
            return False
        old = [table for table in tables.metadata.sorted_tables if table.name not in kept]
        tables.metadata.drop_all(connection, tables=old)
        tables.metadata.create_all(connection)
        connection.execute(tables.store.insert(), {"key": "version", "value": tables.STORE_VERSION})
    return True


_ALONE = {
    "sqlite": "BEGIN IMMEDIATE",
    "postgresql": "SELECT pg_advisory_xact_lock(7310842)",
}
"""Said before tables are built. SQLite's driver would begin only when rows are written, and each
table would stand for itself; in PostgreSQL two could build at once. The number is ours alone."""


def _renew_document(connection: Connection, prepared: Prepared) -> None:
    table = tables.documents
    (row,) = prepared.document.rows
    values = dict(zip(prepared.document.columns, row, strict=True))
    connection.execute(table.update().where(table.c.sha256 == prepared.sha256).values(values))


def _put_names(connection: Connection, sha256: str, *names: str) -> None:
    for name in names:
        statements.insert_if_new(connection, "names", Block(("sha256", "name"), ((sha256, name),)))


def _clear_tidy(connection: Connection, sha256: str) -> None:
    for table in tables.PER_DOCUMENT:
        if table is not tables.names:
            connection.execute(table.delete().where(table.c.sha256 == sha256))


def _put_tidy(connection: Connection, blocks: Mapping[str, Block]) -> None:
    for name, block in blocks.items():
        statements.insert(connection, name, block)
