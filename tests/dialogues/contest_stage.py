"""What the dialogues about contests share: moving to a day of the contest `granty`."""

from __future__ import annotations

from datetime import date, time

from bot.domain.warsaw import utc
from bot.simulator.model import Message
from bot.simulator.people import Person
from tests.dialogues.scene import Scene

#: Asked while everybody may read the answers; the sample knows nothing about it.
RULE = "Czy wkład własny można dać w samochodzie pożyczonym od sąsiada Kowalskiego?"


async def go_to(scene: Scene, day: str, hour: str = "10:00") -> None:
    """Move the clock to an hour of a day in Poland."""
    moment = utc(date.fromisoformat(day), time.fromisoformat(hour))
    await scene.forward(seconds=(moment - scene.clock.now()).total_seconds())
    for person in (scene.anna, scene.ewa, scene.marek, scene.zofia):
        person.skip()
    scene.group.skip()


async def card_of(scene: Scene, person: Person) -> Message:
    """Let somebody open the contest, and return its card."""
    await scene.forward(seconds=1)  # what the files hold is in force from the first sweep on
    person.send("/konkursy")
    return await person.expect("Granty na próbę")


async def asked(scene: Scene, words: str = RULE, answer: str = "Zgoda, wyślij") -> Message:
    """Let Anna ask from the card and say who may read the answer; return the ticket's card."""
    scene.anna.click(await card_of(scene, scene.anna), "Zadaj pytanie")
    await scene.anna.expect("Proszę napisać pytanie o konkurs")
    scene.anna.send(words)
    consent = await scene.anna.expect("Odpowiedź zobaczą wszyscy")
    scene.anna.click(consent, answer)
    return await scene.group.expect("#1 🔵")
