"""Cuts the rows of one form into sections, by what rows say and never by counting them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from forms.columns import AMOUNTS, Head, find_head
from forms.crosswise import Block, find_block
from forms.sheet import Row, Spot, key, squeeze, unnumbered
from forms.vocabulary import Vocabulary

AMOUNT_TABLES = frozenset({"funds", "tasks", "indicators"})
"""Tables whose own header says what stands beside a name."""
SECTIONS = ("funds", "tasks", "goals", "indicators")
_PAGE_NUMBER = re.compile(
    r"^[-—–·第]*(?:\d{1,3}|[一二三四五六七八九十]{1,3})[-—–·页]*(?:[/／共]*\d{1,3}页?)?$"
)


@dataclass(frozen=True, slots=True)
class Part:
    """Rows of one kind in a row: a section under its header, or loose rows.

    ``kind`` is ``identity``, ``funds``, ``tasks``, ``goals``, ``indicators``, ``total``,
    ``notes``, ``lines``, or ``amounts`` (funds beside their labels, in ``block``). ``captions``
    are the full-width rows that name the section.
    """

    kind: str
    head: Head | None
    rows: tuple[Row, ...]
    captions: tuple[Spot, ...] = ()
    block: Block | None = None


def outline(rows: Sequence[Row], words: Vocabulary) -> tuple[Part, ...]:
    """The sections of one form in printed order; every row is in exactly one part."""
    return _Outliner(rows, words).run()


class _Outliner:
    """Walks down the rows and keeps which section is open."""

    def __init__(self, rows: Sequence[Row], words: Vocabulary) -> None:
        self.rows = rows
        self.words = words
        self.parts: list[Part] = []
        self.kind = "identity"
        self.head: Head | None = None
        self.body: list[Row] = []
        self.captions: list[Spot] = []
        self.pending: list[Spot] = []
        self.last: Head | None = None
        self.seen: set[str] = set()

    def run(self) -> tuple[Part, ...]:
        index = 0
        while index < len(self.rows):
            index += self.step(index)
        self.close()
        return tuple(self.parts)

    def step(self, index: int) -> int:
        """Places the row ``index`` and returns how many rows were used."""
        row = self.rows[index]
        if row.line:
            self.loose("lines", row)
            return 1
        if not row.filled:
            self.body.append(row)
            return 1
        head = find_head(self.rows, index, self.words)
        if head is not None and self.acceptable(head):
            return self.open(head)
        block = None if self.kind in AMOUNT_TABLES else find_block(self.rows, index, self.words)
        if block is not None:
            self.close()
            rows = tuple(self.rows[index : index + block.height])
            captions, self.pending = tuple(self.pending), []
            self.parts.append(Part("amounts", None, rows, captions, block))
            return block.height
        kind = self.kind_of(row)
        if kind == "caption":
            self.close()
            self.pending.extend(row.filled)
            self.kind = "identity" if "indicators" not in self.seen else "notes"
        elif kind != self.kind:
            self.loose(kind, row)
        else:
            self.body.append(row)
        return 1

    def acceptable(self, head: Head) -> bool:
        """A header worded by patterns only is not believed within the rows of a section.

        Unless the label at its side names the section that it begins.
        """
        inside = self.kind in SECTIONS
        named = any(self.words.column(head.section, s.text, False) for s in head.side)
        worded = head.by_pattern < len(head.roles)
        return not inside or worded or named or head.section == "indicators"

    def open(self, head: Head) -> int:
        repeated = self.head is not None and head.signature == self.head.signature
        if repeated:
            self.close(keep=True)
        else:
            self.close()
        self.kind, self.head = head.section, head
        self.captions, self.pending = self.pending, []
        self.seen.add(head.section)
        return len(head.rows)

    def loose(self, kind: str, row: Row) -> None:
        """Puts a row into a part without header; an open section goes on after lines."""
        if kind == "lines":
            self.flush()
            self.parts.append(Part("lines", None, (row,)))
            return
        self.close()
        self.kind = kind
        self.body.append(row)

    def flush(self) -> None:
        if self.body or self.captions or (self.head is not None and self.head is not self.last):
            part = Part(self.kind, self.head, tuple(self.body), tuple(self.captions))
            self.parts.append(part)
            self.last = self.head
        self.body, self.captions = [], []

    def close(self, keep: bool = False) -> None:
        if self.kind == "identity" and self.pending and not self.head:
            self.captions, self.pending = [*self.captions, *self.pending], []
        self.flush()
        if not keep:
            self.kind, self.head = "identity", None

    def kind_of(self, row: Row) -> str:
        """What a row is that opens no section; the open section's kind if it goes on."""
        first = next((s for s in row.filled if not self.is_side(s)), row.filled[0])
        if is_caption(row, self.words):
            return "caption"
        if is_total(row, first, self.words) and self.total_allowed():
            return "total"
        if self.is_identity(row, first):
            return "identity"
        if self.is_note(row, first):
            return "notes"
        if self.kind in SECTIONS:
            ended = self.beside_another_label(row) or self.names_another_section(row, first)
            return "identity" if ended else self.kind
        if self.kind == "total":
            return "notes"
        return self.kind

    def beside_another_label(self, row: Row) -> bool:
        """Whether the section's side label has ended and another label stands in its place."""
        if self.head is None or not self.head.side or not row.ruled:
            return False
        first = row.filled[0]
        own = {squeeze(spot.text) for spot in self.head.side}
        left = first.column < max(spot.end for spot in self.head.side)
        covered = any(spot in self.head.side for spot in row.spots)
        return left and not covered and squeeze(first.text) not in own and not row.spots[0].blank

    def names_another_section(self, row: Row, first: Spot) -> bool:
        """Whether a label of the goals or the indicators ends an open table of amounts.

        年度总体目标 beside a text is no row of the funds; beside amounts it would name one.
        """
        if self.kind not in {"funds", "tasks"} or len(row.filled) < 2:
            return False
        goals = self.words.column("goals", first.text, False)
        indicators = self.words.column("indicators", first.text, False)
        known = goals in {"goal", "goal_actual", "section"} or indicators == "section"
        return known and not self.in_name_column(first)

    def total_allowed(self) -> bool:
        return self.kind in {"indicators", "total", "notes"} or "indicators" in self.seen

    def is_side(self, spot: Spot) -> bool:
        return self.head is not None and spot in self.head.side

    def is_identity(self, row: Row, first: Spot) -> bool:
        """A label of the identity block with something beside it, outside the open tables."""
        role = self.words.label("identity", first.text, False)
        if role in {None, "section", "year", "amount_unit"} or len(row.filled) > 6:
            return False
        if self.kind in {"funds", "tasks", "indicators"} and self.head is not None:
            return first.column < self.head.columns[0].end and not self.in_name_column(first)
        return self.kind != "goals" or first.columns < row.width

    def in_name_column(self, spot: Spot) -> bool:
        """Whether a text stands where the open table names its rows, with amounts beside it."""
        assert self.head is not None
        return self.kind in {"funds", "tasks"} and any(
            self.words.column("funds", s.text, False) in AMOUNTS or _is_figure(s.text)
            for s in self.rows[spot.row].filled
            if s is not spot
        )

    def is_note(self, row: Row, first: Spot) -> bool:
        if self.kind in {"notes", "total"}:
            return True
        role = self.words.label("notes", first.text, False)
        if role is None:
            role = self.words.label("identity_notes", first.text, False)
        if role is None or self.head is None:
            return role is not None and self.kind == "identity" and "indicators" in self.seen
        if self.kind in {"funds", "tasks"} and self.in_name_column(first):
            return False
        lead = self.head.columns[0] if self.head.columns else None
        return lead is None or first.column < max(lead.end, 1)


