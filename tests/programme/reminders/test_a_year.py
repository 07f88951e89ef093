"""A year of reminders, minute by minute, against an oracle that knows nothing of the product."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from heapq import merge

import pytest
from sqlalchemy import Connection

from bot.domain.warsaw import utc
from bot.programme import reminding
from bot.programme.kinds import kinds
from bot.storage.database import Database
from bot.storage.rows import wakers
from tests.programme.reminders.oracle import (
    POLAND,
    TERM_DAYS,
    Expected,
    Fate,
    Turn,
    expected,
    goes_at,
    invent,
    leads,
)
from tests.programme.reminders.stage import Stage, meet, write_kinds

MINUTE = timedelta(minutes=1)


@dataclass
class Passed:
    """What people read, and what they should have read."""

    read: list[Expected]
    messages: Counter[tuple[datetime, int]]
    wanted: list[Expected]


def live(stage: Stage, conn: Connection, fates: Sequence[Fate], since: datetime, days: int) -> int:
    """Let so many days pass, with a sweep each minute; return how many sweeps there were."""
    turns = merge(*([(turn.since, number, turn) for turn in fate.turns]
                    for number, fate in enumerate(fates)))  # fmt: skip
    coming, sweeps, known = next(turns, None), 0, stage.kinds
    meet(conn, 40)
    for minute in range(days * 1440):
        now = since + minute * MINUTE
        while coming is not None and coming[0] <= now:
            _turn(stage, conn, fates[coming[1]], coming[2])
            coming = next(turns, None)
        stage.desk = replace(stage.desk, now=now)
        reminding.remind(conn, stage.desk, known)
        sweeps += 1
        if "outbox" in wakers(conn):
            wakers(conn).clear()
            stage.send(conn)
    return sweeps


def _turn(stage: Stage, conn: Connection, fate: Fate, turn: Turn) -> None:
    stage.desk = replace(stage.desk, now=turn.since)
    if turn.moment is None:
        del stage.subjects[fate.subject]
        reminding.drop(conn, stage.desk, fate.subject, fate.person)
        return
    stage.subjects[fate.subject] = turn.moment
    reminding.plan(
        conn, stage.desk, fate.of, fate.subject, fate.person, turn.moment,
        days=TERM_DAYS if fate.of == "term" else (), only_from=stage.kinds,
    )  # fmt: skip


def items(read: Sequence[tuple[str, int, str]]) -> list[Expected]:
    """Return what was read, each item of a digest by itself."""
    found = []
    for shown, person, text in read:
        at = datetime.fromisoformat(shown)
        told = text.removeprefix("Razem:").split(";") if text.startswith("Razem:") else [text]
        for item in filter(None, told):
            kind, subject = item.split()[:2]
            moment = utc(at.date(), at.time())
            found.append(Expected(moment, person, kind, subject))
    return found


async def passes(
    database: Database, stage: Stage, seed: int, since: datetime, days: int, count: int
) -> Passed:
    """Let the days pass over invented subjects."""
    fates = invent(random.Random(seed), since, days, count)
    sweeps = await database.write(lambda conn: live(stage, conn, fates, since, days))
    assert sweeps == days * 1440
    end = since + timedelta(days=days)
    wanted = sorted(one for fate in fates for one in expected(fate, end))
    read = [(datetime.fromisoformat(shown), person) for shown, person, _ in stage.read]
    return Passed(sorted(items(stage.read)), Counter(read), wanted)


def _as_the_oracle_says(passed: Passed) -> None:
    assert len(passed.wanted) > 50
    assert [one for one, count in Counter(passed.read).items() if count > 1] == []
    assert sorted(set(passed.wanted) - set(passed.read)) == []
    assert passed.read == passed.wanted
    hours = {one.at.astimezone(POLAND).hour for one in passed.read}
    assert hours <= set(range(8, 20))


@pytest.mark.parametrize(
    "since", [datetime(2027, 3, 21, 23, 0, tzinfo=UTC), datetime(2027, 10, 24, 22, 0, tzinfo=UTC)]
)
async def test_two_weeks_around_a_clock_change_are_as_the_oracle_says(
    sqlite: Database, stage: Stage, since: datetime
) -> None:
    _as_the_oracle_says(await passes(sqlite, stage, 1, since, 14, 250))


@pytest.mark.slow
async def test_a_year_minute_by_minute_is_as_the_oracle_says(
    sqlite: Database, stage: Stage
) -> None:
    since = datetime(2026, 12, 31, 23, 0, tzinfo=UTC)
    passed = await passes(sqlite, stage, 20_270_101, since, 365, 1500)
    _as_the_oracle_says(passed)
    changes = [date(2027, 3, 28), date(2027, 10, 31)]
    days = Counter(one.at.astimezone(POLAND).date() for one in passed.read)
    assert all(days[day] for day in changes)
    print(f"\n{len(passed.read)} reminders in {len(passed.messages)} messages")  # noqa: T201


async def test_the_oracle_finds_out_a_kind_that_goes_an_hour_early(
    sqlite: Database, stage: Stage
) -> None:
    write_kinds(stage.folder.parent, {"meet_2h": "of: meet\nbefore: 3 hours"})
    kinds.cache_clear()
    since = datetime(2027, 2, 1, 23, 0, tzinfo=UTC)
    passed = await passes(sqlite, stage, 2, since, 3, 150)
    missing = set(passed.wanted) - set(passed.read)
    assert {one.kind for one in missing} == {"meet_2h"}


def test_the_oracle_can_tell_a_reminder_that_forgets_the_clock_change() -> None:
    """Seven days before 28 March at noon is 9:00 by the clock, not seven times 24 hours."""
    moment = datetime(2027, 3, 31, 10, 0, tzinfo=UTC)
    kind, days, hours, _ = leads("meet")[0]
    assert kind == "meet_7d"
    assert goes_at(moment, days, hours) == datetime(2027, 3, 24, 8, 0, tzinfo=UTC)
    assert goes_at(moment, 2, None) == datetime(2027, 3, 29, 7, 0, tzinfo=UTC)
