"""A record as tables for a person: what was read, and openly what was not."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from pipeline.reports.cells import DOUBTFUL, Value, leaves, quantity, value
from pipeline.reports.clean import clean, one_line
from pipeline.reports.words import LEAF, SECTION
from schemas.message import Lang, Message
from schemas.record import SelfEvaluation
from schemas.result import DocumentResult

if TYPE_CHECKING:
    from rich.table import Table

_FACTS = (
    "family",
    "year",
    "department",
    "staff_count",
    "subordinate_units",
    "project_name",
    "competent_department",
    "implementing_unit",
    "amount_unit",
    "total_weight",
    "total_score",
)
_AMOUNTS = ("initial_budget", "full_year_budget", "executed", "execution_rate")
_TEXT_KEYS = frozenset(
    {"name", "project", "goal", "actual", "target", "level1", "level2", "level3"}
)
_IN_BRACKETS = Message(
    "〔 〕里的读不准：用 | 隔开的是可能的读法，� 是认不出的字。哪一格、为什么，见 fuhe explain。",
    "What stands in 〔 〕 is in doubt: readings parted by |, � for what could not be read. "
    "fuhe explain tells where and why.",
)
Column = tuple[str, Callable[[Any], str]]


def tables(result: DocumentResult, lang: Lang, width: int = 120) -> str:
    """Every form of a document as text at most ``width`` columns wide, without colours."""
    from rich.console import Console

    screen = io.StringIO()
    console = Console(file=screen, width=width, no_color=True, highlight=False, markup=False)
    for number, item in enumerate(result.records, 1):
        if len(result.records) > 1:
            console.print(f"── {number}/{len(result.records)} ──")
        _print_form(console.print, item.record, lang)
    lines = (line.rstrip() for line in screen.getvalue().splitlines())
    return "\n".join(lines).rstrip("\n")


def plain_table(headings: Sequence[str], rows: Sequence[Sequence[str]], width: int = 120) -> str:
    """Rows of text under headings, aligned by what they take up on screen."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for heading in headings:
        table.add_column(Text(heading), overflow="fold")
    for row in rows:
        table.add_row(*(Text(one_line(cell)) for cell in row))
    screen = io.StringIO()
    Console(file=screen, width=width, no_color=True, highlight=False).print(table)
    return "\n".join(line.rstrip() for line in screen.getvalue().splitlines())


def shown(cell: Value) -> str:
    """A cell as printed; in brackets 〔 〕 what could not be read beyond doubt."""
    if cell.doubtful:
        printed = one_line(cell.text)
        # a single choice stands against what the cell seems to print (/ or 1)
        choices = dict.fromkeys(
            (printed, *cell.choices) if len(cell.choices) == 1 else cell.choices
        )
        return f"〔{' | '.join(filter(None, choices)) or printed or '?'}〕"
    return clean(cell.text)


def _print_form(show: Callable[..., None], record: SelfEvaluation, lang: Lang) -> None:
    from rich.text import Text

    show(Text(shown(value(record.title)) or Message("（无标题）", "(no title)").say(lang)))
    facts = [(key, value(getattr(record, key))) for key in _FACTS]
    for key, cell in facts:
        if cell.state is not None:
            show(Text(f"{LEAF[key].say(lang)}: {shown(cell)}"))
    for section, rows, columns in _sections(record):
        used = [c for c in columns if any(c[1](row) for row in rows)]
        if rows:
            show(Text("\n" + SECTION[section].say(lang)))
            show(_table(rows, used, lang))
    for note in record.notes:
        show(Text(f"{shown(value(note.label))}: {shown(value(note.text))}"))
    for text in record.unplaced:
        show(Text(f"{SECTION['unplaced'].say(lang)}: {one_line(text.raw)}"))
    if any(field.state in DOUBTFUL for _, field in leaves(record)):
        show(Text("\n" + _IN_BRACKETS.say(lang)))


def _sections(record: SelfEvaluation) -> Iterable[tuple[str, Sequence[Any], list[Column]]]:
    amounts = [_plain(key) for key in _AMOUNTS]
    points = [_plain("weight"), _plain("score")]
    yield "funds", record.funds, [("name", _fund_name), *amounts, *points]
    yield "tasks", record.tasks, [_plain("name"), _plain("project"), *amounts]
    yield "goals", record.goals, [_plain(key) for key in ("number", "goal", "status", "actual")]
    yield (
        "indicators",
        record.indicators,
        [
            *(_plain(key) for key in ("level1", "level2", "level3", "name")),
            ("target", lambda row: shown(quantity(row.target))),
            ("actual", lambda row: shown(quantity(row.actual))),
            _plain("completion"),
            *points,
            ("reasons", lambda row: "、".join(shown(value(reason)) for reason in row.reasons)),
            _plain("reason_note"),
            _plain("improvement"),
        ],
    )


def _plain(key: str) -> Column:
    return key, lambda row: shown(value(getattr(row, key)))


def _fund_name(row: Any) -> str:
    depth = value(row.level).number
    return "  " * int(depth or 0) + shown(value(row.name))


def _table(rows: Sequence[Any], columns: Sequence[Column], lang: Lang) -> Table:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for key, _ in columns:
        words = key in _TEXT_KEYS or key in {"reasons", "reason_note", "improvement", "completion"}
        table.add_column(
            Text(LEAF[key].say(lang)),
            justify="left" if words else "right",
            overflow="fold",
            no_wrap=not words,
        )
    for row in rows:
        table.add_row(*(Text(read(row)) for _, read in columns))
    return table
