"""Numbers keep every digit as printed, in every database and every export, and stay numbers."""

from __future__ import annotations

import dataclasses
import json
import sqlite3
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow.parquet as pq
import pytest

from pipeline.storage import tables
from pipeline.storage.export import export
from pipeline.storage.frames import load
from pipeline.storage.rows import prepare
from pipeline.storage.store import open_store
from schemas.errors import UsageError
from schemas.result import DocumentResult
from tests.support.results import failed_result, result_from_values

VALUES = json.loads(
    (Path(__file__).parents[3] / "fixtures/pdfs/fushun-2021.values.json").read_text("utf-8")
)
LONG = "12345678901234567890.12"


def with_score(text: str, **more: Any) -> DocumentResult:
    return result_from_values({**VALUES, "total_score": text, **more}, f"{text}.pdf")


def stored(url: str, *results: DocumentResult) -> None:
    with open_store(url, write=True) as store:
        for result in results:
            store.save(prepare(result, "v1"), result.document.name)


@pytest.mark.parametrize(
    "text", [LONG, "0.1", "8.50", "100.00", "-3.20", "0", "9007199254740993", "1E+3", "0.30000000"]
)
def test_every_digit_comes_back_as_printed(store_url, text):
    stored(store_url, with_score(text))
    with open_store(store_url, write=False) as store:
        (form,) = store.rows(tables.forms)
    assert str(form["total_score"]) == format(Decimal(text), "f")


@pytest.mark.parametrize("kind", ["csv", "jsonl", "parquet", "xlsx"])
def test_every_digit_leaves_in_every_format(store_url, tmp_path, kind):
    stored(store_url, with_score(LONG))
    with open_store(store_url, write=False) as store:
        export(store, tmp_path / "out", kind)
    out = tmp_path / "out"
    match kind:
        case "parquet":
            (found,) = pq.read_table(out / "forms.parquet")["total_score"].to_pylist()
        case "xlsx":
            head, row = openpyxl.load_workbook(out / "fuhe.xlsx")["forms"].iter_rows()
            (found,) = (
                cell.value
                for name, cell in zip(head, row, strict=True)
                if name.value == "total_score"
            )
            assert isinstance(found, str), "a spreadsheet's number would lose the last digits"
        case _:
            found = LONG if LONG in (out / f"forms.{kind}").read_text("utf-8") else ""
    assert Decimal(found) == Decimal(LONG)
    exact = load(store_url, exact=True)["forms"]["total_score"].iloc[0]
    assert exact == Decimal(LONG)


def test_money_in_yuan_is_exact_too(tmp_path):
    url = str(tmp_path / "a.db")
    funds = [{**VALUES["funds"][0], "executed": "1234567890123456789012345678.91"}]
    stored(url, result_from_values({**VALUES, "funds": funds}))
    yuan = load(url, exact=True)["funds"]["executed_yuan"].iloc[0]
    assert yuan == Decimal("12345678901234567890123456789100")


@pytest.mark.parametrize("text", ["0.123456789", "1" * 31, "1" * 45])
def test_what_parquet_cannot_hold_is_refused_and_not_rounded(tmp_path, text):
    url = str(tmp_path / "a.db")
    stored(url, with_score(text))
    with open_store(url, write=False) as store, pytest.raises(UsageError) as failure:
        export(store, tmp_path / "out", "parquet")
    assert failure.value.code == "export-digits"
    with open_store(url, write=False) as store:
        export(store, tmp_path / "out", "csv")
    assert text in (tmp_path / "out/forms.csv").read_text("utf-8")


def test_in_sqlite_they_compare_order_and_divide_as_numbers(tmp_path):
    path = tmp_path / "a.db"
    stored(str(path), *(with_score(text) for text in ("9", "95", "100", "8.50")))
    with sqlite3.connect(path) as connection:
        above = connection.execute("SELECT count(*) FROM forms WHERE total_score > 90")
        ordered = connection.execute("SELECT total_score_digits FROM forms ORDER BY total_score")
        share = connection.execute("SELECT total_score / 100 FROM forms WHERE total_score = 95")
        assert above.fetchone() == (2,)
        assert [row[0] for row in ordered] == ["8.50", "9", "95", "100"]
        assert share.fetchone() == (0.95,)
    connection.close()


def test_what_no_database_can_hold_is_replaced_and_costs_no_document(store_url):
    result = with_score("96", department="财政\0局\ud800")
    (item,) = result.records
    year = item.record.year
    assert year is not None
    record = dataclasses.replace(item.record, year=dataclasses.replace(year, value=10**20))
    stored(
        store_url, dataclasses.replace(result, records=(dataclasses.replace(item, record=record),))
    )
    with open_store(store_url, write=False) as store:
        (form,) = store.rows(tables.forms)
        values = {row["pointer"]: row["value"] for row in store.rows(tables.fields)}
        assert store.result(result.document.sha256) is not None
    assert (form["department"], form["year"]) == ("财政\ufffd局\ufffd", None)
    assert values["/year"] == str(10**20), "its text is kept"


@pytest.mark.heavy
def test_sqlite_and_postgresql_export_the_same_bytes(postgresql_database, tmp_path):
    names = ("阿.pdf", "B.pdf", "a.pdf", "中.pdf", "_.pdf", "é.pdf")
    results = [
        result_from_values({**VALUES, "total_score": f"9{n}.50"}, name)
        for n, name in enumerate(names)
    ]
    results.append(failed_result("encrypted"))
    for url, folder in ((str(tmp_path / "a.db"), "one"), (postgresql_database, "two")):
        stored(url, *results)
        with open_store(url, write=True) as store:
            for name in names:
                store.add_name(results[0].document.sha256, name)
        with open_store(url, write=False) as store:
            export(store, tmp_path / folder, "csv")
    files = sorted(path.name for path in (tmp_path / "one").iterdir())
    assert files == sorted(f"{table.name}.csv" for table in tables.TIDY)
    for name in files:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()
