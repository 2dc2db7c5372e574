"""The door to recognition: pages whose ink is pixels, and what to say where they cannot be read.

Nothing of it is imported, and no model loaded, before a page needs it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from schemas.errors import InputError
from schemas.geometry import Box
from schemas.page import Page, PageInfo, PageKind

if TYPE_CHECKING:
    from extractors.cells.from_text_layer import Filled
    from extractors.pdf.open import OpenPdf
    from extractors.tables.lattice import Lattice

INSTALL = "pip install 'fuhe[ocr]'"


def engine_in_use(asked: str | None) -> str | None:
    """The engine asked for, else the default one if it is installed, else None.

    None also where ``none`` is asked for: scanned pages stay unread then.
    """
    from extractors.ocr.engine import DEFAULT, NONE, installed

    if asked is not None:
        return None if asked == NONE else asked
    return DEFAULT if installed() else None


def models(engine: str) -> tuple[tuple[str, str], ...]:
    """The model files of an engine with their SHA-256."""
    from extractors.ocr.engine import readers

    return readers(engine).models


def recognise(pdf: OpenPdf, info: PageInfo, engine: str) -> tuple[PageInfo, Filled | None]:
    """A page read from its pixels, and its description turned upright.

    No text where too little of the ink is legible print, or nothing is printed at all. Raises
    PageError when the page cannot be drawn, UsageError when the engine is missing.
    """
    from extractors.ocr.engine import readers
    from extractors.ocr.page import read_scan
    from extractors.pdf.render import page_pixels

    pixels, dpi = page_pixels(pdf, info.number)
    reading = read_scan(pixels, dpi, info, readers(engine))
    return reading.info, reading.filled


@dataclass(frozen=True, slots=True)
class WithPictures:
    """A page of text with what its pictures say.

    ``unread`` says that a picture shows a table that was not read, ``sideways`` that it could be
    if the page were turned; ``recognised`` that models had a part in ``filled``.
    """

    info: PageInfo
    filled: Filled
    unread: bool = False
    sideways: bool = False
    recognised: bool = False


def with_pictures(
    pdf: OpenPdf,
    page: Page,
    areas: tuple[Box, ...],
    lattices: tuple[Lattice, ...],
    engine: str | None,
) -> WithPictures:
    """A page's text layer in its drawn grids ``lattices``, joined with the print in its pictures.

    Without an engine nothing is read, and ``unread`` tells whether a picture seems to show a
    table. Raises PageError when the page cannot be drawn, UsageError for a missing engine.
    """
    from extractors.cells.choose import joined
    from extractors.cells.from_text_layer import fill, place
    from extractors.pdf.pictures import draw_pictures

    alone = fill(page, lattices)
    picture = draw_pictures(pdf, page.info.number, areas)
    if engine is None or not picture.inked:
        return WithPictures(page.info, alone, unread=picture.inked and picture.ruled)
    from extractors.ocr.engine import readers
    from extractors.ocr.pictures import read_pictures

    reading = read_pictures(picture, page, lattices, lambda: readers(engine))
    if reading is None:
        return WithPictures(page.info, alone)
    info = replace(page.info, kind=PageKind.MIXED)
    if reading.sideways:
        return WithPictures(info, alone, unread=True, sideways=True)
    filled = joined(place(reading.page, reading.lattices), reading.read, reading.pictured)
    return WithPictures(info, filled, reading.unread, recognised=True)


def unreadable(kinds: Iterable[PageKind], asked: str | None) -> InputError:
    """The error for a document none of whose pages, of these kinds, gave any text.

    ``asked`` is the engine asked for, as for ``engine_in_use``.
    """
    if engine_in_use(asked) is not None:
        return InputError(
            "unreadable",
            "扫描件上能认出的文字太少；请用 300 dpi 重新扫描，或提供原始电子版。",
            "Too little of this scan is legible; scan it again at 300 dpi, or give the original "
            "electronic file.",
        )
    if asked is None:
        remedy = f"安装 OCR 后再试：{INSTALL}", f"install OCR and try again: {INSTALL}"
    else:
        remedy = f"去掉 --ocr {asked} 再试", f"try again without --ocr {asked}"
    if PageKind.BROKEN_TEXT in set(kinds):
        return InputError(
            "unreadable",
            f"文字层已损坏（字形没有对应的文字），无法读取；请用原软件重新导出，或{remedy[0]}",
            "The text layer is broken (its glyphs map to no characters); export the file anew "
            f"from its own program, or {remedy[1]}",
        )
    return InputError(
        "unreadable",
        f"这是扫描件，没有可用的文字层；请提供原始电子版，或{remedy[0]}",
        "This is a scan without a usable text layer; give the original electronic file, or "
        f"{remedy[1]}",
    )
