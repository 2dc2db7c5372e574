"""What a person reads on the terminal: verdict first, then findings by severity."""

from __future__ import annotations

import io
import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

from pipeline.cli.page import wrap
from pipeline.reports import labels as w
from pipeline.reports.cells import interval
from pipeline.reports.clean import one_line, unwrapped
from pipeline.reports.found import Found, Question
from pipeline.reports.model import Form, Report
from pipeline.reports.points import GroupRow, IndicatorRow
from pipeline.reports.verdict import Judgement, Level, plain
from pipeline.reports.words import SCORE_SIGN, SCORE_VERDICT, SEVERITY, SIGN, where
from schemas.finding import Severity
from schemas.message import Lang, Message
from schemas.rescore import ScoreVerdict

if TYPE_CHECKING:
    from rich.table import Table

    from pipeline.reports.overview import Entry, Overview

_NARROWEST, _WIDEST, _PIPED = 60, 120, 100
_MANY = 3  # notes of one code beyond which the explanation, the same each time, is left out
_COLOUR = {
    Level.FAILED: "bold red",
    Level.ERROR: "bold red",
    Level.WARNING: "bold yellow",
    Level.OPEN: "bold magenta",
    Level.NOTE: "bold green",
    Level.CLEAN: "bold green",
    Level.UNAUDITED: "bold",
}
_SEVERITY_COLOUR = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}


@dataclass(frozen=True, slots=True)
class Look:
    """How wide the lines may be, in columns, and whether there is colour."""

    width: int = _PIPED
    colour: bool = False

    @classmethod
    def of(cls, stream: IO[str]) -> Look:
        """The look that suits a stream: no colour when piped, or when NO_COLOR asks for none."""
        if not stream.isatty():
            return cls()
        columns = shutil.get_terminal_size((_PIPED, 24)).columns
        dumb = os.environ.get("TERM") == "dumb" or bool(os.environ.get("NO_COLOR"))
        return cls(max(_NARROWEST, min(_WIDEST, columns)), not dumb)


def summary(report: Report, lang: Lang = "zh", look: Look | None = None) -> str:
    """The report of one file as text that ends in a newline."""
    page = _Page(lang, look or Look())
    page.verdict(report.judgement)
    page.line(report.document.name, 2, "dim")
    for problem in report.problems if report.forms else ():
        page.line(f"{problem.code}{w.COLON.say(lang)}{problem.message.say(lang)}", 2)
    several = len(report.forms) > 1
    for form in report.forms:
        if several:
            page.gap()
            page.verdict(form.judgement)
        page.line(form.title, 2, "dim")
        _form(page, form, report.by_line)
    return page.text()


def ledger(overview: Overview, lang: Lang = "zh", look: Look | None = None) -> str:
    """Several files as one table, the worst first, then what failed and what was passed over."""
    page = _Page(lang, look or Look())
    page.line(overview.sentence.say(lang), style="bold")
    if overview.audited:
        page.gap()
        page.table(_ledger_table(page, overview.audited))
    for title, entries in ((w.FAILED_FILES, overview.failed), (w.PASSED_FILES, overview.passed)):
        if entries:
            page.heading(title.say(lang), len(entries))
        for entry in entries:
            said = " ".join(problem.message.say(lang) for problem in entry.problems)
            codes = w.COMMA.say(lang).join(problem.code for problem in entry.problems)
            sign = "✕" if entries is overview.failed else "–"
            page.item(sign, f"{entry.name}{w.COLON.say(lang)}{codes}")
            page.line(said, 5, "dim")
    page.gap()
    page.line(overview.ledger.say(lang), style="bold")
    return page.text()


