"""An indicator's cells as the checks see them, built once for each record."""

from __future__ import annotations

from dataclasses import dataclass

from audit.ledger import COLUMNS
from audit.readings import Cell, quoted
from schemas.message import Message
from schemas.record import Indicator, State

WORDS = {
    "weight": COLUMNS["weight"],
    "score": COLUMNS["score"],
    "completion": Message("完成程度", "completion"),
    "reason_note": Message("原因说明", "reason"),
    "improvement": Message("改进措施", "improvement"),
}
VALUE_WORDS = {
    "target": Message("指标值", "target"),
    "actual": Message("完成值", "actual value"),
}
LEAVES = ("operator", "value", "unit", "text", "rule")

Cells = dict[str, Cell]


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """Row ``index`` (from 0) with its leaves; ``name`` counts rows from 1 as a person does.

    ``cells`` holds the leaves directly under the row, ``target`` and ``actual`` those of the two
    values, present or not.
    """

    index: int
    row: Indicator
    name: Message
    cells: Cells
    target: Cells
    actual: Cells

    @property
    def pointer(self) -> str:
        return f"/indicators/{self.index}"

    @property
    def title(self) -> str | None:
        return self.row.name.value if self.row.name is not None else None


def read_indicators(indicators: tuple[Indicator, ...]) -> tuple[IndicatorRow, ...]:
    return tuple(_row(index, row) for index, row in enumerate(indicators))


def _row(index: int, row: Indicator) -> IndicatorRow:
    title = "" if row.name is None else (row.name.value or row.name.raw)
    name = Message(f"指标 {index + 1}{quoted(title)}", f"indicator {index + 1} {quoted(title)}")
    pointer = f"/indicators/{index}"
    return IndicatorRow(
        index,
        row,
        name,
        {
            leaf: Cell(f"{pointer}/{leaf}", getattr(row, leaf), _of(words, name))
            for leaf, words in WORDS.items()
        },
        _value(f"{pointer}/target", row.target, _of(VALUE_WORDS["target"], name)),
        _value(f"{pointer}/actual", row.actual, _of(VALUE_WORDS["actual"], name)),
    )


def _of(words: Message, name: Message) -> Message:
    return Message(f"{name.zh}的{words.zh}", f"the {words.en} of {name.en}")


def _value(pointer: str, value: object, name: Message) -> Cells:
    return {leaf: Cell(f"{pointer}/{leaf}", getattr(value, leaf, None), name) for leaf in LEAVES}


def filled(cells: Cells) -> bool:
    """Whether the cell holds anything but a placeholder: read, doubtful or unreadable ink."""
    return any(cell.printed for cell in cells.values())


def shown(cells: Cells) -> str:
    """A value as one would write it: operator, number and unit, or the text."""
    parts = [cells[leaf].likeliest for leaf in LEAVES]
    return "".join(str(part) for part in parts if part is not None)


def blank(cell: Cell) -> bool:
    """No ink, or a placeholder."""
    return cell.field is None or cell.field.state in (State.EMPTY, State.NOT_APPLICABLE)
