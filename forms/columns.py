"""Header rows: which section they open and which role every column plays.

A header is recognised by what its cells say, never by where it stands. It may have two or three
lines, its labels may be merged over columns, written downward or broken by white space.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from forms.sheet import Row, Spot, key, squeeze
from forms.vocabulary import LONGEST_HEADER, REMEMBERED, Vocabulary
from schemas.geometry import union

AMOUNTS = frozenset({"initial_budget", "full_year_budget", "executed", "execution_rate"})
LEVELS = ("level1", "level2", "level3")
_NAMES = frozenset({*LEVELS, "name"})
_VALUES = frozenset(
    {"target", "actual", "weight", "score", "completion", "operator", "unit", "rule", "reasons"}
)
_FIGURES = AMOUNTS | {"target", "actual", "weight", "score"}
_OF_THE_YEAR = re.compile("本年|全年|当年|实际")
_SECTIONS = ("indicators", "tasks", "funds", "goals")
DEEPEST_HEADER = 3


@dataclass(frozen=True, slots=True)
class Column:
    """A column under one header text; ``start`` and ``end`` (exclusive) in its grid's columns.

    ``role`` is empty where the header's wording is unknown; ``tick`` marks a column whose
    header text is a reason to be ticked. ``x0`` and ``x1`` are points, for tables that go on in
    a grid with other columns.
    """

    role: str
    start: int
    end: int
    header: str
    x0: float
    x1: float


@dataclass(frozen=True, slots=True)
class Head:
    """The header of a section: its rows, columns, and the labels merged down its side.

    ``by_pattern`` counts the headers that only a pattern knew.
    """

    section: str
    rows: tuple[Row, ...]
    columns: tuple[Column, ...]
    side: tuple[Spot, ...]
    by_pattern: int = 0

    @property
    def roles(self) -> frozenset[str]:
        return frozenset(column.role for column in self.columns if column.role)

    @property
    def spots(self) -> tuple[Spot, ...]:
        """Every header cell with ink, the side labels too."""
        seen = {s.identity: s for row in self.rows for s in row.spots if not s.blank}
        return tuple(seen.values())

    def column(self, role: str) -> Column | None:
        return next((column for column in self.columns if column.role == role), None)

    @property
    def signature(self) -> tuple[str, tuple[str, ...]]:
        """What a repeated header has in common with the first one."""
        return self.section, tuple(squeeze(column.header) for column in self.columns)


def find_head(rows: Sequence[Row], index: int, words: Vocabulary) -> Head | None:
    """The header that begins in row ``index``, if one does."""
    row = rows[index]
    if row.line or len(row.filled) < 2:
        return None
    sections = _may_open(row, words)
    if not sections:
        return None
    for guess in (False, True):
        for section in sections:
            head = _head(rows, index, section, words, guess)
            if head is not None:
                return head
    return None


def _may_open(row: Row, words: Vocabulary) -> list[str]:
    """The sections as headers of which two texts of a row are worded, which every one needs."""
    once: set[str] = set()
    twice: set[str] = set()
    for spot in row.filled:
        for section in _worded(words, spot.text):
            (twice if section in once else once).add(section)
    return [section for section in _SECTIONS if section in twice] if twice else []


def _worded(words: Vocabulary, text: str) -> tuple[str, ...]:
    """The sections that know a text as a header; every row of a form asks for all its texts."""
    if len(text) > LONGEST_HEADER:
        return ()
    known = words.headers.get(text)
    if known is None:
        if len(words.headers) >= REMEMBERED:
            words.headers.clear()
        known = tuple(s for s in _SECTIONS if section_role(words, s, text, True) is not None)
        words.headers[text] = known
    return known


def section_role(words: Vocabulary, section: str, text: str, guess: bool) -> str | None:
    """The role of a header text; the amounts of the tasks are worded as those of the funds."""
    role = words.column(section, text, guess)
    if role is None and section == "tasks":
        amount = words.column("funds", text, guess)
        return amount if amount in AMOUNTS else None
    return role


def _head(
    rows: Sequence[Row], index: int, section: str, words: Vocabulary, guess: bool
) -> Head | None:
    row = rows[index]
    roles = {s.identity: section_role(words, section, s.text, guess) for s in row.filled}
    mapped = [s for s in row.filled if roles[s.identity] not in {None, "section"}]
    if section == "goals":
        mapped = _goal_headers(row, roles)
    found = {str(roles[s.identity]) for s in mapped}
    over_levels = [s for s in row.filled if roles[s.identity] == "section" and s.columns > 1]
    if section == "indicators" and not found & _NAMES and over_levels:
        mapped = [s for s in row.filled if s in mapped or s in over_levels[:1]]
        found.add("name")
    if not _qualifies(section, found, row) or _holds_numbers(row, mapped):
        return None
    side = _side(rows, index, mapped, section, words)
    mapped = [s for s in mapped if s not in side]
    height = _height(rows, index, mapped, section, words)
    head_rows = tuple(rows[index : index + height])
    first = max((s.end for s in side), default=0)
    columns = _columns(head_rows, first, section, words)
    return Head(section, head_rows, columns, side, _guessed(columns, section, words))


def _holds_numbers(row: Row, mapped: Sequence[Spot]) -> bool:
    """Whether numbers stand among the headers: then it is a row of labels and values."""
    return any(re.fullmatch(r"[\d.,%]+", squeeze(s.text)) for s in row.filled if s not in mapped)


def _guessed(columns: Iterable[Column], section: str, words: Vocabulary) -> int:
    return sum(
        1
        for column in columns
        if column.header and section_role(words, section, column.header, False) is None
    )


def _goal_headers(row: Row, roles: dict[tuple[int, int, int], str | None]) -> list[Spot]:
    """The goal headers of a row; a side label that is worded like one is left out."""
    spots = [s for s in row.filled if roles[s.identity] not in {None, "section"}]
    goals = [s for s in spots if roles[s.identity] == "goal"]
    return [s for s in spots if s not in goals[:-1]]


def _qualifies(section: str, found: set[str], row: Row) -> bool:
    amounts = len(found & AMOUNTS)
    if section == "indicators":
        names, values = len(found & _NAMES), len(found & _VALUES)
        strange = len(row.filled) >= names + 3  # other columns, worded as no form words them
        return (names >= 1 and values >= 2) or (names >= 2 and (values >= 1 or strange))
    if section == "tasks":
        return "task" in found and (amounts >= 1 or "project" in found)
    if section == "funds":
        return amounts >= 2
    wanted = {"goal", "goal_actual"} <= found
    return wanted and len(row.filled) <= 5 and all(len(s.text) <= 30 for s in row.filled)


def _side(
    rows: Sequence[Row], index: int, mapped: Sequence[Spot], section: str, words: Vocabulary
) -> tuple[Spot, ...]:
    """The labels left of the header that are merged down the side of the section.

    A section's name that is not merged heads a column if the next row has a text of its own
    under it (项目资金（元） above the names of the funds). In a dump, where spans are lost, a
    label is at the side when nothing stands under it in the next row and the text is no header
    of a column.
    """
    row = rows[index]
    result: list[Spot] = []
    bottom = max(min(s.row + s.rows, row.number + DEEPEST_HEADER) for s in mapped)
    for spot in row.spots:
        if spot in mapped:
            break
        if spot.blank:
            continue
        merged = spot.row + spot.rows > bottom
        loose = not row.ruled and _nothing_under(rows, index, spot)
        named = section == "goals" or words.column(section, spot.text, False) == "section"
        if section == "funds" and row.ruled and not _nothing_under(rows, index, spot):
            named = False
        if merged or loose or named or spot.row < row.number:
            result.append(spot)
    return tuple(result)


def _nothing_under(rows: Sequence[Row], index: int, spot: Spot) -> bool:
    below = rows[index + 1 : index + 2]
    return all(s.blank for row in below for s in row.spots if s.covers(spot.column, spot.end))


def _height(
    rows: Sequence[Row], index: int, mapped: Sequence[Spot], section: str, words: Vocabulary
) -> int:
    """How many rows the header has: by its merged cells, else by what the next row says."""
    row = rows[index]
    merged = max(s.row + s.rows for s in mapped) - row.number
    if row.ruled and 1 < merged <= DEEPEST_HEADER:
        return merged
    height = 1
    while index + height < len(rows) and height < DEEPEST_HEADER:
        below = rows[index + height]
        if below.grid != row.grid or not _subheader(below, mapped, section, words):
            break
        height += 1
    return height


def _subheader(row: Row, mapped: Sequence[Spot], section: str, words: Vocabulary) -> bool:
    """Whether a row is a second header line: short texts, at least two of them headers."""
    filled = [s for s in row.filled if s.column >= mapped[0].column]
    if len(filled) < 2 or any(len(s.text) > 30 for s in filled):
        return False
    own = {key(s.text) for s in mapped}
    hits = sum(
        1 for s in filled if section_role(words, section, s.text, False) and key(s.text) not in own
    )
    return hits >= 2


def _columns(
    rows: Sequence[Row], first: int, section: str, words: Vocabulary
) -> tuple[Column, ...]:
    """One column for each leaf of the header, from column ``first`` to the right edge.

    Listed wordings come first, the sure ones before the weak ones; what they leave open is
    guessed by pattern. No role is given twice: a second 得分 is some other score and no field of
    the form. Of several figures guessed to be the same, none is believed without a reason.
    """
    leaves: list[tuple[int, int, tuple[Spot, ...]]] = []
    width = max(row.width for row in rows)
    start = first
    while start < width:
        path = _path(rows, start)
        end = start + 1
        while end < width and _path(rows, end) == path:
            end += 1
        leaves.append((start, end, path))
        start = end
    roles = _roles([path for _, _, path in leaves], section, words)
    if section == "funds":
        roles = _names_under_section(roles)
    columns = tuple(
        Column(
            roles.get(i, ""), start, end, path[-1].text if path else "",
            *_extent(rows, path, start, end),
        )
        for i, (start, end, path) in enumerate(leaves)
    )  # fmt: skip
    return _levels_of_one_header(columns, section, words)


def _roles(paths: Sequence[tuple[Spot, ...]], section: str, words: Vocabulary) -> dict[int, str]:
    roles: dict[int, str] = {}
    for weak, guess in ((False, False), (True, False), (True, True)):
        claims: dict[str, list[int]] = {}
        for i, path in enumerate(paths):
            role = "" if roles.get(i) else _path_role(path, section, words, guess)
            if role == "tick":
                roles[i] = role
            elif role and (weak or not words.weak(section, path[-1].text)):
                claims.setdefault(role, []).append(i)
        for role, claimed in claims.items():
            one = _believed(role, claimed, paths) if guess else claimed[0]
            if one is not None and role not in roles.values():
                roles[one] = role
    return roles


def _names_under_section(roles: dict[int, str]) -> dict[int, str]:
    """A section's name over a column of the funds heads their names, unless another header does."""
    role = "" if "name" in roles.values() else "name"
    return {i: role if known == "section" else known for i, known in roles.items()}


