"""What becomes of two rows that may stand only once, when those they point at become one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Connection, Row, Table, delete, select, update

from bot.storage.booking_tables import booked_cell, booking, slot_wish
from bot.storage.occasions import free_seat
from bot.storage.organisation_tables import organisation_claim
from bot.storage.privacy_tables import erasure
from bot.storage.programme_tables import (
    announcement_copy,
    contest_result,
    follow,
    membership,
    occurrence,
    registration,
)
from bot.storage.report_tables import self_assessment
from bot.storage.rows import change

#: What is done with the row that has to give way: changed so that both may stand, or deleted.
Rule = Callable[[Connection, Row[Any], Column[int], int, datetime], None]
_FAR = ("offered", "declined", "begun", "done")
_BEST = {"seated": 0, "offered": 1, "waiting": 2}


def _key(table: Table, row: Row[Any]) -> list[Any]:
    return [one == row._mapping[one.name] for one in table.primary_key.columns]


def point(conn: Connection, table: Table, row: Row[Any], column: Column[int], to: int) -> None:
    """Let one row point at the one that stays."""
    conn.execute(update(table).where(*_key(table, row)).values({column.name: to}))


def _drop(conn: Connection, row: Row[Any], column: Column[int], kept: int, now: datetime) -> None:
    """The kept one has it already: one is enough."""
    table = column.table
    conn.execute(delete(table).where(*_key(table, row)))


def _membership(
    conn: Connection, row: Row[Any], column: Column[int], kept: int, now: datetime
) -> None:
    change(conn, membership, membership.c.id == row.id, left_at=now, left_why="merged", asks=False)
    point(conn, membership, row, column, kept)


def _claim(conn: Connection, row: Row[Any], column: Column[int], kept: int, now: datetime) -> None:
    change(conn, organisation_claim, organisation_claim.c.id == row.id, state="dropped")
    point(conn, organisation_claim, row, column, kept)


def _registration(
    conn: Connection, row: Row[Any], column: Column[int], kept: int, now: datetime
) -> None:
    """Of two places on one list the better one counts; the other one's seats are free again."""
    query = select(registration).where(
        registration.c.occasion_id == row.occasion_id,
        registration.c.person_id == kept,
        registration.c.state.in_(list(_BEST)),
    )
    other = conn.execute(query).one()
    worse = row if _BEST[row.state] >= _BEST[other.state] else other
    left = {"state": "left", "left_at": now, "left_why": "merged"}
    change(conn, registration, registration.c.id == worse.id, **left)
    change(
        conn, occurrence, occurrence.c.subject == f"r:{worse.id}",
        occurrence.c.state == "waiting", state="cancelled", done_at=now,
    )  # fmt: skip
    if worse.state in ("seated", "offered"):
        free_seat(conn, worse.occasion_id, 1 + worse.guests)
    point(conn, registration, row, column, kept)


def _booking(
    conn: Connection, row: Row[Any], column: Column[int], kept: int, now: datetime
) -> None:
    """Of two slots held for one person the kept one's counts; the other is free again."""
    over = {"state": "cancelled", "held_until": None, "closed_at": now, "closed_why": "hold_over"}
    change(conn, booking, booking.c.id == row.id, **over)
    conn.execute(delete(booked_cell).where(booked_cell.c.booking_id == row.id))
    point(conn, booking, row, column, kept)


def _wish(conn: Connection, row: Row[Any], column: Column[int], kept: int, now: datetime) -> None:
    change(conn, slot_wish, slot_wish.c.id == row.id, state="ended", done_at=now)
    point(conn, slot_wish, row, column, kept)


def _erasure(
    conn: Connection, row: Row[Any], column: Column[int], kept: int, now: datetime
) -> None:
    """One wish to be forgotten is enough; it is about all that is one person now."""
    change(conn, erasure, erasure.c.id == row.id, state="cancelled", done_at=now)
    point(conn, erasure, row, column, kept)


def _assessment(
    conn: Connection, row: Row[Any], column: Column[int], kept: int, now: datetime
) -> None:
    """Of two answers to one questionnaire the one that is further counts."""
    same = (self_assessment.c.person_id == kept, self_assessment.c.part == row.part)
    other = conn.execute(select(self_assessment).where(*same)).one()
    if _FAR.index(row.state) <= _FAR.index(other.state):
        _drop(conn, row, column, kept, now)
        return
    conn.execute(delete(self_assessment).where(*same))
    point(conn, self_assessment, row, column, kept)


RULES: Mapping[str, Rule] = {
    follow.name: _drop,
    announcement_copy.name: _drop,
    contest_result.name: _drop,
    membership.name: _membership,
    organisation_claim.name: _claim,
    registration.name: _registration,
    booking.name: _booking,
    slot_wish.name: _wish,
    self_assessment.name: _assessment,
    erasure.name: _erasure,
}
