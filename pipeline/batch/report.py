"""The audit overview of a batch: what the store holds of its files, the worst first."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator
from pathlib import Path

from pipeline.batch.run import Done
from pipeline.config import Options
from pipeline.correct import corrected
from pipeline.files import make_folder
from pipeline.process import failed
from pipeline.reports import html, model, overview
from pipeline.reports.names import BOOK, PAGE, REPORTS
from pipeline.storage.corrections import Correction
from pipeline.storage.store import Store
from schemas.document import DocumentRef
from schemas.errors import InputError
from schemas.message import Lang
from schemas.result import DocumentResult


def write(folder: Path, files: Iterable[Done], store: Store, options: Options, lang: Lang) -> None:
    """Writes ``index.html`` and ``overview.xlsx``, and a page for every report with findings.

    Files stand under the names they have in the folder; the pages quote the printed text, for
    the PDFs are not opened again. What people have put right is in them, and judged with
    ``options``. Raises UsageError ``cannot-write``.
    """
    make_folder(folder)
    together = overview.build(_entries(folder, files, store, options, lang))
    overview.write(folder / PAGE, together, lang)
    overview.write_xlsx(folder / BOOK, together, lang)


def _entries(
    folder: Path, files: Iterable[Done], store: Store, options: Options, lang: Lang
) -> Iterator[overview.Entry]:
    corrections: dict[str, list[Correction]] = {}
    for correction in store.corrections():
        corrections.setdefault(correction.sha256, []).append(correction)
    for done in files:
        result = corrected(_result(done, store), corrections.get(done.sha256, ()), options)
        report = model.build(result)
        href = None
        if any(item.findings for item in result.records):
            href = f"{REPORTS}/{overview.report_name(result)}"
            make_folder(folder / REPORTS)
            html.write(folder / href, report, lang)
        yield overview.entry(report, done.fate, href)


def _result(done: Done, store: Store) -> DocumentResult:
    """What is stored of a file under the name it has here; nothing is, if it was not opened."""
    found = store.result(done.sha256) if done.sha256 else None
    if found is None:
        problem = done.problems[0]
        return failed(
            DocumentRef(done.shown, done.sha256, 0),
            InputError(problem.code, problem.message.zh, problem.message.en),
        )
    return dataclasses.replace(found, document=dataclasses.replace(found.document, name=done.shown))
