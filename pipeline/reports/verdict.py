"""The verdict on a report in one word, one sign and one or two sentences."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import IntEnum

from pipeline.reports.found import Found
from pipeline.reports.words import join
from schemas.codec import decimal_text
from schemas.finding import Severity
from schemas.message import Message
from schemas.rescore import Rescore
from schemas.result import Problem, Status


class Level(IntEnum):
    """From the worst down; the order of an overview."""

    FAILED = 0
    ERROR = 1
    WARNING = 2
    OPEN = 3
    NOTE = 4
    CLEAN = 5
    UNAUDITED = 6


WORD = {
    Level.FAILED: Message("未读出", "Not read"),
    Level.ERROR: Message("不符", "Does not tally"),
    Level.WARNING: Message("存疑", "Questionable"),
    Level.OPEN: Message("待核", "To be looked at"),
    Level.NOTE: Message("相符（有提示）", "Tallies (with notes)"),
    Level.CLEAN: Message("相符", "Tallies"),
    Level.UNAUDITED: Message("未核", "Not audited"),
}
SIGN = {
    Level.FAILED: "✕",
    Level.ERROR: "✗",
    Level.WARNING: "!",
    Level.OPEN: "?",
    Level.NOTE: "✓",
    Level.CLEAN: "✓",
    Level.UNAUDITED: "○",
}


@dataclass(frozen=True, slots=True)
class Counts:
    """Findings with cause ``report`` by severity, and those that hang on an unread cell."""

    errors: int = 0
    warnings: int = 0
    notes: int = 0
    open: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            self.errors + other.errors,
            self.warnings + other.warnings,
            self.notes + other.notes,
            self.open + other.open,
        )


@dataclass(frozen=True, slots=True)
class Judgement:
    level: Level
    counts: Counts
    sentence: Message
    points: Message

    @property
    def word(self) -> Message:
        return WORD[self.level]

    @property
    def sign(self) -> str:
        return SIGN[self.level]


def count(found: Iterable[Found]) -> Counts:
    counts = Counts()
    for item in found:
        severity = item.finding.severity
        counts += Counts(
            errors=int(not item.open and severity is Severity.ERROR),
            warnings=int(not item.open and severity is Severity.WARNING),
            notes=int(not item.open and severity is Severity.NOTE),
            open=int(item.open),
        )
    return counts


def judge_form(found: Sequence[Found] | None, rescore: Rescore | None, partial: bool) -> Judgement:
    """The verdict on one form; ``found`` is ``None`` when it was only read."""
    if found is None:
        words = Message("只读取了本表，没有核对。", "The form was read but not audited.")
        return Judgement(Level.UNAUDITED, Counts(), words, Message("", ""))
    counts = count(found)
    level = _level(counts)
    sentence = _sentence(counts)
    if partial:
        level = min(level, Level.OPEN)
        sentence = join(
            sentence,
            Message(
                "文件只读出了一部分，结论只及于读出的内容。",
                "The file was read only in part, and the verdict covers only what was read.",
            ),
        )
    return Judgement(level, counts, sentence, points_sentence(rescore))


def judge_file(
    forms: Sequence[Judgement], status: Status, problems: Sequence[Problem]
) -> Judgement:
    """The verdict on a whole file: the worst of its forms."""
    if status is Status.FAILED or not forms:
        said = join(*(problem.message for problem in problems))
        nothing = Message("文件中没有读出任何表。", "No form was read from the file.")
        return Judgement(Level.FAILED, Counts(), said if said.zh else nothing, Message("", ""))
    if len(forms) == 1:
        return forms[0]
    counts = sum((form.counts for form in forms), Counts())
    many = Message(f"共 {len(forms)} 张表：", f"{len(forms)} forms:")
    level = min(form.level for form in forms)
    if level is Level.UNAUDITED:
        return Judgement(level, counts, join(many, forms[0].sentence), Message("", ""))
    sentence = join(many, _sentence(counts))
    return Judgement(level, counts, sentence, Message("", ""))


def points_sentence(rescore: Rescore | None) -> Message:
    """Stated and recomputed totals, and what nobody can verify."""
    if rescore is None or not rescore.indicators:
        return Message("", "")
    low, high, best = (
        plain(v)
        for v in (
            rescore.recomputed.low,
            rescore.recomputed.high,
            rescore.recomputed.recommended,
        )
    )
    again = (
        Message(f"重算 {low} 分", f"recomputed {low}")
        if low == high
        else Message(
            f"重算 {low} 至 {high} 分（首选 {best}）",
            f"recomputed {low} to {high} (recommended {best})",
        )
    )
    open_points = plain(rescore.not_verifiable_points)
    tail = (
        Message(f"；其中 {open_points} 分无从核实。", f"; {open_points} points cannot be verified.")
        if rescore.not_verifiable_points
        else Message("。", ".")
    )
    said = _stated(rescore)
    return Message(f"{said.zh}，{again.zh}{tail.zh}", f"{said.en}, {again.en}{tail.en}")


def plain(number: Decimal) -> str:
    """A number without trailing zeros, never in exponent form: ``96``, ``96.5``."""
    text = decimal_text(number)
    return text.rstrip("0").rstrip(".") if "." in text else text


def _stated(rescore: Rescore) -> Message:
    summed = plain(rescore.sum_of_stated)
    if rescore.stated_total is None:
        return Message(
            f"未见总分，各项得分合计 {summed} 分",
            f"No total was read; the stated scores add up to {summed}",
        )
    total = plain(rescore.stated_total)
    if rescore.stated_total == rescore.sum_of_stated:
        return Message(f"自评 {total} 分", f"Stated {total} points")
    return Message(
        f"自评 {total} 分（各项指标得分合计 {summed} 分）",
        f"Stated {total} points (the indicators' scores add up to {summed})",
    )


def _level(counts: Counts) -> Level:
    if counts.errors:
        return Level.ERROR
    if counts.warnings:
        return Level.WARNING
    if counts.open:
        return Level.OPEN
    return Level.NOTE if counts.notes else Level.CLEAN


def _sentence(counts: Counts) -> Message:
    zh, en = [], []
    if counts.errors:
        zh.append(f"{counts.errors} 处不符")
        en.append(_plural(counts.errors, "error"))
    if counts.warnings:
        zh.append(f"{counts.warnings} 处存疑")
        en.append(_plural(counts.warnings, "warning"))
    if counts.notes:
        zh.append(f"{counts.notes} 处提示")
        en.append(_plural(counts.notes, "note"))
    listed = Message("、".join(zh), ", ".join(en))
    if counts.errors:
        head = Message(f"查出 {listed.zh}。", f"Found {listed.en}.")
    elif zh:
        head = Message(f"没有查出不符；另有 {listed.zh}。", f"No errors found; {listed.en}.")
    elif counts.open:
        head = Message("已读清的各项没有查出不符。", "Nothing wrong in what was read.")
    else:
        head = Message("所核各项没有查出不符。", "Every check passed.")
    if not counts.open:
        return head
    hanging = Message(
        f"{counts.open} 处须看清原件才能判定。",
        f"{_plural(counts.open, 'question')} can only be settled on the original.",
    )
    return join(head, hanging)


def _plural(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
