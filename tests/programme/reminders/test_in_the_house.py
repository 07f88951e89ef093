"""The house itself: its sweeps deal with reminders, and an expired message is noted as such."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection

from bot.domain.messages import Kind
from bot.programme import reckoning
from bot.programme.planning import wall
from bot.storage import occurrences, outbox, people, records
from tests.faults.town import Town, new_town

pytestmark = pytest.mark.slow


async def test_a_reminder_whose_message_expired_has_expired(tmp_path: Path) -> None:
    async with new_town(tmp_path) as town:
        await town.house.database.write(lambda conn: _owed(conn, town))
        await town.look(hours=2)

        (row,) = await _reminders(town)
        (one,) = await town.house.database.read(lambda conn: occurrences.by_ids(conn, [1]))
        assert (row.state, one.state) == ("expired", "expired")


async def test_sweeps_reckon_reminders_by_the_rules_in_force(tmp_path: Path) -> None:
    async with new_town(tmp_path) as town:
        await town.look(seconds=20)
        fact = await town.house.database.read(lambda conn: records.get_fact(conn, reckoning.FACT))
        assert set(fact) == {"mark", "kinds"}


async def test_a_reminder_of_a_kind_that_is_gone_expires(tmp_path: Path) -> None:
    async with new_town(tmp_path) as town:
        await town.house.database.write(lambda conn: _add(conn, town, "waiting"))
        await town.look(seconds=20)
        (one,) = await town.house.database.read(lambda conn: occurrences.by_ids(conn, [1]))
        assert one.state == "expired"
        assert await _reminders(town) == []


async def _reminders(town: Town) -> list[outbox.OutboxRow]:
    rows = await town.house.database.read(lambda conn: outbox.latest(conn, 1000))
    return [row for row in rows if row.operation == "reminder"]


def _add(conn: Connection, town: Town, state: str) -> None:
    """Let Anna have a reminder of a kind that no file describes."""
    now = town.clock.now()
    person = people.by_telegram(conn, town.anna.id)
    assert person is not None
    until = now + timedelta(hours=1)
    occurrences.add(
        conn, "gone:1d:x:1:2026-11-24", kind="gone", subject="x", person_id=person.id,
        moment=wall(until), local=wall(now), zone="Europe/Warsaw", due_at=now, until=until,
        state=state, params={}, made_at=now,
    )  # fmt: skip


def _owed(conn: Connection, town: Town) -> None:
    """Let it be owed already, and of use for another hour."""
    _add(conn, town, "owed")
    now, until = town.clock.now(), town.clock.now() + timedelta(hours=1)
    owed = outbox.Owed(
        "reminder:1", Kind.REMINDER, "reminder", f"chat:{town.anna.id}",
        params={"occurrences": [1]}, not_before=until, valid_until=until,
    )  # fmt: skip
    row = outbox.owe(conn, owed, now)
    assert row is not None
    occurrences.gone_into(conn, {1: row})
