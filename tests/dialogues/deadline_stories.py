"""Short stories about deadlines: a circle is set up, a second person joins, a day comes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sqlalchemy import Connection, select

from bot.simulator.model import Message
from bot.simulator.people import Person
from bot.storage import deadlines
from bot.storage.deadlines import Deadline
from bot.storage.tables import outbox
from tests.dialogues.scene import Scene

STALE = "To już nieaktualne. Odświeżam."
STATES = ("draft", "open", "done", "dropped")


async def circle(scene: Scene, *traits: str) -> Message:
    """Let Anna set up a circle with these traits; return what the calendar proposes."""
    scene.anna.send("/terminy")
    scene.anna.click(await scene.anna.expect("o jaką organizację chodzi"), "Koło gospodyń")
    message = await scene.anna.expect("Co pasuje")
    for trait in traits:
        scene.anna.click(message, trait)
        await scene.settle()
    scene.anna.click(message, "Dalej")
    await scene.anna.expect("Terminy z przepisów")
    await scene.settle()
    return message


async def following(scene: Scene, *traits: str) -> Message:
    """Let Anna follow all that is proposed; return the list of what is near."""
    message = await circle(scene, *traits)
    scene.anna.click(message, "Obserwuj wszystkie")
    await scene.anna.expect("Najbliższe terminy")
    await scene.settle()
    return message


async def joined(scene: Scene, listed: Message) -> Person:
    """Let Basia join Anna's organisation by a link; return her."""
    scene.anna.click(listed, "Zaproś osobę")
    payload = payload_of(await scene.anna.expect("Zaproszenie dla jednej osoby"))
    basia = scene.telegram.user(first_name="Basia")
    basia.start(payload)
    await basia.expect("Dołączono: koło gospodyń")
    await scene.settle()
    basia.skip()
    return basia


def payload_of(message: Message) -> str:
    found = re.search(r"start=([A-Za-z0-9_-]+)", message.text)
    assert found is not None
    return found[1]


async def added(scene: Scene, words: str, who: Person | None = None) -> Message:
    """Let somebody add a deadline in their own words; return its card."""
    writer = who or scene.anna
    writer.send(f"dodaj: {words}")
    offer = await writer.expect("Czy tak ma być")
    writer.click(offer, "Dobrze")
    await scene.settle()
    assert "Czy tak ma być" not in offer.text
    return offer


async def rows(scene: Scene, *states: str) -> Sequence[Deadline]:
    """Return the deadlines of the first organisation and of Anna alone, the soonest first."""
    await scene.settle()
    anna = await scene.person(scene.anna)
    keys = ["org:1", f"person:{anna.id}"]

    def read(conn: Connection) -> list[Deadline]:
        return deadlines.of_owners(conn, keys, states or ("open",))

    return await scene.house.database.read(read)


async def days_of(scene: Scene, source: str, *states: str) -> list[str]:
    return [row.day for row in await rows(scene, *states) if row.source == source]


async def owed_with(scene: Scene, words: str) -> list[int]:
    """Return the rows of the outbox that still hold these words."""
    await scene.settle()

    def read(conn: Connection) -> list[int]:
        rows = conn.execute(select(outbox.c.id, outbox.c.params, outbox.c.frozen))
        return [row.id for row in rows if words in f"{row.params}{row.frozen}"]

    return await scene.house.database.read(read)
