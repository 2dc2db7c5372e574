"""Finds the page sources in their folder and reads pages through the first of them."""

from __future__ import annotations

import functools
import importlib
import pkgutil

from extractors.pdf import sources
from extractors.pdf.raw import PageSource


@functools.cache
def page_sources() -> tuple[str, ...]:
    """Names of the sources, the one asked first standing first."""
    found = [_load(module.name) for module in pkgutil.iter_modules(sources.__path__)]
    return tuple(source.NAME for source in sorted(found, key=lambda source: source.RANK))


def page_source(name: str | None = None) -> PageSource:
    """A source by name, or the first; ValueError for a name that no file has."""
    if name is not None and name not in page_sources():
        raise ValueError(f"no page source {name!r}; there are {', '.join(page_sources())}")
    return _load(name or _default())


def _default() -> str:
    return page_sources()[0]


@functools.cache
def _load(name: str) -> PageSource:
    module: PageSource = importlib.import_module(f"{sources.__name__}.{name}")
    return module
