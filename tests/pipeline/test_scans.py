"""Scans of reports, read with recorded recognition: never a wrong number, seldom none.

The truths are those of the text-layer twins. ``test_models_say_what_was_recorded`` (heavy) asks
the models themselves.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("cv2")

from extractors.document import ExtractOptions, extract
from pipeline.config import Options
from pipeline.process import process
from schemas.codec import plain, to_json
from schemas.finding import Verdict
from schemas.result import DocumentResult, RecordResult, Status
from tests.support.record_scans import FIXTURES, SCANS, UNDERLAID, record_of

READABLE = sorted(SCANS.glob("*.pdf"))
REFUSED = sorted((SCANS / "refused").glob("*.pdf"))
QUICK = frozenset(
    [
        "changhe-2024.scan-second-page",
        "cuiping-2023.scan-b",
        "jinghe-2023.pasted",
        "mahe-2022.scan-b-blue-seal",
        "blank",
        "faint",
        "monitoring-form",
    ]
)
"""Scans that every run reads; the others are as telling and take longer."""
NUMBERS = frozenset(
    [
        "initial_budget",
        "full_year_budget",
        "executed",
        "execution_rate",
        "weight",
        "score",
        "total_weight",
        "total_score",
        "staff_count",
        "subordinate_units",
        "value",
        "operator",
        "unit",
    ]
)


def each(paths: Iterable[Path]) -> pytest.MarkDecorator:
    heavy = pytest.mark.heavy
    return pytest.mark.parametrize(
        "path",
        [
            pytest.param(path, id=path.stem, marks=() if path.stem in QUICK else heavy)
            for path in paths
        ],
    )


readable = each(READABLE)
clearly_readable = each(path for path in READABLE if "scan-c" not in path.stem)


@cache
def read(path: Path) -> DocumentResult:
    return process(path.read_bytes(), path.name, Options(ocr=f"replay:{record_of(path)}"))


def truths(path: Path, kind: str) -> list[Any]:
    """The values or findings of every form, from the file that the text-layer twin has."""
    name = path.name.partition(".")[0]
    path = FIXTURES / "pdfs" / f"{name}.{kind}.json"
    content = json.loads(path.read_text(encoding="utf-8"))
    return content if isinstance(content, list) else [content]


def leaves(want: Any, got: Any, at: str = "") -> list[tuple[str, Any, Any]]:
    """Every number, operator and unit of the truth beside what was read in its place."""
    if isinstance(want, dict):
        assert isinstance(got, dict), at
        return [x for k in want for x in leaves(want[k], got[k], f"{at}/{k}")]
    if isinstance(want, list):
        assert len(want) == len(got), f"{at}: {len(got)} rows instead of {len(want)}"
        return [
            x
            for i, (a, b) in enumerate(zip(want, got, strict=True))
            for x in leaves(a, b, f"{at}/{i}")
            if not at.endswith("reasons")
        ]
    return [(at, want, got)] if at.rpartition("/")[2] in NUMBERS else []


def same(want: Any, got: Any) -> bool:
    if want is None or got is None:
        return want is got
    try:
        return Decimal(want) == Decimal(got)
    except InvalidOperation:
        return bool(want == got)


def violated(record: RecordResult) -> set[tuple[str, str]]:
    return {
        (finding.code, field)
        for finding in record.findings or ()
        if finding.verdict is Verdict.VIOLATED
        for field in finding.fields
    }


def planted(truth: Any) -> set[tuple[str, str]]:
    return {(entry["code"], field) for entry in truth["violated"] for field in entry["fields"]}


@readable
def test_no_number_is_wrong_and_nearly_all_are_given(path: Path) -> None:
    result = read(path)
    assert [problem.code for problem in result.errors] == []
    for truth, record in zip(truths(path, "values"), result.records, strict=True):
        found = leaves(truth, plain(record.record))
        wrong = [x for x in found if x[2] is not None and not same(x[1], x[2])]
        assert wrong == []
        printed = [x for x in found if x[1] is not None]
        given = sum(same(want, got) for _, want, got in printed)
        assert given >= 0.95 * len(printed), [x for x in printed if not same(x[1], x[2])]


def test_pages_that_models_read_are_told_and_no_others() -> None:
    told: list[bool] = []
    path = SCANS / "changhe-2024.scan-second-page.pdf"
    options = ExtractOptions(
        ocr=f"replay:{record_of(path)}", on_recognised=lambda: told.append(True)
    )
    assert len(extract(path.read_bytes(), path.name, options).pages) == 2
    assert len(told) == 1, "the first page has a text layer"


@readable
def test_nothing_is_accused_that_the_report_does_not_do(path: Path) -> None:
    for truth, record in zip(truths(path, "findings"), read(path).records, strict=True):
        assert violated(record) <= planted(truth)


@clearly_readable
def test_every_planted_mistake_is_found(path: Path) -> None:
    for truth, record in zip(truths(path, "findings"), read(path).records, strict=True):
        assert planted(truth) <= violated(record)


@pytest.mark.heavy
@pytest.mark.parametrize(
    ("name", "turn"),
    [
        ("cuiping-2023.scan-b", 0),
        ("jiangxia-2021.scan-b-turned", 270),
        ("liutai-2018.scan-b-upside-down", 180),
        ("yunhe-2022.scan-a-turned", 90),
    ],
)
def test_a_sheet_is_turned_by_what_it_says(name: str, turn: int) -> None:
    (page,) = read(SCANS / f"{name}.pdf").pages
    assert (page.kind.value, page.rotation) == ("scanned", turn)


@pytest.mark.heavy
@pytest.mark.parametrize(
    ("name", "kinds"),
    [
        ("changhe-2024.scan-b", ["scanned", "scanned"]),
        ("changhe-2024.scan-second-page", ["text-layer", "scanned"]),
        ("huaxi-2022.no-map", ["broken-text"]),
        ("jinghe-2023.pasted", ["mixed"]),
    ],
)
def test_pages_are_told_one_by_one(name: str, kinds: list[str]) -> None:
    assert [page.kind.value for page in read(SCANS / f"{name}.pdf").pages] == kinds


def _leaves_with_places(node: Any) -> list[Any]:
    if isinstance(node, list):
        return [leaf for one in node for leaf in _leaves_with_places(one)]
    if not isinstance(node, dict):
        return []
    if "places" in node and "origin" in node:
        return [node]
    return [leaf for one in node.values() for leaf in _leaves_with_places(one)]


@readable
def test_every_leaf_says_how_it_was_read_and_where_it_stands(path: Path) -> None:
    result = read(path)
    pages = {page.number: page for page in result.pages}
    for record in to_json(result, "zh")["records"]:
        found = _leaves_with_places(record["record"])
        assert len(found) > 50
        for leaf in found:
            kinds = set()
            for place in leaf["places"]:
                page = pages[place["page"]]
                x0, top, x1, bottom = place["box"]
                assert 0 <= x0 < x1 <= page.width + 0.01
                assert 0 <= top < bottom <= page.height + 0.01
                kinds.add(page.kind.value)
            if kinds == {"text-layer"}:
                assert leaf["origin"] == "text-layer" and leaf["confidence"] is None
            elif kinds and not kinds & {"text-layer", "mixed"}:
                assert leaf["origin"] == "ocr", leaf
    assert any("PP-OCRv6" in name for name, _ in result.made_by.engines)


@pytest.mark.heavy
def test_a_scan_with_somebody_elses_text_under_it_is_read_by_its_pixels() -> None:
    """Its invisible words are misread on purpose; at 130 dpi every word of it is small."""
    result = read(UNDERLAID)
    (truth,) = truths(FIXTURES / "pdfs" / "donglin-2022.pdf", "values")
    got = plain(result.records[0].record)
    sections = ("funds", "tasks", "goals")
    found = [x for section in sections for x in leaves(truth[section], got[section], section)]
    assert [x for x in found if x[2] is not None and not same(x[1], x[2])] == []
    printed = [x for x in found if x[1] is not None]
    assert sum(same(want, given) for _, want, given in printed) >= 0.9 * len(printed)
    assert got["family"] == truth["family"]
    assert result.hidden_text > 0


def test_typed_words_above_a_pasted_picture_stay_what_they_are() -> None:
    """What a text layer says is never read again; what only the picture has is recognised."""
    result = read(SCANS / "jinghe-2023.pasted.pdf")
    record = result.records[0].record
    assert record.title is not None and record.title.origin.value == "text-layer"
    origins = {one.weight.origin.value for one in record.indicators if one.weight}
    assert origins == {"ocr"}


@each(REFUSED)
def test_what_is_no_legible_form_is_refused(path: Path) -> None:
    rows = (path.parent / "codes.tsv").read_text(encoding="utf-8").splitlines()[1:]
    codes = {name: code.split("|") for name, code, _ in (row.split("\t") for row in rows)}
    result = read(path)
    assert (result.status, result.records) == (Status.FAILED, ())
    assert result.errors[0].code in codes[path.name]


@pytest.mark.heavy
def test_models_say_what_was_recorded() -> None:
    pytest.importorskip("rapidocr")
    path = SCANS / "jiangxia-2021.scan-b-turned.pdf"
    alive = process(path.read_bytes(), path.name, Options(ocr="rapidocr"))
    assert plain(alive.records[0].record) == plain(read(path).records[0].record)
