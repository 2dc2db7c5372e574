"""Every command on every file that nobody should have to read: its code, its status, no traceback.

``test_bad_inputs`` does the same for ``extract``. What stands in the tables is what the contract
says, and ``tests.support.command_line`` refuses any traceback.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
from pathlib import Path

import pytest

from tests.pipeline.cli.test_bad_inputs import MALFORMED, expected_codes
from tests.support.command_line import fuhe

LIMITS = ("--timeout", "30", "--memory", "256", "--ocr", "none")
NO_REPORT = {"no-form", "not-self-evaluation", "blank-form"}
FILES = expected_codes()

pytestmark = pytest.mark.heavy


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("坏文件")
    for name, _ in FILES:
        shutil.copy(MALFORMED / name, root / name)
    return root


def test_audit_names_them_one_by_one(tmp_path: Path) -> None:
    reports = ("--html", str(tmp_path / "a.html"), "--xlsx", str(tmp_path / "a.xlsx"))
    files = [MALFORMED / name for name, _ in FILES]
    ran = fuhe("audit", "--format", "json", "--jobs", "2", *LIMITS, *reports, *files, timeout=400)
    assert ran.status == 3
    codes = [line["errors"][0]["code"] for line in ran.documents]
    assert [c for c, (_, right) in zip(codes, FILES, strict=True) if c not in right] == []
    page = (tmp_path / "a.html").read_text("utf-8")
    assert all(name in page for name, _ in FILES)
    assert (tmp_path / "a.xlsx").stat().st_size > 1000


def test_batch_stores_each_with_its_code_and_export_writes_them_out(
    folder: Path, tmp_path: Path
) -> None:
    store = tmp_path / "a.db"
    ran = fuhe("batch", folder, "--store", store, "--jobs", "2", *LIMITS, timeout=600)
    assert ran.status == 3
    with sqlite3.connect(store) as connection:
        rows = connection.execute("SELECT name, code FROM names LEFT JOIN errors USING (sha256)")
        found = dict(rows.fetchall())
    connection.close()
    assert {name: c for name, c in found.items() if c not in dict(FILES)[name]} == {}
    assert set(found) == {name for name, _ in FILES}
    passed = sum(code in NO_REPORT for code in found.values())
    ledger = (
        f"共 {len(FILES)} 个文件 = 读入 0 + 已有 0 + 略过 {passed} + 未读出 {len(FILES) - passed}"
    )
    assert ran.out.splitlines()[-1] == ledger
    assert len(ran.out.splitlines()) == len(FILES) - passed + 1
    for kind in ("csv", "xlsx", "jsonl", "parquet"):
        assert (
            fuhe("export", "--store", store, "--to", tmp_path / kind, "--format", kind).status == 0
        )
    lines = (tmp_path / "jsonl/errors.jsonl").read_text("utf-8").splitlines()
    assert {json.loads(line)["code"] for line in lines} == set(found.values())


@pytest.mark.parametrize(
    ("name", "right"),
    [
        pytest.param(*row, id=row[0], marks=[] if number % 8 == 0 else [pytest.mark.slow])
        for number, row in enumerate(FILES)
    ],
)
def test_explain_says_why_there_is_nothing_to_explain(name: str, right: set[str]) -> None:
    ran = fuhe("explain", *LIMITS, MALFORMED / name, "/year", timeout=120)
    assert ran.status == 3
    assert ran.out == ""
    assert ran.err.startswith("fuhe: ")
    assert not {"crashed"} - right or "程序" not in ran.err, "no defect of the program"
    assert len(ran.err.splitlines()) == 1


@pytest.mark.parametrize("name", [name for name, _ in FILES][::6])
def test_forms_and_rule_books_made_of_them_are_wrong_usage(name: str, folder: Path) -> None:
    assert fuhe("forms", "check", MALFORMED / name).status in (2, 3)
    assert fuhe("audit", "--rules", MALFORMED / name, MALFORMED / name).status == 2
    store = folder / name
    ran = fuhe("export", "--store", store, "--to", folder / "out")
    assert ran.status == 3
    assert (MALFORMED / name).read_bytes() == store.read_bytes(), "what is no store stays as it is"


@pytest.mark.slow
def test_searchable_leaves_them_or_says_why(folder: Path, tmp_path: Path) -> None:
    ran = fuhe("searchable", folder, tmp_path / "out", *LIMITS, timeout=900)
    assert ran.status in (2, 3)  # 2: no engine to recognise with
    assert "crashed" not in ran.err
