"""A folder at a glance: every file in one ledger, the worst first, nothing left unnamed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from pipeline.fate import Fate
from pipeline.files import write_private
from pipeline.reports import labels as w
from pipeline.reports import page, workbook
from pipeline.reports.clean import one_line
from pipeline.reports.model import Report
from pipeline.reports.verdict import WORD, Judgement, Level
from pipeline.reports.words import OPEN_SIGN, SIGN
from pipeline.reports.workbook import Column, Sheet
from schemas.finding import Severity
from schemas.message import Lang, Message
from schemas.rescore import Recomputed
from schemas.result import DocumentResult, Problem, Status

_LONGEST_NAME = 60  # characters of a file's own name in the name of its report


@dataclass(frozen=True, slots=True)
class Line:
    """A finding in one line."""

    sign: str
    severity: Severity
    code: str
    title: Message
    label: Message
    where: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A file in the overview; light enough to keep thousands of them.

    ``stated`` and ``recomputed`` are those of its only form, ``None`` if it has several.
    ``href`` is the path of its own report, relative to the overview, not yet percent-encoded.
    """

    name: str
    sha256: str
    outcome: Fate
    judgement: Judgement
    titles: tuple[str, ...]
    stated: Decimal | None
    recomputed: Recomputed | None
    not_verifiable: Decimal | None
    problems: tuple[Problem, ...]
    lines: tuple[Line, ...]
    by_line: bool
    href: str | None

    @property
    def forms(self) -> int:
        return len(self.titles)


@dataclass(frozen=True, slots=True)
class Overview:
    """All files that were seen: audited ones the worst first, failed and passed over by name."""

    audited: tuple[Entry, ...]
    failed: tuple[Entry, ...]
    passed: tuple[Entry, ...]

    def count(self, outcome: Fate) -> int:
        everything = (*self.audited, *self.failed, *self.passed)
        return sum(entry.outcome is outcome for entry in everything)

    @property
    def seen(self) -> int:
        return len(self.audited) + len(self.failed) + len(self.passed)

    @property
    def sentence(self) -> Message:
        """The verdict on the whole: how many files at each level."""
        if not self.seen:
            return w.EMPTY_LEDGER
        levels = [entry.judgement.level for entry in self.audited]
        parts = [
            Message(f"{WORD[level].zh} {n}".replace("） ", "）"), f"{WORD[level].en.lower()} {n}")
            for level in Level
            if (n := levels.count(level))
        ]
        if self.failed:
            parts.insert(0, Message(f"未读出 {len(self.failed)}", f"not read {len(self.failed)}"))
        if self.passed:
            parts.append(Message(f"略过 {len(self.passed)}", f"passed over {len(self.passed)}"))
        zh, en = "，".join(p.zh for p in parts), ", ".join(p.en for p in parts)
        files = "file" if self.seen == 1 else "files"
        return Message(f"{self.seen} 个文件：{zh}。", f"{self.seen} {files}: {en}.")

    @property
    def ledger(self) -> Message:
        """Seen = loaded + already there + passed over + failed."""
        parts = (
            (w.LOADED, Fate.LOADED),
            (w.ALREADY_THERE, Fate.ALREADY_THERE),
            (w.PASSED_OVER, Fate.PASSED_OVER),
            (w.FAILED, Fate.FAILED),
        )
        zh = " + ".join(f"{words.zh} {self.count(outcome)}" for words, outcome in parts)
        en = " + ".join(f"{words.en.lower()} {self.count(outcome)}" for words, outcome in parts)
        return Message(f"{w.SEEN.zh} {self.seen} = {zh}", f"{w.SEEN.en} {self.seen} = {en}")


def entry(report: Report, outcome: Fate | None = None, href: str | None = None) -> Entry:
    """A file's line; without ``outcome`` it was loaded, or failed if it could not be read."""
    if outcome is None:
        outcome = Fate.FAILED if report.status is Status.FAILED else Fate.LOADED
    only = report.forms[0] if len(report.forms) == 1 else None
    rescore = only.rescore if only else None
    return Entry(
        name=report.document.name,
        sha256=report.document.sha256,
        outcome=outcome,
        judgement=report.judgement,
        titles=tuple(form.title for form in report.forms),
        stated=rescore.stated_total if rescore else None,
        recomputed=rescore.recomputed if rescore else None,
        not_verifiable=rescore.not_verifiable_points if rescore else None,
        problems=report.problems,
        lines=tuple(_lines(report)),
        by_line=report.by_line,
        href=href,
    )


def build(entries: Iterable[Entry]) -> Overview:
    """The overview, in an order that does not depend on the order of ``entries``."""
    everything = sorted(entries, key=lambda item: (item.name, item.sha256))
    audited = [e for e in everything if e.outcome in (Fate.LOADED, Fate.ALREADY_THERE)]
    return Overview(
        tuple(sorted(audited, key=_worst_first)),
        tuple(e for e in everything if e.outcome is Fate.FAILED),
        tuple(e for e in everything if e.outcome is Fate.PASSED_OVER),
    )


