"""A busy morning: much is pressed while the bot is down, and much falls due at nine.

The eve is played once, in this process, up to the last press of each story; then the bot lives as
a process, may die at a point, and lives to the end. What it came to is told as lines: what the
rows say, and what everybody has read. A morning cut short has to come to the same as a whole one.
"""

from __future__ import annotations

import asyncio
import copy
import re
import shutil
import sqlite3
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection

from bot.simulator.model import Message
from bot.simulator.people import Person
from bot.storage import people, staff
from tests.dialogues.consulting import choosing, duty, in_office
from tests.dialogues.scene import UNCOVERED
from tests.dialogues.signing import BOOKS, POSTER, all_signed_up, summed_up
from tests.faults import ledger
from tests.faults.http_telegram import HttpTelegram, serve
from tests.faults.launcher import KILLED
from tests.faults.nursery import Nursery
from tests.faults.process import BotProcess, running_bot
from tests.faults.sizes import REACHED
from tests.faults.town import Beginning, Town, TrueClock, living, new_telegram

THE_EVE = datetime(2026, 11, 24, 7, 50, tzinfo=UTC)  # 8:50 in Poland
ERASURE_ASKED = datetime(2026, 11, 24, 7, 58, tzinfo=UTC)  # carried out after a day
LAST_PRESSES = datetime(2026, 11, 25, 7, 57, tzinfo=UTC)
MORNING = datetime(2026, 11, 25, 8, 0, 30, tzinfo=UTC)  # reminders of nine o'clock are due
WORDS = "Zapraszamy na warsztat o księgach."
SETTLES_WITHIN, STILL = 60.0, 16  # seconds; looks in a row, of 50 ms
AGAIN = re.compile(r"\s*\(ponowione\)\s*")
Press = tuple[Person, Message, str]


@dataclass(slots=True)
class Eve:
    """A town whose bot is down, its database, and who is about to press what."""

    town: Town
    database: Path
    presses: dict[str, Press]


async def play_the_eve(directory: Path) -> Eve:
    """Bring every story before its last press."""
    telegram, group = new_telegram(THE_EVE)
    async with living(directory, telegram, group) as town:
        await town.link(topics=7)
        await town.meet_anna()
        await town.forward(seconds=15)
        await town.house.database.write(lambda conn: _second_coordinator(conn, town.marek.id))
        presses = {
            "gives up": await _seat_given_up(town),
            "closes": await _ticket_to_close(town),
            "issues": await _card_to_issue(town),
            "approves": await _announcement(town),
        }
        await duty(town, town.ewa, "czw 9-12 biuro")
        await in_office(town, town.newcomer("Wit"), "26.11, 09:00")
        await _move_to(town, ERASURE_ASKED)
        await _erasure(town)
        await _move_to(town, LAST_PRESSES)
        presses |= {
            "closes the month": await _month(town),
            "takes a copy": await _export(town),
            "signs up": await _seat(town),
            "books": await _slot(town),
        }
        await _move_to(town, MORNING, sweep=False)
    return Eve(town, directory / "bot.db", presses)


async def _move_to(town: Town, moment: datetime, sweep: bool = True) -> None:
    await town.settle()
    town.clock.advance(moment - town.clock.now())
    if sweep:
        await town.house.sweep_now()
        await town.settle()


def _second_coordinator(conn: Connection, ident: int) -> None:
    staff.know(conn, ident, "Marek", coordinator=True)


async def _seat_given_up(town: Town) -> Press:
    """Two seats are taken, and one waits; the first gives up."""
    jan, _ola, _iza = await all_signed_up(town, ["Jan", "Ola", "Iza"], POSTER)
    jan.click("Rezygnuję")
    return jan, await jan.expect("Oddać to miejsce"), "Tak, rezygnuję"


async def _answered(town: Town, name: str, number: int) -> Message:
    who = town.newcomer(name)
    who.send(f"{UNCOVERED} Numer {number}.")
    card = await town.group.expect(rf"#{number} 🔵")
    town.ewa.click(card, "Biorę")
    await town.group.expect(rf"#{number}.*prowadzi: Ewa")
    town.ewa.send("Tak, w asyście straży.", reply_to=card)
    await who.expect("Tak, w asyście straży")
    await town.settle()
    return card


async def _ticket_to_close(town: Town) -> Press:
    return town.ewa, await _answered(town, "Bartek", 1), "Zamknij"


