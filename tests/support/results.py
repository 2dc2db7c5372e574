"""Document results for tests, made from plain values."""

from __future__ import annotations

import hashlib
from decimal import Decimal
from typing import Any

from schemas.document import DocumentRef
from schemas.finding import Cause, Computed, Finding, Severity, Verdict
from schemas.message import Message
from schemas.page import PageInfo, PageKind
from schemas.rescore import IndicatorRescore, Recomputed, Rescore, Score, ScoreVerdict
from schemas.result import DocumentResult, MadeBy, Problem, RecordResult, Status
from tests.support.records import record_from_values


def result_from_values(values: dict[str, Any], name: str = "报告.pdf") -> DocumentResult:
    """A result with one form, one finding and a re-score of its first indicator."""
    finding = Finding(
        "score-total",
        Severity.ERROR,
        Verdict.VIOLATED,
        Cause.REPORT,
        ("/total_score",),
        "96",
        Computed(Decimal("95"), Decimal("95.5"), Message("各指标得分之和", "sum of the scores")),
        Message("总分 96 不等于各项之和", "the total 96 is not the sum"),
    )
    rescore = Rescore(
        (
            IndicatorRescore(
                "/indicators/0",
                Decimal(10),
                (Score(Decimal("8.5"), "ratio"), Score(Decimal("8"), "linear")),
                ScoreVerdict.DIFFERS,
                "family/lower",
            ),
        ),
        Decimal(96),
        Decimal(96),
        Recomputed(Decimal("94"), Decimal("94.5"), Decimal("94.5")),
        Decimal(66),
    )
    record = RecordResult(record_from_values(values), (finding,), rescore)
    return DocumentResult(
        DocumentRef(name, hashlib.sha256(name.encode("utf-8")).hexdigest(), 1234),
        (PageInfo(1, 595.0, 842.0, 0, PageKind.TEXT_LAYER),),
        0,
        MadeBy("0"),
        Status.OK,
        (),
        (record,),
    )


def failed_result(code: str, name: str = "坏.pdf") -> DocumentResult:
    """A result of a document that could not be read."""
    return DocumentResult(
        DocumentRef(name, hashlib.sha256(name.encode("utf-8")).hexdigest(), 5),
        (),
        0,
        MadeBy("0"),
        Status.FAILED,
        (Problem(code, Message("打不开", "cannot be opened")),),
    )
