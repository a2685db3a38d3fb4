# Everything installs into .venv, from the locks, with compiled bytecode. Paths are relative, so that
# a checkout may lie in a folder with a space in its name.

PYTHON ?= python3
ARGS ?=
FLOOR ?=
MINUTES ?= 60

BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
INSTALL := $(PIP) install --compile --require-hashes

# Starting without bytecode takes three times as long.
unexport PYTHONDONTWRITEBYTECODE

CATALOGUE := kpcommittee/locale/da/LC_MESSAGES/kpcommittee
EXTRACT := $(BIN)/pybabel --quiet extract --mapping-file pyproject.toml --no-location --sort-output \
	--output-file .venv/kpcommittee.pot kpcommittee
UPDATE := $(BIN)/pybabel --quiet update --input-file .venv/kpcommittee.pot --locale da \
	--ignore-obsolete --ignore-pot-creation-date --width 110 --output-file

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run install documents sample test quick soak check lint format types imports messages-check messages tables lock sbom bench mutants pictures history clean

help:  ## Show what can be made
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(firstword $(MAKEFILE_LIST)) | expand -t 16

run: install sample  ## Install and open the sample meeting
	@$(BIN)/kpcommittee $(ARGS)

install: .venv/.runtime $(CATALOGUE).mo
	@$(BIN)/python -m compileall -q kpcommittee

documents: .venv/.documents  ## Install what Word and PDF need

# Again only after the table changed or the database was removed.
sample: install
	@{ [ .venv/.sample -nt placements.csv ] && ls *.db >/dev/null 2>&1; } || \
		{ $(BIN)/kpcommittee placements import placements.csv >/dev/null && touch .venv/.sample; }

# Four workers for two cores: a test of a screen waits half its time for the screen to settle. The longest tests take a
# hundred times the shortest, so that an idle worker takes over from a busy one.
WORKERS := $(shell $(PYTHON) -c "import os; print((os.cpu_count() or 1) * 2)")
PYTEST := $(BIN)/python -m pytest --dist worksteal --numprocesses
# Without the screens hardly a test waits, and each worker computes for four seconds before its first one.
QUICK_WORKERS := $(shell $(PYTHON) -c "import os; print((os.cpu_count() or 1) + 1)")

test: .venv/.dev  ## Run the tests (ARGS="-x -k balance" for some of them)
	@$(BIN)/python -m compileall -q kpcommittee
	@$(PYTEST) $(WORKERS) $(ARGS)

quick: .venv/.dev  ## Run one floor's tests (FLOOR=domain), or all but those of the screens and the terminal
	@$(BIN)/python -m compileall -q kpcommittee
	@$(PYTEST) $(if $(FLOOR),$(WORKERS) tests/$(FLOOR),$(QUICK_WORKERS) --ignore=tests/tui --ignore=tests/pty) $(ARGS)

soak: .venv/.dev .venv/.fuzz  ## Draw many more random meetings, years and kinds of damage than the tests do, and fuzz the readers (MINUTES=60)
	@$(BIN)/python -m compileall -q kpcommittee
	@$(BIN)/python -m tools.soak --minutes $(MINUTES) $(ARGS)

check: lint format types imports messages-check  ## Lint, format, types, import contracts, translations

lint: .venv/.dev
	$(BIN)/ruff check .

format: .venv/.dev
	$(BIN)/ruff format --check .

types: .venv/.dev
	$(BIN)/mypy

imports: .venv/.dev
	$(BIN)/lint-imports

# Compared by hand: Babel's own `update --check` finds a difference in every text that has a context.
messages-check: .venv/.dev
	@$(EXTRACT)
	@cp $(CATALOGUE).po .venv/kpcommittee.po
	@$(UPDATE) .venv/kpcommittee.po
	@cmp -s .venv/kpcommittee.po $(CATALOGUE).po || { echo "kpcommittee.po is not up to date: run make messages"; exit 1; }
	$(BIN)/python -m pytest --quiet tests/unit/test_messages.py

messages: .venv/.dev  ## Collect the texts in the code into the Danish catalogue
	$(EXTRACT)
	$(UPDATE) $(CATALOGUE).po

# After `install`: a table of keys has the Danish too.
tables: .venv/.dev install  ## Write the tables of the pages anew from the code: keys, cautions, columns
	@$(BIN)/python tools/tables.py

bench: .venv/.dev .venv-bench/posting/.installed .venv-bench/harlequin/.installed  ## Measure against bare counterparts and two peers
	$(BIN)/python -m compileall -q kpcommittee
	$(BIN)/python -m benchmarks $(ARGS)

