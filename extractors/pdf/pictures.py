"""Pictures on a page that also has text: where they lie, and the page drawn of them alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from extractors.pdf.open import OpenPdf
from extractors.pdf.raw import RawPage
from extractors.pdf.render import page_pixels
from schemas.geometry import Box, union

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_TEXT, _PATH, _FORM = 1, 2, 5
_MAX_DEPTH = 12
_LEAST = 6.0
"""Points: what is narrower or lower than this holds no print."""
_TOUCHING = 2.0
"""Points between two pictures that are one: scanners write pages in strips."""
_THIN = 3.0
"""Points up to which a filled shape is a ruling."""
_ORNAMENT = 0.05
"""Share of the page below which a picture beside the tables is an ornament."""
_INKED = 5e-4
"""Square inches that are dark where a single small figure is printed."""
_DARK, _RUN, _ROWS, _COLUMNS = 140, 0.3, 3, 2


def picture_areas(raw: RawPage, stamps: Sequence[Box] = ()) -> tuple[Box, ...]:
    """Boxes of the page's pictures, joined where they touch; ``stamps`` (seals laid over the page
    as annotations) are none."""
    page = Box(0.0, 0.0, raw.frame.width, raw.frame.height)
    found = [
        Box(
            max(area.box.x0, page.x0),
            max(area.box.top, page.top),
            min(area.box.x1, page.x1),
            min(area.box.bottom, page.bottom),
        )
        for area in raw.areas
        if area.image
    ]
    return _joined(
        box
        for box in found
        if box.width > 0
        and box.height > 0
        and not any(box.overlap(stamp) > 0.9 * box.area for stamp in stamps)
    )


def _joined(boxes: Iterator[Box]) -> tuple[Box, ...]:
    joined: list[Box] = []
    for box in boxes:
        whole = box
        while True:
            near = [other for other in joined if _touch(whole, other)]
            if not near:
                break
            joined = [other for other in joined if other not in near]
            whole = union([whole, *near])
        joined.append(whole)
    kept = (box for box in joined if min(box.width, box.height) >= _LEAST)
    return tuple(sorted(kept, key=lambda box: (box.top, box.x0)))


def _touch(a: Box, b: Box) -> bool:
    return (
        a.x0 <= b.x1 + _TOUCHING
        and b.x0 <= a.x1 + _TOUCHING
        and a.top <= b.bottom + _TOUCHING
        and b.top <= a.bottom + _TOUCHING
    )


def worth_a_look(
    areas: Sequence[Box], tables: Sequence[Box], width: float, height: float
) -> tuple[Box, ...]:
    """Pictures that may hold what a form says: those that reach into a table, and large ones.

    ``width`` and ``height`` are the page's. A small picture beside the tables is an ornament.
    """
    least = _ORNAMENT * width * height
    return tuple(
        area for area in areas if area.area >= least or any(area.overlap(t) > 0 for t in tables)
    )


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A page with nothing on it but what shows of its pictures in ``areas``: RGB pixels of shape
    (height, width, 3) and their dpi."""

    pixels: NDArray[np.uint8]
    dpi: float
    areas: tuple[Box, ...]

    @property
    def inked(self) -> bool:
        """Whether there is anything as dark as print; a pale watermark is not."""
        dark = int((self.pixels.max(axis=2) < _DARK).sum())
        return dark > _INKED * self.dpi**2

    @property
    def ruled(self) -> bool:
        """Whether one of the pictures shows a table, as far as can be told without any model.

        Straight dark runs, three across and two down, each over a third of the picture. It serves
        to say that something was not read; it reads nothing.
        """
        grey = self.pixels.max(axis=2)
        return any(_has_grid(grey[pixel_slices(area, self.dpi)]) for area in self.areas)


def draw_pictures(pdf: OpenPdf, number: int, areas: tuple[Box, ...]) -> PagePicture:
    """Page ``number`` (from 1) without its text and lines, and white outside ``areas``.

    Surfaces are drawn, for they may cover a picture. Raises PageError if the page cannot be
    drawn.
    """
    import numpy as np
    import pypdfium2.raw as pdfium

    page = pdf.page(number)
    count = pdfium.FPDFPage_CountObjects(page)
    top_level = (pdfium.FPDFPage_GetObject(page, index) for index in range(count))
    left_out = list(_marks(top_level, 0))
    for handle in left_out:
        pdfium.FPDFPageObj_SetIsActive(handle, 0)
    try:
        pixels, dpi = page_pixels(pdf, number)
    finally:
        for handle in left_out:
            pdfium.FPDFPageObj_SetIsActive(handle, 1)
    alone = np.full_like(pixels, 255)
    for area in areas:
        part = pixel_slices(area, dpi)
        alone[part] = pixels[part]
    return PagePicture(alone, dpi, areas)


def pixel_slices(box: Box, dpi: float) -> tuple[slice, slice]:
    """The rows and columns of pixels that a box on the page covers."""
    k = dpi / 72
    rows = slice(max(0, round(box.top * k)), max(0, round(box.bottom * k)))
    return rows, slice(max(0, round(box.x0 * k)), max(0, round(box.x1 * k)))


def _marks(handles: Iterator[Any], depth: int) -> Iterator[Any]:
    """Texts and lines that are shown, those inside forms too."""
    import ctypes

    import pypdfium2.raw as pdfium

    active = ctypes.c_int()
    for handle in handles:
        kind = pdfium.FPDFPageObj_GetType(handle)
        if kind == _FORM and depth < _MAX_DEPTH:
            count = pdfium.FPDFFormObj_CountObjects(handle)
            inner = (pdfium.FPDFFormObj_GetObject(handle, i) for i in range(count))
            yield from _marks(inner, depth + 1)
            continue
        left_out = kind == _TEXT or (kind == _PATH and _is_line(handle))
        if left_out and pdfium.FPDFPageObj_GetIsActive(handle, active) and active.value:
            yield handle


def _is_line(handle: Any) -> bool:
    import ctypes

    import pypdfium2.raw as pdfium

    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(handle, fill, stroke)
    if not fill.value:
        return True
    sides = [ctypes.c_float() for _ in range(4)]
    pdfium.FPDFPageObj_GetBounds(handle, *sides)
    x0, y0, x1, y1 = (side.value for side in sides)
    return min(x1 - x0, y1 - y0) <= _THIN


def _has_grid(grey: NDArray[np.uint8]) -> bool:
    if not grey.size:
        return False
    dark = grey < _DARK
    return _long_runs(dark) >= _ROWS and _long_runs(dark.T) >= _COLUMNS


def _long_runs(dark: NDArray[np.bool_]) -> int:
    """How many separate lines of pixels hold one dark run of a third of their length.

    Pixels of the neighbouring lines count, so that a slightly slanted ruling has its runs too.
    """
    import numpy as np

    near = dark.copy()
    near[1:] |= dark[:-1]
    near[:-1] |= dark[1:]
    need = max(20, int(_RUN * near.shape[1]))
    sums = np.cumsum(np.pad(near, ((0, 0), (1, 0))), axis=1, dtype=np.int32)
    if sums.shape[1] <= need:
        return 0
    full = (sums[:, need:] - sums[:, :-need]).max(axis=1) >= 0.97 * need
    return int(np.count_nonzero(np.diff(np.concatenate(([0], full.astype(np.int8)))) == 1))
