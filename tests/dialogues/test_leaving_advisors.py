"""Advisors who left the group or are blocked: no access, and their tickets go back."""

from __future__ import annotations

import copy
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.simulator.model import Message
from bot.storage import staff
from bot.storage.tables import audit
from tests.dialogues.scene import UNCOVERED, Scene

PRESSES = ("claim", "wait", "close", "pass", "pass_volunteering", "release", "files", "undo")


def leave(scene: Scene, *, news: bool = True) -> dict[str, Any]:
    """Let Ewa leave; return the update that tells of it, which may get lost."""
    pending = scene.telegram.world.updates.pending
    scene.group.remove(scene.ewa)
    told = next(update for update in reversed(pending) if "chat_member" in update)
    if not news:
        pending.remove(told)
    return told


async def holding(scene: Scene) -> Message:
    """Let Ewa hold Anna's ticket; return its card."""
    card = await scene.card()
    scene.ewa.click(card, "Biorę")
    await scene.group.expect("prowadzi: Ewa")
    await scene.settle()
    return card


def wrote(scene: Scene, like: Message, number: int, text: str, **changes: Any) -> None:
    """Bring an update with words of Ewa's which her app could not send."""
    said = copy.deepcopy(like.json()) | {"date": scene.telegram.world.timestamp()}
    said |= {"message_id": number, "text": text} | changes
    kind = "edited_message" if "edit_date" in changes else "message"
    scene.telegram.world.updates.inject({kind: said})


async def actions_of(scene: Scene) -> int:
    await scene.settle()
    actor = f"advisor:{scene.ewa.id}"
    query = select(audit.c.id).where(audit.c.actor == actor)
    return len(await scene.house.database.read(lambda conn: list(conn.execute(query))))


async def test_her_tickets_go_back_and_coordination_hears_which(scene: Scene) -> None:
    await holding(scene)

    leave(scene)

    await scene.group.expect("#1 🔵 czeka na doradcę")
    told = await scene.group.expect("tej osoby nie ma już w grupie", thread=scene.coordination)
    assert "#1" in told.text
    assert (await scene.ticket(1)).advisor_id is None


async def test_what_she_was_asked_about_is_dropped(scene: Scene) -> None:
    card = await scene.card()
    scene.marek.click(card, "Biorę")
    await scene.group.expect("prowadzi: Marek")
    scene.ewa.send("A może inaczej?", reply_to=card)
    asked = await scene.group.expect("Wysłać tę odpowiedź")
    await scene.settle()

    leave(scene)
    await scene.settle()

    assert asked.deleted
    told = await scene.press(scene.ewa, asked, asked.buttons[0]["callback_data"]).answered()
    assert "członków grupy" in told["text"]
    await scene.anna.expect_none(0.2, "inaczej")


async def test_lost_news_of_leaving_is_found_out_within_fifteen_minutes(scene: Scene) -> None:
    await holding(scene)
    leave(scene, news=False)

    for _tick in range(15):
        await scene.forward(minutes=1)
    await scene.forward(seconds=15)

    assert (await scene.ticket(1)).state == "queued"


async def test_a_press_finds_out_that_she_left_and_gives_her_tickets_back(scene: Scene) -> None:
    card = await holding(scene)
    leave(scene, news=False)
    scene.clock.advance(timedelta(seconds=61))

    told = await scene.press(scene.ewa, card, "v1:wait:1").answered()

    assert "członków grupy" in told["text"]
    assert (await scene.ticket(1)).state == "queued"


async def test_a_network_without_answers_throws_no_ticket_back(scene: Scene) -> None:
    card = await holding(scene)
    scene.telegram.faults.next("refused", 1000, methods="getChatMember")
    for _tick in range(3):
        await scene.forward(minutes=10)
    assert (await scene.ticket(1)).advisor_id == scene.ewa.id

    told = await scene.press(scene.ewa, card, "v1:wait:1").answered()
    assert "członków grupy" in told["text"]  # a press fails closed
    scene.ewa.send("Tak, w asyście.", reply_to=card)  # words in the group speak for themselves
    await scene.anna.expect("w asyście")
    scene.telegram.faults.clear()


async def test_words_written_before_she_left_give_no_access_when_they_come_late(
    scene: Scene,
) -> None:
    card = await holding(scene)
    said = scene.ewa.send("Tak.", reply_to=card)
    scene.telegram.world.updates.pending.pop()
    leave(scene)
    await scene.group.expect("#1 🔵")

    scene.telegram.world.updates.inject({"message": said.json()})

    await scene.group.expect("nie wysłano, bo osoby, która ją napisała, nie ma już")
    await scene.anna.expect_none(0.2, "Tak")
    assert (await scene.ticket(1)).state == "queued"


