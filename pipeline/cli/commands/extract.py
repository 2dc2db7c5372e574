"""``fuhe extract``: reports into records."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from pipeline.cli import output
from pipeline.cli.command import Session, argument, command, option
from pipeline.cli.reading import (
    Plan,
    Tally,
    failure_line,
    forms_option,
    inputs_of,
    jobs_option,
    limit_options,
    ocr_options,
    read_items,
)
from pipeline.config import MEBIBYTE, Limits, Options
from schemas.message import Message
from schemas.result import DocumentResult, Status


@command(
    "extract",
    Message("把自评表读成记录", "Read reports into records"),
    Message(
        "json 给出完整结果：每个值带页码、位置、原文和修整步骤，一个文件一行。"
        "values 只给值，一张表一行：没有的、不适用的、读不清的和两可的都是 null。"
        "table 给人看。读不出的文件占一行：file、status、errors。",
        "json is the full result: every value with page, box, raw text and repairs, one line per "
        "file. values are the bare values, one line per form: what is missing, not applicable, "
        "unreadable or ambiguous is null. table is for a person. A file that cannot be read "
        "prints a line with file, status and errors.",
    ),
    examples=(
        "fuhe extract report.pdf > report.json",
        "fuhe extract --format values 2021/*.pdf > values.jsonl",
        "fuhe extract --format table report.pdf",
    ),
)
@argument(
    "files",
    Message("PDF，或制表符分隔的文本（.txt）", "PDF files, or tab-separated text (.txt)"),
    nargs=-1,
    required=True,
    metavar="FILE…",
)
@option(
    "--format",
    Message("输出的样子", "What to print"),
    type=click.Choice(["json", "values", "table"]),
    default="json",
    show_default=True,
)
@forms_option
@ocr_options
@jobs_option
@limit_options
def run(
    session: Session,
    *,
    files: tuple[str, ...],
    format: str,
    forms: Path | None,
    ocr: str | None,
    ocr_everything: bool,
    jobs: int | None,
    timeout: float,
    memory: int,
) -> int:
    plan = Plan(
        Options(audit=False, families=forms, ocr=ocr, ocr_everything=ocr_everything),
        Limits(timeout, memory * MEBIBYTE),
        jobs,
    )
    tally = Tally()
    for item in read_items(session, inputs_of(files, folders=False), plan):
        tally.count(item)
        if item.result.status is Status.FAILED:
            if format != "table":
                output.document(failure_line(item, session))
            continue
        for printed in _documents(item.result, format, session):
            if isinstance(printed, str):
                output.lines(printed)
            else:
                output.document(printed)
    return tally.exit_status


def _documents(result: DocumentResult, format: str, session: Session) -> list[Any]:
    from schemas.codec import plain, to_json

    if format == "json":
        return [to_json(result, session.lang)]
    if format == "values":
        return [plain(item.record) for item in result.records]
    from pipeline.table import tables

    return [tables(result, session.lang)]
