"""The table of indicators: every filled slot with its group names, values, points and reasons."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from forms import fields
from forms.columns import LEVELS
from forms.hierarchy import GroupName, Levels, carry
from forms.outline import Part
from forms.parts.draft import Draft
from forms.rows import Placed, place
from forms.sheet import Spot, squeeze
from forms.text.labels import split_points, split_slot
from forms.text.operators import OperatorCell, read_operator
from forms.text.placeholders import is_placeholder
from forms.text.quantity import parse_points, read_quantity
from forms.text.ticks import is_ticked
from forms.text.units import is_unit, normalise
from forms.values import Value, compose
from schemas.record import Actual, Field, Group, Indicator, Number, State, Target, Text

_NATURE = re.compile(r"^(定性|定量|正向|反向|逆向|负向|正指标|逆指标|正|反|逆)(指标)?$")
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


class _Table:
    """What holds for the whole table: where names and values stand, how groups are called."""

    def __init__(self, rows: Sequence[Placed], draft: Draft) -> None:
        self.draft = draft
        roles = {column.role for row in rows for column in row.columns}
        self.name_role = self._name_role(rows, roles)
        self.value_columns = {"target", "content"} - {self.name_role}
        level_roles = [r for r in LEVELS if r in roles and r != self.name_role]
        self.level3_is_slot = "level3" in level_roles and self._mostly_slots(rows)
        carried = [r for r in level_roles if not (r == "level3" and self.level3_is_slot)]
        self.levels = carry([row.by_role for row in rows], carried, draft.known_groups)
        self.group_names: dict[str, GroupName] = {}

    def _name_role(self, rows: Sequence[Placed], roles: set[str]) -> str:
        """Which column names the indicators: 内容 unless it holds the values (80, ≥80%)."""
        if "name" in roles:
            return "name"
        if "content" in roles and not self._mostly_values(rows):
            return "content"
        return next((r for r in reversed(LEVELS) if r in roles), "name")

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
        for level, group in levels.names.items():
            draft.ledger.value(*group.spots)
            if level == "level1":
                self.group_names.setdefault(group.text, group)
        draft.ledger.label(*levels.pieces)
        name_spot = placed.spot(self.name_role)
        slot, name, points = self._name(placed, name_spot)
        if not self._filled(placed, name, name_spot):
            self._book_blank_slot(placed)
            return
        indicator = self._indicator(placed, levels, slot, name, points)
        draft.indicators.append(indicator)

    def _name(
        self, placed: Placed, spot: Spot | None
    ) -> tuple[Field[int] | None, Text | None, Number | None]:
        """Slot, name without label and points, and the points that the name prints."""
        slot: Field[int] | None = None
        if self.level3_is_slot and (label := placed.spot("level3")) is not None:
            _, number, rest = split_slot(label.text)
            slot = fields.derived(number, label) if number is not None else None
            if rest and (spot is None or spot.blank):
                spot = label
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

    def _book_blank_slot(self, placed: Placed) -> None:
        """Labels and placeholders of a slot that nobody filled; real text stays for unplaced."""
        for column, spots in zip(placed.columns, placed.cells, strict=True):
            for spot in spots:
                menu = read_operator(spot.text).kind in {OperatorCell.MENU, OperatorCell.MENU_PART}
                slot = split_slot(spot.text)
                bare = slot[0] and not slot[2]
                if bare or is_placeholder(spot.text) or (column.role == "operator" and menu):
                    self.draft.ledger.label(spot)
        for spot in placed.loose:
            if read_operator(spot.text).kind in {OperatorCell.MENU, OperatorCell.MENU_PART}:
                self.draft.ledger.label(spot)

    def _indicator(
        self,
        placed: Placed,
        levels: Levels,
        slot: Field[int] | None,
        name: Text | None,
        points: Number | None,
    ) -> Indicator:
        target, actual = self._target(placed), self._actual(placed)
        weight = fields.number(placed.spot("weight"), parse_points)
        if points is not None and (weight is None or weight.state is State.EMPTY):
            weight = points
        score = fields.number(placed.spot("score"), parse_points)
        reasons, note, improvement = self._reasons(placed)
        self.draft.ledger.value(
            placed.spot(self.name_role),
            *(s for role in ("completion", "weight", "score") for s in placed.spots(role)),
        )
        self._rest(placed)
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

    def _target(self, placed: Placed) -> Target:
        roles = ["target", *(["content"] if self.name_role != "content" else [])]
        cells = [s for role in roles for s in placed.spots(role)]
        blank = next((s for role in roles if (s := placed.spot(role)) is not None), None)
        operator, unit, rule = self._operator(placed), placed.spot("unit"), placed.spot("rule")
        unit_spots = placed.spots("unit")
        if not self.value_columns & {c.role for c in placed.columns}:
            cells, blank, unit = list(unit_spots), unit, None
        value = compose(cells or ([blank] if blank is not None else []), operator, unit, rules=True)
        self.draft.ledger.value(*cells, *unit_spots, operator, *placed.spots("rule"))
        printed = fields.text(rule) if rule is not None and not rule.blank else value.rule
        return Target(value.operator, value.value, value.unit, value.text, printed)

    def _actual(self, placed: Placed) -> Actual:
        cells = list(placed.spots("actual"))
        blank = placed.spot("actual")
        unit = placed.spot("actual_unit")
        shared = placed.spot("unit")
        value = compose(cells or ([blank] if blank is not None else []), None, unit)
        if unit is None and shared is not None:
            value = _shared_unit(value, shared)
        self.draft.ledger.value(*cells, *placed.spots("actual_unit"))
        return Actual(value.operator, value.value, value.unit, value.text)

    def _operator(self, placed: Placed) -> Spot | None:
        """The cell of the operator column if it holds an operator; the printed menu is none."""
        spot = placed.spot("operator")
        if spot is None or spot.blank:
            return None
        reading = read_operator(spot.text)
        if reading.sign is None and reading.kind is not OperatorCell.NONE:
            self.draft.ledger.label(spot)
            return None
        if reading.sign is None and (
            _NATURE.match(squeeze(spot.text)) or is_placeholder(spot.text)
        ):
            self._note_of(placed, "operator", spot)
            return None
        return spot

    def _reasons(self, placed: Placed) -> tuple[tuple[Text, ...], Text | None, Text | None]:
        ticks: list[Text] = []
        for column, spots in zip(placed.columns, placed.cells, strict=True):
            if column.role != "tick":
                continue
            for spot in spots:
                if is_ticked(spot.text):
                    ticks.append(fields.part(_label(column.header), "ticked", spot))
                    self.draft.ledger.value(spot)
                elif spot.text in {"0", "否"} or is_ticked(spot.text) is False:
                    self.draft.ledger.label(spot)
                elif not spot.blank and not is_placeholder(spot.text):
                    self.draft.note(column.header, spot)
        note, improvement = placed.spots("reason_note"), placed.spots("improvement")
        self.draft.ledger.value(*note, *improvement)
        return (
            tuple(ticks),
            fields.text(*note) if note else fields.text(placed.spot("reason_note")),
            fields.text(*improvement) if improvement else fields.text(placed.spot("improvement")),
        )

    def _rest(self, placed: Placed) -> None:
        """Columns that are no field of an indicator become notes with their header's text."""
        for column, spots in zip(placed.columns, placed.cells, strict=True):
            for spot in spots:
                if spot.blank or self.draft.ledger.used(spot):
                    continue
                if is_placeholder(spot.text) or column.role == "ordinal":
                    self.draft.ledger.label(spot)
                elif column.role in {"note", "nature"} or (not column.role and column.header):
                    self._note_of(placed, column.role, spot, column.header)

    def _note_of(self, placed: Placed, role: str, spot: Spot, header: str = "") -> None:
        column = next((c for c in placed.columns if c.role == role), None)
        if not self.draft.ledger.used(spot):
            self.draft.note(header or (column.header if column else None), spot)

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


def _label(header: str) -> str:
    return re.sub(r"\s", "", header)


def _group(name: GroupName | None) -> Text | None:
    """A group's name without the points that its head prints."""
    if name is None:
        return None
    text, _ = split_points(name.text)
    return replace(fields.part(text, "group-name", *name.spots)) if text else None


def _shared_unit(value: Value, unit: Spot) -> Value:
    """A unit column serves target and actual: a number without a unit of its own takes it."""
    if value.value is None or value.value.state is not State.READ or value.unit is not None:
        return value
    if unit.blank or not is_unit(normalise(unit.text)):
        return value
    return replace(value, unit=fields.part(normalise(unit.text), "unit", unit))
