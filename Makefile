# Short names for the commands in bin/; nothing here that they cannot do alone.
.PHONY: help setup demo check format lint types contracts test evaluate lock clean
VENV := .venv/bin
CASES ?= evaluation/cases

help:  ## List the targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12
setup:  ## Install what running and testing need
	bin/setup test
	bin/fetch-test-model
demo:  ## Take the demo dossiers through the whole path
	bin/start
check:  ## Every check: form, lint, types, contracts, tests
	bin/check
format:  ## Lay out the code and mend what ruff can mend
	$(VENV)/ruff check --fix-only .
	$(VENV)/ruff format .
lint:  ## Lint and form
	$(VENV)/ruff format --check .
	$(VENV)/ruff check .
types:  ## mypy, strict
	$(VENV)/python -m mypy
contracts:  ## Who may import whom
	$(VENV)/lint-imports --no-logo
test:  ## The tests alone
	$(VENV)/python -m pytest
evaluate:  ## Score the dossiers in CASES beside the last run; fails when a figure falls (ARGS=--accept keeps it)
	$(VENV)/avis evaluate $(CASES) --compare $(ARGS)
lock:  ## Remake requirements/*.txt
	bin/lock
clean:  ## Remove what the commands made here, data of dossiers apart
	rm -rf .venv .cache .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache demo-results build dist
