"""Presses whose data, message or presser is not what a button of ours would send.

Whoever presses reads a short answer, and nothing else happens: what counts is who presses, and
what the row offers now.
"""

from __future__ import annotations

import asyncio
import random
from typing import Any

import pytest
import pytest_asyncio

from bot.domain.callbacks import encode
from bot.simulator.model import Message
from bot.simulator.people import Person
from bot.simulator.records import Callback
from bot.storage import people, tickets
from tests.corpus.window import CANARY, Window
from tests.dialogues.scene import UNCOVERED

pytestmark = pytest.mark.asyncio(loop_scope="module")

STALE = "Ten przycisk jest już nieaktualny."
NOT_A_MEMBER = "Te przyciski są dla członków grupy doradców."

#: What stands in the data of a press, and is not ours.
DATA: dict[str, Any] = {
    "nothing": "",
    "65 bytes": "v1:claim:" + "1" * 56,
    "four thousand bytes": "v1:claim:1" + "0" * 4_000,
    "random bytes": random.Random(7).randbytes(40).decode("latin-1"),
    "words": CANARY,
    "an older version": "v0:claim:1",
    "a newer version": "v2:claim:1",
    "Arabic digits": "v1:claim:١٢٣",
    "wide digits": "v1:claim:１２３",
    "a raised digit": "v1:claim:²",
    "five thousand digits": "v1:claim:" + "9" * 5_000,
    "a number beyond 64 bits": "v1:claim:zzzzzzzzzzzzzzzzzzz",
    "a negative number": "v1:claim:-1",
    "a way out of the directory": "v1:claim:../../etc/passwd",
    "an action that nobody knows": "v1:fly:1",
    "an inner name": "v1:__class__:1",
    "a template": "{{7*7}}",
    "a line break": "v1:claim:1\n",
    "half of a sign": "v1:claim:\ud83d",
    "NUL": "v1:claim:1\x00",
    "a ticket that does not exist": "v1:need_now:zzzz",
    "a ticket with the highest number": encode("need_now", 2**63 - 1),
    "a question that does not exist": "v1:helped:zzzz",
    "a post that does not exist": "v1:again:zzzz",
}


class Desk:
    """Anna's ticket with its receipt and card, and those who press."""

    def __init__(self, window: Window) -> None:
        self.window = window
        self.anna = window.somebody("Anna")
        self.other = window.somebody("Kamil")
        self.receipt: Message
        self.number = 0
        self.card: Message

    async def open(self) -> Desk:
        self.anna.send(UNCOVERED)
        self.other.start()
        await self.window.finish()
        found = await self.window.scene.house.database.read(self._ticket)
        self.number = found.id
        self.receipt = self._last(self.anna.messages)
        self.card = self._last(self.window.scene.group.messages())
        return self

    def _ticket(self, conn: Any) -> Any:
        person = people.by_telegram(conn, self.anna.id)
        assert person is not None
        return tickets.of_person(conn, person.id)[0]

    def _last(self, messages: list[Message]) -> Message:
        return [m for m in messages if m.from_bot and f"#{self.number}" in m.text and m.rows][-1]

    async def state(self) -> tuple[str, str, int]:
        found = await self.window.scene.house.database.read(self._ticket)
        return found.state, found.need, found.rev

    async def press(self, who: Person, carried: Any, **message: Any) -> str | None:
        """Press something that Telegram describes in this way; return what is told."""
        world = self.window.scene.telegram.world
        number = str(world.number("callback"))
        callback = Callback(number, who.user, self.receipt, str(carried), world.clock.now())
        world.callbacks[number] = callback
        query = {"id": number, "from": who.user.json(), "chat_instance": "1", "data": carried}
        query |= message or {"message": self.receipt.json()}
        update = self.window.update(
            callback_query={name: value for name, value in query.items() if value is not ...}
        )
        await self.window.hand_in(update)
        assert await self.window.states(update["update_id"]) == ["done"]
        return (callback.answer or {}).get("text")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def desk(window: Window) -> Desk:
    return await Desk(window).open()


