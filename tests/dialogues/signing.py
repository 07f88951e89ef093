"""What tests of signing up do again and again: come, answer, look at a list, change a meeting."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.parts import sweeps
from bot.programme import occasions as programme
from bot.programme.occasions import meeting_of
from bot.programme.signups import booking
from bot.simulator.model import Message
from bot.simulator.people import Person
from bot.storage import occasions, registrations
from bot.storage.occasions import Occasion
from bot.storage.registrations import Registration
from tests.dialogues.scene import Scene

BOOKS = "ksiegi"  # 20 seats, and eight who may wait
POSTER = "plakat-na-plot"  # two seats, and one who may wait; a point on the map


async def listed(scene: Scene, ident: str, *states: str) -> list[Registration]:
    """Return who is on the list of a meeting."""
    await scene.settle()
    wanted = states or registrations.ACTIVE
    return await scene.house.database.read(
        lambda conn: registrations.of_occasion(conn, ident, wanted)
    )


async def occasion(scene: Scene, ident: str) -> Occasion:
    """Return a meeting as it is in force."""
    await scene.settle()
    return await scene.house.database.read(lambda conn: occasions.get(conn, ident))


async def amend(scene: Scene, ident: str, **fields: Any) -> None:
    """Change a meeting as the coordinator does in the chat."""
    row = await occasion(scene, ident)
    sheet = meeting_of(row).model_copy(update=fields)
    desk = scene.house.services.desk(f"amend{row.seq}{sorted(fields)}")
    await scene.house.database.write(
        lambda conn: programme.amend(conn, desk, row, sheet, sweeps.follow, by=900)
    )
    await scene.settle()


async def cancel(scene: Scene, ident: str, state: str = "cancelled") -> None:
    """Call a meeting off, or on again."""
    row = await occasion(scene, ident)
    desk = scene.house.services.desk(f"cancel{row.seq}")
    await scene.house.database.write(
        lambda conn: programme.alter(conn, desk, row, sweeps.follow, state=state)
    )
    await scene.settle()


async def asked(person: Person, ident: str) -> Message:
    """Let somebody come by the link and press [Zapisz mnie]; return the first question."""
    person.start(f"w_{ident}")
    person.click(await person.expect("Zapisy do"), "Zapisz mnie")
    return await person.expect("Tak będzie na liście|Czy coś ułatwi")


async def summed_up(person: Person, ident: str, organisation: str = "") -> Message:
    """Let somebody answer everything; return the summary."""
    question = await asked(person, ident)
    if "Tak będzie" in question.text:
        person.click(question, "Dobrze")
        question = await person.expect("Z jakiej organizacji")
        if organisation:
            person.send(organisation)
        else:
            person.click(question, "Bez organizacji")
        person.click(await person.expect("Z jakiej gminy"), "Bielsk")
        person.click(await person.expect("Czy coś ułatwi"), "Pomiń")
        question = await person.expect("jaki numer")
    person.click(question, "Pomiń")
    return await person.expect("Czy wszystko się zgadza")


async def signed_up(person: Person, ident: str, organisation: str = "") -> Message:
    """Let somebody sign up; return what they are told."""
    person.click(await summed_up(person, ident, organisation), "Zapisz mnie")
    return await person.expect("Masz miejsce|Lista rezerwowa|nie ma już miejsc|Z jednej org")


async def all_signed_up(scene: Scene, names: Sequence[str], ident: str) -> list[Person]:
    """Let several new people sign up one after another."""
    people = [scene.newcomer(name) for name in names]
    for one in people:
        await signed_up(one, ident)
        one.skip()
    return people


async def given_up(person: Person) -> None:
    """Let somebody give up the seat that they were told of last."""
    person.click("Rezygnuję")
    person.click(await person.expect("Oddać to miejsce"), "Tak, rezygnuję")
    await person.expect("Miejsce zwolnione")


async def without_telegram(scene: Scene, ident: str, name: str, phone: str | None) -> int:
    """Put somebody on the list who has no Telegram, as an advisor does."""
    desk = scene.house.services.desk(f"phone{name}")
    wish = booking.Wish(name, phone=phone, channel="phone", added_by=900)
    booked = await scene.house.database.write(
        lambda conn: booking.book(conn, desk, ident, wish, None)
    )
    assert booked.registration is not None
    return booked.registration.id
