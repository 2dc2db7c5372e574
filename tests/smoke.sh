#!/usr/bin/env bash
# The wheel as a stranger gets it: built, installed into an empty environment with the locked
# versions of what it needs to run and nothing else, and used from another folder.
set -euo pipefail

root=$(cd "$(dirname "$0")/.." && pwd)
python=$root/.venv/bin/python
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
unset PYTHONPATH PYTHONHOME VIRTUAL_ENV

"$python" -m pip wheel --quiet --disable-pip-version-check --no-deps --wheel-dir "$work/dist" "$root"
# The lock's exact versions as constraints; its hashes would be asked of our own wheel too.
grep -oE '^[A-Za-z0-9._-]+(\[[a-z,]+\])?==[^ ;\\]+' "$root/requirements.lock" |
  sed -E 's/\[[a-z,]+\]//' > "$work/versions.txt"
"$python" -m venv "$work/env"
"$work/env/bin/python" -m pip install --quiet --disable-pip-version-check \
  --constraint "$work/versions.txt" "$work"/dist/*.whl

cp "$root/fixtures/pdfs/fushun-2021.song.pdf" "$work/信访局 2021.pdf"
mkdir "$work/elsewhere"
cd "$work/elsewhere"
fuhe=$work/env/bin/fuhe

echo "smoke: $("$fuhe" --version)"
status=0
"$fuhe" audit --html report.html --xlsx report.xlsx "../信访局 2021.pdf" || status=$?
[ "$status" -eq 1 ] || { echo "smoke: audit ended with $status, not 1" >&2; exit 1; }
[ -s report.html ] && [ -s report.xlsx ] || { echo "smoke: no reports" >&2; exit 1; }

"$fuhe" extract --format values "../信访局 2021.pdf" > values.json
"$work/env/bin/python" - "$root/fixtures/pdfs/fushun-2021.values.json" <<'PY'
import importlib.util
import json
import sys
from pathlib import Path

import fuhe

values = json.loads(Path("values.json").read_text(encoding="utf-8"))
truth = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
for key in ("family", "title", "year", "department"):
    assert values[key] == truth[key], (key, values[key], truth[key])
assert float(values["total_score"]) == float(truth["total_score"])
assert len(values["indicators"]) == len(truth["indicators"])
result = fuhe.audit_report("../信访局 2021.pdf")
assert result.status == "ok"
assert result.records[0].findings
assert importlib.util.find_spec("pytest") is None, "the environment is not empty"
PY
echo "smoke: the installed wheel reads and audits"
