"""Python's search for circles of dead objects, made rare while a document is read.

A page becomes some ten thousand small objects. Nearly all live until the document is done, and
hardly any refer to one another in circles, yet by default the collector looks through the young
ones after every 700 new ones and through all again and again: a tenth to a fifth of a document's
time, to find next to nothing. What is dead without a circle goes at once in any case.
"""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Iterator

_AFTER = 100_000
"""New objects between two searches: some ten megabytes at most wait for the next one."""


@contextlib.contextmanager
def rarely() -> Iterator[None]:
    """Searches seldom within, as before afterwards; also to be used as a decorator."""
    before = gc.get_threshold()
    gc.set_threshold(max(_AFTER, before[0]) if before[0] else 0, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
