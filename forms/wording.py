"""Misread header texts and labels put right by the wordings that forms are known to print.

Only what was recognised, was not read surely, and stands where a header stands: beside known
headers of the same section in its row, or as a label in front of a value. Free text is never
touched, and a text that is itself a known wording is never exchanged for another.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from forms.sheet import Row, Spot, key, squeeze
from forms.vocabulary import LONGEST_HEADER, SECTIONS, Vocabulary
from schemas.form import Family
from schemas.text import Origin, Repair

REPAIR = "known-wording"
"""The recorded step."""

_UNSURE = 0.95
"""Least probability of a line's characters from which on its reading is believed."""
_SHORTEST, _LONG = 3, 8
"""Characters of a wording that one misread one may stand in, and that two may."""
_BESIDE = 2
"""Known headers of one section in a row that make it a row of headers."""


def put_right(
    rows: Sequence[Row], words: Vocabulary, families: Iterable[Family]
) -> tuple[Row, ...]:
    """The rows with such texts as the wording has them, each with its repair."""
    doubtful = [row for row in rows if any(map(_doubtful, row.own))]
    if not doubtful:
        return tuple(rows)
    known = _Known.of(words, families)
    better: dict[tuple[int, int, int], Spot] = {}
    for row in doubtful:
        for spot in filter(_doubtful, row.own):
            wording = known.meant(row, spot)
            if wording is not None:
                better[spot.identity] = _said(spot, wording)
    if not better:
        return tuple(rows)
    return tuple(
        replace(row, spots=tuple(better.get(spot.identity, spot) for spot in row.spots))
        for row in rows
    )


def _doubtful(spot: Spot) -> bool:
    source = spot.cell.source
    return (
        source.origin is Origin.OCR
        and not spot.blank
        and source.confidence is not None
        and source.confidence < _UNSURE
        and len(spot.text) <= LONGEST_HEADER
    )


@dataclass(frozen=True, slots=True)
class _Known:
    """Compared texts: the headers of each section, and the labels of single values.

    ``qualifiers`` are the words with which a header is another one (上年, 其中 …).
    """

    columns: Mapping[str, frozenset[str]]
    labels: frozenset[str]
    qualifiers: tuple[re.Pattern[str], ...]

    @classmethod
    def of(cls, words: Vocabulary, families: Iterable[Family]) -> _Known:
        columns = {section: set(words.columns[section].exact) for section in SECTIONS}
        for family in families:
            for section, texts in family.headers.items():
                own = columns.setdefault(section, set())
                own |= {key(v) for text in texts for v in text.rstrip("?").split("|")}
        labels = frozenset(text for one in words.labels.values() for text in one.exact)
        patterns = {r.pattern for one in words.columns.values() for r in one.refusals}
        frozen = {section: frozenset(texts) for section, texts in columns.items()}
        return cls(frozen, labels, tuple(patterns))

    def meant(self, row: Row, spot: Spot) -> str | None:
        """The known wording that a cell's text is a misreading of, if there is exactly one."""
        text = key(spot.text)
        if any(text in texts for texts in (self.labels, *self.columns.values())):
            return None
        found = {
            w for section in self._sections(row, spot) for w in _near(text, self.columns[section])
        }
        if not found and _leads(row, spot):
            found = set(_near(text, self.labels))
        found = {wording for wording in found if not self._qualified(text, wording)}
        least = min((distance(text, wording) for wording in found), default=0)
        nearest = [wording for wording in found if distance(text, wording) == least]
        return nearest[0] if len(nearest) == 1 else None

    def _sections(self, row: Row, spot: Spot) -> list[str]:
        """Sections of which other cells of the row are known headers."""
        others = {key(other.text) for other in row.spots if other is not spot and not other.blank}
        return [
            section for section, texts in self.columns.items() if len(others & texts) >= _BESIDE
        ]

    def _qualified(self, text: str, wording: str) -> bool:
        """Whether the text says of itself that it is not what the wording is: 上年执行数."""
        return any(p.search(text) and not p.search(wording) for p in self.qualifiers)


def _leads(row: Row, spot: Spot) -> bool:
    """Whether the cell begins its row and another stands behind it, as a label does."""
    return not row.line and len(row.filled) > 1 and row.filled[0] is spot


def _near(text: str, wordings: Iterable[str]) -> Iterator[str]:
    for wording in wordings:
        bound = 0 if len(wording) < _SHORTEST else 1 if len(wording) < _LONG else 2
        if abs(len(wording) - len(text)) <= bound and distance(text, wording) <= bound:
            yield wording


def distance(one: str, other: str) -> int:
    """Characters that must be exchanged, put in or left out to make one text of the other."""
    previous = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        current = [i]
        for j, b in enumerate(other, 1):
            current.append(min(previous[j] + 1, current[-1] + 1, previous[j - 1] + (a != b)))
        previous = current
    return previous[-1]


def _said(spot: Spot, wording: str) -> Spot:
    """The cell saying the wording; what its key leaves out (a bracket behind it) stays."""
    before, text = spot.cell.text, key(spot.text)
    plain = squeeze(before)
    after = wording + plain[len(text) :] if plain.startswith(text) else wording
    repair = Repair(REPAIR, before, after)
    cell = replace(spot.cell, text=after, repairs=(*spot.cell.repairs, repair))
    return replace(spot, cell=cell)
