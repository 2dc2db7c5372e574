"""Help texts as pages: sections, definition lists, lines broken by what they take up on screen."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

# A line may break after white space and around a Chinese character, but never before closing
# punctuation nor after an opening bracket.
_PIECE = re.compile(r"[（《“‘【〈]*(?:[\x21-\x7e]+|[^\x21-\x7e\s])[，。、；：！？）》”’】〉…]*\s*")
_INDENT = "  "


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with paragraphs, then pairs of term and explanation, then verbatim lines."""

    heading: str
    paragraphs: Sequence[str] = ()
    pairs: Sequence[tuple[str, str]] = ()
    verbatim: Sequence[str] = ()


def render(sections: Iterable[Section], width: int) -> str:
    """The page as text; sections without content are left out."""
    blocks = [
        "\n".join([section.heading, *_body(section, width)])
        for section in sections
        if section.paragraphs or section.pairs or section.verbatim
    ]
    return "\n\n".join(blocks)


def wrap(text: str, width: int) -> list[str]:
    """Lines of at most ``width`` columns, a Chinese character counting two."""
    from rich.cells import cell_len

    lines = [""]
    for piece in _PIECE.findall(text):
        if lines[-1] and cell_len(lines[-1]) + cell_len(piece.rstrip()) > width:
            lines.append("")
        lines[-1] += piece
    return [line.rstrip() for line in lines]


def _body(section: Section, width: int) -> list[str]:
    lines: list[str] = []
    for before, paragraph in pairwise(["", *section.paragraphs]):
        lines += [""] if before else []
        lines += [_INDENT + line for line in wrap(paragraph, width - len(_INDENT))]
    lines += _pairs(section.pairs, width)
    return lines + [_INDENT + line for line in section.verbatim]


def _pairs(pairs: Sequence[tuple[str, str]], width: int) -> list[str]:
    from rich.cells import cell_len

    column = min(30, max((cell_len(term) for term, _ in pairs), default=0) + 2)
    lines: list[str] = []
    for term, words in pairs:
        explained = wrap(words, width - len(_INDENT) - column)
        head = _INDENT + term + " " * max(0, column - cell_len(term))
        if cell_len(term) + 2 > column:
            lines.append(_INDENT + term)
            head = _INDENT + " " * column
        lines.append((head + explained[0]).rstrip())
        lines += [_INDENT + " " * column + line for line in explained[1:]]
    return lines
