"""A printed cell as the checks see it: what it is called, and every value the page supports."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from schemas.finding import Source
from schemas.message import Message
from schemas.record import Field, State
from schemas.support import weighed
from schemas.text import Origin


def quoted(title: str) -> str:
    """A printed name inside a sentence: quotes of its own become single ones."""
    return f"“{title.replace('“', '‘').replace('”', '’')}”"


@dataclass(frozen=True, slots=True)
class Cell:
    """A leaf of the record with its JSON Pointer and the name a person would call it by.

    ``field`` is ``None`` where the form prints nothing of the kind.
    """

    pointer: str
    field: Field[Any] | None
    name: Message

    @property
    def readings(self) -> tuple[Any, ...]:
        """Every value that the page supports, the likeliest first; none if blank or unread."""
        field = self.field
        if field is None or field.state not in (State.READ, State.AMBIGUOUS):
            return ()
        values = [] if field.value is None else [field.value]
        if field.origin is Origin.HUMAN:
            return tuple(values)  # what was read before a person looked no longer counts
        for alternative in field.alternatives:
            if alternative.value not in values:
                values.append(alternative.value)
        return tuple(values)

    @property
    def likeliest(self) -> Any:
        """The likeliest value, or ``None`` if blank or unread."""
        field = self.field
        if field is not None and field.state is State.READ:
            return field.value
        readings = self.readings
        return readings[0] if readings else None

    @property
    def open(self) -> str:
        """Why the ink may say something that no reader named; empty where it may not."""
        field = self.field
        if field is None or field.state is not State.AMBIGUOUS:
            return ""
        return next((why for a in field.alternatives if (why := weighed(a.support).open)), "")

    @property
    def doubtful(self) -> bool:
        """Whether the page supports more than one reading."""
        return len(self.readings) > 1 or bool(self.open)

    @property
    def unread(self) -> bool:
        """There is ink, and it could not be read."""
        field = self.field
        return field is not None and (
            field.state is State.UNREADABLE
            or (field.state is State.AMBIGUOUS and not field.alternatives)
        )

    @property
    def printed(self) -> bool:
        """There is a value, read or not; a blank cell and a placeholder hold none."""
        return self.likeliest is not None or self.unread

    @property
    def raw(self) -> str:
        return self.field.raw if self.field is not None else ""

    @property
    def source(self) -> Source:
        return Source(self.pointer, self.field.places if self.field else (), self.raw)

    def settled_by(self, code: str) -> bool:
        """Whether the reading was chosen because it satisfies the very relation ``code``."""
        settled = self.field.settled_by if self.field is not None else None
        return settled is not None and code in re.split(r"[^a-z-]+", settled)
