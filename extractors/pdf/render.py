"""A page as pixels, at the resolution that its own pictures have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.pdf.open import OpenPdf, PageError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LOWEST, HIGHEST = 100.0, 400.0
"""Dots per inch between which a page is drawn; outlines without pictures are drawn at 200."""
_WITHOUT_PICTURE = 200.0
_PART = 0.05
"""Share of the page that a picture must cover to have a say in the resolution."""
_MAX_PIXELS = 40_000_000


def page_pixels(pdf: OpenPdf, number: int) -> tuple[NDArray[np.uint8], float]:
    """Page ``number`` (from 1) as RGB pixels of shape (height, width, 3), and their dpi.

    The page is turned as its ``/Rotate`` says, nothing more. Raises PageError if it cannot be
    drawn.
    """
    import numpy as np
    import pypdfium2

    frame = pdf.frame(number)
    dpi = min(max(_own_dpi(pdf, number), LOWEST), HIGHEST)
    inches = frame.width * frame.height / 72**2
    dpi = min(dpi, (_MAX_PIXELS / inches) ** 0.5)
    try:
        bitmap = pdf.page(number).render(scale=dpi / 72, rev_byteorder=True)
    except pypdfium2.PdfiumError as error:
        raise PageError(str(error)) from error
    try:
        pixels = bitmap.to_numpy()
        if pixels.ndim == 2:  # grey
            return np.repeat(pixels[..., None], 3, axis=2), dpi
        return np.ascontiguousarray(pixels[..., :3]), dpi
    finally:
        bitmap.close()


def _own_dpi(pdf: OpenPdf, number: int) -> float:
    """Pixels per inch of the largest picture of the page."""
    import pypdfium2
    import pypdfium2.raw as pdfium

    frame = pdf.frame(number)
    best, area = _WITHOUT_PICTURE, _PART * frame.width * frame.height
    for item in pdf.page(number).get_objects([pdfium.FPDF_PAGEOBJ_IMAGE]):
        try:
            left, bottom, right, top = item.get_bounds()
            wide, high = item.get_px_size()
        except pypdfium2.PdfiumError:
            continue
        covered = (right - left) * (top - bottom)
        if covered > area:
            # the product does not care which way the picture is turned on the page
            best, area = 72 * (wide * high / covered) ** 0.5, covered
    return best
