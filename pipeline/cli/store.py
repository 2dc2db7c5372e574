"""What the commands with a store share: the option that names it, and its address."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from pipeline.cli.command import option
from schemas.message import Message

F = TypeVar("F", bound=Callable[..., Any])
DEFAULT_STORE = "fuhe.db"


def store_option(function: F) -> F:
    return option(
        "--store",
        Message(
            "存储：SQLite 文件，或 SQLAlchemy 地址，例如 postgresql://用户@主机/库",
            "The store: an SQLite file, or a SQLAlchemy URL such as postgresql://user@host/base",
        ),
        metavar="URL",
        default=DEFAULT_STORE,
        show_default=True,
    )(function)
