"""What may last so long and no longer: the rights of who has left, and what people once said."""

from __future__ import annotations

import random
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import pytest_asyncio
from sqlalchemy import Connection, func, select

from bot.domain.callbacks import encode
from bot.helpdesk.desk import Desk
from bot.office.privacy import retention
from bot.storage import retention as stored
from bot.storage.database import Database
from bot.storage.rows import change
from bot.storage.tables import audit, question, ticket
from tests.faults.sizes import figure, sized
from tests.faults.town import Town, new_town
from tests.office.privacy.planting import NOW, all_text, plant
from tests.programme.desk import desk, sample

pytestmark = pytest.mark.slow

LEAVERS, ACTIONS = sized(4, 20), sized(8, 25)  # actions of each
OVER = timedelta(seconds=60)
PRESSES = ("claim", "wait", "close", "pass", "pass_volunteering", "release", "files", "undo")
DAYS = 400


@pytest_asyncio.fixture
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    async with new_town(tmp_path) as ready:
        yield ready


async def _accepted(town: Town, actor: int) -> list[datetime]:
    """Return when an advisor did something that was accepted."""
    query = select(audit.c.at).where(audit.c.actor == f"advisor:{actor}")
    await town.settle()
    return await town.house.database.read(lambda conn: list(conn.execute(query).scalars()))


async def test_nobody_acts_later_than_a_minute_after_leaving(town: Town) -> None:
    """The news of each leaving is lost, and their apps still show the buttons."""
    dice, late, tried, before = random.Random(12), [], 0, 0
    card = await town.card()
    leavers = [town.telegram.user(first_name=f"Ewa{number}") for number in range(LEAVERS)]
    for leaver in leavers:
        town.group.add(leaver)
        town.press(leaver, card, encode("claim", 1))
        await town.settle()
        left, pending = town.clock.now(), town.telegram.world.updates.pending
        town.group.remove(leaver)
        pending[:] = [update for update in pending if "chat_member" not in update]
        for _ in range(ACTIONS):
            town.clock.advance(timedelta(seconds=dice.uniform(1, 120)))
            town.hear()
            town.press(leaver, card, encode(dice.choice(PRESSES), 1))
            await town.settle()
            tried += town.clock.now() - left > OVER
        done = await _accepted(town, leaver.id)
        before += sum(at - left <= OVER for at in done)
        late += [at - left for at in done if at - left > OVER + timedelta(seconds=1)]

    figure(f"{tried} actions later than a minute after leaving: {len(late)} accepted")
    assert before > 0  # what was in time was accepted: the check can see something
    assert late == []


async def test_after_four_hundred_days_nothing_is_older_than_its_limit(
    sqlite: Database, tmp_path: Path
) -> None:
    base, night = desk(sample(tmp_path)), NOW.replace(hour=1, minute=30)

    def desk_of(now: datetime, cause: str) -> Desk:
        return replace(base, now=now, cause=cause)

    def counted(conn: Connection) -> list[int]:
        tables = (ticket, question)
        return [conn.execute(select(func.count()).select_from(one)).scalar_one() for one in tables]

    def nights(conn: Connection) -> tuple[list[int], list[int], list[str], dict[str, int]]:
        planted = plant(conn)
        change(conn, ticket, ticket.c.id == 9001, state="closed", closed_at=NOW)
        before = counted(conn)
        for day in (*range(1, DAYS - 1, sized(8, 1)), DAYS - 1, DAYS):
            retention.nightly(conn, desk_of(night + timedelta(days=day), f"n{day}"))
        text = all_text(conn)
        said = [
            place
            for place, word in planted.words.items()
            if place.startswith(("post.text", "question.text", "draft.")) and word in text
        ]
        last = desk_of(night + timedelta(days=DAYS), "last")
        return before, counted(conn), said, stored.counts(conn, retention.limits(last))

    before, after, said, over = await sqlite.write(nights)
    figure(f"{DAYS} nights: words left of the closed case {len(said)}, rows past a limit {over}")
    assert said == []
    assert over == {}
    assert after == before  # numbers stay, for the statistics
