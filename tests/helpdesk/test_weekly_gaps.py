"""The gaps of a week: when they are told, of which questions, and that nobody stands in them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import pytest
from sqlalchemy import Connection, select

from bot.domain.working_hours import WorkingHours
from bot.helpdesk import gap_writing, linking, weekly_gaps
from bot.helpdesk.desk import Desk
from bot.knowledge.gaps import Unanswered, gaps
from bot.storage import gaps as rows
from bot.storage import people, posts, proposals, questions, records, tickets
from bot.storage.database import Database
from bot.storage.tables import outbox
from tests.knowledge.sample import base, decider

GROUP_ID = -1_002_000_000_001
#: A Monday, ten in the morning in Warsaw; what is told is the week from 23 to 29 November.
MONDAY = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
BEFORE = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
TRACTOR = "Czy stary traktor z remizy może jechać w paradzie?"
AGAIN = "parada traktorow, czy stary traktor może jechać"
_NUMBERS = count(1)


def desk(now: datetime) -> Desk:
    hours = WorkingHours(base().organisation.office_hours.by_weekday, frozenset())
    return Desk(base(), hours, now, f"u{next(_NUMBERS)}")


async def link(database: Database) -> None:
    await database.write(lambda conn: linking.link(conn, desk(MONDAY), GROUP_ID, "D", True))


def ask(conn: Connection, text: str, who: int = 101, at: datetime = BEFORE, **values: Any) -> int:
    """Store a question that a human has, unless told otherwise; return its id."""
    person = people.meet(conn, who, f"Osoba{who}", at)
    given = {"state": "ticket", "kind": "question", "topic": "legal", **values}
    asked = questions.save(
        conn, person_id=person.id, chat_id=who, message_id=next(_NUMBERS), text=text, asked_at=at,
        **given,
    )  # fmt: skip
    if given["state"] == "ticket":
        ticket = tickets.open_new(
            conn, person_id=person.id, address=person.address, topic="legal", opened_at=at,
            question_id=asked.id,
        )  # fmt: skip
        questions.set_fields(conn, asked.id, ticket_id=ticket.id)
    return asked.id


async def collected(database: Database, now: datetime = MONDAY) -> list[Unanswered] | None:
    return await database.read(lambda conn: weekly_gaps.collect(conn, desk(now)))


async def told(database: Database, now: datetime = MONDAY) -> list[dict[str, Any]]:
    """Let the weekly look happen as in the house; return all lists owed by then."""
    asked = await collected(database, now)
    if asked is not None:
        found = gaps(decider(), asked)
        await database.write(lambda conn: weekly_gaps.post(conn, desk(now), found))
    query = select(outbox.c.params).where(outbox.c.template == "gaps").order_by(outbox.c.id)
    return await database.read(lambda conn: list(conn.execute(query).scalars()))


# -- when


async def test_on_monday_from_nine_the_week_before_is_told_once(database: Database) -> None:
    await link(database)
    await database.write(lambda conn: ask(conn, TRACTOR))
    for early in (
        datetime(2026, 11, 27, 10, tzinfo=UTC),  # Friday: the week is not over
        datetime(2026, 11, 29, 10, tzinfo=UTC),  # Sunday
        datetime(2026, 11, 30, 7, 59, tzinfo=UTC),  # a minute to nine
    ):
        assert await told(database, early) == []
    [shown] = await told(database, datetime(2026, 11, 30, 8, 0, tzinfo=UTC))
    assert (shown["since"], shown["until"]) == ("2026-11-23", "2026-11-29")
    for later in (1, 60, 60 * 24, 60 * 24 * 4):  # restarts change nothing: it stands in a row
        assert len(await told(database, MONDAY + timedelta(minutes=later))) == 1


async def test_a_holiday_puts_it_off_to_the_next_working_day(database: Database) -> None:
    await link(database)
    easter = datetime(2027, 3, 29, 10, tzinfo=UTC)  # Easter Monday
    await database.write(lambda conn: ask(conn, TRACTOR, at=easter - timedelta(days=4)))
    assert await told(database, easter) == []
    assert len(await told(database, easter + timedelta(days=1))) == 1


@pytest.mark.parametrize(
    ("days", "lists"), [(2, 1), (4, 1), (5, 0), (7, 0)], ids=["We", "Fr", "Sa", "next Mo"]
)
async def test_what_an_outage_delays_comes_in_the_same_week(
    database: Database, days: int, lists: int
) -> None:
    await link(database)
    await database.write(lambda conn: ask(conn, TRACTOR))
    assert len(await told(database, MONDAY + timedelta(days=days))) == lists


async def test_nobody_is_told_at_night(database: Database) -> None:
    await link(database)
    await database.write(lambda conn: ask(conn, TRACTOR))
    assert await told(database, MONDAY + timedelta(hours=12)) == []


async def test_without_a_group_nothing_is_told_and_nothing_is_lost(database: Database) -> None:
    await database.write(lambda conn: ask(conn, TRACTOR))
    assert await told(database) == []
    await link(database)
    assert len(await told(database)) == 1


async def test_where_nothing_was_missed_nothing_is_said(database: Database) -> None:
    await link(database)
    assert await told(database) == []
    week = await database.read(lambda conn: records.get_fact(conn, weekly_gaps.TOLD))
    assert week == "2026-11-30"  # it is not looked for all day


async def test_two_looks_at_once_tell_it_once(database: Database) -> None:
    await link(database)
    await database.write(lambda conn: ask(conn, TRACTOR))
    found = gaps(decider(), await collected(database) or [])
    for _ in range(2):
        await database.write(lambda conn: weekly_gaps.post(conn, desk(MONDAY), found))
    assert len(await told(database)) == 1
    assert len(await database.read(lambda conn: rows.of_week(conn, "2026-11-30"))) == 1


# -- what


async def test_people_who_ask_alike_are_counted_and_most_come_first(database: Database) -> None:
    await link(database)

    def work(conn: Connection) -> None:
        ask(conn, "Czy koło gospodyń może prowadzić kurnik?", who=101)
        for who in (101, 102, 103):
            ask(conn, AGAIN if who == 103 else TRACTOR, who=who)

    await database.write(work)
    [shown] = await told(database)
    assert [item["people"] for item in shown["items"]] == [3, 1]
    assert shown["items"][0]["text"] in (TRACTOR, AGAIN)


@pytest.mark.parametrize(
    "values",
    [
        {"kind": "personal"},
        {"kind": "complaint"},
        {"kind": "letter"},
        {"kind": "human"},
        {"kind": "thanks"},
        {"kind": "offtopic", "state": "kind"},
        {"kind": "offtopic"},  # nobody has answered it, so it may be about anything
        {"feedback": "about"},
        {"media": "photo"},
        {"state": "withdrawn"},
        {"state": "answered", "entry": "plakat"},
        {"state": "done", "entry": "plakat", "feedback": "helped"},
        {"state": "answered", "entry": "plakat", "feedback": "picked"},
        {"at": BEFORE - timedelta(days=7)},
        {"at": MONDAY - timedelta(hours=1)},  # of the week that has begun
    ],
    ids=str,
)
async def test_what_is_private_or_answered_or_of_another_week_is_left_out(
    database: Database, values: dict[str, Any]
) -> None:
    await link(database)
    await database.write(lambda conn: ask(conn, TRACTOR, **values))
    assert await collected(database) == []


@pytest.mark.parametrize("feedback", ["other", "none_of", "advisor"])
async def test_an_answer_turned_down_is_missing_too(database: Database, feedback: str) -> None:
    await link(database)
    values = {"state": "suggested", "entry": "plakat", "feedback": feedback}
    asked = await database.write(lambda conn: ask(conn, TRACTOR, **values))
    assert [one.id for one in await collected(database) or []] == [asked]


async def test_a_withdrawn_ticket_is_left_out_and_one_passed_on_has_its_new_topic(
    database: Database,
) -> None:
    await link(database)

    def work(conn: Connection) -> None:
        for number, text in ((1, TRACTOR), (2, AGAIN)):
            ask(conn, text, who=100 + number)
        tickets.set_fields(conn, 1, state="withdrawn")
        tickets.set_fields(conn, 2, topic="promotion")

    await database.write(work)
    [one] = await collected(database) or []
    assert (one.text, one.topic) == (AGAIN, "promotion")


async def test_a_question_that_an_advisor_answered_with_an_entry_is_not_missing(
    database: Database,
) -> None:
    await link(database)

    def work(conn: Connection) -> None:
        ask(conn, TRACTOR)
        posts.save(
            conn, ticket_id=1, side="advisor", state="owed", author_id=201, author="Ewa",
            chat_id=GROUP_ID, message_id=1, text="t.me/bot?start=a_plakat", at=BEFORE,
        )  # fmt: skip

    await database.write(work)
    assert await collected(database) == []


async def test_what_seemed_off_topic_counts_once_an_advisor_has_answered_it(
    database: Database,
) -> None:
    await link(database)

    def work(conn: Connection) -> None:
        ask(conn, TRACTOR, kind="offtopic")
        posts.save(
            conn, ticket_id=1, side="advisor", state="owed", author_id=201, author="Ewa",
            chat_id=GROUP_ID, message_id=1, text="Może.", at=BEFORE,
        )  # fmt: skip

    await database.write(work)
    assert len(await collected(database) or []) == 1


async def test_nobody_stands_in_what_is_shown(database: Database) -> None:
    await link(database)
    words = "Tu Osoba101 z Zalesina, 601 234 567: czy stary traktor\n\nmoże jechać " + "x" * 300
    await database.write(lambda conn: ask(conn, words))
    [shown] = await told(database)
    text = shown["items"][0]["text"]
    assert text.startswith("Tu [imię]101 z [miejscowość], [telefon]: czy stary traktor może")
    assert (len(text) <= weekly_gaps.LONGEST, text.endswith("…")) == (True, True)
    [row] = await database.read(lambda conn: rows.of_week(conn, "2026-11-30"))
    assert "601" not in row.text


# -- who still waits


async def offered(
    database: Database, now: datetime, answered: bool = False, name: str = "plakat"
) -> list[Any]:
    """Let an entry come of a gap at a moment; return when the news of it may go out."""

    def work(conn: Connection) -> None:
        asked = [ask(conn, TRACTOR), ask(conn, AGAIN), ask(conn, TRACTOR, who=102)]
        if answered:
            posts.save(
                conn, ticket_id=1, side="advisor", state="owed", author_id=201, author="Ewa",
                chat_id=GROUP_ID, message_id=1, text="Może.", at=BEFORE,
            )  # fmt: skip
        row = rows.put_on_list(
            conn, "2026-11-30", text=TRACTOR, topic="legal", people=2, questions=asked
        )
        words = {"topic": "legal", "author_id": 201, "author": "Ewa", "thread": "group/legal"}
        draft = proposals.begin(conn, now, **words)
        proposals.move(conn, draft, was=("draft",), state="approved", name=name)
        rows.move(conn, row, was="open", state="writing", revision_id=draft)
        for _ in range(2):
            gap_writing.follow(conn, desk(now))

    await database.write(work)
    query = select(outbox.c.not_before).where(outbox.c.template == "gap_written")
    return await database.read(lambda conn: list(conn.execute(query).scalars()))


async def test_each_who_waits_is_asked_once_whatever_they_asked_and_how_often(
    database: Database,
) -> None:
    assert await offered(database, MONDAY) == [None, None]


async def test_whom_an_advisor_has_answered_is_not_asked_about_that(database: Database) -> None:
    assert len(await offered(database, MONDAY, answered=True)) == 2  # 101 waits for another one


async def test_nobody_is_asked_at_night(database: Database) -> None:
    night = datetime(2026, 11, 30, 21, 30, tzinfo=UTC)
    morning = datetime(2026, 12, 1, 7, 0, tzinfo=UTC)
    assert await offered(database, night) == [morning, morning]


async def test_nobody_is_asked_before_the_entry_is_in_force(database: Database) -> None:
    assert await offered(database, MONDAY, name="nie-ma-go-jeszcze") == []
    [row] = await database.read(lambda conn: rows.of_week(conn, "2026-11-30"))
    assert row.state == "writing"  # so the next look asks them
