# `make` lists the targets. Everything runs in .venv, which is made when it is first needed.

SHELL := /bin/bash
.DEFAULT_GOAL := help

# The first Python that is new enough.
PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& { echo $$python; break; }; done)

VENV := .venv
BIN := $(VENV)/bin
# Twice quiet: what is wrong is shown, advice is not.
PIP_INSTALL := $(BIN)/python -m pip install -qq --disable-pip-version-check

# Tests run in as many processes; more than two compilers at a time need much memory.
JOBS ?= 2

.PHONY: help demo digits test lint typecheck filecheck unit bench conformance docs-figures tools clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "%-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: $(VENV)/package.stamp ## compile a digit classifier from .tflite to C, build it and run it
	@$(BIN)/python examples/digits/demo.py

digits: $(VENV)/dev.stamp ## train the network of the demo again
	@$(BIN)/python examples/digits/train.py

test: tools lint typecheck filecheck unit ## everything that must pass; installs what it needs

lint: $(VENV)/dev.stamp ## style and format of the sources
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --quiet --check .

typecheck: $(VENV)/dev.stamp ## types, strictly
	@# The folders of the repository are the parts of the package `microaot`.
	@mkdir -p build/typing && ln -sfn ../.. build/typing/microaot
	@$(BIN)/basedpyright --pythonpath $(BIN)/python

filecheck: $(VENV)/dev.stamp ## the lit tests
	@$(BIN)/python -m pytest -q test/unit/test_check_lines.py
	@$(BIN)/lit -sv -j $(JOBS) test

unit: $(VENV)/dev.stamp ## the Python tests: C is compiled, run and compared
	@$(BIN)/python -m pytest -q -n $(JOBS)

bench: $(VENV)/dev.stamp ## code size, stack and compile time; models on Cortex-M under QEMU
	@$(BIN)/python benchmarks/code_size.py
	@$(BIN)/python benchmarks/compile_time.py
	@$(BIN)/python benchmarks/models.py

conformance: tools $(VENV)/dev.stamp ## all of Arm's conformance tests of TOSA (an hour or two)
	@$(BIN)/python benchmarks/tosa_conformance.py --limit 0 --limit-c 12 --output docs/tosa.md

docs-figures: $(VENV)/dev.stamp ## write measured figures into the documentation
	@$(BIN)/python benchmarks/docs_figures.py

tools:
	@test/support/install_tools.sh
	@PYTHON=$(PYTHON) test/support/install_tosa_tools.sh

clean: ## remove everything that is made
	@rm -rf $(VENV) build dist *.egg-info .pytest_cache .ruff_cache .hypothesis
	@find . -name __pycache__ -prune -exec rm -rf {} +

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "error: Python 3.11 or later is needed" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || test/support/install_venv.sh $(PYTHON)
	@$(PYTHON) -m venv $(VENV)

$(VENV)/package.stamp: pyproject.toml | $(VENV)/bin/python
	@$(PIP_INSTALL) --editable '.[tflite]'
	@touch $@

$(VENV)/dev.stamp: pyproject.toml | $(VENV)/bin/python
	@$(PIP_INSTALL) --editable '.[dev]'
	@touch $@ $(VENV)/package.stamp
