"""Pictures of pages: a crop round a value, or the whole page with what was found drawn in."""

from __future__ import annotations

import contextlib
import io
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING

from extractors.pdf.open import OpenPdf, PageError, damaged, open_pdf
from schemas.geometry import Box, Place

if TYPE_CHECKING:
    from PIL.Image import Image

    from extractors.tables.lattice import Lattice
    from schemas.page import Page

MAX_PIXELS = 16_000_000
"""A picture is drawn at less than the dpi asked for rather than larger than this."""
_RULING, _CELL, _VALUE, _WASH = (90, 140, 220), (120, 190, 120), (214, 40, 40), (255, 214, 10, 90)


def crop(data: bytes, place: Place, margin: float = 4.0, dpi: float = 150.0) -> bytes:
    """A PNG of what stands at ``place`` and ``margin`` points around it.

    Raises InputError as ``open_pdf`` does, and ``damaged`` for a page that cannot be drawn.
    """
    return crops(data, (place,), margin, dpi)[place]


def crops(
    data: bytes,
    places: Iterable[Place],
    margin: float = 4.0,
    dpi: float = 150.0,
    turns: Mapping[int, int] = MappingProxyType({}),
) -> dict[Place, bytes]:
    """``crop`` for many places of one file; every page is drawn once.

    ``turns`` are the rotations, in degrees clockwise, at which pages were read; a scan may have
    been read at another than its ``/Rotate``.
    """
    by_page: dict[int, list[Place]] = defaultdict(list)
    for place in places:
        by_page[place.page].append(place)
    pictures: dict[Place, bytes] = {}
    with open_pdf(data, "") as pdf:
        for number in sorted(by_page):
            with _drawn(pdf, number, dpi, turns.get(number)) as (image, scale):
                for place in by_page[number]:
                    pictures[place] = _png(_cut(image, place.box, margin, scale))
    return pictures


def page_picture(
    data: bytes,
    places: Sequence[Place],
    *,
    dpi: float = 110.0,
    mark: bool = True,
    turns: Mapping[int, int] = MappingProxyType({}),
) -> bytes:
    """A PNG of the page of the first place, with the rulings and cells that were found.

    With ``mark`` the boxes of all ``places`` on that page are drawn in too. Raises InputError
    as ``crop``, ValueError when there is no place.
    """
    if not places:
        raise ValueError("no place to show")
    number = places[0].page
    with open_pdf(data, "") as pdf:
        with _drawn(pdf, number, dpi, turns.get(number)) as (image, scale):
            page, lattices = _found(pdf, number)
            picture = image.convert("RGB")
        _draw_grid(picture, page, lattices, scale)
        if mark:
            boxes = [place.box for place in places if place.page == number]
            picture = _marked(picture, boxes, scale)
        return _png(picture)


def _found(pdf: OpenPdf, number: int) -> tuple[Page, tuple[Lattice, ...]]:
    from extractors.pdf.page import read_page
    from extractors.tables.find import find_tables

    try:
        page, _ = read_page(pdf, number)
    except PageError as error:
        raise damaged() from error
    return page, find_tables(page, pdf.as_shown)


@contextlib.contextmanager
def _drawn(
    pdf: OpenPdf, number: int, dpi: float, turn: int | None = None
) -> Iterator[tuple[Image, float]]:
    """The upright page as an image, and its pixels per point; ``turn`` is its rotation if that
    is not the page's own."""
    try:
        if not 1 <= number <= pdf.page_count:
            raise PageError(f"no page {number}")
        frame = pdf.frame(number)
        scale = min(dpi / 72.0, (MAX_PIXELS / (frame.width * frame.height)) ** 0.5)
        bitmap = pdf.page(number).render(scale=scale)
    except PageError as error:
        raise damaged() from error
    try:
        image = bitmap.to_pil()
        further = ((turn if turn is not None else frame.turn) - frame.turn) % 360
        yield (image.rotate(-further, expand=True) if further else image), scale
    finally:
        bitmap.close()
        pdf.forget(number)


def _cut(image: Image, box: Box, margin: float, scale: float) -> Image:
    left = max(0, int((box.x0 - margin) * scale))
    top = max(0, int((box.top - margin) * scale))
    right = min(image.width, int((box.x1 + margin) * scale) + 1)
    bottom = min(image.height, int((box.bottom + margin) * scale) + 1)
    return image.crop((left, top, max(right, left + 1), max(bottom, top + 1))).convert("RGB")


def _draw_grid(picture: Image, page: Page, lattices: Sequence[Lattice], scale: float) -> None:
    from PIL import ImageDraw

    pen = ImageDraw.Draw(picture)
    for lattice in lattices:
        for cell in lattice.grid.cells:
            pen.rectangle(_pixels(cell.box, scale, inset=2), outline=_CELL)
    for ruling in page.rulings:
        ends = (ruling.start, ruling.position), (ruling.end, ruling.position)
        line = ends if ruling.horizontal else tuple((y, x) for x, y in ends)
        pen.line([(x * scale, y * scale) for x, y in line], fill=_RULING)


def _marked(picture: Image, boxes: Sequence[Box], scale: float) -> Image:
    from PIL import Image, ImageDraw

    wash = Image.new("RGBA", picture.size, (0, 0, 0, 0))
    pen = ImageDraw.Draw(wash)
    for box in boxes:
        pen.rectangle(_pixels(box, scale), fill=_WASH, outline=(*_VALUE, 255), width=3)
    return Image.alpha_composite(picture.convert("RGBA"), wash).convert("RGB")


def _pixels(box: Box, scale: float, inset: int = 0) -> tuple[float, float, float, float]:
    x0, y0 = box.x0 * scale + inset, box.top * scale + inset
    return x0, y0, max(x0, box.x1 * scale - inset), max(y0, box.bottom * scale - inset)


def _png(image: Image) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "PNG", optimize=False)
    return buffer.getvalue()
