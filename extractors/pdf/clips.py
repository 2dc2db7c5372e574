"""What a clip leaves of a page object."""

from __future__ import annotations

from dataclasses import dataclass

from extractors.pdf import calls
from extractors.pdf.calls import Handle
from extractors.pdf.frame import Frame, Matrix
from schemas.geometry import Box


@dataclass(frozen=True, slots=True)
class Clip:
    """The bounds of what shows, on the upright page; ``exact`` when it is a rectangle."""

    box: Box
    exact: bool


class ClipReader:
    """Reads the clip paths of pdfium's page objects."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        self._point = calls.floats(2)
        self._known: dict[tuple[object, ...], Clip | None] = {}

    def read(self, handle: Handle, matrix: Matrix) -> Clip | None:
        """All clips of an object together; None for an object without any.

        ``matrix`` takes the coordinates of the form that holds the object to user space.
        """
        path = calls.clip_of(handle)
        count = calls.clip_count(path)
        if count <= 0:
            return None
        # Objects under one clip share its paths, and those live as long as the page.
        shared = matrix, *(calls.clip_segment_at(path, i, 0).value for i in range(count))
        if None in shared:
            return self._read(path, count, matrix)
        if shared not in self._known:
            self._known[shared] = self._read(path, count, matrix)
        return self._known[shared]

    def _read(self, path: Handle, count: int, matrix: Matrix) -> Clip | None:
        left, top, right, bottom = float("-inf"), float("-inf"), float("inf"), float("inf")
        exact = True
        for index in range(count):
            points = self._points(path, index, matrix)
            if not points:
                continue
            xs, ys = [p[0] for p in points], [p[1] for p in points]
            exact = exact and _is_rectangle(points)
            box = self._frame.box(min(xs), min(ys), max(xs), max(ys))
            left, top = max(left, box.x0), max(top, box.top)
            right, bottom = min(right, box.x1), min(bottom, box.bottom)
        if left == float("-inf"):
            return None
        return Clip(Box(left, top, right, bottom), exact)

    def _points(self, path: Handle, index: int, matrix: Matrix) -> list[tuple[float, float]]:
        a, b, c, d, e, f = matrix
        (x, y), read = self._point.parts, self._point.read
        points = []
        for number in range(calls.clip_segment_count(path, index)):
            calls.segment_point(calls.clip_segment_at(path, index, number), x, y)
            px, py = read()
            points.append((a * px + c * py + e, b * px + d * py + f))
        return points


def _is_rectangle(points: list[tuple[float, float]]) -> bool:
    if not 4 <= len(points) <= 5:
        return False
    xs, ys = {round(x, 2) for x, _ in points}, {round(y, 2) for _, y in points}
    return len(xs) <= 2 and len(ys) <= 2