def report_name(result: DocumentResult) -> str:
    """A name for a file's own report that every file system takes: its name and its hash."""
    document = result.document
    stem = re.sub(r'[<>:"/\\|?*\s.]+', "-", one_line(document.name)).strip("-")
    return f"{stem[:_LONGEST_NAME] or 'report'}-{document.sha256[:8]}.html"


def render(overview: Overview, lang: Lang = "zh") -> str:
    """The overview as one HTML page."""
    return page.render("overview.html", lang, overview=overview, outcome=Fate)


def write(path: Path, overview: Overview, lang: Lang = "zh") -> None:
    """Writes the page with mode 0600; UsageError ``cannot-write`` when it cannot."""
    write_private(path, render(overview, lang).encode("utf-8"))


def render_xlsx(overview: Overview, lang: Lang = "zh") -> bytes:
    """The overview as a workbook: ledger, files, findings, what was not read."""
    everything = (*overview.audited, *overview.failed, *overview.passed)
    ledger: list[list[workbook.Content]] = [[words, overview.count(k)] for words, k in _OUTCOMES]
    ledger.insert(0, [w.SEEN, overview.seen])
    sheets = [
        Sheet(w.SUMMARY, (Column(w.LEDGER, 30), Column(w.FILE, 12, True)), ledger),
        Sheet(w.FILE, _FILES, [_file(item) for item in everything]),
        Sheet(
            w.FINDINGS,
            _LINES,
            [
                [item.name, line.sign, line.title, line.label, _place(line), line.code]
                for item in overview.audited
                for line in item.lines
            ],
        ),
        Sheet(
            w.FAILED_FILES,
            (Column(w.FILE, 40), Column(w.LEDGER, 12), Column(w.CODE, 20), Column(w.WHY, 70)),
            [
                [item.name, _WORDS[item.outcome], problem.code, problem.message]
                for item in (*overview.failed, *overview.passed)
                for problem in item.problems
            ],
        ),
    ]
    return workbook.render(sheets, w.OVERVIEW, lang)


def write_xlsx(path: Path, overview: Overview, lang: Lang = "zh") -> None:
    """Writes the workbook with mode 0600; UsageError ``cannot-write`` when it cannot."""
    write_private(path, render_xlsx(overview, lang))


_OUTCOMES = (
    (w.LOADED, Fate.LOADED),
    (w.ALREADY_THERE, Fate.ALREADY_THERE),
    (w.PASSED_OVER, Fate.PASSED_OVER),
    (w.FAILED, Fate.FAILED),
)
_WORDS = {outcome: words for words, outcome in _OUTCOMES}
_FILES = (
    Column(w.FILE, 36),
    Column(w.LEDGER, 10),
    Column(w.VERDICT, 14),
    Column(w.ERRORS, 8, True),
    Column(w.WARNINGS, 8, True),
    Column(w.NOTES, 8, True),
    Column(w.OPEN, 8, True),
    Column(w.STATED, 9, True),
    Column(w.LOW, 9, True),
    Column(w.HIGH, 9, True),
    Column(w.NOT_VERIFIABLE, 10, True),
    Column(w.MESSAGE, 50),
)
_LINES = (
    Column(w.FILE, 36),
    Column(w.SEVERITY, 8),
    Column(w.FINDINGS, 30),
    Column(w.ACCUSED, 50),
    Column(w.PAGE, 10, True),
    Column(w.CODE, 26),
)


def _lines(report: Report) -> Iterable[Line]:
    for form in report.forms:
        for item in form.findings:
            yield Line(
                sign=OPEN_SIGN if item.open else SIGN[item.finding.severity],
                severity=item.finding.severity,
                code=item.finding.code,
                title=item.title,
                label=Message(
                    "、".join(cell.label.zh for cell in item.accused),
                    ", ".join(cell.label.en for cell in item.accused),
                ),
                where=item.where,
            )


def _worst_first(item: Entry) -> tuple[int, ...]:
    counts = item.judgement.counts
    tallies = (counts.errors, counts.warnings, counts.open, counts.notes)
    return (item.judgement.level, *(-n for n in tallies))


def _file(item: Entry) -> list[workbook.Content]:
    judged, again = item.judgement, item.recomputed
    word = Message(f"{judged.sign} {judged.word.zh}", f"{judged.sign} {judged.word.en}")
    counts = judged.counts
    return [
        item.name,
        _WORDS[item.outcome],
        word,
        counts.errors,
        counts.warnings,
        counts.notes,
        counts.open,
        item.stated,
        again.low if again else None,
        again.high if again else None,
        item.not_verifiable,
        judged.sentence,
    ]


def _place(line: Line) -> workbook.Content:
    return line.where[0] if len(line.where) == 1 else ", ".join(map(str, line.where))
