# make demo   build the bundled gazette into a graph and show which bodies share tasks
# make test   linters, types, tests
# Everything is installed into .venv from the lock files; after that no network is needed.

PYTHON ?= python3
BIN := .venv/bin
DEMO := kg/data/demo/zhejiang-2021-25.txt
STORE := .kg
CODE := kg tests benchmarks notebooks
READERS := tests/readers

export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_NO_INPUT := 1
PIP := $(BIN)/python -m pip install -qq
LOCKED := $(PIP) --no-build-isolation --require-hashes

.DEFAULT_GOAL := help
.PHONY: help demo test lint format bench exports notebooks readers context ontology-docs slugs lock clean

help:
	@echo "make demo     read the bundled gazette, show which bodies share the most tasks"
	@echo "make test     ruff, mypy and pytest"
	@echo "make lint     ruff and mypy alone"
	@echo "make format   let ruff put the code in order"
	@echo "make bench    measure speed and memory on this machine"
	@echo "make exports  write exports/ anew"
	@echo "make notebooks  run the notebooks and store their outputs"
	@echo "make readers  install the readers of RDF that the tests compare with (needs npm)"
	@echo "make context  make the JSON-LD context anew, after a change of the ontology"
	@echo "make ontology-docs  write the page of the ontology anew, after a change of it"
	@echo "make slugs    give new rows of the tables their slugs"
	@echo "make lock     resolve the dependencies anew into the *.lock files"
	@echo "make clean    remove .venv, .kg and caches"

demo: .venv/.run
	@$(BIN)/kg build $(DEMO) --store $(STORE)
	@echo
	@$(BIN)/kg coownership --store $(STORE) --top 15
	@echo
	@echo "The graph is in $(STORE)/ (on disk). Go on with:"
	@echo "  $(BIN)/kg show 浙政办发〔2021〕39号      a document's outline, tasks and owners"
	@echo "  $(BIN)/kg export turtle -o demo.ttl    the graph for other systems"
	@echo "  $(BIN)/kg --help                       all commands"
	@echo "exports/ holds the same graph and tables, ready made."

test: lint
	@$(BIN)/python -m pytest

lint: .venv/.dev
	@$(BIN)/ruff check $(CODE)
	@$(BIN)/ruff format --check $(CODE)
	@$(BIN)/mypy

format: .venv/.dev
	@$(BIN)/ruff check --fix $(CODE)
	@$(BIN)/ruff format $(CODE)

bench: .venv/.dev
	@for each in benchmarks/bench_*.py; do $(BIN)/python -m benchmarks.$$(basename $$each .py) || exit 1; done

# With the development tools, since Parquet needs pyarrow.
exports: .venv/.dev
	@store=$$(mktemp -d) && trap 'rm -rf "$$store"' EXIT && \
		$(BIN)/kg build $(DEMO) --store "$$store" && \
		$(BIN)/kg export --all exports --store "$$store" && \
		$(BIN)/kg coownership --store "$$store" --by owned -f csv > exports/coownership-bodies.csv && \
		$(BIN)/kg coownership --store "$$store" --by pairs -f csv > exports/coownership-pairs.csv && \
		$(BIN)/kg analyse network --store "$$store" -f svg > exports/coownership-network.svg && \
		$(BIN)/kg analyse coownership --store "$$store" -f svg > exports/coownership-heatmap.svg
	@ls -l exports

notebooks: .venv/.dev
	@$(BIN)/python -m notebooks.execute

# N3.js and Comunica, for tests/readers; without them those tests say so and are skipped.
readers:
	@cd $(READERS) && npm ci --silent

context: .venv/.run
	@$(BIN)/python -m kg.export.make_context

ontology-docs: .venv/.run
	@$(BIN)/python -m kg.export.ontology_page

slugs: .venv/.run
	@$(BIN)/python -m kg.data.make_slugs

# Resolved for Python 3.11 and later on every system; no index address enters the files.
COMPILE = .venv-lock/bin/uv pip compile -q --universal --python-version 3.11 --generate-hashes \
	--no-annotate --no-header --no-emit-index-url
lock:
	@$(PYTHON) -m venv .venv-lock
	@.venv-lock/bin/python -m pip install -qq uv
	@$(COMPILE) --extra dev pyproject.toml -o requirements-dev.lock
	@$(COMPILE) -c requirements-dev.lock pyproject.toml -o requirements.lock
	@printf 'hatchling>=1.25\neditables\nsetuptools>=80\n' | \
		$(COMPILE) -c requirements-dev.lock - -o requirements-build.lock
	@rm -rf .venv-lock

clean:
	rm -rf .venv .venv-lock $(READERS)/node_modules $(STORE) .mypy_cache .pytest_cache .ruff_cache .hypothesis dist build
	find kg tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true

# --- Environment --------------------------------------------------------------------------

.venv/.python:
	@command -v $(PYTHON) >/dev/null 2>&1 || { \
		echo "No $(PYTHON) here. Install Python 3.11 or newer, or name one: make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "kg needs Python 3.11 or newer; $(PYTHON) is $$($(PYTHON) -V 2>&1). Name another: make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -m venv --clear .venv || { rm -rf .venv; \
		echo "Python cannot make an environment here. On Debian and Ubuntu: apt-get install python3-venv"; exit 1; }
	@touch $@

# The build tools come first: jieba is a source archive, kg itself is built by hatchling.
.venv/.run: .venv/.python requirements-build.lock requirements.lock pyproject.toml
	@echo "Setting up .venv (once; a minute or two) ..." >&2
	@$(LOCKED) -r requirements-build.lock
	@$(LOCKED) -r requirements.lock
	@$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

.venv/.dev: .venv/.run requirements-dev.lock
	@echo "Adding the development tools to .venv ..." >&2
	@$(LOCKED) -r requirements-dev.lock
	@touch $@
