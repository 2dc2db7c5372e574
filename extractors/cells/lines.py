"""Characters into printed lines, and lines into one text with its breaks.

Everything here works in *writing coordinates*: the box of a rotated text is turned so that it
runs left to right, and vertical writing so that its columns, right to left, are the lines.
"""

from __future__ import annotations

import itertools
import statistics
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter

from schemas.geometry import Box
from schemas.light import light
from schemas.page import Char
from schemas.text import Origin, Reading

_SPACE_GAP, _LATIN_GAP, _SPACE_GLYPH_GAP = 0.3, 0.15, 0.08
"""Of the letter size: a gap this wide between two characters is a printed space; between two
Latin ones; and where a space was set. Word processors part Han from Latin by an eighth to a
quarter of a letter of their own accord: that is no space."""
_SMALL, _RAISED = 0.78, 0.15
_SUPERSCRIPTS = str.maketrans("0123456789+-−()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁽⁾")
_NO_START = frozenset("，。、；：！？）》」』”’】〕％%,.;:!?)]}·…—℃‰")
_NO_END = frozenset("（《「『“‘【〔([{")
_APART = 1.3
"""Of the letter size: a white gap between two lines that no line spacing explains."""
_ROOM = 0.35
"""Of the letter size: room beyond the next word that rounding and justification do not explain."""


_DIGIT = 0.5
"""Of the letter size: the width of a digit in the fonts of these forms."""


@light
class Line:
    """One printed line: its text, box on the page, and its extent along the writing direction."""

    text: str
    box: Box
    start: float
    end: float
    top: float
    bottom: float
    size: float
    words: tuple[float, ...]
    """Width of the first unbreakable piece, in points, as a one-element tuple; empty if none."""
    origin: Origin = Origin.TEXT_LAYER
    confidence: float | None = None
    readings: tuple[Reading, ...] = ()
    """Of recognised ink: how sure its likeliest reading is, and what else it could say."""
    on_paper: Box | None = None
    """Where the line lies on the page as it is, if the page was straightened for reading."""

    @property
    def shown(self) -> Box:
        """Where the line lies on the page as it is."""
        return self.on_paper or self.box


@light
class Writing:
    """The lines of one cell in reading order, all in one writing direction."""

    lines: tuple[Line, ...]
    box: Box
    """The cell in writing coordinates."""


_RUN = attrgetter("run")


@dataclass(slots=True)
class _Set:
    """A character in writing coordinates; ``order`` is its place in the drawing order."""

    char: Char
    box: Box
    order: int


def write(chars: Sequence[Char], cell: Box) -> tuple[Writing, ...]:
    """All characters of a cell as lines; one ``Writing`` per direction, the fullest first."""
    if all(char.angle == 0 for char in chars):
        return (_write(0, chars, cell),)
    by_angle: dict[int, list[Char]] = defaultdict(list)
    for char in chars:
        by_angle[_quarter(char.angle)].append(char)
    ordered = sorted(by_angle.items(), key=lambda item: (-len(item[1]), item[0]))
    return tuple(_write(angle, group, cell) for angle, group in ordered)


def _quarter(angle: int) -> int:
    return round(angle / 90) * 90 % 360


def _write(angle: int, chars: Sequence[Char], cell: Box) -> Writing:
    if angle == 0 and _runs_down(chars):
        angle = 90
    inked: list[_Set] = []
    spaces: list[_Set] = []
    for order, char in enumerate(chars):
        box = _turn(char.box, angle) if angle else char.box
        (spaces if char.text.isspace() else inked).append(_Set(char, box, order))
    rows = _rows(inked)
    return Writing(tuple(_line(row, spaces) for row in rows), _turn(cell, angle))


def _turn(box: Box, angle: int) -> Box:
    """A box turned so that text written at ``angle`` runs left to right, lines downward."""
    if angle == 90:
        return Box(box.top, -box.x1, box.bottom, -box.x0)
    if angle == 180:
        return Box(-box.x1, -box.bottom, -box.x0, -box.top)
    if angle == 270:
        return Box(-box.bottom, box.x0, -box.top, box.x1)
    return box


