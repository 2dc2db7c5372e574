"""The table of indicators: every filled slot with its group names, values, points and reasons."""

from __future__ import annotations

import re
from collections.abc import Sequence

from forms import fields
from forms.columns import LEVELS
from forms.hierarchy import GroupName, Levels, carry
from forms.outline import Part
from forms.parts import indicator_cells as cells
from forms.parts.draft import Draft
from forms.rows import Placed, place
from forms.sheet import Spot, key, squeeze
from forms.text.labels import split_points, split_slot
from forms.text.placeholders import is_placeholder
from forms.text.quantity import parse_points, read_quantity
from forms.text.rules import is_rule_sentence
from schemas.record import Field, Group, Indicator, Number, State, Text

_GROUP = re.compile("(指标|效益|效应|影响)$")
_VALUES = ("target", "actual", "completion", "weight", "score")


def read(parts: Sequence[Part], draft: Draft) -> None:
    """All parts of the indicator table together: group names go on over page ends."""
    rows: list[Placed] = []
    for part in parts:
        draft.header(part.head, part.captions)
        if part.head is not None:
            draft.indicator_head = part.head
            rows.extend(place(part.rows, part.head))
    if not rows:
        return
    table = _Table(rows, draft)
    for placed, levels in zip(rows, table.levels, strict=True):
        table.read_row(placed, levels)
    draft.groups.extend(table.groups())
    table.keep_empty_groups()


