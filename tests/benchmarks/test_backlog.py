"""A long queue is worked off slowly by nobody's memory, and nobody new waits for all of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.benchmarks.backlog import backlog

pytestmark = pytest.mark.slow

WAITING = 100_000
MEMORY = 250.0  # MB
FIRST_ANSWER = 3.0  # seconds, on a quiet machine
NOISY = 10.0  # and with others on it


async def test_a_hundred_thousand_waiting_updates_take_no_memory_and_hold_up_nobody_new(
    tmp_path: Path,
) -> None:
    seen = await backlog(tmp_path, WAITING, "inbox", working=2.0)
    print(f"\n{seen}")  # noqa: T201 - shown when the test fails, or with -s
    assert seen.peak <= MEMORY
    assert seen.kept == WAITING
    assert seen.worked > 1
    assert seen.first <= NOISY
