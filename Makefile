# `make help` explains each target. Two do all the set-up: `make drafts` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
CHECKED := copydesk fetch generator tests bench

.DEFAULT_GOAL := help
.PHONY: help drafts test check lint types contracts tests format lock bench browser clean

help:  ## explain each target
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

drafts: $(READY)  ## install, then write the harassment story for all 43 forces from the embedded sample
	$(BIN)/copydesk draft harassment --sample --out output

test: $(READY) browser check  ## install, then run every quality gate and every test

check: lint types contracts tests  ## ruff, mypy --strict, import contracts and pytest

lint: $(READY)  ## ruff: lint and format
	$(BIN)/ruff check $(CHECKED)
	$(BIN)/ruff format --check $(CHECKED)

types: $(READY)  ## mypy --strict on our packages
	$(BIN)/mypy

contracts: $(READY)  ## import-linter: one direction only
	$(BIN)/lint-imports

tests: $(READY)  ## pytest on two cores
	$(BIN)/pytest -n 2

format: $(READY)  ## let ruff put the layout right
	$(BIN)/ruff check --fix $(CHECKED)
	$(BIN)/ruff format $(CHECKED)

bench: $(READY)  ## speed and memory as ratios against baselines run side by side (takes half an hour)
	$(BIN)/python -m bench

lock: $(READY)  ## pin every dependency again, from the bounds in pyproject.toml
	$(BIN)/pip install --quiet uv
	$(BIN)/uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" --quiet --output-file requirements.lock

browser:  ## have a browser for the tests of the pages: Debian's Chromium, installed when it is missing
	@command -v chromium >/dev/null || command -v google-chrome >/dev/null || \
		{ echo "No browser found: installing Debian's chromium for the tests of the pages."; \
		  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null; } || \
		{ echo "The tests of the pages need a browser. Install one: apt-get install chromium"; exit 1; }

clean:  ## remove the environment and everything generated
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache build dist
	git clean -fdXq output

$(READY): pyproject.toml requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "copydesk needs Python 3.11 or later. Point PYTHON at one: make PYTHON=python3.11 ..."; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || \
		{ echo "This Python has no venv module: installing Debian's python3-venv."; \
		  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq python3-venv >/dev/null; }
	$(PYTHON) -m venv --clear $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $(READY)
