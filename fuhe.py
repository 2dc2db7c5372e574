"""复核: reading and checking self-evaluations from Python; see ``pipeline.api``."""

from __future__ import annotations

from pathlib import Path


def _refuse_foreign_packages() -> None:
    """Our packages have common names: others on the path would be imported in their place."""
    import importlib.util

    home = Path(__file__).resolve().parent
    for name in ("pipeline", "schemas", "extractors", "forms", "audit"):
        found = importlib.util.find_spec(name)
        origin = str(found.origin) if found else None
        if origin is None or Path(origin).resolve() != home / name / "__init__.py":
            raise ImportError(
                f"另一个名为 {name} 的包或模块（{origin}）挡住了 fuhe 自己的 {home / name}；"
                f"请把它移出 sys.path 或改名，也不要在含有它的文件夹里运行 Python。 / "
                f"Another package or module named {name} ({origin}) hides fuhe's own in "
                f"{home / name}: take it off sys.path or rename it, and do not run Python from "
                "the folder that holds it."
            )


_refuse_foreign_packages()

from pipeline.api import *  # noqa: E402, F403 - after the check that this pipeline is ours
from pipeline.api import __all__, __version__  # noqa: E402, F401