def _runs_down(chars: Sequence[Char]) -> bool:
    """Whether upright characters are set as vertical writing, its columns from right to left.

    Told from the order of drawing: steps go straight down by about a letter, or back to the
    left and up to the next column. A single column of letters reads the same either way and
    counts as lines.
    """
    inked = sorted([c for c in chars if not c.text.isspace()], key=_RUN)
    steps = len(inked) - 1
    if steps < 2:
        return False
    down = back = aside = 0
    for a, b in itertools.pairwise(inked):
        here, there, size = a.box, b.box, max(a.size, b.size)
        dx, dy = there.x0 - here.x0, there.top - here.top
        if abs(dx) < 0.3 * size and 0.7 * size < dy < 2 * size:
            down += 1
        elif dx < -0.7 * size and dy < 0.3 * size:
            back += 1
        else:
            aside += 1
            if steps - aside < 0.8 * steps:
                return False  # nearly all text ends here, after a few letters
    return back == steps or (back >= 1 and down + back >= 0.8 * steps and down > steps / 2)


def _rows(placed: Sequence[_Set]) -> list[list[_Set]]:
    """Characters by printed line."""
    if not placed:
        return []
    if len(placed) == 1:
        return [list(placed)]
    sizes = [item.char.size for item in placed]
    size = max(sizes)
    if min(sizes) < 0.9 * size:
        return _mixed_rows(placed)
    bottoms = [item.box.bottom for item in placed]
    if max(bottoms) - min(bottoms) <= 0.3 * size:
        return [_in_order(placed)]
    rows: list[list[_Set]] = []
    last = float("-inf")
    for item in sorted(placed, key=lambda p: p.box.bottom):
        if item.box.bottom - last > 0.3 * size:
            rows.append([])
        rows[-1].append(item)
        last = item.box.bottom
    if any(row[-1].box.bottom - row[0].box.bottom > 0.5 * size for row in rows):
        return _mixed_rows(placed)
    return [_in_order(row) for row in rows]


def _mixed_rows(placed: Sequence[_Set]) -> list[list[_Set]]:
    """Letters of several sizes: large ones make the lines, small ones join the nearest."""
    rows: list[tuple[Box, list[_Set]]] = []
    for item in sorted(placed, key=lambda p: (-round(p.char.size, 1), p.box.bottom, p.box.x0)):
        y = item.box.center[1]
        near = [
            (abs(sum((frame.top, frame.bottom)) / 2 - y), index)
            for index, (frame, members) in enumerate(rows)
            if frame.top < y < frame.bottom and _fits(item, members)
        ]
        if near:
            rows[min(near)[1]][1].append(item)
        else:
            rows.append((item.box, [item]))
    ordered = sorted(rows, key=lambda row: (row[0].top + row[0].bottom, row[0].x0))
    return [_in_order(members) for _, members in ordered]


def _in_order(row: Sequence[_Set]) -> list[_Set]:
    """A line's characters from left to right."""
    return sorted(row, key=_along)


def _along(item: _Set) -> tuple[float, int]:
    """From left to right; what is printed in one spot in the order it was drawn."""
    return round(2 * item.box.x0), item.order


def _fits(item: _Set, members: Sequence[_Set]) -> bool:
    """Whether a character's centre line is the line's own, or it is smaller and rides on it."""
    first = members[0]
    same_size = item.char.size > _SMALL * first.char.size
    shift = abs(item.box.bottom - first.box.bottom)
    return not same_size or shift <= 0.5 * first.char.size


def _line(row: Sequence[_Set], spaces: Sequence[_Set]) -> Line:
    boxes = [item.box for item in row]
    sizes = [item.char.size for item in row]
    size = max(sizes)
    even = min(sizes) >= _SMALL * size
    base = 0.0 if even else _base(row, size)
    parts: list[str] = []
    end = boxes[0].x1
    for index, item in enumerate(row):
        if item.box.x0 > end and _spaced(row[index - 1], item, spaces):
            parts.append(" ")
        parts.append(item.char.text if even else _set_off(item, size, base))
        end = item.box.x1
    on_page = _union([item.char.box for item in row])
    around = on_page if boxes[0] is row[0].char.box else _union(boxes)
    return Line(
        "".join(parts),
        on_page,
        around.x0,
        around.x1,
        around.top,
        around.bottom,
        size,
        _first_piece(row),
    )


