"""What the commands that read documents share: options, progress, the tally, exit statuses."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import click

from pipeline.cli.command import Session, option
from pipeline.config import MEBIBYTE, Limits, Options
from pipeline.log import LOGGER
from pipeline.walk import Input, Skipped
from schemas.codec import to_json
from schemas.errors import INPUT_FAILED
from schemas.message import Message
from schemas.result import DocumentResult, Status

F = TypeVar("F", bound=Callable[..., Any])
FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


def forms_option(function: F) -> F:
    return option(
        "--forms",
        Message("您自己的表式文件（*.toml）所在的文件夹", "Folder of your own form files (*.toml)"),
        metavar="DIR",
        type=FOLDER,
    )(function)


def rules_option(function: F) -> F:
    return option(
        "--rules",
        Message(
            '规则文件（TOML，每行："指标名称" = "规则原文"），用于表上没有印规则的指标',
            'Rule book (TOML, lines of "indicator name" = "rule sentence") for indicators whose '
            "form prints no rule",
        ),
        metavar="FILE",
        type=FILE,
    )(function)


def ocr_options(function: F) -> F:
    """``--ocr`` and ``--ocr-everything``, for scanned pages."""
    everything = option(
        "--ocr-everything",
        Message("不用文字层，所有页面都按图像识别", "Use no text layer, read every page's pixels"),
        is_flag=True,
    )
    return engine_option(everything(function))


def engine_option(function: F) -> F:
    """``--ocr``: by name, checked before anything is read."""
    return option(
        "--ocr",
        Message(
            "读扫描页的识别引擎：rapidocr（默认，装了 fuhe[ocr] 才有）、ppocrv5、paddleocr"
            "（fuhe[ocr,paddle]）、paddleocr:文件夹（您自己的识别模型），或 none（不识别，"
            "扫描页算作读不出）",
            "The engine that reads scanned pages: rapidocr (the default, with fuhe[ocr]), ppocrv5, "
            "paddleocr (with fuhe[ocr,paddle]), paddleocr:FOLDER for a model of your own, or none: "
            "scanned pages stay unread",
        ),
        metavar="ENGINE",
        callback=_known_engine,
    )(function)


def _known_engine(context: click.Context, parameter: click.Parameter, value: str | None) -> Any:
    if value is not None:
        from extractors.ocr.engine import check

        check(value)
    return value


def limit_options(function: F) -> F:
    """``--timeout`` and ``--memory``, for the child process in which a document is read."""
    return limits_option(Limits().seconds)(function)


def limits_option(seconds: float) -> Callable[[F], F]:
    """The same with another time by default, for commands that take longer over a file."""
    timeout = option(
        "--timeout",
        Message(
            "每个文件最多读多少秒，每识别一页扫描件再加四分之一",
            "Seconds that one file may take; every recognised page adds a quarter",
        ),
        metavar="SECONDS",
        type=click.FloatRange(min=1),
        default=f"{seconds:g}",
        show_default=True,
    )
    memory = option(
        "--memory",
        Message("每个文件最多用多少 MB 内存", "Megabytes of memory that one file may take"),
        metavar="MB",
        type=click.IntRange(min=64),
        default=Limits().memory // MEBIBYTE,
        show_default=True,
    )
    return lambda function: timeout(memory(function))


def jobs_option(function: F) -> F:
    return option(
        "--jobs",
        Message(
            "同时读几个文件；默认与处理器个数相同，结果与它无关",
            "Files read at the same time; the processors by default, results never depend on it",
        ),
        metavar="N",
        type=click.IntRange(min=1),
    )(function)


@dataclass(frozen=True, slots=True)
class Plan:
    """How a run reads its documents."""

    options: Options
    limits: Limits
    jobs: int | None = None
    crops: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """A document of the run: where it came from, what became of it, pictures for its report."""

    shown: str
    result: DocumentResult
    passed_over: bool
    crops: Any = None


def read_items(session: Session, found: Sequence[Input | Skipped], plan: Plan) -> Iterator[Item]:
    """Reads what was found, in order; says on standard error what could not be read."""
    from pipeline.config import default_jobs
    from pipeline.reading import is_passed_over, read_all, refusal

    files = [item for item in found if isinstance(item, Input)]
    jobs = min(plan.jobs or default_jobs(), max(1, len(files)))
    reads = read_all(
        [item.path for item in files],
        plan.options,
        plan.limits,
        jobs=jobs,
        crops=plan.crops,
        debug=session.debug,
    )
    with contextlib.closing(reads), progress(session, len(files)) as step:
        for item in found:
            if isinstance(item, Skipped):
                done = Item(item.shown, refusal(item.shown, item.reason), passed_over=False)
            else:
                read = next(reads)
                passed_over = item.in_folder and is_passed_over(read.result)
                done = Item(item.shown, read.result, passed_over, read.crops)
                step()
            _report_problems(session, done)
            yield done


MOST_ALIKE = 3
"""Problems of one kind that a file's log names; the result has them all."""


