"""Reports as a workbook: summary, findings, indicators, funds, tasks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path

from pipeline.files import write_private
from pipeline.reports import labels as w
from pipeline.reports import workbook
from pipeline.reports.cells import Value, interval
from pipeline.reports.clean import unwrapped
from pipeline.reports.found import Cell, Found
from pipeline.reports.model import Amounts, Form, Report
from pipeline.reports.points import IndicatorRow
from pipeline.reports.words import CAUSE, SCORE_VERDICT, SEVERITY
from pipeline.reports.workbook import Column, Content, Sheet
from schemas.codec import decimal_text
from schemas.finding import Verdict
from schemas.message import Lang, Message
from schemas.rescore import ScoreVerdict

_VIOLATED = {
    Verdict.VIOLATED: Message("不成立", "violated"),
    Verdict.UNDECIDABLE: Message("不能判定", "undecidable"),
}
_COMPUTED = (ScoreVerdict.AGREES, ScoreVerdict.DIFFERS)


def render(reports: Sequence[Report], lang: Lang = "zh") -> bytes:
    """The workbook as bytes; they follow from the models and the language alone."""
    files = len(reports) > 1
    forms = any(len(report.forms) > 1 for report in reports)
    heads = [Column(w.FILE, 24)] * files + [Column(w.FORM, 6)] * forms

    def lead(report: Report, form: Form | None) -> list[Content]:
        number = form.number if form else None
        return [report.document.name] * files + [number] * forms

    pairs = [(report, form) for report in reports for form in report.forms]
    sheets = [_summary(reports)]
    asked = [[*lead(report, form), *row] for report, form in pairs for row in _questions(form)]
    if asked:
        sheets.append(Sheet(w.QUESTIONS, [*heads, *_QUESTIONS], asked))
    found = [[*lead(r, f), *_finding(item)] for r, f in pairs for item in f.findings]
    printed = len(heads) + 12
    sheets.append(Sheet(w.FINDINGS, [*heads, *_FINDINGS], found, printed=printed))
    scored = [[*lead(r, f), *_indicator(item, lang)] for r, f in pairs for item in f.indicators]
    printed = len(heads) + 14
    sheets.append(Sheet(w.INDICATORS, [*heads, *_INDICATORS], scored, printed=printed))
    for title, key, columns in ((w.FUNDS, "funds", _FUNDS), (w.TASKS, "tasks", _TASKS)):
        kept = [(r, f, item) for r, f in pairs for item in getattr(f, key)]
        rows = [[*lead(r, f), *_amounts(item, key)] for r, f, item in kept]
        indents = () if files or forms else tuple(item.depth for _, _, item in kept)
        sheets.append(Sheet(title, [*heads, *columns], rows, indents))
    return workbook.render(sheets, w.PAPER, lang)


def write(path: Path, reports: Sequence[Report], lang: Lang = "zh") -> None:
    """Writes the workbook with mode 0600; UsageError ``cannot-write`` when it cannot."""
    write_private(path, render(reports, lang))


_SUMMARY = (
    Column(w.FILE, 22),
    Column(w.FORM, 34),
    Column(w.VERDICT, 13),
    Column(w.MESSAGE, 36),
    Column(w.STATED, 8, True),
    Column(w.RECOMPUTED, 8, True),
    Column(w.LOW, 8, True),
    Column(w.HIGH, 8, True),
    Column(w.NOT_VERIFIABLE, 9, True),
    Column(w.ERRORS, 7, True),
    Column(w.WARNINGS, 7, True),
    Column(w.NOTES, 7, True),
    Column(w.OPEN, 7, True),
    Column(w.SHA256, 68),
)
_QUESTIONS = (
    Column(w.CELL, 50),
    Column(w.PLACE, 10, True),
    Column(w.PRINTED, 16),
    Column(w.READINGS_OF_CELL, 20),
    Column(w.HANGS_ON, 14, True),
)
_FINDINGS = (
    Column(w.NUMBER, 5, True),
    Column(w.SEVERITY, 7),
    Column(w.FINDINGS, 20),
    Column(w.ACCUSED, 28),
    Column(w.PAGE, 7, True),
    Column(w.SAYS, 10, True),
    Column(Message("应为（低）", "Follows (low)"), 12, True),
    Column(Message("应为（高）", "Follows (high)"), 12, True),
    Column(w.BASIS, 26),
    Column(w.MESSAGE, 42),
    Column(w.VERDICT, 10),
    Column(w.CAUSE, 12),
    Column(w.SOURCES, 50),
    Column(w.CODE, 26),
    Column(w.FIELD, 28),
)
_INDICATORS = (
    Column(w.NUMBER, 5, True),
    Column(w.GROUP, 18),
    Column(w.INDICATOR, 26),
    Column(w.TARGET, 24),
    Column(w.ACTUAL, 10, True),
    Column(w.COMPLETION, 10),
    Column(w.WEIGHT, 7, True),
    Column(w.STATED, 7, True),
    Column(w.RECOMPUTED, 7, True),
    Column(w.LOW, 7, True),
    Column(w.HIGH, 7, True),
    Column(w.VERDICT, 10),
    Column(w.FINDINGS, 8, True),
    Column(w.READING, 30),
    Column(w.TRACE, 60),
    Column(w.REASON_NOTE, 30),
    Column(w.IMPROVEMENT, 30),
)
_AMOUNTS = (
    Column(w.BUDGET_INITIAL, 12, True),
    Column(w.BUDGET_YEAR, 12, True),
    Column(w.EXECUTED, 12, True),
    Column(w.RATE, 12, True),
)
_FUNDS = (
    Column(w.NAME, 44),
    *_AMOUNTS,
    Column(w.WEIGHT, 8, True),
    Column(w.SCORE, 8, True),
    Column(w.FINDINGS, 8, True),
)
_TASKS = (Column(w.NAME, 20), Column(w.PROJECT, 44), *_AMOUNTS, Column(w.FINDINGS, 8, True))


def _summary(reports: Sequence[Report]) -> Sheet:
    rows: list[list[Content]] = []
    for report in reports:
        if not report.forms:
            rows.append(_summary_row(report, None))
        rows += [_summary_row(report, form) for form in report.forms]
    return Sheet(w.SUMMARY, _SUMMARY, rows, printed=13)


def _summary_row(report: Report, form: Form | None) -> list[Content]:
    judged = form.judgement if form else report.judgement
    rescore = form.rescore if form else None
    again = rescore.recomputed if rescore else None
    counts = judged.counts
    tallies = (counts.errors, counts.warnings, counts.notes, counts.open)
    word = Message(f"{judged.sign} {judged.word.zh}", f"{judged.sign} {judged.word.en}")
    return [
        report.document.name,
        form.title if form else None,
        word,
        judged.sentence,
        rescore.stated_total if rescore else None,
        again.recommended if again else None,
        again.low if again else None,
        again.high if again else None,
        rescore.not_verifiable_points if rescore else None,
        *(tallies if form and form.audited else (None,) * 4),
        report.document.sha256,
    ]


def _questions(form: Form) -> Iterator[list[Content]]:
    for question in form.questions:
        yield [
            question.cell.label,
            _where(question.cell.where),
            question.cell.text,
            " / ".join(question.value.choices),
            _numbers(question.findings),
        ]


def _finding(item: Found) -> list[Content]:
    found, computed = item.finding, item.finding.computed
    bounds = [Decimal(text) for text in interval(computed.low, computed.high)] if computed else []
    return [
        item.number,
        SEVERITY[found.severity],
        item.title,
        _labels(item.accused),
        _where(item.where),
        _stated(found.stated),
        bounds[0] if bounds else None,
        bounds[-1] if bounds else None,
        computed.basis if computed else None,
        found.message,
        _VIOLATED[found.verdict],
        CAUSE[found.cause],
        _sources(item.sources),
        found.code,
        " ".join(found.fields),
    ]


def _indicator(row: IndicatorRow, lang: Lang) -> list[Content]:
    points = [reading.score for reading in row.readings] if row.verdict in _COMPUTED else []
    readings = (
        f"{decimal_text(r.score)}{w.COLON.say(lang)}"
        + w.COMMA.say(lang).join(words.say(lang) for words in r.words)
        for r in row.readings
    )
    return [
        row.number,
        " › ".join(row.path),
        row.name,
        row.target,
        row.actual,
        row.completion,
        row.weight,
        row.score,
        points[0] if points else None,
        min(points) if points else None,
        max(points) if points else None,
        SCORE_VERDICT[row.verdict] if row.verdict else None,
        _numbers(row.findings),
        "\n".join(readings),
        "\n".join(step.say(lang) for step in row.trace),
        row.reason_note,
        row.improvement,
    ]


def _amounts(row: Amounts, key: str) -> list[Content]:
    findings = _numbers(row.findings)
    if key == "tasks":
        return [row.name, row.project, *row.amounts, findings]
    return [row.name, *row.amounts, row.weight, row.score, findings]


def _numbers(numbers: Sequence[int]) -> Content:
    """One number as a number, several as text."""
    return numbers[0] if len(numbers) == 1 else ", ".join(map(str, numbers))


_where = _numbers


def _stated(text: str | None) -> Content:
    """A printed number keeps its digits and its unit; anything else stays text."""
    if text is None:
        return None
    bare = unwrapped(text)
    digits = bare.removesuffix("%")
    try:
        number = Decimal(digits)
    except InvalidOperation:
        return bare
    return Value(bare, number) if number.is_finite() and decimal_text(number) == digits else bare


def _labels(cells: Sequence[Cell]) -> Message:
    return Message(
        "\n".join(cell.label.zh for cell in cells), "\n".join(cell.label.en for cell in cells)
    )


def _sources(cells: Sequence[Cell]) -> Message:
    return Message(
        "\n".join(f"{cell.label.zh}：{cell.text}" for cell in cells),
        "\n".join(f"{cell.label.en}: {cell.text}" for cell in cells),
    )
