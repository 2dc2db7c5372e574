"""A store keeps every document once, whole, exact, and never mixes a correction into a reading."""

from __future__ import annotations

import dataclasses
import json
import os
import sqlite3
import stat
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from pathlib import Path

import pytest
import sqlalchemy as sa

from pipeline.api import correct
from pipeline.storage import tables
from pipeline.storage.corrections import Correction, apply, check
from pipeline.storage.errors import StoreError
from pipeline.storage.rows import prepare
from pipeline.storage.store import open_store
from schemas.codec import plain, to_json
from schemas.errors import UsageError
from schemas.record import State
from schemas.text import Origin
from tests.support.records import record_from_values
from tests.support.results import failed_result, result_from_values

VALUES = json.loads(
    (Path(__file__).parents[3] / "fixtures/pdfs/fushun-2021.values.json").read_text("utf-8")
)
CORRECTION = Correction(
    "0" * 64, 1, "/funds/1/executed", None, "12.50", "王芳", "2024-05-01T09:00:00+08:00", "看原件"
)


def test_a_result_comes_back_as_it_was_stored(store_url):
    result = result_from_values(VALUES)
    with open_store(store_url, write=True) as store:
        store.save(prepare(result, "v1"), "甲/报告.pdf")
    with open_store(store_url, write=False) as store:
        again = store.result(result.document.sha256)
        assert again is not None
        assert to_json(again) == to_json(result)
        known = store.known(result.document.sha256)
        assert known is not None
        assert (known.status, tuple(p.code for p in known.problems), known.reading) == (
            "ok",
            (),
            "v1",
        )
        assert store.known("f" * 64) is None


def test_storing_twice_leaves_one_document_with_two_names(store_url):
    result = result_from_values(VALUES)
    with open_store(store_url, write=True) as store:
        store.save(prepare(result, "v1"), "一.pdf")
        store.save(prepare(result, "v2"), "二.pdf")
        store.add_name(result.document.sha256, "二.pdf")
        assert [row["reading"] for row in store.rows(tables.documents)] == ["v2"]
        assert {row["name"] for row in store.rows(tables.names)} == {"一.pdf", "二.pdf"}
        assert len(list(store.rows(tables.indicators))) == len(VALUES["indicators"])
        assert len(list(store.rows(tables.funds))) == len(VALUES["funds"])


def test_numbers_are_exact(store_url):
    values = {**VALUES, "total_score": "123456789.01", "staff_count": "0.1"}
    with open_store(store_url, write=True) as store:
        store.save(prepare(result_from_values(values), "v1"), "一.pdf")
        (form,) = store.rows(tables.forms)
        assert form["total_score"] == Decimal("123456789.01")
        assert form["staff_count"] == Decimal("0.1")
        rates = [row["execution_rate"] for row in store.rows(tables.funds)]
        assert rates[10] == Decimal("120.90")


def test_numbers_compare_and_add_up_as_numbers_in_sqlite(tmp_path):
    path = tmp_path / "a.db"
    with open_store(f"sqlite:///{path}", write=True) as store:
        store.save(prepare(result_from_values(VALUES), "v1"), "一.pdf")
    with sqlite3.connect(path) as connection:
        (count,) = connection.execute(
            "SELECT count(*) FROM funds WHERE full_year_budget > 100"
        ).fetchone()
        (total,) = connection.execute(
            "SELECT sum(executed) FROM tasks WHERE NOT is_total"
        ).fetchone()
    connection.close()
    above = [
        f for f in VALUES["funds"] if f["full_year_budget"] and float(f["full_year_budget"]) > 100
    ]
    assert count == len(above)
    assert total == pytest.approx(265.32)


def test_every_value_leads_to_its_place(store_url):
    with open_store(store_url, write=True) as store:
        store.save(prepare(result_from_values(VALUES), "v1"), "一.pdf")
        places = {row["pointer"]: row for row in store.rows(tables.fields)}
        for row in store.rows(tables.funds):
            if row["executed"] is not None:
                found = places[f"{row['pointer']}/executed"]
                assert Decimal(found["value"]) == row["executed"]
                assert (found["page"], found["x0"]) == (1, 10.0)


def test_a_failed_document_is_known_by_its_code(store_url):
    result = failed_result("encrypted")
    with open_store(store_url, write=True) as store:
        store.save(prepare(result, "v1"), "坏.pdf")
        known = store.known(result.document.sha256)
        assert known is not None
        assert (known.status, tuple(p.code for p in known.problems)) == ("failed", ("encrypted",))