def _report_problems(session: Session, item: Item) -> None:
    counts: dict[str, int] = {}
    for problem in item.result.errors:
        counts[problem.code] = counts.get(problem.code, 0) + 1
        if counts[problem.code] > MOST_ALIKE:
            continue
        word = session.say(Message("略过", "passed over")) + " " if item.passed_over else ""
        said = session.say(problem.message)
        LOGGER.warning("%s%s: %s (%s)", word, item.shown, said, problem.code)
    for code, count in counts.items():
        if (more := count - MOST_ALIKE) > 0:
            also = session.say(Message(f"另有 {more} 处同样的问题", f"and {more} more like these"))
            LOGGER.warning("%s: %s (%s)", item.shown, also, code)


def failure_line(item: Item, session: Session) -> dict[str, Any]:
    """What stands in the place of a result that there is none of."""
    return {
        "file": item.shown,
        "status": item.result.status.value,
        "errors": to_json(item.result.errors, session.lang),
    }


@dataclass(slots=True)
class Tally:
    """The ledger of a run: seen = loaded + passed over + failed; ``partial`` are loaded ones."""

    loaded: int = 0
    passed_over: int = 0
    failed: int = 0
    partial: int = 0

    def count(self, item: Item) -> None:
        if item.passed_over:
            self.passed_over += 1
        elif item.result.status is Status.FAILED:
            self.failed += 1
        else:
            self.loaded += 1
            self.partial += item.result.status is Status.PARTIAL

    @property
    def exit_status(self) -> int:
        return INPUT_FAILED if self.failed or self.partial else 0

    def words(self) -> Message:
        seen = self.loaded + self.passed_over + self.failed
        return Message(
            f"共 {seen} 个文件 = 读入 {self.loaded} + 略过 {self.passed_over} + "
            f"未读出 {self.failed}"
            + (f"；读入的有 {self.partial} 个不完整" if self.partial else ""),
            f"{seen} files = {self.loaded} loaded + {self.passed_over} passed over + "
            f"{self.failed} failed" + (f"; {self.partial} loaded in part" if self.partial else ""),
        )


@contextlib.contextmanager
def progress(session: Session, total: int) -> Iterator[Callable[[], None]]:
    """A bar on standard error while results go elsewhere; nothing where nobody watches."""
    if total < 2 or not sys.stderr.isatty() or sys.stdout.isatty():
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

    columns = ("{task.description}", BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, redirect_stdout=False) as bar:
        task = bar.add_task(session.say(Message("读取", "reading")), total=total)
        yield lambda: bar.advance(task)


def inputs_of(
    paths: Iterable[str | Path], folders: bool, written: Path | None = None
) -> list[Input | Skipped]:
    """The files that ``paths`` mean.

    ``written`` is the workbook that the run itself writes: one of an earlier run, met inside a
    folder, is no report that failed.
    """
    from pipeline.walk import inputs

    found = list(inputs([Path(path) for path in paths], folders))
    if written is None:
        return found
    return [item for item in found if not _is(item, written)]


def _is(item: Input | Skipped, written: Path) -> bool:
    if isinstance(item, Skipped) or not item.in_folder or item.path.name != written.name:
        return False
    return item.path.resolve() == written.resolve()
