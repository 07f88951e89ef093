"""A weekend on which the clocks change: what is on its way before the chaos begins.

A meeting on Sunday that people sign up for on Saturday, an announcement that waits for its
approval, and somebody who wants to be forgotten. All of them are strangers to the ledger.
"""

from __future__ import annotations

import asyncio
import re
import shutil
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.simulator.model import Message
from bot.simulator.people import Person, Telegram
from tests.dialogues.signing import summed_up
from tests.faults.blast import SECOND, WORDS
from tests.faults.process import SAMPLE
from tests.faults.storm import People

#: Saturday, eleven in Poland; the clocks change in the night.
WEEKENDS = {
    "spring": datetime(2026, 3, 28, 10, 0, tzinfo=UTC),
    "autumn": datetime(2026, 10, 24, 9, 0, tzinfo=UTC),
}
WARSAW = ZoneInfo("Europe/Warsaw")
MEETING, SEATS, WAITING, COMING = "ksiegi", 5, 3, 12
LISTED = 40
CANARY = "Klonowa 17 w Radzanowie"
OUTCOME = re.compile("Masz miejsce|Lista rezerwowa|nie ma już miejsc")
PATIENCE = 60.0


def lasts(saturday: datetime) -> timedelta:
    """Return how long it is until Sunday at three, when people have been reminded."""
    sunday = saturday.astimezone(WARSAW).date() + timedelta(days=1)
    return datetime.combine(sunday, time(15), WARSAW) - saturday


def files(directory: Path, saturday: datetime) -> Path:
    """Return a copy of the sample knowledge in which a meeting is on that Sunday."""
    sunday = (saturday + timedelta(days=1)).date()
    place = Path(shutil.copytree(SAMPLE, directory / "knowledge"))
    sheet = place / "programme" / "workshops.yaml"
    text = sheet.read_text(encoding="utf-8")
    for old, new in (
        ("2027-03-13 09:30", f"{sunday} 16:30"),
        ("2027-03-13 15:00", f"{sunday} 19:00"),
        ("2027-03-10", f"{saturday.date()}"),
        ("capacity: 20", f"capacity: {SEATS}"),
        ("waitlist: 8", f"waitlist: {WAITING}"),
    ):
        assert old in text
        text = text.replace(old, new, 1)
    sheet.write_text(text, encoding="utf-8")
    return place


@dataclass(slots=True)
class Weekend:
    """Who does what besides asking."""

    people: People
    approver: Person
    coming: list[Person]
    listed: list[Person]
    leaving: Person
    flooder: Person
    summaries: Sequence[Message] = ()
    card: Message | None = None

    @classmethod
    def of(cls, telegram: Telegram, people: People) -> Weekend:
        """Let them be there."""
        approver = telegram.user(SECOND, first_name="Ewelina")
        people.group.add(approver)

        def persons(name: str, count: int) -> list[Person]:
            made = [telegram.user(first_name=f"{name}{number}") for number in range(count)]
            for one in made:
                one.user.started = True
            return made

        coming, listed = persons("Uczestnik", COMING), persons("Osoba", LISTED)
        leaving, flooder = persons("Olga", 1)[0], persons("Zalew", 1)[0]
        return cls(people, approver, coming, listed, leaving, flooder)

    @property
    def strangers(self) -> list[int]:
        """Return whose words the ledger does not look at."""
        zofia = self.people.coordinator
        some = (zofia, self.approver, self.leaving, self.flooder)
        forgotten = 0  # the chat of whoever was erased
        return [forgotten, *(one.id for one in (*some, *self.coming, *self.listed))]

    async def link(self) -> None:
        """Link the group, in a quiet life of the bot."""
        zofia, group = self.people.coordinator, self.people.group
        zofia.send("/polacz", chat=group)
        await group.expect("Grupa połączona", timeout=PATIENCE)
        zofia.start()
        await zofia.expect("Kto tu odpowiada", timeout=PATIENCE)

    async def prepare(self) -> None:
        """Bring everything to where one press is missing, in a quiet life of the bot."""
        self.approver.send("dzień dobry", chat=self.people.group)
        await asyncio.gather(self._announce(), self._ask_to_leave(), self._sign_up())

    async def _sign_up(self) -> None:
        self.summaries = await asyncio.gather(*(summed_up(one, MEETING) for one in self.coming))

    async def _announce(self) -> None:
        zofia, group = self.people.coordinator, self.people.group
        zofia.send("/komunikat")
        await zofia.expect("Proszę przysłać komunikat", timeout=PATIENCE)
        zofia.send(WORDS)
        draft = await zofia.expect("Komunikat: szkic", timeout=PATIENCE)
        zofia.click(draft, "Proś o akceptację")
        self.card = await group.expect("czeka na zatwierdzenie", timeout=PATIENCE)

    async def _ask_to_leave(self) -> None:
        olga = self.leaving
        olga.send(f"Proszę sprawdzić naszą umowę na lokal przy {CANARY}")
        await olga.expect("Sprawa #", timeout=PATIENCE)
        olga.send("/prywatnosc")
        menu = await olga.expect("Jakie dane mamy", timeout=PATIENCE)
        olga.click(menu, "Usuń moje dane")
        olga.click(await olga.expect("Zanim usuniemy", timeout=PATIENCE), "Tak, usuń")
        await olga.expect("Prośba przyjęta", timeout=PATIENCE)

    def let_them_be_known(self, database: Path, now: datetime) -> None:
        """Store who agreed to announcements, while no bot lives."""
        moment = now.strftime("%Y-%m-%d %H:%M:%S.%f")
        rows = [(one.id, one.user.first_name, moment) for one in self.listed]
        with closing(sqlite3.connect(database)) as connection, connection:
            connection.executemany(
                "INSERT INTO person (telegram_id, name, announcements, created_at)"
                " VALUES (?, ?, 1, ?)",
                rows,
            )

    def begin(self) -> None:
        """Approve the announcement."""
        assert self.card is not None
        self.approver.click(self.card, "Zatwierdź")

    def sign_up(self, number: int) -> None:
        """Let one of those who come press the last button."""
        self.coming[number].click(self.summaries[number], "Zapisz mnie")

    @property
    def signed_up(self) -> bool:
        """Whether all of them know whether they have a seat."""
        return all(
            any(OUTCOME.search(one.text) for one in person.messages) for person in self.coming
        )

    def received(self, words: str) -> list[int]:
        """Return how often each of those on the list has read some words."""
        return [
            sum(words in one.text for one in person.messages if one.from_bot)
            for person in self.listed
        ]
