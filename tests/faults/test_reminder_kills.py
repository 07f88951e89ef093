"""Reminders while the bot is killed: each is owed once, and comes once, or twice by a kill.

Larger ones run with `python -m tests.faults reminders`.
"""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.faults.nursery import Nursery
from tests.faults.reminder_storm import Plan, storm

pytestmark = pytest.mark.slow


def test_kills_neither_lose_a_reminder_nor_bring_it_again_and_again(
    tmp_path: Path, nursery: Nursery
) -> None:
    plan = Plan(seed=20_261_127)
    books = asyncio.run(storm(tmp_path, plan, nursery))
    print(f"\n{books.figures()}")  # noqa: T201 - shown when the test fails, or with -s
    assert books.findings(plan) == []


def test_a_bot_that_forgets_what_it_has_taken_is_found_out(
    tmp_path: Path, nursery: Nursery
) -> None:
    plan = Plan(seed=1, people=5, each=2, kills=1, broken="unguarded")
    books = asyncio.run(storm(tmp_path, plan, nursery))
    assert any("messages for 10 reminders" in found for found in books.findings(plan))
