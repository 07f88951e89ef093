"""An erasure that is stopped goes on where it was; a restored copy is erased again."""

from __future__ import annotations

import asyncio
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

import pytest
from sqlalchemy import Connection, select

from bot.helpdesk import practice_views
from bot.helpdesk.desk import Desk
from bot.office.privacy.carrying_out import STEPS
from bot.office.privacy.ledger import KEY, NAME, Ledger
from bot.office.privacy.work import ErasureWork
from bot.parts import putting_together
from bot.storage import erasures, people
from bot.storage.advice_tables import mail_address
from bot.storage.booking_tables import booking
from bot.storage.database import Database
from bot.storage.mail_tables import mail
from bot.storage.rows import Person, add, change
from bot.storage.tables import inbox, outbox, person
from tests.office.privacy.dying import KILLED
from tests.office.privacy.planting import BEFORE, CHAT, MAIL, NOW, ROWS, all_text, plant
from tests.programme.desk import desk, sample

T = TypeVar("T")
ROOT = Path(__file__).parent.parent.parent.parent
WORD = re.compile(rb"kanarek\d{3}q")
#: What stands in a group that is not there cannot be taken away.
PLANTED = tuple(row for row in ROWS if row[0] != "receipt")


class Killed(Exception):
    """The process died here."""


class Mortal(Database):
    """A database whose process dies at every third transaction."""

    def __init__(self, inner: Database) -> None:
        self._inner, self._left, self.path = inner, 3, inner.path

    async def write(self, work: Callable[[Connection], T], *, urgent: bool = False) -> T:
        self._left -= 1
        if self._left < 0:
            self._left = 3
            raise Killed
        return await self._inner.write(work, urgent=urgent)

    async def read(self, work: Callable[[Connection], T]) -> T:
        return await self._inner.read(work)

    async def forget_traces(self) -> bool:
        return await self._inner.forget_traces()


def words_on_disk(directory: Path) -> set[bytes]:
    """Return the planted words that stand in any file, wherever in it."""
    files = [one for one in directory.rglob("*") if one.is_file()]
    return {word for one in files for word in WORD.findall(one.read_bytes())}


def copied(path: Path, to: Path) -> None:
    """Keep a copy of a database as backups do."""
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(to)) as copy:
        source.backup(copy)