def test_the_file_is_its_owners_only(tmp_path):
    path = tmp_path / "a.db"
    with open_store(str(path), write=True):
        pass
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_corrections_outlive_a_new_reading_and_leave_the_old_one_alone(store_url):
    result = result_from_values(VALUES)
    sha256 = result.document.sha256
    with open_store(store_url, write=True) as store:
        store.save(prepare(result, "v1"), "一.pdf")
        correction = Correction(sha256, *list(to_json(CORRECTION).values())[1:])
        store.add_correction(correction, result)
        store.save(prepare(result, "v2"), "一.pdf")
        assert store.corrections(sha256) == (correction,)
        again = store.result(sha256)
        assert again is not None
        assert again.records[0].record.funds[1].executed is None


@pytest.mark.parametrize("new", ["12.5", 12, Decimal("12.50"), None])
def test_a_correction_may_be_given_as_a_number(store_url, new):
    result = result_from_values(VALUES)
    with open_store(store_url, write=True) as store:
        store.save(prepare(result, "v1"), "一.pdf")
    correct(store_url, result.document.sha256, "/funds/1/executed", new, who="王芳", why="看原件")
    expected = None if new is None else str(new)
    with open_store(store_url, write=False) as store:
        assert [made.new for made in store.corrections()] == [expected]
        (row,) = (row for row in store.rows(tables.fields) if row["pointer"] == "/funds/1/executed")
        assert (row["value"], row["origin"]) == (expected, "human")


def test_an_older_store_is_rebuilt_and_keeps_its_corrections(store_url):
    result = result_from_values(VALUES)
    with open_store(store_url, write=True) as store:
        store.save(prepare(result, "v1"), "一.pdf")
        store.add_correction(CORRECTION, result)
        with store._engine.begin() as connection:
            connection.execute(tables.store.update().values(value="0"))
    with pytest.raises(StoreError) as failure:
        open_store(store_url, write=False)
    assert failure.value.code == "store-older"
    with open_store(store_url, write=True) as store:
        assert store.rebuilt_from == "0"
        assert list(store.rows(tables.documents)) == []
        assert store.corrections(CORRECTION.sha256) == (CORRECTION,)


def test_a_newer_store_is_left_alone(store_url):
    result = result_from_values(VALUES)
    newer = str(int(tables.STORE_VERSION) + 1)
    with open_store(store_url, write=True) as store:
        store.save(prepare(result, "v1"), "一.pdf")
        with store._engine.begin() as connection:
            connection.execute(tables.store.update().values(value=newer))
    for write in (False, True):
        with pytest.raises(StoreError) as failure:
            open_store(store_url, write=write)
        assert failure.value.code == "store-newer"
    engine = sa.create_engine(store_url.replace("postgresql:", "postgresql+psycopg:"))
    with engine.connect() as connection:
        assert connection.execute(sa.select(tables.documents.c.status)).all() == [("ok",)]
    engine.dispose()


def test_a_store_is_built_whole_or_not_at_all(store_url, monkeypatch):
    def half_way(connection: sa.Connection, **_: object) -> None:
        tables.documents.create(connection)
        raise RuntimeError("the power goes")

    with monkeypatch.context() as patched:
        patched.setattr(tables.metadata, "create_all", half_way)
        with pytest.raises(RuntimeError):
            open_store(store_url, write=True)
    with open_store(store_url, write=True) as store:
        assert list(store.rows(tables.documents)) == []


@pytest.mark.parametrize("older", [False, True])
def test_programs_that_start_together_build_one_store(store_url, older):
    if older:
        with open_store(store_url, write=True) as store, store._engine.begin() as connection:
            connection.execute(tables.store.update().values(value="0"))
    result = result_from_values(VALUES)
    together = threading.Barrier(4)

    def load(name: str) -> None:
        together.wait()
        with open_store(store_url, write=True) as store:
            store.save(prepare(result, "v1"), name)

    names = [f"{number}.pdf" for number in range(4)]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(load, names))
    with open_store(store_url, write=False) as store:
        assert [row["name"] for row in store.rows(tables.names)] == names


def test_a_correction_has_origin_human_and_shows_what_was_read():
    record = record_from_values(VALUES)
    changed = apply(
        record,
        [
            Correction("0", 1, "/funds/0/initial_budget", "636.34", "636.43", "王", "t", "看原件"),
            Correction("0", 1, "/indicators/6/actual/unit", "%", None, "王", "t", "看原件"),
            Correction("0", 1, "/funds/99/executed", None, "1", "王", "t", "行已不在"),
        ],
    )
    amount = changed.funds[0].initial_budget
    assert amount is not None
    assert (amount.value, amount.origin, amount.raw) == (Decimal("636.43"), Origin.HUMAN, "636.34")
    assert [a.value for a in amount.alternatives] == [Decimal("636.34")]
    unit = changed.indicators[6].actual.unit
    assert unit is not None
    assert (unit.value, unit.state) == (None, State.EMPTY)
    assert plain(changed)["indicators"][5] == VALUES["indicators"][5]


