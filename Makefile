# Two commands to begin with: `make demo` and `make test`. Both prepare what they need.
PYTHON ?= python3.11
BIN := .venv/bin
#: Tests at once: many of them wait, so two for each of two cores.
WORKERS ?= 4

.PHONY: demo chat test check postgresql server train storm fuzz audit bench fix lock clean

.venv/run: requirements.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	touch $@

.venv/dev: requirements-dev.lock .venv/run
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	touch $@

demo: .venv/run ## the bot over an in-memory Telegram, in the browser; no token
	$(BIN)/python -m bot demo

chat: .venv/run ## the same in the terminal
	$(BIN)/python -m bot chat

test: .venv/dev ## the everyday tests
	$(BIN)/python -m pytest -q -m "not slow" -n $(WORKERS) --dist worksteal

check: .venv/dev ## everything that must hold before a change lands
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m bot check --strict --on 2026-11-26
	$(BIN)/python -m pytest -q -n 2 --dist worksteal --durations 12 -m "not alone" tests/faults
	$(BIN)/python -m pytest -q -n $(WORKERS) --dist worksteal --durations 12 -m "not alone" --ignore tests/faults
	DIALOGUES_ON=postgresql DIALOGUES=first $(BIN)/python -m pytest -q -n $(WORKERS) --dist worksteal tests/dialogues
	$(BIN)/python -m pytest -q -m alone

server: .venv/dev ## follow deploy/README.md on an empty Debian, to an answered question (root, debootstrap, systemd-nspawn)
	$(BIN)/python -m tests.deploy.empty_server

postgresql: .venv/dev ## all dialogues over again, on PostgreSQL
	DIALOGUES_ON=postgresql $(BIN)/python -m pytest -q -n $(WORKERS) --dist worksteal --durations 12 tests/dialogues

train: .venv/dev ## learn the weights again from the knowledge and the labelled messages (MORE=file adds others)
	$(BIN)/python -m bot.knowledge.training knowledge $(MORE)

storm: .venv/dev ## every fault test in full size, for some hours; prints a table (ONLY="torn kills": some)
	$(BIN)/python -m tests.faults.parts $(ONLY)

fuzz: .venv/dev ## a hundred times as many spoilt inputs as in `make check`, and new ones each time
	FUZZ=$${FUZZ:-100} $(BIN)/python -m pytest -q tests/fuzz
	$(BIN)/python -m tests.channels.email.fuzz 5000

audit: .venv/dev ## known vulnerabilities, licences, hashes, secrets in the history and in the wheel
	$(BIN)/python -m tests.security.vulnerabilities requirements.lock
	$(BIN)/python -m pytest -q tests/security

bench: .venv/dev ## measure, and write the results into tests/benchmarks/README.md
	$(BIN)/python -m tests.benchmarks --write tests/benchmarks/README.md
	$(BIN)/python -m tests.benchmarks.workers --write tests/benchmarks/README.md --rounds 3

fix: .venv/dev ## format, and repair what can be repaired
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lock: ## write the locked requirements again (needs uv)
	uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header -q -o requirements.lock
	uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header -q -o requirements-dev.lock

clean:
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .import_linter_cache
