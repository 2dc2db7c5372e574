"""Whose mistake is it: planted mistakes of authors and of readers, by the thousand.

    python tests/bench/settling.py [--count 10000] [--jobs 1] [--write]

Records are invented ledgers and those of the fixtures; the author's mistake is one number, the
reader is simulated (``tests/audit/misreadings.py``). ``--write`` puts the table into
docs/settling.md.

Prints for grades A, B and C: author's mistakes that a plain record shows, and of these the share
that is reported with cause ``report`` after reading; numbers settled, and given wrong; reader's
mistakes in a relation, and the share of them located; both at once; milliseconds of processor for
settling a report that has doubts. The count is of author's mistakes at grades A and B together.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from decimal import Decimal, InvalidOperation
from functools import cache
from multiprocessing import get_context
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "settling.md"
BEGIN = "<!-- measured by tests/bench/settling.py -->"
END = "<!-- end of settling -->"
sys.path.insert(0, str(ROOT))

from audit.check import all_checks, make_case  # noqa: E402
from audit.settle.settle import settle  # noqa: E402
from forms.families import load  # noqa: E402
from schemas.finding import Cause, Finding  # noqa: E402
from schemas.form import AuditSettings  # noqa: E402
from schemas.record import Field, SelfEvaluation, State  # noqa: E402
from schemas.rescore import Recomputed, Rescore  # noqa: E402
from schemas.text import Origin  # noqa: E402
from tests.audit.ledgers import SETTINGS, right_report  # noqa: E402
from tests.audit.misprints import misprinted  # noqa: E402
from tests.audit.misreadings import GRADES, misread, mistaken, numbers, put, read_as_scan  # noqa: E402
from tests.support.marked import put_between  # noqa: E402
from tests.support.records import record_from_values  # noqa: E402

ZERO = Decimal(0)
NOTHING = Rescore((), None, ZERO, Recomputed(ZERO, ZERO, ZERO), ZERO)
EQUATIONS = {
    "funds-subtotal",
    "funds-balance",
    "tasks-total",
    "tasks-project-expenditure",
    "execution-rate",
    "execution-score",
    "variance-rate",
    "weight-total",
    "score-total",
}

Report = tuple[SelfEvaluation, AuditSettings]


def findings(record: SelfEvaluation, settings: AuditSettings) -> list[Finding]:
    case = make_case(record, settings, NOTHING, lambda _: NOTHING)
    checks = [check for check in all_checks() if check.code in EQUATIONS]
    return [finding for check in checks for finding in check.findings(case)]


@cache
def fixtures() -> list[Report]:
    """The fixtures' reports without those that have planted mistakes of their own."""
    families = {family.id: family.audit for family in load()}
    reports = []
    for path in sorted((ROOT / "fixtures" / "pdfs").glob("*.values.json")):
        values = json.loads(path.read_text(encoding="utf-8"))
        for one in values if isinstance(values, list) else [values]:
            settings = families.get(one["family"], AuditSettings())
            record = record_from_values(one)
            if not findings(record, settings):
                reports.append((record, settings))
    return reports


