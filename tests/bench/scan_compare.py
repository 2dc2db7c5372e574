"""Scans beside other readers, texts and grids, memory: ``make bench-scans``.

    python tests/bench/scan_compare.py [compare|pages|memory|report] [--keep FOLDER] [--until HH:MM]
                                       [--write docs/ocr.md]

``compare``: the same degraded pages through ours, RapidOCR on the whole page, and img2table with
its RapidOCR class, in turns, one thread each; img2table wants an OpenCV with ``ximgproc``, which
the target puts first on the path. ``pages``: texts and grids of first pages against their text
layers. ``memory``: one process over 200 pages. Each part runs in a process of its own and writes a
line per page to ``FOLDER/PART.jsonl``, from which it goes on where it stopped; the report counts
what is there. Seeds are from 4000 on, on which nothing was chosen.
"""

from __future__ import annotations

import argparse
import functools
import io
import itertools
import json
import os
import platform
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

for _pool in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "NUMBA_NUM_THREADS"):
    os.environ[_pool] = "1"  # before the libraries that look at it are imported

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "fixtures" / "generate" / "scans"), str(ROOT / "tests/bench")]

import cv2  # noqa: E402
import numpy as np  # noqa: E402
import pypdfium2  # noqa: E402
from degrade import GRADES, Options, scan  # noqa: E402
from pdf import bind  # noqa: E402
from PIL import Image  # noqa: E402
from scan_cells import FIGURES, UNTOLD, plain, printed  # noqa: E402

from extractors.ocr.engine import readers  # noqa: E402
from extractors.ocr.page import decide_lines, lay_out, points  # noqa: E402
from extractors.ocr.prepare import prepare  # noqa: E402
from extractors.ocr.upright import Paper  # noqa: E402
from extractors.pdf.open import open_pdf  # noqa: E402
from extractors.pdf.page import read_page  # noqa: E402
from extractors.tables.find import find_tables  # noqa: E402
from schemas.geometry import Box  # noqa: E402
from schemas.page import PageInfo, PageKind  # noqa: E402
from schemas.table import Grid  # noqa: E402
from schemas.text import UNREAD  # noqa: E402
from tests.support.marked import put_between  # noqa: E402

BEGIN, END = "<!-- measured by make bench-scans -->", "<!-- end of measurements -->"
FIRST_SEED = 4000
COMPARED = (
    ("fushun-2021.song", "B", ""),
    ("xiling-2022", "B", ""),
    ("lushan-2021.writer", "B", ""),
    ("cuiping-2023", "B", ""),
    ("beishan-2023", "B", "red"),
    ("jinping-2023.writer", "B", "red"),
    ("qiaotou-2016", "A", ""),
)
NARROWEST = 4.5
"""Points between two boundaries of cells at least; the text layer's grid takes nearer ones as one
or as two, as they come."""
MEMORY_PAGES, WHOLE_EVERY = 200, 20
TOKEN = re.compile(r"[0-9.,%‰≥≤=<>≠±+\-√×/*]*[0-9][0-9.,%‰≥≤=<>≠±+\-√×/*]*")


class Piece(NamedTuple):
    """A text that a reader gives, where it stands on the straight page, in points."""

    text: str
    box: Box
    doubt: bool = False


class Scanned(NamedTuple):
    """A degraded page, and what its text layer says: cells with their texts, and grids."""

    data: bytes
    pixels: Any
    dpi: int
    info: PageInfo
    cells: tuple[tuple[Box, str], ...]
    grids: tuple[Grid, ...]


