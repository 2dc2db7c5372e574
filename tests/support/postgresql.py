"""A PostgreSQL server of the tests' own: a new cluster in a temporary folder, on a free port."""

from __future__ import annotations

import getpass
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def binaries() -> Path | None:
    """The folder of Debian's newest PostgreSQL, ``None`` where none is installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return found[-1].parent if found else None


@contextmanager
def server(folder: Path) -> Iterator[str]:
    """Runs a server and yields its URL; stops it and removes its files afterwards.

    PostgreSQL refuses to run as root: there the account ``postgres`` of the package is used.
    """
    as_root = os.geteuid() == 0
    prefix = ["runuser", "-u", "postgres", "--"] if as_root else []
    data = Path(tempfile.mkdtemp(prefix="fuhe-postgresql-"))
    if as_root:
        shutil.chown(data, "postgres")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]

    def run(program: str, *words: str) -> None:
        subprocess.run(
            [*prefix, str(folder / program), *words],
            check=True,
            cwd=data,
            stdout=subprocess.DEVNULL,
            timeout=120,
        )

    cluster = data / "cluster"
    try:
        run("initdb", "-D", str(cluster), "-A", "trust", "-E", "UTF8", "--no-locale", "-N")
        options = f"-p {port} -k {data} -c listen_addresses=127.0.0.1 -c fsync=off"
        log = str(data / "log")
        run("pg_ctl", "-D", str(cluster), "-w", "-o", options, "-l", log, "start")
        try:
            user = "postgres" if as_root else getpass.getuser()
            yield f"postgresql://{user}@127.0.0.1:{port}/postgres"
        finally:
            run("pg_ctl", "-D", str(cluster), "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(data, ignore_errors=True)
