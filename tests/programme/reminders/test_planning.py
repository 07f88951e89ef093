"""What waits when a subject is planned, moved, planned again or dropped."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from bot.programme import reminding
from bot.storage import occurrences
from bot.storage.database import Database
from tests.programme.reminders.stage import Stage, at, meet, states


def local_times(conn: Connection, subject: str) -> list[str]:
    return [one.local for one in occurrences.of_subject(conn, subject)]


async def test_each_lead_that_is_still_ahead_waits(sqlite: Database, stage: Stage) -> None:
    def work(conn: Connection) -> list[str]:
        meet(conn)
        stage.plan(conn, "meet", "r:1", "2027-03-06 12:00")
        return local_times(conn, "r:1")

    assert await sqlite.write(work) == ["2027-03-04T09:00", "2027-03-06T10:00"]


async def test_planning_twice_is_planning_once(database: Database, stage: Stage) -> None:
    def work(conn: Connection) -> tuple[Any, Any]:
        meet(conn)
        stage.plan(conn, "meet", "r:1", "2027-03-13 12:00")
        before = occurrences.of_subject(conn, "r:1")
        stage.plan(conn, "meet", "r:1", "2027-03-13 12:00")
        return before, occurrences.of_subject(conn, "r:1")

    before, after = await database.write(work)
    assert after == before


async def test_what_waits_moves_with_its_subject(database: Database, stage: Stage) -> None:
    def work(conn: Connection) -> list[str]:
        meet(conn)
        stage.plan(conn, "meet", "r:1", "2027-03-13 12:00")
        stage.plan(conn, "meet", "r:1", "2027-03-13 16:00")
        stage.plan(conn, "meet", "r:1", "2027-03-20 16:00")
        return local_times(conn, "r:1")

    moved = ["2027-03-13T09:00", "2027-03-18T09:00", "2027-03-20T14:00"]
    assert await database.write(work) == moved


async def test_what_has_gone_out_for_a_day_does_not_go_again_for_that_day(
    sqlite: Database, stage: Stage
) -> None:
    def work(conn: Connection) -> list[str]:
        meet(conn)
        stage.plan(conn, "meet", "r:1", "2027-03-13 12:00")
        stage.pass_through(conn, "2027-03-06 09:00")
        stage.plan(conn, "meet", "r:1", "2027-03-13 17:00")
        stage.plan(conn, "meet", "r:1", "2027-03-20 17:00")
        stage.plan(conn, "meet", "r:1", "2027-03-13 18:00")  # and back
        stage.pass_through(conn, "2027-03-11 09:00", "2027-03-13 16:00")
        return stage.texts_read()

    assert await sqlite.write(work) == [
        "meet_7d r:1 2027-03-13 12:00",
        "meet_2d r:1 2027-03-13 18:00",
        "meet_2h r:1 2027-03-13 18:00",
    ]


async def test_another_day_is_reminded_of_anew(sqlite: Database, stage: Stage) -> None:
    def work(conn: Connection) -> list[str]:
        meet(conn)
        stage.plan(conn, "meet", "r:1", "2027-03-08 12:00")
        stage.pass_through(conn, "2027-03-06 09:00")
        stage.plan(conn, "meet", "r:1", "2027-03-18 12:00")
        stage.pass_through(conn, "2027-03-11 09:00")
        return stage.texts_read()

    read = ["meet_2d r:1 2027-03-08 12:00", "meet_7d r:1 2027-03-18 12:00"]
    assert await sqlite.write(work) == read


async def test_a_subject_that_moves_nearer_is_not_reminded_of_at_once(
    sqlite: Database, stage: Stage
) -> None:
    def work(conn: Connection) -> list[str]:
        meet(conn)
        stage.plan(conn, "meet", "r:1", "2027-03-13 18:00")
        stage.set("2027-03-13 12:00")
        stage.sweep(conn)  # the other two are over
        stage.send(conn)
        stage.read.clear()
        stage.plan(conn, "meet", "r:1", "2027-03-13 13:00")
        stage.pass_through(conn, "2027-03-13 12:01", "2027-03-13 12:59")
        return stage.texts_read()

    assert await sqlite.write(work) == []


async def test_what_is_due_at_this_moment_is_not_lost_by_planning_again(
    sqlite: Database, stage: Stage
) -> None:
    def work(conn: Connection) -> list[str]:
        meet(conn)
        stage.plan(conn, "meet", "r:1", "2027-03-13 12:00")
        stage.set("2027-03-06 09:00")
        stage.plan(conn, "meet", "r:1", "2027-03-13 12:00")  # its title has changed, say
        stage.pass_through(conn, "2027-03-06 09:00")
        return stage.texts_read()

    assert await sqlite.write(work) == ["meet_7d r:1 2027-03-13 12:00"]


async def test_what_is_due_is_not_lost_by_dropping_and_planning_at_one_moment(
    database: Database, stage: Stage
) -> None:
    def work(conn: Connection) -> list[str]:
        meet(conn, 2)
        for person in (1, 2):
            stage.plan(conn, "meet", f"r:{person}", "2027-03-13 12:00", person)
        stage.set("2027-03-06 09:30")  # the bot was off at 9:00, and the files have changed
        for person in (1, 2):
            reminding.drop(conn, stage.desk, f"r:{person}")
        stage.plan(conn, "meet", "r:1", "2027-03-13 12:00", 1)
        stage.set("2027-03-06 09:31")
        stage.plan(conn, "meet", "r:2", "2027-03-13 12:00", 2)  # this one was meant
        stage.pass_through(conn, "2027-03-06 09:32")
        return stage.texts_read()

    assert await database.write(work) == ["meet_7d r:1 2027-03-13 12:00"]


async def test_planning_leaves_other_people_and_other_things_alone(
    sqlite: Database, stage: Stage
) -> None:
    def work(conn: Connection) -> list[str]:
        meet(conn, 2)
        stage.plan(conn, "term", "x", "2027-03-31 23:59", days=(7,))
        stage.plan(conn, "meet", "x", "2027-03-04 12:00")
        stage.plan(conn, "meet", "x", "2027-03-04 12:00", person=2)
        stage.plan(conn, "meet", "x", "2027-03-20 12:00", person=2)
        reminding.drop(conn, stage.desk, "x", 2)
        return local_times(conn, "x")

    left = ["2027-03-02T09:00", "2027-03-04T10:00", "2027-03-24T09:00"]
    assert await sqlite.write(work) == left


async def test_what_was_dropped_can_be_planned_again(sqlite: Database, stage: Stage) -> None:
    def work(conn: Connection) -> tuple[list[str], list[str]]:
        meet(conn)
        stage.plan(conn, "meet", "r:1", "2027-03-06 12:00")
        reminding.drop(conn, stage.desk, "r:1")
        dropped = local_times(conn, "r:1")
        stage.plan(conn, "meet", "r:1", "2027-03-06 12:00")
        return dropped, local_times(conn, "r:1")

    assert await sqlite.write(work) == ([], ["2027-03-04T09:00", "2027-03-06T10:00"])


async def test_nothing_is_sent_of_what_was_dropped_after_it_was_owed(
    database: Database, stage: Stage
) -> None:
    def work(conn: Connection) -> tuple[list[str], dict[str, str]]:
        meet(conn)
        stage.plan(conn, "meet", "r:1", "2027-03-13 12:00")
        stage.sweep(conn, "2027-03-06 09:00")
        reminding.drop(conn, stage.desk, "r:1", 1)
        stage.send(conn)
        return stage.texts_read(), states(conn, "r:1")

    read, ends = await database.write(work)
    assert read == []
    assert set(ends.values()) == {"cancelled"}


async def test_nothing_is_sent_of_a_day_that_was_moved_after_it_was_owed(
    sqlite: Database, stage: Stage
) -> None:
    def work(conn: Connection) -> list[str]:
        meet(conn)
        stage.plan(conn, "meet", "r:1", "2027-03-08 12:00")
        stage.sweep(conn, "2027-03-06 09:00")
        stage.plan(conn, "meet", "r:1", "2027-03-28 12:00")
        stage.send(conn)
        stage.pass_through(conn, "2027-03-21 09:00")
        return stage.texts_read()

    assert await sqlite.write(work) == ["meet_7d r:1 2027-03-28 12:00"]


async def test_an_owed_reminder_that_moves_to_later_the_same_day_waits_again(
    database: Database, stage: Stage
) -> None:
    def work(conn: Connection) -> list[tuple[str, int, str]]:
        meet(conn)
        stage.plan(conn, "meet", "r:1", "2027-03-02 12:00")
        stage.sweep(conn, "2027-03-02 10:00")  # Telegram is away
        stage.plan(conn, "meet", "r:1", "2027-03-02 17:00")
        stage.send(conn)
        stage.pass_through(conn, "2027-03-02 15:00")
        return stage.read

    read = [("2027-03-02 15:00", 1, "meet_2h r:1 2027-03-02 17:00")]
    assert await database.write(work) == read


async def test_a_subject_that_is_gone_without_a_word_is_not_shown(
    sqlite: Database, stage: Stage
) -> None:
    def work(conn: Connection) -> tuple[list[str], str]:
        meet(conn)
        stage.plan(conn, "meet", "r:1", "2027-03-13 12:00")
        del stage.subjects["r:1"]
        stage.pass_through(conn, "2027-03-06 09:00")
        return stage.texts_read(), states(conn, "r:1")["meet_7d:7d"]

    assert await sqlite.write(work) == ([], "cancelled")


async def test_a_reminder_after_its_own_end_is_not_planned(sqlite: Database, stage: Stage) -> None:
    def work(conn: Connection) -> list[str]:
        meet(conn)
        stage.plan(conn, "term", "d:1", "2027-03-31 08:30", days=(1, 0))  # at 9:00 it is over
        return local_times(conn, "d:1")

    assert await sqlite.write(work) == ["2027-03-30T09:00"]


async def test_the_coordinator_can_be_shown_what_went_out(
    database: Database, stage: Stage
) -> None:
    def work(conn: Connection) -> list[occurrences.Sent]:
        meet(conn)
        stage.plan(conn, "meet", "r:1", "2027-03-13 12:00")
        stage.pass_through(conn, "2027-03-06 09:00", "2027-03-11 09:00")
        stage.sweep(conn, "2027-03-13 10:00")
        return occurrences.sent_between(conn, at("2027-03-11 00:00"), at("2027-04-01 00:00"))

    second, third = await database.write(work)
    assert (second.kind, second.outcome, second.at) == ("meet_2d", "sent", at("2027-03-11 09:00"))
    assert (third.kind, third.outcome, third.at) == ("meet_2h", "pending", None)
