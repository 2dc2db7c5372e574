"""Text from documents and file names, made harmless before it goes into a report."""

from __future__ import annotations

import re

from pipeline.visible import visible

_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_NEVER = re.compile("[\ufffe\uffff]")  # no characters, and not allowed in XML


def clean(text: str) -> str:
    """``text`` without control, format and direction characters; only line breaks stay.

    Undecodable bytes of file names (lone surrogates) are written as ``\\xNN``. The result can
    be encoded as UTF-8 and may stand in XML.
    """
    return visible(_NEVER.sub("", _BREAKS.sub("\n", text)), keep="\n")


_WRAP = re.compile("(?<=[\u2e80-\u9fff\uff00-\uffef])\\s*\n\\s*(?=[\u2e80-\u9fff\uff00-\uffef])")


def unwrapped(text: str) -> str:
    """``one_line`` of a printed cell: a line that a narrow cell broke within Chinese is joined."""
    return one_line(_WRAP.sub("", clean(text)))


def one_line(text: str) -> str:
    """``clean`` on a single line: breaks and runs of white space become one space."""
    return re.sub(r"\s+", " ", clean(text)).strip()
