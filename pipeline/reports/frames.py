"""Which pieces of paper a report shows: boxes to be cropped, and what to mark in them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from pipeline.reports.cells import leaves, resolve, row_leaves, row_of
from schemas.geometry import Box, Place, union
from schemas.page import PageInfo
from schemas.record import SelfEvaluation

Crop = Callable[[Place], bytes | None]
_ROW_PAD = (6.0, 2.5)  # points left and right, above and below
_CELL_PAD = (90.0, 18.0)  # a cell alone says little: some of its neighbours with it
_TALLEST = 0.5  # of the page: more than that is no row but a misplaced cell


@dataclass(frozen=True, slots=True)
class Paper:
    """What a record was printed on: page sizes, a way to see it, and how places are counted.

    ``by_line``: places are lines of a text dump, which has no pages and no pictures.
    """

    pages: tuple[PageInfo, ...] = ()
    crop: Crop | None = None
    by_line: bool = False

    def size(self, number: int) -> tuple[float, float] | None:
        """Width and height of a page in points, if it is known."""
        return next(((p.width, p.height) for p in self.pages if p.number == number), None)

    def numbers(self, places: Iterable[Place]) -> tuple[int, ...]:
        """Page numbers, or line numbers, both from 1."""
        if self.by_line:
            return tuple(sorted({int(place.box.top) + 1 for place in places}))
        return tuple(sorted({place.page for place in places}))


@dataclass(frozen=True, slots=True)
class Frame:
    """A box to be cropped, in points, and the boxes inside it that are accused or in doubt."""

    place: Place
    marks: tuple[Box, ...] = ()


@dataclass(frozen=True, slots=True)
class Picture:
    """A frame with its PNG."""

    frame: Frame
    png: bytes


def places_of(record: SelfEvaluation, pointer: str) -> tuple[Place, ...]:
    """Where a cell stands; a cell that nothing is printed in stands where its row does."""
    row = row_of(pointer)
    found = () if pointer == row else leaves(resolve(record, pointer))
    own = [place for _, field in found for place in field.places]
    if not own and row is not None:
        own = [place for _, field in row_leaves(record, row) for place in field.places]
    return tuple(dict.fromkeys(own))


def _own_places(record: SelfEvaluation, pointer: str) -> list[Place]:
    return [place for _, field in leaves(resolve(record, pointer)) for place in field.places]


def row_frames(
    record: SelfEvaluation, pointers: Sequence[str], paper: Paper, used: Sequence[str] = ()
) -> tuple[Frame, ...]:
    """One frame for each page and table row that the accused cells stand in, cells marked.

    Where a whole row is accused, the cells of it that were ``used`` in the reckoning are marked.
    """
    frames: dict[Place, tuple[Box, ...]] = {}
    for pointer in pointers:
        row = row_of(pointer)
        accused = _own_places(record, pointer)
        if row is None:
            new = _around(accused, paper, _CELL_PAD)
        else:
            whole = [p for _, field in row_leaves(record, row) for p in field.places]
            inside = [p for p in used if p.startswith(row + "/")]
            seen = [p for cell in inside for p in _own_places(record, cell)]
            marked = accused if pointer != row else seen
            new = _row(whole or accused, marked, paper)
        for frame in new:
            known = frames.get(frame.place, ())
            frames[frame.place] = tuple(dict.fromkeys((*known, *frame.marks)))
    return tuple(Frame(place, marks) for place, marks in frames.items())


def _on_paper(frames: Iterable[Frame]) -> tuple[Frame, ...]:
    """Without those that lie outside their page and show nothing."""
    return tuple(f for f in frames if f.place.box.width > 0 and f.place.box.height > 0)


def cell_frames(record: SelfEvaluation, pointer: str, paper: Paper) -> tuple[Frame, ...]:
    """A close look at one cell, marked, with a little of what stands around it."""
    return _around(places_of(record, pointer), paper, _CELL_PAD)


def pictures(frames: Iterable[Frame], paper: Paper) -> tuple[Picture, ...]:
    """The frames that there is a picture of."""
    if paper.crop is None or paper.by_line:
        return ()
    drawn = ((frame, paper.crop(frame.place)) for frame in frames)
    return tuple(Picture(frame, png) for frame, png in drawn if png)


def _row(whole: Sequence[Place], marked: Sequence[Place], paper: Paper) -> tuple[Frame, ...]:
    found: list[Frame] = []
    for number in sorted({place.page for place in whole}):
        size = paper.size(number)
        box = union(place.box for place in whole if place.page == number)
        marks = tuple(place.box for place in marked if place.page == number)
        if size is not None and box.height > _TALLEST * size[1]:
            found += _around([p for p in marked or whole[:1] if p.page == number], paper, _CELL_PAD)
            continue
        found.append(Frame(Place(number, _padded(box, _ROW_PAD, size)), marks))
    return _on_paper(found)


def _around(places: Sequence[Place], paper: Paper, pad: tuple[float, float]) -> tuple[Frame, ...]:
    found: list[Frame] = []
    for number in sorted({place.page for place in places}):
        marks = tuple(place.box for place in places if place.page == number)
        box = _padded(union(marks), pad, paper.size(number))
        found.append(Frame(Place(number, box), marks))
    return _on_paper(found)


def _padded(box: Box, pad: tuple[float, float], size: tuple[float, float] | None) -> Box:
    width, height = size or (box.x1 + pad[0], box.bottom + pad[1])
    return Box(
        max(0.0, box.x0 - pad[0]),
        max(0.0, box.top - pad[1]),
        min(width, box.x1 + pad[0]),
        min(height, box.bottom + pad[1]),
    )