def report(seed: int) -> Report:
    """Every fourth a fixture's, the others invented."""
    if seed % 4 == 0:
        return fixtures()[seed // 4 % len(fixtures())]
    return right_report(seed), SETTINGS


def authors_mistake(right: Report, seed: int, dice: random.Random) -> tuple[SelfEvaluation, str]:
    """The report with one number wrong by its author's hand, and where."""
    record, _ = right
    if seed % 4 and dice.random() < 0.5:
        wrong, place = misprinted(record, dice)
        parts = [str(part) for part in (place.table, place.row) if place.table]
        return wrong, "/" + "/".join([*parts, place.leaf])
    pointer, field = dice.choice(list(numbers(record)))
    other = miswritten(field.value, dice)
    printed = Field(other, str(other), State.READ, Origin.TEXT_LAYER, places=field.places)
    return put(record, pointer, printed), pointer


def miswritten(value: Decimal, dice: random.Random) -> Decimal:
    """The number as a hand at a keyboard gets it wrong, which is not how a reader does."""
    text = format(value, "f")
    digits = [i for i, c in enumerate(text) if c.isdigit()]
    for _ in range(20):
        at = dice.choice(digits)
        swapped = text[:at] + text[at + 1 : at + 2] + text[at] + text[at + 2 :]
        other = dice.choice(
            (
                swapped,
                text[:at] + dice.choice("0123456789") + text[at + 1 :],
                text[:at] + text[at] + text[at:],
                text[:at] + text[at + 1 :],
                format(value.scaleb(dice.choice((-1, 1))), "f"),
            )
        )
        try:
            number = Decimal(other)
        except InvalidOperation:
            continue
        if number != value:
            return number
    return value + 1


def wrongly_settled(printed: SelfEvaluation, given: SelfEvaluation) -> list[str]:
    """Numbers that are given and are not what is printed, settled or not."""
    true = {pointer: field.value for pointer, field in numbers(printed)}
    return [p for p, field in numbers(given) if p in true and field.value != true[p]]


def settled(record: SelfEvaluation) -> int:
    return sum(field.settled_by is not None for _, field in numbers(record))


def author_trial(seed: int, grade: str) -> Counter[str]:
    """One author's mistake on a report that is read from a scan."""
    dice = random.Random(f"author {seed} {grade}")
    right = report(seed)
    printed, _ = authors_mistake(right, seed, dice)
    visible = {(f.code, f.fields) for f in findings(printed, right[1]) if f.cause is Cause.REPORT}
    scanned, doubts = read_as_scan(printed, GRADES[grade], dice)
    start = time.process_time()
    given = settle(scanned, right[1])
    spent = time.process_time() - start
    after = findings(given, right[1]) if doubts else []
    found = {(f.code, f.fields) for f in after if f.cause is Cause.REPORT} if doubts else visible
    return Counter(
        mistakes=1,
        visible=bool(visible),
        reported=bool(visible & found),
        doubts=len(doubts),
        settled=settled(given),
        wrong=len(wrongly_settled(printed, given)),
        accused=bool(found - visible),
        microseconds=round(spent * 1e6) if doubts else 0,
        timed=bool(doubts),
    )


def reader_trial(seed: int, grade: str, both: bool = False) -> Counter[str]:
    """One reader's mistake, the true reading among the alternatives; with ``both`` the author
    made one as well, in half of the cases just the one that the misreading would mend."""
    dice = random.Random(f"reader {seed} {grade} {both}")
    right = report(seed)
    record, settings = right
    printed = record
    pointer, field = dice.choice(list(numbers(record)))
    other = None
    if both:
        if dice.random() < 0.5:  # the author miswrote this very cell, the reader sees it right
            other = field.value
            slip = mistaken(field.value, dice)
            if slip is None:
                return Counter()
            wrong = Field(slip[0], str(slip[0]), State.READ, Origin.TEXT_LAYER)
            printed = put(record, pointer, wrong)
        else:
            printed, _ = authors_mistake(right, seed, dice)
    misreading = misread(printed, pointer, dice, other)
    if misreading is None:
        return Counter()
    scanned, planted = misreading
    plainly = Field(planted.likeliest, "", State.READ, Origin.OCR)
    seen = bool(findings(put(printed, pointer, plainly), settings)) and not both
    given = settle(read_as_scan(scanned, GRADES[grade], dice)[0], settings)
    found = findings(given, settings)
    located = any(
        pointer in (*f.fields, *(p for group in f.hangs_on for p in group))
        for f in found
        if f.cause is not Cause.REPORT
    )
    accused = not both and any(f.cause is Cause.REPORT for f in found)
    return Counter(
        misread=1,
        seen=seen,
        located=seen and located,
        settled=settled(given),
        wrong=len(wrongly_settled(printed, given)),
        accused=accused,
    )


def trials(job: tuple[str, str, range]) -> Counter[str]:
    kind, grade, seeds = job
    tally: Counter[str] = Counter()
    for seed in seeds:
        one = (
            author_trial(seed, grade)
            if kind == "author"
            else reader_trial(seed, grade, kind == "both")
        )
        tally.update({f"{kind} {key}": n for key, n in one.items()})
    return tally


SHARES = {"A": 0.4, "B": 0.6, "C": 0.05}
"""Of the author's mistakes asked for, at each grade."""
PARTS = {"author": 1.0, "reader": 0.15, "both": 0.15}
"""Trials of each kind, by the author's mistakes at that grade."""


def run(count: int, jobs: int) -> dict[str, Counter[str]]:
    """Tallies by grade: ``count`` author's mistakes at grades A and B together."""
    step = 50
    work = []
    for grade, share in SHARES.items():
        for kind, part in PARTS.items():
            limit = round(count * share * part)
            work += [
                (kind, grade, range(start, min(start + step, limit)))
                for start in range(0, limit, step)
            ]
    work.sort(key=lambda job: job[2].start / max(1, len(job[2])) / PARTS[job[0]] / SHARES[job[1]])
    tallies: dict[str, Counter[str]] = {grade: Counter() for grade in GRADES}
    if jobs == 1:
        done = map(trials, work)
    else:
        pool = ProcessPoolExecutor(jobs, mp_context=get_context("spawn"))
        done = pool.map(trials, work)
    for number, ((_, grade, _), tally) in enumerate(zip(work, done, strict=True), 1):
        tallies[grade].update(tally)
        if number % 10 == 0:
            print(f"{number} of {len(work)} parts\n{table(tallies)}", file=sys.stderr, flush=True)
    return tallies


def table(tallies: dict[str, Counter[str]]) -> str:
    head = (
        "| grade | author's mistakes | visible | reported as such | numbers in doubt | settled "
        "| given wrong | reader's mistakes | in a relation | located | given wrong | both at once "
        "| given wrong | ms a report |\n" + "|---" * 14 + "|\n"
    )
    rows = []
    for grade, t in tallies.items():
        share = t["author reported"] / max(1, t["author visible"])
        found = t["reader located"] / max(1, t["reader seen"])
        spent = t["author microseconds"] / 1000 / max(1, t["author timed"])
        rows.append(
            f"| {grade} | {t['author mistakes']:,} | {t['author visible']:,} | {share:.2%} "
            f"| {t['author doubts']:,} | {t['author settled']:,} | {t['author wrong']} "
            f"| {t['reader misread']:,} | {t['reader seen']:,} | {found:.2%} | {t['reader wrong']} "
            f"| {t['both misread']:,} | {t['both wrong']} | {spent:.0f} |"
        )
    return head + "\n".join(rows) + "\n"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    tallies = run(args.count, args.jobs)
    for grade, tally in tallies.items():
        print(grade, dict(sorted(tally.items())))
    print(table(tallies))
    if args.write:
        put_between(PAGE, BEGIN, END, table(tallies))
