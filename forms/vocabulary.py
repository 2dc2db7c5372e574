"""What header cells and labels say: printed texts by the role that they play in a form."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from importlib import resources
from typing import Any

from forms.sheet import key, squeeze, unnumbered

LONGEST_HEADER = 60
LONGEST_GUESSED = 16
REMEMBERED = 2048
"""Texts for which an answer is kept; the program may run for days."""

SECTIONS = ("indicators", "funds", "tasks", "goals")


_BRACKET = re.compile(r"[(（\[【]([^()（）\[\]【】]*)[)）\]】]")
_INCLUDED = re.compile(r"[(（\[【][^()（）\[\]【】]*(?:含|包括)[^()（）\[\]【】]*[)）\]】]")


@dataclass(frozen=True, slots=True)
class Refusal:
    """Words that keep a header from ``roles``; ``inherited`` if also from a header above it."""

    pattern: re.Pattern[str]
    roles: frozenset[str]
    inherited: bool

    def holds(self, role: str, text: str) -> bool:
        return role in self.roles and self.pattern.search(text) is not None


@dataclass(frozen=True, slots=True)
class Words:
    """The wording of one section: exact texts first, then patterns in their order.

    ``refusals`` are the qualifiers with which a text is not what a pattern takes it for, nor
    what it says before its bracket. ``weak`` are exact texts that give way to any other.
    """

    exact: Mapping[str, str]
    patterns: tuple[tuple[re.Pattern[str], str], ...] = ()
    refusals: tuple[Refusal, ...] = ()
    weak: frozenset[str] = frozenset()
    _asked: dict[tuple[str, bool], str | None] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def role(self, text: str, guess: bool = True) -> str | None:
        """The role of a printed text, ``None`` when no wording fits.

        ``guess`` allows the patterns too, for short texts only: prose that merely mentions a
        header's words is no header.
        """
        if not text or len(text) > LONGEST_HEADER:
            return None
        asked = text, guess  # every row is tried as a header of every section
        if asked not in self._asked:
            if len(self._asked) >= REMEMBERED:
                self._asked.clear()
            self._asked[asked] = self._role(text, guess)
        return self._asked[asked]

    def _role(self, text: str, guess: bool) -> str | None:
        for candidate in _candidates(text):
            role = self.exact.get(candidate)
            if role is not None and not self._bracket_refused(role, text):
                return role
        short = unnumbered(key(text))
        if not guess or not 1 < len(short) <= LONGEST_GUESSED or re.search(r"[，。；\d]", short):
            return None
        fitting = (role for pattern, role in self.patterns if pattern.search(short))
        return next((role for role in fitting if not self.refused(role, text)), None)

    def refused(self, role: str, text: str) -> bool:
        """Whether a qualifier says that the text is not what the role wants: 上年完成值."""
        full = _INCLUDED.sub("", _full(text))
        return any(r.holds(role, full) for r in self.refusals)

    def governed(self, role: str, over: str) -> bool:
        """Whether a header ``over`` others makes their role another one: 上年 over 完成值."""
        full = _INCLUDED.sub("", _full(over))
        return any(r.inherited and r.holds(role, full) for r in self.refusals)

    def is_weak(self, text: str) -> bool:
        return any(candidate in self.weak for candidate in _candidates(text))

    def _bracket_refused(self, role: str, text: str) -> bool:
        """Whether what stands in brackets makes a listed text another one: 完成值（上年）."""
        if _full(text) in self.exact:
            return False
        return any(self.governed(role, bracket) for bracket in _BRACKET.findall(_full(text)))


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """``columns`` for header cells by section, ``labels`` for the labels of single values.

    ``headers`` remembers the sections that a printed text was found to be a header of,
    ``listed`` the kind and role of what was found to be a label.
    """

    columns: Mapping[str, Words]
    labels: Mapping[str, Words]
    headers: dict[str, tuple[str, ...]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    listed: dict[str, tuple[str, str] | None] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def column(self, section: str, text: str, guess: bool = True) -> str | None:
        return self.columns[section].role(text, guess)

    def label(self, kind: str, text: str, guess: bool = True) -> str | None:
        return self.labels[kind].role(text, guess)

    def weak(self, section: str, text: str) -> bool:
        """Whether a listed header is believed only where no other plays its role."""
        return self.columns[section].is_weak(text)

    def refused(self, section: str, role: str, text: str) -> bool:
        """Whether a header carries a qualifier with which nobody may guess it to be the role."""
        return self.columns[section].refused(role, text)

    def governed(self, section: str, role: str, over: str) -> bool:
        """Whether a header above others makes them something else than the role."""
        return self.columns[section].governed(role, over)

    def joined(self, wordings: Iterable[Mapping[str, Any]]) -> Vocabulary:
        """This vocabulary and the wording of several families, which takes nothing from it."""
        result = self
        for wording in wordings:
            more = result.extended(wording)
            result = Vocabulary(
                _keeping(result.columns, more.columns), _keeping(result.labels, more.labels)
            )
        return result

    def extended(self, more: Mapping[str, Any]) -> Vocabulary:
        """This vocabulary with a family's own wording before it."""
        return Vocabulary(
            _extend(self.columns, more.get("columns", {})),
            _extend(self.labels, more.get("labels", {})),
        )


