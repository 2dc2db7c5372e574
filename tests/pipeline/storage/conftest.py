"""Stores for tests: SQLite always, PostgreSQL wherever Debian's package is installed."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.support import postgresql


@pytest.fixture(scope="session")
def postgresql_url() -> Iterator[str]:
    """The URL of a running server; skips where there is none to run."""
    folder = postgresql.binaries()
    if folder is None:
        pytest.skip("PostgreSQL is not installed")
    with postgresql.server(folder) as url:
        yield url


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.heavy)])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty store."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / '存储 一.db'}"
    return str(request.getfixturevalue("postgresql_database"))


@pytest.fixture
def postgresql_database(postgresql_url: str) -> Iterator[str]:
    """The URL of an empty database, one that sorts as Chinese do: no order may depend on that."""
    server = sa.make_url(postgresql_url)
    name = f"fuhe_test_{uuid.uuid4().hex}"
    admin = sa.create_engine(
        server.set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT"
    )
    collated = "TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE 'zh-u-co-pinyin'"
    with admin.connect() as connection:
        connection.execute(sa.text(f'CREATE DATABASE "{name}" {collated}'))
    yield server.set(database=name).render_as_string(hide_password=False)
    with admin.connect() as connection:
        connection.execute(sa.text(f'DROP DATABASE "{name}" WITH (FORCE)'))
    admin.dispose()