async def _card_to_issue(town: Town) -> Press:
    card = await _answered(town, "Celina", 2)
    town.ewa.click(card, "Zamknij")
    panel = await town.group.expect("Karta porady do sprawy #2")
    town.ewa.click(panel, "30 min")
    await town.settle()
    return town.ewa, panel, "Wystaw kartę"


async def _announcement(town: Town) -> Press:
    def agreed(conn: Connection) -> None:
        for name in ("Anna", "Jan", "Bartek", "Celina"):
            who = next(u for u in town.telegram.world.users.values() if u.first_name == name)
            found = people.by_telegram(conn, who.id)
            assert found is not None
            people.set_fields(conn, found.id, announcements=True)

    await town.house.database.write(agreed)
    town.marek.send("dzień dobry", chat=town.group)
    town.zofia.start()
    town.zofia.send("/komunikat")
    await town.zofia.expect("Proszę przysłać komunikat")
    town.zofia.send(WORDS)
    town.zofia.click(await town.zofia.expect("Komunikat: szkic"), "Proś o akceptację")
    return town.marek, await town.group.expect("czeka na zatwierdzenie"), "Zatwierdź"


async def _erasure(town: Town) -> None:
    marta = town.newcomer("Marta")
    marta.send("/prywatnosc")
    marta.click(await marta.expect("Jakie dane mamy"), "Usuń moje dane")
    marta.click(await marta.expect("Zanim usuniemy"), "Tak, usuń")
    await marta.expect("Prośba przyjęta")


async def _month(town: Town) -> Press:
    town.zofia.skip()
    town.zofia.send("/zamknij_miesiac")
    town.zofia.click(await town.zofia.expect("Zamknięcie miesiąca"), "Zamknij miesiąc")
    return town.zofia, await town.zofia.expect("Zamknąć październik"), "Zamykam miesiąc"


async def _export(town: Town) -> Press:
    town.anna.skip()
    town.anna.send("/prywatnosc")
    return town.anna, await town.anna.expect("Jakie dane mamy"), "Pobierz moje dane"


async def _seat(town: Town) -> Press:
    kuba = town.newcomer("Kuba")
    return kuba, await summed_up(kuba, BOOKS), "Zapisz mnie"


async def _slot(town: Town) -> Press:
    kasia = town.newcomer("Kasia")
    kasia.click(await choosing(kasia, "W biurze"), "26.11, 10:00")
    return kasia, await kasia.expect("Doradca: Ewa"), "Potwierdzam"


