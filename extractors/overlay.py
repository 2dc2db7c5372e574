"""Recognised lines as spans of invisible text: each where it stands, doubt left open.

A clause that the width of a cell broke over lines is one span that says its whole text, so that
a word is found although its parts stand on two lines.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from extractors.cells.from_text_layer import Filled, PageTable
from extractors.cells.lines import Line
from extractors.cells.text import Part, raw_text
from extractors.layout import in_order
from extractors.pdf.frame import Frame
from extractors.pdf.glyphless import ASCENT, DESCENT, FULL, HALF, advance
from extractors.pdf.layer import Run, Span
from schemas.geometry import Box
from schemas.text import UNREAD, Origin, Reading

_MARKS = frozenset("0123456789.,%‰≥≤=<>≠±+-—–―─√×☑☐□■/*")
"""Figures, signs and ticks: what is never written where another reading is supported."""
_OPENING = frozenset("（《〈「『“‘【〔([{")
_CLOSING = frozenset("，。；：、！？）》〉」』”’】〕…,;:!?)]} \t\u3000")
_ITEM = re.compile(r"[（(]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[)）.．、]|[①-⑳]|(?:目标|指标)\d")
_LEAST = 0.85
"""Share of the text height that a line's font size has at least, however flat its ink (——)."""


def spans(filled: Filled, frame: Frame, covered: Callable[[Box], bool]) -> tuple[Span, ...]:
    """The recognised lines of a page in reading order; ``frame`` is the page's at the turn it was
    read. Lines from a text layer, and those that ``covered`` says to have one, are left out."""

    def wanted(line: Line) -> bool:
        return line.origin is Origin.OCR and bool(line.text) and not covered(line.shown)

    flows = [[line for line in flow if wanted(line)] for flow in _flows(filled)]
    lines = [line for flow in flows for line in flow]
    paper = _Paper(frame, skew(lines))
    return tuple(span for flow in flows if flow for span in _spans(flow, paper))


def _flows(filled: Filled) -> Iterator[list[Line]]:
    """Lines in reading order, those together that only a cell's width parts."""
    for block in in_order(filled):
        if isinstance(block, PageTable):
            for part in block.parts:
                yield from _unbroken(part)
        else:
            yield [block]


def _unbroken(part: Part) -> Iterator[list[Line]]:
    """The lines of a cell, parted where items of a list or two figures stand under each other."""
    if part.blank:
        return
    text = raw_text([part])
    flow: list[Line] = []
    at = 0
    for line in part.lines:
        item = at - 1 in text.hard_breaks and _ITEM.match(line.text)
        if flow and (item or (_figures(flow[-1], line) and at - 1 not in text.full_breaks)):
            yield flow
            flow = []
        flow.append(line)
        at += len(line.text) + 1
    yield flow


def _figures(above: Line, below: Line) -> bool:
    return above.text[-1:].isdigit() and below.text[:1].isdigit()


def certain(text: str, readings: Iterable[Reading]) -> str:
    """The text with ``UNREAD`` in the place of every figure or sign that could be another one.

    Words are shown as they were most likely read. Where a figure or sign may be missing, one
    ``UNREAD`` stands for it: never a plain number that another reading contradicts.
    """
    masked: set[int] = set()
    gaps: set[int] = set()
    own = [_plain(char) for char in text]
    for reading in readings:
        if reading.raw.strip(UNREAD) == "":
            masked |= {i for i, char in enumerate(own) if char in _MARKS}
            continue
        other = [_plain(char) for char in reading.raw]
        for kind, a0, a1, b0, b1 in SequenceMatcher(None, own, other, False).get_opcodes():
            if kind == "equal" or not _MARKS.intersection(own[a0:a1] + other[b0:b1]):
                continue
            masked |= set(range(a0, a1))
            gaps |= {a0} if kind == "insert" else set()
    pieces = []
    for index, char in enumerate(text):
        pieces.append(UNREAD if index in gaps else "")
        pieces.append(UNREAD if index in masked else char)
    return "".join(pieces) + (UNREAD if len(text) in gaps else "")


def _plain(char: str) -> str:
    """A character for comparison: its compatibility form, if that is one character too."""
    form = unicodedata.normalize("NFKC", char)
    return form if len(form) == 1 else char


def skew(lines: Sequence[Line]) -> float:
    """The angle, clockwise on the page in radians, by which a page was straightened for reading.

    The rotation that best carries the lines' places on the straightened page to those on paper,
    in least squares (the plane case of Kabsch, Acta Cryst. A32, 1976).
    """
    if not lines:
        return 0.0
    straight = [line.box.center for line in lines]
    paper = [line.shown.center for line in lines]
    count = len(lines)
    sx, sy = sum(x for x, _ in straight) / count, sum(y for _, y in straight) / count
    px, py = sum(x for x, _ in paper) / count, sum(y for _, y in paper) / count
    cross = dot = 0.0
    for (a, b), (c, d) in zip(straight, paper, strict=True):
        cross += (a - sx) * (d - py) - (b - sy) * (c - px)
        dot += (a - sx) * (c - px) + (b - sy) * (d - py)
    return math.atan2(cross, dot) if dot > 0 else 0.0


