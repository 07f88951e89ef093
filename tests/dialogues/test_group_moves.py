"""The advisors' group becomes a supergroup: its cards come along, nobody else can move them."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import pytest

from bot.simulator.people import Group
from tests.dialogues.scene import UNCOVERED, Scene
from tests.faults.sizes import figure, sized

ORDERS = {"old chat first": (0, 1), "new chat first": (1, 0)}


def upgrade(scene: Scene, order: tuple[int, int], times: int = 1) -> Group:
    """Turn the group into a supergroup; its two service messages come in an order, repeated."""
    pending = scene.telegram.world.updates.pending
    before = len(pending)
    new = scene.group.upgrade()
    told = [update["message"] for update in pending[before:]]
    del pending[before:]
    for place in order:
        for _again in range(times):
            scene.telegram.world.updates.inject({"message": told[place]})
    return new


def cards(group: Group) -> Counter[int]:
    """Count the standing cards of each ticket that can be claimed."""
    found = (re.search(r"#(\d+) 🔵", message.text) for message in group.messages())
    return Counter(int(one.group(1)) for one in found if one is not None)


async def linked_id(scene: Scene) -> int | None:
    await scene.settle()
    place = await scene.place("group")
    return place.chat_id if place else None


@pytest.mark.parametrize("order", ORDERS.values(), ids=ORDERS)
async def test_cards_come_along_once_whatever_the_order_of_the_news(
    plain: Scene, order: tuple[int, int]
) -> None:
    for name in ("Jan", "Ola", "Iza"):
        plain.newcomer(name).send(UNCOVERED)
    await plain.settle()

    new = upgrade(plain, order, times=2)
    await plain.settle()

    assert await linked_id(plain) == new.id
    assert cards(new) == {1: 1, 2: 1, 3: 1}


async def test_a_refused_card_names_the_new_group_by_itself(plain: Scene) -> None:
    new = upgrade(plain, order=(0, 1), times=0)  # both service messages are lost
    plain.anna.send(UNCOVERED)

    await new.expect("#1 🔵")
    assert await linked_id(plain) == new.id


async def test_buttons_of_the_former_chat_are_dead_and_harm_nothing(plain: Scene) -> None:
    plain.anna.send(UNCOVERED)
    old = await plain.group.expect("#1 🔵")
    new = upgrade(plain, order=(0, 1))
    await new.expect("#1 🔵")

    told = await plain.press(plain.ewa, old, "v1:claim:1").answered()

    assert "nieaktualne" in told["text"]
    assert (await plain.ticket(1)).state == "queued"


def service(chat: dict[str, Any], **content: int) -> dict[str, Any]:
    sender = {"id": 77, "is_bot": False, "first_name": "Obcy"}
    return {"message": {"message_id": 5, "date": 1, "chat": chat, "from": sender, **content}}


async def forged(scene: Scene) -> tuple[int | None, int | None]:
    """Let strangers pretend moves; return where the group was, and is."""
    before = await linked_id(scene)
    stranger = {"id": -1_009, "type": "supergroup", "title": "Obca"}
    inject = scene.telegram.world.updates.inject
    inject(service(stranger, migrate_to_chat_id=-1_008))
    inject(service(stranger, migrate_to_chat_id=scene.group.id))
    inject(service(stranger, migrate_from_chat_id=scene.group.id))
    return before, await linked_id(scene)


async def test_a_forged_move_changes_nothing(plain: Scene) -> None:
    before, after = await forged(plain)

    assert after == before == plain.group.id


async def test_a_group_that_is_not_linked_cannot_move_in(bare: Scene) -> None:
    assert await forged(bare) == (None, None)


async def test_topics_turned_on_later_get_their_threads_and_cards_by_polacz(plain: Scene) -> None:
    plain.anna.send(UNCOVERED)
    await plain.group.expect("#1 🔵")
    new = upgrade(plain, order=(0, 1))
    former = await new.expect("#1 🔵")

    new.set_forum(True)
    plain.zofia.send("/polacz", chat=new)
    thread = await new.expect_topic("Prawo")
    moved = await new.expect("#1 🔵", thread=thread)
    await plain.settle()

    assert moved.thread_id == thread.id
    assert former.rows == []
    assert cards(new) == {1: 1}


@pytest.mark.slow
@pytest.mark.parametrize("order", sized([(1, 0)], list(ORDERS.values())))
async def test_fifty_waiting_cards_come_along_once(plain: Scene, order: tuple[int, int]) -> None:
    for number in range(50):
        plain.newcomer(f"Lider{number}").send(f"Proszę sprawdzić nasz wniosek, strona {number}.")
    new = upgrade(plain, order, times=2)

    for _minute in range(4):
        await plain.forward(minutes=1)

    assert cards(new) == dict.fromkeys(range(1, 51), 1)
    figure(f"a group moved with 50 cards waiting, order {order}, news twice: each card once")
