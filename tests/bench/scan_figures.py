"""How many figures of scans are given plainly, and how many of those are wrong, over many pages.

    python tests/bench/scan_figures.py all [--figures 30000] [--first 12000] [--keep FOLDER]
                                           [--write docs/ocr.md]
    python tests/bench/scan_figures.py run FILE [--figures N] [--first 12000] [--part 0/2]
    python tests/bench/scan_figures.py report FILE … [--write docs/ocr.md]

Three sources, all degraded by seeds: pages of all text-layer fixtures; dense pages of figures drawn
in many fonts (``fixtures/generate/scans/figures.py``); and such pages under a red seal, of which
only what the seal reaches counts. Only cells that hold a figure are read; the reader does not
choose them. Every page's outcome is a line of a file, from which a run goes on where it stopped;
``all`` has one process a core and is ``make bench-figures``. Thresholds were chosen on seeds below
1000, and ``--first`` chooses seeds that nobody looked at.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "fixtures" / "generate" / "scans"), str(ROOT / "tests/bench")]

import figures  # noqa: E402
import numpy as np  # noqa: E402
import pypdfium2  # noqa: E402
from degrade import GRADES, Options, scan  # noqa: E402
from PIL import Image  # noqa: E402
from scan_cells import FIGURES, UNTOLD, plain, printed  # noqa: E402

from extractors.ocr.asking import decide_all  # noqa: E402
from extractors.ocr.engine import readers  # noqa: E402
from extractors.ocr.page import Layout, lay_out  # noqa: E402
from extractors.ocr.prepare import prepare  # noqa: E402
from schemas.page import PageInfo, PageKind  # noqa: E402
from schemas.text import UNREAD  # noqa: E402
from tests.support.marked import put_between  # noqa: E402

A4, A5 = (595.0, 842.0), (421.0, 595.0)
DRAWN = {"A": (A5, 1), "B": (A4, 5), "C": (A5, 1)}
"""By grade: the paper of drawn pages, and how many of them in a round of a dozen."""
BEGIN, END = "<!-- measured by make bench-figures -->", "<!-- end of figures -->"

Cell = tuple[str, float, float]


def jobs(first: int) -> Iterator[tuple[str, str, int, str, int]]:
    """(source, name, page, grade, seed) without end: forms while there are any, and drawn pages."""
    paths = sorted((ROOT / "fixtures" / "pdfs").glob("*.pdf"))
    names = [p.stem for p in paths if not p.stem.startswith(UNTOLD)]
    forms = [(n, page, g) for page, g in ((0, "B"), (0, "A"), (1, "B")) for n in names]
    number, seed = 0, first
    while True:
        for grade, (_, times) in DRAWN.items():
            for _ in range(times):
                yield "drawn", "", 0, grade, seed
                seed += 1
        yield "sealed", "", 0, "AB"[number // 3 % 2], seed
        seed += 1
        for name, page, grade in forms[number : number + 3]:
            yield "forms", name, page, grade, seed
            seed += 1
        number += 3


def scanned(job: tuple[str, str, int, str, int]) -> tuple[bytes, list[Cell], str]:
    """The scan, what stands where on the page in points, and the fonts."""
    source, name, page, grade, seed = job
    dpi = 2 * GRADES[grade].dpi
    sealed = source == "sealed"
    options = Options(seal="red" * sealed, colour=sealed)
    if source in {"drawn", "sealed"}:
        drawn = figures.page(seed, dpi, A5 if sealed else DRAWN[grade][0])
        cells = [(t, (b[0] + b[2]) / 2, (b[1] + b[3]) / 2) for t, b in drawn.cells if t]
        return scan(drawn.pixels, GRADES[grade], seed, options), cells, " ".join(drawn.fonts)
    with pypdfium2.PdfDocument(ROOT / "fixtures" / "pdfs" / f"{name}.pdf") as document:
        if page >= len(document):
            return b"", [], name
        pixels = np.asarray(document[page].render(scale=dpi / 72).to_pil().convert("RGB"))
        return scan(pixels, GRADES[grade], seed, options), printed(document[page]), name


def wanted(layout: Layout, truth: list[Cell]) -> tuple[list[tuple[str, tuple[int, ...]]], int]:
    """Figures as printed, with the lines of their cells; how many texts stand in no cell."""
    found, seen = [], 0
    for lattice, lines in zip(layout.lattices, layout.in_cells, strict=True):
        for cell, indices in zip(lattice.grid.cells, lines, strict=True):
            inside = [t for t, x, y in truth if cell.box.contains(x, y)]
            seen += len(inside)
            want = plain("".join(inside))
            if want and all(c in FIGURES for c in want):
                found.append((want, indices))
    return found, len(truth) - seen


def run_one(job: tuple[str, str, int, str, int]) -> dict[str, Any]:
    start = time.process_time()
    grade = job[3]
    data, truth, fonts = scanned(job)
    result: dict[str, Any] = {"job": job, "fonts": fonts, "kinds": {}, "wrong": [], "doubt": []}
    if not data:
        return result
    pixels = np.asarray(Image.open(io.BytesIO(data)).convert("RGB"))
    k = 72 / GRADES[grade].dpi
    info = PageInfo(1, pixels.shape[1] * k, pixels.shape[0] * k, 0, PageKind.SCANNED)
    made = time.process_time()
    layout = lay_out(prepare(pixels, GRADES[grade].dpi), info)
    cells, lost = wanted(layout, truth)
    if job[0] == "sealed":
        cells = [c for c in cells if not c[1] or any(layout.lines[i].stamped for i in c[1])]
    need = sorted({i for _, indices in cells for i in indices})
    told, _ = decide_all([layout.lines[i] for i in need], layout.size, readers())
    said = dict(zip(need, told, strict=True))
    tally: Counter[str] = Counter()
    for want, indices in cells:
        got = plain("".join(said[i].text for i in indices))
        doubt = UNREAD in got or any(said[i].readings for i in indices)
        dash = not want.strip("-/")
        if not want.strip("-") and got and not got.strip("-"):
            got = want  # dashes of any length are the same placeholder
        state = "doubt" if doubt else "right" if got == want else "wrong"
        tally[("dash " if dash else "figure ") + state] += 1
        if state != "right":
            readings = [f"{r.raw}: {r.support}" for i in indices for r in said[i].readings][:3]
            result[state].append([want, got, readings])
    result |= {"kinds": dict(tally), "lost": lost, "made": made - start}
    result["seconds"] = time.process_time() - made
    return result


def run(args: argparse.Namespace) -> None:
    path = Path(args.files[0])
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    known = [json.loads(line) for line in lines]
    done = {tuple(one["job"]) for one in known}
    part, parts = (int(v) for v in args.part.split("/"))
    left = args.figures / parts - sum(map(_counted, known))
    with path.open("a", encoding="utf-8") as file:
        for number, job in enumerate(jobs(args.first)):
            if left <= 0 or time.strftime("%H:%M", time.gmtime()) >= args.until:
                return
            if number % parts == part and job not in done:
                one = run_one(job)
                left -= _counted(one)
                file.write(json.dumps(one, ensure_ascii=False) + "\n")
                file.flush()


def _counted(one: dict[str, Any]) -> int:
    """The figures of a page that count towards grades A and B."""
    if one["job"][3] not in "AB" or one["job"][0] == "sealed":
        return 0
    return sum(n for kind, n in one["kinds"].items() if kind.startswith("figure"))


def run_all(args: argparse.Namespace) -> list[str]:
    """A process a core; the files they wrote."""
    folder = args.keep or Path(tempfile.mkdtemp(prefix="figures-"))
    folder.mkdir(parents=True, exist_ok=True)
    parts = os.cpu_count() or 1
    files = [str(folder / f"{part}-of-{parts}.jsonl") for part in range(parts)]
    given = ["--first", str(args.first), "--figures", str(args.figures), "--until", args.until]
    running = [
        subprocess.Popen([sys.executable, __file__, "run", file, *given, "--part", f"{n}/{parts}"])
        for n, file in enumerate(files)
    ]
    if sum(process.wait() for process in running):
        raise SystemExit("a part failed")
    return files


def report(files: Iterable[str]) -> list[str]:
    """The table, a line each, and under it all that was wrong."""
    tallies: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    wrong: list[str] = []
    seeds: list[int] = []
    for path in files:
        for line in Path(path).read_text(encoding="utf-8").splitlines():
            one = json.loads(line)
            source, grade, seed = one["job"][0], one["job"][3], one["job"][4]
            seeds.append(seed)
            keys = [(grade, source)]
            if source != "sealed":
                keys += [(grade, "both")] + [("A and B", "both")] * (grade in "AB")
            for key in keys:
                tallies[key].update(one["kinds"])
                tallies[key]["pages"] += bool(one["kinds"])
            wrong += [f"{w} as {g or 'nothing'} ({grade}, {seed})" for w, g, _ in one["wrong"]]
    rows = [
        f"Seeds {min(seeds)} to {max(seeds)}:",
        "",
        "| grade | source | pages | figures | plain and right | in doubt | plainly wrong "
        "| 95 % bound | dashes and slashes plain | in doubt | wrong |",
        "|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    for (grade, source), t in sorted(tallies.items()):
        n = sum(v for k, v in t.items() if k.startswith("figure"))
        bound = _upper(t["figure wrong"]) / max(n, 1)
        rows.append(
            f"| {grade} | {source} | {t['pages']} | {n:,} | {t['figure right'] / max(n, 1):.2%} "
            f"| {t['figure doubt']} | {t['figure wrong']} | {bound:.1e} "
            f"| {t['dash right']} | {t['dash doubt']} | {t['dash wrong']} |"
        )
    return [*rows, "", f"Wrong: {', '.join(wrong) or 'none'}."]


def _upper(count: int) -> float:
    """The 95 % upper limit of a Poisson mean of which ``count`` were seen (3.0 for none)."""
    from math import exp, factorial

    low, high = float(count), count + 3 + 3 * (count + 1) ** 0.5
    for _ in range(60):
        mean = (low + high) / 2
        tail = sum(exp(-mean) * mean**k / factorial(k) for k in range(count + 1))
        low, high = (mean, high) if tail > 0.05 else (low, mean)
    return high


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("action", choices=["all", "run", "report"])
    parser.add_argument("files", nargs="*")
    parser.add_argument("--figures", type=int, default=30_000, help="at grades A and B together")
    parser.add_argument("--until", default="99:99", help="UTC; a page that is begun is ended")
    parser.add_argument("--first", type=int, default=12_000)
    parser.add_argument("--part", default="0/1")
    parser.add_argument(
        "--keep", type=Path, help="folder of what was measured (default: a new one)"
    )
    parser.add_argument("--write", type=Path)
    arguments = parser.parse_args()
    if arguments.action == "run":
        run(arguments)
    else:
        made = run_all(arguments) if arguments.action == "all" else arguments.files
        text = "\n".join(report(made))
        print(text)
        if arguments.write:
            put_between(arguments.write, BEGIN, END, text)
