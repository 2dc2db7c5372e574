"""The door for Python."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import fuhe
from tests.support.command_line import FIXTURES, ROOT

DUMP = FIXTURES / "fushun-2021.txt"


def test_a_report_is_read_into_records_of_exact_numbers() -> None:
    result = fuhe.read_report(DUMP)
    assert result.status is fuhe.Status.OK
    (item,) = result.records
    assert item.findings is None
    assert fuhe.plain(item.record)["funds"][0]["initial_budget"] == "636.34"


def test_a_report_is_audited() -> None:
    (item,) = fuhe.audit_report(str(DUMP)).records
    assert item.findings
    assert item.rescore is not None


def test_a_result_comes_back_from_json_the_same() -> None:
    result = fuhe.audit_report(DUMP)
    again = fuhe.from_json(fuhe.DocumentResult, fuhe.to_json(result))
    assert fuhe.to_json(again) == fuhe.to_json(result)


def test_a_document_that_cannot_be_read_is_an_error_with_a_code(tmp_path: Path) -> None:
    bad = tmp_path / "bad.pdf"
    bad.write_bytes(b"GIF89a")
    with pytest.raises(fuhe.InputError) as caught:
        fuhe.read_report(bad)
    assert caught.value.code == "not-a-pdf"
    with pytest.raises(fuhe.UsageError):
        fuhe.read_report(tmp_path / "none.pdf")


def test_many_documents_never_raise_for_one(tmp_path: Path) -> None:
    bad = tmp_path / "bad.pdf"
    bad.write_bytes(b"GIF89a")
    statuses = [r.status.value for r in fuhe.read_reports([bad, DUMP, bad], jobs=2)]
    assert statuses == ["failed", "ok", "failed"]


def test_an_engine_that_nobody_knows_is_refused_before_anything_is_read() -> None:
    with pytest.raises(fuhe.UsageError, match="rapidocr"):
        fuhe.read_report(DUMP, ocr="crystal-ball")


@pytest.mark.heavy
def test_scans_give_the_same_with_one_worker_and_with_two() -> None:
    scans = ROOT / "fixtures" / "scans"
    paths = [scans / f"{name}.pdf" for name in ("cuiping-2023.scan-b", "luochuan-2024.scan-c")]
    engine = f"replay:{ROOT / 'fixtures' / 'ocr'}"
    one, two = (
        [fuhe.to_json(result, "zh") for result in fuhe.audit_reports(paths, ocr=engine, jobs=jobs)]
        for jobs in (1, 2)
    )
    assert one == two
    assert [result["status"] for result in one] == ["ok", "ok"]


def test_another_package_in_our_place_is_named(tmp_path: Path) -> None:
    (tmp_path / "pipeline").mkdir()
    (tmp_path / "pipeline" / "__init__.py").write_text("", encoding="utf-8")
    code = f"import sys; sys.path[:0] = [{str(tmp_path)!r}, {str(ROOT)!r}]; import fuhe"
    ran = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        encoding="utf-8",
        cwd=tmp_path,
        check=False,
    )
    last = ran.stderr.splitlines()[-1]
    assert last.startswith("ImportError: ")
    assert str(tmp_path / "pipeline") in last
    assert "pipeline" in last
