"""Level-1, level-2 and level-3 names, carried down merges, blanks and page ends."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from forms.sheet import Spot, squeeze

Cells = Mapping[str, Spot]


@dataclass(frozen=True, slots=True)
class GroupName:
    """A group's name as printed in one cell, or in the pieces that a page end cut it into."""

    text: str
    spots: tuple[Spot, ...]


@dataclass(frozen=True, slots=True)
class Levels:
    """The group names that hold for one row, and cells that turned out to be pieces of them."""

    names: Mapping[str, GroupName]
    pieces: tuple[Spot, ...] = ()


def carry(
    rows: Sequence[Cells], levels: Sequence[str], known: Collection[str] = ()
) -> tuple[Levels, ...]:
    """For every row the names of its groups by level, the outermost level first in ``levels``.

    A blank cell takes the name above it as long as no outer group begins in its row. ``known``
    are group names that help to tell a cut name from a new one.
    """
    mended = [dict(row) for row in rows]
    pieces: list[list[Spot]] = [[] for _ in rows]
    names = _outermost(mended, levels[0], levels[1:2], pieces, known) if levels else []
    result: list[Levels] = []
    current: dict[str, GroupName] = {}
    for i, row in enumerate(mended):
        begins = False
        for depth, level in enumerate(levels):
            if depth == 0:
                name = names[i]
                begins = name is not None and name != current.get(level)
            else:
                spot = row.get(level)
                name = GroupName(spot.text, (spot,)) if spot and not spot.blank else None
                begins = begins or (name is not None and name != current.get(level))
            if name is not None:
                if name != current.get(level):
                    for inner in levels[depth + 1 :]:
                        current.pop(inner, None)
                current[level] = name
        result.append(Levels(dict(current), tuple(pieces[i])))
    return tuple(result)


def _outermost(
    rows: list[dict[str, Spot]],
    level: str,
    inner: Sequence[str],
    pieces: list[list[Spot]],
    known: Collection[str],
) -> list[GroupName | None]:
    """Names of the outermost level by row, with the pieces of a cut name put together."""
    names: list[GroupName | None] = []
    current: GroupName | None = None
    for i, row in enumerate(rows):
        spot = row.get(level)
        if spot is None or spot.blank or (current is not None and spot in current.spots):
            names.append(current)
            continue
        beside = row.get(inner[0]) if inner else None
        whole = _whole(current, spot, beside, rows[i - 1] if i else {}, known)
        if current is not None and whole is not None:
            spots = (*current.spots, spot)
            if beside is not None and squeeze(current.text + beside.text) == squeeze(whole):
                spots = (*spots, beside)
                pieces[i].append(beside)
                row.pop(inner[0])
            joined = GroupName(whole, spots)
            names = [joined if name is current else name for name in names]
            current = joined
        else:
            current = GroupName(spot.text, (spot,))
        names.append(current)
    return names


def _whole(
    above: GroupName | None,
    spot: Spot,
    beside: Spot | None,
    previous: Mapping[str, Spot],
    known: Collection[str],
) -> str | None:
    """The whole name if ``spot`` goes on with a name that a page end cut above it.

    Seen: 社会 | 社会效应 | 效应 (the piece, then the whole name with its rest beside it). Else
    both pieces must make a known name that neither is, or repeat the name at the page's top.
    """
    if above is None:
        return None
    first, second = squeeze(above.text), squeeze(spot.text)
    torn = spot.grid != above.spots[-1].grid or _other_page(spot, above.spots[-1])
    if second.startswith(first) and len(second) > len(first):
        if beside is not None and first + squeeze(beside.text) == second:
            return spot.text
        if torn and first not in known:
            return spot.text
    if torn and first == second:
        return above.text
    if torn and first + second in known and not {first, second} & set(known):
        return above.text + spot.text
    return None


def _other_page(spot: Spot, other: Spot) -> bool:
    return (
        spot.place is not None and other.place is not None and (spot.place.page != other.place.page)
    )
