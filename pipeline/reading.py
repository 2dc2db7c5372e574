"""Documents read in worker processes: a file name goes in, a result comes out, whatever happens.

The functions named ``…_in_child`` run in the worker, the others in the program itself.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Generator, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.child import Work
from pipeline.config import MEBIBYTE, Limits, Options
from pipeline.log import LOGGER
from pipeline.process import PRELOAD, failed, judged, known_families, process
from pipeline.sandbox import End, Outcome, in_order
from pipeline.visible import file_name
from schemas.document import DocumentRef
from schemas.errors import InputError, UsageError
from schemas.finding import Finding
from schemas.form import AuditSettings
from schemas.geometry import Place
from schemas.message import Message
from schemas.record import SelfEvaluation
from schemas.result import DocumentResult, Problem, RecordResult, Status

MAX_BYTES = 512 * MEBIBYTE


@dataclass(frozen=True, slots=True)
class Read:
    """A document's result, and PNG pictures of the places its report shows (if asked for)."""

    result: DocumentResult
    crops: Mapping[Place, bytes] = field(default_factory=dict)


def read_all(
    paths: Iterable[Path],
    options: Options,
    limits: Limits,
    *,
    jobs: int = 1,
    crops: bool = False,
    debug: bool = False,
) -> Generator[Read, None, None]:
    """One ``Read`` per path, in their order. Files that cannot be read are results like others.

    Raises UsageError where the call itself is at fault (family files).
    """
    known: list[Path] = []

    def tasks() -> Iterator[tuple[Any, ...]]:
        for path in paths:
            known.append(path)
            yield str(path), options, crops

    work = Work(read_in_child, PRELOAD, debug)
    with contextlib.closing(in_order(work, tasks(), jobs, limits)) as outcomes:
        for number, outcome in enumerate(outcomes):
            yield _settled(known[number], outcome, limits)


def ask(function: Any, arguments: tuple[Any, ...], limits: Limits, debug: bool = False) -> Any:
    """One call in a worker process; raises the InputError or UsageError that came of it."""
    (outcome,) = in_order(Work(function, PRELOAD, debug), [arguments], 1, limits)
    if outcome.end is End.DONE:
        return outcome.value
    raise outcome.error or _killed(outcome, limits)


def load(path: str) -> bytes:
    """The bytes of a file; InputError ``too-large``, or ``damaged`` if it cannot be read."""
    file = Path(path)
    try:
        if file.stat().st_size > MAX_BYTES:
            raise InputError(
                "too-large",
                f"文件超过 {MAX_BYTES // MEBIBYTE} MB；请先拆分，只留下自评表所在的页",
                f"the file exceeds {MAX_BYTES // MEBIBYTE} MB; split it and keep the form's pages",
            )
        return file.read_bytes()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise InputError(
            "damaged",
            f"无法打开文件（{reason}）；请检查权限和存储介质",
            f"the file cannot be opened ({reason}); check permissions and the disk",
        ) from error


def read_in_child(path: str, options: Options, crops: bool) -> Read:
    name = file_name(Path(path).name)
    try:
        data = load(path)
    except InputError as error:
        return Read(failed(_unread(name), error))
    result = process(data, name, options)
    return Read(result, _drawn(data, result) if crops else {})


@dataclass(frozen=True, slots=True)
class Explained:
    """What ``explain`` shows: the result, the checks that look at the place, and its picture.

    ``by_line``: the document is a text dump, whose places are lines.
    """

    result: DocumentResult
    checks: tuple[str, ...]
    picture: bytes | None
    by_line: bool


def explain_in_child(
    path: str, options: Options, form: int, pointer: str | None, picture: bool
) -> Explained:
    """All that can be told of ``pointer``. The picture, a PNG, is of the page on which it stands
    (without a pointer the form's first), with rulings, cells and the value's box drawn in.

    Raises InputError when the document cannot be read, UsageError when it has no such form,
    no such field or no such picture.
    """
    from extractors.sniff import is_dump
    from pipeline.explain import places_at

    data = load(path)
    name = file_name(Path(path).name)
    result = process(data, name, options)
    if result.status is Status.FAILED:
        problem = result.errors[0]
        raise InputError(problem.code, problem.message.zh, problem.message.en)
    if form > len(result.records):
        raise _no_such_form(len(result.records))
    item, by_line = result.records[form - 1], is_dump(data, name)
    places = places_at(item.record, pointer) if pointer is not None else ()
    drawn = None
    if picture:
        shown = places or places_at(item.record, "")[:1]
        drawn = _picture(
            data,
            name,
            () if by_line else shown,
            marked=pointer is not None,
            turns=_turns(result),
        )
    checks = _checks(item, pointer, options) if pointer is not None else ()
    return Explained(result, checks, drawn, by_line)


