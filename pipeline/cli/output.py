"""Results on standard output, remarks on standard error; UTF-8, one JSON document per line."""

from __future__ import annotations

import json
import re
import sys
from typing import Any

from pipeline.visible import visible

# What JSON allows to stand as it is but a terminal would obey, and what UTF-8 cannot hold.
_ACTIVE = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def document(value: Any, indent: int | None = None) -> None:
    """Writes a JSON document, not ASCII-escaped, and hands it on at once."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    lines(_ACTIVE.sub(lambda found: f"\\u{ord(found[0]):04x}", text))


def lines(text: str) -> None:
    """Writes text that is already fit to be shown, with one line end after it."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def remark(text: str) -> None:
    """Writes one line about the run, which is no result, to standard error."""
    sys.stderr.write(f"fuhe: {visible(text)}\n")
