"""What the actual value and the target of an indicator give to reckon with."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from audit.scoring.measure import Measure, Target, printed, same_unit
from schemas.message import Message
from schemas.record import Field, Indicator, Number, State, Text

_NOTHING = Message("完成值没有填写，无法核对", "there is no actual value: not verifiable")


@dataclass(frozen=True, slots=True)
class Given:
    """``measures`` are all supported readings of the actual value, none where it is no number.

    ``word`` is its text instead; ``copies``: it only repeats the target; ``bound``: it carries
    an operator of its own. ``why`` says what is missing where there is nothing to reckon with.
    """

    measures: tuple[Measure, ...] = ()
    word: str | None = None
    target: Target | None = None
    copies: bool = False
    bound: bool = False
    why: Message = _NOTHING
    trace: tuple[Message, ...] = ()
    operator: str | None = None


def given_of(indicator: Indicator, direction: str | None = None) -> Given:
    """Reads the two values of an indicator; doubt in any part is kept as doubt.

    ``direction`` (``≥`` or ``≤``) is that of a target without an operator of its own.
    """
    target = _target(indicator)
    directed = direction is not None and target is not None and target.operator is None
    if directed and target is not None:
        target = replace(target, operator=direction)
    given = _given(indicator, target)
    said = (_DIRECTED[direction],) if directed and direction is not None else ()
    return replace(given, trace=(*said, *given.trace)) if given.measures else given


_DIRECTED = {
    "≥": Message("表内标明为正向指标，越高越好", "the form marks it as better the higher"),
    "≤": Message("表内标明为反向指标，越低越好", "the form marks it as better the lower"),
}


def _given(indicator: Indicator, target: Target | None) -> Given:
    actual = indicator.actual
    unit, unit_known = _text(actual.unit)
    operator, operator_known = _text(actual.operator)
    values = _numbers(actual.value)
    if actual.value is not None and _unread(actual.value) and not values:
        return Given(target=target, why=_unread_words("完成值", "the actual value"))
    if values and not (unit_known and operator_known):
        return Given(target=target, why=_unread_words("完成值的单位或符号", "its unit or operator"))
    if not values:
        word, known = _text(actual.text)
        if not known:
            return Given(target=target, why=_unread_words("完成值", "the actual value"))
        return Given(target=target, word=word) if word else Given(target=target)
    if _copies(indicator, operator, values, unit):
        return Given(target=target, copies=True, why=_COPIED)
    measures = tuple(printed(value, same_unit(unit)) for value in values)
    shown = f"{operator or ''}{format(values[0], 'f')}{unit or ''}"
    trace = [Message(f"完成值{shown}", f"actual value {shown}")]
    if unit is None and values[0] != 0:
        trace.append(
            Message(
                "完成值没有单位，按规则或目标值的单位看",
                "it has no unit; the rule's or target's is taken",
            )
        )
    bound = operator is not None and operator != "="
    return Given(measures, None, target, bound=bound, trace=tuple(trace), operator=operator)


_COPIED = Message(
    "完成值照抄目标值，无法核对", "the actual value copies the target: not verifiable"
)


def _unread_words(zh: str, en: str) -> Message:
    return Message(f"{zh}未能准确读出，无法核对", f"{en} could not be read for certain")


def _unread(field: Field[Decimal]) -> bool:
    return field.state in (State.UNREADABLE, State.AMBIGUOUS)


def _numbers(field: Number | None) -> tuple[Decimal, ...]:
    """Every supported value, the likeliest first."""
    if field is None or field.state not in (State.READ, State.AMBIGUOUS):
        return ()
    first = (field.value,) if field.value is not None else ()
    if field.state is State.READ:
        return first
    return tuple(dict.fromkeys((*first, *(a.value for a in field.alternatives))))


def _text(field: Text | None) -> tuple[str | None, bool]:
    """The text and whether it is certain; blank and placeholders are certainly nothing."""
    if field is None or field.state in (State.EMPTY, State.NOT_APPLICABLE):
        return None, True
    if field.state is State.READ:
        return field.value or None, True
    return None, False


def _target(indicator: Indicator) -> Target | None:
    """The target as a number, ``None`` where it is none or any part of it is in doubt."""
    target = indicator.target
    field = target.value
    operator, operator_known = _text(target.operator)
    unit, unit_known = _text(target.unit)
    if field is None or field.state is not State.READ or field.value is None:
        return None
    if not operator_known or not unit_known:
        return None
    return Target(operator, field.value, same_unit(unit))


def _copies(
    indicator: Indicator, operator: str | None, values: tuple[Decimal, ...], unit: str | None
) -> bool:
    """The contract's ``actual-copies-target``: an operator, and all three parts the target's."""
    target = indicator.target
    if operator is None or target.value is None or len(values) != 1:
        return False
    return (
        _text(target.operator)[0] == operator
        and target.value.value == values[0]
        and same_unit(_text(target.unit)[0]) == same_unit(unit)
    )
