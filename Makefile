# Thin: each target is one command you may as well type yourself.

PYTHON ?= python3
VENV   := .venv/bin/python
UV     ?= uv
LOCK   := $(UV) pip compile --quiet --python-version 3.11 --universal --generate-hashes \
          --no-emit-index-url --no-emit-find-links --no-header --no-annotate

.PHONY: help app demo test check lock bench screenshots

help:  ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

app:  ## open the window
	$(PYTHON) main.py

demo:  ## the main job end to end, into demo/
	$(PYTHON) main.py demo

test:  ## the tests alone
	$(PYTHON) -m tests --quick

check:  ## linters, types, import contracts and tests: what must pass before a commit
	$(PYTHON) -m tests

lock:  ## pin every package anew; needs uv and the full public index
	$(LOCK) --upgrade pyproject.toml -o requirements.lock > /dev/null
	$(LOCK) --upgrade --group dev -c requirements.lock pyproject.toml -o requirements-dev.lock > /dev/null
	@! grep -nE 'https?://' requirements.lock requirements-dev.lock

bench: .venv  ## how fast, as ratios to the bare tools, as a table
	$(VENV) -m benchmarks

screenshots: .venv  ## draw every screen anew into docs/screenshots
	QT_QPA_PLATFORM=offscreen $(VENV) -m tools.screenshots

.venv:
	$(PYTHON) -m tests --collect-only -q --quick