def _believed(role: str, claimed: Sequence[int], paths: Sequence[tuple[Spot, ...]]) -> int | None:
    """Which of the columns guessed to play a role does: of several figures the one of the year."""
    if len(claimed) == 1 or role not in _FIGURES:
        return claimed[0]
    of_the_year = [i for i in claimed if _OF_THE_YEAR.search(squeeze(paths[i][-1].text))]
    return of_the_year[0] if len(of_the_year) == 1 else None


def _path(rows: Sequence[Row], column: int) -> tuple[Spot, ...]:
    """The header cells over a column, top to bottom.

    Where spans are lost, a blank header cell with a text below takes the text to its left.
    """
    path: list[Spot] = []
    for number, row in enumerate(rows):
        spot = next((s for s in row.spots if s.column <= column < s.end and not s.blank), None)
        if spot is None and number == 0 and len(rows) > 1 and _blank_cell(row, column):
            under = any(
                s.column <= column < s.end and not s.blank for r in rows[1:] for s in r.spots
            )
            left = [s for s in row.spots if s.end <= column and not s.blank]
            spot = left[-1] if under and left else None
        if spot is not None and spot not in path:
            path.append(spot)
    return tuple(path)


def _blank_cell(row: Row, column: int) -> bool:
    return not any(s.column <= column < s.end and not s.blank for s in row.spots)


