"""How checks address and name the cells of an indicator."""

from __future__ import annotations

from audit.ledger import COLUMNS
from audit.readings import Cell
from schemas.message import Message
from schemas.record import Actual, Indicator, State, Target

WORDS = {
    **COLUMNS,
    "completion": Message("完成程度", "completion"),
    "reason_note": Message("原因说明", "reason"),
    "improvement": Message("改进措施", "improvement"),
    "target": Message("指标值", "target"),
    "actual": Message("完成值", "actual value"),
}


def indicator_name(index: int, row: Indicator) -> Message:
    """“name” as printed, with its place in the list, counted from 1."""
    title = "" if row.name is None else (row.name.value or row.name.raw)
    return Message(f"指标 {index + 1}“{title}”", f"indicator {index + 1} “{title}”")


def indicator_cell(index: int, row: Indicator, column: str) -> Cell:
    """A leaf directly under the indicator: ``weight``, ``score``, ``completion`` …"""
    name, what = indicator_name(index, row), WORDS[column]
    return Cell(
        f"/indicators/{index}/{column}",
        getattr(row, column),
        Message(f"{name.zh}的{what.zh}", f"the {what.en} of {name.en}"),
    )


def value_cells(index: int, row: Indicator, part: str) -> dict[str, Cell]:
    """The leaves of ``target`` or ``actual`` by name, present or not."""
    name, what = indicator_name(index, row), WORDS[part]
    value: Target | Actual = getattr(row, part)
    words = Message(f"{name.zh}的{what.zh}", f"the {what.en} of {name.en}")
    return {
        leaf: Cell(f"/indicators/{index}/{part}/{leaf}", getattr(value, leaf, None), words)
        for leaf in ("operator", "value", "unit", "text", "rule")
    }


def filled(cells: dict[str, Cell]) -> bool:
    """Whether the cell holds anything but a placeholder: read, doubtful or unreadable ink."""
    return any(cell.printed for cell in cells.values())


def shown(cells: dict[str, Cell]) -> str:
    """A value as one would write it: operator, number and unit, or the text."""
    parts = [cells[leaf].likeliest for leaf in ("operator", "value", "unit", "text", "rule")]
    return "".join(str(part) for part in parts if part is not None)


def blank(cell: Cell) -> bool:
    """No ink, or a placeholder."""
    return cell.field is None or cell.field.state in (State.EMPTY, State.NOT_APPLICABLE)
