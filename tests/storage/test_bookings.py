"""Consultations as rows: quarters that are taken once, and what the table itself refuses."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from bot.domain.duties import cells
from bot.storage import booking_tables as tables
from bot.storage import bookings, people, rosters, slot_wishes, staff
from bot.storage.advice_tables import advice_card
from bot.storage.database import Database
from bot.storage.rows import add, columns

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
EWA, MAREK = 301, 302


def _people(conn: Connection) -> list[int]:
    for ident, name in ((EWA, "Ewa"), (MAREK, "Marek")):
        staff.know(conn, ident, name, member=True)
    return [people.meet(conn, 1000 + n, f"Lider {n}", NOW).id for n in range(3)]


def _put(conn: Connection, person: int, hours: float = 24, **values: Any) -> int | None:
    starts = NOW + hours * HOUR
    given = {
        "person_id": person, "advisor_id": EWA, "topic": "legal", "form": "office",
        "state": "booked", "starts_at": starts, "ends_at": starts + HOUR, "created_at": NOW,
    } | values  # fmt: skip
    return bookings.put_down(conn, cells(given["starts_at"], given["ends_at"]), **given)


def test_rows_say_what_the_tables_hold() -> None:
    for kind, table in (
        (bookings.Booking, tables.booking),
        (rosters.Pattern, tables.duty_pattern),
        (rosters.Absence, tables.absence),
        (slot_wishes.Wish, tables.slot_wish),
    ):
        assert columns(kind) == tuple(column.name for column in table.columns)


async def test_quarters_are_taken_once_moved_and_given_back(database: Database) -> None:
    def work(conn: Connection) -> list[Any]:
        anna, ola, jan = _people(conn)
        first = _put(conn, anna)
        assert first is not None
        found: list[Any] = [_put(conn, ola, 24.5), _put(conn, ola, 25) is not None]
        found.append(_put(conn, jan, 24, advisor_id=MAREK) is not None)
        found.append(bookings.give_to(conn, first, MAREK))  # he has somebody then
        bookings.free(conn, first)
        found.append(_put(conn, jan, 24) is not None)
        return found

    assert await database.write(work) == [None, True, True, False, True]


async def test_one_slot_is_held_for_one_person_at_a_time(database: Database) -> None:
    held = {"state": "held", "held_until": NOW + HOUR}

    def work(conn: Connection) -> list[bool]:
        anna = _people(conn)[0]
        one, two = _put(conn, anna, 24, **held), _put(conn, anna, 48, **held)
        other = bookings.held_by(conn, anna)
        return [one is not None, two is None, other is not None and other.id == one]

    assert await database.write(work) == [True, True, True]


async def test_what_was_held_in_vain_is_dropped(database: Database) -> None:
    held = {"state": "held", "held_until": NOW + HOUR}

    def work(conn: Connection) -> list[int]:
        one = _put(conn, _people(conn)[0], 24, **held) or 0
        ended = {"state": "cancelled", "held_until": None, "closed_at": NOW}
        bookings.move(conn, one, was=("held",), closed_why="hold_over", **ended)
        bookings.free(conn, one)
        return [bookings.drop_unbooked(conn, NOW), bookings.drop_unbooked(conn, NOW + HOUR)]

    assert await database.write(work) == [0, 1]


@pytest.mark.parametrize(
    "values",
    [
        {"state": "held"},
        {"held_until": NOW},
        {"state": "done"},
        {"met_from": NOW, "met_until": NOW + HOUR},
        {"form": "phone"},
        {"form": "pigeon"},
        {"state": "lost"},
        {"ends_at": NOW},
    ],
)
async def test_the_table_refuses_what_cannot_be(sqlite: Database, values: dict[str, Any]) -> None:
    given = {
        "advisor_id": EWA, "topic": "legal", "form": "office", "state": "booked",
        "starts_at": NOW + HOUR, "ends_at": NOW + 2 * HOUR, "created_at": NOW,
    } | values  # fmt: skip

    def work(conn: Connection) -> None:
        add(conn, tables.booking, person_id=_people(conn)[0], **given)

    with pytest.raises(IntegrityError):
        await sqlite.write(work)


async def test_what_took_place_waits_for_its_card(database: Database) -> None:
    def work(conn: Connection) -> list[list[int]]:
        anna = _people(conn)[0]
        done = {"state": "done", "met_from": NOW, "met_until": NOW + HOUR}
        one, two = _put(conn, anna, -3, **done), _put(conn, anna, -6, **done)
        _put(conn, anna, -9, state="no_show")
        card = {
            "year": 2026, "month": "2026-11", "advisor_id": EWA, "advisor": "Ewa",
            "topic": "legal", "form": "office", "day": "2026-11-24", "minutes": 60,
            "created_at": NOW,
        }  # fmt: skip
        add(conn, advice_card, booking_id=one, state="dropped", **card)
        add(conn, advice_card, booking_id=two, **card)
        found = [bookings.finished_without_card(conn), bookings.finished_without_card(conn, MAREK)]
        assert two is not None
        return [[row.id - two for row in rows] for rows in found]

    assert await database.write(work) == [[-1], []]


async def test_numbers_and_addresses_go_and_the_meetings_stay(database: Database) -> None:
    def work(conn: Connection) -> list[Any]:
        anna, ola, _jan = _people(conn)
        over = {"state": "no_show", "phone": "600100200"}
        visit = _put(conn, anna, -800, form="visit", place="Łąck, ul. Leśna 3", **over)
        office = _put(conn, ola, -800, place="biuro", advisor_id=MAREK, **over)
        ahead = _put(conn, anna, 24, phone="600100200")
        count = bookings.forget_contacts(conn, NOW - timedelta(days=30))
        rows = [bookings.find(conn, one or 0) for one in (visit, office, ahead)]
        mine = len(bookings.of_person(conn, anna))
        return [count, mine, *((row.phone, row.place) for row in rows if row is not None)]

    assert await database.write(work) == [
        2, 0, (None, ""), (None, "biuro"), ("600100200", ""),
    ]  # fmt: skip


async def test_a_wish_waits_once_and_until_its_end(database: Database) -> None:
    def work(conn: Connection) -> list[list[int]]:
        anna, ola, _jan = _people(conn)
        for seen in ([1], [1, 2]):
            slot_wishes.add(conn, anna, "legal", "office", seen, NOW + HOUR, NOW)
        slot_wishes.add(conn, ola, "legal", "office", [], NOW + 2 * HOUR, NOW)
        first = [len(one.seen) for one in slot_wishes.waiting(conn, NOW)]
        later = [len(one.seen) for one in slot_wishes.waiting(conn, NOW + HOUR)]
        return [first, later]

    assert await database.write(work) == [[2, 0], [0]]
