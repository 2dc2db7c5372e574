"""Logs: standard error only, one line per record, nothing that could drive a terminal."""

from __future__ import annotations

import logging
import sys

from pipeline.visible import visible

LOGGER = logging.getLogger("fuhe")


class _OneLine(logging.Formatter):
    """``fuhe: message``, and the traceback below it where there is one."""

    def format(self, record: logging.LogRecord) -> str:
        text = f"fuhe: {visible(record.getMessage())}"
        if record.exc_info:
            text += "\n" + visible(self.formatException(record.exc_info), keep="\n")
        return text


def start_log(debug: bool = False) -> None:
    """Sends our records to standard error: warnings, and with ``debug`` everything.

    Libraries speak up only with ``debug``: what they have to say of a broken file is the
    result's business, in words a person can use.
    """
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_OneLine())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO if debug else logging.CRITICAL)
    LOGGER.setLevel(logging.DEBUG if debug else logging.INFO)
