"""Seats are taken and given back; nobody oversells, even by two transactions at once."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from bot.storage import occasions
from bot.storage.database import Database

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def workshop(conn: Connection, seats: int | None) -> None:
    occasions.add(
        conn, "w1", kind="workshop", title="Warsztat", starts_at=NOW, ends_at=NOW, text="",
        seats=seats, mark="", origin="file", changed_at=NOW, created_at=NOW,
    )  # fmt: skip


async def test_the_last_seat_is_taken_once(database: Database) -> None:
    def work(conn: Connection) -> tuple[list[bool], bool, int | None]:
        workshop(conn, seats=2)
        taken = [occasions.take_seat(conn, "w1") for _ in range(3)]
        occasions.free_seat(conn, "w1")
        return taken, occasions.take_seat(conn, "w1", seats=2), occasions.get(conn, "w1").free

    assert await database.write(work) == ([True, True, False], False, 1)


async def test_without_a_limit_there_is_always_a_seat(database: Database) -> None:
    def work(conn: Connection) -> tuple[bool, int | None]:
        workshop(conn, seats=None)
        return occasions.take_seat(conn, "w1", seats=500), occasions.get(conn, "w1").free

    assert await database.write(work) == (True, None)


async def test_a_smaller_room_takes_nobodys_seat(database: Database) -> None:
    def work(conn: Connection) -> tuple[int | None, bool]:
        workshop(conn, seats=10)
        occasions.take_seat(conn, "w1", seats=8)
        occasions.resize(conn, "w1", 5)
        return occasions.get(conn, "w1").seats, occasions.take_seat(conn, "w1")

    assert await database.write(work) == (8, False)


async def test_the_table_itself_refuses_to_oversell(database: Database) -> None:
    await database.write(lambda conn: workshop(conn, seats=1))
    with pytest.raises(IntegrityError):
        await database.write(lambda conn: occasions.set_fields(conn, "w1", taken=2))


async def test_a_button_finds_its_occasion(database: Database) -> None:
    await database.write(lambda conn: workshop(conn, seats=1))

    def found(conn: Connection, number: int) -> bool:
        return occasions.by_number(conn, number) is not None

    number = occasions.number_of_occasion("w1")
    assert await database.read(lambda conn: found(conn, number))
    assert not await database.read(lambda conn: found(conn, 1))
