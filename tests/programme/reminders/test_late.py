"""After an outage: at most one late reminder for each subject and person, none that is obsolete.

Of the bot itself, and of Telegram or the network, when messages wait in the outbox: both ways
the same people read the same words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest
from sqlalchemy import Connection

from bot.domain.warsaw import local
from bot.programme import reminding
from bot.storage.database import Database
from tests.programme.reminders.stage import Stage, at, meet, states
from tests.programme.reminders.steps import minutes_from

#: An outage begins here: on Wednesday, 10 March 2027, at 7:30.
FROM = "2027-03-10 07:30"
#: How long it lasts, in hours, and when the first word may come.
OUTAGES = [
    (1, "2027-03-10 08:30"),
    (20, "2027-03-11 08:00"),  # it ends at night
    (25, "2027-03-11 08:30"),
    (72, "2027-03-13 08:00"),
    (240, "2027-03-20 08:00"),
]


def bot_away(stage: Stage, conn: Connection, hours: int) -> None:
    """Let the bot be off for so long."""
    minutes = minutes_from(FROM, hours * 60)
    stage.sweep(conn, FROM)
    stage.pass_through(conn, minutes[-1])


def telegram_away(stage: Stage, conn: Connection, hours: int) -> None:
    """Let the bot go on with its sweeps, and no message go out for so long."""
    for shown in minutes_from(FROM, hours * 60, step=10):
        stage.sweep(conn, shown)
    stage.send(conn)


Away = Callable[[Stage, Connection, int], None]
WAYS = pytest.mark.parametrize("away", [bot_away, telegram_away])


def _plan_much(stage: Stage, conn: Connection) -> None:
    """Subjects from the outage's first hour to three weeks after it, for three people."""
    for day in range(10, 32):
        for hour in (9, 17):
            for person in (1, 2, 3):
                subject = f"r:{day}.{hour}.{person}"
                stage.plan(conn, "meet", subject, f"2027-03-{day} {hour:02}:30", person)


@WAYS
@pytest.mark.parametrize(("hours", "first"), OUTAGES)
async def test_after_an_outage_at_most_one_comes_of_each_subject_and_none_is_obsolete(
    sqlite: Database, stage: Stage, away: Away, hours: int, first: str
) -> None:
    def work(conn: Connection) -> tuple[list[tuple[str, int, str]], list[tuple[str, int, str]]]:
        meet(conn, 3)
        _plan_much(stage, conn)
        for shown in minutes_from("2027-03-01 12:00", 60 * 24 * 9, step=30):
            stage.pass_through(conn, shown)
        before = list(stage.read)
        stage.read.clear()
        away(stage, conn, hours)
        stage.pass_through(conn, first)
        return before, list(stage.read)

    before, late = await sqlite.write(work)
    assert before
    told = Counter(text.split()[1] for _, _, text in late)
    assert set(told.values()) <= {1}
    assert all(shown == first for shown, _, _ in late)
    for shown, _, text in late:
        kind, _, when = text.split(maxsplit=2)
        assert at(when) > at(shown), text
        if kind == "meet_2d":  # useless nearer than four hours
            assert (at(when) - at(shown)).total_seconds() >= 4 * 3600


@WAYS
async def test_the_most_useful_of_three_late_reminders_goes(
    sqlite: Database, stage: Stage, away: Away
) -> None:
    def work(conn: Connection) -> tuple[list[str], dict[str, str]]:
        meet(conn)
        stage.plan(conn, "meet", "r:1", "2027-03-18 12:00")  # due: 11 at 9, 16 at 9, 18 at 10
        away(stage, conn, 8 * 24 + 3)
        return stage.texts_read(), states(conn, "r:1")

    read, ends = await sqlite.write(work)
    assert read == ["meet_2h r:1 2027-03-18 12:00"]
    assert ends.pop("meet_2h:2h") == "owed"
    assert set(ends.values()) <= {"merged", "expired"}


@WAYS
async def test_nothing_is_said_of_a_meeting_that_is_over(
    database: Database, stage: Stage, away: Away
) -> None:
    def work(conn: Connection) -> tuple[list[str], set[str]]:
        meet(conn)
        stage.plan(conn, "meet", "r:1", "2027-03-12 10:00")
        away(stage, conn, 72)
        stage.pass_through(conn, "2027-03-13 08:00")
        return stage.texts_read(), set(states(conn, "r:1").values())

    read, ends = await database.write(work)
    assert read == []
    assert ends <= {"expired", "merged"}


