"""Whether a family file does what it says: its examples read as stated, and are its own."""

from __future__ import annotations

import difflib
from collections.abc import Container, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from forms.columns import section_role
from forms.families.soundness import meant
from forms.notation import NotationError, document
from forms.read import every_wording, read_forms
from forms.recognize import match
from forms.segment import split
from forms.sheet import key, stream, unnumbered
from forms.vocabulary import SECTIONS, common
from schemas.codec import plain
from schemas.errors import InputError
from schemas.form import Example, Family, FormMatch
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
    sound = not faults  # else what the examples give tells of the same faults once more
    for number, example in enumerate(family.examples, 1):
        faults.extend(_prove(family, rest, example, number, sound))
    return tuple(dict.fromkeys(faults))


def _without_role(family: Family) -> Iterator[Message]:
    """Header texts that the form must have and whose meaning nobody has said."""
    words = common().extended(family.wording)
    printed = _printed(family)
    for section in (name for name in SECTIONS if name in family.headers):
        for text in family.headers[section]:
            if text.endswith("?"):
                continue
            variants = text.split("|")
            if any(section_role(words, section, v, True) is not None for v in variants):
                continue
            if _keys(text).isdisjoint(printed):
                yield _not_printed(family, section, text)
                continue
            zh, en = _slip(family, section, text, printed)
            yield Message(
                f"表头“{text}”没有说明是什么：请在 [columns.{section}] 中写明它的角色{zh}；"
                f"没有合适的角色，就在 headers.{section} 里写成“{text}?”。",
                f"The header {text} has no meaning: give its role in [columns.{section}]{en}; "
                f"where no role fits, write {text}? in headers.{section}.",
            )


def _slip(family: Family, section: str, text: str, printed: Container[str]) -> tuple[str, str]:
    """The text that the family's own wording may hold by a slip in place of this one."""
    roles = family.wording.get("columns", {}).get(section, {})
    texts = [own for role in roles.values() for own in role if key(own) not in printed]
    near = difflib.get_close_matches(text, texts, 1, 0.6)
    return (f"（那里写的是“{near[0]}”）", f" (there stands {near[0]})") if near else ("", "")


def _keys(text: str) -> set[str]:
    """What an entry of ``headers`` is compared by: its variants, with and without numbering."""
    keys = {key(variant) for variant in text.rstrip("?").split("|")}
    return keys | {unnumbered(text) for text in keys}


def _printed(family: Family) -> dict[str, None]:
    """Every text of the examples, as it is compared, in printed order."""
    found: dict[str, None] = {}
    for example in family.examples:
        try:
            rows = stream(document(example.table))
        except NotationError:
            continue
        for text in (key(s.text) for row in rows for s in row.filled):
            found |= {text: None, unnumbered(text): None}
    return found


def unprinted(family: Family) -> tuple[Message, ...]:
    """Header texts that ``headers`` wants and no example prints: slips, or lacking a ``?``."""
    printed = _printed(family)
    return tuple(
        _not_printed(family, section, text)
        for section, texts in family.headers.items()
        for text in texts
        if not text.endswith("?") and _keys(text).isdisjoint(printed)
    )


def _not_printed(family: Family, section: str, text: str) -> Message:
    listed = {k for texts in family.headers.values() for entry in texts for k in _keys(entry)}
    free = [printed for printed in _printed(family) if printed not in listed]
    near = difflib.get_close_matches(key(text.rstrip("?")), free, 1, 0.6)
    zh = f"样表里相近的是“{near[0]}”" if near else "不是每张表都有的，末尾加 ?"
    en = f"the nearest text there is {near[0]}" if near else "add ? if not every form has it"
    return Message(
        f"headers.{section} 里的“{text}”样表没有印；{zh}。",
        f"{text} of headers.{section} is not printed in the example; {en}.",
    )


