"""With the network cut off everything works as before: models come inside packages."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.pipeline.test_scans import leaves, same

ROOT = Path(__file__).resolve().parents[2]
SCAN = ROOT / "fixtures" / "scans" / "jiangxia-2021.scan-b-turned.pdf"
CUT_OFF = ("unshare", "--map-root-user", "--net")
PROBE = "import socket; socket.create_connection(('1.1.1.1', 53), 2)"


def _cut_off() -> bool:
    if shutil.which(CUT_OFF[0]) is None:
        return False
    return subprocess.run([*CUT_OFF, "true"], capture_output=True, check=False).returncode == 0


@pytest.mark.heavy
@pytest.mark.skipif(find_spec("rapidocr") is None, reason="no extra ocr")
@pytest.mark.skipif(not _cut_off(), reason="this machine lets nobody cut off the network")
def test_a_scan_is_read_by_the_models_without_a_network() -> None:
    reached = subprocess.run(
        [*CUT_OFF, sys.executable, "-c", PROBE], capture_output=True, check=False
    )
    assert reached.returncode != 0, "the network is still there"
    program = [sys.executable, "-c", "from pipeline.cli.main import main; main()"]
    call = ["extract", "--format", "values", "--ocr", "rapidocr", "--timeout", "600", str(SCAN)]
    ran = subprocess.run(
        [*CUT_OFF, *program, *call],
        capture_output=True,
        cwd=ROOT,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    truth = json.loads((ROOT / "fixtures/pdfs/jiangxia-2021.values.json").read_text("utf-8"))
    found = leaves(truth, json.loads(ran.stdout))
    assert [x for x in found if x[2] is not None and not same(x[1], x[2])] == []
    assert sum(same(a, b) for _, a, b in found if a is not None) > 30
