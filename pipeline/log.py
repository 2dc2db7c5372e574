"""Logs: standard error only, one line per record, nothing that could drive a terminal."""

from __future__ import annotations

import logging
import sys

from pipeline.visible import visible

LOGGER = logging.getLogger("fuhe")


class _Handler(logging.Handler):
    """``fuhe: message``, with the traceback below it where there is one.

    Standard error is looked up for every record: a progress bar may stand in its place.
    """

    def emit(self, record: logging.LogRecord) -> None:
        text = f"fuhe: {visible(record.getMessage())}\n"
        if record.exc_info:
            text += visible(logging.Formatter().formatException(record.exc_info), keep="\n") + "\n"
        try:
            sys.stderr.write(text)
            sys.stderr.flush()
        except (OSError, ValueError):
            return  # nobody listens any more


def start_log(debug: bool = False) -> None:
    """Sends our records to standard error: warnings, and with ``debug`` everything.

    Libraries speak up only with ``debug``: what they have to say of a broken file is the
    result's business, in words a person can use.
    """
    root = logging.getLogger()
    root.handlers[:] = [_Handler()]
    root.setLevel(logging.INFO if debug else logging.CRITICAL)
    LOGGER.setLevel(logging.DEBUG if debug else logging.INFO)
