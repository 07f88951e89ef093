"""A restored copy of the database is held against the ledger before anybody is heard."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection

from bot.office.privacy.ledger import Entry, Ledger
from bot.storage import people
from bot.storage.database import Database
from tests.dialogues.beginning import A_TUESDAY_MORNING, stage
from tests.dialogues.ground import ON_POSTGRESQL, ground


async def test_who_is_in_the_ledger_is_erased_at_the_start(moved_in: Path) -> None:
    def met(conn: Connection) -> list[int]:
        return [
            people.meet(conn, ident, name, A_TUESDAY_MORNING.replace(month=9)).id
            for ident, name in ((71, "Anna kanarek"), (72, "Ewa"))
        ]

    database = await Database.open(await ground().address(moved_in))
    anna, ewa = await database.write(met)
    await database.close()
    ledger = Ledger(moved_in / "data" if ON_POSTGRESQL else moved_in)
    created, at = (A_TUESDAY_MORNING.replace(month=month).isoformat() for month in (9, 10))
    ledger.append(Entry("RODO-1", 99, created, at, (ledger.mark("chat:71"),)))

    async with stage(moved_in, forum=True) as scene:
        read = scene.house.database.read
        erased = await read(lambda conn: people.by_id(conn, anna))
        other = await read(lambda conn: people.by_id(conn, ewa))
        assert (erased.name, erased.telegram_id) == ("", None)
        assert other.name == "Ewa"
        assert scene.telegram.user(id=71).messages == []  # nothing was said of it again
    if not ON_POSTGRESQL:
        assert "kanarek" not in (moved_in / "bot.db").read_bytes().decode("latin-1")
