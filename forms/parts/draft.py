"""The record while it is being read."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from forms import fields
from forms.columns import Head
from forms.ledger import Ledger
from forms.sheet import Spot
from forms.text.labels import amount_unit
from forms.vocabulary import Vocabulary
from schemas.record import (
    BudgetLine,
    Field,
    Goal,
    Group,
    Indicator,
    Note,
    State,
    Task,
)


@dataclass(slots=True)
class Draft:
    """What the section readers have found; ``scalars`` are the single fields by name."""

    words: Vocabulary
    known_groups: Collection[str] = ()
    ledger: Ledger = field(default_factory=Ledger)
    scalars: dict[str, Field[Any]] = field(default_factory=dict)
    funds: list[BudgetLine] = field(default_factory=list)
    tasks: list[Task] = field(default_factory=list)
    goals: list[Goal] = field(default_factory=list)
    indicators: list[Indicator] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    notes: list[tuple[int, Note]] = field(default_factory=list)
    noted: dict[tuple[int, int, int], int] = field(default_factory=dict)
    indicator_head: Head | None = None

    def header(self, head: Head | None, captions: Sequence[Spot] = ()) -> None:
        """Books a section's header; the unit of money often stands in it."""
        spots = [*captions, *(head.spots if head else ())]
        self.ledger.label(*spots)
        self.ledger.label(*(head.side if head else ()))
        for spot in [*captions, *(head.side if head else ()), *(head.spots if head else ())]:
            self.unit_of_money(spot)

    def unit_of_money(self, spot: Spot) -> bool:
        """Takes （万元） or 单位：万元 out of a label; the first one printed counts."""
        unit = amount_unit(spot.text)
        if unit is None:
            return False
        self.scalar("amount_unit", fields.part(unit, "amount-unit", spot))
        return True

    def scalar(self, name: str, value: Field[Any] | None) -> bool:
        """Keeps a single field: a read one before one that is not, else the first."""
        if value is None:
            return False
        old = self.scalars.get(name)
        if old is None or (old.state is not State.READ and value.state is State.READ):
            self.scalars[name] = value
            return True
        return old.value == value.value

    def note(
        self,
        label: str | None,
        *spots: Spot,
        label_spot: Spot | None = None,
        about: str | None = None,
    ) -> None:
        """Keeps cells as a note; blank ones leave only their label behind."""
        self.ledger.label(label_spot)
        filled = [spot for spot in spots if not spot.blank]
        if not filled:
            return
        self.ledger.value(*filled)
        text = fields.text(*filled)
        name = fields.derived(label, label_spot) if label else None
        if text is not None:
            self.noted[filled[0].identity] = len(self.notes)
            self.notes.append((filled[0].row, Note(name, text, (about,) if about else ())))

    def note_serves(self, spot: Spot, about: str) -> None:
        """A noted cell that is merged over several rows stands beside this one too."""
        number = self.noted.get(spot.identity)
        if number is not None:
            row, note = self.notes[number]
            if note.about and about not in note.about:
                self.notes[number] = row, replace(note, about=(*note.about, about))

    def notes_in_order(self) -> tuple[Note, ...]:
        """The notes by the row in which they are printed."""
        return tuple(note for _, note in sorted(self.notes, key=lambda item: item[0]))
