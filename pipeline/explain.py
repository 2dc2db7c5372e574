"""One value's way from the page into the result, in words."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from audit.scoring.wording import reading
from pipeline.reports.cells import label, leaves, resolve, row_of, text_of, tokens, value
from pipeline.reports.clean import one_line
from pipeline.reports.supports import supported
from pipeline.reports.words import CAUSE, SCORE_VERDICT, SEVERITY, STATE, code_title
from schemas.codec import decimal_text
from schemas.errors import UsageError
from schemas.finding import Finding
from schemas.geometry import Place
from schemas.message import Lang, Message
from schemas.record import Field, SelfEvaluation
from schemas.rescore import IndicatorRescore
from schemas.result import RecordResult
from schemas.text import Origin

_ORIGIN = {
    Origin.TEXT_LAYER: Message("文字层", "text layer"),
    Origin.OCR: Message("文字识别", "recognised"),
    Origin.HUMAN: Message("人工更正", "put right by a person"),
}
_NONE = Message("没有核对用到这里", "no check looks at this")
_SCORED = frozenset({"name", "target", "actual", "completion", "weight", "score"})


def fields_at(record: SelfEvaluation, pointer: str) -> list[tuple[str, Field[Any]]]:
    """The fields at or below a JSON Pointer; UsageError ``no-such-field`` when there are none."""
    found = list(leaves(resolve(record, pointer), pointer))
    if found:
        return found
    known = [where for where, _ in leaves(record)]
    near = difflib.get_close_matches(pointer, known, n=3) or known[:3]
    listed = "、".join(near)
    raise UsageError(
        "no-such-field",
        f"这张表没有 {pointer}；相近的有：{listed}。不写 FIELD 可列出全部",
        f"this form has no {pointer}; near it: {', '.join(near)}. Without FIELD all are listed",
    )


def listing(record: SelfEvaluation, lang: Lang) -> str:
    """Every field of a form, one per line: pointer, state unless read, value."""
    return "\n".join(_listed(pointer, field, lang) for pointer, field in leaves(record))


def explain(
    item: RecordResult,
    pointer: str,
    checks: Sequence[str] = (),
    lang: Lang = "zh",
    by_line: bool = False,
) -> str:
    """Each field at ``pointer``: where it stands and how it was read; then what the audit made
    of them together.

    ``checks`` are the codes of those that look at them (``trial.takes_part``). ``by_line``:
    places are characters and lines of a text dump.
    """
    fields = fields_at(item.record, pointer)
    blocks = [_block(item.record, where, field, lang, by_line) for where, field in fields]
    if item.findings is not None:
        heading = Message("核对", "Checks").say(lang)
        told = [
            *_findings(item, pointer, lang),
            *_satisfied(item, pointer, checks, lang),
            *_rescore(item, pointer, lang),
        ]
        blocks.append([f"{heading}:", *(f"  {line}" for line in told or [_NONE.say(lang)])])
    return "\n\n".join("\n".join(block) for block in blocks)


def places_at(record: SelfEvaluation, pointer: str) -> tuple[Place, ...]:
    """Where the fields at ``pointer`` are printed, each place once, in the record's order."""
    found = (place for _, field in fields_at(record, pointer) for place in field.places)
    return tuple(dict.fromkeys(found))


def _listed(pointer: str, field: Field[Any], lang: Lang) -> str:
    shown = value(field)
    state = "" if shown.text and not shown.doubtful else f"[{STATE[field.state].say(lang)}] "
    return f"{pointer}\t{state}{one_line(shown.text)}".rstrip()


def _block(
    record: SelfEvaluation, pointer: str, field: Field[Any], lang: Lang, by_line: bool
) -> list[str]:
    head = f"{one_line(label(record, pointer).say(lang))}    {pointer}"
    return [head, *(f"  {word.say(lang)}: {text}" for word, text in _reading(field, lang, by_line))]


