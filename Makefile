# The front door: `make run` and `make test` work on a fresh machine with Python 3.11, make and a package index.

SHELL := /bin/bash
PYTHON ?= $(shell for each in python3.11 python3.12 python3.13 python3.14 python3; do \
	"$$each" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo "$$each"; break; }; done)
# Set to nothing to set up with venv and pip although uv is there.
UV ?= $(shell command -v uv 2>/dev/null)
GONGKAI := .venv/bin/gongkai
EXAMPLE := src/gongkai/examples/mengjin-commerce-2023.txt

.PHONY: setup run demo test check test-postgres test-slow bench accuracy docs lock clean

setup: .venv/.setup ## Build .venv so that .venv/bin/gongkai works

.venv/.setup: requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed and was not found (set PYTHON=/path/to/python)." >&2; exit 1; }
ifneq ($(UV),)
	"$(UV)" venv --quiet --allow-existing --no-managed-python --python "$(PYTHON)" .venv
	"$(UV)" pip install --quiet --python .venv/bin/python --require-hashes -r requirements.lock
	"$(UV)" pip install --quiet --python .venv/bin/python --no-deps --no-build-isolation -e .
else
	"$(PYTHON)" -m venv .venv
	.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
endif
	@touch $@

.venv/.setup-dev: .venv/.setup requirements-dev.lock
ifneq ($(UV),)
	"$(UV)" pip install --quiet --python .venv/bin/python --require-hashes -r requirements-dev.lock
else
	.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
endif
	@touch $@

.venv/.setup-spark: .venv/.setup-dev requirements-spark.lock
ifneq ($(UV),)
	"$(UV)" pip install --quiet --python .venv/bin/python --require-hashes -r requirements-spark.lock
else
	.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-spark.lock
endif
	@touch $@

run: .venv/.setup ## Serve http://127.0.0.1:8000 with the example region, until Ctrl-C
	@exec .venv/bin/python -m gongkai.site.portal.management.launch

demo: .venv/.setup ## Read the example report, check it, and write it in six formats into out/
	@mkdir -p out
	@echo "读取并核对示例报告：$(EXAMPLE)"
	@$(GONGKAI) check $(EXAMPLE)
	@set -e; for ending in html docx xlsx pdf md json; do $(GONGKAI) convert $(EXAMPLE) out/mengjin-commerce-2023.$$ending; done

test: .venv/.setup-dev ## Unit, property, golden and real-report tests
	.venv/bin/python -m pytest -m "not slow" -n auto

test-slow: .venv/.setup-spark ## Fuzzing at length; files made by LibreOffice and Chromium; Spark
	.venv/bin/python -m pytest -m slow

test-postgres: .venv/.setup-dev ## The tests of the site on a PostgreSQL of their own
	.venv/bin/python -m tests.postgres .venv/bin/python -m pytest tests/site -n auto
	.venv/bin/python -m tests.postgres .venv/bin/python -m pytest -m slow tests/journeys/test_one_item.py tests/journeys/test_registers.py

check: .venv/.setup-dev ## Lint, types, import contracts
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports

bench: .venv/.setup-dev ## Measure speed and memory as ratios; writes docs/bench.md
	.venv/bin/python -m benchmarks

accuracy: .venv/.setup-dev ## Measure how right readers and checks are (GONGKAI_CORPUS: published reports, too); writes docs/accuracy.md
	.venv/bin/python -m tests.golden.accuracy

docs: .venv/.setup-dev ## Renew what the documents show of real output
	.venv/bin/python -m docs.renew
	rm -f docs/manual/pictures/*.png
	PICTURES=docs/manual/pictures .venv/bin/python -m pytest -q -m slow tests/journeys/test_one_item.py tests/journeys/test_registers.py

lock: ## Renew the locks from pyproject.toml (needs uv)
	uv export --quiet --no-emit-project --no-header --no-default-groups --extra site --group build -o requirements.lock
	uv export --quiet --no-emit-project --no-header --no-default-groups --extra site --group build --group dev -o requirements-dev.lock
	uv export --quiet --no-emit-project --no-header --only-group spark -o requirements-spark.lock

clean:
	rm -rf .venv out