@WAYS
async def test_a_date_that_was_missed_is_told_as_missed_once(
    database: Database, stage: Stage, away: Away
) -> None:
    def work(conn: Connection) -> list[tuple[str, int, str]]:
        meet(conn)
        stage.plan(conn, "term", "d:1", "2027-03-12 23:59", days=(1, 0))
        away(stage, conn, 72)
        stage.pass_through(
            conn, "2027-03-13 08:00", "2027-03-13 08:01", "2027-03-13 09:00", "2027-03-14 09:00"
        )
        return stage.read

    ((shown, _, text),) = await database.write(work)
    assert text == "term_over d:1 2027-03-12 23:59"
    assert shown.startswith("2027-03-13 08:0")


async def test_dates_that_were_missed_share_their_digest_with_those_to_come(
    sqlite: Database, stage: Stage
) -> None:
    def work(conn: Connection) -> list[str]:
        meet(conn)
        for subject, day in (("d:1", "11"), ("d:2", "12")):
            stage.plan(conn, "term", subject, f"2027-03-{day} 23:59", days=(1,))
        bot_away(stage, conn, 72)
        stage.pass_through(conn, "2027-03-13 08:00", "2027-03-13 08:01")
        return stage.texts_read()

    assert await sqlite.write(work) == ["Razem: term_over d:1; term_over d:2;"]


async def test_what_was_settled_before_it_was_found_missed_is_not_told(
    sqlite: Database, stage: Stage
) -> None:
    def work(conn: Connection) -> list[str]:
        meet(conn)
        stage.plan(conn, "term", "d:1", "2027-03-11 23:59", days=(1, 0))
        stage.set("2027-03-13 07:00")
        reminding.drop(conn, stage.desk, "d:1")  # [Załatwione], pressed while the bot was off
        stage.pass_through(conn, "2027-03-13 08:00", "2027-03-13 08:01")
        return stage.texts_read()

    assert await sqlite.write(work) == []


async def test_what_was_settled_after_it_was_found_missed_is_not_told_either(
    sqlite: Database, stage: Stage
) -> None:
    def work(conn: Connection) -> list[str]:
        meet(conn)
        stage.plan(conn, "term", "d:1", "2027-03-11 23:59", days=(1, 0))
        stage.sweep(conn, "2027-03-13 08:00")
        reminding.drop(conn, stage.desk, "d:1")
        stage.pass_through(conn, "2027-03-13 08:01")
        return stage.texts_read()

    assert await sqlite.write(work) == []


async def test_planning_a_missed_date_again_does_not_silence_it(
    sqlite: Database, stage: Stage
) -> None:
    def work(conn: Connection) -> list[str]:
        meet(conn)
        stage.plan(conn, "term", "d:1", "2027-03-11 23:59", days=(1, 0))
        stage.sweep(conn, "2027-03-13 08:00")
        stage.plan(conn, "term", "d:1", "2027-03-11 23:59", days=(1, 0))
        stage.pass_through(conn, "2027-03-13 08:01")
        return stage.texts_read()

    assert await sqlite.write(work) == ["term_over d:1 2027-03-11 23:59"]


async def test_a_date_missed_too_long_ago_is_passed_over(sqlite: Database, stage: Stage) -> None:
    def work(conn: Connection) -> list[str]:
        meet(conn)
        stage.plan(conn, "term", "d:1", "2027-03-11 23:59", days=(1, 0))
        stage.pass_through(conn, "2027-03-26 08:00", "2027-03-26 08:01")
        return stage.texts_read()

    assert await sqlite.write(work) == []


async def test_a_date_that_is_only_too_near_is_not_told_as_missed(
    sqlite: Database, stage: Stage
) -> None:
    def work(conn: Connection) -> list[str]:
        meet(conn)
        stage.plan(conn, "meet", "r:1", "2027-03-12 12:00")
        stage.pass_through(conn, "2027-03-12 09:00", "2027-03-12 09:01")
        return stage.texts_read()

    assert await sqlite.write(work) == []


async def test_a_late_reminder_and_the_next_one_on_time_are_two(
    sqlite: Database, stage: Stage
) -> None:
    def work(conn: Connection) -> list[str]:
        meet(conn)
        stage.plan(conn, "meet", "r:1", "2027-03-17 12:00")
        bot_away(stage, conn, 25)
        stage.pass_through(conn, "2027-03-15 09:00")
        return [f"{local(at(shown)):%d}: {text.split()[0]}" for shown, _, text in stage.read]

    assert await sqlite.write(work) == ["11: meet_7d", "15: meet_2d"]