def _keeping(first: Mapping[str, Words], more: Mapping[str, Words]) -> dict[str, Words]:
    return {
        section: replace(words, exact={**words.exact, **first[section].exact})
        if section in first
        else words
        for section, words in more.items()
    }


def _candidates(text: str) -> tuple[str, str, str]:
    return _full(text), key(text), unnumbered(key(text))


@lru_cache(maxsize=8192)
def _full(text: str) -> str:
    return squeeze(text).strip("*:;,。")


def _extend(
    base: Mapping[str, Words], more: Mapping[str, Mapping[str, list[str]]]
) -> dict[str, Words]:
    result = dict(base)
    for section, roles in more.items():
        known = base.get(section, Words({}))
        result[section] = replace(known, exact={**known.exact, **_exact(roles)})
    return result


def _exact(roles: Mapping[str, list[str]]) -> dict[str, str]:
    texts: dict[str, str] = {}
    for role, wordings in roles.items():
        for wording in wordings:
            texts.setdefault(_full(wording), role)
            texts.setdefault(key(wording), role)
    return texts


def _words(tables: Mapping[str, Any], data: Mapping[str, Any]) -> dict[str, Words]:
    refusals = tuple(
        Refusal(re.compile(r["pattern"]), frozenset(r["roles"]), r.get("inherited", False))
        for r in data["refusals"]
    )
    return {
        section: Words(
            _exact(roles),
            tuple((re.compile(p), role) for role, p in data["patterns"].get(section, {}).items()),
            refusals,
            frozenset(_exact(data["weak"].get(section, {}))),
        )
        for section, roles in tables.items()
    }


_made: dict[tuple[int, ...], tuple[tuple[Mapping[str, Any], ...], Vocabulary]] = {}
_MOST_MADE = 64


def worded(*wordings: Mapping[str, Any]) -> Vocabulary:
    """The common vocabulary with a family's own wording, or with that of several families.

    Made once for the same mappings, so that what it remembers serves the next document too.
    """
    own = tuple(wording for wording in wordings if any(wording.values()))
    if not own:
        return common()
    key = (len(wordings) > 1, *map(id, own))
    if key not in _made:
        if len(_made) >= _MOST_MADE:
            _made.clear()
        words = common().joined(own) if len(wordings) > 1 else common().extended(own[0])
        _made[key] = own, words  # the mappings are kept, and with them their identities
    return _made[key][1]


@cache
def common() -> Vocabulary:
    """The wording that all forms share, from ``vocabulary.toml``."""
    data = tomllib.loads(resources.files("forms").joinpath("vocabulary.toml").read_text("utf-8"))
    return Vocabulary(_words(data["columns"], data), _words(data["labels"], data))
