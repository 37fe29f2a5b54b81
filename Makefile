# `make` alone lists the targets.
SHELL := /bin/sh
.DEFAULT_GOAL := help
.SUFFIXES:
.DELETE_ON_ERROR:

PY := .venv/bin/python
STAMP := .venv/.built
LOCK := requirements/dev.txt

.PHONY: help setup demo demo-reset test drill lint format messages catalogues shell pictures lock clean

help:  ## this list
	@echo "Lunxu, the front desk of a property sales office. Targets:"
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1	\2/p' Makefile | expand -t 22

setup: $(STAMP)  ## build .venv from the lock (the other targets do it by themselves)

# The stamp is compared with the lock, so that a new lock rebuilds .venv.
$(STAMP): $(LOCK) requirements/uv.txt scripts/build_venv.sh
	@echo "Building .venv (under a minute; longer without a package cache) ..."
	@sh scripts/build_venv.sh $(LOCK)
	@touch $(STAMP)

demo: $(STAMP)  ## run a believable office at http://127.0.0.1:8000 (PORT=9000 for another port)
	@$(PY) -m embedded demo

demo-reset: $(STAMP)  ## stop the demo and forget its data
	@$(PY) -m embedded demo-reset

# The services stay up while another test run uses them.
test: lint catalogues  ## everything: lint, catalogues, all tests on real services and in a real browser
	@status=0; $(PY) -m pytest -n 2 --dist worksteal $(ARGS) || status=$$?; $(PY) -m embedded --tests down; exit $$status

drill: $(STAMP)  ## what takes longer than `make test` may: every hostile input, 20 kills in 5,000 messages
	@status=0; HOSTILE_INPUTS=1000000 DRILL_MESSAGES=5000 DRILL_KILLS=20 $(PY) -m pytest -n 2 --dist worksteal \
		tests/reception/test_hostile.py tests/followups/test_drills.py $(ARGS) || status=$$?; \
		$(PY) -m embedded --tests down; exit $$status

lint: $(STAMP)  ## style, formatting, layers, types
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@.venv/bin/lint-imports --no-logo
	@$(PY) -m mypy

format: $(STAMP)  ## let the machine format and mend what it can
	@$(PY) -m ruff check --fix .
	@$(PY) -m ruff format .

messages: $(STAMP)  ## collect the sentences to translate into locale/
	@$(PY) -m scripts.messages

catalogues: $(STAMP)  ## compile locale/*.po
	@$(PY) scripts/catalogues.py

shell: $(STAMP)  ## a Python shell on the demo's data
	@$(PY) -m embedded run $(PY) manage.py shell

pictures: $(STAMP)  ## take the README's pictures from the running demo
	@$(PY) scripts/pictures.py

lock: $(STAMP)  ## write requirements/ anew from pyproject.toml
	@sh scripts/lock.sh

clean:  ## remove .venv, compiled catalogues and collected files (not the demo's data)
	@rm -rf .venv staticfiles .ruff_cache .mypy_cache .pytest_cache .hypothesis .import_linter_cache
	@find locale -name '*.mo' -delete 2>/dev/null || true
