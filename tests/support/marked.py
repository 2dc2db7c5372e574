"""Measured figures put into a page of the documentation, between two marks."""

from __future__ import annotations

from pathlib import Path


def put_between(page: Path, begin: str, end: str, text: str) -> None:
    """Replaces what stands between the lines ``begin`` and ``end`` of a page.

    Raises ValueError if one of them is not there, once and in this order.
    """
    content = page.read_text(encoding="utf-8")
    before, found, rest = content.partition(begin)
    _, ended, after = rest.partition(end)
    if not found or not ended or begin in rest:
        raise ValueError(f"{page} has no place for what was measured: {begin} … {end}")
    page.write_text(f"{before}{begin}\n{text.strip()}\n{end}{after}", encoding="utf-8")
