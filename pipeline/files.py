"""Files the program leaves behind: whole or not at all, and for their owner only."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from schemas.errors import UsageError


def write_private(path: Path, data: bytes) -> None:
    """Writes ``data`` beside ``path`` with mode 0600 and renames it into place.

    Whoever looks at ``path`` sees the old content or the new one, never a part. What is no
    regular file (a pipe, ``/dev/stdout``) is written to directly, since a rename would take
    its place. Raises UsageError ``cannot-write``, with what to do, when that is not possible.
    """
    if path.exists() and not path.is_file():
        with _told_plainly(path):
            path.write_bytes(data)
        return
    with beside(path) as part:
        part.write_bytes(data)


@contextlib.contextmanager
def beside(path: Path) -> Iterator[Path]:
    """A file of mode 0600 beside ``path`` to write to; renamed to ``path`` if the block ends well.

    The folder is made (mode 0700) if only the last one is missing. Raises UsageError
    ``cannot-write`` for any OSError, the block's own included, and leaves nothing behind then.
    """
    with _told_plainly(path):
        path.parent.mkdir(mode=0o700, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".fuhe-", suffix=".part")
        os.close(handle)  # mkstemp made it with mode 0600
        part = Path(name)
        try:
            yield part
            _flush(part)
            part.replace(path)
        except BaseException:
            with contextlib.suppress(OSError):
                part.unlink()
            raise


def make_folder(path: Path) -> None:
    """Makes a folder and what is missing above it; UsageError ``cannot-write`` if it cannot."""
    with _told_plainly(path):
        path.mkdir(mode=0o700, parents=True, exist_ok=True)


def _flush(path: Path) -> None:
    """What is renamed must be on the disk, or a power cut leaves an empty file of that name."""
    with path.open("rb+") as stream:
        os.fsync(stream.fileno())


@contextlib.contextmanager
def _told_plainly(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise UsageError(
            "cannot-write",
            f"无法写入 {path}：{reason}。请换一个可以写入的位置。",
            f"cannot write {path}: {reason}. Choose a place that can be written to.",
        ) from error