@pytest.mark.parametrize("data", DATA.values(), ids=DATA)
async def test_data_that_is_not_ours_is_politely_out_of_date(desk: Desk, data: Any) -> None:
    before = await desk.state()
    assert await desk.press(desk.anna, data) == STALE
    assert await desk.press(desk.window.scene.ewa, data, message=desk.card.json()) == STALE
    assert await desk.state() == before


PLACES: dict[str, dict[str, Any]] = {
    "a message of an inline result": {"inline_message_id": "AAAA"},
    "no message at all": {"message": ...},
    "a game": {"game_short_name": CANARY, "data": ..., "message": ...},
}


@pytest.mark.parametrize("message", PLACES.values(), ids=PLACES)
async def test_a_press_without_its_message_is_out_of_date(
    desk: Desk, message: dict[str, Any]
) -> None:
    before = await desk.state()
    assert await desk.press(desk.anna, encode("need_now", desk.number), **message) == STALE
    assert await desk.state() == before


async def test_a_message_that_can_no_longer_be_seen_still_carries_its_button(desk: Desk) -> None:
    gone = {"chat": desk.anna.chat.json(), "message_id": desk.receipt.message_id, "date": 0}
    assert (
        await desk.press(desk.anna, encode("need_week", desk.number), message=gone) == "Zapisane."
    )
    assert (await desk.state())[1] == "week"


#: Buttons of Anna's ticket in the hands of somebody else, or where they do not stand.
FOREIGN = ("need_now", "withdraw", "call", "append", "solved", "case", "topic_legal", "merge")


@pytest.mark.parametrize("action", FOREIGN)
async def test_a_button_of_another_persons_ticket_does_nothing(desk: Desk, action: str) -> None:
    before = await desk.state()
    assert await desk.press(desk.other, encode(action, desk.number)) == STALE
    own = {"message": {**desk.receipt.json(), "chat": desk.other.chat.json()}}
    assert await desk.press(desk.other, encode(action, desk.number), **own) == STALE
    assert await desk.state() == before


@pytest.mark.parametrize("action", ["close", "claim", "pass", "wait", "files", "undo", "again"])
async def test_a_leader_cannot_press_what_is_an_advisors(desk: Desk, action: str) -> None:
    before = await desk.state()
    data = encode(action, desk.number)
    assert await desk.press(desk.anna, data) == STALE
    card = desk.card.json()
    assert await desk.press(desk.anna, data, message=card) == NOT_A_MEMBER
    assert (
        await desk.press(desk.anna, data, message={**card, "chat": desk.anna.chat.json()}) == STALE
    )
    assert await desk.state() == before


@pytest.mark.parametrize("action", ["withdraw", "need_now", "call", "restore"])
async def test_an_advisor_cannot_press_what_is_a_leaders(desk: Desk, action: str) -> None:
    before = await desk.state()
    pressed = await desk.press(
        desk.window.scene.ewa, encode(action, desk.number), message=desk.card.json()
    )
    assert pressed == STALE
    assert await desk.state() == before


async def test_the_next_number_is_nobodys_to_try(desk: Desk) -> None:
    for number in range(desk.number + 1, desk.number + 4):
        assert await desk.press(desk.anna, encode("withdraw", number)) == STALE


async def test_a_card_in_a_foreign_group_is_out_of_date(desk: Desk) -> None:
    before = await desk.state()
    chat = {"id": -100888, "type": "supergroup", "title": CANARY}
    card = {**desk.card.json(), "chat": chat}
    pressed = await desk.press(desk.window.scene.ewa, encode("claim", desk.number), message=card)
    assert pressed == STALE
    assert await desk.state() == before


async def test_a_press_repeated_by_telegram_or_by_hand_acts_once(desk: Desk) -> None:
    fresh = await Desk(desk.window).open()
    data, card = encode("claim", fresh.number), fresh.card.json()
    scene = desk.window.scene
    told = await asyncio.gather(
        fresh.press(scene.ewa, data, message=card), fresh.press(scene.marek, data, message=card)
    )
    assert sorted(str(one).startswith("Sprawa #") for one in told) == [False, True]
    assert (await fresh.state())[0] == "claimed"
    rev = (await fresh.state())[2]
    await fresh.press(scene.ewa, data, message=card)
    assert (await fresh.state())[2] == rev
