# Needs Python 3.11+ and make. Everything else comes into .venv, data and logs into var/ (docs/running.md).
SHELL = /bin/sh
.DEFAULT_GOAL = help
.PHONY: help setup run test test-all check check-steps bench faults shell manage clean

PY = .venv/bin/python
# What `make test` leaves to `make test-all`.
MARKS = not slow
EMBEDDED = $(PY) -m smsnotify.embedded
# Ends with make itself, so that ending make, in whatever way, leaves nobody behind.
FOLLOWING = exec $(EMBEDDED) --end-with-parent
# Redis has a wheel for 3.11 and 3.12 only; a newer Python needs a redis-server on the PATH.
PYTHONS = $(or $(PYTHON),python3 python3.12 python3.11 python3.13 python3.14 python)

help:
	@echo 'make run       start everything, say where it is (PORT=8000 SIMULATOR_PORT=8001 BIND=127.0.0.1)'
	@echo 'make test      every test (PYTEST_ARGS="-k quick_send -x")'
	@echo 'make check     lint, types, layers, migrations, translations'
	@echo 'make test-all  check, test and faults'
	@echo 'make bench     figures beside their limits (N=200000 WORKERS=1 ONLY=handover,single); docs/testing.md'
	@echo 'make faults    the long crash and fault runs (N=20000 ONLY=raced,web-killed SEED=1); docs/testing.md'
	@echo 'make shell     a Python shell on the data of make run; make manage ARGS="..." any other command'
	@echo 'make setup     only what the others need first'
	@echo 'make clean     remove .venv and caches; the data in var/ stay'
	@echo 'With DATABASE_URL and REDIS_URL set, those servers are used and none is started.'

run: setup
	@$(FOLLOWING) run

# The browser's tests say themselves that they did not run where there is no Chromium.
test: setup
	@$(PY) -m smsnotify.catalogues compile
	@CHROMIUM=$$($(EMBEDDED) chromium); if [ -n "$$CHROMIUM" ]; then export CHROMIUM; else unset CHROMIUM; fi; \
	$(FOLLOWING) exec --ephemeral -- $(PY) -m pytest -n logical --dist loadgroup -m "$(MARKS)" $(PYTEST_ARGS)

test-all: setup
	@failed=''; \
	$(MAKE) --no-print-directory check || failed=1; \
	DOCUMENT_EXAMPLES=40 $(MAKE) --no-print-directory test MARKS= || failed=1; \
	$(MAKE) --no-print-directory faults || failed=1; \
	test -z "$$failed"

check: setup
	@$(FOLLOWING) exec --ephemeral -- $(MAKE) --no-print-directory check-steps

# Every step runs, whatever the one before it found. The settings are production's, which ask where mail goes.
check-steps: export EMAIL_URL = consolemail://
check-steps:
	@failed=''; \
	step() { \
	  name=$$1; shift; printf '\n-- %s\n' "$$name"; \
	  "$$@" || failed="$$failed\n  $$name"; \
	}; \
	step 'lint: ruff check' .venv/bin/ruff check .; \
	step 'format: ruff format' .venv/bin/ruff format --check .; \
	step 'types: mypy' $(PY) -m mypy; \
	step 'layers: import-linter' .venv/bin/lint-imports; \
	step 'migrations: makemigrations --check' $(PY) manage.py makemigrations --check --dry-run; \
	step 'settings: manage.py check' $(PY) manage.py check --fail-level WARNING; \
	step 'API document: spectacular' $(PY) manage.py spectacular --validate --fail-on-warn --file /dev/null; \
	step 'translations: smsnotify.catalogues check' $(PY) -m smsnotify.catalogues check; \
	step 'house rules: tests.house' $(PY) -m tests.house; \
	if [ -n "$$failed" ]; then printf '\nFailed:%b\n' "$$failed"; exit 1; fi; \
	printf '\nAll checks passed.\n'

# Servers that wait for the disk, as production's do; thrown away all the same.
bench: setup
	@$(FOLLOWING) exec --ephemeral --durable -- $(PY) -m bench --n $(or $(N),200000) --workers $(or $(WORKERS),1) --only '$(ONLY)'

# The runs have servers of their own, to break; those of `exec` only lend it its keys, and it ends what is left behind.
faults: setup
	@$(FOLLOWING) exec --ephemeral -- $(PY) -m tests.faults --size $(or $(N),20000) --only '$(ONLY)' \
	  $(if $(SEED),--seed $(SEED))

shell: setup
	@$(FOLLOWING) exec -- $(PY) manage.py shell

manage: setup
	@$(FOLLOWING) exec -- $(PY) manage.py $(ARGS)

clean:
	rm -rf .venv staticfiles .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
	@if [ -d var ]; then echo 'The data in var/ stay. To begin anew: rm -rf var'; fi

# The stamp makes a second start take no time; a .venv whose Python is gone (an upgrade) is made again.
setup:
	@$(PY) -c '' 2>/dev/null || rm -f .venv/.set-up
	@$(MAKE) --silent .venv/.set-up

# Where Python may not keep its bytecode, every process compiles Django anew (2 s each): done once here.
.venv/.set-up: pyproject.toml uv.lock
	@set -e; \
	if ! { $(PY) -c '' && { test -x .venv/bin/uv || $(PY) -c 'import pip'; }; } 2>/dev/null; then \
	  found=''; \
	  for newest in 12 99; do for python in $(PYTHONS); do \
	    if [ -z "$$found" ] && "$$python" -c "import sys, venv, ensurepip; \
	        sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, $$newest))" 2>/dev/null; \
	    then found=$$python; fi; \
	  done; done; \
	  if [ -z "$$found" ]; then \
	    echo 'smsnotify needs Python 3.11 or newer with venv, and none of these is it: $(PYTHONS)' >&2; \
	    echo 'On Debian: apt-get install python3 python3-venv. Elsewhere: make run PYTHON=/path/to/python' >&2; \
	    exit 1; \
	  fi; \
	  echo "Making .venv with $$("$$found" --version) ..."; \
	  "$$found" -m venv --clear .venv; \
	fi; \
	test -x .venv/bin/uv || PIP_USER=0 $(PY) -m pip install --quiet --disable-pip-version-check 'uv>=0.9,<1'; \
	echo 'Installing what uv.lock names ...'; \
	env -u VIRTUAL_ENV UV_PROJECT_ENVIRONMENT=.venv \
	  .venv/bin/uv sync --quiet --frozen --extra embedded --python .venv/bin/python \
	  $${PYTHONDONTWRITEBYTECODE:+--compile-bytecode}; \
	touch $@
