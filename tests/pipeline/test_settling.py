"""From a scan to the report: a figure whose recognition is tampered with, in a recording.

``dongshan-2022`` prints 156.00 over 146.00 and 10.00. What the readers say of one of them is
changed; everything else is as the models left it.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("cv2")
pytest.importorskip("ortools")

from extractors.ocr import asking
from pipeline.config import Options
from pipeline.process import process
from pipeline.reports.model import build, wanted_crops
from pipeline.reports.terminal import summary
from schemas.finding import Cause, Finding, Verdict
from schemas.record import State
from schemas.result import DocumentResult

FIXTURES = Path(__file__).parents[2] / "fixtures"
SCAN = FIXTURES / "scans" / "dongshan-2022.scan-a.pdf"
PLANTED = {
    (entry["code"], tuple([field] if entry.get("each") else entry["fields"]))
    for entry in json.loads((FIXTURES / "pdfs" / "dongshan-2022.findings.json").read_text())[
        "violated"
    ]
    for field in entry["fields"]
}

pytestmark = pytest.mark.heavy

Char = list[Any]
Tamper = Callable[[str, Char, int], None]


@pytest.fixture(autouse=True)
def _narrow_views_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Views that only a changed reading calls for are in no recording."""
    monkeypatch.setattr(asking, "_may_gain", lambda *_: False)


def read(folder: Path, printed: str, change: Tamper) -> DocumentResult:
    """The scan read again, with ``change`` made to both readers' characters of ``printed``."""
    recorded = json.loads((FIXTURES / "ocr" / f"{SCAN.stem}.json").read_text(encoding="utf-8"))
    touched = 0
    for reader, said in recorded["readers"].items():
        for chars in said.values():
            if "".join(char[0] for char in chars) == printed:
                touched += 1
                for position, char in enumerate(chars):
                    change(reader, char, position)
    assert touched >= 2, f"{printed} is not in the recording"
    path = folder / "changed.json"
    path.write_text(json.dumps(recorded), encoding="utf-8")
    return process(SCAN.read_bytes(), SCAN.name, Options(ocr=f"replay:{path}"))


def says(reader: str, text: str) -> Tamper:
    """That reader sees another text of the same length."""

    def change(who: str, char: Char, position: int) -> None:
        if reader in (who, "both"):
            char[0] = text[position]

    return change


def unsure(_: str, char: Char, __: int) -> None:
    char[1] = 0.25


def findings(result: DocumentResult) -> tuple[Finding, ...]:
    found = result.records[0].findings
    assert found is not None
    return found


def accused(result: DocumentResult) -> set[tuple[str, tuple[str, ...]]]:
    return {
        (f.code, f.fields)
        for f in findings(result)
        if f.verdict is Verdict.VIOLATED and f.cause is Cause.REPORT
    }


def test_a_figure_misread_by_the_surer_reader_is_the_readers_mistake(tmp_path: Path) -> None:
    def change(who: str, char: Char, position: int) -> None:
        says("first", "140.00")(who, char, position)
        if who == "second":
            char[1] = 0.7  # the wrong one is the likelier

    result = read(tmp_path, "146.00", change)
    field = result.records[0].record.funds[1].executed
    assert field is not None
    assert (field.state, field.value, field.settled_by) == (State.AMBIGUOUS, None, None)
    assert [(a.value, a.support) for a in field.alternatives] == [
        (Decimal("140.00"), "first reader"),
        (Decimal("146.00"), "second reader"),
    ]
    (subtotal,) = (f for f in findings(result) if f.code == "funds-subtotal")
    assert (subtotal.verdict, subtotal.cause) == (Verdict.VIOLATED, Cause.READING)
    assert subtotal.hangs_on == (("/funds/1/executed",),)
    assert accused(result) <= PLANTED


def test_the_reports_ask_for_the_cell_and_show_it(tmp_path: Path) -> None:
    result = read(tmp_path, "146.00", says("first", "140.00"))
    report = build(result)
    first = report.forms[0].questions[0]
    assert first.cell.pointer == "/funds/1/executed"
    assert set(first.value.choices) == {"140.00", "146.00"}
    field = result.records[0].record.funds[1].executed
    assert field is not None
    assert any(place.box.contains(*_centre(field.places[0])) for place in wanted_crops(result))
    text = summary(report)
    assert text.index("先看这几格") < text.index("[weight-total]")


def _centre(place: Any) -> tuple[float, float]:
    return (place.box.x0 + place.box.x1) / 2, (place.box.top + place.box.bottom) / 2


def test_what_both_readers_read_is_the_reports_mistake_and_stays(tmp_path: Path) -> None:
    """As if the office had printed 149.00: the sum is wrong, and no reading is to blame."""
    result = read(tmp_path, "146.00", says("both", "149.00"))
    field = result.records[0].record.funds[1].executed
    assert field is not None
    assert (field.state, field.value) == (State.READ, Decimal("149.00"))
    (subtotal,) = (f for f in findings(result) if f.code == "funds-subtotal")
    assert (subtotal.verdict, subtotal.cause) == (Verdict.VIOLATED, Cause.REPORT)


def test_a_figure_that_both_read_but_neither_surely_is_borne_out_by_its_sum(tmp_path: Path) -> None:
    result = read(tmp_path, "156.00", unsure)
    field = result.records[0].record.funds[0].executed
    assert field is not None
    assert (field.state, field.value, field.settled_by) == (
        State.READ,
        Decimal("156.00"),
        "funds-subtotal",
    )
    assert "low probability" in field.alternatives[0].support
    assert accused(result) <= PLANTED


def test_an_unsure_figure_in_a_sum_that_the_author_got_wrong_is_not_bent(tmp_path: Path) -> None:
    """Printed 159.00 for 156.00: 9 looks like nothing that would mend it, and 6 like 8 and 5."""

    def change(who: str, char: Char, position: int) -> None:
        says("both", "159.00")(who, char, position)
        unsure(who, char, position)

    result = read(tmp_path, "156.00", change)
    field = result.records[0].record.funds[0].executed
    assert field is not None
    assert (field.state, field.value, field.settled_by) == (State.AMBIGUOUS, None, None)
    (subtotal,) = (f for f in findings(result) if f.code == "funds-subtotal")
    assert (subtotal.verdict, subtotal.cause) == (Verdict.VIOLATED, Cause.REPORT)
