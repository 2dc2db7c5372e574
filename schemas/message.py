"""Sentences for people, in every language the program speaks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Lang = Literal["zh", "en"]


@dataclass(frozen=True, slots=True)
class Message:
    """One sentence in Chinese and in English, written side by side where it arises."""

    zh: str
    en: str

    def say(self, lang: Lang) -> str:
        return self.en if lang == "en" else self.zh