async def test_old_news_of_leaving_does_not_shut_out_who_came_back(scene: Scene) -> None:
    card = await holding(scene)
    told = leave(scene, news=False)
    scene.clock.advance(timedelta(seconds=5))
    scene.group.add(scene.ewa)
    await scene.ewa.click(await scene.group_message(card), "Czekam").answered()

    scene.telegram.world.updates.inject({"chat_member": told["chat_member"]})
    await scene.settle()

    assert (await scene.ticket(1)).advisor_id == scene.ewa.id


async def test_a_ticket_of_who_left_is_reopened_for_everybody(scene: Scene) -> None:
    card = await scene.answered_ticket("Tak.")
    scene.ewa.click(await scene.group_message(card), "Zamknij")
    await scene.forward(minutes=11)
    closing = await scene.anna.expect("Doradca zamknął")
    leave(scene)
    await scene.settle()

    scene.anna.click(closing, "Otwórz ponownie")

    await scene.group.expect("#1 🔵 czeka na doradcę")


@pytest.mark.parametrize("how", ["left", "lost news", "blocked"])
async def test_neither_edit_nor_undo_reaches_the_leader_any_more(scene: Scene, how: str) -> None:
    card = await scene.answered_ticket("Do 15 marca.")
    answer = await scene.anna_last("Do 15 marca")
    said = next(m for m in scene.group.messages() if m.sender is scene.ewa.user and m.reply_to)
    await shut_out(scene, how)
    before = await actions_of(scene)

    now = scene.telegram.world.timestamp()
    wrote(scene, said, said.id, "Do 31 marca.", edit_date=now)
    command = {"offset": 0, "length": 7, "type": "bot_command"}
    reply = {"reply_to_message": said.json(with_reply=False), "entities": [command]}
    wrote(scene, said, 9_001, "/cofnij", **reply)
    scene.press(scene.ewa, card, "v1:undo:2")
    await scene.settle()

    assert "Do 15 marca" in answer.text
    assert not answer.deleted
    assert await actions_of(scene) == before


async def shut_out(scene: Scene, how: str) -> None:
    if how == "blocked":
        number = scene.ewa.id
        await scene.house.database.write(lambda conn: staff.set_fields(conn, number, blocked=True))
    else:
        leave(scene, news=how == "left")
    await scene.settle()
    scene.clock.advance(timedelta(seconds=61))


async def test_a_blocked_advisor_gives_tickets_back_at_the_next_tick(scene: Scene) -> None:
    await holding(scene)
    await shut_out(scene, "blocked")

    await scene.forward(seconds=15)

    await scene.group.expect("dostęp do spraw jest wstrzymany")
    assert (await scene.ticket(1)).state == "queued"


async def test_two_answers_at_once_do_not_both_go(scene: Scene) -> None:
    card = await scene.card()

    scene.ewa.send("Tak.", reply_to=card)
    scene.marek.send("Nie.", reply_to=card)

    await scene.anna.expect("Tak")
    await scene.group.expect("Sprawę #1 prowadzi Ewa. Wysłać tę odpowiedź")
    await scene.anna.expect_none(0.2, "Nie")


@pytest.mark.slow
async def test_five_hundred_actions_after_leaving_change_nothing(scene: Scene) -> None:
    card = await scene.answered_ticket("Do 15 marca.")
    scene.newcomer("Jan").send(UNCOVERED)
    free = await scene.group.expect("#2 🔵")
    said = next(m for m in scene.group.messages() if m.sender is scene.ewa.user and m.reply_to)
    leave(scene, news=False)
    await scene.settle()
    scene.clock.advance(timedelta(seconds=61))
    before, heard = await actions_of(scene), [m.text for m in scene.anna.messages]

    for number in range(500):
        one_action(scene, number, said, (card, free)[number % 2])
        if number % 25 == 24:
            await scene.settle()

    assert await actions_of(scene) == before
    assert [m.text for m in scene.anna.messages] == heard
    assert ((await scene.ticket(1)).state, (await scene.ticket(2)).state) == ("queued", "queued")


def one_action(scene: Scene, number: int, said: Message, card: Message) -> None:
    """One of the ways in which an advisor can act."""
    kind = number % 4
    under_card = {"reply_to_message": card.json(with_reply=False)}
    if kind == 0:
        action = PRESSES[number // 4 % len(PRESSES)]
        scene.press(scene.ewa, card, f"v1:{action}:{1 + number // 4 % 2}")
    elif kind == 1:
        wrote(scene, said, 10_000 + number, f"Obca odpowiedź {number}", **under_card)
    elif kind == 2:
        now = scene.telegram.world.timestamp()
        wrote(scene, said, said.id, f"Zmiana {number}", edit_date=now)
    else:
        word = ("/notatka x", "/cofnij", "/kolejka", "/moje")[number // 4 % 4]
        marks = [{"offset": 0, "length": len(word.split()[0]), "type": "bot_command"}]
        wrote(scene, said, 10_000 + number, word, entities=marks, **under_card)
