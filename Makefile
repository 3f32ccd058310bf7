# Each of these works from a bare clone with Python 3.11 or newer, git and make.

PORT ?= 8000
# Three on two cores: a third of the time a test waits for a browser or a database.
WORKERS ?= 3

PYTHON = .venv/bin/python
PYTEST = $(PYTHON) -m pytest -q -rfEsR

# Workers and hundreds of small programs import the same modules: they are compiled once and kept,
# also where the machine's own setting is to keep nothing.
KEEP = PYTHONDONTWRITEBYTECODE=

.DEFAULT_GOAL := help
.PHONY: help run test check format bench test-hard defences sbom words

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "make %-10s %s\n", $$1, $$2}' Makefile

run: ## the demo on http://127.0.0.1:8000 (PORT=, RANDNOTIZ_DATA_DIR=)
	@scripts/setup.sh run
	@exec .venv/bin/randnotiz start --port $(PORT)

test: ## every test, with PostgreSQL and a real browser (ARGS="tests/comments -k reply")
	@scripts/setup.sh dev
	@$(KEEP) $(PYTHON) -m compileall -q app
	@$(KEEP) $(PYTEST) -n $(WORKERS) $(ARGS)

check: ## lint, types, the import law, nothing of this machine in the files
	@scripts/setup.sh dev
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	$(PYTHON) -m mypy
	.venv/bin/bandit -q -r app -c pyproject.toml
	.venv/bin/lint-imports --no-logo
	$(PYTHON) -m scripts.strangers

format: ## put imports and lines in order
	@scripts/setup.sh dev
	.venv/bin/ruff check --fix .
	.venv/bin/ruff format .

bench: ## what the product does, timed
	@scripts/setup.sh dev
	@$(PYTHON) -m benchmarks $(ARGS)

test-hard: ## the tests that take minutes
	@scripts/setup.sh dev
	@$(PYTEST) -m hard $(ARGS)

sbom: ## what the program is made of, as CycloneDX: build/sbom.cdx.json
	@scripts/setup.sh dev
	@$(PYTHON) -m scripts.sbom

defences: ## each defence switched off in a copy: does its test fail? (ARGS="form file")
	@scripts/setup.sh dev
	@$(PYTHON) -m scripts.defences $(ARGS)

words: ## new sentences into the catalogues of locale/, and what is missing there
	@scripts/setup.sh dev
	@$(PYTHON) -m scripts.words
