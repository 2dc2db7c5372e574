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

LIBRARIES = (*PRELOAD, "pipeline.storage.rows")


def read_for_store(
    path: str, sha256: str, options: Options, reading: str, corrections: tuple[Correction, ...]
) -> Prepared | None:
    """The rows of a document; ``None`` if the file is no longer the one that was announced.

    Raises InputError for a file that cannot be opened.
    """
    data = load(path)
    if hashlib.sha256(data).hexdigest() != sha256:
        return None
    result = process(data, file_name(Path(path).name), options)
    return prepare(result, reading, corrected(result, corrections, options))
