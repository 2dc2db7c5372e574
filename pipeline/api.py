"""For Python: the same reading and auditing as on the command line, as functions.

::

    import fuhe

    result = fuhe.audit_report("报表.pdf")
    for item in result.records:
        print(fuhe.plain(item.record)["total_score"], [f.code for f in item.findings])
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.config import Limits, Options, read_rule_book
from pipeline.version import VERSION
from schemas.codec import from_json, plain, to_json
from schemas.errors import FuheError, InputError, UsageError
from schemas.result import DocumentResult, RecordResult, Status

if TYPE_CHECKING:
    import pandas as pd

__version__ = VERSION
__all__ = [
    "DocumentResult",
    "FuheError",
    "InputError",
    "Limits",
    "RecordResult",
    "Status",
    "UsageError",
    "__version__",
    "audit_report",
    "audit_reports",
    "correct",
    "from_json",
    "load",
    "plain",
    "read_report",
    "read_reports",
    "to_json",
]
Source = str | Path


def read_report(
    path: Source,
    *,
    forms: Source | None = None,
    ocr: str | None = None,
    limits: Limits | None = None,
) -> DocumentResult:
    """The records of one document, read in a child process; ``forms`` is a folder of families.

    ``ocr`` names the engine for scanned pages (``rapidocr``, ``paddleocr``, ``paddleocr:FOLDER``
    …), by default the one that is installed.

    Raises InputError, with one of the contract's codes, when the document cannot be read at all,
    UsageError when there is no such file or engine. A document that was read only in part is a
    result with status ``partial``.
    """
    return _one(path, _reading(forms, ocr), limits)


def audit_report(
    path: Source,
    *,
    rules: Source | None = None,
    forms: Source | None = None,
    ocr: str | None = None,
    limits: Limits | None = None,
) -> DocumentResult:
    """Like ``read_report``, with findings and re-score; ``rules`` is a rule book (TOML)."""
    return _one(path, _auditing(rules, forms, ocr), limits)


def read_reports(
    paths: Iterable[Source],
    *,
    forms: Source | None = None,
    ocr: str | None = None,
    jobs: int | None = None,
    limits: Limits | None = None,
) -> Iterator[DocumentResult]:
    """One result per path, in their order, read by ``jobs`` processes (the processors' number).

    Documents that cannot be read are results with status ``failed``; nothing is raised for them.
    """
    return _many(paths, _reading(forms, ocr), jobs, limits)


def audit_reports(
    paths: Iterable[Source],
    *,
    rules: Source | None = None,
    forms: Source | None = None,
    ocr: str | None = None,
    jobs: int | None = None,
    limits: Limits | None = None,
) -> Iterator[DocumentResult]:
    """Like ``read_reports``, with findings and re-scores."""
    return _many(paths, _auditing(rules, forms, ocr), jobs, limits)


def load(
    store: Source = "fuhe.db", *, exact: bool = False, with_contacts: bool = False
) -> dict[str, pd.DataFrame]:
    """The tables of a store as tidy frames by name, money also in 元 (columns ``…_yuan``).

    Numbers are ``Float64``, or ``Decimal`` objects with ``exact``. ``docs/data-dictionary.md``
    says what the columns mean. ``store`` is a file or a SQLAlchemy URL. Raises StoreError when
    it cannot be used.
    """
    from pipeline.storage.frames import load as load_frames

    return load_frames(str(store), exact=exact, with_contacts=with_contacts)


def correct(
    store: Source,
    sha256: str,
    pointer: str,
    new: str | int | Decimal | None,
    *,
    who: str,
    why: str,
    form: int = 1,
    at: str | None = None,
    rules: Source | None = None,
    forms: Source | None = None,
) -> None:
    """Puts right one value of a stored document, by hand; the report is audited anew with it.

    ``pointer`` is the value's JSON Pointer, ``new`` what stands there (``None``: nothing),
    ``at`` the time (ISO 8601, now by default). What was read is kept as it was read. Raises
    UsageError when there is no such document or value, StoreError for an unusable store.
    """
    from datetime import datetime

    from pipeline.storage.correcting import add_correction
    from pipeline.storage.corrections import Correction

    moment = at or datetime.now().astimezone().isoformat(timespec="seconds")
    text = None if new is None else str(new)
    wanted = Correction(sha256, form, pointer, None, text, who, moment, why)
    add_correction(str(store), wanted, _auditing(rules, forms))


def _reading(forms: Source | None, ocr: str | None) -> Options:
    return Options(False, _folder(forms), ocr=_known(ocr))


def _auditing(rules: Source | None, forms: Source | None, ocr: str | None = None) -> Options:
    book = read_rule_book(Path(rules)) if rules is not None else None
    return Options(True, _folder(forms), book, _known(ocr))


def _known(ocr: str | None) -> str | None:
    """Raises UsageError before any document is opened if there is no such engine."""
    if ocr is not None:
        from extractors.ocr.engine import check

        check(ocr)
    return ocr


def _folder(forms: Source | None) -> Path | None:
    return Path(forms) if forms is not None else None


def _one(path: Source, options: Options, limits: Limits | None) -> DocumentResult:
    from pipeline.walk import inputs

    list(inputs([Path(path)], folders=False))
    (result,) = _many([path], options, 1, limits)
    if result.status is Status.FAILED:
        problem = result.errors[0]
        raise InputError(problem.code, problem.message.zh, problem.message.en)
    return result


def _many(
    paths: Iterable[Source], options: Options, jobs: int | None, limits: Limits | None
) -> Iterator[DocumentResult]:
    from pipeline.config import default_jobs
    from pipeline.reading import read_all

    reads = read_all(map(Path, paths), options, limits or Limits(), jobs=jobs or default_jobs())
    with contextlib.closing(reads):
        for read in reads:
            yield read.result
