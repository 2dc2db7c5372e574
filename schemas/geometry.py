"""Boxes and places on paper, in points from the top left of the upright page."""

from __future__ import annotations

from collections.abc import Iterable

from schemas.light import light


@light
class Box:
    """An axis-parallel rectangle ``x0 top x1 bottom``; y grows downward."""

    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def width(self) -> float:
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def area(self) -> float:
        return max(0.0, self.width) * max(0.0, self.height)

    @property
    def center(self) -> tuple[float, float]:
        return (self.x0 + self.x1) / 2, (self.top + self.bottom) / 2

    def contains(self, x: float, y: float) -> bool:
        """Whether the point lies inside or on the upper or left edge."""
        return self.x0 <= x < self.x1 and self.top <= y < self.bottom

    def overlap(self, other: Box) -> float:
        """Area shared with ``other``, in square points."""
        width = min(self.x1, other.x1) - max(self.x0, other.x0)
        height = min(self.bottom, other.bottom) - max(self.top, other.top)
        return width * height if width > 0 and height > 0 else 0.0


def union(boxes: Iterable[Box]) -> Box:
    """The smallest box that holds all of ``boxes``; ValueError when there are none."""
    items = list(boxes)
    if not items:
        raise ValueError("union of no boxes")
    return Box(
        min(b.x0 for b in items),
        min(b.top for b in items),
        max(b.x1 for b in items),
        max(b.bottom for b in items),
    )


@light
class Place:
    """A box on a page; pages count from 1.

    In a tab-separated dump, which has no geometry, the page is 1 and the box counts characters
    along the line and lines down the file, both from 0.
    """

    page: int
    box: Box
