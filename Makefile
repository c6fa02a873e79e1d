# Two commands are enough: `make run` and `make test`. Each sets up what it needs, once.

PYTHON_HERE := .venv/bin/python
WORKERS ?= $(shell n=$$(nproc 2>/dev/null || echo 2); [ $$n -gt 4 ] && n=4; echo $$n)
# files in their own order: the longest then do not come last, when the other workers have nothing left
PYTEST := $(PYTHON_HERE) -m pytest --numprocesses=$(WORKERS) --dist=loadfile --no-loadscope-reorder --durations=15 --durations-min=1
ROOMS := main.py models workflows storage ui tests

.PHONY: run test check bench screenshots settings-table venv

run: venv ## the portal with demonstration data; prints its address and the logins
	@exec $(PYTHON_HERE) main.py serve

test: venv ## everything: first what needs no browser, then the browser
	@chromium=$$(deploy/bootstrap.sh browser) || exit 1; export PORTAL_TEST_CHROMIUM="$$chromium"; failed=0; \
	$(PYTEST) tests --ignore=tests/browser || failed=1; \
	$(PYTEST) tests/browser || failed=1; \
	exit $$failed

check: venv ## style, types and import directions
	$(PYTHON_HERE) -m ruff check $(ROOMS)
	$(PYTHON_HERE) -m mypy $(ROOMS)
	.venv/bin/lint-imports

screenshots: venv ## take the README's pictures anew
	@chromium=$$(deploy/bootstrap.sh browser) || exit 1; PORTAL_TEST_CHROMIUM="$$chromium" PORTAL_TEST_KEEP_SCREENSHOTS=1 \
	$(PYTHON_HERE) -m pytest -q tests/browser/test_screenshots.py -k taken

bench: venv ## speed, each figure beside its floor from the same run
	@chromium=$$(deploy/bootstrap.sh browser) || exit 1; PORTAL_TEST_CHROMIUM="$$chromium" $(PYTHON_HERE) -m tests.bench

settings-table: venv ## write the table of settings in the operator's guide anew
	$(PYTHON_HERE) -m tests.architecture.settings_table

venv:
	@deploy/bootstrap.sh
