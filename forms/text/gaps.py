"""White space in a cell: which of it the layout made, and which parts words or numbers.

The contract leaves white space only between two Latin words and a line break only before an
item mark. One thing stands above that rule: two numbers are never made one. White space between
two figures therefore stays unless the width of the cell broke one number over two lines.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from forms.text.characters import (
    BREAKS,
    FULL,
    HARD,
    SOFT,
    greatest_width,
    is_chinese,
    is_digit,
    is_letter,
    is_space,
    least_width,
)
from forms.text.figures import SIGNED
from forms.text.marks import begins_item, item_kind

_NUMBER_TAIL = re.compile(r"[0-9](?:\s*[.,．])?$")
_NUMBER_HEAD = re.compile(r"(?:[.,．]\s*|[+\-−－–])?[0-9]")
_NUMBER_LINE = re.compile(r"[-+−－–]?[0-9., ]+[%％]?")
_NUMBER = re.compile(rf"{SIGNED}[%％]?")
_FIGURES_LAST = re.compile(r"[0-9.,]+$")
_FIGURES_FIRST = re.compile(r"[0-9.,]+")
_LONE_MARK = re.compile(r"[0-9]{1,2}[.．]")
_JOINS = "-/‐–"  # a line may end after these inside a word
_IN_ADDRESS = re.compile(r"[A-Za-z0-9/.?#&=_\-]")
_ADDRESS = re.compile(r"(?:[a-z]+://|www\.|[\w.]+@)\S*$", re.IGNORECASE)

_CONTEXT = 400  # characters on either side that can matter; a bound keeps long cells cheap

Decide = Callable[[str, str, str], str]
Room = Callable[[], float]
_AT_BREAK = re.compile(f"[{BREAKS}]")
_GAP = re.compile(r"\s+")


def join_lines(text: str) -> str:
    """Every line break as nothing, a space, or ``\\n`` before an item mark."""
    lines = [line.strip() for line in _AT_BREAK.split(text)]
    figures_only = all(_NUMBER_LINE.fullmatch(line) for line in lines if line)

    def room() -> float:
        return max(least_width(line) for line in lines)

    kinds = {item_kind(text)}

    def decide(before: str, gap: str, after: str) -> str:
        if not any(char in BREAKS for char in gap):
            return gap
        if not figures_only and begins_item(before, after, kinds):
            kinds.add(item_kind(after))
            return SOFT
        if HARD in gap or gap not in BREAKS:
            return " " if keeps_space(before, after) else ""
        return _soft(before, after, room, figures_only, FULL in gap)

    return _each_gap(text, decide)


def drop_spaces(text: str) -> str:
    """Spaces only where they part two words or two numbers; line breaks are left alone."""

    def decide(before: str, gap: str, after: str) -> str:
        if SOFT in gap:
            return SOFT
        return " " if keeps_space(before, after) else ""

    return _each_gap(text, decide)


def keeps_space(before: str, after: str) -> bool:
    """Whether white space between the two texts parts two words or two numbers."""
    if _NUMBER_TAIL.search(before) and _NUMBER_HEAD.match(after):
        return True
    left, right = before[-1], after[0]
    if is_digit(left) or is_digit(right):
        return is_letter(left) or is_letter(right)  # Windows 10, 5 km
    return _has_word(_last_token(before)) and _has_word(_first_token(after))


def _soft(before: str, after: str, room: Room, figures_only: bool, full: bool) -> str:
    """What a break becomes that the width of the cell forced.

    Unicode line breaking (UAX #14) breaks Latin text at spaces, which are then not printed, and
    after hyphens and slashes; it never breaks between a letter and a digit, so a space stood
    there. Inside a number only a cell that is too narrow breaks.
    """
    if _NUMBER_TAIL.search(before) and re.match(r"[.,]?[0-9]", after):
        left, right = _last_line(before).strip(), _first_line(after)
        whole = (
            not left.endswith("．")  # still wide: no decimals follow it
            and _one_number(left, right, room, figures_only)
            and (full or not figures_only or not _two_numbers(left, right))
        )
        return "" if whole else " "
    left, right = before[-1], after[0]
    stacked = figures_only and keeps_space(before, after)  # 12 above -5 is no range
    if (left in _JOINS or right in _JOINS) and not stacked:
        return ""
    if _ADDRESS.search(before) and _IN_ADDRESS.match(right):
        return ""
    return " " if keeps_space(before, after) else ""


def _one_number(left: str, right: str, room: Room, figures_only: bool) -> bool:
    """Whether figures at the end of one line and the start of the next are one number.

    A number is broken where not one digit more has room, so its first line is as wide as the
    cell (``room``: the width that another line is known to take). In a cell of nothing but
    figures two numbers may stand below each other; there the lines must make a number only
    together, or, behind a line that the rulings show to be full, the second bring the first to
    two decimals (9.4 | 7), or the first be an integer longer than any score and than the second.
    """
    if greatest_width(left) + 2 <= room():
        return False
    if not _NUMBER.fullmatch(_around(left, right)):
        return False
    if not figures_only and _LONE_MARK.fullmatch(left):
        return False
    if not figures_only or not _two_numbers(left, right):
        return True
    decimals = left.partition(".")[2]
    if decimals:
        return len(decimals) + len(right.rstrip("%％")) <= 2
    return len(left) >= 5 and len(right) < len(left)


def _two_numbers(left: str, right: str) -> bool:
    """Whether the figures on either side of a break are numbers of their own."""
    return bool(_NUMBER.fullmatch(left) and _NUMBER.fullmatch(right))


def _around(left: str, right: str) -> str:
    """The figures on both sides of a break, put together."""
    tail, head = _FIGURES_LAST.search(left), _FIGURES_FIRST.match(right)
    return ((tail[0] if tail else "") + (head[0] if head else "")).rstrip(".,")


def _each_gap(text: str, decide: Decide) -> str:
    """The text without white space at its ends, every run inside replaced by ``decide``."""
    text = text.strip()

    def replace(gap: re.Match[str]) -> str:
        start, end = gap.span()
        return decide(text[max(0, start - _CONTEXT) : start], gap[0], text[end : end + _CONTEXT])

    return _GAP.sub(replace, text)


def _last_line(text: str) -> str:
    return _AT_BREAK.split(text)[-1]


def _first_line(text: str) -> str:
    return _AT_BREAK.split(text, maxsplit=1)[0].rstrip()


def _has_word(token: str) -> bool:
    return any(is_letter(char) for char in token)


def _last_token(text: str) -> str:
    start = len(text)
    while start and not is_space(text[start - 1]) and not is_chinese(text[start - 1]):
        start -= 1
    return text[start:]


def _first_token(text: str) -> str:
    end = 0
    while end < len(text) and not is_space(text[end]) and not is_chinese(text[end]):
        end += 1
    return text[:end]
