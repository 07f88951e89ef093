"""Advisors press [Biorę] at the same moment: one has it, the others are told who."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest
from sqlalchemy import Connection

from bot.domain.working_hours import WorkingHours
from bot.helpdesk import claims, opening
from bot.helpdesk.desk import Desk, Incoming, Press, Toast
from bot.storage import people, staff, tickets
from bot.storage.database import Database
from bot.storage.rows import change
from bot.storage.tables import ticket as ticket_table
from tests.knowledge.sample import base
from tests.stepped_clock import BEGINNING

Claim = Callable[[Connection, Desk, Press], Toast]
ADVISORS = (201, 202, 203, 204, 205)


def desk(cause: str) -> Desk:
    hours = base().organisation.office_hours.by_weekday
    return Desk(base(), WorkingHours(hours, frozenset()), BEGINNING, cause)


def _stage(conn: Connection, count: int) -> None:
    for ident in ADVISORS:
        staff.know(conn, ident, f"Doradca {ident}", member=True, checked_at=BEGINNING)
    anna = people.meet(conn, 101, "Anna", BEGINNING)
    for number in range(1, count + 1):
        said = Incoming(101, number, 101, "Anna", "Jak?", BEGINNING)
        question = opening.save_question(conn, anna, said, topic="legal")
        opening.open_ticket(conn, desk(f"open{number}"), anna, question)


async def race(database: Database, number: int, racers: int, claim: Claim) -> list[Toast]:
    """Let advisors press for ticket `number` at once; return what each was told."""

    async def one(advisor: int) -> Toast:
        press = Press(-1, 500, advisor, f"Doradca {advisor}", "claim", number)
        cause = desk(f"press{number}.{advisor}")
        return await database.write(lambda conn: claim(conn, cause, press))

    turn = number % len(ADVISORS)
    started = [*ADVISORS[turn:], *ADVISORS[:turn]][:racers]
    return list(await asyncio.gather(*(one(advisor) for advisor in started)))


async def races(database: Database, count: int, claim: Claim) -> list[int]:
    """Run races of two and of five in turn; return the numbers of those with no single winner."""
    wrong = []
    await database.write(lambda conn: _stage(conn, count))
    for number in range(1, count + 1):
        racers = 5 if number % 4 == 0 else 2
        told = await race(database, number, racers, claim)
        holder = await database.read(lambda conn: tickets.get(conn, number).advisor_id)  # noqa: B023
        winners = [one for one in told if one.what == "claimed"]
        losers = [one.name for one in told if one.what == "taken"]
        if len(winners) != 1 or losers != [f"Doradca {holder}"] * (racers - 1):
            wrong.append(number)
    return wrong


def claim_without_looking(conn: Connection, given: Desk, press: Press) -> Toast:
    """Claim as a careless program would: whoever comes gets it."""
    change(conn, ticket_table, ticket_table.c.id == press.ident, advisor_id=press.presser_id)
    return Toast("claimed", number=press.ident)


async def test_one_of_those_who_press_at_once_has_the_ticket(database: Database) -> None:
    assert await races(database, 40, claims.claim) == []


@pytest.mark.slow
async def test_a_thousand_races_have_one_winner_each(sqlite: Database) -> None:
    assert await races(sqlite, 1000, claims.claim) == []


async def test_the_check_notices_two_winners(sqlite: Database) -> None:
    assert await races(sqlite, 3, claim_without_looking) == [1, 2, 3]
