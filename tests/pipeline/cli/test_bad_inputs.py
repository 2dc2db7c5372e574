"""Every kind of bad input: its code, its exit status, a remedy, and never a traceback."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from schemas.errors import INPUT_CODES
from tests.support.command_line import FIXTURES, ROOT, Ran, fuhe
from tests.support.faulty import PROGRAM

MALFORMED = ROOT / "fixtures" / "malformed"
GOOD = FIXTURES / "fushun-2021.txt"
LIMITS = ("--timeout", "2", "--memory", "256")


def expected_codes() -> list[tuple[str, set[str]]]:
    rows = (MALFORMED / "codes.tsv").read_text(encoding="utf-8").splitlines()[1:]
    return [(row.split("\t")[0], set(row.split("\t")[1].split("|"))) for row in rows]


@pytest.fixture(scope="module")
def all_malformed() -> dict[str, dict[str, object]]:
    """The line that each malformed file prints, all read in one run."""
    files = [MALFORMED / name for name, _ in expected_codes()]
    ran = fuhe("extract", "--jobs", "2", "--timeout", "30", "--memory", "1024", *files, timeout=110)
    assert ran.status == 3
    lines = ran.documents
    assert len(lines) == len(files)
    return {Path(line["file"]).name: line for line in lines}


@pytest.mark.parametrize(("name", "codes"), expected_codes())
def test_a_malformed_file_is_named_by_its_code(
    name: str, codes: set[str], all_malformed: dict[str, dict[str, object]]
) -> None:
    line = all_malformed[name]
    assert set(line) == {"file", "status", "errors"}
    assert line["status"] == "failed"
    (error,) = line["errors"]  # type: ignore[misc]
    assert set(error) == {"code", "message"}
    assert error["code"] in codes
    assert len(error["message"]) > 10, "a message says what to do"


def in_every_command(path: Path, *options: str | Path) -> dict[str, Ran]:
    return {
        name: fuhe(*call, *options, path, program=PROGRAM)
        for name, call in {
            "json": ("extract",),
            "values": ("extract", "--format", "values"),
            "table": ("extract", "--format", "table"),
            "audit": ("audit",),
            "audit json": ("audit", "--format", "json"),
            "explain": ("explain",),
        }.items()
    }


@pytest.mark.parametrize(
    ("stem", "code"),
    [
        ("hang", "timeout"),
        ("spin", "timeout"),
        ("swell", "out-of-memory"),
        ("native-hoard", "out-of-memory"),
        ("crash", "crashed"),
        ("killed", "crashed"),
        ("bug", "crashed"),
    ],
)
def test_a_worker_that_misbehaves_costs_its_document_alone(
    stem: str, code: str, tmp_path: Path
) -> None:
    bad = tmp_path / f"{stem}.pdf"
    bad.write_bytes(b"%PDF-1.4\n")
    ran = fuhe("extract", *LIMITS, bad, GOOD, "--format", "values", program=PROGRAM)
    failed, good = ran.documents
    assert ran.status == 3
    assert failed["file"] == str(bad)
    assert [error["code"] for error in failed["errors"]] == [code]
    assert good["year"] == 2021
    assert failed["errors"][0]["message"] in ran.err


def test_a_crash_gives_the_same_code_in_every_command(tmp_path: Path) -> None:
    bad = tmp_path / "crash.pdf"
    bad.write_bytes(b"%PDF-1.4\n")
    for name, ran in in_every_command(bad, *LIMITS).items():
        assert ran.status == 3, name
        assert "SIGSEGV" in ran.err, name
        for line in ran.documents if name in {"json", "values", "audit json"} else []:
            assert line["errors"][0]["code"] == "crashed"


def test_a_zero_byte_file_is_refused_by_every_command(tmp_path: Path) -> None:
    bad = tmp_path / "空.pdf"
    bad.write_bytes(b"")
    for name, ran in in_every_command(bad).items():
        assert ran.status == 3, name
        assert ran.err.startswith("fuhe: "), name


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


def test_every_code_is_one_of_the_list(all_malformed: dict[str, dict[str, object]]) -> None:
    for line in all_malformed.values():
        assert json.loads(json.dumps(line))["errors"][0]["code"] in INPUT_CODES


def test_names_and_messages_cannot_drive_a_terminal(tmp_path: Path) -> None:
    bad = tmp_path / "a\x1b[2J\x9bm\u202e\n.pdf"
    bad.write_bytes(b"GIF89a")
    for ran in in_every_command(bad).values():
        for text in (ran.out, ran.err):
            assert not set("\x1b\x9b\u202e") & set(text)
    (line,) = fuhe("extract", bad).documents
    assert line["file"] == str(bad), "in JSON the name is escaped, not changed"


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
@pytest.mark.parametrize("whole_group", [False, True])
def test_ctrl_c_ends_the_run_with_130_and_no_worker_left(tmp_path: Path, whole_group: bool) -> None:
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
        if whole_group:
            os.killpg(process.pid, signal.SIGINT)
        else:
            process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=20)
    assert process.returncode == 130
    assert (out.decode(), err.decode()) == ("", "fuhe: 已中断\n")
    with pytest.raises(ProcessLookupError):
        os.killpg(process.pid, 0)