class _Table:
    """What holds for the whole table: where names and values stand, how groups are called."""

    def __init__(self, rows: Sequence[Placed], draft: Draft) -> None:
        self.draft = draft
        roles = {column.role for row in rows for column in row.columns}
        self.name_role = self._name_role(rows, roles)
        self.value_roles = tuple(r for r in ("target", "content") if r != self.name_role)
        level_roles = [r for r in LEVELS if r in roles and r != self.name_role]
        self.level3_is_slot = "level3" in level_roles and self._mostly_slots(rows)
        carried = [r for r in level_roles if not (r == "level3" and self.level3_is_slot)]
        self.levels = carry([row.by_role for row in rows], carried, draft.known_groups)
        self.group_names: dict[str, GroupName] = {}
        self.met: dict[tuple[Spot, ...], str | None] = {}
        self.shown: set[tuple[Spot, ...]] = set()

    def _name_role(self, rows: Sequence[Placed], roles: set[str]) -> str:
        """Which column names the indicators: 内容 unless it holds the values (80, ≥80%).

        A column headed for the names that leaves most of them to 三级指标 does not name them, nor
        does a first level alone whose cells each stand for many rows: such rows have no name.
        """
        headed = "name" if "name" in roles else ""
        if not headed and "content" in roles and not self._mostly_values(rows):
            headed = "content"
        if headed and _named(rows, headed) * 2 >= _named(rows, "level3"):
            return headed
        last = next((r for r in reversed(LEVELS) if r in roles), "name")
        groups = last == LEVELS[0] and _named(rows, last) * 2 < sum(map(_has_values, rows))
        return "name" if groups else last

    def _mostly_values(self, rows: Sequence[Placed]) -> bool:
        texts = [s.text for row in rows for s in row.spots("content")]
        values = [t for t in texts if read_quantity(t) is not None or is_placeholder(t)]
        slots = [t for row in rows for s in row.spots("level3") if (t := split_slot(s.text)[2])]
        return bool(slots) and len(values) * 2 > len(texts)

    @staticmethod
    def _mostly_slots(rows: Sequence[Placed]) -> bool:
        texts = [s.text for row in rows for s in row.spots("level3")]
        bare = [t for t in texts if split_slot(t)[0] and not split_slot(t)[2]]
        return len(bare) * 2 >= len(texts)

    def read_row(self, placed: Placed, levels: Levels) -> None:
        draft = self.draft
        if self._subtotal(placed):
            return
        for level, group in levels.names.items():
            draft.ledger.value(*group.spots)
            if level == "level1":
                self.group_names.setdefault(group.text, group)
            else:
                header = next((c.header for c in placed.columns if c.role == level), None)
                self.met.setdefault(group.spots, header)
        draft.ledger.label(*levels.pieces)
        name_spot = self._name_spot(placed)
        levels = _without(levels, name_spot)
        slot, name, points = self._name(placed, name_spot)
        if not self._filled(placed, name, name_spot):
            self._blank_slot(placed)
            return
        self.shown.update(group.spots for group in levels.names.values())
        indicator = self._indicator(placed, levels, slot, name, points)
        draft.indicators.append(indicator)

    def keep_empty_groups(self) -> None:
        """Groups without a filled slot stand in no indicator; their names become notes."""
        for spots, header in self.met.items():
            if spots not in self.shown:
                self.draft.note(header, *spots)

    def _name_spot(self, placed: Placed) -> Spot | None:
        """The cell that names the indicator.

        It stands under its column, else a group's cell merged over that column names it, else
        the innermost cell of the row's own that names something. A rule names nothing.
        """
        spot = next(iter(_no_rules(placed.spots(self.name_role))), placed.spot(self.name_role))
        column = next((c for c in placed.columns if c.role == self.name_role), None)
        blank = spot is None or spot.blank or is_rule_sentence(spot.text)
        if not blank or column is None or not placed.row.ruled:
            return None if spot is not None and is_rule_sentence(spot.text) else spot
        groups = [g for r in LEVELS if r != self.name_role for g in _no_rules(placed.spots(r))]
        over = next((g for g in groups if g.covers(column.start, column.end)), None)
        others = [*groups, *_no_rules(placed.spots("name"))]
        own = [g for g in others if _has_values(placed) and self._names_alone(g, placed)]
        if over is None and own:
            return own[-1]
        return over or (spot if spot is not None and spot.blank else None)

    def _names_alone(self, spot: Spot, placed: Placed) -> bool:
        """Whether a cell left of a blank name is no group of several, but the row's own name."""
        text, _ = split_points(spot.text)
        labelled, _, rest = split_slot(text)
        group = squeeze(text) in self.draft.known_groups or _GROUP.search(squeeze(text))
        one_row = spot.row == placed.row.number and spot.rows == 1
        return one_row and not group and not (labelled and not rest)

    def _name(
        self, placed: Placed, spot: Spot | None
    ) -> tuple[Field[int] | None, Text | None, Number | None]:
        """Slot, name without label and points, and the points that the name prints."""
        slot: Field[int] | None = None
        if self.level3_is_slot and (label := placed.spot("level3")) is not None:
            labelled, number, rest = split_slot(label.text)
            slot = fields.derived(number, label) if number is not None else None
            if rest and (spot is None or spot.blank):
                spot = label
            elif labelled and not rest:
                self.draft.ledger.value(label)
        if spot is None:
            return slot, None, None
        labelled, number, rest = split_slot(spot.text)
        if labelled and number is not None and slot is None:
            slot = fields.derived(number, spot)
        name, points = split_points(rest)
        weight = fields.made([spot], points, step="points-in-name") if points is not None else None
        if not name.strip():
            return slot, fields.made([spot], None, State.EMPTY), weight
        return slot, fields.part(name, "indicator-name", spot), weight

    def _filled(self, placed: Placed, name: Text | None, spot: Spot | None) -> bool:
        """Whether the row is a filled slot: it has a name of its own, or values all the same."""
        own = [
            s
            for role in _VALUES
            for s in placed.spots(role)
            if s.row == placed.row.number and not is_placeholder(s.text)
        ]
        if name is None or name.state is not State.READ:
            return any(re.search(r"\d", s.text) for s in own)
        return (spot is not None and spot.row == placed.row.number) or bool(own)

    def _blank_slot(self, placed: Placed) -> None:
        labels = [s for role in ("level3", self.name_role) for s in placed.spots(role)]
        for spot in labels:
            labelled, _, rest = split_slot(spot.text)
            if labelled and not rest:
                self.draft.ledger.label(spot)
        cells.blank_slot(placed, self.draft)

    def _subtotal(self, placed: Placed) -> bool:
        """小计 within the table: no indicator, kept as a note with its numbers."""
        first = next(iter(placed.row.filled), None)
        if first is None or not re.search(r"小计$|^其中$", key(first.text)):
            return False
        others = [spot for spot in placed.row.filled if spot is not first]
        if not others or not all(re.fullmatch(r"[\d.]+分?|\W+", s.text) for s in others):
            return False
        for spot in others:
            self.draft.note(first.text, spot, label_spot=first)
        return True

    def _indicator(
        self,
        placed: Placed,
        levels: Levels,
        slot: Field[int] | None,
        name: Text | None,
        points: Number | None,
    ) -> Indicator:
        rules = [
            s
            for role in ("name", self.name_role)
            for s in placed.spots(role)
            if is_rule_sentence(s.text) and s.row == placed.row.number
        ]
        target = cells.target(placed, self.value_roles, self.draft, tuple(dict.fromkeys(rules)))
        actual = cells.actual(placed, self.draft)
        weight = fields.number(placed.spot("weight"), parse_points)
        if points is not None and (weight is None or weight.state is State.EMPTY):
            weight = points
        score = fields.number(placed.spot("score"), parse_points)
        reasons, note, improvement = cells.reasons(placed, self.draft)
        self.draft.ledger.value(
            placed.spot(self.name_role),
            *(s for role in ("completion", "weight", "score") for s in placed.spots(role)),
        )
        cells.rest(placed, self.draft)
        return Indicator(
            _group(levels.names.get("level1")),
            _group(levels.names.get("level2")),
            _group(levels.names.get("level3")),
            slot,
            name,
            target,
            actual,
            fields.text(placed.spot("completion")),
            weight,
            score,
            reasons,
            note,
            improvement,
        )

    def groups(self) -> list[Group]:
        """The level-1 groups in printed order with the points that their heads print."""
        result: dict[str, Group] = {}
        for name in self.group_names.values():
            field = _group(name)
            if field is None or field.value is None:
                continue
            _, points = split_points(name.text)
            weight = (
                fields.made(name.spots, points, step="points-in-head")
                if points is not None
                else None
            )
            result.setdefault(field.value, Group(field, weight))
        return list(result.values())


def _named(rows: Sequence[Placed], role: str) -> int:
    """How many cells of a column name an indicator: no rule, no value, not just 指标1：."""
    cells = {s for row in rows if _has_values(row) for s in _no_rules(row.spots(role))}
    texts = [split_slot(cell.text)[2] for cell in cells]
    return sum(1 for t in texts if t and not is_placeholder(t) and read_quantity(t) is None)


def _has_values(row: Placed) -> bool:
    spots = [spot for role in _VALUES for spot in row.spots(role)]
    return any(s.row == row.row.number and not is_placeholder(s.text) for s in spots)


def _no_rules(spots: Sequence[Spot]) -> list[Spot]:
    return [spot for spot in spots if not is_rule_sentence(spot.text)]


def _without(levels: Levels, name: Spot | None) -> Levels:
    """The groups of a row without the inner one that the name's own cell seems to be."""
    names = {
        level: group
        for level, group in levels.names.items()
        if level == "level1" or name is None or name not in group.spots
    }
    return Levels(names, levels.pieces)


def _group(name: GroupName | None) -> Text | None:
    """A group's name without the points that its head prints."""
    if name is None:
        return None
    text, _ = split_points(name.text)
    return fields.part(text, "group-name", *name.spots) if text else None
