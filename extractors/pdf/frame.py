"""From the page's own coordinates to reading coordinates: the one place rotation is undone."""

from __future__ import annotations

from dataclasses import dataclass

from schemas.geometry import Box

MAX_SIDE = 14_400.0 * 10
"""Points. Viewers stop at 14,400; a UserUnit of up to ten more is let pass."""

Sides = tuple[float, float, float, float]
"""x0, top, x1, bottom, as of a Box."""
Matrix = tuple[float, float, float, float, float, float]


@dataclass(frozen=True, slots=True)
class Frame:
    """The visible box of a page in PDF user space (y upward) and its quarter turn.

    ``turn`` is clockwise, one of 0, 90, 180, 270, as ``/Rotate`` has it.
    """

    x0: float
    y0: float
    x1: float
    y1: float
    turn: int

    @property
    def width(self) -> float:
        """Of the upright page, in points."""
        return self.y1 - self.y0 if self.turn % 180 else self.x1 - self.x0

    @property
    def height(self) -> float:
        """Of the upright page, in points."""
        return self.x1 - self.x0 if self.turn % 180 else self.y1 - self.y0

    def point(self, x: float, y: float) -> tuple[float, float]:
        """User space (y upward) to the upright page (origin top left, y downward)."""
        if self.turn == 0:
            return x - self.x0, self.y1 - y
        if self.turn == 90:
            return y - self.y0, x - self.x0
        if self.turn == 180:
            return self.x1 - x, y - self.y0
        return self.y1 - y, self.x1 - x

    def back(self, x: float, y: float) -> tuple[float, float]:
        """The upright page (origin top left, y downward) to user space (y upward)."""
        if self.turn == 0:
            return x + self.x0, self.y1 - y
        if self.turn == 90:
            return y + self.x0, x + self.y0
        if self.turn == 180:
            return self.x1 - x, y + self.y0
        return self.x1 - y, self.y1 - x

    def box(self, x0: float, y0: float, x1: float, y1: float) -> Box:
        """Two opposite corners in user space to a box on the upright page."""
        return Box(*self.sides(x0, y0, x1, y1))

    def sides(self, x0: float, y0: float, x1: float, y1: float) -> Sides:
        """Like ``box``, for what needs no Box."""
        if self.turn == 0 and x0 <= x1 and y0 <= y1:
            left, upper = self.x0, self.y1
            return x0 - left, upper - y1, x1 - left, upper - y0
        ax, ay = self.point(x0, y0)
        bx, by = self.point(x1, y1)
        return min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)

    def angle(self, clockwise: float) -> int:
        """A writing direction in user space, degrees clockwise, on the upright page."""
        return round(clockwise + self.turn) % 360

    @property
    def oversized(self) -> bool:
        """Whether the box is larger than any paper."""
        return not (self.width <= MAX_SIDE and self.height <= MAX_SIDE)

    @property
    def empty(self) -> bool:
        """Whether the box has no area worth the name."""
        return not (self.width >= 1.0 and self.height >= 1.0)
