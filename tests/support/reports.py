"""The report files under fixtures/pdfs, what is true of each, and what was extracted from them."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from schemas.table import ExtractedDocument

PDFS = Path(__file__).parents[2] / "fixtures" / "pdfs"


def truth_file(path: Path, kind: str) -> Path | None:
    """``NAME.kind.json`` beside a report, else that of the name before the first dot."""
    for stem in (path.stem, path.name.partition(".")[0]):
        candidate = path.parent / f"{stem}.{kind}.json"
        if candidate.exists():
            return candidate
    return None


def truth(path: Path) -> list[dict[str, Any]]:
    """The plain values of every form of the file, in order."""
    file = truth_file(path, "values")
    assert file is not None
    data = json.loads(file.read_text("utf-8"))
    return data if isinstance(data, list) else [data]


def reports(kind: str = "values") -> list[Path]:
    """The reports that have a truth of a kind: ``values``, ``error``."""
    files = sorted([*PDFS.glob("*.pdf"), *PDFS.glob("*.txt")])
    own = [path for path in files if truth_file(path, kind) is not None]
    return [p for p in own if kind == "error" or truth_file(p, "error") is None]


@lru_cache(maxsize=200)
def extracted(path: Path) -> ExtractedDocument:
    from extractors.document import extract

    return extract(path.read_bytes(), path.name)
