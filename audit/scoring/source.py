"""Where an indicator's rule comes from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from audit.scoring.grammar import parse
from audit.scoring.normalize import fold
from schemas.message import Message
from schemas.record import Indicator, State, Text
from schemas.rule import Refusal


@dataclass(frozen=True, slots=True)
class Source:
    """``origin`` is ``printed``, ``rulebook`` or ``family``; ``text`` is ``None`` where a rule is
    printed and could not be read for certain."""

    origin: str
    text: str | None
    said: Message


def source_of(
    indicator: Indicator, book: Mapping[str, str], own: Mapping[str, str]
) -> Source | None:
    """The printed rule, else the rule book's, else the family's own; ``None`` without any.

    The user's rule book also steps in where the printed sentence is not understood.
    """
    name = indicator.name.value if indicator.name is not None else None
    key = fold(name).text if name else None
    from_book = book.get(key) if key else None
    printed = _printed(indicator.target.rule)
    if printed is not None:
        understood = printed.text is not None and not isinstance(parse(printed.text), Refusal)
        if understood or from_book is None:
            return printed
    if from_book is not None:
        return Source(
            "rulebook",
            from_book,
            Message(f"规则手册：{from_book}", f"rule from the rule book: {from_book}"),
        )
    from_family = own.get(key) if key else None
    if from_family is not None:
        return Source(
            "family",
            from_family,
            Message(f"该类表格的规则：{from_family}", f"rule of the form family: {from_family}"),
        )
    return None


def _printed(field: Text | None) -> Source | None:
    if field is None or field.state in (State.EMPTY, State.NOT_APPLICABLE):
        return None
    if field.state is State.READ and field.value:
        said = Message(f"印在表内的规则：{field.value}", f"rule printed on the form: {field.value}")
        return Source("printed", field.value, said)
    unread = Message("规则未能准确读出", "the rule could not be read for certain")
    return Source("printed", None, unread)
