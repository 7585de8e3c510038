# Works with Python 3.11 or later, git, make and a shell; installs the rest into .venv.
# `make serve ARGS="--demo"`, `make test ARGS="-k triage"`, `make lock ARGS=--upgrade`.

.DELETE_ON_ERROR:
.NOTPARALLEL:
.PHONY: help install serve test check lint types imports drift scan sbom lock clean

# The first interpreter that is new enough and can make a virtual environment.
FIND_PYTHON = for each in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	"$$each" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& { echo "$$each"; break; }; done
PYTHON ?= $(shell $(FIND_PYTHON))
BIN = .venv/bin
PIP = $(BIN)/python -m pip --quiet --disable-pip-version-check
COMPILE = UV_PYTHON_DOWNLOADS=never $(BIN)/uv pip compile --quiet --universal --python-version 3.11 \
	--generate-hashes --no-header $(ARGS)

help:
	@echo "make serve    the service on embedded SQLite (ARGS: see 'oocd serve --help')"
	@echo "make test     every test, on SQLite and PostgreSQL"
	@echo "make check    style, types, imports, migrations, then every test: what CI runs"
	@echo "make install  all that the others need, into .venv"
	@echo "make sbom     what the service is made of, as CycloneDX JSON, into sbom.json"
	@echo "make lock     write the hashed lock files anew (ARGS=--upgrade for newer versions)"
	@echo "make clean    remove .venv and what the tools left behind"

install: .venv/developing

serve: .venv/serving
	$(BIN)/oocd serve $(ARGS)

test: .venv/developing
	$(BIN)/python -m pytest -n 3 $(ARGS)

check: lint types imports drift scan test

lint: .venv/developing
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: .venv/developing
	$(BIN)/mypy

imports: .venv/developing
	$(BIN)/lint-imports

# Tables and migrations say the same thing; on both databases the tests ask again.
drift: .venv/developing
	$(BIN)/python -m migrations.drift

# Unsafe calls in what is shipped; and secrets in any file but the locks, whose hashes look like them.
scan: .venv/developing
	$(BIN)/bandit --quiet --configfile pyproject.toml --recursive app panel_protocol migrations
	git ls-files -z -- ':!requirements*.txt' | xargs -0 $(BIN)/detect-secrets-hook

sbom: .venv/developing
	$(BIN)/cyclonedx-py requirements --pyproject pyproject.toml --output-reproducible \
		--output-file sbom.json requirements.txt

lock: .venv/developing
	$(COMPILE) pyproject.toml --extra dev --group build -o requirements-dev.txt
	$(COMPILE) pyproject.toml -c requirements-dev.txt -o requirements.txt
	$(COMPILE) --group build -c requirements-dev.txt -o requirements-build.txt

clean:
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "Needs Python 3.11 or later with its venv module: none found." >&2; exit 1; }
	@echo "Installing into .venv; the first time takes a minute or two."
	@$(PYTHON) -m venv --clear .venv

.venv/serving: requirements.txt requirements-build.txt pyproject.toml | .venv/bin/python
	@$(PIP) install --require-hashes -r requirements.txt -r requirements-build.txt
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

.venv/developing: requirements-dev.txt .venv/serving
	@$(PIP) install --require-hashes -r requirements-dev.txt
	@touch $@
