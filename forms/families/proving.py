"""Whether a family file does what it says: its examples read as stated, and are its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from forms.columns import section_role
from forms.notation import NotationError, document
from forms.read import every_wording, read_forms
from forms.recognize import match
from forms.segment import split
from forms.sheet import key, stream, unnumbered
from forms.vocabulary import SECTIONS, common
from schemas.codec import plain
from schemas.errors import InputError
from schemas.form import Example, Family
from schemas.message import Message


def prove(family: Family, others: Sequence[Family]) -> tuple[Message, ...]:
    """What is wrong, in plain words; ``others`` are the families it must be told from."""
    if not family.examples:
        return (
            Message(
                "没有 [[example]]：请附一张小的样表（table）和它应得的值（values）。",
                "No [[example]]: add a small form (table) and the values that it gives (values).",
            ),
        )
    rest = [other for other in others if other.id != family.id]
    faults = list(_without_role(family))
    for number, example in enumerate(family.examples, 1):
        faults.extend(_prove(family, rest, example, number))
    return tuple(faults)


def _without_role(family: Family) -> Iterator[Message]:
    """Header texts that the form must have and whose meaning nobody has said."""
    words = common().extended(family.wording)
    for section in (name for name in SECTIONS if name in family.headers):
        for text in family.headers[section]:
            variants = text.rstrip("?").split("|")
            known = any(section_role(words, section, v, True) is not None for v in variants)
            if not known and not text.endswith("?"):
                yield Message(
                    f"表头“{text}”没有说明是什么：请在 [columns.{section}] 中写明它的角色。",
                    f"The header {text} has no meaning: give its role in [columns.{section}].",
                )


def unlisted(family: Family) -> tuple[Message, ...]:
    """Header texts that the examples print and ``headers`` does not list: they lower the fit."""
    found: dict[Message, None] = {}
    for example in family.examples:
        forms = split(stream(document(example.table)), every_wording([family]))
        for head in (head for form in forms for head in form.heads):
            texts = family.headers.get(head.section, ())
            listed = {key(v) for text in texts for v in text.rstrip("?").split("|")}
            listed |= {unnumbered(text) for text in listed}
            for column in head.columns:
                text = unnumbered(key(column.header))
                if text and text not in listed:
                    said = Message(
                        f"样表的表头“{text}”没有列在 headers.{head.section} 里，会降低相符度。",
                        f"The example's header {text} is not listed in headers.{head.section}, "
                        "which lowers the fit.",
                    )
                    found[said] = None
    return tuple(found)


def _prove(family: Family, rest: Sequence[Family], example: Example, number: int) -> list[Message]:
    try:
        drawn = document(example.table)
        readings = read_forms(drawn, [family, *rest])
    except InputError as error:
        if family.look_alike and error.code == "not-self-evaluation":
            return []
        return [_at(number, error.message)]
    except NotationError as error:
        zh, en = error.message.zh, error.message.en
        return [_at(number, Message(f"样表画得不对：{zh}", f"the table is not sound: {en}"))]
    if family.look_alike:
        wrong = Message("被当成了自评表", "is taken for a self-evaluation")
        return [_at(number, wrong)]
    faults: list[Message] = []
    found = readings[0].record.family.value
    if found != family.id:
        form = split(stream(drawn), every_wording([family, *rest]))[0]
        why = match(form, family)
        zh = "；".join(reason.zh for reason in why.reasons)
        en = "; ".join(reason.en for reason in why.reasons)
        faults.append(
            Message(
                f"被认作 {found}，而不是 {family.id}（相符度 {why.score:.2f}：{zh}）",
                f"is taken for {found}, not {family.id} (fit {why.score:.2f}: {en})",
            )
        )
    values = plain(readings[0].record)
    faults.extend(_compare(values, example.values, ""))
    return [_at(number, fault) for fault in faults]


def _at(number: int, fault: Message) -> Message:
    return Message(f"第 {number} 个样表：{fault.zh}", f"Example {number}: {fault.en}")


def _compare(found: Any, wanted: Any, pointer: str) -> list[Message]:
    """Where the reading differs from what the example states; unstated keys are not compared."""
    if isinstance(wanted, Mapping) and isinstance(found, Mapping):
        return [f for k, v in wanted.items() for f in _compare(found.get(k), v, f"{pointer}/{k}")]
    if isinstance(wanted, list) and isinstance(found, list):
        if len(wanted) != len(found):
            return [_differs(pointer, f"{len(found)} 项", f"{len(wanted)} 项")]
        pairs = zip(found, wanted, strict=True)
        return [f for i, (a, b) in enumerate(pairs) for f in _compare(a, b, f"{pointer}/{i}")]
    return [] if _same(found, wanted) else [_differs(pointer, found, wanted)]


def _same(found: Any, wanted: Any) -> bool:
    if found == wanted or (found is None and wanted == ""):
        return True
    try:
        return found is not None and Decimal(str(found)) == Decimal(str(wanted))
    except ArithmeticError:
        return False


def _differs(pointer: str, found: Any, wanted: Any) -> Message:
    return Message(
        f"{pointer} 读成 {found!r}，样表写的是 {wanted!r}",
        f"{pointer} reads {found!r}, the example says {wanted!r}",
    )
