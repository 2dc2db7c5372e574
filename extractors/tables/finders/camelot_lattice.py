"""Grids from the rulings that the page shows, however it draws them, by camelot's line finder.

For pages whose rulings are no vectors: a picture of the table under the text, gaps left open
between filled cells, dots, shadows, patterns, frames cut out of filled shapes. The page is drawn
without its text, so that strokes of letters are no rulings. camelot (its lattice flavour) finds
the lines in the picture; spans, open sides and closed ends are then told from those lines as for
any other page, so a cell is closed only where a line is seen.

camelot and OpenCV come with the extra ``camelot``. Without it nothing is found.
"""

from __future__ import annotations

import importlib
import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from extractors.tables.edges import groups, join, letter_size, tolerance
from extractors.tables.lattice import Lattice, lattice
from schemas.page import Page, Ruling

NAME = "camelot-lattice"
RANK = 3

_SCALE = 200 / 72
"""Pixels per point: a hairline is a pixel, half a point is more than one."""
_MAX_PIXELS = 12_000_000
_REACH = 0.35
"""Of the letter size: a line is found by both its sides, which lie further apart than vectors."""
_GAP = 0.7
"""Of the letter size: the gaps of a dashed or dotted line; a wider one could hold a letter."""
_WHOLE = 0.97
_MAX_DEPTH = 12
_TEXT, _FORM = 1, 5


def find(page: Page, document: Callable[[], bytes]) -> tuple[Lattice, ...]:
    """The grids of the page's picture; of the ways to look at it the one that holds most text."""
    try:
        camelot: Any = importlib.import_module("camelot.image_processing")
        cv2: Any = importlib.import_module("cv2")
    except ImportError:
        return ()
    shown = document()
    if not shown:  # a scan: its rulings come from these same pixels
        return ()
    picture, scale = _picture(shown, page)
    size = letter_size(page) * scale  # the shortest ruling is one letter long
    tries = (_grids(page, _rulings(seen, scale)) for seen in _sights(picture, size, camelot, cv2))
    return max(tries, key=lambda found: _rank(page, found))


def _grids(page: Page, rulings: Sequence[Ruling]) -> tuple[Lattice, ...]:
    reach = max(tolerance(page), _REACH * letter_size(page))
    whole = groups(join(rulings, reach), reach)
    found = (lattice(group, page.info.number, reach) for group in whole)
    return tuple(one for one in found if one is not None)


def _rank(page: Page, found: tuple[Lattice, ...]) -> tuple[int, int]:
    """How many cells hold text, all of it whole, then in how few grids; grids that run through
    letters are worth nothing."""
    from extractors.tables.find import homes, quality

    if quality(page, found) < _WHOLE:
        return 0, 0
    inked = [char for char in page.chars if char.text.strip() and not char.layer]
    return sum(len(set(homes(inked, one)) - {None}) for one in found), -len(found)


_Ends = tuple[int, int, int, int]


def _sights(
    picture: Any, size: float, camelot: Any, cv2: Any
) -> Iterator[tuple[list[_Ends], list[_Ends]]]:
    """Horizontal and vertical lines in pixels: dark or light ones, as they are or with their gaps
    closed. ``size`` is the letter size in pixels."""
    gap, shortest = max(2, round(_GAP * size)), max(2, round(size))
    ways = {"horizontal": (gap, 1), "vertical": (1, gap)}
    for light, closed in itertools.product((False, True), (False, True)):
        _, ink = camelot.adaptive_threshold(picture, process_background=light)
        found: list[list[_Ends]] = []
        for axis, (way, box) in zip((1, 0), ways.items(), strict=True):
            bar = cv2.getStructuringElement(cv2.MORPH_RECT, box)
            lines = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, bar) if closed else ink
            scale = max(1, ink.shape[axis] // shortest)
            found.append(camelot.find_lines(lines, direction=way, line_scale=scale)[1])
        yield found[0], found[1]


def _rulings(seen: tuple[list[_Ends], list[_Ends]], scale: float) -> list[Ruling]:
    across, down = seen
    return [
        *(Ruling(True, y / scale, min(a, b) / scale, max(a, b) / scale) for a, y, b, _ in across),
        *(Ruling(False, x / scale, min(a, b) / scale, max(a, b) / scale) for x, a, _, b in down),
    ]


def _picture(data: bytes, page: Page) -> tuple[Any, float]:
    """The upright page without its text, height × width × (blue, green, red), and its pixels per
    point."""
    import numpy as np
    import pypdfium2

    info = page.info
    scale = min(_SCALE, (_MAX_PIXELS / (info.width * info.height)) ** 0.5)
    document = pypdfium2.PdfDocument(data)
    try:
        leaf = document[info.number - 1]
        _take_text_off(leaf)
        bitmap = leaf.render(scale=scale, may_draw_forms=False, draw_annots=False)
        return np.array(bitmap.to_numpy()[:, :, :3]), scale
    finally:
        document.close()


def _take_text_off(leaf: Any) -> None:
    import pypdfium2.raw as pdfium

    def visit(handles: Iterable[Any], depth: int) -> None:
        for handle in handles:
            kind = pdfium.FPDFPageObj_GetType(handle)
            if kind == _TEXT:
                pdfium.FPDFPageObj_SetIsActive(handle, 0)
            elif kind == _FORM and depth < _MAX_DEPTH:
                count = pdfium.FPDFFormObj_CountObjects(handle)
                visit([pdfium.FPDFFormObj_GetObject(handle, i) for i in range(count)], depth + 1)

    visit(
        [pdfium.FPDFPage_GetObject(leaf, i) for i in range(pdfium.FPDFPage_CountObjects(leaf))], 0
    )
