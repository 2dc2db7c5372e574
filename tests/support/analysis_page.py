"""Runs the Python of docs/analysis.md on a store; as a program, makes its picture anew."""

from __future__ import annotations

import contextlib
import io
import os
import re
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs/analysis.md"


def blocks(language: str) -> list[str]:
    """The page's code in one language."""
    return re.findall(rf"^```{language}\n(.*?)^```", PAGE.read_text("utf-8"), re.M | re.S)


def run(folder: Path) -> tuple[dict[str, Any], str]:
    """Runs the page where ``reports.db`` lies; its names afterwards, and what it printed."""
    names: dict[str, Any] = {}
    said = io.StringIO()
    with contextlib.chdir(folder), contextlib.redirect_stdout(said):
        for number, block in enumerate(blocks("python")):
            exec(compile(block, f"analysis.md, block {number}", "exec"), names)
    return names, said.getvalue()


def main() -> None:
    from pipeline.cli.main import main as fuhe

    with tempfile.TemporaryDirectory() as name:
        fuhe(["batch", str(ROOT / "fixtures/pdfs"), "--store", f"{name}/reports.db"])
        _, said = run(Path(name))
        shutil.copy(Path(name) / "analysis.png", ROOT / "docs/images/analysis.png")
    sys.stdout.write(said)


if __name__ == "__main__":
    os.chdir(ROOT)
    main()