mutants: .venv/.dev  ## Tell which small changes no test notices (ARGS="kpcommittee/domain/capacity/tipping.py --most 30")
	@$(BIN)/python -m tools.mutants $(ARGS)

pictures: .venv/.dev  ## Make the pictures of the documentation
	$(BIN)/python tools/pictures.py $(ARGS)

# In memory where there is room: every event waits for the disk.
history: .venv/.dev  ## Make the three years anew that the demo opens with
	TMPDIR=$(wildcard /dev/shm) $(BIN)/python -m tools.history $(ARGS)

# The dev file holds all of the first at the same versions, and what development needs.
LOCK := .venv-lock/bin/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--no-annotate --custom-compile-command "make lock" --quiet $(ARGS) pyproject.toml
lock: .venv-lock/bin/uv  ## Renew the locks (ARGS=--upgrade for newer versions)
	$(LOCK) --extra dev --output-file requirements-dev.lock
	$(LOCK) --extra build --constraint requirements-dev.lock --output-file requirements.lock
	$(LOCK) --extra build --extra documents --constraint requirements-dev.lock --output-file requirements-documents.lock

sbom: build/sbom.json  ## List every locked package with its version and licence (CycloneDX)

# From an environment with nothing else in it: the lock itself says nothing of licences.
build/sbom.json: requirements.lock pyproject.toml tools/sbom.py .venv-sbom/tool/.installed
	@rm -rf .venv-sbom/runtime
	@$(PYTHON) -m venv --without-pip .venv-sbom/runtime
	@.venv-sbom/tool/bin/python -m pip --python .venv-sbom/runtime/bin/python --disable-pip-version-check --quiet install \
		--require-hashes --requirement requirements.lock
	@mkdir -p build
	@.venv-sbom/tool/bin/cyclonedx-py environment --output-reproducible --pyproject pyproject.toml --output-file $@ \
		.venv-sbom/runtime/bin/python
	@.venv-sbom/tool/bin/python tools/sbom.py $@ requirements.lock

clean:  ## Remove what was installed and made; the workspace's own files stay
	rm -rf .venv .venv-bench .venv-lock .venv-sbom .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis build dist
	find kpcommittee tests tools benchmarks -name __pycache__ -prune -exec rm -rf {} + 2>/dev/null || true

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "kpcommittee needs Python 3.11 or newer: make PYTHON=python3.12 …")'
	@$(PYTHON) -m venv .venv

.venv/.runtime: requirements.lock pyproject.toml | .venv/bin/python
	@echo "Installing into .venv"
	@$(INSTALL) --requirement requirements.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

.venv/.documents: requirements-documents.lock .venv/.runtime
	@echo "Installing what documents need"
	@$(INSTALL) --requirement requirements-documents.lock
	@touch $@

.venv/.dev: requirements-dev.lock .venv/.runtime | $(CATALOGUE).mo
	@echo "Installing what the tests need"
	@$(INSTALL) --requirement requirements-dev.lock
	@touch $@

# Only the soak fuzzes. A system that atheris is not built for does without, and the soak says so.
.venv/.fuzz: tests/hostile/requirements.txt | .venv/.dev
	@$(PIP) install --only-binary :all: --requirement $< && touch $@ || echo "atheris cannot be installed here: the readers are not fuzzed"

# Not committed: the program reads what is compiled here, a wheel what hatch_build.py compiles into it.
$(CATALOGUE).mo: $(CATALOGUE).po | .venv/.runtime
	@$(BIN)/pybabel --quiet compile --input-file $< --output-file $@ --locale da

# Each in its own environment: they need different versions of Textual. Without them the rest is measured all the same.
.venv-bench/%/.installed: benchmarks/requirements/%.txt
	@echo "Installing $* to compare with"
	@{ $(PYTHON) -m venv .venv-bench/$* && .venv-bench/$*/bin/python -m pip --disable-pip-version-check --quiet install \
		--compile --requirement $< && touch $@; } || echo "$* cannot be installed here, and is not compared with"

.venv-lock/bin/uv:
	@$(PYTHON) -m venv .venv-lock
	@.venv-lock/bin/python -m pip --disable-pip-version-check --quiet install uv

.venv-sbom/tool/.installed:
	@$(PYTHON) -m venv .venv-sbom/tool
	@.venv-sbom/tool/bin/python -m pip --disable-pip-version-check --quiet install cyclonedx-bom==7.5.0
	@touch $@
