"""The report of one file as one HTML page that needs nothing else and asks for nothing."""

from __future__ import annotations

from pathlib import Path

from pipeline.files import write_private
from pipeline.reports import page
from pipeline.reports.cells import row_of, tokens
from pipeline.reports.chart import bars
from pipeline.reports.found import Found
from pipeline.reports.frames import Picture
from pipeline.reports.model import Form, Report
from pipeline.reports.words import SEVERITY, SIGN
from schemas.finding import Severity
from schemas.message import Lang, Message


def render(report: Report, lang: Lang = "zh") -> str:
    """The page as text; it follows from the model and the language alone."""
    return page.render(
        "report.html",
        lang,
        report=report,
        bars=bars,
        by_code=by_code,
        by_severity=by_severity,
        target_id=target_id,
        row_id=row_id,
        accusing=accusing,
        marks=marks,
    )


def write(path: Path, report: Report, lang: Lang = "zh") -> None:
    """Writes the page with mode 0600; UsageError ``cannot-write`` when it cannot."""
    write_private(path, render(report, lang).encode("utf-8"))


def by_severity(form: Form) -> list[tuple[Severity, str, Message, list[Found]]]:
    """What is certain, by severity: key, sign, heading, findings; empty ones left out."""
    certain = [item for item in form.findings if not item.open]
    listed = [
        (severity, SIGN[severity], SEVERITY[severity], [f for f in certain if _is(f, severity)])
        for severity in Severity
    ]
    return [entry for entry in listed if entry[3]]


def by_code(found: list[Found]) -> list[tuple[str, list[Found]]]:
    """Findings of one code together, in the order in which the codes first come."""
    codes = dict.fromkeys(item.finding.code for item in found)
    return [(code, [item for item in found if item.finding.code == code]) for code in codes]


def row_id(form: Form, pointer: str) -> str:
    """The id of a table row or of an entry of the form's head."""
    return f"f{form.number}" + "-".join(["", *tokens(pointer)])


def target_id(form: Form, pointer: str) -> str | None:
    """The id of what a link to a cell leads to, if the page has it."""
    row = row_of(pointer)
    if row is not None:
        kind, number = tokens(row)
        exists = number.isdecimal() and int(number) < len(getattr(form.record, kind))
        return row_id(form, row) if exists else None
    head = tokens(pointer)[:1]
    if head and head[0] in {key for key, _ in form.facts}:
        return row_id(form, f"/{head[0]}")
    return None


def accusing(form: Form, key: str) -> list[int]:
    """The findings that accuse an entry of the form's head."""
    return [
        item.number
        for item in form.findings
        if any(tokens(cell.pointer)[:1] == (key,) for cell in item.accused)
    ]


def marks(picture: Picture) -> list[tuple[str, str, str, str]]:
    """The boxes to be framed in a picture: x, y, width, height in percent of it."""
    whole = picture.frame.place.box
    if whole.width <= 0 or whole.height <= 0:
        return []
    found = []
    for box in picture.frame.marks:
        left, top = max(box.x0, whole.x0), max(box.top, whole.top)
        right, bottom = min(box.x1, whole.x1), min(box.bottom, whole.bottom)
        sides = (
            (left - whole.x0) / whole.width,
            (top - whole.top) / whole.height,
            (right - left) / whole.width,
            (bottom - top) / whole.height,
        )
        x, y, width, height = (f"{max(0.0, side) * 100:.3f}%" for side in sides)
        found.append((x, y, width, height))
    return found


def _is(item: Found, severity: Severity) -> bool:
    return item.finding.severity is severity
