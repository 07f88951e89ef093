"""What became of questions is read at once, with tickets, answers and where they were passed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection

from bot.storage import labels, people, posts, proposals, questions, records, tickets
from bot.storage.database import Database

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


def write(conn: Connection) -> None:
    anna = people.meet(conn, 101, "Anna", NOW)
    said = {"person_id": anna.id, "chat_id": 101, "asked_at": NOW}
    silent = {**said, "state": "answered", "entry": "plakat", "message_id": 1}
    questions.save(conn, text="nikt nie nacisnął", **silent)
    questions.save(conn, text="", state="ticket", feedback="other", message_id=2, **said)
    questions.save(conn, text="zdjęcie", media="photo", state="done", message_id=3, **said)
    helped = {**said, "state": "done", "feedback": "helped", "message_id": 4}
    questions.save(conn, text="pomogło", entry="plakat", zone="answer", **helped)
    handed = questions.save(conn, text="do doradcy", state="ticket", message_id=5, **said)
    ticket = tickets.open_new(
        conn, person_id=anna.id, address="chat:101", topic="promotion", opened_at=NOW
    )
    questions.set_fields(conn, handed.id, ticket_id=ticket.id)
    records.note(conn, NOW, "advisor:201", "pass", ticket.id, topic="promotion")
    for state in ("approved", "offered"):
        ident = proposals.begin(
            conn, NOW, topic="promotion", author_id=201, author="Ewa", thread="group/promotion",
            ticket_id=ticket.id,
        )  # fmt: skip
        proposals.move(conn, ident, was=("draft",), state=state, name=f"wpis-{state}")
    words = {"ticket_id": ticket.id, "author_id": 201, "author": "Ewa", "chat_id": -1, "at": NOW}
    posts.save(conn, side="advisor", state="owed", message_id=1, text="Tak.", **words)
    posts.save(conn, side="advisor", state="undone", message_id=2, text="Nie.", **words)
    posts.save(conn, side="note", message_id=3, text="notatka", **words)


async def test_what_is_told_of_questions_is_all_that_a_label_hangs_on(database: Database) -> None:
    await database.write(write)
    helped, handed = await database.read(labels.told)
    assert (helped.text, helped.name, helped.entry, helped.handed) == (
        "pomogło",
        "Anna",
        "plakat",
        None,
    )
    assert handed.handed is not None
    assert (handed.text, handed.handed.topic, handed.handed.state) == (
        "do doradcy",
        "promotion",
        "queued",
    )
    assert handed.handed.entries == ("wpis-approved",)
    assert handed.handed.passed == {"promotion"}
    assert [answer.text for answer in handed.handed.answers] == ["Tak."]


async def test_older_questions_are_left_out(database: Database) -> None:
    await database.write(write)
    since = NOW + timedelta(seconds=1)
    assert await database.read(lambda conn: labels.told(conn, since)) == []


async def test_advisors_are_named_once(database: Database) -> None:
    await database.write(write)
    assert await database.read(labels.advisors) == ["Ewa"]
