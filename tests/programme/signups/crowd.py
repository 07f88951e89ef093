"""A crowd that signs up for one workshop at the same moment, gives seats up, and takes offers.

Each act is one transaction, as in the bot. A crowd may be interrupted anywhere and go on: whoever
is on the list already does not come again. `unguarded` switches off what keeps order among them.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable, Iterable
from datetime import UTC, datetime
from functools import partial
from typing import Any

from sqlalchemy import Connection

from bot.helpdesk.desk import Desk
from bot.parts import sweeps
from bot.programme import occasions as programme
from bot.programme.occasions import meeting_of
from bot.programme.signups import booking, offering, telling
from bot.programme.signups.booking import Wish
from bot.storage import occasions, people, registrations, seats
from bot.storage.database import Database
from bot.storage.occasions import Occasion
from bot.storage.programme_tables import occasion
from bot.storage.registrations import Registration
from bot.storage.rows import change

IDENT = "ksiegi"
NOW = datetime(2027, 2, 1, 11, 0, tzinfo=UTC)
EVERYBODY = (*registrations.ACTIVE, "left")
Note = Callable[[], Awaitable[None]]
Act = Callable[[Connection], None]


async def _nothing() -> None: ...


class Crowd:
    """So many people, so many seats."""

    def __init__(
        self, database: Database, desk: Desk, *, people: int, seats: int, leaving: int, seed: int
    ) -> None:
        self.database, self._desk = database, desk
        self.people, self.seats = people, seats
        self._dice = random.Random(seed)
        self._leaving = frozenset(self._dice.sample(range(1, people + 1), leaving))

    def desk(self, cause: str) -> Desk:
        """Return the desk for one act."""
        return self._desk.because(cause)

    async def gather(self) -> None:
        """Let the workshop have its seats, and the people be known to the bot."""
        await self.database.write(self._gather)

    def _gather(self, conn: Connection) -> None:
        desk = self.desk("gather")
        sweeps.follow_files(conn, desk)
        row = occasions.get(conn, IDENT)
        sizes = {"capacity": self.seats, "waitlist": self.people}
        sheet = meeting_of(row).model_copy(update=sizes)
        programme.amend(conn, desk, row, sheet, sweeps.follow, by=900)
        for number in range(1, self.people + 1):
            people.meet(conn, 1000 + number, f"Osoba {number}", desk.now)

    async def rush(self, noted: Note = _nothing) -> None:
        """Let everybody act at once, until nobody has anything to do; `noted` follows each act."""
        while acts := self._acts(await self.listed(*EVERYBODY)):
            self._dice.shuffle(acts)
            await asyncio.gather(*(self._one(act, noted) for act in acts))

    def _acts(self, listed: list[Registration]) -> list[Act]:
        known = {one.person_id for one in listed}
        coming = (number for number in range(1, self.people + 1) if number not in known)
        acts: list[Act] = [partial(self._book, number=number) for number in coming]
        for one in listed:
            if one.state != "left" and one.person_id in self._leaving:
                acts.append(partial(self._leave, one=one))
            elif one.state == "offered":
                acts.append(partial(self._take, one=one))
        return acts

    async def _one(self, act: Act, noted: Note) -> None:
        await asyncio.sleep(self._dice.random() / 50)
        await self.database.write(act)
        await noted()

    def _leave(self, conn: Connection, one: Registration) -> None:
        desk = self.desk(f"l{one.id}")
        if booking.leave(conn, desk, one, "self"):
            offering.fill(conn, desk, IDENT)

    def _take(self, conn: Connection, one: Registration) -> None:
        offering.take(conn, self.desk(f"t{one.id}"), one, occasions.get(conn, IDENT))

    def _book(self, conn: Connection, number: int) -> None:
        desk, person = self.desk(f"b{number}"), people.by_id(conn, number)
        booked = booking.book(conn, desk, IDENT, Wish(person.name), number)
        row = occasions.get(conn, IDENT)
        telling.outcome(conn, desk, person, row, booked.what, booked.registration)

    async def listed(self, *states: str) -> list[Registration]:
        """Return the list as it stands."""
        wanted = states or registrations.ACTIVE
        return await self.database.read(
            lambda conn: registrations.of_occasion(conn, IDENT, wanted)
        )

    async def row(self) -> Occasion:
        """Return the workshop as it stands."""
        return await self.database.read(lambda conn: occasions.get(conn, IDENT))

    async def findings(self) -> list[str]:
        """Return what is wrong with the list now, in sentences."""
        return list(wrongs(await self.row(), await self.listed(*EVERYBODY), self.seats))

    async def shortfall(self) -> list[str]:
        """Return what is left undone when nobody does anything any more."""
        listed = await self.listed(*EVERYBODY)
        held = sum(one.state in ("seated", "offered") for one in listed)
        waiting = sum(one.state == "waiting" for one in listed)
        found = [] if len(listed) == self.people else [f"{len(listed)} people were noted"]
        return found + (
            [f"{waiting} wait for free seats"] if waiting and held < self.seats else []
        )


def wrongs(row: Occasion, listed: Iterable[Registration], most: int) -> Iterable[str]:
    """Yield what must never be, at any instant."""
    every = list(listed)
    held = [one for one in every if one.state in ("seated", "offered")]
    if len(held) > most:
        yield f"{len(held)} people have one of {most} seats"
    if row.taken != len(held):
        yield f"{row.taken} seats are counted as taken, {len(held)} are"
    active = [one.person_id for one in every if one.state != "left"]
    if len(set(active)) < len(active):
        yield "somebody stands on the list twice"
    promoted = [one.place for one in held if one.place]
    waiting = [one.place for one in every if one.state == "waiting"]
    if promoted and waiting and max(promoted) > min(waiting):
        yield f"number {max(promoted)} passed number {min(waiting)}"


def unguarded(put: Callable[[Any, str, Any], None]) -> None:
    """Switch the guards off: seats are looked at beforehand, and taken without a condition.

    `put` exchanges an attribute. The table's own check has to be switched off as well.
    """
    seen: dict[str, Occasion] = {}

    def look_beforehand(conn: Connection, ident: str) -> Occasion:
        return seen.setdefault(ident, occasions.get(conn, ident))

    def take(conn: Connection, ident: str, wanted: int = 1) -> bool:
        taken = occasion.c.taken + wanted
        return change(conn, occasion, occasion.c.id == ident, taken=taken) == 1

    put(seats, "hold", look_beforehand)
    put(occasions, "take_seat", take)


def without_check(conn: Connection) -> None:
    """Switch the table's own check off, for this connection (SQLite)."""
    conn.exec_driver_sql("PRAGMA ignore_check_constraints = ON")
