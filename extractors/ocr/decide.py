"""What a line of ink says, and what else it could say.

A figure is given plainly only if two recognisers that were trained apart read the same, and the
ink bears them out: every character has ink, every blob of ink has a character, points and
minus signs are where their blobs are, digits stand at an even pitch. Otherwise every reading
that was seen goes along as an alternative, and nothing is chosen for the reader's comfort.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from extractors.cells.lines import sticks
from extractors.ocr.bars import is_dash, one_bar, with_bars
from extractors.ocr.faults import CUT, faults_of, lost_ink, places
from extractors.ocr.folding import folded, is_figure, is_garbled, marks
from extractors.ocr.lines import InkLine
from extractors.ocr.signs import SIGNS, TICKS, is_slash, is_tick, leading, may_be_slash, standing_at
from schemas.ocr import LineReading
from schemas.text import UNREAD, Reading

SURE, LEAST = 0.60, 0.30
"""Least probability of every character of a plain figure: in one reader, and in the other."""

_TWO_WIDE = 1.7
"""Text heights from which on a bar of any shape is no single character's."""

SEALED = "a seal lies over it"
_SHAPELY = frozenset("023456789")
"""What no remnant of a seal that was taken off looks like, standing alone."""

_BARELESS = str.maketrans("≥≤", "><")


@dataclass(frozen=True, slots=True)
class Decision:
    """The likeliest text of a line, its confidence, and the other readings, best first."""

    text: str
    confidence: float
    readings: tuple[Reading, ...] = ()
    first_word: float = 0.0


def needs_second_reader(first: LineReading) -> bool:
    """Whether a line holds a figure or a sign, or is too short to be told by itself."""
    text = folded(first.text)
    return len(text) <= 3 or first.confidence < SURE or is_figure(text) or bool(marks(text))


def agree(first: LineReading, second: LineReading) -> bool:
    """Whether two readers see the same figures and signs in a line."""
    return marks(folded(first.text)) == marks(folded(second.text))


def bar(line: InkLine, size: float) -> Decision | None:
    """A line that is nothing but a horizontal bar, told by its measures alone.

    Recognisers take —— for 一 or see nothing. A double dash is wider than any character; a
    hyphen is less than two thirds as wide; between them — and 一 look alike, and both stand
    unless the bar's own shape tells.
    """
    height, width = line.ink.shape
    if height > 0.28 * size or width < 0.18 * size or width < 1.6 * height or not one_bar(line):
        return None
    if line.cut or line.stamped or line.covered:  # it may be what is left of other print
        return Decision("—", 0.5, (Reading(UNREAD, CUT if line.cut else SEALED),))
    if width >= (1.3 if is_dash(line, size) else _TWO_WIDE) * size:
        return Decision("——", 1.0)
    if width <= 0.68 * size:
        return Decision("-", 1.0)
    if is_dash(line, size):
        return Decision("—", 1.0)
    return Decision("—", 0.5, (Reading("一", "bar as wide as a character"),))


def decide(line: InkLine, first: LineReading, second: LineReading | None, size: float) -> Decision:
    """One text from one or two readings of a line and its ink."""
    said = _decide(line, first, second, size)
    alone = line.stamped and len(folded(said.text)) <= 1 and folded(said.text) not in _SHAPELY
    if said.text == UNREAD or not (line.covered or alone):
        return said
    others = (*said.readings, Reading(UNREAD, SEALED))
    return replace(said, readings=tuple(_unique(others)))


def _decide(line: InkLine, first: LineReading, second: LineReading | None, size: float) -> Decision:
    if not first.chars and (second is None or not second.chars):
        return Decision(UNREAD, 0.0)
    if second is None:
        first = with_bars(line, first, size)
        fault = lost_ink(line, first, size)
        return _said(first, first.confidence, (Reading(UNREAD, fault),) if fault else ())
    texts = folded(first.text), folded(second.text)
    if any(map(is_figure, texts)) or min(map(len, texts)) <= 1 or any(map(is_garbled, texts)):
        return _figure(line, first, second, size)
    return _prose(line, first, second, size)


def merged(anew: Decision, before: Decision) -> Decision:
    """A decision from a better look, with what was supported before and is not plain now.

    A better look may settle what was open, and tell ≥ from >; where it plainly contradicts a plain
    reading in anything else, both stand.
    """
    plain = not anew.readings and anew.text != UNREAD
    was_plain = not before.readings and before.text != UNREAD
    alike = folded(anew.text).translate(_BARELESS) == folded(before.text).translate(_BARELESS)
    if plain and (alike or not was_plain):
        return anew
    seen = [*anew.readings, Reading(before.text, "narrow view"), *before.readings]
    others = [one for one in seen if folded(one.raw) != folded(anew.text)]
    return Decision(anew.text, anew.confidence, tuple(_unique(others)), anew.first_word)


def _prose(line: InkLine, first: LineReading, second: LineReading, size: float) -> Decision:
    """Words are the better reader's; the figures among them must be the other's too."""
    first, second = with_bars(line, first, size), with_bars(line, second, size)
    if not first.chars:
        return _said(second, second.confidence, (Reading(UNREAD, "first reader"),))
    sign = leading(line) if folded(first.text)[0] in SIGNS else ""
    first, second = _with_sign(sign, first, second)
    fault = _sign_fault(sign, folded(first.text)) or _bar_fault(line, first, size)
    fault = fault or lost_ink(line, first, size)
    same = folded(first.text) == folded(second.text)
    others = [Reading(UNREAD, fault)] if fault else []
    if not same and (line.stamped or fault or not agree(first, second)):
        others.insert(0, Reading(second.text or UNREAD, "second reader"))
    return _said(first, first.confidence, tuple(others))


