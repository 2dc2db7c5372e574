"""Measured figures find their place in a page, and nothing else of it changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.marked import put_between


def test_only_what_stands_between_the_marks_is_replaced(tmp_path: Path) -> None:
    page = tmp_path / "页.md"
    page.write_text("前\n<!-- a -->\n旧\n<!-- b -->\n后\n", encoding="utf-8")
    put_between(page, "<!-- a -->", "<!-- b -->", "新\n")
    put_between(page, "<!-- a -->", "<!-- b -->", "新")
    assert page.read_text(encoding="utf-8") == "前\n<!-- a -->\n新\n<!-- b -->\n后\n"


@pytest.mark.parametrize(
    "text", ["", "<!-- a -->", "<!-- b -->\n<!-- a -->", "<!-- a --><!-- a --><!-- b -->"]
)
def test_a_page_without_the_marks_is_left_as_it_is(tmp_path: Path, text: str) -> None:
    page = tmp_path / "page.md"
    page.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match="no place"):
        put_between(page, "<!-- a -->", "<!-- b -->", "new")
    assert page.read_text(encoding="utf-8") == text