def _checks(item: RecordResult, pointer: str, options: Options) -> tuple[str, ...]:
    from pipeline.explain import fields_at
    from pipeline.trial import takes_part

    families = {family.id: family.audit for family in known_families(options.families)}
    settings = families.get(str(item.record.family.value), AuditSettings())

    def judge(record: SelfEvaluation) -> tuple[Finding, ...]:
        return judged(record, settings, options).findings or ()

    return takes_part(item.record, fields_at(item.record, pointer), judge)


def _picture(
    data: bytes, name: str, places: tuple[Place, ...], marked: bool, turns: dict[int, int]
) -> bytes:
    from extractors.draw import page_picture

    if not places:
        raise UsageError(
            "no-picture",
            f"{name} 里这个值没有可以画出的位置；--png 只用于 PDF 上印着的值",
            f"{name} has no place to draw for this value; --png is for what a PDF shows",
        )
    return page_picture(data, places, mark=marked, turns=turns)


def _no_such_form(count: int) -> UsageError:
    return UsageError(
        "no-such-form",
        f"这个文件里只有 {count} 张表；请改小 --form",
        f"this file holds {count} forms; give a smaller --form",
    )


def _drawn(data: bytes, result: DocumentResult) -> dict[Place, bytes]:
    """The pictures a report shows; without them it quotes the text, so none is no failure."""
    from extractors.draw import crops
    from pipeline.reports.model import wanted_crops

    wanted = wanted_crops(result)
    if not wanted:
        return {}
    try:
        return crops(data, wanted, margin=0.0, turns=_turns(result))
    except InputError as error:
        LOGGER.debug("%s: no pictures: %s", result.document.name, error)
        return {}


def _turns(result: DocumentResult) -> dict[int, int]:
    """The rotation at which each page was read."""
    return {page.number: page.rotation for page in result.pages}


def _settled(path: Path, outcome: Outcome, limits: Limits) -> Read:
    if outcome.end is End.DONE:
        read: Read = outcome.value
        return read
    if outcome.trace:
        LOGGER.debug("%s: %s", file_name(path), outcome.trace)
    return Read(failed(_unread(file_name(path.name)), failure_of(outcome, limits)))


def failure_of(outcome: Outcome, limits: Limits) -> InputError:
    """Why there is no value in an outcome; raises what is the call's own fault, not the file's."""
    error = outcome.error or _killed(outcome, limits)
    if not isinstance(error, InputError):
        raise error
    return error


def _unread(name: str) -> DocumentRef:
    """A document whose bytes never reached us."""
    return DocumentRef(name, hashlib.sha256(b"").hexdigest(), 0)


def _killed(outcome: Outcome, limits: Limits) -> InputError:
    """What stopped the worker, as one of the contract's codes."""
    match outcome.end:
        case End.TIMEOUT:
            return InputError(
                "timeout",
                f"读取超过 {limits.seconds:g} 秒（识别过的扫描页另加），已停止；文件可能是坏的，"
                "也可以用 --timeout 放宽时间",
                f"reading took over {limits.seconds:g} seconds, scanned pages allowed for, and was "
                "stopped; the file may be broken, or give it more time with --timeout",
            )
        case End.OUT_OF_MEMORY:
            limit = limits.memory // MEBIBYTE
            return InputError(
                "out-of-memory",
                f"读取用的内存超过 {limit} MB，已停止；文件可能是坏的，也可以用 --memory 放宽",
                f"reading took over {limit} MB of memory and was stopped; the file may be "
                "broken, or allow more with --memory",
            )
    if outcome.trace:
        return InputError(
            "crashed",
            f"读取这个文件时程序内部出错（{outcome.detail}）；请把文件交给开发者，"
            "加 --debug 可看到调用栈",
            f"the program failed inside on this file ({outcome.detail}); send the file to the "
            "developers, --debug shows the traceback",
        )
    return InputError(
        "crashed",
        f"读取这个文件时程序崩溃（{outcome.detail}）；文件可能是坏的，"
        "请试着重新导出 PDF，并把文件交给开发者",
        f"the program crashed on this file ({outcome.detail}); it may be broken: export the PDF "
        "anew, and send the file to the developers",
    )


def is_passed_over(result: DocumentResult) -> bool:
    """Whether a file met inside a folder is simply no self-evaluation."""
    return result.status is Status.FAILED and is_no_report(result.errors)


def is_no_report(problems: Iterable[Problem]) -> bool:
    """Whether a document is readable and simply something else, or a form left blank."""
    return any(p.code in {"no-form", "not-self-evaluation", "blank-form"} for p in problems)


def refusal(name: str, reason: Message) -> DocumentResult:
    """The result of something that could not even be opened."""
    problem = Problem("damaged", reason)
    return failed(_unread(name), InputError(problem.code, reason.zh, reason.en))
