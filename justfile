# The recipes of everyday work; .ci/run does the same from nothing.

# everything a change must pass
all: lint types test rules

test:
    python -m pytest

lint:
    ruff check .
    ruff format --check .

types:
    mypy

rules:
    cleanpipe rules test

# the quality table in docs/ (needs the evaluation kits beside the checkout)
bench:
    python benchmarks/quality.py
