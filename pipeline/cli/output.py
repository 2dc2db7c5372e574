"""Results on standard output: UTF-8, one JSON document per line unless asked otherwise."""

from __future__ import annotations

import json
import sys
from typing import Any


def document(value: Any, indent: int | None = None) -> None:
    """Writes a JSON document, not ASCII-escaped, and hands it on at once."""
    # Lone surrogates cannot be written as UTF-8: they become escapes, which JSON allows.
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    lines(text.encode("utf-8", "backslashreplace").decode("utf-8"))


def lines(text: str) -> None:
    """Writes text that is already fit to be shown, with one line end after it."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()
