"""Measures one, two and four webhook workers on one PostgreSQL, under the same load.

    python -m tests.benchmarks.workers --write tests/benchmarks/README.md

The load is the same for all and what is compared takes turns. On a machine of two cores, which the
Bot API, PostgreSQL and whoever asks share with the workers, the ratio says what is lost by waiting
for one another, not what further machines would bring. Afterwards people send several messages at
once, and the inbox tells whether any was dealt with before an earlier one of its chat.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from itertools import count
from pathlib import Path

import httpx

from tests import postgresql
from tests.benchmarks.__main__ import ASKED, MARKS_OF_WORKERS, burst, machine, write
from tests.benchmarks.bare_telegram import SECRET
from tests.benchmarks.stage import (
    ANSWERED_WITHIN,
    Question,
    Stage,
    answering,
    ours,
    process,
    questions,
)
from tests.faults import rows
from tests.faults.process import ROOT, free_port

WORKERS = (1, 2, 4)
PEOPLE, MESSAGES = 60, 6  # who send so many messages at once
SETTLES = 2.0  # seconds
_OPEN = "SELECT count(*) FROM inbox WHERE state = 'new'"
_BREAKS = """
    SELECT count(*) FROM (
        SELECT done_at, lag(done_at) OVER (PARTITION BY chat ORDER BY seq) AS earlier FROM inbox
    ) AS one WHERE done_at < earlier
"""
_numbers = count(1)


@asynccontextmanager
async def staged(database: str, size: int, folder: Path) -> AsyncIterator[Stage]:
    """Start a Bot API and so many workers over a database; return when all serve."""
    port, ports = free_port(), [free_port() for _ in range(size)]
    api, hooks = f"http://127.0.0.1:{port}", [f"http://127.0.0.1:{one}/telegram" for one in ports]
    order = ["tests.benchmarks.bare_telegram", "--port", str(port)]
    order += [word for hook in hooks for word in ("--replica", hook)]
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(process(order, {}, ROOT))
        timeout = ANSWERED_WITHIN
        client = httpx.AsyncClient(base_url=api, timeout=timeout)
        await stack.enter_async_context(client)
        await answering(client, "/figures")
        bots = []
        for hook in hooks:
            command, settings = ours(api, hook, database)
            settings |= {"BOT_WEBHOOK_SECRET": SECRET, "BOT_DATA": str(folder)}
            bots.append(await stack.enter_async_context(process(command, settings, ROOT)))
            async with httpx.AsyncClient(base_url=hook.removesuffix("/telegram")) as asking:
                await answering(asking, "/readyz")
        yield Stage(client, bots[0])


async def measured(server: str, size: int, people: int) -> tuple[float, int]:
    """Return questions a second with so many workers, and how often order was broken."""
    database = f"{server}/bench{next(_numbers)}"
    name = database.rpartition("/")[2]
    await postgresql.execute(f"{server}/postgres", f"CREATE DATABASE {name}")
    with tempfile.TemporaryDirectory() as folder:
        async with staged(database, size, Path(folder)) as running:
            load = burst(people)
            await running.ask([Question(one.person, load[0].text) for one in load])
            await asyncio.sleep(SETTLES)
            speed = (await running.ask(load)).per_second
            await running.ask(_many_at_once())
            while rows.ask(database, _OPEN) != [(0,)]:  # noqa: ASYNC110 - in another process
                await asyncio.sleep(0.2)
    [(breaks,)] = rows.ask(database, _BREAKS)
    rows.let_go(database)
    return speed, breaks


def _many_at_once() -> list[Question]:
    texts, people = questions(), range(1_000_000, 1_000_000 + PEOPLE)
    return [
        Question(person, texts[number % len(texts)], awaited=False)
        for number in range(MESSAGES)
        for person in people
    ]


async def compared(server: str, rounds: int, people: int) -> list[str]:
    """Return the lines of a table."""
    speeds: dict[int, list[float]] = {size: [] for size in WORKERS}
    breaks = dict.fromkeys(WORKERS, 0)
    for _ in range(rounds):
        for size in WORKERS:
            speed, broken = await measured(server, size, people)
            speeds[size].append(speed)
            breaks[size] += broken
    alone = statistics.median(speeds[1])
    lines = [
        "| Webhook workers on one PostgreSQL | questions | ratio to one | order breaks |",
        "|---|---|---|---|",
    ]
    for size in WORKERS:
        speed = statistics.median(speeds[size])
        lines.append(f"| {size} | {speed:.0f}/s | {speed / alone:.2f} | {breaks[size]} |")
    return lines


def main() -> int:
    """Measure, print, and write it where it was told; 1 when order was broken."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.workers")
    parser.add_argument("--write", type=Path)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--people", type=int, default=ASKED, help="who ask, once each")
    chosen = parser.parse_args()
    if reason := postgresql.missing():
        sys.stdout.write(f"{reason}\n")
        return 1
    with postgresql.cluster() as server:
        lines = asyncio.run(compared(server, chosen.rounds, chosen.people))
    told = "\n".join([machine(chosen.rounds), "", *lines])
    sys.stdout.write(f"{told}\n")
    if chosen.write is not None:
        write(chosen.write, told, MARKS_OF_WORKERS)
    return int(not all(line.endswith("| 0 |") for line in lines[2:]))


if __name__ == "__main__":
    sys.exit(main())
