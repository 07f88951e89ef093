"""An announcement to many through kills and a bad network; the full size runs by a command."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.faults.blast import Plan, blast, broken_promises
from tests.faults.nursery import Nursery

pytestmark = pytest.mark.slow

PLAN = Plan(seed=20_261_127, people=300, kills=5)


def test_nobody_gets_an_announcement_twice_and_every_recipient_has_an_end(
    tmp_path: Path, nursery: Nursery
) -> None:
    told = asyncio.run(blast(tmp_path, PLAN, nursery))
    print(f"\n{told.figures}")  # noqa: T201 - shown when a test fails, or with -s

    assert broken_promises(told) == []
    assert told.figures.kills == PLAN.kills
    assert told.figures.faults >= 1
    assert told.figures.blocked >= 0.8 * PLAN.blocked * PLAN.people
    assert told.figures.answers
