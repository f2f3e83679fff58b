# Two commands are enough: `make run` (the daemon on config/) and `make test` (all tests).
# Each sets up what it needs; `run` never installs test packages.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
RUN    := $(VENV)/.ready-to-run
TEST   := $(VENV)/.ready-to-test
ARGS   ?=

.PHONY: help run demo test lint bench clean
.DEFAULT_GOAL := help

help: ## show this list
	@grep -hE '^[a-zA-Z_-]+:.*?## ' $(MAKEFILE_LIST) | awk 'BEGIN {FS = ":.*?## "} {printf "  make %-10s %s\n", $$1, $$2}'

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed; say which with: make run PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || \
	  { echo "This Python cannot make virtual environments. On Debian or Ubuntu: apt install python3-venv" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(RUN): pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(TEST): pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev,postgres]'
	@touch $@ $(RUN)

run: $(RUN) ## run the daemon on config/ with SQLite in data/ (Ctrl-C ends it)
	$(BIN)/monitor run $(ARGS)

demo: $(RUN) ## a whole story in half a minute, without network or keys
	$(BIN)/monitor demo $(ARGS)

test: $(TEST) ## all tests, the linters and the type checker
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -n 2 $(ARGS)

lint: $(TEST) ## the linters and the type checker alone
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: ## list the benchmarks; make bench-NAME ARGS=... runs one
	@for file in benchmarks/[a-z]*.py; do \
	  name=$$(basename $$file .py); \
	  printf '  make bench-%-18s %s\n' "$$name" "$$(sed -n '1s/^"""\(.*[^"]\)"*$$/\1/p' $$file)"; done

bench-%: $(TEST)
	$(BIN)/python benchmarks/$*.py $(ARGS)

clean: ## remove the environment and caches (never data/)
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache build dist
