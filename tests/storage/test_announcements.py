"""Recipients stand there once; what became of each message is counted once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from bot.domain.announcements import EVERYTHING
from bot.domain.messages import Kind
from bot.storage import (
    announcement_copies,
    announcements,
    audiences,
    consents,
    outbox,
    people,
    sending,
)
from bot.storage.database import Database
from bot.storage.outbox import Outcome, Owed
from bot.storage.programme_tables import membership, occasion, organisation, registration
from bot.storage.rows import add, put

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def written(conn) -> int:
    return announcements.write(
        conn,
        author_id=900,
        author="Zofia",
        chat_id=900,
        message_id=1,
        text="x",
        audience={},
        created_at=NOW,
    )


def met(conn, count: int) -> list[int]:
    return [people.meet(conn, 100 + number, "A", NOW).id for number in range(count)]


async def test_a_recipient_cannot_stand_there_twice(database: Database) -> None:
    def story(conn):
        ident, (anna,) = written(conn), met(conn, 1)
        announcement_copies.freeze(conn, ident, {anna})
        announcement_copies.freeze(conn, ident, {anna})

    with pytest.raises(IntegrityError):
        await database.write(story)


async def test_only_the_revision_that_was_seen_is_decided_about(database: Database) -> None:
    def story(conn):
        ident = written(conn)
        first = announcements.move(conn, ident, was=("draft",), rev=0, state="asked")
        second = announcements.move(conn, ident, was=("asked",), rev=0, state="sending")
        return first, second, announcements.get(conn, ident).state

    assert await database.write(story) == (True, False, "asked")


async def test_what_became_of_each_message_is_counted_once(database: Database) -> None:
    def story(conn):
        ident, known = written(conn), met(conn, 6)
        announcement_copies.freeze(conn, ident, known)
        states = ("sent", "uncertain", "failed", "pending", "pending")
        for (person, chat), state in zip(
            announcement_copies.not_owed(conn, ident, 5), states, strict=True
        ):
            owed = Owed(f"a:{person}", Kind.BROADCAST, "announcement", f"chat:{chat}")
            row = outbox.owe(conn, owed, NOW)
            announcement_copies.owed(conn, ident, person, row)
            if state != "pending":
                sending.finish(
                    conn, row, Outcome(state, "blocked" if state == "failed" else None), NOW
                )
        before = (
            announcement_copies.outcomes(conn, ident),
            announcement_copies.waiting(conn, ident),
        )
        announcement_copies.put_off(conn, ident, NOW + timedelta(hours=1))
        due = sending.next_due(conn, NOW, (), 9)
        announcement_copies.put_off(conn, ident, None)
        again = sending.next_due(conn, NOW, (), 9)
        announcement_copies.cancel(conn, ident, "stopped", NOW)
        after = announcement_copies.outcomes(conn, ident)
        today = [announcement_copies.sent_to_since(conn, one, NOW) for one in known[:3]]
        return before, len(due), len(again), after, today

    before, held, released, after, today = await database.write(story)
    ended = {("sent", None): 1, ("uncertain", None): 1, ("failed", "blocked"): 1, (None, None): 1}
    assert before == ({**ended, ("pending", None): 2}, 2)
    assert (held, released) == (0, 2)
    assert after == {**ended, ("cancelled", "stopped"): 2}
    assert today == [1, 1, 0]


async def test_people_are_found_by_what_they_agreed_to_and_did(database: Database) -> None:
    def story(conn):
        anna, ewa, marek, _zofia = met(conn, 4)
        for one in (anna, ewa, marek):
            consents.note(conn, one, EVERYTHING, True, "settings", NOW)
        people.set_fields(conn, anna, commune="Bielsk")
        people.set_reachable(conn, 101, False)
        kgw = add(
            conn,
            organisation,
            name="KGW",
            kind="kgw",
            commune="Łąck",
            traits=[],
            created_at=NOW,
            changed_at=NOW,
        )
        for person, left in ((ewa, None), (marek, NOW)):
            add(
                conn,
                membership,
                organisation_id=kgw,
                person_id=person,
                via="founded",
                joined_at=NOW,
                left_at=left,
            )
        put(
            conn,
            occasion,
            id="w",
            kind="workshop",
            title="W",
            starts_at=NOW,
            ends_at=NOW,
            text="",
            mark="",
            origin="file",
            changed_at=NOW,
            created_at=NOW,
        )
        for person, state in ((marek, "waiting"), (anna, "left"), (None, "seated")):
            add(
                conn,
                registration,
                occasion_id="w",
                person_id=person,
                state=state,
                name="X",
                commune="Gąbin",
                created_at=NOW,
            )
        return (
            audiences.agreed(conn) == {anna: True, ewa: False, marek: True},
            set(audiences.communes(conn))
            == {(anna, "Bielsk"), (anna, "Gąbin"), (ewa, "Łąck"), (marek, "Gąbin")},
            audiences.of_kinds(conn, ["kgw"]) == {ewa},
            audiences.registered(conn, ["w"]) == {marek},
            audiences.asked_about(conn, ["legal"]) == set(),
        )

    assert await database.write(story) == (True,) * 5