@dataclass(frozen=True, slots=True)
class _Paper:
    """From lines on a page that was straightened by ``angle`` to the page's user space."""

    frame: Frame
    angle: float

    def run(self, line: Line, text: str, begin: float, end: float) -> Run:
        """Text over the part of a line's ink from ``begin`` to ``end``, points from its left."""
        size = max(line.box.height, _LEAST * line.size)
        cos, sin = math.cos(self.angle), math.sin(self.angle)
        x, y = line.shown.center
        right = begin - line.box.width / 2
        down = size * (ASCENT + DESCENT) / (2 * FULL)  # the middle of the font over its baseline
        start = self.frame.back(x + right * cos - down * sin, y + right * sin + down * cos)
        ahead = self.frame.back(
            x + (right + 1) * cos - down * sin, y + (right + 1) * sin + down * cos
        )
        along = (ahead[0] - start[0], ahead[1] - start[1])
        return Run(text, start, along, size, max(end - begin, 0.1))


@dataclass(frozen=True, slots=True)
class _Set:
    """A line with what is written for it, and where each character begins and ends, in points."""

    line: Line
    text: str

    def run(self, paper: _Paper, begin: int, end: int) -> Run:
        """The run of its characters ``begin`` to ``end``."""
        left, right = self._at(begin), self._at(end)
        return paper.run(self.line, self.text[begin:end], left, right)

    def _at(self, index: int) -> float:
        """Where a character begins: advances, scaled so that ink begins and ends with the line's.

        Full-width brackets and points fill half of their square: the rest lies beyond the ink.
        """
        first, last = self.text[0], self.text[-1]
        before = HALF if first in _OPENING and advance(first) == FULL else 0
        after = HALF if last in _CLOSING and advance(last) == FULL else 0
        inked = max(_width(self.text) - before - after, HALF)
        return (_width(self.text[:index]) - before) * self.line.box.width / inked


def _width(text: str) -> int:
    return sum(map(advance, text))


def _spans(flow: Sequence[Line], paper: _Paper) -> Iterator[Span]:
    """The spans of lines that follow one another: clauses broken over lines, and the rest."""
    rows = [_Set(line, certain(line.text, line.readings)) for line in flow]
    starts = [sum(len(row.text) for row in rows[:i]) for i in range(len(rows) + 1)]
    for begin, end in _clauses("".join(row.text for row in rows), starts[1:-1]):
        pieces = [
            (row, max(begin, at) - at, min(end, at + len(row.text)) - at)
            for row, at in zip(rows, starts, strict=False)
            if begin < at + len(row.text) and end > at
        ]
        runs = [row.run(paper, a, b) for row, a, b in pieces]
        whole = _joined([row.text[a:b] for row, a, b in pieces])
        if len(runs) > 1 and _can_be_told(whole):
            yield Span((*runs, _back_to(runs[0])), whole)
        else:
            yield Span(tuple(runs))


def _clauses(text: str, breaks: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Slices of a text: whole clauses where they hold a line break, else as long as may be."""
    broken = set(breaks)
    ends = [i for i in range(1, len(text)) if _parts(text, i)]
    begin = 0
    for start, end in zip([0, *ends], [*ends, len(text)], strict=True):
        crossing = any(start < at < end for at in broken)
        if begin < start and (crossing or start in broken):
            yield begin, start
            begin = start
        if crossing:
            yield start, end
            begin = end
    if begin < len(text):
        yield begin, len(text)


def _parts(text: str, index: int) -> bool:
    """Whether a clause ends before a position: after a point, before an opening bracket."""
    left, right = text[index - 1], text[index]
    if left.isascii() and left in ",:" and right.isdigit():
        return False  # 1,234 and 9:30
    return (left in _CLOSING and right not in _CLOSING) or (
        right in _OPENING and left not in _OPENING
    )


def _joined(pieces: Sequence[str]) -> str:
    """What pieces of a clause say together; two Latin words stay two."""
    whole = pieces[0]
    for piece in pieces[1:]:
        latin = whole[-1:].isascii() and whole[-1:].isalpha() and piece[:1].isascii()
        whole += f" {piece}" if latin and piece[:1].isalpha() else piece
    return whole


def _can_be_told(whole: str) -> bool:
    """Whether every viewer shows a text given as ``/ActualText``: there pdfium drops ``UNREAD``,
    which would leave a plain number, and whatever holds characters beyond the basic plane."""
    return UNREAD not in whole and all(ord(char) <= 0xFFFF for char in whole)


def _back_to(first: Run) -> Run:
    """A blank at the end of a broken clause's first piece, drawn last.

    Readers that honour ``/ActualText`` by where its drawing began and ended (poppler) then put
    the whole clause on its first line, and not across the page.
    """
    length = min(first.length, first.size * HALF / FULL)
    x, y = first.start
    reach = first.length - length
    start = (x + first.along[0] * reach, y + first.along[1] * reach)
    return Run(" ", start, first.along, first.size, length)
