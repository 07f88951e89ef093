"""Deliberate breaks that need no process of their own: each story is whole, and broken it is not.

Those that show only in a running program, or when it dies, stand in `test_controls`. Together
they have to be many: a harness that cannot fail is none.
"""

from __future__ import annotations

import asyncio
import types
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, func, select

from bot.channels.telegram import membership
from bot.clock import CheckedClock
from bot.helpdesk import claims
from bot.office.privacy import retention
from bot.office.privacy.ledger import Entry, Ledger
from bot.office.privacy.work import ErasureWork
from bot.programme import reminding
from bot.programme.announcements import going
from bot.storage import announcement_copies, announcements, inbox, occurrences, people, staff
from bot.storage import database as database_module
from bot.storage.database import Database
from bot.storage.programme_tables import occurrence
from bot.storage.rows import change
from bot.storage.tables import outbox, ticket
from tests.faults.test_controls import CONTROLS
from tests.helpdesk.test_claim_races import claim_without_looking, races
from tests.office.privacy.planting import NOW as PLANTED
from tests.office.privacy.planting import all_text, plant
from tests.programme.consultations.rush import booked, rush
from tests.programme.consultations.rush import unguarded as without_key
from tests.programme.desk import desk, sample
from tests.programme.reminders.stage import meet, new_stage, states
from tests.programme.signups.crowd import NOW, Crowd, unguarded, without_check
from tests.stepped_clock import BEGINNING, SteppedClock


@dataclass(frozen=True, slots=True)
class Given:
    """What a story is told with; `put` exchanges an attribute, `broken` tells whether to."""

    database: Database
    directory: Path
    put: Callable[[Any, str, Any], None]
    broken: bool


Story = Callable[[Given], Awaitable[Sequence[str]]]
STORIES: dict[str, Story] = {}


def _story(tell: Story) -> Story:
    STORIES[tell.__name__.removeprefix("_")] = tell
    return tell


@_story
async def _claim_not_conditional(given: Given) -> Sequence[str]:
    claim = claim_without_looking if given.broken else claims.claim
    return [f"#{number} has two" for number in await races(given.database, 3, claim)]


@_story
async def _seats_not_locked(given: Given) -> Sequence[str]:
    if given.broken:
        await given.database.write(without_check)
        unguarded(given.put)
    there = desk(sample(given.directory), NOW)
    crowd = Crowd(given.database, there, people=30, seats=5, leaving=5, seed=1)
    await crowd.gather()
    await crowd.rush()
    return await crowd.findings()


@_story
async def _slots_without_key(given: Given) -> Sequence[str]:
    if given.broken:
        await given.database.write(without_key)
    await rush(given.database, desk(sample(given.directory)), 40)
    return [f"{slot} twice" for slot, n in (await booked(given.database)).items() if n > 1]


@_story
async def _reminders_without_key(given: Given) -> Sequence[str]:
    """A subject is planned twice, as by two sweeps at once that have not seen each other."""
    add, numbers = occurrences.add, count()
    given.put(occurrences, "about", lambda *_: [])
    if given.broken:
        given.put(
            occurrences, "add",
            lambda conn, key, **values: add(conn, f"{key}{next(numbers)}", **values),
        )  # fmt: skip

    def story(conn: Connection) -> int:
        stage = new_stage(given.directory)
        meet(conn)
        for _ in range(2):
            stage.plan(conn, "meet", "a", "2027-03-13 12:00")
        return int(conn.execute(select(func.count()).select_from(occurrence)).scalar_one())

    planned = await given.database.write(story)
    return [] if planned == 3 else [f"{planned} reminders instead of 3"]


@_story
async def _late_reminders_not_expired(given: Given) -> Sequence[str]:
    if given.broken:
        given.put(reminding, "_end_what_is_over", lambda conn, desk, owed, known: list(owed))

    def story(conn: Connection) -> dict[str, str]:
        stage = new_stage(given.directory)
        meet(conn)
        stage.plan(conn, "meet", "a", "2027-03-13 12:00")
        stage.sweep(conn, "2027-03-14 09:00")  # the bot was away until it was over
        return states(conn, "a")

    found = await given.database.write(story)
    return [f"{name} is owed" for name, state in found.items() if state == "owed"]


@_story
async def _broadcast_without_key(given: Given) -> Sequence[str]:
    """A portion is owed again, as by a process that has not seen the first time."""
    owe, numbers = going.owe, count()
    given.put(announcement_copies, "owed", lambda *_: None)
    if given.broken:
        given.put(
            going, "owe",
            lambda conn, owed, now: owe(
                conn, replace(owed, key=f"{owed.key}:{next(numbers)}"), now
            ),
        )  # fmt: skip

    def story(conn: Connection) -> int:
        there = desk(sample(given.directory))
        meet(conn, 3)
        ident = announcements.write(
            conn, author_id=900, author="Zofia", chat_id=900, message_id=1, text="x",
            audience={}, created_at=there.now,
        )  # fmt: skip
        announcement_copies.freeze(conn, ident, [1, 2, 3])
        for _ in range(2):
            going.owe_portion(conn, there, announcements.get(conn, ident))
        return int(conn.execute(select(func.count()).select_from(outbox)).scalar_one())

    owed = await given.database.write(story)
    return [] if owed == 3 else [f"{owed} messages for 3 people"]