def _path_role(path: tuple[Spot, ...], section: str, words: Vocabulary, guess: bool) -> str:
    roles = [section_role(words, section, s.text, guess) for s in path]
    if not roles:
        return ""
    leaf, parents = roles[-1], [r for r in roles[:-1] if r and r != "section"]
    over = [s.text for s in path[:-1]]
    if leaf and any(words.governed(section, leaf, text) for text in over):
        return ""
    if not parents:
        return "reason_note" if leaf == "reasons" else leaf or ""
    parent = parents[0]
    if parent in {"reasons", "reason_note"}:
        if leaf in {"note", "reason_note"}:
            return "reason_note"
        return "improvement" if leaf == "improvement" else "tick"
    if parent == "target":
        return "content" if leaf == "name" else leaf or "target"
    if parent == "actual":
        return "actual_unit" if leaf == "unit" else "actual"
    return leaf or parent


def _extent(
    rows: Sequence[Row], path: tuple[Spot, ...], start: int, end: int
) -> tuple[float, float]:
    """The width of a column in points, from its leaf cell; (0, 0) when nothing is known."""
    leaf = [
        s.place.box
        for row in rows
        for s in row.spots
        if s.column >= start and s.end <= end and s.place is not None
    ]
    if leaf:
        box = union(leaf)
        return box.x0, box.x1
    if path and path[-1].place is not None:
        return path[-1].place.box.x0, path[-1].place.box.x1
    return 0.0, 0.0


def _levels_of_one_header(
    columns: tuple[Column, ...], section: str, words: Vocabulary
) -> tuple[Column, ...]:
    """A header such as 绩效指标 over the columns of all levels becomes one column for each."""
    if section != "indicators" or any(c.role in _NAMES - {"name"} for c in columns):
        return columns
    result: list[Column] = []
    for column in columns:
        role = words.column(section, column.header, True) if column.header else None
        width = column.end - column.start
        if role in {"section", "name"} and 1 < width <= 4:
            names = ["name"] if width == 1 else [*LEVELS[: width - 1], "name"]
            step = (column.x1 - column.x0) / width
            result.extend(
                Column(
                    name,
                    column.start + i,
                    column.start + i + 1,
                    column.header,
                    column.x0 + i * step,
                    column.x0 + (i + 1) * step,
                )
                for i, name in enumerate(names)
            )
        else:
            result.append(column)
    return tuple(result)
