"""What dialogues about consultations share: duties, the way through the form, what is stored."""

from __future__ import annotations

from datetime import date, time

from sqlalchemy import select

from bot.domain.warsaw import utc
from bot.simulator.model import Message
from bot.simulator.people import Person, Topic
from bot.storage import bookings
from bot.storage.booking_tables import booking
from bot.storage.bookings import Booking
from tests.dialogues.scene import Scene

LEGAL = "Prawo"


def thread(scene: Scene) -> Topic:
    """Return the thread of the topic that these consultations are about."""
    return scene.group.topic(LEGAL)


async def duty(scene: Scene, advisor: Person, words: str) -> Message:
    """Let an advisor write down a weekly duty; return the list of theirs."""
    advisor.send(f"/dyzur {words}", chat=scene.group, thread=thread(scene))
    return await scene.group.expect("stałe dyżury", thread=thread(scene))


async def choosing(person: Person, form: str) -> Message:
    """Let somebody come to the nearest slots."""
    person.send("/konsultacja")
    question = await person.expect("Jak chcesz się spotkać|Twoje spotkania")
    if "Twoje" in question.text:
        person.click(question, "Umów kolejne")
        question = await person.expect("Jak chcesz się spotkać")
    person.click(question, form)
    person.click(await person.expect("O czym będzie rozmowa"), LEGAL)
    return await person.expect("Wybierz termin|nie ma wolnego terminu")


async def in_office(scene: Scene, person: Person, label: str) -> Message:
    """Let somebody book a meeting in the office; return what they are told."""
    person.click(await choosing(person, "W biurze"), label)
    person.click(await person.expect("czeka na Ciebie"), "Potwierdzam")
    return await person.expect("Spotkanie umówione")


async def stored(scene: Scene, number: int) -> Booking:
    """Return a consultation as it stands: the first, the second, ... that was held or booked.

    Rows are not counted by their ids: a server leaves out what an attempt that failed had taken.
    """
    await scene.settle()
    ids = select(booking.c.id).order_by(booking.c.id).offset(number - 1).limit(1)
    return await scene.house.database.read(
        lambda conn: bookings.get(conn, conn.execute(ids).scalar_one())
    )


def calendar(scene: Scene) -> str:
    """Return the calendar file that was sent last."""
    call = scene.telegram.requests("sendDocument")[-1]
    content: bytes = call.params["document"][1]
    return content.decode().replace("\r\n ", "")


async def until(scene: Scene, day: str, hour: str) -> None:
    """Move the clock to an hour of a day in Poland; what comes of it is still to be read."""
    moment = utc(date.fromisoformat(day), time.fromisoformat(hour))
    await scene.forward(seconds=(moment - scene.clock.now()).total_seconds())


def data_of(message: Message, label: str) -> str:
    """Return what a button carries."""
    found = (one["callback_data"] for one in message.buttons if label in one["text"])
    return str(next(found))


def said(scene: Scene, words: str) -> str:
    """Return the newest text of the group with these words."""
    return [one.text for one in scene.group.messages() if words in one.text][-1]
