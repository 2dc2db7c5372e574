"""The program as a user who may not write everywhere, whoever runs the tests."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from pipeline.cli.main import main as real_main
from pipeline.storage.store import open_store

PROGRAM = ("-c", "from tests.support.lesser import main; raise SystemExit(main())")
NOBODY = 65534


def main() -> int:
    if os.geteuid() == 0:
        _load_libraries()
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)
    return real_main()


def _load_libraries() -> None:
    """What lies in the superuser's home cannot be imported afterwards."""
    import pipeline.batch.run
    import pipeline.cli.commands.batch  # noqa: F401

    with tempfile.TemporaryDirectory() as name:
        store = Path(name) / "a.db"
        open_store(str(store), write=True).__exit__(None, None, None)
        call = ["export", "--store", str(store), "--to", f"{name}/out", "--format", "csv"]
        assert real_main(call) == 0
        (Path(name) / "reports").mkdir()
        real_main(["batch", f"{name}/reports", "--store", f"{name}/missing/a.db"])
