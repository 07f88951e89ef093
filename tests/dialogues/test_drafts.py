"""Replies of trainees: somebody else sends them, as they were seen."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection

from bot.simulator.model import Message
from bot.storage import staff, tickets
from tests.dialogues.scene import UNCOVERED, Scene


@pytest.fixture
async def card(scene: Scene) -> Message:
    """Marek is a trainee and holds Anna's ticket; Ewa is not."""
    scene.anna.send(UNCOVERED)
    await scene.anna.expect("Sprawa #1")
    card = await scene.group.expect("#1 🔵")
    await scene.house.database.write(
        lambda conn: staff.know(conn, scene.marek.id, "Marek", trainee=True)
    )
    await scene.marek.click(card, "Biorę").answered()
    await scene.group.expect("prowadzi: Marek")
    scene.anna.skip()
    return card


def to_anna(scene: Scene) -> str:
    return "\n".join(message.text for message in scene.anna.messages)


async def test_what_was_seen_is_what_is_sent(scene: Scene, card: Message) -> None:
    words = scene.marek.send("Traktor może jechać bez tablicy.", reply_to=card)
    draft = await scene.group.expect("Szkic odpowiedzi do #1")
    assert draft.rows == [["Wyślij", "Odrzuć z uwagą"], ["Wycofaj szkic"]]
    mine = await scene.marek.click(draft, "Wyślij").answered()
    assert "ktoś inny" in mine["text"]
    scene.marek.edit(words, "Traktor może jechać, jeśli ma tablicę.")
    await scene.group.expect("jeśli ma tablicę")
    late = await scene.press(scene.ewa, draft, "v1:reply_go:1:0").answered()
    assert "zmienił szkic" in late["text"]
    await scene.settle()
    assert "tablic" not in to_anna(scene)

    await scene.ewa.click(draft, "Wyślij").answered()
    await scene.anna.expect("jeśli ma tablicę")
    await scene.group.expect("wysyła Ewa")
    scene.marek.edit(words, "Traktor nie może jechać.")
    await scene.settle()
    assert "nie może" not in to_anna(scene)
    assert (await scene.ticket(1)).answered_at is not None
    again = await scene.press(scene.ewa, draft, "v1:reply_go:1:1").answered()
    assert "nieaktualne" in again["text"]
    assert to_anna(scene).count("jeśli ma tablicę") == 1


async def test_it_is_given_back_with_words_or_sent_in_others(scene: Scene, card: Message) -> None:
    scene.marek.send("Nie wiem.", reply_to=card)
    draft = await scene.group.expect("Szkic odpowiedzi do #1")
    await scene.ewa.click(draft, "Odrzuć z uwagą").answered()
    await scene.group.expect("co zmienić")
    scene.ewa.send("Podaj, gdzie sprawdzić.", reply_to=draft)
    await scene.group.expect("Uwaga \\(Ewa\\): Podaj, gdzie sprawdzić")

    scene.marek.send("Trzeba sprawdzić w wydziale komunikacji.", reply_to=card)
    second = await scene.group.expect("w wydziale komunikacji", where=lambda m: m.from_bot)
    scene.ewa.send("Proszę zadzwonić do starostwa, pokój 12.", reply_to=second)
    await scene.anna.expect("pokój 12")
    await scene.group.expect("własnymi słowami")
    assert "wydziale" not in to_anna(scene)

    scene.marek.send("Coś jeszcze dopiszę.", reply_to=card)
    third = await scene.group.expect("Coś jeszcze", where=lambda m: m.from_bot)
    await scene.marek.click(third, "Wycofaj szkic").answered()
    await scene.group.expect("nic nie poszło")
    for data in ("v1:reply_go:3:0", "v1:reply_remark:3:0", "v1:send_reply:1", "v1:send_reply:4"):
        for presser in (scene.ewa, scene.marek):
            await scene.press(presser, third, data).answered()
    await scene.settle()
    assert "dopiszę" not in to_anna(scene)
    await scene.ewa.click(card, "Zamknij").answered()
    await scene.marek.click(card, "Zamknij").answered()
    await scene.group.expect("zamknięta")


async def test_a_trainee_leads_nothing_confidential_and_is_trusted_in_time(
    scene: Scene, card: Message
) -> None:
    for number in range(10):
        scene.marek.send(f"Krok {number}.", reply_to=card)
        draft = await scene.group.expect(f"Krok {number}\\.", where=lambda m: m.from_bot)
        await scene.ewa.click(draft, "Wyślij").answered()
        await scene.forward(seconds=5)
    told = [m for m in scene.group.messages(scene.coordination) if "bez zmian" in m.text]
    assert len(told) == 1
    receipt = await scene.anna_last("Sprawa #1")
    await scene.anna.click(receipt, "Więcej").answered()
    await scene.forward(seconds=5)
    await scene.anna.click(receipt, "Tylko jeden doradca").answered()
    await scene.forward(seconds=5)
    told = await scene.press(scene.marek, card, "v1:claim:1").answered()
    assert "już samodzielnie" in told["text"]


async def test_talk_about_a_draft_is_not_sent(scene: Scene, card: Message) -> None:
    """A thumb, and somebody else's remark, stay among advisors; who scores sends nothing."""
    scene.marek.send("Nie wiem.", reply_to=card)
    draft = await scene.group.expect("Szkic odpowiedzi do #1")
    scene.ewa.send_sticker(reply_to=draft)
    await scene.settle()
    assert not [message for message in scene.anna.messages if "sticker" in message.content]
    await scene.ewa.click(draft, "Odrzuć z uwagą").answered()
    await scene.group.expect("co zmienić")
    scene.zofia.send("Zgadzam się, to trzeba poprawić.", reply_to=draft)
    await scene.group.expect("Uwaga \\(Zofia\\)")
    assert "poprawić" not in to_anna(scene)

    scene.marek.send("Może, ale bez tablicy.", reply_to=card)
    second = await scene.group.expect("bez tablicy", where=lambda m: m.from_bot)

    def scores(conn: Connection) -> None:
        tickets.set_fields(conn, 1, contest="spring")
        staff.know(conn, scene.ewa.id, "Ewa", scores=True)

    await scene.house.database.write(scores)
    refused = await scene.press(scene.ewa, second, "v1:reply_go:2:0").answered()
    assert "oceniasz wnioski" in refused["text"]
    scene.ewa.send("Napiszę za niego wniosek.", reply_to=second)
    await scene.group.expect("oceniasz|ocenia wnioski")
    scene.marek.leave(scene.group)
    await scene.settle()
    assert "wycofany" in second.text
    await scene.zofia.click(card, "Biorę").answered()
    await scene.press(scene.zofia, second, "v1:reply_go:2:0").answered()
    await scene.settle()
    assert "tablicy" not in to_anna(scene) and "za niego" not in to_anna(scene)
