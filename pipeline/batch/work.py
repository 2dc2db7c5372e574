"""What a worker does for the store: one document read, judged, and laid out as rows.

The rows are made here and not by the parent, so that its only work is to write them.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from pipeline.config import Options
from pipeline.correct import corrected
from pipeline.process import PRELOAD, process
from pipeline.reading import load
from pipeline.storage.corrections import Correction
from pipeline.storage.rows import Prepared, prepare
from pipeline.visible import file_name
from schemas.errors import InputError
from schemas.message import Message
from schemas.result import Problem

LIBRARIES = (*PRELOAD, "pipeline.storage.rows")


def read_for_store(
    path: str, sha256: str, options: Options, reading: str, corrections: tuple[Correction, ...]
) -> Prepared | Problem:
    """The rows of a document, or why its bytes cannot be had: the file is no longer the one that
    was announced, or cannot be opened any more. That says nothing of the document.

    Raises InputError for a file that is too large.
    """
    try:
        data = load(path)
    except InputError as error:
        if not isinstance(error.__cause__, OSError):
            raise
        return Problem(error.code, error.message)
    if hashlib.sha256(data).hexdigest() != sha256:
        return _CHANGED
    result = process(data, file_name(Path(path).name), options)
    return prepare(result, reading, corrected(result, corrections, options))


_CHANGED = Problem(
    "damaged",
    Message(
        "文件在读取期间被改动；请等它不再变化后重新运行",
        "the file changed while it was read; run again when it no longer changes",
    ),
)
