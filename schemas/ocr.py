"""What a recogniser sees in a line of ink, before anything is decided."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CharReading:
    """A recognised character: where its ink is centred along the line, 0 to 1, and how sure.

    ``others`` are the next likeliest characters with their probabilities, best first.
    """

    text: str
    probability: float
    centre: float
    others: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class LineReading:
    """The characters of one line, from left to right."""

    chars: tuple[CharReading, ...]

    @property
    def text(self) -> str:
        return "".join(char.text for char in self.chars)

    @property
    def confidence(self) -> float:
        """The least probability of its characters; 0 for a line in which nothing was seen."""
        return min((char.probability for char in self.chars), default=0.0)
