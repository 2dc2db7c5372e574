"""``fuhe batch``: a folder of reports into a store."""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import click

from pipeline import collector
from pipeline.cli import output
from pipeline.cli.command import Session, argument, command, option
from pipeline.cli.reading import (
    FOLDER,
    forms_option,
    inputs_of,
    jobs_option,
    limit_options,
    ocr_options,
    rules_option,
)
from pipeline.cli.store import store_option
from pipeline.config import MEBIBYTE, Limits, Options, default_jobs, read_rule_book
from pipeline.visible import visible
from schemas.errors import INPUT_FAILED
from schemas.message import Message

_LINE_EVERY = 10.0  # seconds between two lines of progress where there is no terminal


@command(
    "batch",
    Message("把整个文件夹读入存储，可随时中断后继续", "Load a folder into a store; resumes"),
    Message(
        "按内容（SHA-256）识别文件：改名的副本只存一份，记两个名字；已读入的不再重读，"
        "除非程序或表式文件变了。中断后再次运行同一条命令即可接着读。"
        "每个未读出的文件占一行，最后一行是清单：总数 = 读入 + 已有 + 略过 + 未读出。",
        "Files are known by their content (SHA-256): a renamed copy is stored once under two "
        "names; what is already there is not read again unless the program or a form file has "
        "changed. After an interruption the same command goes on. Every file that could not be "
        "read has a line; the last line is the ledger: seen = loaded + already there + passed "
        "over + failed.",
    ),
    examples=(
        "fuhe batch 2021/",
        "fuhe batch 2021/ --store reports.db --report overview/",
        "fuhe batch 2021/ --store postgresql://me@localhost/reports --jobs 8",
    ),
)
@argument(
    "folder",
    Message("文件夹，连同其中各级", "The folder, with all below it"),
    metavar="FOLDER",
    type=FOLDER,
)
@store_option
@option(
    "--again",
    Message("已读入的也重新读一遍", "Read again what is already there"),
    is_flag=True,
)
@option(
    "--report",
    Message(
        "把核对总览写到这个文件夹（网页和 Excel），有问题的报表各附一页",
        "Write the audit overview into this folder (HTML and Excel), with a page for every "
        "report that has findings",
    ),
    metavar="DIR",
    type=click.Path(file_okay=False, path_type=Path),
)
@rules_option
@forms_option
@ocr_options
@jobs_option
@limit_options
def run(
    session: Session,
    *,
    folder: Path,
    store: str,
    again: bool,
    report: Path | None,
    rules: Path | None,
    forms: Path | None,
    ocr: str | None,
    ocr_everything: bool,
    jobs: int | None,
    timeout: float,
    memory: int,
) -> int:
    from pipeline.batch.run import Done, Job, Ledger
    from pipeline.batch.run import run as load
    from pipeline.fate import Fate
    from pipeline.reports.names import BOOK
    from pipeline.storage.store import open_store

    options = Options(
        families=forms,
        rules=read_rule_book(rules) if rules else None,
        ocr=ocr,
        ocr_everything=ocr_everything,
    )
    limits = Limits(timeout, memory * MEBIBYTE)
    job = Job(options, limits, jobs or default_jobs(), again, session.debug)
    ledger, seen = Ledger(), list[Done]()
    with open_store(store, write=True) as opened:
        if opened.rebuilt_from is not None:
            output.remark(session.say(_rebuilt(opened.rebuilt_from)))
        found = inputs_of([folder], folders=True, written=report and report / BOOK)
        with collector.rarely(), _progress(session, len(found)) as step:
            for done in load(found, folder, opened, job):
                ledger.count(done)
                seen.append(done)
                if done.fate is Fate.FAILED:
                    output.lines(_failure(done.shown, session, *done.problems))
                step()
        if report is not None:
            from pipeline.batch.report import write

            write(report, seen, opened, options, session.lang)
    output.lines(session.say(ledger.words()))
    return INPUT_FAILED if ledger.counts[Fate.FAILED] or ledger.partial else 0


def _failure(shown: str, session: Session, *problems: object) -> str:
    from schemas.result import Problem

    told = [p for p in problems if isinstance(p, Problem)]
    reasons = "; ".join(f"{p.code}: {session.say(p.message)}" for p in told)
    return visible(f"{shown}: {reasons}")


def _rebuilt(version: str) -> Message:
    return Message(
        f"存储的结构是旧版（{version}），已重建；各文件将重新读取，人工更正保留",
        f"the store had an older structure ({version}) and was rebuilt; the files are read "
        "again, human corrections are kept",
    )


@contextlib.contextmanager
def _progress(session: Session, total: int) -> Iterator[Callable[[], None]]:
    """A bar with rate and time left on a terminal, now and then a plain line elsewhere."""
    if sys.stderr.isatty():
        with _bar(session, total) as advance:
            yield advance
        return
    begun = last = time.monotonic()
    count = 0

    def step() -> None:
        nonlocal count, last
        count += 1
        now = time.monotonic()
        if now - last >= _LINE_EVERY:
            last = now
            rate = count / (now - begun)
            left = round((total - count) / rate)
            output.remark(
                session.say(
                    Message(
                        f"{count}/{total}，每秒 {rate:.1f} 个，约余 {left} 秒",
                        f"{count}/{total}, {rate:.1f} a second, about {left} seconds left",
                    )
                )
            )

    yield step


@contextlib.contextmanager
def _bar(session: Session, total: int) -> Iterator[Callable[[], None]]:
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        ProgressColumn,
        Task,
        TimeRemainingColumn,
    )
    from rich.text import Text

    class Rate(ProgressColumn):
        """Documents a second."""

        def render(self, task: Task) -> Text:
            speed = task.finished_speed or task.speed
            return Text("" if speed is None else f"{speed:.1f}/s")

    columns = (
        "{task.description}", BarColumn(), MofNCompleteColumn(), Rate(), TimeRemainingColumn()
    )  # fmt: skip
    # A line for a failed file goes above the bar only where both are on the same screen.
    above = sys.stdout.isatty()
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, redirect_stdout=above) as bar:
        task = bar.add_task(session.say(Message("读入", "loading")), total=total)
        yield lambda: bar.advance(task)
