"""Same bytes, version and options give the same output, whatever stands around them."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from tests.support.command_line import FIXTURES, fuhe

FILES = [
    FIXTURES / name
    for name in ("fushun-2021.song.pdf", "prose.pdf", "fushun-2021.txt", "xiling-2022.pdf")
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("报表")
    for file in FILES:
        shutil.copy(file, made)
    return made


@pytest.fixture(scope="module")
def standard(folder: Path) -> str:
    ran = fuhe("audit", "--format", "json", "--jobs", "1", ".", cwd=folder)
    assert ran.status in {0, 1}
    assert len(ran.documents) == len(FILES)
    return ran.out


@pytest.mark.parametrize("jobs", [2, 5])
def test_the_number_of_jobs(jobs: int, folder: Path, standard: str) -> None:
    ran = fuhe("audit", "--format", "json", "--jobs", str(jobs), ".", cwd=folder)
    assert ran.out == standard


@pytest.mark.parametrize(
    "env",
    [
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "TZ": "Asia/Shanghai"},
        {"LANG": "zh_CN.GBK", "PYTHONHASHSEED": "1", "TZ": "America/New_York"},
        {"PYTHONHASHSEED": "4321", "PYTHONIOENCODING": "ascii", "COLUMNS": "40"},
    ],
    ids=["C", "GBK", "hash seed"],
)
def test_locale_clock_and_hash_seed(env: dict[str, str], folder: Path, standard: str) -> None:
    assert fuhe("audit", "--format", "json", ".", cwd=folder, env=env).out == standard


def test_the_folder_it_is_started_from_and_the_one_the_files_lie_in(
    folder: Path, standard: str, tmp_path: Path
) -> None:
    moved = tmp_path / "another place"
    shutil.copytree(folder, moved)
    for file in moved.iterdir():
        os.utime(file, (0, 0))
    expected = [line for line in standard.splitlines() if '"schema"' in line]
    printed = fuhe("audit", "--format", "json", moved, cwd=tmp_path).out.splitlines()
    assert [line for line in printed if '"schema"' in line] == expected
    assert len(expected) == 3


def test_debug_changes_no_result(folder: Path, standard: str) -> None:
    assert fuhe("audit", "--format", "json", "--debug", ".", cwd=folder).out == standard
