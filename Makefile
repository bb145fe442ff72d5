# Everything runs from a clean clone, in any folder, with nothing touched outside it.
SHELL := /bin/bash
PY := .venv/bin/python
.DEFAULT_GOAL := help
.PHONY: help setup setup-dev demo test check bench open311-peers messages lock clean

help: ## list the targets
	@echo "Gongkai 公开"; echo
	@awk -F':.*## ' '/^[a-z0-9-]+:.*## /{printf "  make %-13s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: .venv/.runtime ## make .venv and install what the product needs
setup-dev: .venv/.dev ## the same, with what the tests and checks need

.venv/bin/python:
	@python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Gongkai needs Python 3.11 or newer; this is $$(python3 --version)."; exit 1; }
	python3 -m venv .venv

.venv/.runtime: requirements.lock pyproject.toml .venv/bin/python
	$(PY) -m pip install -q --disable-pip-version-check --require-hashes -r requirements.lock
	$(PY) -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	$(PY) tools/messages.py compile
	@touch $@

.venv/.dev: requirements-dev.lock .venv/.runtime
	$(PY) -m pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.lock
	bash tools/browser.sh
	@touch $@

demo: setup ## a living bureau at http://127.0.0.1:8000
	.venv/bin/gongkai demo $(ARGS)

test: setup-dev ## every test, on SQLite and on PostgreSQL
	bash tools/test.sh $(ARGS)

check: setup-dev ## ruff, mypy, contracts, messages, migrations
	bash tools/check.sh

bench: setup-dev ## speed, as ratios within one run
	$(PY) tools/bench/run.py $(ARGS)

open311-peers: setup ## FixMyStreet's client against this server (CLIENT=…/Open311.pm)
	bash tools/open311/peers.sh "$(CLIENT)"

messages: setup-dev ## collect the messages to translate
	$(PY) tools/messages.py update

lock: ## pin the versions again (needs uv); names no registry host
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate -q pyproject.toml -o requirements.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate -q --extra dev -c requirements.lock pyproject.toml -o requirements-dev.lock

clean: ## forget the virtual environment and the demo data
	rm -rf .venv var
