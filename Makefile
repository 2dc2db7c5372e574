# 复核 (fuhe): `make help` lists the targets.
PYTHON ?= python3.11
BIN := .venv/bin
STAMP := .venv/.installed
SAMPLES := $(addprefix fixtures/pdfs/,fushun-2021.song.pdf xiling-2022.pdf lushan-2021.pdf)

.DEFAULT_GOAL := help
.PHONY: help setup run check test test-heavy test-all fixtures bench bench-scans bench-figures docs smoke fix lock clean

help: ## this list
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup: $(STAMP) ## build .venv with everything at the locked versions

$(STAMP): requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	@touch $(STAMP)

run: setup ## audit the sample reports
	$(BIN)/fuhe audit $(SAMPLES) || test $$? -eq 1

check: setup ## lint, types, import rules
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

test: setup ## the tests: no network, no browser, no models, two to three minutes on two cores
	$(BIN)/pytest -n 2 --hypothesis-profile=ci -m "not slow and not heavy and not browser"

test-heavy: setup ## whole programs started, killed and compared, and a PostgreSQL server
	$(BIN)/pytest -n 2 --hypothesis-profile=ci -m "heavy and not slow"

test-all: setup ## every test, the long ones too, on examples never tried before
	$(BIN)/pytest -n 2

bench: setup bench-scans bench-figures ## time and memory beside pdfplumber, camelot and bare pdfium, into docs/performance.md
	$(BIN)/python tests/bench/speed.py --write docs/performance.md

bench-scans: setup ## scans beside RapidOCR and img2table, texts, grids, memory, into docs/ocr.md
	$(BIN)/python -m pip install --quiet --no-deps --upgrade --target .venv/contrib opencv-contrib-python-headless==4.14.0.94
	PYTHONPATH=.venv/contrib $(BIN)/python tests/bench/scan_compare.py --write docs/ocr.md

bench-figures: setup ## 30,000 figures of scans never looked at, about half an hour, into docs/ocr.md
	$(BIN)/python tests/bench/scan_figures.py all --write docs/ocr.md

fixtures: setup ## print the fixture PDFs anew (wants Debian's chromium, libreoffice-writer, poppler-utils and CJK fonts)
	$(BIN)/python fixtures/generate
	$(BIN)/python fixtures/generate/scans/make.py

docs: setup ## write the generated pages anew: data dictionary, scoring rules, the picture of the analysis
	$(BIN)/python -m pipeline.storage.dictionary > docs/data-dictionary.md
	$(BIN)/python -m tests.support.rule_page
	$(BIN)/python -m tests.support.analysis_page > /dev/null

smoke: setup ## build the wheel, install it into an empty environment, use it from another folder
	tests/smoke.sh

fix: setup ## let ruff mend what it can
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lock: ## choose versions anew and write them down
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile pyproject.toml --all-extras --generate-hashes --no-header --no-annotate --quiet --output-file requirements.lock

clean: ## remove what was built
	rm -rf .venv dist build
