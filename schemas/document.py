"""The file that was read."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DocumentRef:
    """A file by its bytes: ``sha256`` is lower-case hex, ``size`` counts bytes."""

    name: str
    sha256: str
    size: int
