# Needs Python 3.11 or newer, make and Terraform; everything else is installed into .venv.
PYTHON ?= python3
BIN := .venv/bin
INSTALL := python -m pip install --quiet --quiet --disable-pip-version-check --require-hashes
PIP := $(BIN)/$(INSTALL)
COMPILE := ../$(BIN)/pip-compile --quiet --generate-hashes --strip-extras --allow-unsafe --no-header \
	--no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-emit-options
UPGRADE ?=
CHECKOV := .venv/checkov/bin/checkov
NODE_MODULES := tests/node/node_modules/.package-lock.json

.DEFAULT_GOAL := help
.PHONY: help demo sandbox test check mutants docs pictures package lock clean terraform

help: ## what there is
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' Makefile

demo: .venv/sandbox ## walk one model from its registration to production, in a sandbox on this machine
	@$(BIN)/python -m sandbox demo

sandbox: .venv/sandbox ## start the sandbox and leave it running; Ctrl-C ends it
	@$(BIN)/python -m sandbox up

test: .venv/dev .venv/checkov/made $(NODE_MODULES) terraform ## all tests; ARGS="-k words" picks some
	@$(BIN)/pytest --numprocesses 4 --dist loadscope $(ARGS)

check: .venv/dev .venv/checkov/made terraform ## style, types, the one-way rule, Terraform, policies, and whether packages and tables are up to date
	$(BIN)/ruff format --check --quiet
	$(BIN)/ruff check --quiet
	$(BIN)/mypy
	PYTHONPATH=lambdas/src $(BIN)/lint-imports --no-cache
	terraform fmt -check -recursive
	$(BIN)/python -m tools.terraform_docs --check
	$(BIN)/python -m tools.policy_checks $(CHECKOV)
	$(BIN)/pytest --quiet tests/terraform -k validate
	$(BIN)/python -m lambdas.packaging check

# Nothing else waits for it: it takes long.
mutants: .venv/mutants/made ## change the code in one small way after the other; some test must notice. ARGS="auth" picks a room
	@nice -n 19 $(BIN)/python -m tools.mutants .venv/mutants/bin/python $(ARGS)

docs: .venv/dev ## write the tables of inputs and outputs in the READMEs anew
	@$(BIN)/python -m tools.terraform_docs

pictures: .venv/dev terraform ## make the pictures of docs/approver.md anew, with the installed Chromium
	@$(BIN)/python -m sandbox pictures

package: .venv/dev ## make lambdas/dist anew from lambdas/src and the layer's lock
	@$(BIN)/python -m lambdas.packaging build
	@$(BIN)/python -m lambdas.packaging sizes

# The layer takes the sandbox's versions, so that the sandbox runs the functions with what they get in AWS.
lock: .venv/dev ## pin the dependencies again; UPGRADE=--upgrade takes the newest, UPGRADE="-P name" one of them
	cd requirements && $(COMPILE) $(UPGRADE) --output-file sandbox.txt sandbox.in
	cd requirements && $(COMPILE) $(UPGRADE) --output-file dev.txt dev.in
	cd requirements && $(COMPILE) $(UPGRADE) --output-file checkov.txt checkov.in
	cd requirements && $(COMPILE) $(UPGRADE) --output-file mutants.txt mutants.in
	$(BIN)/python -m lambdas.packaging lock

clean: ## remove what the other targets made, except lambdas/dist
	rm -rf .venv .mutants .sandbox .import_linter_cache .mypy_cache .ruff_cache .pytest_cache .hypothesis tests/node/node_modules
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
	find . -name .terraform -type d -prune -exec rm -rf {} +

terraform:
	@command -v terraform >/dev/null || { echo "Terraform is missing. Put it on the PATH and try again."; exit 1; }

.venv/made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "$(PYTHON) is not Python 3.11 or newer. Name one that is: make PYTHON=/path/to/python3.11 ..."; exit 1; }
	@$(PYTHON) -m venv --clear .venv
	@touch $@

.venv/sandbox: requirements/sandbox.txt .venv/made
	@echo "Installing the sandbox's dependencies into .venv"
	@$(PIP) --requirement $<
	@touch $@

# dev.txt holds all of sandbox.txt.
.venv/dev: requirements/dev.txt .venv/made
	@echo "Installing the development dependencies into .venv"
	@$(PIP) --requirement $<
	@touch .venv/sandbox $@

# checkov pins what it needs so narrowly that it lives by itself.
.venv/checkov/made: requirements/checkov.txt .venv/made
	@echo "Installing checkov into .venv/checkov"
	@$(BIN)/python -m venv --clear .venv/checkov
	@.venv/checkov/bin/$(INSTALL) --requirement $<
	@touch $@

# Few need it, so that .venv goes without it.
.venv/mutants/made: requirements/mutants.txt .venv/dev
	@echo "Installing mutmut into .venv/mutants"
	@$(BIN)/python -m venv --clear .venv/mutants
	@.venv/mutants/bin/$(INSTALL) --requirement $<
	@touch $@

# npm writes this file last.
$(NODE_MODULES): tests/node/package-lock.json .venv/dev
	@echo "Installing what the tests take from npm into tests/node/node_modules"
	@cd tests/node && PATH="$(CURDIR)/$(BIN):$$PATH" npm ci --ignore-scripts --loglevel=error >/dev/null
	@touch $@
