"""Every kind of bad input: its code, its exit status, a remedy, and never a traceback."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from schemas.errors import INPUT_CODES
from tests.support.command_line import FIXTURES, ROOT, fuhe
from tests.support.faulty import PROGRAM

pytestmark = pytest.mark.heavy

MALFORMED = ROOT / "fixtures" / "malformed"
GOOD = FIXTURES / "fushun-2021.txt"


def expected_codes() -> list[tuple[str, set[str]]]:
    rows = (MALFORMED / "codes.tsv").read_text(encoding="utf-8").splitlines()[1:]
    return [(row.split("\t")[0], set(row.split("\t")[1].split("|"))) for row in rows]


def test_every_malformed_file_is_named_by_its_code() -> None:
    expected = expected_codes()
    files = [MALFORMED / name for name, _ in expected]
    limits = ("--timeout", "30", "--memory", "256", "--ocr", "none")
    ran = fuhe("extract", "--jobs", "2", *limits, *files, timeout=300)
    assert ran.status == 3
    assert [line["file"] for line in ran.documents] == [str(file) for file in files]
    wrong = {}
    for (name, codes), line in zip(expected, ran.documents, strict=True):
        assert set(line) == {"file", "status", "errors"}
        assert line["status"] == "failed"
        (error,) = line["errors"]
        assert set(error) == {"code", "message"}
        assert error["code"] in INPUT_CODES
        assert len(error["message"]) > 10, "a message says what to do"
        if error["code"] not in codes:
            wrong[name] = (error["code"], codes)
    assert not wrong


MISBEHAVIOUR = {
    "hang": "timeout",
    "spin": "timeout",
    "swell": "out-of-memory",
    "native-hoard": "out-of-memory",
    "crash": "crashed",
    "killed": "crashed",
    "bug": "crashed",
}


def test_workers_that_misbehave_cost_their_documents_alone(tmp_path: Path) -> None:
    bad = [tmp_path / f"{stem}.pdf" for stem in MISBEHAVIOUR]
    for path in bad:
        path.write_bytes(b"%PDF-1.4\n")
    limits = ("--timeout", "2", "--memory", "128", "--jobs", "2")
    call = ("extract", "--format", "values", *limits, *bad, GOOD)
    ran = fuhe(*call, program=PROGRAM, timeout=110)
    *failed, good = ran.documents
    assert ran.status == 3
    assert {Path(line["file"]).stem: line["errors"][0]["code"] for line in failed} == MISBEHAVIOUR
    assert good["year"] == 2021
    for line in failed:
        assert line["errors"][0]["message"] in ran.err


def test_a_crash_is_told_by_explain_too(tmp_path: Path) -> None:
    bad = tmp_path / "crash.pdf"
    bad.write_bytes(b"%PDF-1.4\n")
    ran = fuhe("explain", bad, program=PROGRAM)
    assert (ran.status, ran.out) == (3, "")
    assert "SIGSEGV" in ran.err


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root reads everything")
def test_a_locked_file_is_named(tmp_path: Path) -> None:
    locked = tmp_path / "locked.pdf"
    locked.write_bytes(b"%PDF-1.4\n")
    locked.chmod(0)
    ran = fuhe("extract", locked)
    assert ran.status == 3
    assert ran.documents[0]["errors"][0]["code"] == "damaged"


def test_a_file_that_is_too_large_is_not_even_opened(tmp_path: Path) -> None:
    huge = tmp_path / "huge.pdf"
    with huge.open("wb") as file:
        file.write(b"%PDF-1.4\n")
        file.truncate(3 << 30)  # sparse: it takes no room
    ran = fuhe("extract", huge)
    assert ran.status == 3
    assert ran.documents[0]["errors"][0]["code"] == "too-large"


def test_names_and_messages_cannot_drive_a_terminal(tmp_path: Path) -> None:
    bad = tmp_path / "a\x1b[2J\x9bm\u202e\n.pdf"
    bad.write_bytes(b"GIF89a")
    for call in (["audit"], ["extract"], ["explain"]):
        ran = fuhe(*call, bad)
        assert ran.status == 3
        assert not set("\x1b\x9b\u202e") & set(ran.out + ran.err)
        if call == ["extract"]:
            assert ran.documents[0]["file"] == str(bad), "in JSON the name is escaped, not changed"


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_ctrl_c_ends_the_run_with_130_and_no_worker_left(tmp_path: Path) -> None:
    for name in ("hang.pdf", "spin.pdf"):
        (tmp_path / name).write_bytes(b"%PDF-1.4\n")
    with subprocess.Popen(
        [sys.executable, *PROGRAM, "audit", "--jobs", "2", str(tmp_path)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    ) as process:
        time.sleep(2.0)
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does: every process of the group
        out, err = process.communicate(timeout=20)
    assert process.returncode == 130
    assert (out.decode(), err.decode()) == ("", "fuhe: 已中断\n")
    assert living(process.pid) == []


def living(group: int) -> list[str]:
    """The commands of the processes of a group, but for those that only want reaping."""
    listed = subprocess.run(
        ["ps", "-eo", "pgid=,stat=,args="], capture_output=True, text=True, check=True
    )
    rows = (line.split(None, 2) for line in listed.stdout.splitlines())
    return [row[-1] for row in rows if row[0] == str(group) and not row[1].startswith("Z")]
