"""From JSON Pointers to what a reader of the report sees: a cell's name, text and places."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any

from pipeline.reports.words import GOAL_RESULT, LEAF, SECTION
from schemas.codec import decimal_text
from schemas.message import Message
from schemas.record import Actual, Field, Indicator, SelfEvaluation, State, Target
from schemas.text import Origin

DOUBTFUL = (State.UNREADABLE, State.AMBIGUOUS)
_DECIMALS = 4  # of a bound, for a person
LISTS = ("funds", "tasks", "goals", "indicators")
_MERGED = ("level1", "level2", "level3")  # cells that span many rows: no part of a row's picture


@dataclass(frozen=True, slots=True)
class Value:
    """A cell as shown: ``text`` as printed, ``number`` where it is one, ``choices`` in doubt.

    ``state`` is ``None`` for what the form does not print. ``settled`` names the relations that
    bore out a reading which was in doubt. ``corrected`` is the printed text where a person has put
    the value right, ``None`` elsewhere.
    """

    text: str = ""
    number: Decimal | None = None
    state: State | None = None
    choices: tuple[str, ...] = ()
    settled: str = ""
    corrected: str | None = None

    @property
    def doubtful(self) -> bool:
        return self.state in DOUBTFUL


NOTHING = Value()


def tokens(pointer: str) -> tuple[str, ...]:
    """The parts of a JSON Pointer (RFC 6901)."""
    parts = pointer.split("/")[1:]
    return tuple(part.replace("~1", "/").replace("~0", "~") for part in parts)


def resolve(record: SelfEvaluation, pointer: str) -> Any:
    """What ``pointer`` names in the record; ``None`` when the form does not have it."""
    node: Any = record
    for token in tokens(pointer):
        if isinstance(node, tuple):
            node = node[int(token)] if token.isdecimal() and int(token) < len(node) else None
        elif isinstance(node, Field):
            return node  # a pointer into the field itself (/value) means the field
        else:
            node = getattr(node, token, None)
    return node


def row_of(pointer: str) -> str | None:
    """The pointer of the table row that ``pointer`` stands in, ``None`` outside tables."""
    parts = tokens(pointer)
    return f"/{parts[0]}/{parts[1]}" if len(parts) > 1 and parts[0] in LISTS else None


def leaves(node: Any, pointer: str = "") -> Iterator[tuple[str, Field[Any]]]:
    """Every field at or below ``node`` with its pointer, in the order of the record."""
    if isinstance(node, Field):
        yield pointer, node
    elif isinstance(node, tuple):
        for number, item in enumerate(node):
            yield from leaves(item, f"{pointer}/{number}")
    elif dataclasses.is_dataclass(node):
        for part in dataclasses.fields(node):
            yield from leaves(getattr(node, part.name), f"{pointer}/{part.name}")


def row_leaves(record: SelfEvaluation, row: str) -> list[tuple[str, Field[Any]]]:
    """The fields of a table row without the cells that are merged over several rows."""
    found = leaves(resolve(record, row), row)
    return [(where, field) for where, field in found if tokens(where)[-1] not in _MERGED]


def text_of(value: Any) -> str:
    return decimal_text(value) if isinstance(value, Decimal) else str(value)


def value(field: Field[Any] | None) -> Value:
    """A single field as shown; what is in doubt keeps its raw text and its readings."""
    if field is None:
        return NOTHING
    by_hand = field.raw if field.origin is Origin.HUMAN else None
    choices = tuple(dict.fromkeys(text_of(other.value) for other in field.alternatives))
    if field.state is State.READ:
        number = field.value if isinstance(field.value, Decimal) else None
        if isinstance(field.value, int) and not isinstance(field.value, bool):
            number = Decimal(field.value)
        text, settled = text_of(field.value), field.settled_by or ""
        return Value(text, number, field.state, settled=settled, corrected=by_hand)
    if field.state is State.EMPTY:
        return Value("", None, field.state, corrected=by_hand)
    return Value(field.raw, None, field.state, choices if field.state in DOUBTFUL else ())


def quantity(parts: Target | Actual) -> Value:
    """Operator, number and unit as one text (``≥80%``), or the words or the rule."""
    if isinstance(parts, Target) and parts.rule is not None:
        return value(parts.rule)
    shown = [value(part) for part in (parts.operator, parts.value, parts.unit, parts.text)]
    states = [part.state for part in shown if part.state is not None]
    doubt = next((state for state in DOUBTFUL if state in states), None)
    text = "".join(_doubt_text(part) if part.doubtful else part.text for part in shown)
    state = doubt or (State.READ if State.READ in states else next(iter(states), None))
    by_hand = [part.corrected for part in shown if part.corrected is not None]
    return Value(text, shown[1].number, state, corrected=next(iter(by_hand), None))


def _doubt_text(part: Value) -> str:
    return f"〔{'/'.join(part.choices) or part.text or '?'}〕"


def interval(low: Decimal, high: Decimal) -> tuple[str, ...]:
    """One number or two bounds as text; long ones rounded outward, so that none is narrowed."""
    bounds = [text_of(_short(low, ROUND_FLOOR)), text_of(_short(high, ROUND_CEILING))]
    return tuple(dict.fromkeys(bounds))


def _short(number: Decimal, rounding: str) -> Decimal:
    exponent = number.as_tuple().exponent
    if isinstance(exponent, int) and exponent < -_DECIMALS:
        return number.quantize(Decimal(1).scaleb(-_DECIMALS), rounding)
    return number


def sure(field: Field[Decimal] | None) -> Decimal | None:
    """A number that was read beyond doubt."""
    return field.value if field is not None and field.state is State.READ else None


def label(record: SelfEvaluation, pointer: str) -> Message:
    """A cell's name for people: ``指标 7 · 公用经费预算差异率 · 得分``."""
    parts = tokens(pointer)
    if not parts:
        return Message("全表", "the form")
    row, tail = row_of(pointer), parts
    names: list[Message] = []
    if row is not None:
        names.append(_row_label(record, row))
        tail = parts[2:]
    names += [_part_label(part, parts[0]) for part in tail]
    return Message(" · ".join(n.zh for n in names), " · ".join(n.en for n in names))


def _row_label(record: SelfEvaluation, row: str) -> Message:
    kind, number = tokens(row)
    item = resolve(record, row)
    name = _row_name(item)
    words = SECTION[kind]
    count = f" {int(number) + 1}" if kind in {"indicators", "goals"} and number.isdecimal() else ""
    shown = f" · {name}" if name else (f" {number}" if not count else "")
    return Message(f"{words.zh}{count}{shown}", f"{words.en}{count}{shown}")


def _row_name(item: Any) -> str:
    parts = [getattr(item, key, None) for key in ("name", "project")]
    if item is not None and not isinstance(item, Indicator) and parts == [None, None]:
        return ""
    return " ".join(text for text in (value(part).text for part in parts) if text)


def _part_label(part: str, section: str) -> Message:
    if part == "actual" and section == "goals":
        return GOAL_RESULT
    if part.isdecimal():
        return Message(str(int(part) + 1), str(int(part) + 1))
    return LEAF.get(part) or SECTION.get(part) or Message(part, part)