def unlisted(family: Family) -> tuple[Message, ...]:
    """Header texts that the examples print and ``headers`` does not list: they lower the fit."""
    found: dict[Message, None] = {}
    for example in family.examples:
        forms = split(stream(document(example.table)), every_wording([family]))
        for head in (head for form in forms for head in form.heads):
            texts = family.headers.get(head.section, ())
            listed = {own for text in texts for own in _keys(text)}
            for column in head.columns:
                text = unnumbered(key(column.header))
                if text and text not in listed:
                    said = Message(
                        f"样表的表头“{text}”没有列在 headers.{head.section} 里，会降低相符度；"
                        f"没有角色的列写成“{text}?”。",
                        f"The example's header {text} is not listed in headers.{head.section}, "
                        f"which lowers the fit; a column without a role is listed as {text}?",
                    )
                    found[said] = None
    return tuple(found)


def _prove(
    family: Family, rest: Sequence[Family], example: Example, number: int, values: bool
) -> list[Message]:
    """What is wrong with one example; its values are looked at only if ``values`` says so."""
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
    found = readings[0].record.family.value
    if found != family.id:
        form = split(stream(drawn), every_wording([family, *rest]))[0]
        taken = _taken(found, match(form, family))
        return [_at(number, taken), *unlisted(family), *unprinted(family)]
    differences = _compare(plain(readings[0].record), example.values, "") if values else []
    return [_at(number, difference) for difference in differences]


def _taken(found: str | None, why: FormMatch) -> Message:
    zh = "；".join(reason.zh for reason in why.reasons)
    en = "; ".join(reason.en for reason in why.reasons)
    return Message(
        f"被认作 {found}，而不是 {why.family}（相符度 {why.score:.2f}：{zh}）",
        f"is taken for {found}, not {why.family} (fit {why.score:.2f}: {en})",
    )


def _at(number: int, fault: Message) -> Message:
    return Message(f"第 {number} 个样表：{fault.zh}", f"Example {number}: {fault.en}")


def _compare(found: Any, wanted: Any, place: str) -> list[Message]:
    """Where the reading differs from what the example states; unstated keys are not compared."""
    if isinstance(wanted, Mapping) and isinstance(found, Mapping):
        unknown = [_unknown(place, name, found) for name in wanted if name not in found]
        inner = [(n, value) for n, value in wanted.items() if n in found]
        return unknown + [f for n, v in inner for f in _compare(found[n], v, _below(place, n))]
    if isinstance(wanted, list) and isinstance(found, list):
        if len(wanted) != len(found):
            return [_counted(place, found, wanted)]
        pairs = enumerate(zip(found, wanted, strict=True), 1)
        return [f for i, (a, b) in pairs for f in _compare(a, b, f"{place}[{i}]")]
    return [] if _same(found, wanted) else [_differs(place, found, wanted)]


def _below(place: str, name: str) -> str:
    """``indicators[2].target.value``: entries count from 1, as people count rows."""
    return f"{place}.{name}" if place else name


def _unknown(place: str, name: str, found: Mapping[str, Any]) -> Message:
    zh, en = meant([name], found)
    return Message(
        f"values 里没有 {_below(place, name)} 这一项{zh}；可写的是：{'、'.join(found)}",
        f"the values have no {_below(place, name)}{en}; there are: {', '.join(found)}",
    )


def _counted(place: str, found: Sequence[Any], wanted: Sequence[Any]) -> Message:
    texts = [entry.get("name") or entry.get("goal") or "—" for entry in found]
    zh, en = (f"（{'、'.join(texts)}）", f" ({', '.join(texts)})") if texts else ("", "")
    return Message(
        f"{place} 读出 {len(found)} 项{zh}，样表写了 {len(wanted)} 项",
        f"{place} has {len(found)} entries{en}, the example states {len(wanted)}",
    )


def _same(found: Any, wanted: Any) -> bool:
    if found == wanted or (found is None and wanted == ""):
        return True
    try:
        return found is not None and Decimal(str(found)) == Decimal(str(wanted))
    except ArithmeticError:
        return False


def _differs(place: str, found: Any, wanted: Any) -> Message:
    if found is None:
        return Message(
            f"{place} 没有读出，样表写的是“{wanted}”",
            f"{place} is not read, the example says {wanted!r}",
        )
    return Message(
        f"{place} 读成“{found}”，样表写的是“{wanted}”",
        f"{place} reads {found!r}, the example says {wanted!r}",
    )
