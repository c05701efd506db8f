# Everything needs Python 3.11 or newer and make; the virtual environment in .venv makes itself.
# `make demo` and `make test` are the two to know.

TORCH := torch==2.13.0
BIN := .venv/bin
READY := .venv/.ready
PIP := $(BIN)/python -m pip --disable-pip-version-check -qq
# Built packages alone, each with the hash that its lock names: nothing of theirs runs while they are installed.
SECURELY := --no-deps --only-binary=:all: --require-hashes

UNKNOWN := PyTorch was not installed. If every build that is offered here has another hash than those in \
	requirements-torch.lock, put what `pip hash` says of its file there. PyPI has a known one for most machines.

# The first Python that is new enough; `make PYTHON=/path/to/python test` chooses another.
PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)

FUZZ_SECONDS ?= 60

.PHONY: demo test key run check lint bench soak lock sbom audit fuzz catalogues

demo: $(READY)
	$(BIN)/unsilo demo

# Tests wait more than they compute, so four processes share them. No test executed is a failure too: pytest ends with 5.
# What one process has compiled, the others take from its file, also where containers' settings would keep none.
test: export PYTHONDONTWRITEBYTECODE =
test: $(READY)
	$(BIN)/python -m pytest -n 4 --dist worksteal

# Writes a key for what is kept encrypted into .env, unless there is one.
key: $(READY)
	$(BIN)/unsilo secrets key --save

run: $(READY)
	$(BIN)/unsilo run

check: lint
	$(BIN)/mypy

lint: $(READY)
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/lint-imports --no-cache --no-logo

bench: $(READY)
	$(BIN)/python -m benchmarks.relay
	$(BIN)/python -m benchmarks.rsvp
	$(BIN)/python -m benchmarks.guard
	$(BIN)/python -m benchmarks.flooded
	$(BIN)/python -m benchmarks.matching_speed --quick

# Everything that is installed, with versions and licences, in the CycloneDX format.
sbom: $(READY)
	$(BIN)/cyclonedx-py environment --no-validate --output-file sbom.json .venv

# Whether weaknesses are known of what is locked; ends with 2 when that cannot be asked from here.
audit: $(READY)
	$(BIN)/python tools/audit.py $(TORCH)

soak: $(READY)
	$(BIN)/python -m pytest -m soak

# Feeds every parser of what comes from outside, for a minute each; atheris has builds for Linux.
fuzz: $(READY)
	$(PIP) install $(SECURELY) -r requirements-tools.lock
	$(BIN)/python tools/fuzz.py all $(FUZZ_SECONDS)

# Sentences for translators: docs/translating.md.
catalogues: $(READY)
	$(BIN)/python tools/catalogues.py

# Takes the newest release of everything that pyproject.toml allows.
lock: $(READY)
	$(BIN)/python tools/lock.py $(TORCH)

# PyTorch comes first and alone: the build for processors alone where this machine offers it, or else PyPI's; last comes
# what only GPU builds need. What the locks name is installed only when its hash is right.
$(READY): requirements.lock requirements-cpu.lock requirements-torch.lock requirements-gpu.lock pyproject.toml
	@test -n '$(PYTHON)' || { echo 'Unsilo needs Python 3.11 or newer.'; exit 1; }
	@test -x $(BIN)/python || { echo 'Making .venv: some minutes, once.'; $(PYTHON) -m venv .venv; } || \
		{ rm -rf .venv; echo 'Python cannot make virtual environments here: install python3-venv.'; exit 1; }
	@$(PIP) install $(SECURELY) -r requirements-cpu.lock 2>/dev/null || true
	@echo '$(PIP) install $(SECURELY) -r requirements-torch.lock'; \
		$(PIP) install $(SECURELY) -r requirements-torch.lock || { echo '$(UNKNOWN)'; exit 1; }
	$(PIP) install $(SECURELY) -r requirements.lock
	@$(BIN)/python -c 'import importlib.metadata as it, sys; sys.exit("+cpu" in it.version("torch"))' || exit 0; \
		echo '$(PIP) install $(SECURELY) -r requirements-gpu.lock'; \
		$(PIP) install $(SECURELY) -r requirements-gpu.lock
	$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@
