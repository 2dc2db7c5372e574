"""What is measured: each reader takes one PDF's bytes and goes all its way.

``python tests/bench/contestants.py NAME FILE…`` reads file numbers from standard input and
answers each with one line of JSON: pages, wall and processor seconds, stages, peak memory.
"""

from __future__ import annotations

import contextlib
import functools
import importlib
import io
import json
import logging
import resource
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

Stages = dict[str, float]


STAGES = {
    "characters and rulings": (("extractors.pdf.page", "read_page"),),
    "grids": (("extractors.tables.find", "find_tables"),),
    "cells": (("extractors.document", "fill"), ("extractors.document", "join_pages")),
    "forms": (("forms.read", "read_forms"),),
    "audit": (("audit.run", "audit"),),
}
"""Each stage's functions, by the module through which the program calls them."""


@functools.cache
def watched() -> Stages:
    """Puts a stopwatch on every stage; what is returned grows as they run."""
    spent: Stages = {}

    def timed(stage: str, work: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(work)
        def watch(*args: Any, **kwargs: Any) -> Any:
            begun = time.process_time()
            try:
                return work(*args, **kwargs)
            finally:
                spent[stage] = spent.get(stage, 0.0) + time.process_time() - begun

        return watch

    for stage, functions in STAGES.items():
        for module, name in functions:
            home = importlib.import_module(module)
            setattr(home, name, timed(stage, getattr(home, name)))
    return spent


def ours(data: bytes) -> Stages:
    """The program from bytes to findings, with the processor seconds of every stage."""
    from pipeline.config import Options
    from pipeline.process import process
    from schemas.result import Status

    spent = watched()
    spent.clear()
    begun = time.process_time()
    result = process(data, "bench.pdf", Options(audit=True))
    spent["the rest"] = time.process_time() - begun - sum(spent.values())
    if result.status is Status.FAILED:
        raise ValueError(result.errors[0].message.en)
    return dict(spent)


def plumber(data: bytes) -> Stages:
    """pdfplumber: the tables' texts, no more."""
    import pdfplumber

    with pdfplumber.open(io.BytesIO(data)) as pdf:
        for page in pdf.pages:
            page.extract_tables()
            page.close()
    return {}


def camelot(data: bytes) -> Stages:
    """camelot, flavour lattice, drawn by pdfium: the tables' texts, no more."""
    import camelot as library

    list(library.read_pdf(data, pages="all", flavor="lattice", backend="pdfium"))
    return {}


def floor(data: bytes) -> Stages:
    """pdfium alone loads every page with its paths and characters; nobody looks at them."""
    import pypdfium2
    import pypdfium2.raw as pdfium

    document = pypdfium2.PdfDocument(data)
    for number in range(len(document)):
        page = document[number]
        pdfium.FPDFPage_CountObjects(page)
        text = pdfium.FPDFText_LoadPage(page)
        pdfium.FPDFText_CountChars(text)
        pdfium.FPDFText_ClosePage(text)
        page.close()
    document.close()
    return {}


CONTESTANTS: dict[str, Callable[[bytes], Stages]] = {
    one.__name__: one for one in (ours, plumber, camelot, floor)
}


def peak() -> float:
    """The most memory this process ever held, in megabytes."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (2**20 if sys.platform == "darwin" else 2**10)


def main(name: str, files: list[str]) -> None:
    logging.disable(logging.WARNING)
    warnings.simplefilter("ignore")
    read, answers = CONTESTANTS[name], sys.stdout
    for line in sys.stdin:
        data = Path(files[int(line)]).read_bytes()
        wall, processor = time.perf_counter(), time.process_time()
        failure = None
        spent: Stages = {}
        with contextlib.redirect_stdout(sys.stderr):
            try:
                spent = read(data)
            except Exception as error:  # a file that one reader cannot read counts for none
                failure = f"{type(error).__name__}: {error}"
        answer = {
            "wall": time.perf_counter() - wall,
            "processor": time.process_time() - processor,
            "stages": spent,
            "peak": peak(),
            "failure": failure,
        }
        print(json.dumps(answer), file=answers, flush=True)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
