"""The seam between the program and recognisers: one protocol, engines found by their files.

An engine is a module of ``extractors.ocr.engines`` with ``NAME``, ``available()`` (``None``, or
the extra that is missing), ``load(threads, argument)``, which returns a ``Recogniser``, and
``second(argument)``, the engine that reads figures a second time. Nothing is imported or loaded
before it is asked for.
"""

from __future__ import annotations

import functools
import importlib
import pkgutil
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from types import ModuleType
from typing import TYPE_CHECKING, Protocol

from schemas.errors import UsageError
from schemas.ocr import LineReading

if TYPE_CHECKING:
    from extractors.ocr.prepare import Grey


class Recogniser(Protocol):
    """Reads crops of single lines, grey arrays of shape (height, width), in any number.

    ``models`` names the model files in use with their SHA-256.
    """

    @property
    def models(self) -> tuple[tuple[str, str], ...]: ...

    def read(self, lines: Sequence[Grey]) -> list[LineReading]: ...


def names() -> tuple[str, ...]:
    """The engines there are, in alphabetical order, whether or not they are installed."""
    package = importlib.import_module("extractors.ocr.engines")
    return tuple(sorted(module.name for module in pkgutil.iter_modules(package.__path__)))


@dataclass(frozen=True, slots=True)
class Readers:
    """The recogniser that reads every line, and the one that is asked again for figures."""

    first: Recogniser
    second: Recogniser | None

    @property
    def models(self) -> tuple[tuple[str, str], ...]:
        """All model files in use with their SHA-256."""
        other = self.second.models if self.second is not None else ()
        return tuple(dict.fromkeys((*self.first.models, *other)))


DEFAULT = "rapidocr"
NONE = "none"
"""In the place of an engine's name: no page is recognised, and no model loaded."""


@cache
def readers(engine: str = DEFAULT, threads: int = 1) -> Readers:
    """The engine of that name and its second reader, loaded once in the life of a process.

    ``engine`` is a name, or ``name:argument`` for engines that take one (a folder). Raises
    UsageError if there is none of that name, or its packages are missing.
    """
    name, _, argument = engine.partition(":")
    module = _module(name)
    first: Recogniser = module.load(threads, argument)
    other: str | None = module.second(argument)
    if other is None:
        return Readers(first, None)
    name, _, argument = other.partition(":")
    second: Recogniser = _module(name).load(threads, argument)
    return Readers(first, second)


def _module(name: str) -> ModuleType:
    if name not in names():
        raise UsageError(
            "no-such-engine",
            f"没有名为 {name} 的识别引擎。可选：{'、'.join(names())}，或 {NONE}。",
            f"There is no OCR engine {name}. Choose from {', '.join(names())}, or {NONE}.",
        )
    module = importlib.import_module(f"extractors.ocr.engines.{name}")
    missing: str | None = module.available()
    if missing is not None:
        raise UsageError(
            "engine-missing",
            f"识别引擎 {name} 还没有安装。请运行：pip install 'fuhe[{missing}]'",
            f"The OCR engine {name} is not installed. Run: pip install 'fuhe[{missing}]'",
        )
    return module


def check(engine: str) -> None:
    """Raises UsageError if there is no such engine, or its packages are missing; not for none."""
    if engine == NONE:
        return
    name, _, argument = engine.partition(":")
    other: str | None = _module(name).second(argument)
    if other is not None:
        _module(other.partition(":")[0])


@functools.cache  # packages do not come and go while a program runs, and every document asks
def installed(engine: str = DEFAULT) -> bool:
    """Whether the packages of an engine and of its second reader are there."""
    try:
        check(engine)
    except UsageError:
        return False
    return True
