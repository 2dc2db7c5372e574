"""A worker may hang, swell, crash or be killed: it costs its own task and nothing else."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest

from pipeline.child import Work, page_recognised
from pipeline.config import MEBIBYTE, Limits
from pipeline.sandbox import End, as_finished, in_order
from schemas.errors import InputError
from tests.support import tasks

SMALL = Limits(seconds=1.0, memory=128 * MEBIBYTE)
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="limits of memory want Linux")


def run(ways: list[str], jobs: int = 1, limits: Limits = SMALL) -> list[tuple[str, object]]:
    outcomes = in_order(Work(tasks.behave), [(way,) for way in ways], jobs, limits)
    return [(o.end.value, o.value) for o in outcomes]


@pytest.mark.parametrize(
    ("way", "end"),
    [
        ("hang", End.TIMEOUT),
        ("spin", End.TIMEOUT),
        ("hang after a scan", End.TIMEOUT),
        pytest.param("swell", End.OUT_OF_MEMORY, marks=LINUX),
        pytest.param("one huge piece", End.OUT_OF_MEMORY, marks=LINUX),
        pytest.param("native hoard", End.OUT_OF_MEMORY, marks=LINUX),
        pytest.param("double", End.OUT_OF_MEMORY, marks=LINUX),
        ("crash", End.CRASHED),
        ("killed", End.CRASHED),
        ("exit", End.CRASHED),
        ("bug", End.CRASHED),
        ("recurse", End.CRASHED),
        ("refuse", End.REFUSED),
    ],
)
def test_what_happens_to_one_task_leaves_its_neighbours_alone(way: str, end: End) -> None:
    assert run(["fine", way, "fine"]) == [
        ("done", "fine done"),
        (end.value, None),
        ("done", "fine done"),
    ]


def test_a_document_has_more_time_for_every_page_that_is_recognised() -> None:
    assert run(["scans", "fine"]) == [("done", "scans done"), ("done", "fine done")]
    page_recognised()  # outside a worker there is nobody to tell


def test_an_answer_that_cannot_be_taken_apart_costs_its_own_task() -> None:
    work = Work(tasks.answer_of_another_version)
    outcomes = list(in_order(work, [(False,), (True,), (False,)], 1, SMALL))
    assert [o.end for o in outcomes] == [End.DONE, End.CRASHED, End.DONE]
    assert outcomes[1].detail == "TypeError: no such field"


def test_a_hang_is_stopped_soon_after_its_time() -> None:
    started = time.monotonic()
    run(["hang"])
    assert SMALL.seconds < time.monotonic() - started < SMALL.seconds + 3


def test_the_clock_runs_for_each_task_anew() -> None:
    outcomes = in_order(Work(time.sleep), [(0.4,)] * 4, 1, SMALL)
    assert {o.end for o in outcomes} == {End.DONE}


def test_loading_libraries_is_not_on_the_documents_time() -> None:
    work = Work(tasks.double, preload=("tests.support.slow_to_load",))
    outcomes = in_order(work, [(1,)], 1, Limits(seconds=0.5))
    assert [o.value for o in outcomes] == [2]


def test_results_come_in_the_order_of_the_tasks() -> None:
    outcomes = in_order(Work(tasks.slow_then_name), [(n,) for n in range(30)], 2)
    assert [o.value for o in outcomes] == list(range(30))


def test_as_finished_numbers_its_tasks() -> None:
    outcomes = dict(as_finished(Work(tasks.double), [(n,) for n in range(10)], 2))
    assert {number: o.value for number, o in outcomes.items()} == {n: 2 * n for n in range(10)}


def test_tasks_are_taken_only_as_workers_come_free() -> None:
    taken: list[int] = []

    def endless() -> Iterator[tuple[int]]:
        for number in count():
            taken.append(number)
            yield (number,)

    with contextlib.closing(in_order(Work(tasks.double), endless(), 1)) as outcomes:
        assert [next(outcomes).value for _ in range(5)] == [0, 2, 4, 6, 8]
    assert len(taken) < 40
    assert multiprocessing.active_children() == []


def test_no_tasks_no_workers() -> None:
    assert list(in_order(Work(tasks.double), [], 4)) == []


def test_workers_are_replaced_after_so_many_documents() -> None:
    outcomes = in_order(Work(tasks.process_id), [(n,) for n in range(7)], 1, Limits(documents=3))
    assert len({o.value for o in outcomes}) == 3


def test_a_worker_keeps_its_process_between_tasks() -> None:
    outcomes = in_order(Work(tasks.process_id), [(n,) for n in range(5)], 1)
    assert len({o.value for o in outcomes}) == 1


def test_an_error_for_people_crosses_the_border_whole() -> None:
    (outcome,) = in_order(Work(tasks.behave), [("refuse",)])
    assert isinstance(outcome.error, InputError)
    assert (outcome.error.code, outcome.error.message.zh) == ("damaged", "坏了")


def test_an_unforeseen_error_brings_its_traceback() -> None:
    (outcome,) = in_order(Work(tasks.behave), [("bug",)])
    assert outcome.detail == "KeyError: 'missing'"
    assert "tasks.py" in outcome.trace


def test_ctrl_c_does_not_reach_the_workers() -> None:
    (outcome,) = in_order(Work(tasks.interrupt_ignored), [(0,)])
    assert outcome.value is True


def test_native_noise_stays_out_of_the_results(capfd: pytest.CaptureFixture[str]) -> None:
    run(["print"])
    assert capfd.readouterr() == ("", "")


def test_a_worker_killed_between_two_tasks_is_replaced() -> None:
    seen = []
    with contextlib.closing(in_order(Work(tasks.process_id), [(n,) for n in range(4)])) as outcomes:
        for outcome in outcomes:
            seen.append(outcome.end)
            if len(seen) == 1:
                os.kill(outcome.value, signal.SIGKILL)
                time.sleep(0.2)
    # The second task may have been on its way already; all others must come through.
    assert seen[0] is End.DONE
    assert seen[2:] == [End.DONE, End.DONE]


def test_a_faulty_library_is_said_instead_of_tried_for_ever() -> None:
    work = Work(tasks.double, preload=("tests.support.no_such_module",))
    with pytest.raises(RuntimeError, match="do not start"):
        list(in_order(work, [(1,)]))


SCRIPT = """
import sys
sys.path.insert(0, {root!r})
from pipeline.child import Work
from pipeline.sandbox import in_order
from tests.support import tasks
print([o.value for o in in_order(Work(tasks.double), [(4,)])])
"""


def test_a_script_without_a_main_guard_may_use_workers(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    root = str(Path(__file__).resolve().parents[2])
    script.write_text(SCRIPT.format(root=root), encoding="utf-8")
    ran = subprocess.run(
        [sys.executable, script], capture_output=True, text=True, timeout=30, check=False
    )
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "[8]\n", "")


ORPHANS = """
import sys
sys.path.insert(0, {root!r})
from pipeline.child import Work
from pipeline.config import Limits
from pipeline.sandbox import as_finished
from tests.support import tasks
for number, outcome in as_finished(Work(tasks.announce_and_hang), [({where!r},)], 1): pass
"""


@LINUX
def test_workers_end_with_a_parent_that_was_killed(tmp_path: Path) -> None:
    where = tmp_path / "pid"
    root = str(Path(__file__).resolve().parents[2])
    script = tmp_path / "script.py"
    script.write_text(ORPHANS.format(root=root, where=str(where)), encoding="utf-8")
    with subprocess.Popen([sys.executable, script]) as parent:
        _until(lambda: where.exists() and where.read_text() != "")
        parent.kill()
    worker = Path("/proc", where.read_text())
    _until(lambda: not worker.exists() or " Z " in (worker / "stat").read_text())


def _until(true: Callable[[], bool], seconds: float = 10) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not come about in time"
        time.sleep(0.05)