def _reading(field: Field[Any], lang: Lang, by_line: bool) -> Iterator[tuple[Message, str]]:
    if field.value is not None:
        yield Message("值", "Value"), one_line(text_of(field.value))
    yield Message("状态", "State"), STATE[field.state].say(lang)
    confidence = "" if field.confidence is None else f" ({field.confidence:.3f})"
    yield Message("来源", "Origin"), _ORIGIN[field.origin].say(lang) + confidence
    for place in field.places:
        yield Message("位置", "Place"), _place(place, by_line).say(lang)
    if not field.places:
        follows = Message("由表内其他内容推出", "follows from the rest of the form")
        yield Message("位置", "Place"), follows.say(lang)
    yield Message("原文", "Raw"), _quoted(field.raw)
    for repair in field.repairs:
        step = f"{repair.name}: {_quoted(repair.before)} → {_quoted(repair.after)}"
        yield Message("修整", "Repair"), step
    for other in field.alternatives:
        why = one_line(supported(other.support).say(lang))
        text = f"{one_line(text_of(other.value))} ({_quoted(other.raw)}; {why})"
        yield Message("另一种读法", "Other reading"), text
    if field.settled_by is not None:
        yield Message("依据", "Settled by"), one_line(field.settled_by)


def _place(place: Place, by_line: bool) -> Message:
    box = place.box
    if by_line:
        line, first, last = int(box.top) + 1, int(box.x0) + 1, int(box.x1)
        return Message(
            f"第 {line} 行，第 {first} 至 {last} 个字符",
            f"line {line}, characters {first} to {last}",
        )
    corners = ", ".join(f"{v:.1f}" for v in (box.x0, box.top, box.x1, box.bottom))
    return Message(f"第 {place.page} 页 [{corners}]", f"page {place.page} [{corners}]")


def _quoted(text: str) -> str:
    """Raw text between quotes, its line ends shown as ⏎."""
    return f"“{one_line(text.replace(chr(10), '⏎'))}”"


def _findings(item: RecordResult, pointer: str, lang: Lang) -> Iterator[str]:
    for finding in item.findings or ():
        role = _role(finding, pointer)
        if role is None:
            continue
        head = f"{SEVERITY[finding.severity].say(lang)} {finding.code}"
        title = code_title(finding.code).say(lang)
        cause = CAUSE[finding.cause].say(lang)
        yield f"{head} ({title}; {cause}; {role.say(lang)}): {one_line(finding.message.say(lang))}"


def _satisfied(
    item: RecordResult, pointer: str, checks: Sequence[str], lang: Lang
) -> Iterator[str]:
    """The checks that look at the place and have nothing to say against it."""
    told = {f.code for f in item.findings or () if _role(f, pointer) is not None}
    for code in checks:
        if code not in told:
            yield f"{code}: {Message('没有问题', 'nothing to report').say(lang)}"


def _role(finding: Finding, pointer: str) -> Message | None:
    if _touches(finding.fields, pointer):
        return Message("所指的就是这里", "accuses this")
    if _touches((source.field for source in finding.sources), pointer):
        return Message("计算时用到这里", "reckons with this")
    return None


def _touches(pointers: Iterable[str], pointer: str) -> bool:
    """Whether one of ``pointers`` is the place asked for, holds it, or lies in it."""
    return any(f"{pointer}/".startswith(f"{p}/") or p.startswith(f"{pointer}/") for p in pointers)


def _rescore(item: RecordResult, pointer: str, lang: Lang) -> Iterator[str]:
    """How the indicator was scored again, for a place that has a part in it."""
    row = row_of(pointer)
    if row is None or (pointer != row and tokens(pointer)[2] not in _SCORED):
        return
    for again in item.rescore.indicators if item.rescore else ():
        if again.field == row:
            yield _scores(again, lang)
            yield from (f"  {one_line(step.say(lang))}" for step in again.trace)


def _scores(again: IndicatorRescore, lang: Lang) -> str:
    words = Message("重新评分", "Scored again").say(lang)
    scores = "; ".join(
        f"{decimal_text(score.score)} ({reading(score.reading).say(lang)})"
        for score in again.scores
    )
    verdict = SCORE_VERDICT[again.verdict].say(lang)
    return f"{words}: {verdict}{': ' + scores if scores else ''} [{again.method}]"
