"""Same bytes, version and options give the same output, whatever stands around them."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from tests.support.command_line import FIXTURES, fuhe

pytestmark = pytest.mark.heavy

FILES = [FIXTURES / name for name in ("prose.pdf", "fushun-2021.txt", "xiling-2022.pdf")]


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


SURROUNDINGS = {
    "C": {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "TZ": "Asia/Shanghai"},
    "GBK": {"LANG": "zh_CN.GBK", "PYTHONHASHSEED": "1", "TZ": "America/New_York", "COLUMNS": "40"},
}


@pytest.mark.parametrize(("surroundings", "jobs"), [("C", 2), ("GBK", 4)])
def test_jobs_locale_clock_and_hash_seed(
    surroundings: str, jobs: int, folder: Path, standard: str
) -> None:
    env = SURROUNDINGS[surroundings]
    call = ("audit", "--format", "json", "--jobs", str(jobs), ".")
    assert fuhe(*call, cwd=folder, env=env).out == standard


def test_the_folder_it_is_started_from_and_the_one_the_files_lie_in(
    folder: Path, standard: str, tmp_path: Path
) -> None:
    moved = tmp_path / "another place"
    shutil.copytree(folder, moved)
    for file in moved.iterdir():
        os.utime(file, (0, 0))
    expected = [line for line in standard.splitlines() if '"schema"' in line]
    printed = fuhe("audit", "--format", "json", "--debug", moved, cwd=tmp_path).out.splitlines()
    assert [line for line in printed if '"schema"' in line] == expected
    assert len(expected) == len(FILES) - 1
