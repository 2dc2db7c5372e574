"""Mending a printed text: small named steps, each recorded when it changed something.

What whole text is stands in the contract ("Plain values"): white space only between two Latin
words; a line break only before an item mark; full-width digits, letters and ％ half-width;
``, : ; ( )`` full-width beside Chinese, brackets in pairs. Quotes, dashes and the author's typing
errors stay. No step changes, adds or drops a digit, and no two numbers are ever made one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from forms.text import gaps, punctuation
from forms.text.characters import BREAKS, FULL, HARD, SOFT, half_width
from schemas.text import CellText, RawText, Repair

Step = Callable[[str], str]

_LINE_ENDS = str.maketrans(dict.fromkeys("\v\f\x1c\x1d\x1e\x85\u2028\u2029", SOFT))
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
    "\ufff9-\ufffb\U000e0000-\U000e01ef]"
)
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")  # all but tab and line feed
_SPACES = re.compile(rf"[^\S{SOFT}{HARD}{FULL}]+")
_ARTEFACTS = re.compile(
    "[\u2f00-\u2fdf"  # Kangxi radicals that stand for whole characters
    "\ufb00-\ufb06"  # ligatures of Latin fonts
    "\ufe10-\ufe18\ufe35-\ufe44\ufe47\ufe48]"  # punctuation as set in vertical lines
)
_HYPHEN = re.compile(r"(?<=[a-z]{2})[-\u00ad\u2010] *\n *(?=[a-z]{2})|\u00ad *\n *(?=[^\W\d_])")

_SOUND = re.compile(r"[0-9A-Za-z.%=≥≤、。，；：？！（）《》“”\u4e00-\u9fff-]+")
"""Characters that no step changes wherever they stand; most cells hold no others."""
_WORDS = re.compile("[\u4e00-\u9fff]{2}")
_FIGURE = re.compile("[0-9.,]")
_SPACED_YEAR = re.compile(r"(?<![0-9. ])( *[12]) ([09]) ([0-9]) ([0-9])(?= ?年)")


def drop_invisible(text: str) -> str:
    """Without control characters, zero-width characters, direction and variation marks."""
    return _CONTROLS.sub("", _INVISIBLE.sub("", text))


def unify_characters(text: str) -> str:
    """One code for one character: spaces, compatibility ideographs, ligatures, vertical signs."""
    text = _SPACES.sub(" ", unicodedata.normalize("NFC", text))
    text = text.replace("\u2f3e", "户")  # NFKC gives 戶, which no form of today prints
    return _ARTEFACTS.sub(lambda sign: unicodedata.normalize("NFKC", sign[0]), text)


def join_hyphenated(text: str) -> str:
    """A Latin word that a hyphen divides over two lines, where the width forced the break."""
    return _HYPHEN.sub("", text)


def join_spaced_year(text: str) -> str:
    """The year of a heading whose characters stand apart: 2 0 2 1 年 has no other reading."""
    return _SPACED_YEAR.sub(r"\1\2\3\4", text)


STEPS: tuple[tuple[str, Step], ...] = (
    ("hyphenated-word", join_hyphenated),
    ("invisible-characters", drop_invisible),
    ("character-forms", unify_characters),
    ("half-width", half_width),
    ("full-width-brackets", punctuation.widen_brackets),
    ("spaced-year", join_spaced_year),
    ("line-breaks", gaps.join_lines),
    ("full-width-punctuation", punctuation.widen_points),
    ("spaces", gaps.drop_spaces),
)


def mend(source: RawText) -> CellText:
    """The whole text of a cell or line; ``repairs`` are the extractor's steps, then these.

    Every recorded step gives the whole text before and after it; together they lead from
    ``raw`` to ``text``. Mending a mended text changes nothing.
    """
    if not source.raw:  # most cells of a form
        return CellText(source, "", source.repairs)
    if _SOUND.fullmatch(source.raw) and len({place.page for place in source.places}) < 2:
        return CellText(source, source.raw, source.repairs)
    text = _marked(source)
    repairs = list(source.repairs)
    _record(repairs, "line-ends", source.raw, _shown(text))
    text = _once(text, source, repairs)
    for name, step in STEPS:
        after = step(text)
        if after != text:  # few steps change anything
            _record(repairs, name, _shown(text), _shown(after))
            text = after
    return CellText(source, text, tuple(repairs))


def _once(text: str, source: RawText, repairs: list[Repair]) -> str:
    """The words of a cell cut by page ends that are printed whole on every page, once.

    Spreadsheets print a merged label again on each page that its cell reaches. Figures printed
    twice may be two, and stay.
    """
    pages = len({place.page for place in source.places})
    if pages < 2:
        return text
    bare = re.sub(r"\s", "", text)
    for times in range(pages, 1, -1):
        one = bare[: len(bare) // times]
        if one * times == bare and _WORDS.search(one):
            lines = re.split(f"(?=[{BREAKS}])", text)
            for count in range(1, len(lines)):
                first = "".join(lines[:count])
                if re.sub(r"\s", "", first) == one:
                    _record(repairs, "printed-on-every-page", _shown(text), _shown(first))
                    return first
    return text


def _marked(source: RawText) -> str:
    """The raw text with every kind of line end as ``\\n``, deliberate ones marked as such."""
    chars = list(source.raw.translate(_LINE_ENDS))
    for i in source.hard_breaks:
        if 0 <= i < len(chars) and chars[i] == SOFT:
            chars[i] = HARD
    for i in source.full_breaks - source.hard_breaks:
        if 0 < i < len(chars) - 1 and chars[i] == SOFT and _FIGURE.match(chars[i - 1]):
            chars[i] = FULL
    return "".join(chars).replace("\r\n", SOFT).replace("\r" + HARD, HARD).replace("\r", SOFT)


def _shown(text: str) -> str:
    return text.replace(HARD, SOFT).replace(FULL, SOFT)


def _record(repairs: list[Repair], name: str, before: str, after: str) -> None:
    if before != after:
        repairs.append(Repair(name, before, after))
