"""Killed at any moment, a batch loses nothing that was stored and stores nothing by half."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import sqlite3
import subprocess
import time
from pathlib import Path

import pytest

import fuhe
from pipeline.storage import tables
from pipeline.storage.store import open_store
from tests.support.command_line import start

FIXTURES = Path(__file__).parents[3] / "fixtures/pdfs"
REPORTS = ("beishan-2023.pdf", "nanhe-2020.pdf", "fushun-2021.txt", "prose.pdf")

pytestmark = [
    pytest.mark.heavy,
    pytest.mark.skipif(os.name != "posix", reason="kill -9 is a POSIX matter"),
]


def fill(folder: Path, count: int) -> None:
    """``count`` documents that differ in their bytes, every one of them whole and readable."""
    folder.mkdir()
    for number in range(count):
        source = FIXTURES / REPORTS[number % len(REPORTS)]
        data = source.read_bytes()
        mark = b"" if source.suffix == ".txt" else f"\n% {number}\n".encode()
        if source.suffix == ".txt":
            data += f"\n备注{number}\n".encode()
        (folder / f"{number:03d}{source.suffix}").write_bytes(data + mark)


def kill_somebody(process: subprocess.Popen[bytes], chance: random.Random) -> None:
    """Kills the parent, or one of its workers, outright."""
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    victims = [process.pid]
    with contextlib.suppress(OSError):
        victims += [int(pid) for pid in children.read_text("ascii").split()]
    with contextlib.suppress(ProcessLookupError):
        os.kill(chance.choice(victims), signal.SIGKILL)


def assert_whole(store: Path) -> int:
    """Every stored document has all its rows; returns how many there are."""
    with sqlite3.connect(store) as connection:
        (check,) = connection.execute("PRAGMA integrity_check").fetchone()
        assert check == "ok"
    connection.close()
    with open_store(str(store), write=False) as opened:
        documents = {row["sha256"]: row for row in opened.rows(tables.documents)}
        forms = {row["sha256"] for row in opened.rows(tables.forms)}
        named = [row["sha256"] for row in opened.rows(tables.names)]
        indicators = {row["sha256"] for row in opened.rows(tables.indicators)}
    read = {sha256 for sha256, row in documents.items() if row["status"] != "failed"}
    assert read == forms == indicators
    assert sorted(named) == sorted(documents)
    return len(documents)


def endure(root: Path, documents: int, kills: int, seed: int) -> None:
    folder, store = root / "报表", root / "a.db"
    fill(folder, documents)
    chance = random.Random(seed)
    corrected = ""
    for _ in range(kills):
        with start("batch", str(folder), "--store", str(store), "--jobs", "2") as process:
            time.sleep(chance.uniform(0.3, 6.0))
            kill_somebody(process, chance)
            time.sleep(chance.uniform(0.0, 0.5))
            process.kill()
            process.communicate(timeout=60)
        if store.exists() and store.stat().st_size and assert_whole(store) and not corrected:
            corrected = correct_first(store)
    with start("batch", str(folder), "--store", str(store), "--jobs", "2") as process:
        out, _ = process.communicate(timeout=1200)
    prose = sum(path.suffix == ".pdf" and int(path.stem) % 4 == 3 for path in folder.iterdir())
    last = out.decode("utf-8").splitlines()[-1]
    assert f"共 {documents} 个文件" in last
    assert f"略过 {prose} + 未读出 0" in last
    assert assert_whole(store) == documents
    if corrected:
        frames = fuhe.load(str(store))
        found = frames["fields"].query("sha256 == @corrected and pointer == '/total_score'")
        assert (found["value"].iloc[0], found["origin"].iloc[0]) == ("1", "human")


def correct_first(store: Path) -> str:
    """Corrects a value of some stored report; its hash, empty if none is there yet."""
    with open_store(str(store), write=False) as opened:
        forms = [row["sha256"] for row in opened.rows(tables.forms)]
    if not forms:
        return ""
    sha256 = str(forms[0])
    fuhe.correct(str(store), sha256, "/total_score", "1", who="王芳", why="看原件")
    return sha256


def test_a_few_kills_lose_nothing(tmp_path):
    endure(tmp_path, documents=8, kills=2, seed=1)


@pytest.mark.slow
def test_twenty_kills_of_a_batch_of_two_hundred_lose_nothing(tmp_path):
    endure(tmp_path, documents=200, kills=20, seed=2)