class _Page:
    """Lines of a given width; every text is one line without control characters first."""

    def __init__(self, lang: Lang, look: Look) -> None:
        from rich.console import Console

        self.lang = lang
        self.width = look.width
        self._out = io.StringIO()
        self._console = Console(
            file=self._out,
            width=look.width,
            color_system="standard" if look.colour else None,
            force_terminal=look.colour,
            no_color=not look.colour,
            highlight=False,
            markup=False,
            emoji=False,
            legacy_windows=False,
            _environ={},  # the look alone decides
        )

    def text(self) -> str:
        lines = (line.rstrip() for line in self._out.getvalue().split("\n"))
        return "\n".join(lines)

    def gap(self) -> None:
        self._console.print()

    def line(self, text: str, indent: int = 0, style: str = "") -> None:
        from rich.text import Text

        for part in wrap(one_line(text), self.width - indent):
            self._console.print(Text(" " * indent + part, style), overflow="fold")

    def item(self, head: str, text: str, style: str = "", indent: int = 2) -> None:
        """A sign or number, then text that hangs beside it."""
        from rich.cells import cell_len
        from rich.text import Text

        margin = indent + max(3, cell_len(head) + 1)
        first, *rest = wrap(one_line(text), self.width - margin)
        lead = " " * indent + head + " " * (margin - indent - cell_len(head))
        self._console.print(Text.assemble((lead, style), first), overflow="fold")
        for part in rest:
            self._console.print(Text(" " * margin + part), overflow="fold")

    def heading(self, text: str, count: int | None = None, style: str = "bold") -> None:
        self.gap()
        self.line(text if count is None else f"{text}  {count}", style=style)

    def verdict(self, judged: Judgement) -> None:
        word = f"{judged.sign} {judged.word.say(self.lang)}"
        self.item(word + " ", judged.sentence.say(self.lang), _COLOUR[judged.level], 0)
        if judged.points.zh:
            self.line(judged.points.say(self.lang), 2)

    def table(self, table: Table) -> None:
        from rich.padding import Padding

        self._console.print(Padding(table, (0, 0, 0, 2)))


def _form(page: _Page, form: Form, by_line: bool) -> None:
    _questions(page, form.questions, by_line)
    certain = [item for item in form.findings if not item.open]
    for severity in Severity:
        found = [item for item in certain if item.finding.severity is severity]
        colour = _SEVERITY_COLOUR[severity]
        heading = SEVERITY[severity].say(page.lang)
        _findings(page, found, f"{SIGN[severity]} {heading}", colour, by_line)
    hanging = [item for item in form.findings if item.open]
    _findings(page, hanging, f"? {w.OPEN_FINDINGS.say(page.lang)}", "magenta", by_line)
    if form.rescore and form.groups:
        page.heading(w.GROUPS.say(page.lang))
        page.table(_groups_table(page, form))
        _indicators(page, form.indicators)


def _questions(page: _Page, questions: Sequence[Question], by_line: bool) -> None:
    if not questions:
        return
    page.heading(w.QUESTIONS.say(page.lang), len(questions), "bold magenta")
    for number, question in enumerate(questions, 1):
        cell = question.cell
        choices = " / ".join(question.value.choices) or question.value.text
        asked = w.COMMA.say(page.lang).join(map(str, question.findings))
        place = where(cell.where, by_line).say(page.lang)
        said = f"{cell.label.say(page.lang)}{w.COLON.say(page.lang)}? {choices}"
        page.item(f"{number:>3}  {place}  ", said, "magenta")
        page.line(f"→ {w.HANGS_ON.say(page.lang)} {asked}", 6, "dim")


def _findings(
    page: _Page, found: Sequence[Found], heading: str, colour: str, by_line: bool
) -> None:
    if not found:
        return
    page.heading(heading, len(found), f"bold {colour}")
    for code in dict.fromkeys(item.finding.code for item in found):
        same = [item for item in found if item.finding.code == code]
        times = f" ×{len(same)}" if len(same) > 1 else ""
        page.line(f"{same[0].title.say(page.lang)}{times}  [{code}]", 2)
        brief = len(same) > _MANY and same[0].finding.severity is Severity.NOTE
        for item in same:
            _finding(page, item, colour, by_line, brief)


def _finding(page: _Page, item: Found, colour: str, by_line: bool, brief: bool) -> None:
    found, say = item.finding, page.lang
    accused = w.COMMA.say(say).join(cell.label.say(say) for cell in item.accused)
    place = where(item.where, by_line).say(say)
    page.item(f"{item.number:>3}  {place}  ", accused, colour)
    if brief:
        return
    page.line(found.message.say(say), 6)
    if found.computed is not None and found.stated is not None:
        bounds = interval(found.computed.low, found.computed.high)
        follows = f" {w.TO.say(say)} ".join(bounds)
        said = f"{w.SAYS.say(say)} {unwrapped(found.stated)} · {w.FOLLOWS.say(say)} {follows}"
        page.line(said, 6)


