# What is done here, and how: `make` lists it. Everything runs in .venv, which `make` sets up where it is missing.
.DEFAULT_GOAL := help
.PHONY: help test slow full cover lint lock catalogue schemas readme docs pictures bench bench-long bundle kit ci
BIN := .venv/bin
FEW ?= 2
SIZES ?= 25 6500
RUNS ?= 1
BESIDE ?= --todoman

help: ## list what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

$(BIN)/pytest: pyproject.toml
	python3 -m venv .venv && $(BIN)/pip install --quiet -e '.[dev]' && touch $@

test: $(BIN)/pytest ## run the tests that the README speaks of: 160 s of CPU time
	$(BIN)/pytest -n auto

slow: $(BIN)/pytest ## run what starts many processes, browsers or offices
	$(BIN)/pytest -n $(FEW) -m slow

full: $(BIN)/pytest ## run the long forms (docs/testing.md): hours
	$(BIN)/pytest -n $(FEW) -m full

cover: $(BIN)/pytest ## run test and slow, and list the lines that no test enters
	$(BIN)/pytest -n $(FEW) -m 'slow or not slow' --cov=mstrack --cov-report=term-missing

lint: $(BIN)/pytest ## hold the code against linters, types and contracts
	$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy && $(BIN)/lint-imports

lock: $(BIN)/pytest ## write requirements.lock: the newest versions that fit, each by its hash
	$(BIN)/pip install --quiet uv && $(BIN)/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 \
	  --custom-compile-command 'make lock' --no-emit-index-url --no-emit-find-links \
	  --extra dev --extra parquet --extra intake --output-file requirements.lock pyproject.toml

catalogue: $(BIN)/pytest ## compile the Chinese catalogue after a change to mstrack.po
	$(BIN)/python tools/build_catalogue.py

schemas: $(BIN)/pytest ## write the JSON Schemas that editors read
	for one in tasks entry; do MSTRACK_LANG=zh $(BIN)/mstrack schema $$one > schemas/$$one.schema.json || exit 1; done
	for one in due list show show-entry show-history summary missing log diff check; do \
	  MSTRACK_LANG=zh $(BIN)/mstrack schema $$one > schemas/answers/$$one.schema.json || exit 1; done

readme: $(BIN)/pytest ## fill the console blocks of READMEs and tutorials with what the program answers
	$(BIN)/python tools/readme.py && $(BIN)/python tools/tutorials.py

docs: $(BIN)/pytest ## build dist/docs, the documentation as a site that opens from the disk
	$(BIN)/python tools/reference.py && $(BIN)/python tools/performance.py && $(BIN)/python tools/make_site.py

pictures: $(BIN)/pytest ## make the pictures of README and gallery (Chromium, LibreOffice, poppler, a Chinese font)
	$(BIN)/python tools/pictures.py && $(BIN)/python tools/gallery.py

bench: $(BIN)/pytest ## time the program beside others (BESIDE) and on stores of many shapes (SIZES, RUNS): an hour
	$(BIN)/python benchmarks/run.py $(BESIDE)
	$(BIN)/python benchmarks/scale.py --sizes $(SIZES) --runs $(RUNS)

bench-long: ## the same on stores of 100,000 entries: hours, and 8 GB of disk
	$(MAKE) bench SIZES="25 100000" RUNS=1

bundle: $(BIN)/pytest ## build dist/mstrack: one folder that runs without Python, for this system
	$(BIN)/python tools/bundle.py

kit: $(BIN)/pytest ## gather dist/mstrack-kit: all that an office without internet needs to install
	$(BIN)/python tools/make_kit.py

ci: ## run all that decides whether a change lands, in a clone of HEAD
	.ci/run
