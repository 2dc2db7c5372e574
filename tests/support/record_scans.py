"""Records how the models read the committed scans.

    python -m tests.support.record_scans [NAME …]

Wants the extra ``ocr``. Each line's recognition goes into ``fixtures/ocr/NAME.json``, where the
engine ``replay`` finds it: tests of everything but the models themselves need no models.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from extractors.document import ExtractOptions, extract
from extractors.ocr import engine
from extractors.ocr.engines.replay import crop_hash

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
RECORDS = FIXTURES / "ocr"
EXTRAS = ("scan-with-ocr-layer",)
"""Scans that other makers made, under ``fixtures/pdfs``."""


class Recorder:
    """A recogniser that keeps what it said, by the hash of the crop."""

    def __init__(self, inner: Any) -> None:
        self.inner, self.said, self.models = inner, {}, inner.models

    def read(self, lines: Sequence[Any]) -> list[Any]:
        readings = self.inner.read(lines)
        for line, reading in zip(lines, readings, strict=True):
            self.said[crop_hash(line)] = [
                [
                    char.text,
                    round(char.probability, 4),
                    round(char.centre, 5),
                    [[text, round(p, 4)] for text, p in char.others],
                ]
                for char in reading.chars
            ]
        return list(readings)


def record(name: str, data: bytes) -> None:
    both = engine.readers()
    assert both.second is not None
    first, second = Recorder(both.first), Recorder(both.second)
    engine.readers.cache_clear()
    usual = engine.readers
    engine.readers = lambda *_: engine.Readers(first, second)  # type: ignore[assignment]
    try:
        extract(data, name, ExtractOptions(None, engine.DEFAULT))
    finally:
        engine.readers = usual
    content = {
        "models": [list(model) for model in (*first.models, *second.models)],
        "readers": {"first": first.said, "second": second.said},
    }
    RECORDS.mkdir(exist_ok=True)
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    (RECORDS / f"{name}.json").write_text(text + "\n", encoding="utf-8")


def main(names: list[str]) -> None:
    scans = [*sorted((FIXTURES / "scans").glob("*.pdf"))]
    scans += [FIXTURES / "pdfs" / f"{name}.pdf" for name in EXTRAS]
    for path in scans:
        if not names or path.stem in names:
            record(path.stem, path.read_bytes())
            print(path.stem)


if __name__ == "__main__":
    main(sys.argv[1:])
