# One command for each thing a person does here. `make help` lists them.
# On a machine with nothing but Python 3.11-3.13 and make, `make start` and `make test` install what they need into
# .venv, from uv.lock, through pip; no script is fetched and run.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.SUFFIXES:

UV_VERSION := 0.13.9
VENV := .venv
PYTHON := $(VENV)/bin/python
UV := $(VENV)/bin/uv
# uv works on our own .venv, never fetches a Python of its own, and leaves itself installed.
SYNC := UV_PROJECT_ENVIRONMENT=$(VENV) UV_PYTHON_DOWNLOADS=never $(UV) sync --frozen --inexact --quiet
PYTEST := $(PYTHON) -m pytest
# Two workers: the database is built once in each, which is most of the time of a short run.
JOBS ?= 2
ARGS ?=
COVER := --cov --cov-config=tests/deciding.coveragerc --cov-report=
COVERED := $(PYTHON) -m coverage report --rcfile=tests/deciding.coveragerc --fail-under=100

##@ Use

.PHONY: help
help: ## Show this list
	@awk 'BEGIN {FS = ":.*## "} /^##@/ {printf "\n%s\n", substr($$0, 5)} /^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: start
start: $(VENV)/.installed ## Install, prepare and serve everything on http://localhost:8000 (PORT=8100 make start)
	@exec $(PYTHON) manage.py serve

.PHONY: reset-example
reset-example: $(VENV)/.installed ## Throw away the local database and files in var/, and load the example again
	@rm -rf var/pressroom.sqlite3* var/workshop-files var/printed-files
	@$(PYTHON) manage.py serve --prepare-only

##@ Test

.PHONY: test
test: $(VENV)/.installed-dev ## Unit tests on SQLite, in random order (ARGS="-k ledger" narrows)
	@$(PYTHON) manage.py compile_catalogues
	@$(PYTEST) -n $(JOBS) -m "not browser and not postgresql and not engines and not bench" $(ARGS)

.PHONY: test-all
test-all: $(VENV)/.installed-dev ## All tests: also browser (Chromium) and, with DATABASE_URL, PostgreSQL
	@$(PYTHON) manage.py compile_catalogues
	@$(PYTEST) -n $(JOBS) -m "not browser and not engines and not bench" $(ARGS)
	@$(PYTEST) -n 0 -m browser $(ARGS)

.PHONY: explore
explore: $(VENV)/.installed-dev ## What must hold for any input, with new input each time (`make test` repeats the same)
	@$(PYTHON) manage.py compile_catalogues
	@HYPOTHESIS_PROFILE=explore $(PYTEST) -n $(JOBS) -m "hypothesis and not bench" $(ARGS)

.PHONY: engines
engines: $(VENV)/.installed-dev ## Search tests on a real OpenSearch, then a real Elasticsearch (needs Maven, JDK 17 and JDK 21+)
	@$(PYTHON) manage.py compile_catalogues
	@status=0; \
	for engine in opensearch elasticsearch; do \
	    $(PYTHON) -m tests.engines run $$engine -- $(PYTEST) -n 0 -q -m engines $(ARGS) || status=1; \
	done; \
	exit $$status

.PHONY: faults
faults: $(VENV)/.installed-dev ## Kill a release, and fail it, at every place, on SQLite and DATABASE_URL, while readers poll
	@$(PYTHON) manage.py compile_catalogues
	@status=0; \
	env -u DATABASE_URL FAULTS=all $(PYTEST) -n 0 -p no:randomly -m "not engines" tests/faults $(ARGS) || status=1; \
	if [ -n "$${DATABASE_URL:-}" ]; then \
	    FAULTS=all $(PYTEST) -n 0 -p no:randomly -m "not engines" tests/faults $(ARGS) || status=1; \
	fi; \
	FAULTS=all $(PYTHON) -m tests.engines run opensearch -- \
	    $(PYTEST) -n 0 -p no:randomly -m engines tests/faults/test_search_engine.py || status=1; \
	$(PYTHON) -m tests.faults.record || status=1; \
	exit $$status

.PHONY: coverage
coverage: $(VENV)/.installed-dev ## Every branch of ledger, approval and releases is tested, or it fails (DATABASE_URL: also PostgreSQL's)
	@$(PYTHON) manage.py compile_catalogues
	@env -u DATABASE_URL $(PYTEST) -n $(JOBS) -q -m "not browser and not postgresql and not engines and not bench" $(COVER) \
	    tests/cms/ledger tests/cms/approval tests/cms/releases tests/races $(ARGS)
	@case "$$DATABASE_URL" in \
	postgres*) $(PYTEST) -n 0 -q $(COVER) --cov-append tests/postgresql tests/cms/ledger/test_grants.py && \
	    $(COVERED) ;; \
	*) echo "Without PostgreSQL (DATABASE_URL), cms/ledger/grants.py is left out." && \
	    $(COVERED) --omit=cms/ledger/grants.py ;; \
	esac

