"""Text that comes from outside, made safe to show."""

from __future__ import annotations

import os
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from pipeline.cli.output import document
from pipeline.cli.page import wrap
from pipeline.visible import file_name, visible


@given(st.text())
def test_nothing_that_drives_a_terminal_is_left(text: str) -> None:
    shown = visible(text)
    assert not {unicodedata.category(char) for char in shown} & {"Cc", "Cf", "Cs", "Zl", "Zp"}
    assert visible(shown) == shown
    shown.encode("utf-8")


@given(st.text(alphabet=st.characters(categories=["L", "N", "P", "S", "Zs"])))
def test_what_can_be_seen_stays(text: str) -> None:
    assert visible(text) == text


@given(st.binary(min_size=1).filter(lambda name: b"\0" not in name))
def test_any_file_name_can_be_written_as_utf8(name: bytes) -> None:
    shown = file_name(os.fsdecode(name))
    shown.encode("utf-8")
    if b"\\" not in name:
        assert shown.encode().decode("unicode_escape", "ignore") is not None


def test_bytes_that_are_no_utf8_are_escapes() -> None:
    assert file_name(os.fsdecode("抚顺".encode() + b"\xff.pdf")) == "抚顺\\xff.pdf"


@given(st.text())
def test_json_on_a_terminal_is_harmless_and_whole(text: str) -> None:
    import contextlib
    import io
    import json

    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        document({"text": text})
    line = printed.getvalue()
    line.encode("utf-8")
    assert line.count("\n") == 1
    assert not set(line[:-1]) & {chr(n) for n in (*range(32), *range(0x7F, 0xA0), 0x202E)}
    assert json.loads(line)["text"] == text


@given(st.text(alphabet="绩效自评，。（）：ab c", min_size=1), st.integers(10, 60))
def test_wrapping_loses_no_character(text: str, width: int) -> None:
    assert "".join("".join(wrap(text, width)).split()) == "".join(text.split())
