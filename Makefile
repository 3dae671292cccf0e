# Works on a fresh Linux machine with Python 3.11 or newer and make; everything is installed into .venv.
BIN := .venv/bin

.PHONY: help demo test slow lint format bench clean
.DEFAULT_GOAL := help

help:
	@echo "make demo    make the Suixi-like county, run its whole year, write the reports"
	@echo "make test    lint, then the fast tests"
	@echo "make slow    the tests marked slow (spreadsheet engine, kills at random points, large tables)"
	@echo "make lint    style, types, layers"
	@echo "make bench   time every stage beside a yardstick"
	@echo "make format  put the code into its one format"
	@echo "make clean   remove .venv and caches"

# Set up again whenever what is to be installed has changed.
.venv/.ready: pyproject.toml uv.lock scripts/setup
	@scripts/setup
	@touch $@

demo: .venv/.ready
	@$(BIN)/fenming demo

test: lint
	@$(BIN)/pytest -n auto

slow: .venv/.ready
	@$(BIN)/pytest -n auto -m slow

lint: .venv/.ready
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy
	@$(BIN)/lint-imports

bench: .venv/.ready
	@$(BIN)/fenming bench

format: .venv/.ready
	@$(BIN)/ruff check --fix-only --quiet
	@$(BIN)/ruff format

clean:
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
