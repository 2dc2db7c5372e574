"""What can go wrong with a store, as messages with a remedy."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import ArgumentError, DatabaseError, NoSuchModuleError, SQLAlchemyError

from schemas.errors import FuheError, UsageError


class StoreError(FuheError):
    """The store cannot be opened, read or written; what was stored before is untouched."""


@contextmanager
def told_plainly(shown_url: str) -> Iterator[None]:
    """Turns database errors into ``StoreError``; ``shown_url`` must not hold a password.

    Raises UsageError for a URL that names no database, StoreError for everything else.
    """
    try:
        yield
    except (ArgumentError, NoSuchModuleError) as error:
        raise UsageError(
            "store-url",
            f"看不懂存储地址 {shown_url}。请写成 sqlite:///文件.db 或 postgresql://主机/库名。",
            f"Cannot understand the store URL {shown_url}. "
            "Write sqlite:///file.db or postgresql://host/database.",
        ) from error
    except SQLAlchemyError as error:
        raise _explain(error, shown_url) from error


def _explain(error: SQLAlchemyError, url: str) -> StoreError:
    cause = str(getattr(error, "orig", None) or error).splitlines()[0]
    text = cause.lower()
    if "disk is full" in text or "no space left" in text or "disk i/o error" in text:
        return StoreError(
            "store-full",
            f"磁盘已满，{url} 写不进去。已存入的内容完好；腾出空间后再次运行即可继续。",
            f"The disk is full, {url} cannot be written. What was stored is intact; "
            "free some space and run the command again to go on.",
        )
    if "readonly" in text or "read-only" in text or "permission denied" in text:
        return StoreError(
            "store-read-only",
            f"{url} 是只读的。请检查文件和所在文件夹的写入权限，或用 --store 另选位置。",
            f"{url} is read-only. Check the permissions of the file and its folder, "
            "or choose another place with --store.",
        )
    if "locked" in text:
        return StoreError(
            "store-busy",
            f"{url} 正被另一个程序写入。请等它结束后再运行。",
            f"{url} is being written by another program. Run again when it has finished.",
        )
    if isinstance(error, DatabaseError) and (
        "not a database" in text or "malformed" in text or "corrupt" in text
    ):
        return StoreError(
            "store-damaged",
            f"{url} 不是数据库，或者已经损坏。请换一个文件名，或从备份恢复。",
            f"{url} is not a database, or it is damaged. Choose another file name, "
            "or restore a backup.",
        )
    return StoreError(
        "store-unavailable",
        f"打不开存储 {url}：{cause}。请检查地址、服务是否运行、账号和权限。",
        f"Cannot use the store {url}: {cause}. "
        "Check the address, whether the server runs, the account and its rights.",
    )


def no_file(url: str) -> UsageError:
    """A store that would live in memory, and end with the program."""
    return UsageError(
        "store-url",
        f"存储地址 {url} 没有指明文件，读入的内容会随程序结束而丢失。请用 --store 写出文件名。",
        f"The store URL {url} names no file: what is read would be lost with the end of the "
        "program. Name a file with --store.",
    )


def no_driver(url: str) -> UsageError:
    """The library that speaks to PostgreSQL is an extra."""
    return UsageError(
        "store-driver",
        f"打开 {url} 要用的 psycopg 没有安装。请运行：pip install 'fuhe[postgresql]'",
        f"To open {url} psycopg is wanted, which is not installed. "
        "Run: pip install 'fuhe[postgresql]'",
    )


def older_store(found: str, wanted: str, url: str) -> StoreError:
    """For commands that only read: the tables must first be rebuilt by ``fuhe batch``."""
    return StoreError(
        "store-older",
        f"{url} 的结构版本是 {found}，本程序需要 {wanted}。"
        "请对原来的文件夹再运行一次 fuhe batch，程序会重新读取并重建各表；人工更正会保留。",
        f"{url} has structure version {found}, this program needs {wanted}. "
        "Run fuhe batch on the original folder again: it reads the files anew and rebuilds "
        "the tables; human corrections are kept.",
    )


def newer_store(found: str, wanted: str, url: str) -> StoreError:
    """A store that a later version of this program has built."""
    return StoreError(
        "store-newer",
        f"{url} 的结构版本是 {found}，是更新的 fuhe 建的；本程序只懂到 {wanted}，没有改动它。"
        "请升级 fuhe，或用 --store 另选位置。",
        f"{url} has structure version {found}, made by a newer fuhe; this program knows versions "
        f"up to {wanted} and has left it alone. Upgrade fuhe, or choose another place with "
        "--store.",
    )


def foreign_store(url: str) -> StoreError:
    """A database that holds tables of the same names but was not made by this program."""
    return StoreError(
        "store-foreign",
        f"{url} 里已有别的程序建的同名表。请另选一个库或文件。",
        f"{url} already holds tables of another program under our names. "
        "Choose another database or file.",
    )
