"""Once a month coordination sees what ages; what is pressed there changes what is answered."""

from __future__ import annotations

import pytest

from bot.simulator.model import Message
from tests.dialogues.scene import Scene

ASKED = "Do kiedy składa się CIT-8?"
ANSWER = "do końca trzeciego miesiąca"


@pytest.fixture
async def february(scene: Scene) -> Scene:
    """It is Monday, 1 February 2027, ten in the morning; the bot has run since November."""
    await scene.forward(minutes=1)
    await scene.forward(days=69)
    return scene


async def item(scene: Scene) -> Message:
    await scene.group.expect("Do sprawdzenia w tym miesiącu", thread=scene.coordination)
    return await scene.group.expect(f"{ASKED}.*Ważne do 31.03.2027", thread=scene.coordination)


async def test_the_list_stands_in_the_thread_of_coordination_once(february: Scene) -> None:
    shown = await item(february)
    assert (ANSWER in shown.text, "cit-8-termin.md" in shown.text) == (True, True)
    await february.forward(days=1)
    lists = [one for one in february.group.messages() if "Do sprawdzenia" in one.text]
    assert len(lists) == 1


async def test_still_right_keeps_the_answer_after_its_date(february: Scene) -> None:
    shown = await item(february)
    told = await february.ewa.click(shown, "Nadal aktualne").answered()
    assert told["text"] == "Zapisane."
    await february.group.expect("Nadal aktualne do 10.06.2027: Ewa")

    await february.forward(days=65)  # 7 April
    february.anna.send(ASKED)
    answer = await february.anna.expect(ANSWER)
    assert "sprawdzono: 1.02.2027" in answer.text


async def test_without_a_word_the_answer_ends_with_its_date(february: Scene) -> None:
    await item(february)
    await february.forward(days=65)
    february.anna.send(ASKED)
    await february.anna.expect("Sprawa #1|Czy chodzi o")
    assert not any(ANSWER in one.text for one in february.anna.messages)


async def test_switched_off_goes_to_an_advisor_at_once(february: Scene) -> None:
    february.anna.send(ASKED)
    await february.anna.expect(ANSWER)
    shown = await item(february)
    await february.ewa.click(shown, "Wyłącz").answered()
    await february.group.expect("Wyłączone: Ewa")

    before = len([one for one in february.anna.messages if ANSWER in one.text])
    february.anna.send(ASKED)
    await february.anna.expect("Sprawa #1|Czy chodzi o")
    assert len([one for one in february.anna.messages if ANSWER in one.text]) == before

    february.ewa.click(shown, "Nadal aktualne")
    await february.group.expect("Nadal aktualne do")
    february.anna.send(ASKED)
    await february.anna.expect(ANSWER)


async def test_who_will_put_it_right_is_reminded_in_a_week(february: Scene) -> None:
    february.ewa.click(await item(february), "Poprawię")
    await february.group.expect("Będzie poprawka: Ewa")
    await february.forward(days=7, minutes=1)
    again = await february.group.expect("Przypomnienie: miała być poprawka")
    february.ewa.click(again, "Nadal aktualne")
    await february.group.expect("Nadal aktualne do")


async def test_who_left_the_group_can_say_nothing(february: Scene) -> None:
    shown = await item(february)
    february.ewa.leave(february.group)
    await february.settle()
    told = await february.press(february.ewa, shown, shown.buttons[0]["callback_data"]).answered()
    assert "dla członków grupy" in told["text"]
