"""Threads and cards that people delete or close by hand: nothing is lost by it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from bot.domain.pacing import chat_named
from bot.simulator.people import Topic
from tests.dialogues.scene import UNCOVERED, Scene

TOPICS = (
    "Prawo",
    "Księgowość|Finanse",
    "Pieniądze|Fundusze",
    "Partner",
    "Promocja",
    "Wolontariat",
)


def made(scene: Scene) -> int:
    """Count the threads that the bot has made since the history was forgotten."""
    return len(scene.telegram.requests("createForumTopic"))


async def wish(scene: Scene, label: str) -> None:
    """Let Anna change how urgent it is, which changes the card."""
    scene.anna.click(await scene.anna_last("Sprawa #1"), label)
    await scene.forward(seconds=3)


def shown(scene: Scene) -> set[int]:
    """Return the numbers of the tickets whose cards stand in the group."""
    found = (re.search(r"#(\d+) 🔵", message.text) for message in scene.group.messages())
    return {int(one.group(1)) for one in found if one is not None}


async def test_a_thread_deleted_again_and_again_is_made_once_and_then_done_without(
    scene: Scene,
) -> None:
    await scene.card()
    scene.telegram.forget_history()
    scene.group.delete_topic(scene.group.topic("Prawo"))
    await wish(scene, "Dziś lub jutro")
    again = scene.group.topic("Prawo")
    assert shown(scene) == {1}

    scene.group.delete_topic(again)
    await wish(scene, "W tym tygodniu")

    card = next(m for m in scene.group.messages() if "#1 🔵" in m.text)
    assert card.thread_id is None
    assert card.text.startswith("#")  # with its hashtag: the general thread is everybody's
    assert scene.seen("znika raz po raz")
    assert made(scene) == 1


async def test_polacz_makes_a_thread_that_was_done_without(scene: Scene) -> None:
    await scene.card()
    for label in ("Dziś lub jutro", "W tym tygodniu"):
        scene.group.delete_topic(scene.group.topic("Prawo"))
        await wish(scene, label)

    scene.zofia.send("/polacz", chat=scene.group)
    thread = await scene.group.expect_topic("Prawo")
    await wish(scene, "Więcej")
    await wish(scene, "Nie pali się")

    standing = [m for m in scene.group.messages() if "#1 🔵" in m.text]
    assert [m.thread_id for m in standing] == [thread.id]


async def test_after_ten_minutes_a_thread_is_made_again(scene: Scene) -> None:
    await scene.card()
    scene.telegram.forget_history()
    for label in ("Dziś lub jutro", "W tym tygodniu"):
        scene.group.delete_topic(scene.group.topic("Prawo"))
        await wish(scene, label)
        await scene.forward(minutes=11)

    assert made(scene) == 2
    assert shown(scene) == {1}


async def test_cards_that_went_with_a_thread_come_back_with_it(scene: Scene) -> None:
    await scene.card()
    scene.newcomer("Jan").send(UNCOVERED)
    await scene.group.expect("#2 🔵")
    scene.group.delete_topic(scene.group.topic("Prawo"))
    assert shown(scene) == set()

    scene.newcomer("Ola").send(UNCOVERED)
    await scene.group.expect("#3 🔵")
    await scene.settle()

    assert shown(scene) == {1, 2, 3}


async def close_and_ask(scene: Scene) -> Topic:
    topic = scene.group.topic("Prawo")
    scene.group.close_topic(topic)
    await scene.settle()
    assert topic.closed  # nobody waits there for an answer
    scene.anna.send(UNCOVERED)
    await scene.group.expect("#1 🔵")
    return topic


async def test_a_thread_closed_by_hand_opens_when_a_question_waits_there(scene: Scene) -> None:
    topic = await close_and_ask(scene)

    await scene.forward(seconds=15)

    assert not topic.closed
    await scene.group.expect("Ten wątek był zamknięty", thread=topic)


async def test_a_thread_that_is_closed_again_is_done_without(scene: Scene) -> None:
    topic = await close_and_ask(scene)
    await scene.forward(seconds=15)
    scene.group.close_topic(topic)
    await scene.forward(seconds=15)
    assert topic.closed
    await scene.group.expect("jest zamknięty i bot go nie otworzy", thread=scene.coordination)

    scene.newcomer("Jan").send(UNCOVERED)

    assert (await scene.group.expect("#2 🔵")).thread_id is None


async def test_a_card_that_a_closed_thread_refuses_comes_in_the_general_one(scene: Scene) -> None:
    topic = scene.group.topic("Prawo")
    topic.creator = scene.group.owner  # so that the bot has no right of its own to it
    scene.group.add_bot(admin=True)  # without managing topics
    scene.group.close_topic(topic)

    scene.anna.send(UNCOVERED)

    assert (await scene.group.expect("#1 🔵")).thread_id is None
    await scene.group.expect("jest zamknięty i bot go nie otworzy")


async def test_a_reply_to_a_card_deleted_meanwhile_is_still_understood(scene: Scene) -> None:
    card = await scene.card()
    scene.telegram.world.delete(card)
    await wish(scene, "Dziś lub jutro")
    assert shown(scene) == {1}

    card.deleted = False  # Ewa's app had it on the screen when she began to write
    scene.ewa.send("Tak, w asyście straży.", reply_to=card)

    await scene.anna.expect("w asyście straży")


@pytest.mark.slow
async def test_all_threads_deleted_while_sixty_questions_come_in(scene: Scene) -> None:
    scene.telegram.forget_history()
    threads = [topic for topic in scene.group.topics if topic is not scene.coordination]
    words = [topic.name.split(maxsplit=1)[1] for topic in threads]
    for number in range(60):
        asker = scene.newcomer(f"Lider{number}")
        asker.send(f"Kto sprawdzi nasz wniosek? {words[number % 6]}, strona {number}.")
        if number % 10 == 9:
            await scene.settle()
            scene.group.delete_topic(threads[number // 10])
            await scene.forward(minutes=1)

    await scene.forward(hours=1)  # the last one was deleted when nothing more went there
    for _minute in range(6):
        await scene.forward(minutes=1)

    assert shown(scene) == set(range(1, 61))
    assert made(scene) <= 6


async def test_looks_at_threads_and_messages_wait_as_one_of_them_was_told(scene: Scene) -> None:
    await scene.card()
    scene.telegram.forget_history()
    scene.telegram.faults.next("flood", methods="sendChatAction", retry_after=30)

    await scene.forward(hours=1, minutes=1)
    assert len(scene.telegram.requests("sendChatAction")) == 1  # the others were not looked at
    scene.telegram.forget_history()
    scene.anna.click(await scene.anna_last("Sprawa #1"), "Dziś lub jutro")
    await scene.forward(seconds=10)
    assert not scene.telegram.requests(chat=scene.group.id)

    await scene.forward(seconds=25)
    assert scene.telegram.requests("editMessageText", chat=scene.group.id)


async def test_no_thread_is_looked_at_while_the_group_is_to_be_left_alone(scene: Scene) -> None:
    await scene.card()
    scene.telegram.forget_history()
    await scene.settle()
    scene.clock.advance(timedelta(hours=1, minutes=1))
    scene.house.sender.rests.rest(chat_named(scene.group.id), 60)

    await scene.house.sweep_now()
    await scene.settle()

    assert not scene.telegram.requests("sendChatAction")


async def test_a_card_that_may_never_have_arrived_is_posted_again_after_a_while(
    scene: Scene,
) -> None:
    scene.telegram.faults.next("reset_before", 6, methods="sendMessage")  # card and receipt thrice
    scene.anna.send(UNCOVERED)
    await scene.settle()
    assert not shown(scene)

    for _ in range(6):
        await scene.forward(seconds=20)

    assert shown(scene) == {1}