def _figure(line: InkLine, first: LineReading, second: LineReading, size: float) -> Decision:
    """A figure or a single sign: both readers and the ink have to bear it out."""
    lone = _lone_sign(line, first, second)
    if lone is not None:
        return lone
    sign = leading(line)
    first, second = _with_sign(sign, first, second)
    alike = folded(first.text) == folded(second.text)
    best = max((first, second), key=lambda r: r.confidence)
    faults = faults_of(line, first if first.chars else second, size)
    faults = faults or _sign_fault(sign, folded(best.text))
    if alike and not faults and _sure(first, second):
        return _said(best, min(first.confidence, second.confidence))
    others = [r for r in _readings(first, second) if folded(r.raw) != folded(best.text)]
    if not others or faults:
        others.append(Reading(UNREAD, faults or "low probability"))
    return _said(best, min(first.confidence, second.confidence), tuple(_unique(others)))


def _lone_sign(line: InkLine, first: LineReading, second: LineReading) -> Decision | None:
    """A tick or a slash that its own ink tells, or what it may be instead of a character alone."""
    seen = {folded(first.text), folded(second.text)}
    if is_slash(line):
        return Decision("/", 1.0, (), 1.0)
    if any(len(text) <= 2 and TICKS & set(text) for text in seen) and is_tick(line):
        return Decision("√", 1.0, (), 1.0)
    if seen & set("17Il|/") and may_be_slash(line):
        named = Reading(first.text or second.text, "readers")
        return Decision(UNREAD, 0.0, tuple(_unique([named, Reading("/", "slant")])))
    if len(seen) == 1 and seen <= TICKS - {"√"}:
        return Decision(first.text, 0.5, (Reading("√", "a tick is read as a letter"),), 1.0)
    return None


def _sign_fault(shown: str, text: str) -> str:
    """What speaks against a sign; > and < must be borne out, for readers lose the bar of ≥ ≤, and
    a letter that stands alone may be a sign that neither reader knows."""
    named = text[:1]
    if shown not in ("", named) and (named in SIGNS or len(text) == 1):
        return "the ink shows another sign"
    if named in {">", "<"} and shown != named:
        return "a bar under the angle may be lost"
    return "a letter alone" if len(text) == 1 and text.isascii() and text.isalpha() else ""


def _bar_fault(line: InkLine, reading: LineReading, size: float) -> str:
    """What speaks against > and < among words: readers lose the bar of ≥ ≤ there too."""
    for char, place in list(zip(reading.chars, places(line, reading), strict=True))[1:]:
        named = folded(char.text)
        if named in {">", "<"} and standing_at(line, place, size) != named:
            return "a bar under the angle may be lost"
    return ""


def _with_sign(
    sign: str, first: LineReading, second: LineReading
) -> tuple[LineReading, LineReading]:
    """Both readings with the sign that the ink shows at their front, where one reader sees it and
    they agree on all the rest: two witnesses of three."""
    texts = folded(first.text), folded(second.text)
    rests = {_after_sign(text) for text in texts}
    if not sign or len(rests) != 1 or sign not in {text[:1] for text in texts}:
        return first, second
    named = first if texts[0][:1] == sign else second
    head = replace(named.chars[0], text=sign, probability=1.0, others=())
    rest = rests.pop()

    def headed(one: LineReading) -> LineReading:
        return (
            LineReading((head, *one.chars[len(one.chars) - len(rest) :]))
            if rest
            else (LineReading((head,)))
        )

    return headed(first), headed(second)


def _after_sign(text: str) -> str:
    """A folded text without the character that stands where a sign of comparison would."""
    kept = text.lstrip("≥≤=<>VvWwKCc∧Λ(")
    return kept if len(text) - len(kept) <= 1 else text


def _sure(first: LineReading, second: LineReading) -> bool:
    low, high = sorted((first.confidence, second.confidence))
    return low >= LEAST and high >= SURE


def _said(reading: LineReading, confidence: float, others: tuple[Reading, ...] = ()) -> Decision:
    return Decision(reading.text or UNREAD, confidence, others, first_word(reading))


def first_word(reading: LineReading) -> float:
    """The share of a line's width that its first unbreakable piece takes."""
    chars = reading.chars
    end = 0
    while end < len(chars) - 1 and sticks(chars[end].text, chars[end + 1].text):
        end += 1
    if not chars:
        return 0.0
    return (chars[end].centre + chars[end + 1].centre) / 2 if end < len(chars) - 1 else 1.0


def _readings(first: LineReading, second: LineReading) -> Iterable[Reading]:
    yield Reading(first.text, "first reader")
    yield Reading(second.text, "second reader")
    for reading, name in ((first, "first reader"), (second, "second reader")):
        for index, char in enumerate(reading.chars):
            for other, probability in char.others:
                if probability >= 0.05 and folded(other) != folded(char.text):
                    text = "".join(
                        other if k == index else c.text for k, c in enumerate(reading.chars)
                    )
                    yield Reading(text, f"{name}, {probability:.2f}")


def _unique(readings: Sequence[Reading]) -> Iterable[Reading]:
    seen: set[str] = set()
    for reading in readings:
        key = folded(reading.raw) or UNREAD
        if key not in seen:
            seen.add(key)
            yield Reading(reading.raw or UNREAD, reading.support)
