"""What header cells and labels say: printed texts by the role that they play in a form."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib import resources
from typing import Any

from forms.sheet import key, squeeze, unnumbered

LONGEST_HEADER = 60
LONGEST_GUESSED = 16
REMEMBERED = 8192
"""Texts for which an answer is kept; the program may run for days."""

SECTIONS = ("indicators", "funds", "tasks", "goals")


@dataclass(frozen=True, slots=True)
class Words:
    """The wording of one section: exact texts first, then patterns in their order."""

    exact: Mapping[str, str]
    patterns: tuple[tuple[re.Pattern[str], str], ...] = ()
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
        for candidate in (_full(text), key(text), unnumbered(key(text))):
            if candidate in self.exact:
                return self.exact[candidate]
        short = unnumbered(key(text))
        if not guess or not 1 < len(short) <= LONGEST_GUESSED or re.search(r"[，。；\d]", short):
            return None
        return next((role for pattern, role in self.patterns if pattern.search(short)), None)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """``columns`` for header cells by section, ``labels`` for the labels of single values."""

    columns: Mapping[str, Words]
    labels: Mapping[str, Words]

    def column(self, section: str, text: str, guess: bool = True) -> str | None:
        return self.columns[section].role(text, guess)

    def label(self, kind: str, text: str, guess: bool = True) -> str | None:
        return self.labels[kind].role(text, guess)

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
        section: Words({**words.exact, **first[section].exact}, words.patterns)
        if section in first
        else words
        for section, words in more.items()
    }


@lru_cache(maxsize=8192)
def _full(text: str) -> str:
    return squeeze(text).strip("*:;,。")


def _extend(
    base: Mapping[str, Words], more: Mapping[str, Mapping[str, list[str]]]
) -> dict[str, Words]:
    result = dict(base)
    for section, roles in more.items():
        known = base.get(section, Words({}))
        result[section] = Words({**known.exact, **_exact(roles)}, known.patterns)
    return result


def _exact(roles: Mapping[str, list[str]]) -> dict[str, str]:
    texts: dict[str, str] = {}
    for role, wordings in roles.items():
        for wording in wordings:
            texts.setdefault(_full(wording), role)
            texts.setdefault(key(wording), role)
    return texts


def _words(tables: Mapping[str, Any], patterns: Mapping[str, Any]) -> dict[str, Words]:
    return {
        section: Words(
            _exact(roles),
            tuple((re.compile(p), role) for role, p in patterns.get(section, {}).items()),
        )
        for section, roles in tables.items()
    }


@cache
def common() -> Vocabulary:
    """The wording that all forms share, from ``vocabulary.toml``."""
    data = tomllib.loads(resources.files("forms").joinpath("vocabulary.toml").read_text("utf-8"))
    return Vocabulary(
        _words(data["columns"], data["patterns"]), _words(data["labels"], data["patterns"])
    )