def scanned(name: str, grade: str, seal: str, seed: int) -> Scanned:
    source = (ROOT / "fixtures" / "pdfs" / f"{name}.pdf").read_bytes()
    with open_pdf(source, name) as pdf:
        page, _ = read_page(pdf, 1)
        grids = tuple(lattice.grid for lattice in find_tables(page, pdf.as_shown))
    with pypdfium2.PdfDocument(source) as document:
        dpi = GRADES[grade].dpi
        sheet = np.asarray(document[0].render(scale=2 * dpi / 72).to_pil().convert("RGB"))
        chars = printed(document[0])
    boxes = [cell.box for grid in grids for cell in grid.cells]
    inside = ["".join(c for c, x, y in chars if box.contains(x, y)) for box in boxes]
    data = scan(sheet, GRADES[grade], seed, Options(seal=seal))
    pixels = np.asarray(Image.open(io.BytesIO(data)).convert("RGB"))
    sides = (pixels.shape[1] * 72 / dpi, pixels.shape[0] * 72 / dpi)
    info = PageInfo(1, *sides, 0, PageKind.SCANNED)
    return Scanned(data, pixels, dpi, info, tuple(zip(boxes, inside, strict=True)), grids)


def ours(page: Scanned) -> tuple[list[Piece], tuple[Grid, ...], float]:
    """The lines, the grids, and the skew that was taken out."""
    sheet = prepare(page.pixels, page.dpi)
    layout = lay_out(sheet, page.info)
    said, _ = decide_lines(layout, readers())
    pieces = [
        Piece(one.text, points(line.box, sheet.dpi), bool(one.readings) or UNREAD in one.text)
        for line, one in zip(layout.lines, said, strict=True)
    ]
    return pieces, tuple(lattice.grid for lattice in layout.lattices), sheet.skew


SINGLE = {
    "EngineConfig.onnxruntime.intra_op_num_threads": 1,
    "EngineConfig.onnxruntime.inter_op_num_threads": 1,
    "Global.log_level": "error",
}


@functools.cache
def _whole_page() -> Any:
    from rapidocr import RapidOCR

    return RapidOCR(params=SINGLE)


def rapidocr(page: Scanned, skew: float) -> list[Piece]:
    """RapidOCR as it comes, with one thread; its boxes are straightened for the comparison."""
    found = _whole_page()(page.pixels[..., ::-1])
    paper, k = Paper(page.info.width, page.info.height, skew), 72 / page.dpi
    pieces = []
    for text, corners in zip(found.txts or (), found.boxes if found.txts else (), strict=True):
        (x0, y0), (x1, y1) = corners.min(axis=0) * k, corners.max(axis=0) * k
        pieces.append(Piece(text, paper.straight(Box(x0, y0, x1, y1))))
    return pieces


@functools.cache
def _for_tables() -> Any:
    from img2table.ocr import RapidOCR
    from rapidocr import LangRec

    return RapidOCR(params={**SINGLE, "Rec.lang_type": LangRec.CH})


def img2table(page: Scanned) -> list[Piece]:
    """The cells of img2table, which takes the skew out itself and keeps the page's centre."""
    from img2table.document import Image as Document

    document = Document(page.data, detect_rotation=True)
    tables = document.extract_tables(ocr=_for_tables())
    high, wide = document.images[0].shape[:2]
    left, top = (wide - page.pixels.shape[1]) / 2, (high - page.pixels.shape[0]) / 2
    k = 72 / page.dpi
    cells = {cell for table in tables for row in table.content.values() for cell in row}
    return [
        Piece(
            cell.value,
            Box(
                (cell.bbox.x1 - left) * k,
                (cell.bbox.y1 - top) * k,
                (cell.bbox.x2 - left) * k,
                (cell.bbox.y2 - top) * k,
            ),
        )
        for cell in cells
        if cell.value
    ]


def is_number(text: str) -> bool:
    return all(c in FIGURES for c in text) and any(c.isdigit() for c in text)


def numbers_in(text: str) -> set[str]:
    """Every number that a text may be said to hold: its words, its lines, and itself."""
    words = {plain(part) for part in text.split()} | {plain(p) for p in text.splitlines()}
    return {plain(text)} | words | {t for w in words | {plain(text)} for t in TOKEN.findall(w)}


def meets(box: Box, cell: Box) -> bool:
    return cell.contains(*box.center) or box.contains(*cell.center)


