"""Two workers on one PostgreSQL: what holds for one process over a file holds for them, too.

Small storms; larger ones run with `python -m tests.faults`.
"""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.faults.fleet_storm import FleetStorm, Plan, fleet_storm, outage, prepared
from tests.faults.ledger import findings
from tests.faults.nursery import Nursery
from tests.faults.test_kills import ALLOWED
from tests.faults.weather import ROUGH
from tests.postgresql import Cluster

pytestmark = pytest.mark.slow

CLEAR = Plan(seed=20_261_127, questions=60, leaders=20, kills=8, life=60)
ROUGH_ONE = Plan(seed=20_261_128, questions=30, leaders=12, kills=3, life=60, weather=ROUGH)
SERVER = Plan(seed=20_261_129, questions=30, leaders=12, kills=4, life=60, victim="server")
OUTAGE = Plan(seed=20_261_130, questions=20, leaders=12, kills=0)
LINES_A_SECOND = 20  # of each worker, while the server is away


def _whole(passed: FleetStorm) -> None:
    print(f"\n{passed.plan}\n{passed.figures}")  # noqa: T201 - shown when a test fails, or with -s
    assert findings(passed.books()) == []
    assert len(passed.people.answered) == len(passed.people.asked) == passed.plan.questions
    assert passed.figures.kills == passed.plan.kills
    assert min(passed.server.taken_by.values()) > 0  # all workers were asked
    passed.people.telegram.assert_clean(allow=ALLOWED)


def test_kills_of_workers_lose_nothing_and_double_little(
    tmp_path: Path, nursery: Nursery, postgresql_cluster: Cluster, address: str
) -> None:
    passed = asyncio.run(fleet_storm(tmp_path, CLEAR, nursery, postgresql_cluster, address))

    _whole(passed)
    assert passed.figures.per_kill <= 1.0
    assert passed.server.twice >= 1


def test_kills_of_workers_in_rough_weather_lose_nothing_either(
    tmp_path: Path, nursery: Nursery, postgresql_cluster: Cluster, address: str
) -> None:
    passed = asyncio.run(fleet_storm(tmp_path, ROUGH_ONE, nursery, postgresql_cluster, address))

    _whole(passed)
    assert passed.figures.struck


def test_kills_of_the_server_lose_nothing_and_end_no_worker(
    tmp_path: Path, nursery: Nursery, postgresql_cluster: Cluster, address: str
) -> None:
    passed = asyncio.run(fleet_storm(tmp_path, SERVER, nursery, postgresql_cluster, address))

    _whole(passed)
    assert [one.lives for one in passed.fleet.workers] == [1, 1]


def test_a_server_that_is_away_for_a_while_is_waited_for(
    tmp_path: Path, nursery: Nursery, postgresql_cluster: Cluster, address: str
) -> None:
    async def tell() -> tuple[FleetStorm, float]:
        async with prepared(tmp_path, OUTAGE, nursery, postgresql_cluster, address) as passing:
            return passing, await outage(passing, seconds=5)

    passed, lines = asyncio.run(tell())

    _whole(passed)
    assert lines <= LINES_A_SECOND * len(passed.fleet.workers)
