# Everything installs into .venv, from the locks, with compiled bytecode. Paths are relative, so that
# a checkout may lie in a folder with a space in its name.

PYTHON ?= python3
ARGS ?=

BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
INSTALL := $(PIP) install --compile --require-hashes

# Starting without bytecode takes three times as long.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help run install sample test check lint format types imports messages-check messages lock bench pictures clean

help:  ## Show what can be made
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(firstword $(MAKEFILE_LIST)) | expand -t 16

run: install sample  ## Install and open the sample meeting
	@$(BIN)/kpcommittee $(ARGS)

install: .venv/.runtime
	@$(BIN)/python -m compileall -q kpcommittee

# Again only after the table changed or the database was removed.
sample: install
	@{ [ .venv/.sample -nt placements.csv ] && ls *.db >/dev/null 2>&1; } || \
		{ $(BIN)/kpcommittee placements import placements.csv >/dev/null && touch .venv/.sample; }

test: .venv/.dev  ## Run the tests (ARGS="-x -k balance" for some of them)
	@$(BIN)/python -m compileall -q kpcommittee
	@$(BIN)/python -m pytest $(ARGS)

check: lint format types imports messages-check  ## Lint, format, types, import contracts, translations

lint: .venv/.dev
	$(BIN)/ruff check .

format: .venv/.dev
	$(BIN)/ruff format --check .

types: .venv/.dev
	$(BIN)/mypy

imports: .venv/.dev
	$(BIN)/lint-imports

messages-check: .venv/.dev
	$(BIN)/python tools/messages.py --check

messages: .venv/.dev  ## Collect the texts, update and compile the Danish catalogue (ARGS="part.po" merges)
	$(BIN)/python tools/messages.py $(ARGS)

bench: .venv/.dev  ## Measure against bare counterparts
	$(BIN)/python -m compileall -q kpcommittee
	$(BIN)/python -m benchmarks $(ARGS)

pictures: .venv/.dev  ## Make the pictures of the documentation
	$(BIN)/python tools/pictures.py $(ARGS)

# The second file holds all of the first at the same versions, and what development needs.
LOCK := .venv-lock/bin/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--no-annotate --custom-compile-command "make lock" --quiet $(ARGS) pyproject.toml
lock: .venv-lock/bin/uv  ## Renew the locks (ARGS=--upgrade for newer versions)
	$(LOCK) --extra dev --extra xlsx --output-file requirements-dev.lock
	$(LOCK) --extra build --extra xlsx --constraint requirements-dev.lock --output-file requirements.lock

clean:  ## Remove what was installed and made; the workspace's own files stay
	rm -rf .venv .venv-lock .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis build dist
	find kpcommittee tests tools benchmarks -name __pycache__ -prune -exec rm -rf {} + 2>/dev/null || true

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "kpcommittee needs Python 3.11 or newer: make PYTHON=python3.12 …")'
	@$(PYTHON) -m venv .venv

.venv/.runtime: requirements.lock pyproject.toml | .venv/bin/python
	@echo "Installing into .venv"
	@$(INSTALL) --requirement requirements.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

.venv/.dev: requirements-dev.lock .venv/.runtime
	@echo "Installing what the tests need"
	@$(INSTALL) --requirement requirements-dev.lock
	@touch $@

.venv-lock/bin/uv:
	@$(PYTHON) -m venv .venv-lock
	@.venv-lock/bin/python -m pip --disable-pip-version-check --quiet install uv