def judged(pieces: Sequence[Piece], cells: Iterable[tuple[Box, str]]) -> Counter[str]:
    """How printed numbers fared: ``anywhere`` accepts a number that stands on any spot of the page,
    ``in place`` only in its own cell. Plain pieces with other digits in the cell are wrong."""
    tally: Counter[str] = Counter()
    everywhere = set().union(*(numbers_in(p.text) for p in pieces)) if pieces else set()
    for box, printed_there in cells:
        want = plain(printed_there)
        if not is_number(want):
            continue
        here = [p for p in pieces if meets(p.box, box)]
        digits = any(c.isdigit() for p in here for c in p.text)
        in_place = any(want in numbers_in(p.text) for p in here)
        if any(p.doubt for p in here):
            both = ["doubt", "doubt"]
        else:
            other = "wrong" if digits else "lost"
            both = [
                "right" if in_place or want in everywhere else other,
                "right" if in_place else other,
            ]
        tally["anywhere " + both[0]] += 1
        tally["in place " + both[1]] += 1
    return tally


def strict(pieces: Sequence[Piece], cells: Iterable[tuple[Box, str]]) -> Counter[str]:
    """Numbers and texts of ours: cell by cell, nothing but what stands in it, and all of it."""
    tally: Counter[str] = Counter()
    for box, printed_there in cells:
        want = plain(printed_there)
        here = [p for p in pieces if box.contains(*p.box.center)]
        got = plain("".join(p.text for p in here))
        if is_number(want):
            doubt = any(p.doubt for p in here)
            state = "doubt" if doubt else "right" if got == want else "wrong" if got else "lost"
            tally["number " + state] += 1
        elif want and not all(c in FIGURES for c in want):
            tally["characters"] += len(want)
            tally["characters right"] += sum((Counter(want) & Counter(got)).values())
    return tally


def shapes(grids: Iterable[Grid]) -> list[list[Any]]:
    """Rows, columns and spans; of two boundaries between which no print fits, one counts."""
    return [_shape(grid) for grid in grids]


def _shape(grid: Grid) -> list[Any]:
    across = _numbers([x for c in grid.cells for x in (c.box.x0, c.box.x1)])
    down = _numbers([y for c in grid.cells for y in (c.box.top, c.box.bottom)])
    cells = [
        [down[c.box.top], across[c.box.x0], down[c.box.bottom], across[c.box.x1]]
        for c in grid.cells
    ]
    return [max(down.values()), max(across.values()), sorted(cells)]


def _numbers(positions: list[float]) -> dict[float, int]:
    """Boundaries by their order from 0, in points."""
    found: dict[float, int] = {}
    before, number = float("-inf"), -1
    for at in sorted(set(positions)):
        number += at - before > NARROWEST
        found[at], before = number, at
    return found


def clocked(work: Callable[[], Any]) -> tuple[Any, float]:
    start = time.process_time()
    return work(), time.process_time() - start


Done = set[tuple[str, str]]
"""Pages, by name and grade, that an earlier run has read."""


def compare(done: Done) -> Iterator[dict[str, Any]]:
    """Every reader over the same page, after one page that loads what loads once."""
    first = scanned(COMPARED[0][0], "B", "", FIRST_SEED - 1)
    ours(first), rapidocr(first, 0.0), img2table(first)
    for number, (name, grade, seal) in enumerate(COMPARED):
        if (name, grade) in done:
            continue
        page = scanned(name, grade, seal, FIRST_SEED + number)
        (pieces, _, skew), spent = clocked(lambda page=page: ours(page))
        found = {"ours": (pieces, spent)}
        found["rapidocr"] = clocked(lambda page=page, skew=skew: rapidocr(page, skew))
        found["img2table"] = clocked(lambda page=page: img2table(page))
        yield {
            "page": [name, grade, seal, FIRST_SEED + number],
            "numbers": {k: judged(p, page.cells) for k, (p, _) in found.items()},
            "seconds": {k: seconds for k, (_, seconds) in found.items()},
            "strict": strict(pieces, page.cells),
            "load": os.getloadavg()[0],
        }


