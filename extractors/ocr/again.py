"""A second look at figures that the first left in doubt, before anybody is asked.

The same ink is shown to both readers in two more ways: close, so that the figures fill the height
the models see, and in wide margins, so that they stand elsewhere in it. What is seen then only adds
support: a reading says how many of these looks agree with it, and a reading that several of them
come to is put beside the others. Nothing is taken away, and no doubt is lifted here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np

from extractors.ocr.decide import Decision
from extractors.ocr.engine import Readers
from extractors.ocr.folding import folded, is_figure
from extractors.ocr.lines import InkLine
from extractors.ocr.prepare import Grey
from schemas.errors import UsageError
from schemas.support import of_likeliest, with_again
from schemas.text import UNREAD, Reading

_CLOSE, _BESIDE, _WIDE = 0.08, 0.25, 0.2
"""Paper kept above and beside the ink in a close crop, and added around in a wide one: shares of
the height of the ink, and of the crop."""

_SEVERAL = 2
"""Looks that have to agree on a reading which nobody came to before."""


def look_again(
    lines: Sequence[InkLine], decisions: Sequence[Decision], readers: Readers
) -> list[Decision]:
    """The decisions, those about doubtful figures with the support that four more looks give.

    A recording that was made without these looks has none to give.
    """
    found = list(decisions)
    asked = [i for i, one in enumerate(decisions) if _worth(one)]
    crops = [view(lines[i]) for i in asked for view in (close, wide)]
    if not crops or readers.second is None:
        return found
    try:
        first, second = readers.first.read(crops), readers.second.read(crops)
    except UsageError as error:
        if error.code != "not-recorded":
            raise
        return found
    for n, i in enumerate(asked):
        pair = slice(2 * n, 2 * n + 2)
        found[i] = supported(decisions[i], [one.text for one in (*first[pair], *second[pair])])
    return found


def _worth(said: Decision) -> bool:
    """Whether a line is doubtful and some reading of it is a figure with a digit."""
    texts = [folded(text) for text in (said.text, *(r.raw for r in said.readings))]
    return bool(said.readings) and any(is_figure(t) and any(map(str.isdigit, t)) for t in texts)


def close(line: InkLine) -> Grey:
    """The line's crop with hardly any paper round its ink."""
    crop, height = line.crop, int(line.ink.shape[0])
    top = (int(crop.shape[0]) - height) // 2
    above, beside = max(2, round(_CLOSE * height)), max(3, round(_BESIDE * height))
    side = max(0, line.margin - beside)
    cut = crop[max(0, top - above) : top + height + above, side : int(crop.shape[1]) - side]
    return np.ascontiguousarray(cut)


def wide(line: InkLine) -> Grey:
    """The line's crop with more paper all round."""
    pad = round(_WIDE * int(line.crop.shape[0]))
    padded = cv2.copyMakeBorder(
        line.crop, pad, pad, pad, pad, cv2.BORDER_CONSTANT, value=(255.0,)
    )  # fmt: skip
    return np.asarray(padded, dtype=np.uint8)


def supported(said: Decision, seen: Sequence[str]) -> Decision:
    """A decision with the count of looks for each reading, its own among them, that one first."""
    counts = Counter(folded(text) for text in seen)
    known = {folded(r.raw) for r in said.readings} | {folded(said.text)}
    reader = of_likeliest(said.readings)
    own = Reading(said.text, with_again(reader, counts[folded(said.text)], len(seen)))
    others = [
        replace(r, support=with_again(r.support, counts[folded(r.raw)], len(seen)))
        if UNREAD not in r.raw
        else r
        for r in said.readings
    ]
    new = {
        folded(text): text
        for text in seen
        if folded(text) and folded(text) not in known and counts[folded(text)] >= _SEVERAL
    }
    more = [
        Reading(text, with_again("second look", counts[key], len(seen)))
        for key, text in sorted(new.items())
    ]
    return replace(said, readings=(own, *others, *more))
