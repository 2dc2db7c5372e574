"""A sheet of a workbook that is written row by row."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterator
from typing import Any

from schemas.errors import UsageError


@contextlib.contextmanager
def written_sheet(book: Any, name: str) -> Iterator[Any]:
    """A sheet to append to; openpyxl keeps its rows in a temporary file until the book is saved.

    Raises UsageError ``cannot-write`` if there is no room for that file.
    """
    sheet = book.create_sheet(name)
    sheet.freeze_panes = "A2"
    try:
        yield sheet
        sheet.close()
    except BaseException as error:
        for half_done in (sheet._rows, sheet._writer):  # left open, they would complain later on
            with contextlib.suppress(Exception):
                half_done.close()
        # lxml, by which openpyxl writes where it is installed, has its own word for a full disk.
        if isinstance(error, OSError) or type(error).__name__ == "SerialisationError":
            raise _no_room() from error
        raise


def _no_room() -> UsageError:
    folder = tempfile.gettempdir()
    return UsageError(
        "cannot-write",
        f"无法写入临时文件夹 {folder}，可能已满。请腾出空间，或用环境变量 TMPDIR 另指一处。",
        f"Cannot write to the temporary folder {folder}, it may be full. Free some space, "
        "or name another one in the environment variable TMPDIR.",
    )