def _groups_table(page: _Page, form: Form) -> Table:
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, show_footer=True)
    total = form.total
    table.add_column(w.GROUP.say(page.lang), w.TOTAL.say(page.lang), overflow="fold")
    columns = (
        (w.WEIGHT, plain(total.weight)),
        (w.STATED, plain(total.stated)),
        (w.RECOMPUTED, _range(total)),
        (w.NOT_VERIFIABLE, plain(total.not_verifiable)),
    )
    for title, footer in columns:
        table.add_column(title.say(page.lang), footer, justify="right", no_wrap=True)
    for group in form.groups:
        table.add_row(
            one_line(group.name) or w.NO_GROUP.say(page.lang),
            plain(group.weight),
            plain(group.stated),
            _range(group),
            plain(group.not_verifiable),
        )
    return table


def _range(group: GroupRow) -> str:
    if group.low == group.high:
        return plain(group.recommended)
    return f"{plain(group.low)}–{plain(group.high)}"


def _indicators(page: _Page, rows: Sequence[IndicatorRow]) -> None:
    """Differing points and rules with several readings in full; the others as counts."""
    told = [row for row in rows if row.verdict is ScoreVerdict.DIFFERS or row.several]
    page.gap()
    if told:
        page.line(w.RESCORE.say(page.lang), style="bold")
    for row in told:
        word = SCORE_VERDICT[row.verdict].say(page.lang) if row.verdict else ""
        sign = SCORE_SIGN[row.verdict] if row.verdict else ""
        page.item(f"{sign} {word}  ", f"{row.number}. {row.name.text}")
        page.line(f"{w.STATED.say(page.lang)} {row.score.text}", 6)
        for reading in row.readings:
            how = " / ".join(words.say(page.lang) for words in reading.words)
            again = f"{w.RECOMPUTED.say(page.lang)} {plain(reading.score)}"
            page.line(f"{again}{w.COLON.say(page.lang)}{how}", 6)
    counts = [
        f"{SCORE_SIGN[kind]} {SCORE_VERDICT[kind].say(page.lang)} {number}"
        for kind in ScoreVerdict
        if (number := sum(row.verdict is kind for row in rows))
    ]
    page.line(f"{w.INDICATORS.say(page.lang)}{w.COLON.say(page.lang)}{' · '.join(counts)}", 2)


def _ledger_table(page: _Page, entries: Sequence[Entry]) -> Table:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    table.add_column(w.VERDICT.say(page.lang), no_wrap=True)
    table.add_column(w.FILE.say(page.lang), overflow="fold", ratio=1)
    narrow = page.width < _PIPED
    short = {w.ERRORS: "✗", w.WARNINGS: "!", w.NOTES: "·", w.OPEN: "?"}
    for title in (w.ERRORS, w.WARNINGS, w.NOTES, w.OPEN):
        name = short[title] if narrow else title.say(page.lang)
        table.add_column(name, justify="right", no_wrap=True)
    for title in (w.STATED, w.RECOMPUTED):
        table.add_column(title.say(page.lang), justify="right", no_wrap=True)
    for entry in entries:
        counts = entry.judgement.counts
        word = f"{entry.judgement.sign} {entry.judgement.word.say(page.lang)}"
        table.add_row(
            Text(word, _COLOUR[entry.judgement.level]),
            Text(one_line(entry.name)),
            *(str(n) for n in (counts.errors, counts.warnings, counts.notes, counts.open)),
            plain(entry.stated) if entry.stated is not None else "",
            _points(entry, page.lang),
        )
    return table


def _points(entry: Entry, lang: Lang) -> str:
    again = entry.recomputed
    if again is None:
        many = Message(f"{entry.forms} 张表", f"{entry.forms} forms")
        return many.say(lang) if entry.forms > 1 else ""
    if again.low == again.high:
        return plain(again.recommended)
    return f"{plain(again.low)}–{plain(again.high)}"
