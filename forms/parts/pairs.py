"""Label and value pairs: the identity block, lines outside the table, the form's last rows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from forms.sheet import Row, Spot, key, squeeze, unnumbered
from forms.vocabulary import LONGEST_HEADER, REMEMBERED, Vocabulary

KINDS = ("identity", "identity_notes", "total", "notes")
_COLON = re.compile(r"[：:]")
_LONGEST_LABEL = 24


@dataclass(frozen=True, slots=True)
class Pair:
    """A label with its value.

    ``inline`` is the value's text where label and value share one cell (项目名称：甲);
    ``role`` is ``None`` for a label that no vocabulary knows.
    """

    label: Spot
    name: str
    kind: str
    role: str | None
    value: Spot | None = None
    inline: str | None = None


def known(words: Vocabulary, text: str) -> tuple[str, str] | None:
    """The kind and role of a label that the vocabulary lists."""
    if len(text) > LONGEST_HEADER:
        return None
    if text not in words.listed:
        if len(words.listed) >= REMEMBERED:
            words.listed.clear()
        words.listed[text] = _known(words, text)
    return words.listed[text]


def _known(words: Vocabulary, text: str) -> tuple[str, str] | None:
    for kind in KINDS:
        role = words.label(kind, text, False)
        if role is not None:
            return kind, role
    for role in ("goal", "goal_actual"):
        if words.column("goals", text, False) == role:
            return "goals", role
    if words.column("goals", text, False) == "section":
        return "goals", "goal"
    return None


def pairs(row: Row, words: Vocabulary, side: Sequence[Spot] = ()) -> Iterator[Pair | Spot]:
    """The pairs of one row from left to right; cells that belong to none come as they are."""
    spots = [s for s in row.own if s not in side]
    index = 0
    while index < len(spots):
        spot = spots[index]
        index += 1
        if spot.blank:
            continue
        found = known(words, spot.text)
        if found is None:
            inline = list(inside(spot, words))
            if inline:
                yield from inline
                continue
        value = _value(spots, index, row.ruled, words)
        if found is not None:
            kind, role = found
            if value is None:
                yield Pair(spot, spot.text, kind, role)
            else:
                yield Pair(spot, spot.text, kind, role, spots[value])
                index = value + 1
                if (kind, role) == ("goals", "goal") and (last := _result(spots[index:], words)):
                    yield Pair(spot, spot.text, kind, "goal_actual", last)
                    return
        elif value is not None and _like_label(spot.text) and not spots[value].blank:
            yield Pair(spot, spot.text, "", None, spots[value])
            index = value + 1
        else:
            yield spot


def _value(spots: Sequence[Spot], index: int, ruled: bool, words: Vocabulary) -> int | None:
    """Where the value of the label before ``index`` stands: the next cell, unless it is a label.

    Without rulings blank fields are skipped, for there a merged label leaves some behind.
    """
    while index < len(spots):
        if not spots[index].blank:
            found = known(words, spots[index].text)
            return index if found is None or (found[1] == "section") else None
        if ruled:
            return index
        index += 1
    return None


def _result(rest: Sequence[Spot], words: Vocabulary) -> Spot | None:
    """What stands beside a goal without a label of its own: 年度总体目标 | goal | result."""
    filled = [spot for spot in rest if not spot.blank]
    return filled[0] if len(filled) == 1 and known(words, filled[0].text) is None else None


def _like_label(text: str) -> bool:
    bare = unnumbered(key(text))
    return (
        1 < len(bare) <= _LONGEST_LABEL
        and re.search(r"[一-鿿]", bare) is not None
        and re.search(r"[，。；！？]", text) is None
        and re.fullmatch(r"[\d.%]+", bare) is None
    )


def inside(spot: Spot, words: Vocabulary, rest: str | None = None) -> Iterator[Pair]:
    """Pairs within one cell or line: ``填报单位：某局  单位：万元``.

    A label counts where the vocabulary knows it, or where it begins the text. ``rest`` is what
    is left of the text when a part of it has been read already.
    """
    text = spot.text if rest is None else rest
    marks = list(_COLON.finditer(text))
    starts: list[tuple[int, int, str, str, str | None]] = []  # start, end, name, kind, role
    for number, mark in enumerate(marks):
        floor = marks[number - 1].end() if number else 0
        if starts and starts[-1][1] > floor:
            floor = starts[-1][1]
        start, found = _label_before(text, floor, mark.start(), words)
        if found is not None:
            starts.append((start, mark.end(), text[start : mark.start()].strip(), *found))
        elif not starts and number == 0 and _like_label(text[: mark.start()]):
            starts.append((0, mark.end(), text[: mark.start()].strip(), "", None))
    if not starts or squeeze(text[: starts[0][0]]):
        return
    for i, (_, end, name, kind, role) in enumerate(starts):
        stop = starts[i + 1][0] if i + 1 < len(starts) else len(text)
        yield Pair(spot, name, kind, role, inline=text[end:stop].strip())


def _label_before(
    text: str, floor: int, end: int, words: Vocabulary
) -> tuple[int, tuple[str, str] | None]:
    """The longest known label that ends at ``end`` and begins at or after ``floor``."""
    for start in range(max(floor, end - _LONGEST_LABEL), end - 1):
        found = known(words, text[start:end]) if not text[start].isspace() else None
        if found is not None and not (len(text[start:end].strip()) < 2):
            return start, found
    return floor, None
