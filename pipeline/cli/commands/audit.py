"""``fuhe audit``: reports checked and scored again."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.cli import output
from pipeline.cli.command import Session, argument, command, option
from pipeline.cli.reading import (
    Item,
    Plan,
    Tally,
    failure_line,
    forms_option,
    inputs_of,
    jobs_option,
    limit_options,
    ocr_options,
    read_items,
    rules_option,
)
from pipeline.config import MEBIBYTE, Limits, Options, read_rule_book
from schemas.finding import Cause, Severity, Verdict
from schemas.message import Message
from schemas.result import DocumentResult, Status

VIOLATED = 1


@command(
    "audit",
    Message("核对报表的算术并重新评分", "Check the arithmetic of reports and score them again"),
    Message(
        "文件夹连同下级文件夹一起检查；其中不是自评表的文件略过，并在末尾的清单里列出。"
        "每个问题都给出指哪一格、写的是多少、按表内数字应是多少、在第几页。",
        "A folder is checked with all below it; files in it that are no self-evaluation are "
        "passed over and named. Every finding says which cell is meant, what it states, what "
        "follows from the form's own figures, and on which page.",
    ),
    examples=(
        "fuhe audit report.pdf",
        "fuhe audit --html report.html report.pdf",
        "fuhe audit --format json 2021/ > findings.jsonl",
    ),
)
@argument(
    "paths",
    Message("文件或文件夹", "Files or folders"),
    nargs=-1,
    required=True,
    metavar="PATH…",
)
@option(
    "--format",
    Message("text 给人看，json 为完整结果", "text for a person, json the full result"),
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
)
@option(
    "--html",
    Message(
        "另写一份网页报告；多个文件时为总览，各份报告在旁边的文件夹里",
        "Also write an HTML report; with several files an overview, the reports in a folder "
        "beside it",
    ),
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
)
@option(
    "--xlsx",
    Message("另写一份 Excel 报告", "Also write a workbook"),
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
)
@rules_option
@forms_option
@ocr_options
@jobs_option
@limit_options
def run(
    session: Session,
    *,
    paths: tuple[str, ...],
    format: str,
    html: Path | None,
    xlsx: Path | None,
    rules: Path | None,
    forms: Path | None,
    ocr: str | None,
    ocr_everything: bool,
    jobs: int | None,
    timeout: float,
    memory: int,
) -> int:
    options = Options(
        families=forms,
        rules=read_rule_book(rules) if rules else None,
        ocr=ocr,
        ocr_everything=ocr_everything,
    )
    limits = Limits(timeout, memory * MEBIBYTE)
    found = inputs_of(paths, folders=True, written=xlsx)
    from pipeline.cli.reports import Reports

    reports = Reports(session.lang, html, xlsx, single=len(found) == 1)
    plan = Plan(options, limits, jobs, crops=html is not None)
    tally, violated = Tally(), False
    for item in read_items(session, found, plan):
        tally.count(item)
        violated = violated or is_violated(item.result)
        if format == "json":
            _print_json(item, session)
        reports.add(item, show=format == "text")
    reports.finish(show=format == "text")
    if format == "json" and len(found) != 1:
        output.remark(session.say(tally.words()))
    return tally.exit_status or (VIOLATED if violated else 0)


def is_violated(result: DocumentResult) -> bool:
    """Whether the report itself is at fault: an error or a warning that no misreading explains."""
    return any(
        finding.verdict is Verdict.VIOLATED
        and finding.cause is Cause.REPORT
        and finding.severity in {Severity.ERROR, Severity.WARNING}
        for item in result.records
        for finding in item.findings or ()
    )


def _print_json(item: Item, session: Session) -> None:
    from schemas.codec import to_json

    failed = item.result.status is Status.FAILED
    output.document(failure_line(item, session) if failed else to_json(item.result, session.lang))