.PHONY: mutants
mutants: $(VENV)/.installed-dev ## Make small faults in ledger, approval and releases; see that a test notices (ARGS="cms/ledger": a part)
	@$(PYTHON) manage.py compile_catalogues
	@$(PYTHON) -m tests.mutation --jobs $(JOBS) $(ARGS)

.PHONY: bench
bench: $(VENV)/.installed-dev ## Measure, write docs/benchmarks.md and .json (ARGS=--quick: only see that it works)
	@$(PYTHON) manage.py compile_catalogues
	@$(PYTHON) -m tests.bench $(ARGS)

##@ Quality

.PHONY: check
check: lint ## Everything that needs no database: style, types, import contracts, migrations, docs
	@$(PYTHON) manage.py compile_catalogues
	$(PYTHON) manage.py makemigrations --check --dry-run --settings cms.settings.test
	$(PYTHON) manage.py check --fail-level WARNING --settings cms.settings.test
	$(PYTEST) -n 0 -q -p no:randomly tests/architecture $(ARGS)

.PHONY: lint
lint: $(VENV)/.installed-dev ## Style, types and import contracts
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy
	$(VENV)/bin/mypy --config-file= --strict docs/examples/mirror.py
	$(VENV)/bin/lint-imports

.PHONY: format
format: $(VENV)/.installed-dev ## Put the code in order
	@$(VENV)/bin/ruff check --fix-only --quiet .
	@$(VENV)/bin/ruff format .

.PHONY: messages
messages: $(VENV)/.installed-dev ## Collect Swedish texts into the catalogues (needs GNU gettext), then compile
	@command -v xgettext >/dev/null || { echo "xgettext is missing: install the package gettext."; exit 1; }
	@$(PYTHON) manage.py makemessages -l en --no-location --no-obsolete -i '.venv/*' -i 'var/*' -i 'tests/*'
	@$(PYTHON) manage.py collect_public_words
	@$(PYTHON) manage.py compile_catalogues

.PHONY: clean
clean: ## Remove what was installed and cached; keeps var/, where the data is
	@rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis htmlcov .coverage

# --- installation ---------------------------------------------------------------------------------------------------

# Each candidate is run, not only looked up: a name on PATH may be a shim without a Python behind it.
define FIND_PYTHON
found=""; \
for name in $${PYTHON3:-} python3.13 python3.12 python3.11 python3 python; do \
    if "$$name" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' >/dev/null 2>&1; \
        then found="$$name"; break; fi; \
done; \
if [ -z "$$found" ]; then \
    have=$$(python3 --version 2>/dev/null || echo "no Python 3"); \
    echo "Python 3.11, 3.12 or 3.13 is needed, and this machine has $$have: install one (Debian: apt install python3 python3-venv), or name it: PYTHON3=/path/to/python3.12 make $(MAKECMDGOALS)." >&2; \
    exit 1; \
fi
endef

$(UV):
	@[ -w . ] || { echo "This directory cannot be written by $$(id -un): give this user the right to write here." >&2; exit 1; }
	@free=$$(df -Pk . | awk 'NR == 2 {print int($$4 / 1024)}'); \
	if [ "$$free" -lt 1200 ]; then \
	    echo "The disk is nearly full ($$free MB free, 1200 MB needed to install): make room and start again." >&2; exit 1; \
	fi
	@if [ -e $(PYTHON) ] && ! $(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null; then \
	    echo "The Python in $(VENV) no longer works or is of another version: remove it with 'make clean' and start again." >&2; exit 1; \
	fi
	@if [ ! -e $(PYTHON) ]; then \
	    $(FIND_PYTHON); \
	    echo "Installing into $(VENV) with $$($$found --version) ..."; \
	    "$$found" -m venv $(VENV) >$(VENV).log 2>&1 || { \
	        cat $(VENV).log >&2; rm -rf $(VENV) $(VENV).log; \
	        echo "$$found cannot make a virtual environment: install its venv module (Debian: apt install python3-venv)." >&2; exit 1; }; \
	    rm -f $(VENV).log; \
	fi
	@$(PYTHON) -m pip --version >/dev/null 2>&1 || $(PYTHON) -m ensurepip >/dev/null
	@$(PYTHON) -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION) || { \
	    echo "uv $(UV_VERSION) could not be installed: is the network there, and does pip reach its package index?" >&2; exit 1; }

$(VENV)/.installed: uv.lock pyproject.toml | $(UV)
	@echo "Installing the product's packages ..."
	@$(SYNC) --no-dev
	@touch $@

$(VENV)/.installed-dev: uv.lock pyproject.toml | $(UV)
	@echo "Installing the packages for development ..."
	@$(SYNC)
	@touch $@ $(VENV)/.installed
