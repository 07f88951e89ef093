"""What dialogues about submissions share: a contest for volunteers, and answers to its form."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from sqlalchemy import Connection, select

from bot.simulator.model import Message
from bot.simulator.people import Person
from bot.storage import forms, staff
from bot.storage.forms import Form
from bot.storage.programme_tables import consent
from tests.dialogues.conftest import stage
from tests.dialogues.contest_stage import go_to
from tests.dialogues.scene import Scene
from tests.knowledge.sample import copy_of_sample

CONTEST = """\
nagroda:
  kind: awards
  title: Nagroda za pomaganie
  summary: Dla tych, którzy pomagają.
  eligible:
    - who: wolontariusz
  categories:
    - name: jedna osoba
      awards: 1
    - name: grupa
      awards: 1
  stages:
    - id: skladanie
      title: Przyjmowanie zgłoszeń
      starts: 2027-05-17
      ends: 2027-11-10 16:00
      hard_deadline: true
"""
TITLE = "Piątkowe obiady"
STORY = (
    "Gotujemy co piątek dla pięciu sąsiadek. Tel. 600 100 200, ola@example.org, PESEL 44051401359."
)
PLACE = "gmina Łąck, świetlica"


@asynccontextmanager
async def contest_open(directory: Path) -> AsyncIterator[Scene]:
    """Start the bot while the contest takes submissions; Zofia and Marek coordinate."""
    knowledge = copy_of_sample(directory)
    path = knowledge / "programme" / "contests.yaml"
    path.write_text(path.read_text(encoding="utf-8") + CONTEST, encoding="utf-8")
    async with stage(directory, forum=True, knowledge=knowledge) as scene:
        await scene.link(topics=7)
        await scene.meet_anna()
        for one in (scene.zofia, scene.marek):
            one.start()
            one.send("Dzień dobry", chat=scene.group)
        await scene.settle()
        await scene.house.database.write(
            lambda conn: staff.set_fields(conn, scene.marek.id, coordinator=True)
        )
        await go_to(scene, "2027-09-01")
        yield scene


async def asked(person: Person, words: str) -> Message:
    """Wait for a question that still has its buttons: an older one may just have lost them."""
    return await person.expect(words, where=lambda message: bool(message.rows))


async def told(
    person: Person,
    whom: str = "Inną dorosłą osobę",
    presented: str = "Ola Nowak",
    title: str = TITLE,
) -> Message:
    """Answer all until photos are asked for; return that question."""
    person.send("/zgloszenie")
    person.click(await person.expect("W jakiej kategorii"), "jedna osoba")
    person.click(await person.expect("Kogo dotyczy"), whom)
    await person.expect("Kto jest zgłaszany")
    person.send(presented)
    await person.expect("Jaki tytuł")
    person.send(title)
    await person.expect("co to zmieniło")
    person.send(STORY)
    await person.expect("W jakiej gminie")
    person.send(PLACE)
    return await person.expect("Czy są zdjęcia")


async def finished(
    person: Person, photos: Message, image: str = "Nie ma ludzi", publish: str = "Tak, z imionami"
) -> Message:
    """Answer the rest; return the summary."""
    person.click(photos, "Dalej|Pomiń")
    person.click(await person.expect("Czy jest film"), "Pomiń")
    await person.expect("Kto potwierdza")
    person.send("GOPS w Łącku")
    person.click(await person.expect("Czy jest pismo"), "Pomiń")
    person.click(await person.expect("zgadzają się na udział"), "Tak")
    person.click(await person.expect("zgadzają się na ich pokazanie"), image)
    person.click(await person.expect("bazy dobrych praktyk"), publish)
    return await person.expect("Czy wszystko się zgadza")


async def form(scene: Scene, ident: int = 1) -> Form:
    await scene.settle()
    return await scene.house.database.read(lambda conn: forms.get(conn, ident))


async def consents_of(scene: Scene, beginning: str) -> list[tuple[str, bool, str]]:
    """Return what was agreed to, in its order: subject, whether, how."""
    columns = (consent.c.subject, consent.c.given, consent.c.method)
    query = select(*columns).where(consent.c.subject.startswith(beginning)).order_by(consent.c.id)

    def read(conn: Connection) -> list[tuple[str, bool, str]]:
        return [tuple(row) for row in conn.execute(query)]

    await scene.settle()
    return await scene.house.database.read(read)