@_story
async def _erasures_without_ledger(given: Given) -> Sequence[str]:
    """A restored copy still has somebody who was erased."""
    if given.broken:
        given.put(Ledger, "entries", lambda self: iter(()))
    there = desk(sample(given.directory), PLANTED)

    def met(conn: Connection) -> int:
        return people.meet(conn, 71, "Anna", PLANTED - timedelta(days=9)).id

    ident = await given.database.write(met)
    assert given.database.path is not None
    ledger = Ledger(given.database.path.parent)
    days = [(PLANTED - timedelta(days=ago)).isoformat() for ago in (9, 1)]
    ledger.append(Entry("RODO-1", ident, *days, (ledger.mark("chat:71"),)))
    await ErasureWork(given.database, there.because).again()
    left = await given.database.read(lambda conn: people.by_id(conn, ident).name)
    return [f"{left} is back"] if left else []


@_story
async def _retention_off(given: Given) -> Sequence[str]:
    if given.broken:
        given.put(retention, "_forget", lambda *_: None)
    files, night = sample(given.directory), PLANTED.replace(year=2028, hour=1, minute=30)

    def story(conn: Connection) -> list[str]:
        planted = plant(conn)
        change(conn, ticket, ticket.c.id == 9001, state="closed", closed_at=PLANTED)
        for day in range(2):
            retention.nightly(conn, desk(files, night + timedelta(days=day), f"n{day}"))
        text = all_text(conn)
        words = {place: word for place, word in planted.words.items() if "post.text" in place}
        assert words
        return [f"{place} is still there" for place, word in words.items() if word in text]

    return await given.database.write(story)


@_story
async def _shield_off(given: Given) -> Sequence[str]:
    """Whoever wrote stops waiting: what was committed must still wake those it concerns."""
    if given.broken:
        bare = types.SimpleNamespace(**vars(asyncio))
        bare.shield = lambda future: future
        given.put(database_module, "asyncio", bare)
    database, found = given.database, []
    for turns in range(1, 8):
        database.wake.inbox.clear()
        update = [{"update_id": turns}]
        writing = asyncio.create_task(
            database.write(lambda conn, update=update: inbox.store(conn, update, BEGINNING))
        )
        for _ in range(turns):
            await asyncio.sleep(0)
        writing.cancel()
        await asyncio.gather(writing, return_exceptions=True)
        await database.write(lambda conn: None)  # it is over by then
        stored = await database.read(lambda conn, turns=turns: inbox.get(conn, turns))
        if stored is not None and not database.wake.inbox.is_set():
            found.append(f"update {turns} is stored, and nobody was woken")
    return found


@_story
async def _clock_guard_off(given: Given) -> Sequence[str]:
    if given.broken:
        given.put(CheckedClock, "ahead", timedelta(0))
    machine = SteppedClock()
    clock = CheckedClock(machine)
    clock.heard(BEGINNING)
    machine._passed += timedelta(days=1)  # it jumps
    machine.monotonic = lambda: 1000.0  # and no second has passed
    off = clock.now() - BEGINNING
    return [f"the clock is {off} ahead"] if off > CheckedClock.TOLERATED else []


@_story
async def _members_for_ever(given: Given) -> Sequence[str]:
    """A proof of membership that is two minutes old is none."""
    if given.broken:
        given.put(membership, "FRESH", timedelta(days=9999))

    def known(conn: Connection) -> Any:
        staff.know(conn, 5, "Ewa", member=True, checked_at=BEGINNING)
        return staff.find(conn, 5)

    ewa = await given.database.write(known)
    later = BEGINNING + timedelta(minutes=2)
    return ["Ewa is not asked about again"] if membership._is_fresh(ewa, later) else []


async def _told(name: str, broken: bool, database: Database, directory: Path) -> Sequence[str]:
    with pytest.MonkeyPatch.context() as patch:
        return await STORIES[name](Given(database, directory, patch.setattr, broken))


@pytest.mark.parametrize("name", STORIES)
async def test_the_same_quick_story_without_the_break_is_whole(
    name: str, sqlite: Database, tmp_path_factory: pytest.TempPathFactory
) -> None:
    assert list(await _told(name, False, sqlite, tmp_path_factory.mktemp("whole"))) == []


@pytest.mark.parametrize("name", STORIES)
async def test_a_quick_break_is_found(
    name: str, sqlite: Database, tmp_path_factory: pytest.TempPathFactory
) -> None:
    assert list(await _told(name, True, sqlite, tmp_path_factory.mktemp("broken"))) != []


def test_there_are_controls_enough_and_none_counts_twice() -> None:
    assert not set(STORIES) & set(CONTROLS)
    assert len(STORIES) + len(CONTROLS) >= 30
