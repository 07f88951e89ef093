"""Rules that can be read off the source: what guards does not vanish, and nothing is spliced."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

BOT = Path(__file__).parent.parent / "bot"
SOURCES = sorted(path for path in BOT.rglob("*.py") if "versions" not in path.parts)
SQL = ("select ", "insert ", "update ", "delete ", "drop ", "alter ", "where ")
#: Words of names whose values are secrets: comparing them takes as long as they agree.
SECRETS = ("token", "secret", "digest", "signature", "password")
#: Where such a word means something else, with the reason.
NOT_SECRET = {
    "helpdesk/preparing.py": "a digest of what a message shows",
    "helpdesk/delivering.py": "the digest of a rush, by its role",
    "helpdesk/stale.py": "the same",
    "helpdesk/redrawing.py": "a digest of what a message shows",
    "helpdesk/upkeep.py": "the mark of a file",
    "storage/records.py": "a column in a query by hash",
    "website/prose.py": "a token of Markdown",
}


@cache
def trees() -> dict[str, ast.AST]:
    """Return every module as it is parsed, by its name."""
    return {
        path.relative_to(BOT).as_posix(): ast.parse(path.read_text("utf-8")) for path in SOURCES
    }


def nodes(kind: type[ast.AST]) -> Iterator[tuple[str, ast.AST]]:
    for name, tree in trees().items():
        for node in ast.walk(tree):
            if isinstance(node, kind):
                yield name, node


def test_assert_only_tells_the_reader_that_something_is_there() -> None:
    """Without them (`python -O`) the program does the same: none of them decides anything."""
    found = []
    for name, node in nodes(ast.Assert):
        assert isinstance(node, ast.Assert)
        parts = node.test.values if isinstance(node.test, ast.BoolOp) else [node.test]
        if name.startswith("simulator/"):
            continue  # it is asked by tests, and answers by assertions
        for part in parts:
            plain = ast.unparse(part)
            named = plain.startswith(("isinstance(", "callable(")) or plain.endswith("is not None")
            if not named:
                found.append((name, node.lineno, plain))
    assert found == []


def test_no_sql_is_put_together_from_texts() -> None:
    found = []
    for name, node in nodes(ast.JoinedStr):
        assert isinstance(node, ast.JoinedStr)
        words = "".join(part.value for part in node.values if isinstance(part, ast.Constant))
        if words.lower().startswith(SQL):
            found.append((name, node.lineno, words))
    for name, node in nodes(ast.Call):
        assert isinstance(node, ast.Call)
        called = ast.unparse(node.func)
        spliced = node.args and not isinstance(node.args[0], ast.Constant)
        if called in ("text", "sqlalchemy.text") and spliced:
            found.append((name, node.lineno, called))
    assert found == []


def test_secrets_are_compared_in_constant_time() -> None:
    found = []
    for name, node in nodes(ast.Compare):
        assert isinstance(node, ast.Compare)
        if name.startswith(("knowledge/", "domain/polish_words")):
            continue  # tokens of a text
        equal = any(isinstance(op, ast.Eq | ast.NotEq) for op in node.ops)
        words = ast.unparse(node).lower()
        if equal and any(secret in words for secret in SECRETS) and name not in NOT_SECRET:
            found.append((name, node.lineno, words))
    assert found == []


def test_nothing_is_unpickled_or_evaluated() -> None:
    banned = {"eval", "exec", "pickle.loads", "pickle.load", "yaml.load", "marshal.loads"}
    brought = {"pickle", "shelve", "marshal", "dill", "telnetlib", "ftplib"}
    imported = [
        (name, one.name)
        for kind in (ast.Import, ast.ImportFrom)
        for name, node in nodes(kind)
        for one in getattr(node, "names", ())
        if one.name.partition(".")[0] in brought or getattr(node, "module", "") in brought
    ]
    # Its reader makes nothing but what it knows by name, from files that only we can write.
    assert set(imported) == {("knowledge/prepared.py", "pickle")}
    calls = ((name, node) for name, node in nodes(ast.Call))
    found = [(name, ast.unparse(node.func)) for name, node in calls if isinstance(node, ast.Call)]
    assert [one for one in found if one[1] in banned] == []


def test_updates_that_wait_are_never_dropped() -> None:
    found = []
    for name, node in nodes(ast.keyword):
        assert isinstance(node, ast.keyword)
        if node.arg == "drop_pending_updates" and ast.unparse(node.value) != "False":
            found.append((name, node.value.lineno))
    assert found == []


def test_what_guards_a_door_is_made_by_the_system_and_long_enough() -> None:
    """128 bits at least; nothing that opens anything comes from `random`, which can be guessed."""
    lengths = [
        (name, node.args[0].value)
        for name, node in nodes(ast.Call)
        if isinstance(node, ast.Call)
        and ast.unparse(node.func) in ("secrets.token_urlsafe", "secrets.token_hex")
        and node.args
        and isinstance(node.args[0], ast.Constant)
    ]
    # Numbers and names, which open nothing.
    names = {"office/privacy/wishes.py", "office/proxies/farewell.py", "storage/replicas.py"}
    assert [one for one in lengths if one[0] not in names and one[1] < 16] == []
    assert len(lengths) >= 3
    chance = {name for name, node in nodes(ast.Import) if "random" in ast.unparse(node)}
    assert {one for one in chance if not one.startswith(("knowledge/", "simulator/"))} == set()


def test_nothing_is_run_by_a_shell() -> None:
    found = []
    for name, node in nodes(ast.Call):
        assert isinstance(node, ast.Call)
        called = ast.unparse(node.func)
        shell = any(
            word.arg == "shell" and ast.unparse(word.value) != "False" for word in node.keywords
        )
        if shell or called in ("os.system", "os.popen", "asyncio.create_subprocess_shell"):
            found.append((name, node.lineno, called))
    assert found == []


def test_numbers_of_strangers_are_read_where_their_signs_are_known() -> None:
    """`int` takes digits of every script, spaces and underscores: patterns must say 0-9."""
    wide = re.compile(r"\\d(?!\{4\}-)")
    found = [
        name
        for name in ("domain/callbacks.py", "domain/start_links.py", "channels/web/routes.py")
        if wide.search((BOT / name).read_text("utf-8"))
    ]
    assert found == []


#: What strangers try, and what refuses it.
REFUSALS = (
    "tests/channels/telegram/test_forged_presses.py",
    "tests/channels/web/test_routes.py",
    "tests/templates/test_sandbox.py",
    "tests/office/privacy/test_ledger.py",
)


@pytest.mark.slow
def test_without_assertions_a_refusal_is_still_a_refusal() -> None:
    """What strangers are refused holds under `python -O` (pytest keeps its own assertions)."""
    ran = subprocess.run(
        [sys.executable, "-O", "-m", "pytest", "-q", "-m", "not slow", "-p", "no:cacheprovider",
         "-W", "ignore::pytest.PytestConfigWarning", *REFUSALS],
        cwd=BOT.parent, capture_output=True, text=True, check=False, env=dict(os.environ),
    )  # fmt: skip
    assert ran.returncode == 0, ran.stdout[-2000:]
