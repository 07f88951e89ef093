"""Every promise names tests, and every test that is named is there."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
LINES = [
    line
    for line in (Path(__file__).parent / "README.md").read_text("utf-8").splitlines()
    if re.match(r"\| [A-Z][0-9]+ \|", line)
]
NAMED = [found for line in LINES for found in re.findall(r"`(tests/[^`]+)::(\w+)`", line)]


@cache
def names_in(file: str) -> frozenset[str]:
    tree = ast.parse((ROOT / file).read_text("utf-8"))
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return frozenset(node.name for node in tree.body if isinstance(node, kinds))


def test_every_test_that_is_named_is_there() -> None:
    missing = [
        f"{file}::{name}"
        for file, name in NAMED
        if not (ROOT / file).is_file() or name not in names_in(file)
    ]
    assert missing == []
    assert len(NAMED) >= 80


def test_every_promise_names_a_test_and_has_its_own_number() -> None:
    numbers = [line.split("|")[1].strip() for line in LINES]
    assert [line for line in LINES if "::test_" not in line] == []
    assert len(set(numbers)) == len(numbers)
