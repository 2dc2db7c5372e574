"""How fast a page is read, and by how much memory: ``make bench``.

Every reader runs in a process of its own. For each file they take turns, so that a machine that
is busy with other things slows all of them alike; of several rounds the median counts.

    python tests/bench/speed.py [--rounds N] [--write docs/performance.md] [PDF…]
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.support.marked import put_between  # noqa: E402

HERE = Path(__file__).parent
BEGIN, END = "<!-- measured by make bench -->", "<!-- end of measurements -->"
LABELS = {
    "ours": "fuhe, end to end (extract, forms, audit)",
    "plumber": "pdfplumber `extract_tables`",
    "camelot": "camelot, flavour lattice",
    "floor": "floor: pdfium loads characters and paths",
}
STAGES = ("characters and rulings", "grids", "cells", "forms", "audit", "the rest")


@dataclass
class Runner:
    """A reader in its own process, and what it answered: one list of answers per file."""

    name: str
    process: subprocess.Popen[str]
    answers: dict[int, list[dict[str, Any]]] = field(default_factory=dict)

    def read(self, number: int, *, counts: bool) -> None:
        assert self.process.stdin and self.process.stdout
        self.process.stdin.write(f"{number}\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit(f"{self.name} ended: status {self.process.wait()}")
        if counts:
            self.answers.setdefault(number, []).append(json.loads(line))

    def failed(self) -> set[int]:
        return {n for n, answers in self.answers.items() if any(a["failure"] for a in answers)}

    def seconds(self, key: str, files: Iterable[int]) -> float:
        """The sum over files of the median round."""
        return sum(statistics.median(a[key] for a in self.answers[n]) for n in files)

    def stage(self, name: str, files: Iterable[int]) -> float:
        return sum(
            statistics.median(a["stages"].get(name, 0.0) for a in self.answers[n]) for n in files
        )

    def peak(self) -> float:
        return max(a["peak"] for answers in self.answers.values() for a in answers)


def start(name: str, files: Sequence[Path]) -> Runner:
    command = [sys.executable, str(HERE / "contestants.py"), name, *map(str, files)]
    process = subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    return Runner(name, process)


def race(files: Sequence[Path], rounds: int) -> dict[str, Runner]:
    """All readers over all files; the first file once more beforehand, to load what loads once."""
    runners = [start(name, files) for name in LABELS]
    for runner in runners:
        runner.read(0, counts=False)
    for turn in range(rounds):
        for number, file in enumerate(files):
            print(f"\r{turn + 1}/{rounds} {file.name[:40]:40}", end="", file=sys.stderr, flush=True)
            order = runners if turn % 2 == 0 else runners[::-1]
            for runner in order:
                runner.read(number, counts=True)
    print(file=sys.stderr)
    for runner in runners:
        assert runner.process.stdin
        runner.process.stdin.close()
        runner.process.wait()
    return {runner.name: runner for runner in runners}


def fixtures() -> list[Path]:
    """Every PDF of the fixtures that ends in records."""
    folder = ROOT / "fixtures" / "pdfs"
    return [
        pdf
        for pdf in sorted(folder.glob("*.pdf"))
        if any(
            (folder / f"{name}.values.json").exists() for name in (pdf.stem, pdf.stem.split(".")[0])
        )
    ]


def page_count(file: Path) -> int:
    import pypdfium2

    with pypdfium2.PdfDocument(file) as document:
        return len(document)


def starting_up(times: int = 9) -> tuple[float, float]:
    """Median wall seconds of ``fuhe --help``, and of a Python that does nothing."""

    def median(command: list[str]) -> float:
        spent = []
        for _ in range(times):
            begun = time.perf_counter()
            subprocess.run(command, check=True, capture_output=True, cwd=ROOT)
            spent.append(time.perf_counter() - begun)
        return statistics.median(spent)

    return median([str(fuhe()), "--help"]), median([sys.executable, "-c", "pass"])


def fuhe() -> Path:
    return Path(sys.executable).with_name("fuhe")


def as_command(file: Path) -> tuple[float, float]:
    """Wall seconds of ``fuhe audit FILE``, and the peak megabytes of its largest process."""
    begun = time.perf_counter()
    process = subprocess.Popen(
        [str(fuhe()), "audit", str(file)],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    process.wait()
    most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return time.perf_counter() - begun, most / (2**20 if sys.platform == "darwin" else 2**10)


def audit_rate() -> str:
    ran = subprocess.run(
        [sys.executable, str(HERE / "audit_rate.py"), "2000"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return ran.stdout.strip()


def report(files: Sequence[Path], rounds: int) -> str:
    command, largest = as_command(files[0])  # before any other child, whose memory would count
    readers = race(files, rounds)
    unread = set().union(*(reader.failed() for reader in readers.values()))
    counted = [n for n in range(len(files)) if n not in unread]
    pages = sum(page_count(files[n]) for n in counted)
    ready, bare = starting_up()
    lines = [
        f"{len(counted)} files, {pages} pages, median of {rounds} rounds; {machine()}",
        "",
        "| reader | processor s/page | wall s/page | ours is faster by | peak MB |",
        "|---|---|---|---|---|",
    ]
    mine = readers["ours"].seconds("processor", counted)
    for name, label in LABELS.items():
        reader = readers[name]
        spent, wall = (reader.seconds(key, counted) / pages for key in ("processor", "wall"))
        ratio = f"{spent * pages / mine:.2f}"
        lines.append(f"| {label} | {spent:.4f} | {wall:.4f} | {ratio} | {reader.peak():.0f} |")
    staged = readers["ours"]
    whole = sum(staged.stage(name, counted) for name in STAGES)
    lines += ["", "| stage of ours | processor s/page | share |", "|---|---|---|"]
    for name in STAGES:
        spent = staged.stage(name, counted)
        lines.append(f"| {name} | {spent / pages:.4f} | {spent / whole:.0%} |")
    lines += [
        "",
        f"- `fuhe --help`: {ready:.2f} s (a bare Python: {bare:.2f} s).",
        f"- `fuhe audit` of {files[0].name}: {command:.2f} s, largest process {largest:.0f} MB.",
        f"- Audit alone: {audit_rate()}.",
    ]
    if unread:
        lines.append(f"- Left out, one reader failed: {', '.join(files[n].name for n in unread)}.")
    return "\n".join(lines)


def machine() -> str:
    parts = ", ".join(f"{n} {version(n)}" for n in ("pypdfium2", "pdfplumber", "camelot-py"))
    return f"{os.cpu_count()} cores, Python {platform.python_version()}, {parts}"


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    asked.add_argument("files", nargs="*", type=Path)
    asked.add_argument("--rounds", type=int, default=3)
    asked.add_argument("--write", type=Path)
    options = asked.parse_args()
    text = report([f.resolve() for f in options.files] or fixtures(), options.rounds)
    print(text)
    if options.write:
        put_between(options.write, BEGIN, END, text)


if __name__ == "__main__":
    main()