@pytest.mark.parametrize(
    ("pointer", "new", "code"),
    [
        ("/funds/99/executed", "1", "no-such-field"),
        ("/funds/0", "1", "no-such-field"),
        ("/nothing", "1", "no-such-field"),
        ("/funds/0/executed", "十二", "not-a-value"),
        ("/funds/0/executed", "NaN", "not-a-value"),
        ("/funds/0/executed", "1e999", "not-a-value"),
        ("/funds/0/executed", "1e-99", "not-a-value"),
        ("/funds/0/executed", "9" * 31, "not-a-value"),
        ("/tasks/0/is_total", "maybe", "not-a-value"),
    ],
)
def test_a_correction_that_fits_nowhere_is_refused(pointer, new, code):
    with pytest.raises(UsageError) as failure:
        check(record_from_values(VALUES), pointer, new)
    assert failure.value.code == code


def test_a_correction_that_fits_no_longer_is_passed_over():
    record = record_from_values(VALUES)
    gone = dataclasses.replace(CORRECTION, pointer="/funds/99/executed")
    no_number = dataclasses.replace(CORRECTION, new="1e999")
    assert apply(record, [gone, no_number]) == record


def test_a_correction_names_what_was_read():
    assert check(record_from_values(VALUES), "/funds/10/execution_rate", "121") == "120.90"


def test_trouble_with_a_store_is_told_plainly(tmp_path):
    (tmp_path / "not.db").write_bytes(b"this is no database at all, only text " * 40)
    with pytest.raises(StoreError) as damaged:
        open_store(str(tmp_path / "not.db"), write=True)
    assert damaged.value.code == "store-damaged"
    with pytest.raises(StoreError) as missing:
        open_store(str(tmp_path / "none.db"), write=False)
    assert missing.value.code == "store-unavailable"


@pytest.mark.parametrize(
    "url",
    [
        *("nosuch://x:gehe1m@y/z", "mysql://x:gehe1m@y/z", "oracle://x"),
        *("postgresql+asyncpg://x:gehe1m@y/z", "sqlite+aiosqlite:///a.db"),
        *("", "sqlite://", "sqlite:///:memory:", ":memory:"),
    ],
)
@pytest.mark.parametrize("write", [True, False])
def test_an_address_that_names_no_store_of_ours_is_wrong_usage(url, write):
    with pytest.raises(UsageError) as failure:
        open_store(url, write=write)
    assert failure.value.code == "store-url"
    assert "gehe1m" not in failure.value.message.zh + failure.value.message.en


def test_a_missing_driver_is_named_with_its_remedy(monkeypatch):
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(UsageError) as failure:
        open_store("postgresql://u:gehe1m@127.0.0.1:1/none", write=True)
    assert failure.value.code == "store-driver"
    assert "fuhe[postgresql]" in failure.value.message.zh
    assert "gehe1m" not in failure.value.message.zh + failure.value.message.en


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://u:gehe1m@127.0.0.1:1/none",
        "postgresql://127.0.0.1:1/none?user=u&password=gehe1m",
        "nosuch://127.0.0.1:1/none?user=u&password=gehe1m",
        "nosuch://127.0.0.1:port/none?user=u&password=gehe1m",
    ],
)
def test_a_password_is_never_shown(url):
    with pytest.raises((StoreError, UsageError)) as failure:
        open_store(url, write=False)
    assert "127.0.0.1" in failure.value.message.en
    assert "gehe1m" not in failure.value.message.zh + failure.value.message.en


def test_tables_of_another_program_are_left_alone(tmp_path):
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE documents (a)")
    connection.close()
    with pytest.raises(StoreError) as failure:
        open_store(str(path), write=True)
    assert failure.value.code == "store-foreign"


def test_a_full_disk_loses_nothing(tmp_path):
    path = tmp_path / "a.db"
    first, second = result_from_values(VALUES, "一.pdf"), result_from_values(VALUES, "二.pdf")
    with open_store(str(path), write=True) as store:
        store.save(prepare(first, "v1"), "一.pdf")
        with store._engine.connect() as connection:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
            connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")
        with pytest.raises(StoreError) as failure:
            store.save(prepare(second, "v1"), "二.pdf")
        assert failure.value.code == "store-full"
        assert store.known(second.document.sha256) is None
        assert store.result(first.document.sha256) is not None
