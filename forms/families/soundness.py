"""What a family file may say: roles, bases, formulas and bands, checked before it is used.

Every function raises ``FaultError``, worded for the person who wrote the file.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from forms.sheet import key
from forms.vocabulary import SECTIONS, common
from schemas.message import Message

AMOUNTS = ("initial_budget", "full_year_budget", "executed", "execution_rate")
BASES = ("full_year_budget", "initial_budget")
FORMULAS = ("ratio", "linear", "zero")
_LISTS = ("titles", "not_titles", "telltales")


class FaultError(ValueError):
    """What is wrong with one file."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(zh)
        self.message = Message(zh, en)


def known(place: str, found: Iterable[str], allowed: Iterable[str]) -> None:
    """For names that mean nothing there, with those that do."""
    unknown, listed = sorted(set(found) - set(allowed)), sorted(allowed)
    if unknown:
        zh, en = meant(unknown, listed)
        raise FaultError(
            f"{place} 里不认识的项：{'、'.join(unknown)}{zh}。可用的项：{'、'.join(listed)}。",
            f"Unknown in {place}: {', '.join(unknown)}{en}. Known are: {', '.join(listed)}.",
        )


def meant(unknown: Iterable[str], allowed: Iterable[str]) -> tuple[str, str]:
    """A question, Chinese and English, naming what the unknown words may be slips of; or empty."""
    listed = list(allowed)
    near = [n for word in unknown for n in difflib.get_close_matches(word, listed, 1, 0.75)]
    return (f"（是 {'、'.join(near)} 吗？）", f" (is it {', '.join(near)}?)") if near else ("", "")


def is_list(place: str, value: object) -> None:
    """For a single value where a list belongs: ``higher = "linear"``."""
    if not isinstance(value, list):
        raise FaultError(
            f'{place} 要写成列表，例如 {place.rpartition(".")[2]} = ["…"]；写的是 {value!r}。',
            f'{place} must be a list, as {place.rpartition(".")[2]} = ["…"]; it is {value!r}.',
        )
    wrong = [item for item in value if not isinstance(item, str)]
    if wrong:
        raise FaultError(
            f"{place} 的每一项要用引号括起来；{wrong[0]!r} 不是文字。",
            f"Every item of {place} must be a text in quotes; {wrong[0]!r} is none.",
        )


def is_table(place: str, value: object) -> None:
    if not isinstance(value, Mapping):
        raise FaultError(
            f"{place} 要写成一个表（[{place}] 下面一行一项）；写的是 {value!r}。",
            f"{place} must be a table (lines below [{place}]); it is {value!r}.",
        )


def roles_of(section: str) -> tuple[str, ...]:
    """The roles that header texts of a section can play."""
    roles = set(common().columns[section].exact.values()) | {"section"}
    if section == "tasks":
        roles |= {*AMOUNTS}
    return tuple(sorted(roles))


def check_wording(
    data: Mapping[str, Any], sections: Sequence[str], identity: Sequence[str]
) -> None:
    """Header texts and labels: known sections and roles, and no text with two roles."""
    for name in _LISTS:
        is_list(name, data.get(name, []))
    for name in ("headers", "columns", "labels", "groups", "audit"):
        is_table(name, data.get(name, {}))
    known("headers", data["headers"], sections)
    known("columns", data.get("columns", {}), SECTIONS)
    known("labels", data.get("labels", {}), common().labels)
    for section, texts in data["headers"].items():
        is_list(f"headers.{section}", texts)
    for section, roles in data.get("columns", {}).items():
        is_table(f"columns.{section}", roles)
        known(f"columns.{section}", roles, roles_of(section))
        _one_role_each(f"columns.{section}", roles)
    for kind, roles in data.get("labels", {}).items():
        is_table(f"labels.{kind}", roles)
        if kind == "identity":
            known("labels.identity", roles, identity)
        _one_role_each(f"labels.{kind}", roles)


def _one_role_each(place: str, roles: Mapping[str, Any]) -> None:
    seen: dict[str, str] = {}
    for role, texts in roles.items():
        is_list(f"{place}.{role}", texts)
        for text in texts:
            other = seen.setdefault(key(text), role)
            if other != role:
                raise FaultError(
                    f"{place} 里“{text}”同时写在 {other} 和 {role} 之下，只能有一个角色。",
                    f"In {place} {text} stands under {other} and under {role}; give it one role.",
                )


def number(place: str, value: object, low: int | None = None, high: int | None = None) -> Decimal:
    """A decimal setting, written in quotes or as a plain number."""
    try:
        found = Decimal(str(value))
    except InvalidOperation:
        found = Decimal("NaN")
    if (
        isinstance(value, bool)
        or not found.is_finite()
        or (low is not None and found < low)
        or (high is not None and found > high)
    ):
        zh = f"{low} 到 {high} 之间的数" if high is not None else "一个数"
        en = f"a number from {low} to {high}" if high is not None else "a number"
        raise FaultError(
            f"{place} 应是{zh}，写的是 {value!r}。", f"{place} must be {en}: {value!r}."
        )
    return found


def check_groups(groups: Mapping[str, Any]) -> None:
    for name, weight in groups.items():
        number(f"groups.{name}", weight, 0, 1000)


def check_settings(data: Mapping[str, Any]) -> None:
    """The settings of the audit that have only a few possible values."""
    for name in ("rate_bases", "completed", "not_completed"):
        if name in data:
            is_list(f"audit.{name}", data[name])
    bases = data.get("rate_bases", BASES)
    known("audit.rate_bases", bases, BASES)
    if not bases:
        raise FaultError("audit.rate_bases 不能空着。", "audit.rate_bases may not be empty.")
    for name in ("exhaustive", "execution_capped", "tick_columns"):
        if not isinstance(data.get(name, False), bool):
            raise FaultError(
                f"audit.{name} 只能写 true 或 false，不加引号。",
                f"audit.{name} is true or false, without quotes.",
            )
    for name in ("total_weight", "overcompleted"):
        if name in data and data[name] != "none":
            number(f"audit.{name}", data[name], 0, 1000)
    is_table("audit.method", data.get("method", {}))
    for variance in data.get("variance", []):
        for side in ("before", "after"):
            known(f"audit.variance.{side}", [variance.get(side, AMOUNTS[0])], AMOUNTS[:3])


def check_method(data: Mapping[str, Any]) -> None:
    for direction in ("higher", "lower"):
        if direction in data:
            is_list(f"audit.method.{direction}", data[direction])
            known(f"audit.method.{direction}", data[direction], FORMULAS)
    places = data.get("decimals", 2)
    if number("audit.method.decimals", places, 0, 6) != int(places):
        raise FaultError(
            f"audit.method.decimals 应是整数，写的是 {places!r}。",
            f"audit.method.decimals must be whole: {places!r}.",
        )
    for count, band in enumerate(data.get("bands", []), 1):
        place = f"audit.method.bands（{count}）"
        is_table(place, band)
        known(place, band, ("words", "low", "high"))
        for name in ("words", "low", "high"):
            if name not in band:
                raise FaultError(f"{place} 缺少 {name}。", f"{place} lacks {name}.")
        is_list(f"{place}.words", band["words"])
        low, high = (number(f"{place}.{name}", band[name], 0, 1) for name in ("low", "high"))
        if low > high:
            raise FaultError(
                f"{place} 的 low {low} 大于 high {high}。",
                f"{place}: low {low} is above high {high}.",
            )