def pages(done: Done) -> Iterator[dict[str, Any]]:
    """First pages of every fixture with a text layer, at B and at A."""
    paths = sorted((ROOT / "fixtures" / "pdfs").glob("*.pdf"))
    names = [p.stem for p in paths if not p.stem.startswith(UNTOLD)]
    # every fourth, then the rest: a run that is cut short has seen many makers
    jobs = [(name, grade) for k in range(4) for name in names[k::4] for grade in "BA"]
    for number, (name, grade) in enumerate(jobs):
        if (name, grade) not in done:
            yield _page(name, grade, FIRST_SEED + 100 + number)


def _page(name: str, grade: str, seed: int) -> dict[str, Any]:
    page = scanned(name, grade, "", seed)
    pieces, grids, _ = ours(page)
    want, got = shapes(page.grids), shapes(grids)
    sizes = [[[r, c, len(cells)] for r, c, cells in one] for one in (want, got)]
    row = {"page": [name, grade, "", seed], "same": want == got, "sizes": sizes}
    return row | {"strict": strict(pieces, page.cells)}


def memory(done: Done) -> Iterator[dict[str, Any]]:
    """Upper thirds of pages, every twentieth whole, each a PDF of its own through the extractor."""
    from extractors.document import extract

    names = [name for name, grade, _ in COMPARED if grade == "B"]
    sheets = [scanned(name, "B", "", FIRST_SEED + 500 + n) for n, name in enumerate(names)]
    turns = itertools.cycle(sheets)
    for number in range(MEMORY_PAGES):
        page = next(turns)
        whole = number % WHOLE_EVERY == 0
        data = bind([page.data if whole else _upper_third(page.pixels)], page.dpi)
        extract(data, "page.pdf")
        if (number + 1) % 20 == 0:
            yield {"pages": number + 1, "now": _resident(), "peak": _peak()}


