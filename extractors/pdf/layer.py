"""Writes invisible text under the pages of a PDF; what the pages hold already stays as it is.

The text goes into a content stream of its own that is drawn before the page's, in text render
mode 3. Streams of the original are copied byte for byte, pictures and content alike.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from extractors.pdf.glyphless import FULL, GlyphlessFont, advance, packed
from extractors.pdf.open import damaged

if TYPE_CHECKING:
    import pikepdf

_FONT = "FuheText"


@dataclass(frozen=True, slots=True)
class Run:
    """Text along a line, in user space: where its baseline begins, the unit vector it runs along,
    the font size, and the length it fills, both in points."""

    text: str
    start: tuple[float, float]
    along: tuple[float, float]
    size: float
    length: float


@dataclass(frozen=True, slots=True)
class Span:
    """Runs that are read in this order; ``whole`` is what they say together (``/ActualText``),
    None where the runs say it themselves."""

    runs: tuple[Run, ...]
    whole: str | None = None


def with_text(data: bytes, layers: Mapping[int, Sequence[Span]]) -> bytes:
    """The PDF with spans laid under its pages, by page number from 1.

    The same input gives the same bytes, unless it is locked: then the lock is kept, and its
    random parts with it. Raises InputError ``damaged`` if the file cannot be written anew.
    """
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            font = GlyphlessFont()
            streams = {n: packed(pdf, _content(layers[n], font)) for n in sorted(layers)}
            embedded = font.embed(pdf)
            for number, stream in streams.items():
                _lay(pdf.pages[number - 1], stream, embedded)
            return saved(pdf)
    except (pikepdf.PdfError, IndexError, TypeError, ValueError) as error:
        raise damaged() from error


def saved(pdf: pikepdf.Pdf) -> bytes:
    """The document written with every stream as it was, its lock kept."""
    import pikepdf

    # pikepdf takes an encryption only without a decode level; its own default leaves streams be
    how: dict[str, Any] = {"stream_decode_level": pikepdf.StreamDecodeLevel.none}
    if pdf.is_encrypted:
        how = {"encryption": True}
    stream = io.BytesIO()
    pdf.save(
        stream,
        min_version="1.5",  # the first with /ActualText of any text
        fix_metadata_version=False,
        preserve_pdfa=True,
        object_stream_mode=pikepdf.ObjectStreamMode.preserve,
        compress_streams=False,  # it would re-encode the original's own
        recompress_flate=False,
        deterministic_id=not pdf.is_encrypted,
        **how,
    )
    return stream.getvalue()


def _lay(page: pikepdf.Page, content: pikepdf.Object, font: pikepdf.Object) -> None:
    """Puts a content stream before the page's own; nothing that other pages share is touched."""
    from pikepdf import Array

    resources = copied(page.obj.get("/Resources"))
    fonts = copied(resources.get("/Font"))
    fonts[f"/{_FONT}"] = font
    resources["/Font"] = fonts
    page.obj["/Resources"] = resources
    own = page.obj.get("/Contents", Array())
    page.obj["/Contents"] = Array([content, *(own if isinstance(own, Array) else [own])])


def copied(dictionary: Any) -> pikepdf.Dictionary:
    """A dictionary of a PDF with the same entries, empty for None."""
    from pikepdf import Dictionary

    return Dictionary(dictionary) if dictionary is not None else Dictionary()


def _content(spans: Sequence[Span], font: GlyphlessFont) -> bytes:
    """Operators that show the spans; ``q`` and ``Q`` keep them from the page's own."""
    lines = ["q", "BT", "3 Tr"]
    for span in spans:
        if span.whole is not None:
            lines.append(f"/Span <</ActualText {_utf16(span.whole)}>> BDC")
        lines += [_shown(run, font) for run in span.runs]
        if span.whole is not None:
            lines.append("EMC")
    return "\n".join([*lines, "ET", "Q", ""]).encode("ascii")


def _shown(run: Run, font: GlyphlessFont) -> str:
    """One run: size, horizontal scaling in per cent that makes it as long as its ink, place."""
    natural = sum(map(advance, run.text)) / FULL * run.size
    stretch = 100 * run.length / natural
    x, y = run.along
    matrix = " ".join(f"{value:.5g}" for value in (x, y, -y, x))
    place = f"{run.start[0]:.2f} {run.start[1]:.2f}"
    setting = f"/{_FONT} {run.size:.2f} Tf {stretch:.2f} Tz"
    return f"{setting} {matrix} {place} Tm {font.encoded(run.text)} Tj"


def _utf16(text: str) -> str:
    return f"<FEFF{text.encode('utf-16-be').hex().upper()}>"
