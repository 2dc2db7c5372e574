"""How scanned cells are read: every cell of degraded fixtures against its text layer's characters.

    python tests/bench/scan_cells.py B 1000 [--names a,b] [--seal red] [--pages 1] [--cache FILE]

Prints, for figures and for texts, how many cells are given plainly and right, kept in doubt, and
plainly wrong, with the 95 % upper bound 3/N where none is wrong; seconds a page by stage. Seeds
below 1000 are for choosing thresholds; only seeds from 1000 on are to be reported.
"""

from __future__ import annotations

import argparse
import io
import pickle
import sys
import time
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "fixtures" / "generate" / "scans")]

import numpy as np  # noqa: E402
import pypdfium2  # noqa: E402
from degrade import GRADES, Options, scan  # noqa: E402
from pdf import render  # noqa: E402
from PIL import Image  # noqa: E402

from extractors.ocr.engine import Readers, readers  # noqa: E402
from extractors.ocr.engines.replay import crop_hash  # noqa: E402
from extractors.ocr.page import Layout, decide_lines, lay_out  # noqa: E402
from extractors.ocr.prepare import prepare  # noqa: E402
from schemas.page import PageInfo, PageKind  # noqa: E402
from schemas.text import UNREAD  # noqa: E402

NAMES = (
    "fushun-2021.song",
    "fushun-2021.hei-narrow",
    "fushun-2021.kai-landscape",
    "xiling-2022",
    "beishan-2023",
)
UNTOLD = (
    "scan-",
    "prose",
    "nanhe-2020.locked",
    "fushun-2021.turned",
    "ningyuan-2023",
    "qinghe-2023",
)
"""Fixtures of which pdfium's characters do not tell what is seen, and where: pictures, a password,
pages that the file turns, words that nobody sees."""
FIGURES = frozenset("0123456789.,%‰≥≤=<>≠±+-√×/*")
DASHES = str.maketrans(
    dict.fromkeys("—–―‒−─一_﹣－", "-") | {"〇": "0", "﹦": "=", "≧": "≥", "≦": "≤"}
)


class Cached:
    """A recogniser that asks its model only for crops it never saw."""

    def __init__(self, name: str, inner: Any, known: dict[tuple[str, str], Any]) -> None:
        self.name, self.inner, self.known, self.models = name, inner, known, inner.models

    def read(self, lines: Sequence[Any]) -> list[Any]:
        keys = [(self.name, crop_hash(line)) for line in lines]
        missing = [i for i, key in enumerate(keys) if key not in self.known]
        fresh = self.inner.read([lines[i] for i in missing])
        self.known |= {keys[i]: one for i, one in zip(missing, fresh, strict=True)}
        return [self.known[key] for key in keys]


def plain(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).translate(DASHES)
    return "".join(folded.split())


def printed(page: pypdfium2.PdfPage) -> list[tuple[str, float, float]]:
    text, height, found = page.get_textpage(), page.get_height(), []
    for i in range(text.count_chars()):
        char = text.get_text_range(i, 1)
        if char.strip():
            left, bottom, right, top = text.get_charbox(i)
            found.append((char, (left + right) / 2, height - (bottom + top) / 2))
    return found


def cells(
    layout: Layout, said: Sequence[Any], truth: Sequence[tuple[str, float, float]]
) -> Iterator[tuple[str, str, bool, Any]]:
    for lattice, lines in zip(layout.lattices, layout.in_cells, strict=True):
        for cell, indices in zip(lattice.grid.cells, lines, strict=True):
            want = "".join(c for c, x, y in truth if cell.box.contains(x, y))
            got = "".join(said[i].text for i in indices)
            doubt = UNREAD in got or any(said[i].readings for i in indices)
            yield plain(want), plain(got), doubt, [r for i in indices for r in said[i].readings]


def judge(want: str, got: str, doubt: bool) -> tuple[str, str]:
    figure = bool(want) and all(c in FIGURES for c in want)
    kind = "figure" if figure else "text" if want else "empty"
    right = want == got if kind != "text" else Counter(want) == Counter(got)
    return kind, ("doubt" if doubt else "right") if right else (
        "doubt, wrong" if doubt else "WRONG"
    )


def run(args: argparse.Namespace) -> None:
    grade = GRADES[args.grade]
    both = readers()
    known: dict[tuple[str, str], Any] = {}
    cache = Path(args.cache) if args.cache else None
    if cache and cache.exists():
        known = pickle.loads(cache.read_bytes())
    if cache:
        both = Readers(Cached("first", both.first, known), Cached("second", both.second, known))
    tally: Counter[tuple[str, str]] = Counter()
    spent: Counter[str] = Counter()
    bad: list[Any] = []
    chars = [0, 0]
    for number, name in enumerate(args.names.split(",")):
        source = ROOT / "fixtures" / "pdfs" / f"{name}.pdf"
        document = pypdfium2.PdfDocument(source)
        for index, picture in enumerate(render(source, 2 * grade.dpi)[: args.pages]):
            options = Options(seal=args.seal, colour=not args.grey)
            data = scan(picture, grade, (args.seed + number) * 1000 + index, options)
            pixels = np.asarray(Image.open(io.BytesIO(data)).convert("RGB"))
            start = time.perf_counter()
            sheet = prepare(pixels, grade.dpi)
            k = 72 / grade.dpi
            info = PageInfo(
                index + 1, pixels.shape[1] * k, pixels.shape[0] * k, 0, PageKind.SCANNED
            )
            layout = lay_out(sheet, info)
            spent["grid"] += time.perf_counter() - start
            start = time.perf_counter()
            said, share = decide_lines(layout, both)
            spent["read"] += time.perf_counter() - start
            spent["pages"] += 1
            spent["lines"] += len(layout.lines)
            truth = printed(document[index])
            for want, got, doubt, others in cells(layout, said, truth):
                kind, state = judge(want, got, doubt)
                tally[kind, state] += 1
                if kind == "text":
                    chars[0] += len(want)
                    chars[1] += sum((Counter(want) & Counter(got)).values())
                if (kind != "text" and state != "right") or (
                    kind == "text" and args.texts and state != "right"
                ):
                    bad.append(
                        (
                            name,
                            index,
                            kind,
                            state,
                            want,
                            got,
                            [(r.raw, r.support) for r in others][:3],
                        )
                    )
            outside = [said[i].text for i in layout.beside]
            if args.texts:
                print(name, index, len(layout.lattices), round(share, 3), outside)
    if cache:
        cache.write_bytes(pickle.dumps(known))
    for key in sorted(tally):
        print(*key, tally[key])
    figures = sum(n for (kind, _), n in tally.items() if kind == "figure")
    print(
        f"figures {figures}, plainly right {tally['figure', 'right'] / max(figures, 1):.2%}, "
        f"bound 3/N {3 / max(figures, 1):.2e}"
    )
    print(f"text characters {chars[1]}/{chars[0]} = {chars[1] / max(chars[0], 1):.2%}")
    print({k: round(v / max(spent["pages"], 1), 2) for k, v in spent.items()})
    for one in bad[: args.show]:
        print(one)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("grade", choices=sorted(GRADES))
    parser.add_argument("seed", type=int)
    parser.add_argument("--names", default=",".join(NAMES))
    parser.add_argument("--seal", default="")
    parser.add_argument("--grey", action="store_true")
    parser.add_argument("--pages", type=int)
    parser.add_argument("--cache")
    parser.add_argument("--texts", action="store_true")
    parser.add_argument("--show", type=int, default=60)
    run(parser.parse_args())
