"""A meeting with people on its list, for the dialogues about lists and what follows a meeting."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, select

from bot.simulator.model import Message
from bot.simulator.people import Person
from bot.storage import occasions, people, registrations
from bot.storage.occasions import Occasion
from bot.storage.registrations import Registration
from tests.dialogues.scene import Scene

WORKSHOP = "ksiegi"  # 20 seats, a test, certificates after attendance and test
SMALL = "plakat-na-plot"  # 2 seats, one may wait, certificates after attendance


class Meeting:
    """One occasion of the sample, as the stage has it."""

    def __init__(self, scene: Scene, ident: str = WORKSHOP) -> None:
        self.scene, self.id = scene, ident

    async def row(self) -> Occasion:
        """Return the occasion as it stands."""
        await self.scene.settle()
        return await self.scene.house.database.read(lambda conn: occasions.get(conn, self.id))

    async def ready(self) -> None:
        """Let the occasions follow their files, and the coordinator open the bot in private."""
        await self.scene.forward(seconds=20)
        self.scene.zofia.start()
        await self.scene.zofia.expect("Kto tu odpowiada")
        self.scene.zofia.skip()

    async def list_up(
        self, name: str, who: Person | None = None, *, seat: bool = True, **values: Any
    ) -> int:
        """Put somebody on the list, as signing up does; without `who` one without Telegram."""
        now = self.scene.clock.now()

        def work(conn: Connection) -> int:
            person = people.by_telegram(conn, who.id) if who is not None else None
            if seat:
                assert occasions.take_seat(conn, self.id)
            else:
                values.setdefault("place", registrations.last_place(conn, self.id) + 1)
            given = {"organisation": "KGW Łąck", "commune": "Łąck", **values}
            return registrations.add(
                conn,
                occasion_id=self.id,
                person_id=None if person is None else person.id,
                state="seated" if seat else "waiting",
                name=name,
                created_at=now,
                **given,
            )

        return await self.scene.house.database.write(work)

    async def registration(self, ident: int) -> Registration:
        """Return somebody on the list as they stand."""
        await self.scene.settle()
        return await self.scene.house.database.read(lambda conn: registrations.get(conn, ident))

    async def everybody(self) -> list[Registration]:
        """Return the list."""
        await self.scene.settle()
        return await self.scene.house.database.read(
            lambda conn: registrations.of_occasion(conn, self.id)
        )

    async def until(self, moment: datetime) -> None:
        """Let time pass until a moment, and what is due then happen."""
        await self.scene.settle()
        left = moment - self.scene.clock.now()
        assert left > timedelta(0), left
        await self.scene.forward(seconds=left.total_seconds())

    async def begins(self, **later: float) -> None:
        """Let time pass until the beginning, or so long after it."""
        await self.until((await self.row()).starts_at + timedelta(**later))

    async def ends(self, **later: float) -> None:
        """Let time pass until the end, or so long after it."""
        await self.until((await self.row()).ends_at + timedelta(**later))

    async def panel(self, who: Person) -> Message:
        """Open the list's counts in somebody's private chat."""
        who.send("/lista")
        choice = await who.expect("Które spotkanie")
        who.click(choice, re.escape((await self.row()).title[:15]))
        return await who.expect("Obecni:", where=lambda one: bool(one.rows))

    async def page(self, who: Person) -> Message:
        """Open the first page of people."""
        panel = await self.panel(who)
        first = next(row[0] for row in panel.rows)
        who.click(panel, re.escape(first))
        return await who.expect("strona 1 z")

    async def mark(self, *idents: int) -> None:
        """Mark people as here, as a tap on the list would have it."""
        now = self.scene.clock.now()

        def work(conn: Connection) -> None:
            for ident in idents:
                registrations.set_fields(conn, ident, present_at=now, present_by="list")

        await self.scene.house.database.write(work)


def file_of(scene: Scene, message: Message) -> bytes:
    """Return the content of a document that the bot sent."""
    return scene.telegram.world.files[message.content["document"]["file_id"]].data


async def rows_of(scene: Scene, table: Any) -> list[Any]:
    """Return all rows of a table."""
    await scene.settle()
    query = select(table)
    return await scene.house.database.read(lambda conn: list(conn.execute(query)))
