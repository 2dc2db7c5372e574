"""Results made by hand for the tests of the reports."""

from __future__ import annotations

import dataclasses
import json
import struct
import zlib
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from schemas.document import DocumentRef
from schemas.finding import Cause, Computed, Finding, Severity, Source, Verdict
from schemas.geometry import Box, Place
from schemas.message import Message
from schemas.page import PageInfo, PageKind
from schemas.record import Alternative, Field, SelfEvaluation, State
from schemas.rescore import IndicatorRescore, Recomputed, Rescore, Score, ScoreVerdict
from schemas.result import DocumentResult, MadeBy, Problem, RecordResult, Status
from schemas.text import Origin
from tests.support.records import record_from_values

FIXTURES = Path(__file__).parents[3] / "fixtures/pdfs"
MADE_BY = MadeBy("0.1.0", (("reader", "1.0"),), (("sample", "ab" * 32),))
PAGES = tuple(PageInfo(number, 595.0, 842.0, 0, PageKind.TEXT_LAYER) for number in (1, 2, 3, 4))
PAGE_OF = {"funds": 1, "tasks": 2, "goals": 2, "indicators": 3}
NO_WORDS = Message("", "")


def png(width: int = 40, height: int = 12, grey: int = 200) -> bytes:
    """A plain picture, written by hand: the tests need no image library."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        )

    rows = b"".join(b"\0" + bytes([grey]) * width for _ in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


def number(value: str, page: int = 1, top: float = 100.0) -> Field[Decimal]:
    place = Place(page, Box(300.0, top, 360.0, top + 14.0))
    return Field(Decimal(value), value, State.READ, Origin.TEXT_LAYER, places=(place,))


def ambiguous(*values: str, page: int = 1, top: float = 100.0) -> Field[Decimal]:
    place = Place(page, Box(300.0, top, 360.0, top + 14.0))
    others = tuple(Alternative(Decimal(value), value, "pixels") for value in values)
    return Field(
        None, values[0], State.AMBIGUOUS, Origin.OCR, 0.9, places=(place,), alternatives=others
    )


def unreadable(raw: str = "#", page: int = 1, top: float = 100.0) -> Field[Decimal]:
    place = Place(page, Box(300.0, top, 360.0, top + 14.0))
    return Field(None, raw, State.UNREADABLE, Origin.OCR, 0.2, places=(place,))


def finding(
    code: str,
    fields: tuple[str, ...],
    severity: Severity = Severity.ERROR,
    cause: Cause = Cause.REPORT,
    **more: Any,
) -> Finding:
    verdict = Verdict.UNDECIDABLE if cause is Cause.UNDECIDED else Verdict.VIOLATED
    given = {"stated": None, "computed": None, "message": Message("说明文字。", "Words."), **more}
    return Finding(code, severity, verdict, cause, fields, **given)


def source(field: str, raw: str) -> Source:
    return Source(field, (Place(1, Box(10.0, 10.0, 60.0, 24.0)),), raw)


def result(
    *records: RecordResult,
    name: str = "sample.pdf",
    status: Status = Status.OK,
    errors: tuple[Problem, ...] = (),
    pages: tuple[PageInfo, ...] = PAGES,
) -> DocumentResult:
    document = DocumentRef(name, "0123456789abcdef" * 4, 4321)
    return DocumentResult(document, pages, 0, MADE_BY, status, errors, records)


def failed(code: str = "damaged", name: str = "broken.pdf") -> DocumentResult:
    words = Message("文件已损坏，请重新索取。", "The file is damaged. Ask for it again.")
    return result(name=name, status=Status.FAILED, errors=(Problem(code, words),))


def small_record(**more: Any) -> SelfEvaluation:
    """A form with a subtotal, two lines and two indicators of one group."""
    values = {
        "family": "sample",
        "title": "2021年某局自评表",
        "year": 2021,
        "department": "某局",
        "amount_unit": "万元",
        "funds": [
            {"name": "支出小计", "level": 0, "full_year_budget": "12.50", "executed": "10.00"},
            {"name": "1.基本支出", "level": 1, "full_year_budget": "8.50", "executed": "8.5"},
            {"name": "2.项目支出", "level": 1, "full_year_budget": "4.00", "executed": "1.50"},
        ],
        "tasks": [{"name": "重点工作一", "project": "信访", "executed": "1.50", "is_total": False}],
        "goals": [{"number": 1, "goal": "办好", "status": "完成", "actual": "办好了"}],
        "indicators": [indicator("群众满意度"), indicator("差异率", score="1")],
        "total_score": "6",
        **more,
    }
    return laid_out(record_from_values(values))


def indicator(name: str, **more: Any) -> dict[str, Any]:
    return {
        "level1": "产出指标",
        "level2": "数量指标",
        "level3": None,
        "slot": 1,
        "name": name,
        "target": {"operator": "≥", "value": "80", "unit": "%"},
        "actual": {"value": "85", "unit": "%"},
        "completion": "完成",
        "weight": "5",
        "score": "5",
        "reasons": [],
        **more,
    }


def small_rescore() -> Rescore:
    agrees = IndicatorRescore(
        "/indicators/0",
        Decimal(5),
        (Score(Decimal(5), "met"),),
        ScoreVerdict.AGREES,
        "method/higher",
        (Message("85 ≥ 80", "85 ≥ 80"),),
    )
    differs = IndicatorRescore(
        "/indicators/1",
        Decimal(1),
        (
            Score(Decimal(2), "rounded-2/whole-steps"),
            Score(Decimal("2.5"), "unrounded/whole-steps"),
            Score(Decimal(2), "unrounded/begun-steps"),
        ),
        ScoreVerdict.DIFFERS,
        "printed/steps",
        (Message("扣 6 档", "6 steps"),),
    )
    totals = Recomputed(Decimal(7), Decimal("7.5"), Decimal(7))
    return Rescore((agrees, differs), Decimal(6), Decimal(6), totals, Decimal(0))


def laid_out(record: SelfEvaluation) -> SelfEvaluation:
    """The record as if printed: a page for each table, a line for each row, cells side by side."""
    moved: dict[str, Any] = {}
    for key, page in PAGE_OF.items():
        rows = getattr(record, key)
        start = 300.0 if key == "goals" else 80.0
        moved[key] = tuple(
            _moved(row, page, start + 22 * line, iter(range(99))) for line, row in enumerate(rows)
        )
    return dataclasses.replace(record, **moved)


def _moved(node: Any, page: int, top: float, columns: Iterator[int]) -> Any:
    if isinstance(node, Field):
        left = 40.0 + 42 * next(columns)
        return dataclasses.replace(node, places=(Place(page, Box(left, top, left + 40, top + 20)),))
    if isinstance(node, tuple):
        return tuple(_moved(item, page, top, columns) for item in node)
    if not dataclasses.is_dataclass(node) or isinstance(node, type):
        return node
    parts = {f.name: getattr(node, f.name) for f in dataclasses.fields(node)}
    moved = {name: _moved(part, page, top, columns) for name, part in parts.items()}
    return dataclasses.replace(node, **moved)


def audited(
    record: SelfEvaluation, *findings: Finding, rescore: Rescore | None = None
) -> RecordResult:
    return RecordResult(record, findings, rescore)


def small() -> DocumentResult:
    """One error with sources and a reckoning, one warning, one note, a differing score."""
    return result(
        audited(
            small_record(),
            finding(
                "funds-subtotal",
                ("/funds/0/executed",),
                stated="10.00",
                computed=Computed(
                    Decimal("9.95"), Decimal("10.05"), Message("各行之和", "sum of the lines")
                ),
                sources=(source("/funds/1/executed", "8.5"), source("/funds/2/executed", "1.50")),
            ),
            finding("score-rule", ("/indicators/1/score",), Severity.WARNING),
            finding("year-mismatch", ("/goals/0",), Severity.NOTE),
            rescore=small_rescore(),
        )
    )


SEVERITIES = {
    "execution-rate-basis": Severity.WARNING,
    "actual-copies-target": Severity.WARNING,
    "duplicate-indicator": Severity.WARNING,
}


def fushun() -> DocumentResult:
    """The real report, with the findings and the re-score that its truth files ask for."""
    truth = json.loads((FIXTURES / "fushun-2021.findings.json").read_text("utf-8"))
    values = json.loads((FIXTURES / "fushun-2021.values.json").read_text("utf-8"))
    found = []
    for entry in truth["violated"]:
        groups = [[f] for f in entry["fields"]] if entry.get("each") else [entry["fields"]]
        for fields in groups:
            severity = SEVERITIES.get(entry["code"], Severity.NOTE)
            said = Message("依表内各数推得的说明。", "What follows from the form's own figures.")
            found.append(finding(entry["code"], tuple(fields), severity, message=said))
    record = laid_out(record_from_values(values))
    return result(
        RecordResult(record, tuple(found), _fushun_rescore(record, truth["rescore"])),
        name="fushun-2021.pdf",
    )


def _fushun_rescore(record: SelfEvaluation, truth: dict[str, Any]) -> Rescore:
    items = []
    for index, item in enumerate(record.indicators):
        stated = item.score.value if item.score else None
        pointer = f"/indicators/{index}"
        verdict, scores = ScoreVerdict.AGREES, (Score(stated or Decimal(0), "met"),)
        if pointer == truth["readings_of"]:
            scores = tuple(Score(Decimal(s["score"]), s["reading"]) for s in truth["scores"])
        elif item.actual.value is None or item.actual.operator is not None:
            verdict, scores = ScoreVerdict.NOT_VERIFIABLE, ()
        trace = (Message("逐步写出的算法", "the reckoning step by step"),)
        items.append(IndicatorRescore(pointer, stated, scores, verdict, "printed/steps", trace))
    numbers = (Decimal(truth["recomputed"][key]) for key in ("low", "high", "recommended"))
    return Rescore(
        tuple(items),
        Decimal(truth["stated_total"]),
        Decimal(truth["sum_of_stated"]),
        Recomputed(*numbers),
        Decimal(truth["not_verifiable_points"]),
    )
