"""Nothing true is called wrong, and next to nothing wrong goes unseen.

Thousands of invented reports, printed from exact ledgers by an office that rounds each column in
its own way, are without an arithmetic finding; with one number misprinted by more than rounding
explains, they are not.
"""

from __future__ import annotations

import random
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from decimal import Decimal
from fractions import Fraction
from multiprocessing import get_context

import pytest

from audit.check import make_case
from audit.run import find
from schemas.finding import Cause, Finding
from schemas.record import SelfEvaluation
from schemas.rescore import Recomputed, Rescore
from tests.audit.ledgers import SETTINGS, WAYS, right_report, rounded
from tests.audit.misprints import misprinted

ARITHMETIC = {
    "funds-subtotal",
    "funds-balance",
    "tasks-total",
    "tasks-project-expenditure",
    "execution-rate",
    "execution-rate-basis",
    "execution-score",
    "executed-over-budget",
    "variance-rate",
    "weight-total",
    "score-total",
    "score-range",
}
ZERO = Decimal(0)
NOTHING = Rescore((), None, ZERO, Recomputed(ZERO, ZERO, ZERO), ZERO)


def arithmetic_findings(record: SelfEvaluation) -> list[Finding]:
    found = find(make_case(record, SETTINGS, NOTHING, lambda altered: NOTHING))
    return [finding for finding in found if finding.code in ARITHMETIC]


def accused(seeds: range) -> list[tuple[int, str, tuple[str, ...]]]:
    """Every arithmetic finding in right reports: there must be none."""
    return [
        (seed, finding.code, finding.fields)
        for seed in seeds
        for finding in arithmetic_findings(right_report(seed))
    ]


def unseen(seeds: range) -> list[tuple[int, str]]:
    """The misprints that no arithmetic check reports."""
    missed = []
    for seed in seeds:
        record, place = misprinted(right_report(seed), random.Random(seed))
        if not any(f.cause is Cause.REPORT for f in arithmetic_findings(record)):
            missed.append((seed, f"/{place.table}/{place.row}/{place.leaf}"))
    return missed


def test_right_reports_are_not_accused():
    assert accused(range(250)) == []


def test_misprints_are_seen():
    assert len(unseen(range(120))) <= 1


def test_invented_reports_have_something_to_check():
    """A generator that leaves the checks nothing to judge would prove nothing."""
    seen: Counter[str] = Counter()
    for seed in range(60):
        record, place = misprinted(right_report(seed), random.Random(seed + 1))
        seen.update({f.code for f in arithmetic_findings(record)} | {place.leaf})
    assert {"funds-subtotal", "tasks-total", "execution-rate", "score-total"} <= set(seen)


@pytest.mark.parametrize("way", WAYS)
def test_the_printer_rounds_as_decimal_does(way: str):
    dice = random.Random(7)
    for _ in range(500):
        number = Decimal(dice.randint(-(10**7), 10**7)).scaleb(-dice.randint(0, 5))
        places = dice.randint(0, 4)
        assert rounded(Fraction(number), places, way) == number.quantize(
            Decimal(1).scaleb(-places), way
        )


@pytest.mark.slow
@pytest.mark.parametrize(("judge", "count", "most"), [(accused, 100_000, 0), (unseen, 20_000, 200)])
def test_many_reports(judge, count: int, most: int):
    step = 500
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        chunks = [range(start, start + step) for start in range(0, count, step)]
        found = [item for chunk in pool.map(judge, chunks) for item in chunk]
    assert len(found) <= most, found[:10]
