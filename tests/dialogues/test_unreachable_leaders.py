"""Leaders who block the bot or close their account: one notice, no calls, answers on return."""

from __future__ import annotations

import random
import re

import pytest

from bot.helpdesk import owing
from bot.storage import people
from tests.dialogues.scene import Scene


def block(scene: Scene, *, news: bool) -> None:
    """Let Anna block the bot; the update that tells of it may come late or never."""
    scene.anna.block()
    if not news:
        scene.telegram.world.updates.pending.pop()


def told(scene: Scene) -> int:
    """Count what advisors were told of it, besides what cards show."""
    told_so = re.compile(r"(#\d+|Odpowiedź w sprawie #\d+ nie doszła): lider zablokował bota")
    return sum(told_so.match(message.text) is not None for message in scene.group.messages())


async def test_advisors_hear_once_a_ticket_when_telegram_tells(scene: Scene) -> None:
    await scene.card()
    await scene.forward(minutes=1)
    scene.anna.send("Kto kosi trawę przy remizie?")
    await scene.settle()

    block(scene, news=True)
    await scene.settle()

    assert told(scene) == await scene.ticket_count() == 2


async def test_advisors_hear_once_when_an_answer_is_refused_and_news_comes_after(
    scene: Scene,
) -> None:
    card = await scene.card()
    block(scene, news=False)
    scene.ewa.send("Tak, w asyście.", reply_to=card)
    await scene.group.expect("nie doszła: lider zablokował bota")

    scene.anna.user.blocked = False
    scene.anna.block()
    await scene.settle()

    assert told(scene) == 1


async def test_the_phone_is_told_if_it_is_known(scene: Scene) -> None:
    await scene.card()
    scene.anna.click(await scene.anna_last("Sprawa #1"), "Zadzwońcie")
    await scene.anna.expect("Pod jaki numer")
    scene.anna.send("600 100 200")
    await scene.anna.expect("Zadzwonimy")

    block(scene, news=True)

    await scene.group.expect("Telefon: 600100200")


async def test_a_deleted_account_is_called_by_its_name(scene: Scene) -> None:
    card = await scene.card()
    scene.anna.deactivate()

    scene.ewa.send("Tak.", reply_to=card)

    await scene.group.expect("nie doszła: konto lidera już nie istnieje")


async def test_nothing_is_sent_to_who_blocked_the_bot(scene: Scene) -> None:
    card = await scene.card()
    scene.ewa.click(card, "Biorę")
    await scene.group.expect("prowadzi: Ewa")
    block(scene, news=True)
    await scene.settle()
    scene.telegram.forget_history()

    scene.ewa.send("Tak, w asyście.", reply_to=card)
    await scene.group.expect("nie doszła")
    scene.ewa.click(await scene.group_message(card), "Czekam")
    for days in (4, 8, 8):
        await scene.forward(days=days)

    assert scene.telegram.requests(chat=scene.anna.id) == []
    assert (await scene.ticket(1)).state == "waiting"  # nobody closes what a leader cannot see


@pytest.mark.parametrize("how", ["unblocks", "writes"])
async def test_answers_that_were_missed_come_once_on_return(scene: Scene, how: str) -> None:
    card = await scene.card()
    block(scene, news=True)
    await scene.settle()
    for words in ("Tak, w asyście.", "I po zgłoszeniu do gminy."):
        scene.ewa.send(words, reply_to=card)
        await scene.group.expect("nie doszła")
    await scene.settle()

    scene.anna.unblock()
    if how == "writes":
        scene.telegram.world.updates.pending.pop()  # the news of unblocking is lost
        scene.anna.send("Halo?")
    await scene.anna.expect("Dzień dobry znowu")
    await scene.settle()

    for words in ("Tak, w asyście.", "I po zgłoszeniu do gminy."):
        assert sum(words in message.text for message in scene.anna.messages) == 1
    assert "Ostatnia odpowiedź: wysłana" in (await scene.group_message(card)).text

    scene.anna.block()
    scene.anna.unblock()
    await scene.settle()
    assert sum("Tak, w asyście." in message.text for message in scene.anna.messages) == 1


async def test_an_answer_taken_back_meanwhile_does_not_come(scene: Scene) -> None:
    card = await scene.card()
    block(scene, news=True)
    await scene.settle()
    scene.ewa.send("Pomyłka.", reply_to=card)
    await scene.group.expect("nie doszła")
    scene.ewa.send("/cofnij", reply_to=card)
    await scene.group.expect("Cofnięto")

    scene.anna.unblock()
    await scene.anna.expect("Dzień dobry znowu")

    await scene.anna.expect_none(0.2, "Pomyłka")


@pytest.mark.slow
async def test_two_hundred_leaders_of_whom_a_tenth_blocks(scene: Scene) -> None:
    leaders = [scene.newcomer(f"Lider{number}") for number in range(200)]
    gone = random.Random(7).sample(leaders, 20)
    for number, person in enumerate(leaders):
        person.send("/pomoc")
        if person in gone and number % 2:
            person.user.blocked = True  # found out only by a refusal
        if number % 25 == 24:
            await scene.settle()
    for person in gone:
        person.user.blocked = True
    await scene.settle()
    for person in leaders:
        await _prod(scene, person.id)
    await scene.settle()

    refused = {person.id: _refusals(scene, person.id) for person in leaders}
    assert {number for number, count in refused.items() if count} == {one.id for one in gone}
    assert set(refused.values()) == {0, 1}


async def _prod(scene: Scene, telegram_id: int) -> None:
    """Owe somebody two notices, as the program does."""
    desk = scene.house.services.desk(f"prod{telegram_id}")

    def work(conn):
        person = people.by_telegram(conn, telegram_id)
        assert person is not None
        for kind in ("greeting", "thanks"):
            owing.tell(conn, desk.because(f"{kind}{telegram_id}"), person, "talk", {"kind": kind})

    await scene.house.database.write(work)


def _refusals(scene: Scene, telegram_id: int) -> int:
    return sum(not call.ok for call in scene.telegram.requests(chat=telegram_id))
