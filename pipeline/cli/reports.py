"""The reports of an audit: on the screen as the files come, on disk where they are wanted."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.cli import output
from pipeline.cli.reading import Item
from pipeline.fate import Fate
from pipeline.reports import html, model, overview, terminal, xlsx
from schemas.message import Lang

if TYPE_CHECKING:
    from pipeline.reports.model import Report


class Reports:
    """Takes the items of a run one by one; ``finish`` writes what needs all of them.

    With ``single`` the HTML file is the report itself, otherwise the overview of many, whose
    reports stand in a folder beside it.
    """

    def __init__(self, lang: Lang, html: Path | None, xlsx: Path | None, single: bool) -> None:
        self.lang, self.html, self.xlsx, self.single = lang, html, xlsx, single
        self.look = terminal.Look.of(sys.stdout)
        self.entries: list[overview.Entry] = []
        self.reports: list[Report] = []

    def add(self, item: Item, show: bool) -> None:
        """Shows one file's summary and writes its report."""
        report = model.build(item.result, (item.crops or {}).get)
        if show and not item.passed_over:
            output.lines(terminal.summary(report, self.lang, self.look).rstrip("\n"))
        href = self._write_html(item, report)
        if not self.single:
            outcome = Fate.PASSED_OVER if item.passed_over else None
            self.entries.append(overview.entry(report, outcome, href))
        if self.xlsx is not None:
            self.reports.append(model.build(item.result))

    def finish(self, show: bool) -> None:
        """Writes the overview and the workbook; raises UsageError when they cannot be written."""
        if not self.single:
            together = overview.build(self.entries)
            if show:
                output.lines(terminal.ledger(together, self.lang, self.look).rstrip("\n"))
            if self.html is not None:
                overview.write(self.html, together, self.lang)
        if self.xlsx is not None:
            xlsx.write(self.xlsx, self.reports, self.lang)

    def _write_html(self, item: Item, report: Report) -> str | None:
        if self.html is None or item.passed_over:
            return None
        if self.single:
            html.write(self.html, report, self.lang)
            return None
        folder = self.html.with_name(self.html.stem + "-reports")
        name = overview.report_name(item.result)
        html.write(folder / name, report, self.lang)
        return f"{folder.name}/{name}"
