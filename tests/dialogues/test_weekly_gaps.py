"""On Monday coordination sees what people asked last week and the base did not answer."""

from __future__ import annotations

import pytest

from bot.simulator.model import Message
from tests.dialogues.scene import Scene

AGAIN = "stary traktor z remizy, czy może jechać w paradzie"
ANSWER = "Stary traktor może jechać w paradzie, gdy jest zarejestrowany i ubezpieczony."


async def two_ask(scene: Scene) -> None:
    """Let Anna and Ola miss the same entry on a Tuesday."""
    await scene.answered_ticket("Może, z pozwoleniem.")
    ola = scene.newcomer("Ola")
    ola.send(AGAIN)
    await ola.expect("Sprawa #2")
    card = await scene.group.expect("#2 🔵")
    scene.ewa.send("Tak samo, z pozwoleniem.", reply_to=card)
    await ola.expect("Tak samo")


async def monday(scene: Scene) -> Message:
    """Let the list of the week be there."""
    await two_ask(scene)
    await scene.forward(days=6)
    return await scene.group.expect("Luki tygodnia", thread=scene.coordination)


async def test_the_gaps_of_the_week_stand_in_the_thread_of_coordination(scene: Scene) -> None:
    await two_ask(scene)
    await scene.forward(days=5)
    assert not scene.seen("Luki tygodnia")

    await scene.forward(days=1)

    shown = await scene.group.expect("Luki tygodnia", thread=scene.coordination)
    assert "23.11.2026–29.11.2026" in shown.text
    assert "2\u00a0osoby" in shown.text
    assert "traktor" in shown.text
    await scene.forward(minutes=5)
    await scene.forward(days=1)
    lists = [one for one in scene.group.messages() if "Luki tygodnia" in one.text]
    assert len(lists) == 1


async def test_a_week_in_which_nothing_was_missed_is_not_mentioned(scene: Scene) -> None:
    await scene.forward(days=6)
    assert not scene.seen("Luki tygodnia")


async def test_a_draft_begins_under_the_list_with_the_question_in_it(scene: Scene) -> None:
    shown = await monday(scene)
    assert shown.rows == [["Napisz wpis"]]

    told = await scene.ewa.click(shown, "Napisz wpis").answered()

    assert told["text"] == "Zapisane."
    draft = await scene.group.expect("Propozycja do bazy", thread=scene.coordination)
    assert "traktor" in draft.text
    assert "Odpowiedzi jeszcze nie ma" in draft.text
    await scene.settle()
    assert "✏️ pisze Ewa" in shown.text
    assert shown.rows == []


async def test_the_second_to_press_hears_who_writes_already(scene: Scene) -> None:
    shown = await monday(scene)
    [button] = shown.buttons
    await scene.ewa.click(shown, "Napisz wpis").answered()
    await scene.settle()

    told = await scene.press(scene.marek, shown, button["callback_data"]).answered()

    assert told["text"] == "Ewa już to prowadzi."
    await scene.settle()
    drafts = [one for one in scene.group.messages() if "Propozycja do bazy" in one.text]
    assert (len(drafts), "✏️ pisze Ewa" in shown.text) == (1, True)


async def test_a_draft_given_up_leaves_the_question_open_again(scene: Scene) -> None:
    shown = await monday(scene)
    await scene.ewa.click(shown, "Napisz wpis").answered()
    draft = await scene.group.expect("Propozycja do bazy", thread=scene.coordination)
    await scene.ewa.click(draft, "Zrezygnuj").answered()

    await scene.forward(minutes=1)

    assert (shown.rows, "pisze" in shown.text) == ([["Napisz wpis"]], False)
    await scene.marek.click(shown, "Napisz wpis").answered()
    await scene.settle()
    assert "✏️ pisze Marek" in shown.text


async def published(scene: Scene, shown: Message) -> Message:
    """Let Ewa write about the gap and Marek approve it; return the draft."""
    await scene.ewa.click(shown, "Napisz wpis").answered()
    draft = await scene.group.expect("Odpowiedzi jeszcze nie ma", thread=scene.coordination)
    scene.ewa.send(ANSWER, reply_to=draft)
    await scene.group.expect("zarejestrowany i ubezpieczony")
    await scene.settle()
    await scene.ewa.click(draft, "Wyślij do zatwierdzenia").answered()
    await scene.forward(minutes=1)
    card = await scene.group.expect("czeka na drugą osobę", thread=scene.coordination)

    await scene.marek.click(card, "Zatwierdź").answered()
    await scene.house.proposals.do()  # nobody is told before it is in force
    await scene.forward(minutes=1)
    return draft


@pytest.mark.slow
async def test_what_is_published_is_answered_and_stands_so_on_the_list(scene: Scene) -> None:
    shown = await monday(scene)

    draft = await published(scene, shown)

    assert "✅ jest w bazie" in shown.text
    words = draft.text
    question = next(line for line in words.splitlines() if "traktor" in line)
    scene.anna.send(question.lstrip("⚖️🧾💰🤝📣🙋 "))
    await scene.anna.expect("zarejestrowany i ubezpieczony")


async def test_what_is_taken_back_leaves_the_question_open_again(scene: Scene) -> None:
    shown = await monday(scene)
    await published(scene, shown)
    card = next(
        m for m in scene.group.messages() if any("Wycofaj" in b["text"] for b in m.buttons)
    )
    await scene.marek.click(card, "Wycofaj z bazy").answered()

    await scene.forward(minutes=1)

    assert (shown.rows, "jest w bazie" in shown.text) == ([["Napisz wpis"]], False)


async def test_who_still_waits_is_asked_once_whether_they_want_the_answer(scene: Scene) -> None:
    await two_ask(scene)
    iza = scene.newcomer("Iza")
    iza.send("stary traktor w paradzie, jaka zgoda z remizy")
    await iza.expect("Sprawa #3")
    await scene.forward(days=6)
    shown = await scene.group.expect("Luki tygodnia", thread=scene.coordination)
    assert "3\u00a0osoby" in shown.text

    await published(scene, shown)

    offer = await iza.expect("Mamy już na to gotową odpowiedź")
    assert not any("gotową odpowiedź" in one.text for one in scene.anna.messages)
    await iza.click(offer, "Pokaż odpowiedź").answered()
    await iza.expect("zarejestrowany i ubezpieczony")
    await scene.forward(minutes=5)
    assert offer.rows == []
    assert len([one for one in iza.messages if "gotową odpowiedź" in one.text]) == 1


async def test_who_is_no_member_any_more_begins_nothing(scene: Scene) -> None:
    shown = await monday(scene)
    scene.ewa.leave(scene.group)
    await scene.settle()

    told = await scene.press(scene.ewa, shown, shown.buttons[0]["callback_data"]).answered()

    assert "dla członków grupy" in told["text"]
    assert not scene.seen("Propozycja do bazy")
