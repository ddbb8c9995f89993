.PHONY: help demo test test-postgres check suite fix soak screens docs requirements clean
PY := .venv/bin/python
# Programs are compiled once, not again by each process that the tests start.
export PYTHONDONTWRITEBYTECODE =
SUITE := $(PY) -m pytest -q -n 2 --dist loadfile --no-loadscope-reorder
# Whatever DATABASE_URL says: a test empties its database.
suite check soak: export DATABASE_URL =

help: ## この一覧 / this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

.venv/.run: requirements/run.txt requirements/install
	requirements/install run

.venv/.test: requirements/test.txt requirements/install
	requirements/install test

demo: .venv/.run ## 見本の町を作って動かす / serve the sample town
	.venv/bin/yakuba demo $(ARGS)

test: .venv/.test ## 検査とテスト / check + suite; installs what it needs
	tests/install
	$(MAKE) check
	$(MAKE) suite

suite: .venv/.test
	$(SUITE)

test-postgres: .venv/.test ## テストを PostgreSQL で / the suite again, on a PostgreSQL it starts itself
	tests/install
	$(PY) -m tests.postgres $(SUITE)

check: .venv/.test ## 速い検査 / ruff, mypy, import contracts, migrations, town data, docs
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/lint-imports --cache-dir .import_linter_cache
	YAKUBA_DATA=var/check $(PY) manage.py makemigrations --check --dry-run
	.venv/bin/mypy
	YAKUBA_DATA=var/check .venv/bin/yakuba town check --translations --plan
	YAKUBA_DATA=var/check .venv/bin/yakuba messages --check
	$(PY) -m docs.generate --check

fix: .venv/.test ## 整える / format and fix
	.venv/bin/ruff check --fix .
	.venv/bin/ruff format .

soak: .venv/.test ## 長い試験 / the long runs
	tests/install
	$(PY) -m pytest -q -m soak
	$(PY) -m tests.postgres $(PY) -m pytest -q -m soak tests/crash

screens: .venv/.test ## 画面の写し / screenshots into docs/screens/
	tests/install
	.venv/bin/yakuba screens

docs: .venv/.test ## 生成する文書を作り直す / regenerate docs/generated
	$(PY) -m docs.generate

requirements: ## 依存の版を上げる / re-pin with hashes
	cd requirements && for name in run test; do \
	  uv pip compile --quiet --upgrade --generate-hashes --python-version 3.11 --no-emit-index-url \
	    --custom-compile-command "make requirements" $$name.in -o $$name.txt; done

clean:
	rm -rf .venv .tools .mypy_cache .ruff_cache .import_linter_cache var
