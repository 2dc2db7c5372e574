"""A PDF writer for tests: content streams by hand, so that nothing stands between test and page."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pikepdf

A4 = (595.0, 842.0)


@dataclass
class Sheet:
    """One page under way, measured from its top left corner like everything read from it."""

    width: float = A4[0]
    height: float = A4[1]
    rotate: int = 0
    crop: tuple[float, float, float, float] | None = None
    parts: list[str] = field(default_factory=list)
    forms: dict[str, str] = field(default_factory=dict)

    def raw(self, operators: str) -> Sheet:
        self.parts.append(operators)
        return self

    def text(
        self, x: float, y: float, words: str, size: float = 9.0, *, before: str = "", angle: int = 0
    ) -> Sheet:
        """Latin words with their baseline at ``y``; ``angle`` in degrees, clockwise."""
        turn = {
            0: "1 0 0 1",
            90: "0 -1 1 0",
            180: "-1 0 0 -1",
            270: "0 1 -1 0",
            30: ".866 -.5 .5 .866",
        }
        safe = words.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
        place = f"{turn[angle]} {x:.3f} {self.height - y:.3f} Tm"
        return self.raw(f"q {before} BT /F1 {size} Tf {place} ({safe}) Tj ET Q")

    def line(self, x0: float, y0: float, x1: float, y1: float, width: float = 0.5) -> Sheet:
        ends = f"{x0:.3f} {self.height - y0:.3f} m {x1:.3f} {self.height - y1:.3f} l"
        return self.raw(f"{width} w {ends} S")

    def fill(self, x0: float, y0: float, x1: float, y1: float, colour: str = "0 0 0") -> Sheet:
        box = f"{x0:.3f} {self.height - y1:.3f} {x1 - x0:.3f} {y1 - y0:.3f} re"
        return self.raw(f"q {colour} rg {box} f Q")

    def outline(self, x0: float, y0: float, x1: float, y1: float, width: float = 0.5) -> Sheet:
        box = f"{x0:.3f} {self.height - y1:.3f} {x1 - x0:.3f} {y1 - y0:.3f} re"
        return self.raw(f"{width} w {box} S")


def pdf_bytes(
    sheets: Iterable[Sheet],
    *,
    layers: Mapping[str, bool] | None = None,
    encryption: pikepdf.Encryption | None = None,
    images: Mapping[str, pikepdf.Object] | None = None,
) -> bytes:
    """The sheets as a PDF; ``layers`` are optional-content groups by name, shown or not."""
    with pikepdf.new() as pdf:
        properties = _layers(pdf, layers or {})
        font = pdf.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Font,
                Subtype=pikepdf.Name.Type1,
                BaseFont=pikepdf.Name.Helvetica,
                Encoding=pikepdf.Name.WinAnsiEncoding,
            )
        )
        for sheet in sheets:
            _add(pdf, sheet, font, properties)
        buffer = io.BytesIO()
        pdf.save(buffer, encryption=encryption or False, deterministic_id=encryption is None)
    return buffer.getvalue()


def _add(pdf: pikepdf.Pdf, sheet: Sheet, font: Any, properties: Any) -> None:
    page = pdf.add_blank_page(page_size=(sheet.width, sheet.height))
    resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font), Properties=properties)
    objects = pikepdf.Dictionary()
    for name, content in sheet.forms.items():
        form = pdf.make_stream(content.encode("latin-1"))
        form.Type, form.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
        form.BBox = [0, 0, sheet.width, sheet.height]
        form.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        objects[f"/{name}"] = form
    image = pdf.make_stream(bytes([120]) * 64)
    image.Type, image.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
    image.Width, image.Height, image.BitsPerComponent = 8, 8, 8
    image.ColorSpace = pikepdf.Name.DeviceGray
    objects["/Im1"] = image
    resources.XObject = objects
    page.obj.Resources = resources
    page.obj.Contents = pdf.make_stream("\n".join(sheet.parts).encode("latin-1"))
    if sheet.rotate:
        page.obj.Rotate = sheet.rotate
    if sheet.crop:
        page.obj.CropBox = list(sheet.crop)


def _layers(pdf: pikepdf.Pdf, layers: Mapping[str, bool]) -> Any:
    properties = pikepdf.Dictionary()
    groups, off = [], []
    for name, shown in layers.items():
        group = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.OCG, Name=name))
        properties[f"/{name}"] = group
        groups.append(group)
        if not shown:
            off.append(group)
    if groups:
        pdf.Root.OCProperties = pikepdf.Dictionary(
            OCGs=pikepdf.Array(groups),
            D=pikepdf.Dictionary(
                Order=pikepdf.Array(groups), OFF=pikepdf.Array(off), BaseState=pikepdf.Name.ON
            ),
        )
    return properties


def ruled(
    sheet: Sheet, xs: list[float], ys: list[float], cells: Mapping[tuple[int, int], str]
) -> Sheet:
    """A plain full grid with a word in each named cell, for tests about something else."""
    for y in ys:
        sheet.line(xs[0], y, xs[-1], y)
    for x in xs:
        sheet.line(x, ys[0], x, ys[-1])
    for (row, column), words in cells.items():
        sheet.text(xs[column] + 3, ys[row] + 11, words)
    return sheet
