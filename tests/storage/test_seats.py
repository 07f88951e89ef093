"""Who waits, who is behind the times, who is to be called; and what is taken back unsent."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from bot.domain.messages import Kind
from bot.storage import occasions, occurrences, people, registrations, seats
from bot.storage.database import Database
from bot.storage.outbox import Owed, owe

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def workshop(conn: Connection, ident: str = "w1", days: int = 5, **values: Any) -> None:
    occasions.add(
        conn, ident, kind="workshop", title="Warsztat", starts_at=NOW + days * DAY,
        ends_at=NOW + (days + 1) * DAY, text="", mark="", origin="file", changed_at=NOW,
        created_at=NOW, **values,
    )  # fmt: skip


def put(conn: Connection, state: str, place: int = 0, ident: str = "w1", **values: Any) -> int:
    return registrations.add(
        conn, occasion_id=ident, state=state, name="Ola", place=place, created_at=NOW, **values
    )


async def test_a_position_counts_those_who_still_wait(database: Database) -> None:
    def work(conn: Connection) -> list[int]:
        workshop(conn, seats=1)
        put(conn, "left", 1)
        waiting = [put(conn, "waiting", place) for place in (2, 5, 9)]
        put(conn, "offered", 1)
        return [seats.position(conn, one, "w1") for one in waiting]

    assert await database.write(work) == [1, 2, 3]


async def test_only_open_meetings_with_free_seats_have_something_to_offer(
    database: Database,
) -> None:
    def work(conn: Connection) -> list[str]:
        workshop(conn, "free", 9, seats=2, taken=1)
        workshop(conn, "endless", 5, seats=None)
        workshop(conn, "full", seats=2, taken=2)
        workshop(conn, "over", -1, seats=2)
        workshop(conn, "off", seats=2, state="cancelled")
        workshop(conn, "nobody", seats=2)
        for ident in ("free", "endless", "full", "over", "off"):
            put(conn, "waiting", 1, ident)
        return seats.with_waiting(conn, NOW)

    assert await database.write(work) == ["endless", "free"]


async def test_files_are_brought_to_those_who_have_older_ones(database: Database) -> None:
    def work(conn: Connection) -> tuple[list[int], list[int], list[int]]:
        ola = people.meet(conn, 1, "Ola", NOW).id
        iga = people.meet(conn, 2, "Iga", NOW).id
        workshop(conn, seq=2)
        behind = put(conn, "seated", person_id=ola, told_seq=1)
        put(conn, "waiting", person_id=iga, told_seq=2)
        put(conn, "seated", told_seq=0)  # has no Telegram
        found = [one.id for one in seats.behind_the_times(conn, NOW)]
        own = [one.id for one in seats.ahead_of_person(conn, ola, NOW)]
        return found, own, [behind]

    found, own, behind = await database.write(work)
    assert found == own == behind


async def test_who_knows_is_called_no_more(database: Database) -> None:
    def work(conn: Connection) -> bool:
        workshop(conn)
        twice = put(conn, "seated", urgent_seq=2, knows_seq=1, calls=2)
        never = put(conn, "waiting", urgent_seq=2)
        put(conn, "seated", urgent_seq=2, knows_seq=2)
        put(conn, "left", urgent_seq=2)
        put(conn, "seated")
        return [one.id for one in seats.to_call(conn, "w1")] == [never, twice]

    assert await database.write(work)


async def test_what_was_not_sent_is_taken_back_by_its_key(database: Database) -> None:
    def work(conn: Connection) -> tuple[list[str], list[str]]:
        for key in ("seat_change:1:1", "seat_change:1:2", "seat_change:11:1"):
            owe(conn, Owed(key, Kind.REMINDER, "send", "chat:1", template="x"), NOW)
        return tuple(
            [one.key for one in seats.take_back(conn, "seat_change:1:", NOW)] for _ in range(2)
        )

    assert await database.write(work) == (["seat_change:1:1", "seat_change:1:2"], [])


async def test_only_reminders_that_went_lately_are_found(database: Database) -> None:
    def work(conn: Connection) -> list[str]:
        ola = people.meet(conn, 1, "Ola", NOW).id
        for key, ago in (("old", 2 * DAY), ("new", timedelta(0))):
            occurrences.add(
                conn, key, kind="k", subject="r:1", person_id=ola, local="", zone="", moment="",
                params={}, due_at=NOW, until=NOW, made_at=NOW, state="owed", done_at=NOW - ago,
            )  # fmt: skip
        return [one.key for one in seats.reminded(conn, "k", NOW - DAY)]

    assert await database.write(work) == ["new"]


async def test_contacts_are_forgotten_of_what_is_long_over_only(database: Database) -> None:
    def work(conn: Connection) -> tuple[object, ...]:
        workshop(conn, "old", -40)
        workshop(conn, "near", -20)
        told = {"phone": "600100200", "email": "ola@example.org", "needs": "podjazd"}
        old = put(conn, "seated", ident="old", **told)
        gone = put(conn, "left", ident="old", phone="600100201")
        put(conn, "seated", ident="old")
        near = put(conn, "seated", ident="near", **told)
        found = seats.forget_contacts(conn, NOW - 30 * DAY)
        again = seats.forget_contacts(conn, NOW - 30 * DAY)
        kept = [registrations.get(conn, one) for one in (old, gone, near)]
        return found, again, [(one.name, one.phone, one.email, one.needs) for one in kept]

    assert await database.write(work) == (
        {"old": 2},
        {},
        [
            ("Ola", None, None, ""),
            ("Ola", None, None, ""),
            ("Ola", "600100200", "ola@example.org", "podjazd"),
        ],
    )
