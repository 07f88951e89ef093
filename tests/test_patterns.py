"""Every compiled pattern of the house meets the texts that make careless ones run for minutes."""

from __future__ import annotations

import importlib
import pkgutil
import re
import time
from collections.abc import Iterator
from typing import Any

import pytest

import bot

pytestmark = pytest.mark.slow
LONGEST = 0.02  # seconds for one text, the best of three
SIZE = 4096
_SEEDS = (
    "a", "A", "7", " ", "\t", "\n", ".", "-", "_", "/", ":", "=", "<", "&", "#", "@", "\\", '"',
    "ą", "\u0301", "🎺", "a ", "a.", "a-", "1.", "1 ", "1-", "1:", "+48 ", "a@", "http://", "<b>",
    "&amp;", "[a](", "**", "``", "\r\n", "v1:", "12:", "2026-", "0" * 11 + " ", "aA1 ", "/bot1:",
)  # fmt: skip
#: An end that makes a pattern, almost done, begin to doubt.
_ENDS = ("", "!", "ż")


def _modules() -> Iterator[str]:
    for found in pkgutil.walk_packages(bot.__path__, "bot."):
        # The simulator plays Telegram for the demo and the tests: strangers' texts never reach it.
        elsewhere = ("bot.simulator", "bot.storage.migrations", "bot.__main__")
        if not found.name.startswith(elsewhere):
            yield found.name


def _patterns() -> dict[str, re.Pattern[str]]:
    found: dict[str, re.Pattern[str]] = {}

    def look(name: str, value: Any) -> None:
        if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
            found[name] = value
        elif isinstance(value, dict):
            for key, item in value.items():
                look(f"{name}[{key}]", item)
        elif isinstance(value, list | tuple):
            for place, item in enumerate(value):
                look(f"{name}[{place}]", item)

    for module in _modules():
        for name, value in vars(importlib.import_module(module)).items():
            look(f"{module}.{name}", value)
    return found


PATTERNS = _patterns()
TEXTS = [f"{(seed * SIZE)[: SIZE - 1]}{end}" for seed in _SEEDS for end in _ENDS]


def slowest(pattern: re.Pattern[str]) -> tuple[float, str]:
    """Return the worst time over all texts, and the text; one seen slow is timed again."""
    worst = (0.0, "")
    for text in TEXTS:
        taken = _timed(pattern, text)
        if taken > LONGEST:  # machines are noisy: a pattern is slow when it always is
            taken = min(taken, _timed(pattern, text), _timed(pattern, text))
        worst = max(worst, (taken, text[:20]))
    return worst


def _timed(pattern: re.Pattern[str], text: str) -> float:
    started = time.thread_time()
    pattern.search(text)
    pattern.fullmatch(text)
    return time.thread_time() - started


def test_the_patterns_of_the_house_are_found() -> None:
    assert len(PATTERNS) >= 25


@pytest.mark.parametrize("name", sorted(PATTERNS))
def test_a_pattern_is_quick_on_hostile_texts(name: str) -> None:
    taken, text = slowest(PATTERNS[name])
    assert taken <= LONGEST, text


def test_the_check_notices_a_pattern_that_doubts_too_long() -> None:
    assert _timed(re.compile(r"(a+)+!"), "a" * 22) > LONGEST
