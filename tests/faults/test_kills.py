"""The promises that hold when the process is killed at any instant: nothing lost or doubled.

One storm in clear weather and one in rough; larger ones run with `python -m tests.faults`. What
the books are checked for, and that each check can fail, stands in `test_ledger` and
`test_controls`.
"""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.faults.ledger import findings
from tests.faults.nursery import Nursery
from tests.faults.storm import Plan, Storm, storm
from tests.faults.weather import ROUGH

pytestmark = pytest.mark.slow

CLEAR_STORM = Plan(seed=20_261_124, questions=400, kills=40)
ROUGH_STORM = Plan(seed=20_261_125, questions=150, leaders=50, kills=10, weather=ROUGH)
#: What a repeat may run into, or a first word to somebody who has not begun.
ALLOWED = ("access", "query is too old", "message is not modified")


def _pass(directory: Path, plan: Plan, nursery: Nursery) -> Storm:
    result = asyncio.run(storm(directory, plan, nursery))
    print(f"\n{plan}\n{result.figures}")  # noqa: T201 - shown when a test fails, or with -s
    return result


def _nothing_lost_nothing_doubled(passed: Storm) -> None:
    assert findings(passed.books()) == []
    assert len(passed.people.asked) == passed.plan.questions
    assert len(passed.people.answered) == passed.plan.questions
    assert passed.figures.kills == passed.plan.kills
    passed.people.telegram.assert_clean(allow=ALLOWED)


def test_forty_kills_lose_nothing_and_double_little(tmp_path: Path, nursery: Nursery) -> None:
    passed = _pass(tmp_path, CLEAR_STORM, nursery)

    _nothing_lost_nothing_doubled(passed)
    assert passed.figures.per_kill <= 1.0
    assert passed.figures.repeated >= 1  # a call had been begun and its outcome not stored
    assert passed.figures.kills_in_backlog >= 1  # updates had not been confirmed
    assert passed.figures.poisoned >= 1


def test_kills_in_rough_weather_lose_nothing_either(tmp_path: Path, nursery: Nursery) -> None:
    passed = _pass(tmp_path, ROUGH_STORM, nursery)

    _nothing_lost_nothing_doubled(passed)
    assert passed.figures.share <= 0.10
    assert passed.weather.early == []
    assert set(passed.figures.struck) == set(ROUGH)
