"""E-mail goes beside the chats: a server that hangs, or a queue of a thousand, holds up nobody."""

from __future__ import annotations

import asyncio
from datetime import datetime
from time import process_time

from sqlalchemy import Connection

from bot.domain.messages import Kind, MessageState
from bot.domain.outgoing import Command, Result
from bot.sender import Sender
from bot.storage import outbox
from bot.storage.database import Database
from bot.storage.outbox import OutboxRow, Outcome, Owed
from bot.storage.sending import Carrier
from tests.scripted_channel import SENT, ScriptedChannel
from tests.stepped_clock import SteppedClock
from tests.until import until

LETTERS, WORDS = 1000, 60
SLOWER = 4.0  # times, at most: a look at the queue is all that may cost more


def _prepare(conn: Connection, row: OutboxRow, now: datetime) -> Command:
    return Command("send", int(row.to.partition(":")[2]), html=row.key)


def _record(
    conn: Connection, row: OutboxRow, outcome: Outcome, made: Command | None, now: datetime
) -> None:
    return None


def sender(
    database: Database, channel: ScriptedChannel, clock: SteppedClock, carrier: Carrier
) -> Sender:
    return Sender(database, channel, _prepare, _record, clock, "off", carrier)


async def owe(database: Database, clock: SteppedClock, count: int, to: str) -> None:
    owed = [
        Owed(f"{to}{n}:{process_time()}", Kind.ANSWER, "send", f"{to}:{n}")
        for n in range(1, count + 1)
    ]
    now = clock.now()
    await database.write(lambda conn: [outbox.owe(conn, one, now) for one in owed])


async def test_a_thousand_letters_behind_a_hanging_server_hold_up_no_chat(
    sqlite: Database, clock: SteppedClock
) -> None:
    chats, letters = ScriptedChannel(), ScriptedChannel()
    ours = sender(sqlite, chats, clock, "chats")

    async def spent() -> float:
        await owe(sqlite, clock, WORDS, "chat")
        before, asked = process_time(), len(chats.asked)
        await ours.drain()
        assert len(chats.asked) - asked == WORDS
        return process_time() - before

    await spent()
    alone = min([await spent(), await spent()])
    letters.gate.clear()
    await owe(sqlite, clock, LETTERS, "mail")
    post = sender(sqlite, letters, clock, "mail")
    running = asyncio.create_task(post.run())
    await until(lambda: len(letters.asked) > 0)
    beside = min([await spent(), await spent()])
    assert beside < SLOWER * alone, (beside, alone)
    assert 0 < len(letters.asked) <= 6 and all(one.chat_id <= LETTERS for one in letters.asked)
    letters.gate.set()
    await post.stop()
    await running


async def test_a_letter_under_way_when_the_program_died_goes_at_most_twice(
    sqlite: Database, clock: SteppedClock
) -> None:
    await owe(sqlite, clock, 1, "mail")
    first = ScriptedChannel(Result("uncertain", reason="network"))
    await sender(sqlite, first, clock, "mail").drain()
    second = ScriptedChannel(SENT)
    again = sender(sqlite, second, clock, "mail")
    for _ in range(10):
        clock.advance(seconds=30)
        await again.drain()
    assert (len(first.asked), len(second.asked)) == (1, 1)
    [row] = await sqlite.read(lambda conn: outbox.latest(conn, 10))
    assert row.state == MessageState.SENT.value