def _is_figure(text: str) -> bool:
    """A number as amounts and rates are printed; a text that begins with one is none."""
    return re.fullmatch(r"[-(]?\d[\d.,]*\)?(%|[万亿]?元)?", squeeze(text)) is not None


def is_caption(row: Row, words: Vocabulary) -> bool:
    """A row with nothing but the name of a section: 分解目标评价, 一、项目基本情况."""
    if len(row.filled) != 1 or (row.ruled and row.filled[0].columns < row.width):
        return False
    text = row.filled[0].text
    return len(text) <= 40 and section_of_label(text, words) is not None


def section_of_label(text: str, words: Vocabulary) -> str | None:
    """The section that a label names."""
    for section in SECTIONS:
        if words.columns[section].role(text, False) == "section":
            return section
    if words.label("identity", text, False) == "section":
        return "identity"
    return (
        "indicators" if re.fullmatch(r"(分解)?目标评价|指标评价", unnumbered(key(text))) else None
    )


def is_total(row: Row, first: Spot, words: Vocabulary) -> bool:
    """A row of totals: it begins with 总分, 合计, 总评价得分 …, or holds ``总分：96``."""
    head, mark, _ = squeeze(first.text).partition(":")
    if words.label("total", head if mark else first.text) != "total":
        return False
    return all(len(s.text) <= 40 for s in row.filled[:3])


def is_page_number(text: str) -> bool:
    return bool(_PAGE_NUMBER.match(squeeze(text)))
