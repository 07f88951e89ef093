"""An announcement to many while the bot is killed and calls go wrong: who got it, and how often.

    python -m tests.faults.blast            # 3,000 people: 30 kills, and once without, for pace

Telegram's limits are on, and the bot keeps its own pace. A tenth of the recipients have blocked
the bot, which it learns from the refusals. Leaders ask meanwhile. Where the bot is killed lives
are counted in its calls, as in `storm`.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import random
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, closing
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType

from bot.sender import IN_FLIGHT
from bot.simulator.clock import MovableClock
from bot.simulator.faults import Kind
from bot.simulator.limits import Limits
from bot.simulator.people import Group, Person, Telegram
from tests.dialogues.scene import COVERED
from tests.faults import ledger
from tests.faults.http_telegram import HttpTelegram, serve
from tests.faults.nursery import Nursery
from tests.faults.process import COORDINATOR, BotProcess, running_bot
from tests.faults.sizes import figure
from tests.faults.storm import forum
from tests.faults.town import Beginning
from tests.faults.weather import Weather

WORDS = "Zapraszamy na warsztat o księgach."
SECOND = 901  # the coordinator who approves
A_MORNING = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
#: Three calls of a hundred; none is a 429, for the bot is to meet none.
ROUGH: Mapping[Kind, float] = MappingProxyType(
    {"reset_after": 0.01, "reset_before": 0.01, "http_500_after": 0.005, "timeout": 0.005}
)
ALLOWED_PACE = 25.0  # messages a second
SETTLES_WITHIN = 120.0
ASKERS = 20
ENOUGH = 100  # answers: of few, one whose call was struck is more than five in a hundred


@dataclass(frozen=True, slots=True)
class Plan:
    """How many get it, and what goes wrong meanwhile."""

    seed: int
    people: int = 3000
    kills: int = 30
    blocked: float = 0.10
    asked_every: float = 1.0  # seconds


@dataclass(slots=True)
class Figures:
    """What came of it."""

    recipients: int = 0
    sent: int = 0
    uncertain: int = 0
    failed: int = 0
    cancelled: int = 0
    left: int = 0  # without an end
    twice: int = 0  # people who received it more than once
    received: int = 0
    blocked: int = 0
    kills: int = 0
    faults: int = 0
    floods: int = 0  # calls answered with 429
    told: float = 0.0  # of the announcement a second, from first to last in the last life
    pace: float = 0.0  # of all messages a second in that time
    answers: list[float] = field(default_factory=list)  # seconds each leader waited
    seconds: float = 0.0

    @property
    def slow(self) -> float:
        """Return how long 95 of 100 leaders waited at most."""
        ordered = sorted(self.answers)
        return ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))] if ordered else 0.0

    @property
    def ended(self) -> int:
        """Return for how many recipients it has ended in some way."""
        return self.sent + self.uncertain + self.failed + self.cancelled


@dataclass(slots=True)
class Blast:
    """One announcement over one world and one database."""

    plan: Plan
    directory: Path
    server: HttpTelegram
    telegram: Telegram
    group: Group
    zofia: Person
    ewa: Person
    listed: list[Person]
    leaders: list[Person]
    weather: Weather
    nursery: Nursery
    figures: Figures
    dice: random.Random
    last_life: str = ""  # when it began

    @property
    def database(self) -> Path:
        """The file that survives the kills."""
        return self.directory / "bot.db"

    @asynccontextmanager
    async def life(self) -> AsyncIterator[BotProcess]:
        """Let the bot live for the length of a block, by the world's clock and its own pace."""
        orders = {"NOW": self.telegram.clock.now().isoformat()}
        if self.plan.kills:
            orders["SWEEPS"] = "1"  # lives are too short for the usual ones
        async with running_bot(
            self.directory,
            self.server.address,
            self.telegram.token,
            starter=self.nursery.start,
            orders=orders,
            pacing="telegram",
            coordinators=f"{COORDINATOR},{SECOND}",
        ) as bot:
            await bot.ready()
            yield bot

    async def prepare(self) -> None:
        """Link the group, let people be known, and have the announcement approved."""
        async with self.life():
            self.zofia.send("/polacz", chat=self.group)
            await self.group.expect("Grupa połączona", timeout=60)
            for one in (self.zofia, *self.leaders):
                one.start()
                await one.expect("Kto tu odpowiada", timeout=60)
        self._let_them_be_known()
        async with self.life():
            self.ewa.send("dzień dobry", chat=self.group)
            self.zofia.send("/komunikat")
            await self.zofia.expect("Proszę przysłać komunikat", timeout=30)
            self.zofia.send(WORDS)
            draft = await self.zofia.expect("Komunikat: szkic", timeout=30)
            self.zofia.click(draft, "Proś o akceptację")
            card = await self.group.expect("czeka na zatwierdzenie", timeout=30)
            self.server.weather = self.weather
            self.ewa.click(card, "Zatwierdź")
            await self.group.expect("Komunikat w drodze", timeout=30)

    def _moment(self) -> str:
        """Return the moment as rows have it."""
        return self.telegram.clock.now().strftime("%Y-%m-%d %H:%M:%S.%f")

    def _let_them_be_known(self) -> None:
        """Store the recipients as people who agreed; who has blocked the bot has not said so."""
        rows = [(one.id, one.user.first_name, self._moment()) for one in self.listed]
        with closing(sqlite3.connect(self.database)) as connection, connection:
            connection.executemany(
                "INSERT INTO person (telegram_id, name, announcements, created_at)"
                " VALUES (?, ?, 1, ?)",
                rows,
            )

    async def rage(self) -> None:
        """Live through the kills, and to the end."""
        each = len(self.listed) // (self.plan.kills + 1)
        for _ in range(self.plan.kills):
            end = self.server.begun.count + self.dice.randint(each // 2, each)
            async with self.life() as bot:
                await self.server.calls(end, within=5.0)
                await asyncio.sleep(self.dice.uniform(0, 0.1))
                await bot.kill()
            self.figures.kills += 1
            self.weather.new_life()
        asking = asyncio.create_task(self._ask())
        try:
            async with self.life() as bot:
                self.last_life = self._moment()
                await self._over(bot)
                assert await bot.terminate() == 0, bot.end_of_log
        finally:
            asking.cancel()
            await asyncio.gather(asking, return_exceptions=True)

    async def _over(self, bot: BotProcess) -> None:
        async with asyncio.timeout(SETTLES_WITHIN + len(self.listed) / 10):
            while self._state() != "done" or ledger.unfinished(self.database):
                assert bot.running, bot.end_of_log
                await asyncio.sleep(0.2)

    def _state(self) -> str:
        with closing(sqlite3.connect(f"file:{self.database}?mode=ro", uri=True)) as connection:
            (state,) = connection.execute("SELECT state FROM announcement").fetchone()
            return str(state)

    async def _ask(self) -> None:
        """Let leaders ask in turn, for ever, and note how long each waits for the answer."""
        waiting: set[asyncio.Task[None]] = set()
        for turn in range(1_000_000):
            await asyncio.sleep(self.plan.asked_every)
            leader = self.leaders[turn % len(self.leaders)]
            task = asyncio.create_task(self._answered(leader))
            waiting.add(task)
            task.add_done_callback(waiting.discard)

    async def _answered(self, leader: Person) -> None:
        begun = time.monotonic()
        leader.skip()
        leader.send(COVERED)
        await leader.expect("siedmiu założycieli", timeout=30)
        self.figures.answers.append(time.monotonic() - begun)

    def count(self) -> None:
        """Fill in the figures."""
        figures = self.figures
        query = (
            "SELECT coalesce(outbox.state, 'left'), outbox.reason, count(*)"
            " FROM announcement_copy LEFT JOIN outbox ON outbox.id = outbox_id"
            " GROUP BY 1, 2"
        )
        with closing(sqlite3.connect(self.database)) as connection:
            for state, reason, people in connection.execute(query):
                name = state if state in ("sent", "uncertain", "failed", "cancelled") else "left"
                setattr(figures, name, getattr(figures, name) + people)
                figures.recipients += people
                figures.blocked += people if reason == "blocked" else 0
        copies = Counter(
            one.id
            for one in self.listed
            for message in one.messages
            if message.from_bot and WORDS in message.text
        )
        figures.received = len(copies)
        figures.twice = sum(count > 1 for count in copies.values())
        figures.faults = sum(self.weather.struck.values())
        figures.floods = sum("retry after" in str(one).lower() for one in self.telegram.refusals)
        figures.told, figures.pace = self._pace()

    def _pace(self) -> tuple[float, float]:
        """Return how many messages a second went in the last life: of the announcement, and all.

        Answers take their places first, so only all together can fill the allowed pace.
        """
        since = "SELECT min(sending_at), max(sending_at) FROM outbox"
        since += " WHERE kind = 'broadcast' AND sending_at >= ?"
        went = "SELECT coalesce(sum(attempts + misses), 0) FROM outbox"
        went += " WHERE sending_at BETWEEN ? AND ? AND kind NOT IN ('reaction', 'delete', 'menu')"
        with closing(sqlite3.connect(self.database)) as connection:
            span = connection.execute(since, (self.last_life,)).fetchone()
            (told,) = connection.execute(f"{went} AND kind = 'broadcast'", span).fetchone()
            (all_,) = connection.execute(went, span).fetchone()
        first, last = (datetime.fromisoformat(moment) for moment in span)
        seconds = max((last - first).total_seconds(), 0.001)
        return told / seconds, all_ / seconds


def broken_promises(blast: Blast) -> list[str]:
    """Return what was not as it was promised, in sentences."""
    figures, plan, found = blast.figures, blast.plan, []
    if figures.twice:
        found.append(f"{figures.twice} people received it twice")
    if figures.ended != plan.people or figures.recipients != plan.people:
        found.append(f"{figures.ended} of {plan.people} have an end")
    if figures.uncertain > plan.kills * IN_FLIGHT + figures.faults:
        found.append(f"{figures.uncertain} are uncertain")
    if not figures.sent <= figures.received <= figures.sent + figures.uncertain:
        found.append(f"{figures.received} received it, {figures.sent} are said to have")
    if figures.floods:
        found.append(f"{figures.floods} calls were answered with 429")
    if not plan.kills and figures.pace < 0.95 * ALLOWED_PACE:
        found.append(f"{figures.pace:.1f} a second are too few")
    if len(figures.answers) >= ENOUGH and figures.slow > 1.0:
        found.append(f"leaders waited {figures.slow:.2f} s")
    return found


async def blast(directory: Path, plan: Plan, nursery: Nursery) -> Blast:
    """Tell many people one thing and return what came of it."""
    clock = MovableClock(Beginning(A_MORNING))
    telegram = Telegram(clock)
    delays = random.Random(plan.seed + 1)
    begun = time.monotonic()
    async with serve(telegram, lambda: delays.uniform(0, 0.01)) as server:
        group = forum(telegram)
        zofia = telegram.user(COORDINATOR, first_name="Zofia")
        ewa = telegram.user(SECOND, first_name="Ewa")
        group.add(zofia)
        group.add(ewa)
        listed = [telegram.user(first_name=f"Osoba{number}") for number in range(plan.people)]
        for one in listed:
            one.user.started = True
        for one in random.Random(plan.seed).sample(listed, int(plan.people * plan.blocked)):
            one.user.blocked = True
        leaders = [telegram.user(first_name=f"Lider{number}") for number in range(ASKERS)]
        telegram.world.limits = Limits()
        weather = Weather(plan.seed + 2, ROUGH)
        told = Blast(
            plan, directory, server, telegram, group, zofia, ewa, listed, leaders, weather,
            nursery, Figures(), random.Random(plan.seed + 3),
        )  # fmt: skip
        await told.prepare()
        await told.rage()
    told.figures.seconds = time.monotonic() - begun
    told.count()
    return told


def main() -> int:
    """Tell 3,000 people, with kills and without; return how the program ends."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults.blast", description=__doc__)
    parser.add_argument("--people", type=int, default=3000)
    parser.add_argument("--kills", type=int, nargs="*", default=[30, 0])
    parser.add_argument("--seed", type=int, default=int(time.time()))
    chosen = parser.parse_args()
    logging.getLogger("uvicorn.error").disabled = True  # it tells of each answer broken off
    nursery, broken, out = Nursery(), 0, sys.stdout.write
    for kills in chosen.kills:
        plan = Plan(chosen.seed, people=chosen.people, kills=kills)
        with tempfile.TemporaryDirectory() as folder:
            told = asyncio.run(blast(Path(folder), plan, nursery))
            found = broken_promises(told)
        out(f"\n{plan}\n")
        for what, value in asdict(told.figures).items():
            if what != "answers":
                shown = f"{value:.1f}" if isinstance(value, float) else value
                out(f"  {what:12}{shown}\n")
        out(f"  {'answers':12}{len(told.figures.answers)}, p95 {told.figures.slow:.2f} s\n")
        out("\n".join(found or ["  nobody got it twice, and the sums are exact"]) + "\n")
        figure(
            f"{plan.people} told, {kills} kills: {told.figures.twice} got it twice,"
            f" {told.figures.uncertain} uncertain, {told.figures.pace:.1f} messages a second"
        )
        broken += bool(found)
    nursery.close()
    return int(broken > 0)


if __name__ == "__main__":
    sys.exit(main())
