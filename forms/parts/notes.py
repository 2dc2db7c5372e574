"""Conclusion, problems, remarks, dates and contacts: what is printed and is no field."""

from __future__ import annotations

from forms.outline import Part
from forms.parts import identity
from forms.parts.draft import Draft
from forms.parts.pairs import known
from forms.sheet import Row, Spot


def read(part: Part, draft: Draft) -> None:
    """Rows of notes; a label merged down its side holds for all of its rows."""
    draft.header(part.head, part.captions)
    for row in part.rows:
        label = _label_above(row)
        if label is not None and known(draft.words, label.text) is not None:
            for spot in row.filled:
                if not draft.ledger.used(spot):
                    draft.note(label.text, spot, label_spot=label)
        else:
            identity.read_row(row, draft)


def _label_above(row: Row) -> Spot | None:
    """A label that began in an earlier row and still stands left of this one."""
    first = row.spots[0] if row.spots else None
    return first if first is not None and not first.blank and first.row < row.number else None
