"""Damage of every kind: a document gives a result or one of the contract's codes, within limits.

``FUHE_FUZZ_CASES`` and ``FUHE_FUZZ_SEED`` run more cases, or others. What fails is kept in the
folder that the message names.
"""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline.batch.work import LIBRARIES, read_for_store
from pipeline.child import Work
from pipeline.config import MEBIBYTE, Limits, Options
from pipeline.reading import Read, explain_in_child, read_in_child
from pipeline.sandbox import End, Outcome, in_order
from pipeline.storage.rows import Prepared
from pipeline.storage.store import open_store
from schemas.errors import INPUT_CODES, InputError
from schemas.result import Status
from tests.support.mutations import damaged, seeds

CASES = int(os.environ.get("FUHE_FUZZ_CASES", "250"))
SEED = int(os.environ.get("FUHE_FUZZ_SEED", "1"))
MEMORY = 512 * MEBIBYTE


def any_way(path: str, way: int, options: Options) -> Read | Prepared | object | None:
    """In the worker: the document as a batch, a report or ``explain`` reads it."""
    if way == 0:
        sha256 = hashlib.sha256(Path(path).read_bytes()).hexdigest()
        return read_for_store(path, sha256, options, "fuzz", ())
    if way == 1:
        return read_in_child(path, options, True)
    return explain_in_child(path, options, 1, "", True)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("ocr", "cases", "seconds"),
    # Recognition takes as long over a page of garbled glyphs as all else over a hundred pages.
    [("none", CASES, 60.0), (None, CASES // 25, 600.0)],
    ids=["unrecognised", "recognised"],
)
def test_damaged_documents_give_a_result_or_a_code(
    tmp_path: Path, ocr: str | None, cases: int, seconds: float
) -> None:
    chance = random.Random(SEED)
    sources = seeds()
    kept = Path(tempfile.gettempdir()) / "fuhe-fuzz"
    paths: list[Path] = []

    def tasks() -> Iterator[tuple[Any, ...]]:
        for number in range(cases):
            path = tmp_path / f"{SEED}-{number}-{ocr}.pdf"
            path.write_bytes(damaged(chance.choice(sources), chance))
            paths.append(path)
            yield str(path), (0, 0, 0, 1, 2)[number % 5], Options(ocr=ocr)

    wrong = []
    with open_store(str(tmp_path / "a.db"), write=True) as store:
        work = Work(any_way, LIBRARIES)
        for number, outcome in enumerate(in_order(work, tasks(), 2, Limits(seconds, MEMORY))):
            fault = _fault(outcome)
            if isinstance(outcome.value, Prepared):
                store.save(outcome.value, paths[number].name)
            if fault:
                kept.mkdir(exist_ok=True)
                shutil.copy(paths[number], kept)
                wrong.append(f"{kept / paths[number].name}: {fault}")
            paths[number].unlink()
    assert not wrong, "\n".join(wrong)


def _fault(outcome: Outcome) -> str:
    """What is wrong with the way a document ended; empty for nothing."""
    if outcome.end in (End.TIMEOUT, End.CRASHED):
        return f"{outcome.end}: {outcome.detail} {outcome.trace}"
    codes = {outcome.error.code} if isinstance(outcome.error, InputError) else set()
    match outcome.value:
        case Prepared(status="failed", problems=problems):
            codes = {problem.code for problem in problems}
        case Read(result=result) if result.status is Status.FAILED:
            codes = {problem.code for problem in result.errors}
    return "" if codes <= set(INPUT_CODES) else f"no code of the contract: {codes}"
