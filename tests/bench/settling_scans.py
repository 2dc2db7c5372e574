"""What settling adds on scans: figures given before and after, on fixtures degraded and read.

    python tests/bench/settling_scans.py [--grade C] [--seed 1500] [--names a,b] [--write]

Wants the extra ``ocr``. Prints, for every report, the numbers that it prints, how many are given
plainly without and with settling, how many of either are wrong, and the seconds of reading and of
settling. Seeds below 1000 are for choosing thresholds. ``--write`` puts the sums into
docs/settling.md.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "settling.md"
BEGIN = "<!-- measured by tests/bench/settling_scans.py -->"
END = "<!-- end of scans -->"
sys.path[:0] = [str(ROOT), str(ROOT / "fixtures" / "generate" / "scans")]

from degrade import GRADES, Options  # noqa: E402
from pdf import scanned_pdf  # noqa: E402

from audit.settle.settle import settle  # noqa: E402
from extractors.document import ExtractOptions, extract  # noqa: E402
from extractors.ocr.engine import DEFAULT  # noqa: E402
from forms.families import load  # noqa: E402
from forms.read import read_forms  # noqa: E402
from schemas.codec import plain  # noqa: E402
from schemas.form import AuditSettings  # noqa: E402
from tests.audit.misreadings import LEAVES, numbers  # noqa: E402
from tests.support.marked import put_between  # noqa: E402

NAMES = (
    "xiling-2022",
    "nanhe-2020",
    "lushan-2021",
    "jinping-2023",
    "dongshan-2022",
    "huaxi-2022",
    "mahe-2022",
    "fengtai-2021",
)


def leaves(want: Any, got: Any, at: str = "") -> list[tuple[str, Any, Any]]:
    """Printed numbers beside what was read in their place; rows that are missing read nothing."""
    if isinstance(want, dict):
        inner = got if isinstance(got, dict) else {}
        return [x for k in want for x in leaves(want[k], inner.get(k), f"{at}/{k}")]
    if isinstance(want, list):
        rows = got if isinstance(got, list) else []
        padded = [*rows, *[None] * (len(want) - len(rows))]
        return [x for i, w in enumerate(want) for x in leaves(w, padded[i], f"{at}/{i}")]
    named = at.rpartition("/")[2] in LEAVES and want is not None
    return [(at, want, got)] if named else []


def measure(name: str, grade: str, seed: int) -> Counter[str]:
    data = scanned_pdf(ROOT / "fixtures" / "pdfs" / f"{name}.pdf", grade, seed, Options())
    truth = ROOT / "fixtures" / "pdfs" / f"{name.partition('.')[0]}.values.json"
    want = json.loads(truth.read_text(encoding="utf-8"))
    start = time.perf_counter()
    document = extract(data, f"{name}.pdf", ExtractOptions(None, DEFAULT))
    (reading,) = read_forms(document, load())
    read = time.perf_counter()
    settings = reading.family.audit if reading.family else AuditSettings()
    after = settle(reading.record, settings)
    end = time.perf_counter()
    tally: Counter[str] = Counter(reading_ms=round((read - start) * 1000))
    tally["settling_ms"] = round((end - read) * 1000)
    tally["pages"] = len(document.pages)
    for kind, record in (("before", reading.record), ("after", after)):
        for at, true, got in leaves(want, plain(record)):
            tally["printed"] += kind == "before"
            tally[f"given {kind}"] += got is not None
            if got is not None and Decimal(got) != Decimal(true):
                tally[f"wrong {kind}"] += 1
                print("   wrong", kind, at, true, got)
    for pointer, field in numbers(after):
        if field.settled_by is not None:
            print("   settled", pointer, field.value, field.settled_by)
    return tally


def row(grade: str, t: Counter[str]) -> str:
    before, after = (t[f"given {k}"] / max(1, t["printed"]) for k in ("before", "after"))
    share = t["settling_ms"] / max(1, t["reading_ms"])
    return (
        f"| {grade} | {t['pages']} | {t['printed']} | {before:.1%} | {after:.1%} "
        f"| {t['given after'] - t['given before']} | {t['wrong after'] - t['wrong before']} "
        f"| {t['settling_ms'] / 1000:.1f} of {t['reading_ms'] / 1000:.0f} s = {share:.1%} |"
    )


HEAD = (
    "| grade | pages | numbers | given without settling | given with it | settled | of these wrong "
    "| time for it |\n" + "|---" * 8 + "|\n"
)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--grade", default="C", choices=sorted(GRADES))
    parser.add_argument("--seed", type=int, default=1500)
    parser.add_argument("--names", default=",".join(NAMES))
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    total: Counter[str] = Counter()
    for number, name in enumerate(args.names.split(",")):
        one = measure(name, args.grade, args.seed + number)
        total.update(one)
        print(name, dict(one), flush=True)
    print(HEAD + row(args.grade, total))
    if args.write:
        put_between(PAGE, BEGIN, END, HEAD + row(args.grade, total))
