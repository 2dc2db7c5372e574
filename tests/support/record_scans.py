"""Records how the models read the committed scans.

    python -m tests.support.record_scans [NAME …]

Wants the extra ``ocr``. Each line's recognition goes into ``fixtures/ocr/NAME.json``, where the
engine ``replay`` finds it: tests of everything but the models themselves need no models. Lines
that the same models were asked before are taken from the earlier record.
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
from schemas.errors import InputError
from schemas.ocr import CharReading, LineReading

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
SCANS, RECORDS = FIXTURES / "scans", FIXTURES / "ocr"
UNDERLAID = FIXTURES / "pdfs" / "scan-with-ocr-layer.pdf"
"""A scan with somebody else's text under it."""


def scans() -> list[Path]:
    """Every scan of the fixtures, those that are to be refused too."""
    return sorted([*SCANS.glob("*.pdf"), *(SCANS / "refused").glob("*.pdf"), UNDERLAID])


def record_of(scan: Path) -> Path:
    """Where the recognition of a scan is recorded."""
    folder = RECORDS / "refused" if scan.parent.name == "refused" else RECORDS
    return folder / f"{scan.stem}.json"


class Recorder:
    """A recogniser that keeps what it said, by the hash of the crop."""

    def __init__(self, inner: Any, known: dict[str, Any]) -> None:
        self.inner, self.known, self.models = inner, known, inner.models
        self.said: dict[str, Any] = {}

    def read(self, lines: Sequence[Any]) -> list[Any]:
        keys = [crop_hash(line) for line in lines]
        new = [i for i, key in enumerate(keys) if key not in self.known]
        for i, reading in zip(new, self.inner.read([lines[i] for i in new]), strict=True):
            self.known[keys[i]] = [
                [
                    char.text,
                    round(char.probability, 4),
                    round(char.centre, 5),
                    [[text, round(p, 4)] for text, p in char.others],
                ]
                for char in reading.chars
            ]
        self.said |= {key: self.known[key] for key in keys}
        return [_reading(self.known[key]) for key in keys]


def _reading(said: list[Any]) -> LineReading:
    return LineReading(
        tuple(
            CharReading(text, probability, centre, tuple((o, p) for o, p in others))
            for text, probability, centre, others in said
        )
    )


def record(scan: Path) -> int:
    """Writes the record; how many lines the models were asked."""
    both = engine.readers()
    assert both.second is not None
    models = [list(model) for model in (*both.first.models, *both.second.models)]
    path = record_of(scan)
    earlier = _earlier(path, models)
    first = Recorder(both.first, earlier["first"])
    second = Recorder(both.second, earlier["second"])
    before = len(first.known)
    usual = engine.readers
    engine.readers = lambda *_: engine.Readers(first, second)  # type: ignore[assignment]
    try:
        extract(scan.read_bytes(), scan.name, ExtractOptions(None, engine.DEFAULT))
    except InputError:
        pass  # a refusal rests on what was read, too
    finally:
        engine.readers = usual
    content = {"models": models, "readers": {"first": first.said, "second": second.said}}
    path.parent.mkdir(exist_ok=True)
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    path.write_text(text + "\n", encoding="utf-8")
    return len(first.known) - before


def _earlier(path: Path, models: list[list[str]]) -> dict[str, Any]:
    if path.exists():
        content = json.loads(path.read_text(encoding="utf-8"))
        if content["models"] == models:
            readers: dict[str, Any] = content["readers"]
            return readers
    return {"first": {}, "second": {}}


def main(names: list[str]) -> None:
    for scan in scans():
        if not names or scan.stem in names:
            print(scan.stem, record(scan), "new lines", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