@dataclass(slots=True)
class Morning:
    """The morning after an eve: everybody has pressed, and the bot lives in a process."""

    directory: Path
    server: HttpTelegram
    town: Town
    nursery: Nursery
    presses: dict[str, Press]  # of those who have not pressed yet
    in_flight: int = 0  # calls begun when the bot died: so many copies may come

    @property
    def database(self) -> Path:
        """The file that survives."""
        return self.directory / "bot.db"

    @asynccontextmanager
    async def life(self, broken: str = "") -> AsyncIterator[BotProcess]:
        """Let the bot live for the length of a block, from half a minute past nine."""
        orders = {"HURRY": "1", "SWEEPS": "0.5", "NOW": MORNING.isoformat(), "BREAK": broken}
        async with running_bot(
            self.directory,
            self.server.address,
            self.town.telegram.token,
            starter=self.nursery.start,
            orders=orders,
        ) as bot:
            yield bot
            if not bot.running and await bot.exit_code() == KILLED:
                REACHED[broken.partition("@")[0]] += 1

    def press(self, which: str) -> None:
        """Let somebody press at last."""
        person, message, label = self.presses.pop(which)
        person.click(message, label)

    async def dies(self, broken: str, when: str = "") -> None:
        """Let a life end by itself, at a point; `when`: once somebody has pressed."""
        async with self.life(broken) as bot:
            if when:
                await bot.ready()
                await self._until(lambda: self.in_hand() == 0 or not bot.running, 3)
                self.press(when)
            assert await bot.exit_code() == KILLED, bot.end_of_log
        self.in_flight += ledger.in_flight(self.database)

    async def end(self) -> None:
        """Let everybody press, and the bot do all that is left, and stop it."""
        for which in list(self.presses):
            self.press(which)
        async with self.life() as bot:
            await bot.ready()
            await self._until(lambda: self.left() == 0, STILL)
            assert await bot.terminate() == 0, bot.end_of_log

    async def _until(self, so: Callable[[], bool], looks: int) -> None:
        """Return when something holds at so many looks in a row."""
        still = 0
        async with asyncio.timeout(SETTLES_WITHIN):
            while still < looks:
                still = still + 1 if so() else 0
                await asyncio.sleep(0.05)

    def in_hand(self) -> int:
        """Return how much is on its way in or out."""
        return self.server.backlog + ledger.unfinished(self.database)

    def left(self) -> int:
        """Return how much there is to do, with what is due."""
        (undone,) = self._rows(
            "SELECT (SELECT count(*) FROM erasure WHERE state <> 'done')"
            " + (SELECT count(*) FROM announcement WHERE state <> 'done')"
            " + (SELECT count(*) FROM occurrence WHERE state = 'waiting' AND due_at <= ?)",
            MORNING.strftime("%Y-%m-%d %H:%M:%S.%f"),
        )[0]
        return self.in_hand() + undone

    def _rows(self, query: str, *values: str) -> list[tuple]:
        with closing(sqlite3.connect(f"file:{self.database}?mode=ro", uri=True)) as connection:
            return connection.execute(query, values).fetchall()

    def came_to(self) -> list[str]:
        """Return, line by line, what the rows say and what everybody has read."""
        rows = [f"{name}: {self._rows(query)}" for name, query in _ROWS.items()]
        read = Counter(self._read())
        return [*rows, *sorted(read)]

    def files(self, who: str) -> list[str]:
        """Return the names of the files that somebody has, in their order."""
        users = self.town.telegram.world.users.values()
        ident = next(user.id for user in users if user.first_name == who)
        chat = self.town.telegram.world.chats[ident]
        return [m.content["document"]["file_name"] for m in chat.messages.values()
                if m.kind == "document"]  # fmt: skip

    def uncertain(self) -> int:
        """Return how many messages may have come."""
        return self._rows("SELECT count(*) FROM outbox WHERE state = 'uncertain'")[0][0]

    def copies(self) -> int:
        """Return how many messages came that had come before."""
        return sum(count - 1 for count in Counter(self._read()).values())

    def _read(self) -> Iterator[str]:
        """Yield all that stands in the chats, each as one line."""
        for chat in self.town.telegram.world.chats.values():
            for message in chat.messages.values():
                # The night before is a silence only to who looks after it at once.
                silence = "nie miał kontaktu z Telegramem" in message.text
                if message.from_bot and not message.deleted and not silence:
                    words = AGAIN.sub("", message.text) or message.kind
                    yield f"{chat.id}: {' '.join(words.split())}"


_ROWS = {
    "integrity": "PRAGMA integrity_check",
    "references": "PRAGMA foreign_key_check",
    "updates": "SELECT DISTINCT state FROM inbox",
    "owed": "SELECT DISTINCT state FROM outbox WHERE state <> 'sent' AND state <> 'cancelled'",
    "seats": "SELECT occasion_id, person_id, state FROM registration ORDER BY 1, 2",
    "taken": "SELECT id, taken FROM occasion ORDER BY id",
    "consultations": "SELECT person_id, starts_at, state FROM booking ORDER BY 1, 2",
    "quarters": "SELECT advisor_id, cell FROM booked_cell ORDER BY 1, 2",
    "cards": "SELECT ticket_id, number, state, minutes FROM advice_card ORDER BY ticket_id",
    "months": "SELECT month, closer FROM closed_month",
    "announced": "SELECT person_id, count(*) FROM announcement_copy GROUP BY 1 ORDER BY 1",
    "tickets": "SELECT id, state FROM ticket ORDER BY id",
    "reminders": "SELECT kind, person_id, state FROM occurrence ORDER BY 1, 2, 3",
    "erased": "SELECT state, person_id, step FROM erasure",
    "steps": "SELECT action, count(*) FROM audit GROUP BY 1 ORDER BY 1",
}


@asynccontextmanager
async def morning(directory: Path, eve: Eve, nursery: Nursery) -> AsyncIterator[Morning]:
    """Go on from an eve over copies."""
    clock, old = TrueClock(Beginning(MORNING)), eve.town
    own = {id(old.clock): clock, id(old.house): None, id(old.machine): None}
    town, presses = copy.deepcopy((old, eve.presses), own)
    shutil.copy(eve.database, directory / "bot.db")
    async with serve(town.telegram) as server:
        yield Morning(directory, server, town, nursery, presses)
