"""What a page's content is made of, told from its marks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from extractors.pdf.raw import UNMAPPED, Area, RawPage
from schemas.geometry import Box
from schemas.page import Char, PageKind

_CELLS = 24
_MIXED_SHARE, _SCAN_SHARE = 0.25, 0.05
_OUTLINE_SHAPES = 40
_BROKEN_SHARE = 0.1
_COMMON_SHARE = 0.75
_ENOUGH_HAN = 40
_STRANGE_SHARE = 0.3


def classify(raw: RawPage, chars: Sequence[Char]) -> PageKind:
    """The page's kind; ``chars`` are its visible characters."""
    visible = [char.text for char in chars if char.text.strip()]
    pictures = image_share(raw)
    if not visible:
        drawn = pictures >= _SCAN_SHARE or _outlined(raw.areas)
        return PageKind.SCANNED if drawn else PageKind.BLANK
    if broken("".join(visible)):
        return PageKind.BROKEN_TEXT
    return PageKind.MIXED if pictures >= _MIXED_SHARE else PageKind.TEXT_LAYER


def image_share(raw: RawPage) -> float:
    """The share of the page that images cover, 0 to 1, sampled on a grid."""
    images = [area.box for area in raw.areas if area.image]
    if not images:
        return 0.0
    width, height = raw.frame.width, raw.frame.height
    points = (
        ((column + 0.5) * width / _CELLS, (row + 0.5) * height / _CELLS)
        for row in range(_CELLS)
        for column in range(_CELLS)
    )
    return sum(_in_any(x, y, images) for x, y in points) / _CELLS**2


def _in_any(x: float, y: float, boxes: Iterable[Box]) -> bool:
    return any(box.contains(x, y) for box in boxes)


def _outlined(areas: Sequence[Area]) -> bool:
    """Text turned into outlines: many small filled shapes and no character."""
    small = sum(1 for a in areas if not a.image and max(a.box.width, a.box.height) < 40)
    return small >= _OUTLINE_SHAPES


def broken(text: str) -> bool:
    """Whether a text layer maps its glyphs to nothing or to nonsense.

    Nonsense shows in three ways: glyphs without a character; Han characters that are not the
    common ones (9 of 10 in any Chinese text are in GB 2312's first level, while a wrong map
    scatters over all 20,992); letters of scripts that no such report is written in.
    """
    count = len(text)
    if count == 0:
        return False
    if text.count(UNMAPPED) > _BROKEN_SHARE * count:
        return True
    kinds: Counter[str] = Counter()
    for char, times in Counter(text).items():
        kinds[_script(char)] += times
    han = kinds["common"] + kinds["rare"]
    if han >= _ENOUGH_HAN and kinds["common"] < _COMMON_SHARE * han:
        return True
    return kinds["strange"] > _STRANGE_SHARE * count


def _script(char: str) -> str:
    if "\u4e00" <= char <= "\u9fff":
        return "common" if _first_level(char) else "rare"
    plain = char < "\u0080" or "\u2000" <= char <= "\u33ff" or "\uff00" <= char <= "\uffef"
    return "plain" if plain or char in "·×÷±°§¥—" or char == UNMAPPED else "strange"


def _first_level(char: str) -> bool:
    try:
        return 0xB0 <= char.encode("gb2312")[0] <= 0xD7
    except UnicodeEncodeError:
        return False
