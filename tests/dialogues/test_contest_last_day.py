"""The last 24 hours of a call: who is on duty, what goes first, what receipts say."""

from __future__ import annotations

import pytest

from bot.domain.callbacks import encode
from bot.simulator.model import Message
from bot.storage import records, staff
from bot.storage.occasions import number_of_occasion
from tests.dialogues.contest_stage import asked, go_to
from tests.dialogues.scene import UNCOVERED, Scene

pytestmark = pytest.mark.slow
NUMBER = number_of_occasion("granty")


async def knows(scene: Scene, *who: int) -> None:
    """Let these people know the topic of the contest."""
    for one in who:
        await scene.house.database.write(
            lambda conn, one=one: staff.set_fields(conn, one, specialities=["fundraising"])
        )


async def duty(scene: Scene) -> Message:
    return await scene.group.expect("Kto ma dyżur", thread=scene.coordination)


async def test_somebody_who_knows_the_topic_takes_the_duty_by_a_tap(scene: Scene) -> None:
    scene.ewa.send("Dzień dobry", chat=scene.group)
    scene.marek.send("Dzień dobry", chat=scene.group)
    await scene.settle()
    await knows(scene, scene.ewa.id)
    await go_to(scene, "2027-04-15", "15:59")
    assert not scene.seen("Kto ma dyżur")
    await scene.forward(minutes=1)
    card = await duty(scene)
    assert "Może to być: Ewa." in card.text
    told = await scene.marek.click(card, "Mam dyżur").answered()
    assert told["text"].startswith("Dyżur bierze ktoś, kto zna ten temat")
    scene.ewa.click(card, "Mam dyżur")
    await scene.group.expect("Dyżur w ostatniej dobie ma Ewa", thread=scene.coordination)
    await go_to(scene, "2027-04-16", "10:30")
    assert len([one for one in scene.group.messages() if "Mam dyżur" in str(one.buttons)]) == 0
    assert await scene.audited("contest_duty") == ["contest_duty"]


async def test_it_is_asked_once_more_when_nobody_has_it(scene: Scene) -> None:
    await go_to(scene, "2027-04-15", "16:00")
    await scene.forward(minutes=1)
    await go_to(scene, "2027-04-16", "09:59")
    asked_so_far = [one for one in scene.group.messages() if "Kto ma dyżur" in one.text]
    await scene.forward(minutes=2)
    now = [one for one in scene.group.messages() if "Kto ma dyżur" in one.text]
    assert (len(asked_so_far), len(now)) == (1, 2)
    await scene.forward(hours=1)
    assert len([one for one in scene.group.messages() if "Kto ma dyżur" in one.text]) == 2


async def test_who_judges_has_no_duty(scene: Scene) -> None:
    scene.ewa.send("Dzień dobry", chat=scene.group)
    await scene.settle()
    await scene.house.database.write(
        lambda conn: staff.set_fields(conn, scene.ewa.id, scores=True)
    )
    await go_to(scene, "2027-04-15", "15:59")
    await scene.forward(minutes=1)
    card = await duty(scene)
    told = await scene.ewa.click(card, "Mam dyżur").answered()
    assert told["text"].startswith("Dyżur bierze")
    facts = await scene.house.database.read(lambda conn: records.facts_named(conn, "duty:"))
    assert all(value is True for value in facts.values())


async def test_contest_tickets_go_first_and_their_receipts_carry_the_phone(scene: Scene) -> None:
    await go_to(scene, "2027-04-05")
    card = await asked(scene, answer="To pytanie o mój wniosek")
    receipt = await scene.anna_last("Sprawa #1")
    assert "zrób zrzut" not in receipt.text
    await go_to(scene, "2027-04-15", "16:00")
    await scene.settle()
    assert "Ostatnia doba" in card.text
    phone = scene.house.library.current.base.organisation.phone
    assert "zrób zrzut ekranu błędu i zadzwoń" in receipt.text and phone in receipt.text

    ola = scene.newcomer("Ola")
    ola.send(UNCOVERED)
    await ola.expect("Sprawa #2")
    ola.send("granty na próbę: generator pokazuje błąd przy wysyłaniu")
    await scene.settle()
    await scene.forward(minutes=1)
    scene.ewa.send("/kolejka", chat=scene.group)
    listed = await scene.group.expect("Czekają na doradcę")
    first = listed.text.splitlines()[1]
    assert "ostatnia doba" in first
    assert "#2" in listed.text.splitlines()[-1]

    await go_to(scene, "2027-04-16", "16:01")
    await scene.settle()
    assert "Ostatnia doba" not in card.text
    assert "zrzut" not in receipt.text


async def test_a_forged_duty_is_nobodys(scene: Scene) -> None:
    await go_to(scene, "2027-04-15", "15:59")
    await scene.forward(minutes=1)
    await duty(scene)
    other = scene.group.messages()[0]
    for message, number in ((other, NUMBER), (await _card(scene), NUMBER + 1)):
        await scene.press(scene.marek, message, encode("contest_duty", number)).answered()
    facts = await scene.house.database.read(lambda conn: records.facts_named(conn, "duty:"))
    assert all(value is True for value in facts.values())


async def _card(scene: Scene) -> Message:
    return next(one for one in scene.group.messages() if "Kto ma dyżur" in one.text)