@pytest.fixture
def there(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return desk(sample(tmp_path_factory.mktemp("files")), NOW)


def _asked(conn: Connection) -> Any:
    planted = plant(conn, rows=PLANTED)
    erasures.ask(conn, planted.person, "RODO-1", BEFORE, NOW)
    return planted


async def test_killed_at_every_third_step_it_still_leaves_nothing(
    sqlite: Database, there: Desk, tmp_path: Path
) -> None:
    planted = await sqlite.write(_asked)
    assert sqlite.path is not None
    kept = sqlite.path.with_name("bot.db.before-0009-was-0008")
    copied(sqlite.path, kept)
    old = tmp_path.parent / f"{tmp_path.name}-older.db"
    copied(sqlite.path, old)
    assert len(words_on_disk(tmp_path)) == len(planted.words) >= 60

    work, deaths = ErasureWork(Mortal(sqlite), there.because), 0
    while True:
        try:
            await work.do()
        except Killed:
            deaths += 1
        else:
            break
    assert deaths > 5
    assert words_on_disk(tmp_path) == set() and not kept.exists()
    assert str(CHAT) in await sqlite.read(all_text)  # the last message is still owed

    def arrived(conn: Connection) -> None:
        change(conn, outbox, outbox.c.state == "pending", state="sent", finished_at=NOW)

    await sqlite.write(arrived)
    later = replace(there, now=NOW.replace(hour=12))
    await ErasureWork(sqlite, later.because).do()
    assert words_on_disk(tmp_path) == set()
    assert await sqlite.read(practice_views.accepted) == []  # nor is it on the site
    assert str(CHAT) not in await sqlite.read(all_text)
    ledger = (tmp_path / NAME).read_text()
    assert ledger.count("RODO-1") == 1 and str(CHAT) not in ledger
    assert {(tmp_path / name).stat().st_mode & 0o777 for name in (NAME, KEY)} == {0o600}

    await sqlite.close()
    shutil.copy(old, sqlite.path)
    restored = await Database.open(f"sqlite:///{sqlite.path}")
    assert len(words_on_disk(tmp_path)) >= 60
    assert await ErasureWork(restored, later.because).again() == 1
    assert await ErasureWork(restored, later.because).again() == 0
    assert words_on_disk(tmp_path) == set()
    await restored.close()


async def test_whoever_comes_back_is_somebody_new(
    sqlite: Database, there: Desk, tmp_path: Path
) -> None:
    planted = await sqlite.write(_asked)
    await ErasureWork(sqlite, there.because).do()

    def comes_back(conn: Connection) -> int:
        return people.meet(conn, CHAT, "Anna", NOW.replace(hour=15)).id

    again = await sqlite.write(comes_back)
    later = there.because("x")
    assert again != planted.person
    assert await ErasureWork(sqlite, later.because).again() == 0
    names = await sqlite.read(lambda conn: list(conn.execute(select(person.c.name)).scalars()))
    assert sorted(names) == ["", "Anna"]


def test_the_ledger_passes_over_a_line_that_was_cut_off(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    assert list(ledger.entries()) == []
    (tmp_path / NAME).write_text('{"receipt": "A", "per')
    assert list(ledger.entries()) == []
    assert ledger.mark("chat:1") == Ledger(tmp_path).mark("chat:1") != ledger.mark("chat:2")


async def test_a_server_has_its_ledger_where_a_file_would_have_it(
    database: Database, there: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    planted = await database.write(_asked)
    ended: list[str] = []

    def farewell(conn: Connection, desk: Desk, person: Person) -> None:
        ended.append(person.name)

    assert await ErasureWork(database, there.because, [farewell]).do() == 1
    assert len(ended) == 1 and WORD.match(ended[0].encode())  # known by name, and once
    where = tmp_path if database.path is not None else tmp_path / "data"
    entry = next(Ledger(where).entries())
    assert (entry.person, entry.receipt) == (planted.person, "RODO-1")

    def restored(conn: Connection) -> None:
        """Bring the person back, as an older copy would."""
        values = {"telegram_id": CHAT, "name": "Anna", "erased_at": None}
        change(conn, person, person.c.id == planted.person, **values)
        unread = {"raw": "kanarek", "state": "new", "chat": f"chat:{CHAT}"}
        change(conn, inbox, inbox.c.update_id == 1, **unread)

    await database.write(restored)
    assert await ErasureWork(database, there.because).again() == 1
    left = await database.read(lambda conn: people.by_id(conn, planted.person))
    assert (left.name, left.telegram_id) == ("", None) and left.erased_at is not None
    assert "kanarek" not in await database.read(all_text)


def test_a_process_that_is_killed_in_the_middle_of_a_step_loses_nothing(
    sqlite_url: str, tmp_path: Path
) -> None:
    async def plant_first() -> None:
        database = await Database.open(sqlite_url)
        await database.write(_asked)
        await database.close()

    async def look() -> tuple[int, str]:
        database = await Database.open(sqlite_url)
        found = await database.read(lambda conn: (erasures.get(conn, 1).step, all_text(conn)))
        await database.close()
        return found

    asyncio.run(plant_first())
    steps, words = [], []
    for number in (5, 14, 99):
        command = [sys.executable, "-m", "tests.office.privacy.dying", sqlite_url, str(number)]
        ended = subprocess.run(command, cwd=ROOT, capture_output=True, timeout=120)
        assert ended.returncode == (0 if number == 99 else KILLED), ended.stderr
        step, text = asyncio.run(look())
        steps.append(step)
        words.append(len(set(WORD.findall(text.encode()))))
    assert steps == [5, 18, len(STEPS)]
    assert words[0] > words[1] > words[2] == 0


async def test_who_writes_by_mail_hears_of_it_before_the_address_goes(
    sqlite: Database, there: Desk
) -> None:
    rows = tuple(
        (name, {**given, "telegram_id": None} if name == "person" else given)
        for name, given in PLANTED
    )

    def asked(conn: Connection) -> None:
        planted = plant(conn, rows=rows)
        change(conn, mail_address, mail_address.c.id == MAIL, email="anna@example.org")
        erasures.ask(conn, planted.person, "RODO-1", BEFORE, NOW)

    def standing(conn: Connection) -> tuple[str | None, list[str]]:
        mine = outbox.c.to.startswith("mail:")
        last = select(outbox.c.to).where(outbox.c.state == "pending", mine)
        email = conn.execute(select(mail_address.c.email)).scalar()
        return email, list(conn.execute(last).scalars())

    def arrived(conn: Connection) -> None:
        change(conn, outbox, outbox.c.state == "pending", state="sent", finished_at=NOW)

    await sqlite.write(asked)
    await ErasureWork(sqlite, there.because).do()
    assert await sqlite.read(standing) == ("anna@example.org", [f"mail:{MAIL}"])
    await sqlite.write(arrived)
    await ErasureWork(sqlite, replace(there, now=NOW.replace(hour=12)).because).do()
    assert await sqlite.read(standing) == (None, [])


async def test_a_consultation_ahead_is_given_back(sqlite: Database, there: Desk) -> None:
    meeting = {"starts_at": NOW.replace(hour=18), "ends_at": NOW.replace(hour=19)}
    values = {**meeting, "topic": "legal", "form": "office", "state": "booked", "phone": None}

    def asked(conn: Connection) -> None:
        planted = _asked(conn)
        add(conn, booking, person_id=planted.person, advisor_id=5, created_at=BEFORE, **values)

    await sqlite.write(asked)
    await ErasureWork(sqlite, there.because, putting_together.FAREWELLS).do()
    ended = select(booking.c.state, booking.c.closed_why).where(booking.c.form == "office")
    assert await sqlite.read(lambda conn: tuple(conn.execute(ended).one())) == (
        "cancelled",
        "person",
    )


async def test_an_unread_mail_of_a_restored_copy_is_not_taken_once_more(
    sqlite: Database, there: Desk
) -> None:
    def mail_from(number: int, who: str) -> dict[str, Any]:
        raw = f"From: Ktoś <{who}>\r\nSubject: x\r\n\r\nkanarek{number}".encode()
        return {"uid": number, "validity": 1, "mark": f"m{number}", "raw": raw, "whole": 9,
                "came_at": BEFORE}  # fmt: skip

    def restored(conn: Connection) -> None:
        planted = plant(conn, rows=PLANTED)
        change(conn, mail_address, mail_address.c.id == MAIL, email="anna@example.org")
        add(conn, mail, **mail_from(7, "Anna@Example.org"))
        add(conn, mail, **mail_from(8, "ola@example.org"))
        erasures.ask_again(conn, planted.person, "RODO-1", NOW)

    await sqlite.write(restored)
    assert await ErasureWork(sqlite, there.because).do() == 1
    new = select(mail.c.uid).where(mail.c.state == "new")
    assert await sqlite.read(lambda conn: list(conn.execute(new).scalars())) == [8]
    text = await sqlite.read(all_text)
    assert "kanarek7" not in text and "kanarek8" in text and "anna@" not in text.lower()