def _upper_third(pixels: Any) -> bytes:
    stream = io.BytesIO()
    Image.fromarray(pixels[: pixels.shape[0] // 3]).save(stream, "JPEG", quality=80)
    return stream.getvalue()


def _resident() -> float:
    """Megabytes in memory now (Linux)."""
    held = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return held * os.sysconf("SC_PAGE_SIZE") / 2**20


def _peak() -> float:
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**10


PARTS: dict[str, Callable[[Done], Iterator[dict[str, Any]]]] = {
    one.__name__: one for one in (compare, pages, memory)
}


def run(part: str, file: Path, until: str) -> None:
    if part == "memory":
        file.unlink(missing_ok=True)  # one process from its beginning, or nothing
    done = {(row["page"][0], row["page"][1]) for row in rows(file) if "page" in row}
    with file.open("a", encoding="utf-8") as out:
        for row in PARTS[part](done):
            out.write(json.dumps(row, ensure_ascii=False) + "\n")
            out.flush()
            if time.strftime("%H:%M", time.gmtime()) >= until:
                return


def rows(file: Path) -> list[dict[str, Any]]:
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    return [json.loads(line) for line in lines]


LABELS = {
    "ours": "fuhe, the whole page",
    "rapidocr": "RapidOCR on the whole page",
    "img2table": "img2table with its RapidOCR class",
}


def compared(found: Sequence[dict[str, Any]]) -> list[str]:
    lines = [
        f"Beside other readers, one thread each, {len(found)} pages ("
        + ", ".join(
            "{} {}{}".format(r["page"][0], r["page"][1], " red seal" * bool(r["page"][2]))
            for r in found
        )
        + f"), seeds {seeds(found)}, load {min(r['load'] for r in found):.1f} to "
        f"{max(r['load'] for r in found):.1f}:",
        "",
        "| reader | numbers | in place: right | wrong | in doubt | lost "
        "| anywhere: right | wrong | in doubt | lost | processor s/page at B | times ours |",
        "|---|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    at_b = [row for row in found if row["page"][1] == "B"] or found
    seconds = {key: sum(r["seconds"][key] for r in at_b) / len(at_b) for key in LABELS}
    for key, label in LABELS.items():
        sums: Counter[str] = Counter()
        for row in found:
            sums.update(row["numbers"][key])
        total = sum(n for name, n in sums.items() if name.startswith("in place"))
        counts = " | ".join(
            str(sums[f"{where} {state}"])
            for where in ("in place", "anywhere")
            for state in ("right", "wrong", "doubt", "lost")
        )
        ratio = seconds[key] / seconds["ours"]
        lines.append(f"| {label} | {total} | {counts} | {seconds[key]:.2f} | {ratio:.2f} |")
    return lines


def seeds(found: Sequence[dict[str, Any]]) -> str:
    used = [row["page"][3] for row in found]
    return f"{min(used)} to {max(used)}"


def paged(found: Sequence[dict[str, Any]]) -> list[str]:
    lines = [
        f"Texts and grids of first pages, seeds {seeds(found)}:",
        "",
        "| grade | pages | characters of texts | right | numbers | plain and right | in doubt "
        "| wrong | lost | grids the same |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    for grade in sorted({row["page"][1] for row in found}):
        of = [row for row in found if row["page"][1] == grade]
        t: Counter[str] = Counter()
        for row in of:
            t.update(row["strict"])
        numbers = sum(n for name, n in t.items() if name.startswith("number"))
        lines.append(
            f"| {grade} | {len(of)} | {t['characters']:,} "
            f"| {t['characters right'] / max(t['characters'], 1):.2%} | {numbers:,} "
            f"| {t['number right']:,} | {t['number doubt']} | {t['number wrong']} "
            f"| {t['number lost']} | {sum(row['same'] for row in of)} of {len(of)} |"
        )
    other = ["{} {}".format(*row["page"][:2]) for row in found if not row["same"]]
    return [*lines, "", f"Other grids: {', '.join(other) or 'none'}."]


def remembered(found: Sequence[dict[str, Any]]) -> list[str]:
    each = ", ".join(f"{row['now']:.0f}" for row in found)
    return [
        f"Memory of one process over {found[-1]['pages']} scanned pages at 200 dpi (upper thirds "
        f"of A4 forms, every twentieth a whole page): {each} MB after every 20 pages, "
        f"{found[-1]['peak']:.0f} MB at most."
    ]


def report(folder: Path) -> str:
    parts = []
    for name, tell in (("compare", compared), ("pages", paged), ("memory", remembered)):
        if found := rows(folder / f"{name}.jsonl"):
            parts.append("\n".join(tell(found)))
    made = ", ".join(f"{n} {version(n)}" for n in ("rapidocr", "img2table", "onnxruntime"))
    return "\n\n".join(
        [*parts, f"{os.cpu_count()} cores, Python {platform.python_version()}, {made}."]
    )


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    asked.add_argument("part", nargs="?", choices=[*PARTS, "report"], help="default: all")
    asked.add_argument("--keep", type=Path, help="folder of what was measured (default: a new one)")
    asked.add_argument("--until", default="99:99", help="UTC; a page that is begun is ended")
    asked.add_argument("--write", type=Path)
    options = asked.parse_args()
    folder = options.keep or Path(tempfile.mkdtemp(prefix="scans-"))
    folder.mkdir(parents=True, exist_ok=True)
    if options.part in PARTS:
        cv2.setNumThreads(1)
        run(options.part, folder / f"{options.part}.jsonl", options.until)
        return
    if options.part is None:
        for part in PARTS:
            again = [part, "--keep", str(folder), "--until", options.until]
            subprocess.run([sys.executable, __file__, *again], check=True)
    text = report(folder)
    print(text)
    if options.write:
        put_between(options.write, BEGIN, END, text)


if __name__ == "__main__":
    main()
