"""Files the program leaves behind: whole or not at all, and for their owner only."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

from schemas.errors import UsageError


def write_private(path: Path, data: bytes) -> None:
    """Writes ``data`` beside ``path`` with mode 0600 and renames it into place.

    Whoever looks at ``path`` sees the old content or the new one, never a part. What is no
    regular file (a pipe, ``/dev/stdout``) is written to directly, since a rename would take
    its place. Raises UsageError ``cannot-write``, with what to do, when that is not possible.
    """
    try:
        if path.exists() and not path.is_file():
            path.write_bytes(data)
            return
        _replace(path, data)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise UsageError(
            "cannot-write",
            f"无法写入 {path}：{reason}。请换一个可以写入的位置。",
            f"cannot write {path}: {reason}. Choose a place that can be written to.",
        ) from error


def _replace(path: Path, data: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".fuhe-", suffix=".part")
    beside = Path(name)  # mkstemp made it with mode 0600
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        beside.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            beside.unlink()
        raise
