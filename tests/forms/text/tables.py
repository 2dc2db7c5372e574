"""Example tables: tab-separated, ``#`` begins a comment, ``\\n`` stands for a soft line break."""

from __future__ import annotations

from pathlib import Path

CASES = Path(__file__).parent / "cases"


def rows(name: str) -> list[tuple[str, ...]]:
    """The rows of ``cases/NAME.tsv``; ``_`` is an empty cell, ``\\uXXXX`` a code point."""
    lines = (CASES / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    return [
        tuple(_cell(cell) for cell in line.split("\t"))
        for line in lines
        if line.strip() and not line.startswith("#")
    ]


def _cell(text: str) -> str:
    if text == "_":
        return ""
    out, i = [], 0
    while i < len(text):
        if text.startswith("\\n", i):
            out.append("\n")
            i += 2
        elif text.startswith("\\u", i):
            out.append(chr(int(text[i + 2 : i + 6], 16)))
            i += 6
        else:
            out.append(text[i])
            i += 1
    return "".join(out)
