"""A storm over PostgreSQL: people ask and answer while workers, or the server, die and come back.

What happens, and what must hold afterwards, is as in `storm`; only who dies is another. Workers
live side by side: one is killed while the others go on, and is started again at once. Where the
server dies the workers live on, and must find it again.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from bot.simulator.clock import MovableClock
from bot.simulator.people import Telegram
from tests.faults import storm
from tests.faults.balancer import Balanced
from tests.faults.fleet import Fleet, fleet
from tests.faults.ledger import Books
from tests.faults.nursery import Nursery
from tests.faults.storm import ANY_INSTANT, IDLE, Figures, People
from tests.faults.weather import Weather
from tests.postgresql import Cluster

#: Seconds in which the server is away at most, before it is started again.
AWAY = 0.4
#: Times as long as over a file may be waited for calm: each statement of a worker is a journey.
PATIENT = 3


@dataclass(frozen=True, slots=True)
class Plan(storm.Plan):
    """How much happens, and who dies meanwhile."""

    workers: int = 2
    victim: Literal["worker", "server"] = "worker"
    away: float = AWAY


@dataclass(slots=True)
class FleetStorm:
    """One storm over one world and one database of a cluster."""

    plan: Plan
    people: People
    server: Balanced
    weather: Weather
    fleet: Fleet
    cluster: Cluster
    dice: random.Random
    figures: Figures = field(default_factory=Figures)
    last: int = 0  # the worker that was started last

    def books(self) -> Books:
        """Return what is to be compared."""
        return storm.books_of(self.people, self.fleet.database)

    async def rage(self) -> None:
        """Link the group, live through the kills, and calm down."""
        await self.fleet.begin()
        self.people.coordinator.send("/polacz", chat=self.people.group)
        await self.people.group.expect("Grupa połączona", timeout=90)
        await self.calm()
        self.server.weather = self.weather
        for number in range(self.plan.kills):
            begin = self.plan.questions * number // self.plan.kills
            end = self.plan.questions * (number + 1) // self.plan.kills
            asking = asyncio.create_task(self._ask(end - begin))
            await self._strike()
            await asking
        await self.calm()
        self.server.weather = None
        await self.calm()
        await self.fleet.stop()

    async def calm(self) -> None:
        """Return when everything asked is answered, and nothing is left to be done."""
        database, questions = self.fleet.database, PATIENT * self.plan.questions
        await storm.calm(self.people, self.server, database, self.fleet, questions)

    async def _ask(self, count: int) -> None:
        await storm.ask(self.people, self.plan, self.dice, count)

    async def _strike(self) -> None:
        """Let a random while pass and kill somebody."""
        early = self.dice.random() < self.plan.early
        end = self.server.begun.count + self.dice.randint(1, self.plan.life)
        if early:
            await asyncio.sleep(self.dice.uniform(0, self.plan.start))
        else:
            await self.fleet.ready()
            await self.server.calls(end, within=IDLE)
            await asyncio.sleep(self.dice.uniform(0, ANY_INSTANT))
        assert self.fleet.running, self.fleet.end_of_log
        self.figures.kills += 1
        self.figures.kills_in_call += self.server.in_flight > 0
        self.figures.kills_in_backlog += self.server.backlog > 0
        if self.plan.victim == "server":
            await self._kill_server()
        else:
            await self._kill_worker(self.last if early else None)

    async def _kill_worker(self, number: int | None) -> None:
        """Kill one, any one or this, and start it again."""
        self.last = self.dice.randrange(len(self.fleet.workers)) if number is None else number
        await self.fleet.kill(self.last)
        self.weather.new_life()
        await self.fleet.start(self.last)

    async def _kill_server(self) -> None:
        """Kill the server, by its first process or all at once, and start it after a moment."""
        ending = self.cluster.kill if self.dice.random() < 0.5 else self.cluster.stop
        await asyncio.to_thread(ending)
        await asyncio.sleep(self.dice.uniform(0, self.plan.away))
        await asyncio.to_thread(self.cluster.start)

    def count(self) -> None:
        """Fill in the figures."""
        storm.fill_in(self.figures, self.books(), self.people, self.server, self.weather)


@asynccontextmanager
async def prepared(
    directory: Path,
    plan: Plan,
    nursery: Nursery,
    cluster: Cluster,
    database: str,
    broken: str = "",
) -> AsyncIterator[FleetStorm]:
    """Let people, Telegram and a fleet be there for the length of a block."""
    clock = MovableClock(storm.YesterdayClock())
    telegram = Telegram(clock)
    dice, delays = random.Random(plan.seed), random.Random(plan.seed + 1)
    weather = Weather(plan.seed + 2, plan.weather)
    async with fleet(directory, database, nursery, plan.workers, broken) as ships:
        server = Balanced(
            telegram,
            ships.replicas,
            plan.seed + 3,
            plan.redelivered,
            lambda: delays.uniform(0, plan.delay),
        )
        async with server.running():
            ships.api_url, ships.token = server.address, telegram.token
            people = People(telegram, clock, storm.turns_of(plan, dice))
            advising = asyncio.create_task(people.advise(database))
            try:
                yield FleetStorm(plan, people, server, weather, ships, cluster, dice)
            finally:
                advising.cancel()
                await asyncio.gather(advising, return_exceptions=True)


async def outage(passing: FleetStorm, seconds: float) -> float:
    """Let the server be away for a while in the midst of work; return the lines a second logged.

    A tenth of the questions comes before, as many after; no worker ends.
    """
    ships, questions = passing.fleet, passing.plan.questions
    await ships.begin()
    passing.people.coordinator.send("/polacz", chat=passing.people.group)
    await passing.people.group.expect("Grupa połączona", timeout=90)
    await passing.calm()
    lived = [bot.pid for bot in ships.bots]
    await storm.ask(passing.people, passing.plan, passing.dice, few := max(1, questions // 10))
    await asyncio.to_thread(passing.cluster.stop)
    logged = ships.lines
    for _ in range(questions - 2 * few):
        passing.people.ask()
        await asyncio.sleep(seconds / (questions - 2 * few))
    told = (ships.lines - logged) / seconds
    await asyncio.to_thread(passing.cluster.start)
    await storm.ask(passing.people, passing.plan, passing.dice, few)
    await passing.calm()
    assert ships.running and [bot.pid for bot in ships.bots] == lived, ships.end_of_log
    await ships.stop()
    passing.count()
    return told


async def fleet_storm(
    directory: Path, plan: Plan, nursery: Nursery, cluster: Cluster, database: str
) -> FleetStorm:
    """Let a storm pass and return what it left behind."""
    begun = asyncio.get_running_loop().time()
    async with prepared(directory, plan, nursery, cluster, database) as passing:
        await passing.rage()
    passing.figures.seconds = asyncio.get_running_loop().time() - begun
    passing.count()
    return passing