def _union(boxes: Sequence[Box]) -> Box:
    return Box(
        min([b.x0 for b in boxes]),
        min([b.top for b in boxes]),
        max([b.x1 for b in boxes]),
        max([b.bottom for b in boxes]),
    )


def _base(row: Sequence[_Set], size: float) -> float:
    """The baseline of a line's full-sized letters."""
    return statistics.median(i.box.bottom for i in row if i.char.size > _SMALL * size)


def _spaced(a: _Set, b: _Set, spaces: Sequence[_Set]) -> bool:
    gap = b.box.x0 - a.box.x1
    size = min(a.char.size, b.char.size)
    latin = a.char.text[-1] < "\u0250" and b.char.text[0] < "\u0250"
    if gap > (_LATIN_GAP if latin else _SPACE_GAP) * size:
        return True
    if gap < _SPACE_GLYPH_GAP * size:
        return False
    middle = (a.box.x1 + b.box.x0) / 2
    return any(
        s.box.x0 - 0.1 * size <= middle <= s.box.x1 + 0.1 * size
        and s.box.top < a.box.center[1] < s.box.bottom
        for s in spaces
    )


def _set_off(item: _Set, size: float, base: float) -> str:
    """A raised small figure stays told from the figures on the line (``5²`` is not ``52``)."""
    if item.char.size <= _SMALL * size and base - item.box.bottom > _RAISED * size:
        return item.char.text.translate(_SUPERSCRIPTS)
    return item.char.text


def _first_piece(row: Sequence[_Set]) -> tuple[float, ...]:
    """The width of what no maker would have broken off the line's beginning."""
    end = 0
    while end < len(row) - 1 and sticks(row[end].char.text[-1], row[end + 1].char.text[0]):
        if row[end + 1].box.x0 - row[end].box.x1 > _SPACE_GAP * row[end].char.size:
            break
        end += 1
    return (row[end].box.x1 - row[0].box.x0,) if row else ()


def sticks(left: str, right: str) -> bool:
    """Whether no maker would break a line between two characters."""
    latin = left < "\u0250" and right < "\u0250"
    return latin or left in _NO_END or right in _NO_START


def broken_on_purpose(line: Line, following: Line, room: float) -> bool:
    """Whether a line ends although the next line's first word would have had room, or the two
    stand further apart than the lines of one paragraph.

    ``room`` is the width in points that lines of this cell may fill.
    """
    if not following.words or len(line.text) == len(following.text) == 1:
        return False  # letters one below the other are a column, not lines
    size = max(line.size, following.size)
    if following.top - line.bottom > _APART * size:
        return True
    used = line.end - line.start
    latin = line.text[-1:] < "\u0250" and following.text[:1] < "\u0250"
    space = 0.25 * size if latin else 0.0
    return used + space + following.words[0] + _ROOM * size <= room


def is_full(line: Line, room: float) -> bool:
    """Whether not one digit more (half a letter wide) fits into ``room`` points behind a line."""
    return line.end - line.start + _DIGIT * line.size > room


def room(lines: Iterable[Line], cell: Box) -> float:
    """The width that lines may fill: the cell without its padding.

    The padding is the least gap any line leaves at either side, but no more than a letter: a
    centred text may leave more than that on both sides.
    """
    chosen = list(lines)
    if not chosen:
        return cell.width
    gaps = [min(line.start - cell.x0, cell.x1 - line.end) for line in chosen]
    padding = min(max(0.0, min(gaps)), max(line.size for line in chosen))
    widest = max(line.end - line.start for line in chosen)
    return max(widest, cell.width - 2 * padding)
