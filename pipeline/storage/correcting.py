"""One correction from a person's hand to the store: checked, kept, and shown in the tables."""

from __future__ import annotations

import dataclasses

from pipeline.config import Options
from pipeline.correct import corrected
from pipeline.storage.corrections import Correction, check
from pipeline.storage.store import open_store
from schemas.errors import UsageError


def add_correction(url: str, wanted: Correction, options: Options) -> None:
    """Keeps a correction and rewrites its document's tidy rows, in one transaction.

    ``wanted.old`` is filled in from what was read. Raises UsageError when there is no such
    document, form or value, or the new value is none.
    """
    with open_store(url, write=True) as store:
        result = store.result(wanted.sha256)
        if result is None or not 1 <= wanted.form <= len(result.records):
            raise UsageError(
                "no-such-document",
                f"存储里没有这份报表：{wanted.sha256}，第 {wanted.form} 张表。",
                f"The store holds no such form: {wanted.sha256}, form {wanted.form}.",
            )
        record = result.records[wanted.form - 1].record
        correction = dataclasses.replace(wanted, old=check(record, wanted.pointer, wanted.new))
        earlier = store.corrections(wanted.sha256)
        store.add_correction(correction, corrected(result, (*earlier, correction), options))
