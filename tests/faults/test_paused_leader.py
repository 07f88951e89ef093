"""A leader that stops without ending: another one leads, and what the first still does is void.

It is paused (SIGSTOP) in the midst of a call whose outcome it will not know, and goes on when the
other has repeated and finished all. Then it would doubt its call, and what was stored as sent
would be doubtful again, if nothing kept it from storing that.
"""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.faults import ledger, rows
from tests.faults.fleet_storm import FleetStorm, Plan, prepared
from tests.faults.ledger import findings
from tests.faults.nursery import Nursery
from tests.postgresql import Cluster

pytestmark = pytest.mark.slow

PLAN = Plan(seed=5, questions=2, leaders=8, kills=0, redelivered=0.0, poisoned=0.0, mangled=0.0)
LONG = 1.5  # seconds on either side of the call's effect
STOPS = 30.0  # seconds: machines are noisy
_WHAT_IS_OWED = "SELECT id, state, attempts, reason, doubtful FROM outbox ORDER BY id"


class Story:
    """Two workers, one of which is paused."""

    def __init__(self, passing: FleetStorm) -> None:
        self.passing, self.people, self.ships = passing, passing.people, passing.fleet

    def _leads(self, number: int) -> bool:
        bot = self.ships.workers[number].bot
        return bot is not None and any(line["event"] == "leads" for line in bot.log)

    def stored(self) -> list[tuple]:
        """Return what was owed until now, as the database has it."""
        return rows.ask(self.ships.database, _WHAT_IS_OWED)

    async def tell(self) -> tuple[list[tuple], list[tuple]]:
        """Return what was stored before the paused leader went on, and after."""
        await self.ships.begin()
        leader = next(number for number in (0, 1) if self._leads(number))
        self.people.coordinator.send("/polacz", chat=self.people.group)
        await self.people.group.expect("Grupa połączona", timeout=90)
        await self.passing.calm()
        await self._pause_in_a_call(leader)
        await self.ships.workers[1 - leader].bot.logged("leads")
        await self.passing.calm()
        before = self.stored()
        self.ships.go_on(leader)
        await asyncio.sleep(2 * LONG)  # until it has noticed
        self.people.ask()
        await self.passing.calm()
        return before, self.stored()[: len(before)]

    async def _pause_in_a_call(self, leader: int) -> None:
        """Let somebody ask, and pause the leader while it sends what that brings.

        Its calls take effect, but break off.
        """
        server = self.passing.server
        server.takes = LONG
        begun = server.begun.count
        self.people.ask()
        await server.calls(begun + 1, within=STOPS)
        await asyncio.sleep(LONG / 3)  # for whatever else it sends at once
        self.people.telegram.faults.next("reset_after", server.in_flight, methods="sendMessage")
        self.ships.pause(leader)
        server.takes = 0.0


async def _told(
    directory: Path, nursery: Nursery, cluster: Cluster, address: str, broken: str = ""
) -> tuple[FleetStorm, list[tuple], list[tuple]]:
    async with prepared(directory, PLAN, nursery, cluster, address, broken) as passing:
        before, after = await Story(passing).tell()
        return passing, before, after


async def test_a_leader_that_was_paused_changes_nothing_when_it_goes_on(
    tmp_path: Path, nursery: Nursery, postgresql_cluster: Cluster, address: str
) -> None:
    passing, before, after = await _told(tmp_path, nursery, postgresql_cluster, address)

    assert after == before
    assert findings(passing.books()) == []
    assert all(times <= 1 for times in ledger.copies(passing.books()).values())


async def test_without_fencing_it_changes_what_the_other_has_stored(
    tmp_path: Path, nursery: Nursery, postgresql_cluster: Cluster, address: str
) -> None:
    _, before, after = await _told(tmp_path, nursery, postgresql_cluster, address, "lead_for_ever")

    assert after != before
