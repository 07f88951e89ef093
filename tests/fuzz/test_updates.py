"""Real updates of every kind, spoilt, through the whole bot: it goes on, and others are served."""

from __future__ import annotations

import io
import json
import random
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
import pytest_asyncio
from sqlalchemy import select

from bot.storage import inbox as inbox_rows
from bot.storage.tables import inbox
from tests.corpus.conftest import log  # noqa: F401 - a fixture
from tests.corpus.window import CANARY, Window
from tests.dialogues.conftest import stage
from tests.dialogues.scene import UNCOVERED, Scene
from tests.fuzz.amount import TIMES
from tests.fuzz.wrong import spoilt

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.slow]

MANY = 250 * TIMES
AT_ONCE = 50
#: What the bot must have heard of, so that each kind of update is among what is spoilt.
KINDS = {
    "message", "edited_message", "callback_query", "my_chat_member", "chat_member",
    "message_reaction",
}  # fmt: skip


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def window(
    tmp_path_factory: pytest.TempPathFactory,
    log: io.StringIO,  # noqa: F811 - the fixture
) -> AsyncIterator[Window]:
    """A linked group and the bot; in the end others are served, and no word was logged."""
    async with stage(tmp_path_factory.mktemp("fuzz"), forum=True) as scene:
        await scene.link(topics=7)
        window = Window(scene, log)
        yield window
        await window.serves_others()
        assert CANARY not in log.getvalue()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def heard(window: Window) -> list[dict[str, Any]]:
    """Let people do all that people do; return the updates of it."""
    scene = window.scene
    await _a_leader(scene)
    await _an_advisor(scene)
    query = select(inbox.c.raw).order_by(inbox.c.seq)
    raws = await scene.house.database.read(lambda conn: conn.execute(query).scalars().all())
    return [json.loads(raw) for raw in raws]


async def _a_leader(scene: Scene) -> None:
    anna = scene.anna
    anna.start("a_rejestracja-krs")
    first = anna.send(f"{UNCOVERED} {CANARY}")
    await scene.settle()
    anna.edit(first, f"{UNCOVERED} A rower?")
    for content in (
        {"voice": {"file_id": "v", "file_unique_id": "w", "duration": 3}},
        {"photo": [{"file_id": "p", "file_unique_id": "q", "width": 9, "height": 9}]},
        {"document": {"file_id": "d", "file_unique_id": "e", "file_name": "pismo.pdf",
                      "mime_type": "application/pdf", "file_size": 12}},
        {"location": {"latitude": 52.5, "longitude": 19.7}},
        {"contact": {"phone_number": "+48600100200", "first_name": "Anna", "user_id": anna.id}},
        {"sticker": {"file_id": "s", "file_unique_id": "t", "type": "regular", "width": 9,
                     "height": 9, "is_animated": False, "is_video": False}},
    ):  # fmt: skip
        world = scene.telegram.world
        message = world.post(anna.chat, anna.user, next(iter(content)), content).json()
        world.updates.inject({"update_id": world.updates.next_id, "message": message})
        world.updates.next_id += 1
    for words in ("/sprawy", "/pomoc", "/ustawienia", "/warsztaty", "/terminy", "dziękuję"):
        anna.send(words)
    await scene.settle()
    for message in [one for one in anna.messages if one.from_bot and one.rows][:6]:
        for entry in message.buttons:
            anna.press_button(message, entry)
    await scene.settle()
    anna.react(anna.messages[-1], "👍")
    anna.block()
    anna.unblock()
    await scene.settle()


async def _an_advisor(scene: Scene) -> None:
    ewa, group = scene.ewa, scene.group
    cards = [one for one in group.messages() if one.from_bot and one.rows]
    for message in cards[:3]:
        ewa.send("Odpowiadam.", reply_to=message)
        for entry in message.buttons:
            ewa.press_button(message, entry)
        await scene.settle()
    ewa.send("/kolejka", chat=group)
    scene.marek.leave(group)
    group.add(scene.marek)
    await scene.settle()


async def test_every_kind_of_update_was_heard(heard: list[dict[str, Any]]) -> None:
    found = {name for update in heard for name in update if name != "update_id"}
    assert KINDS - found == set()
    assert len(heard) >= 30


async def _dealt_with(scene: Scene) -> None:
    """Wait until every update is done or given up; what fails is tried three times."""
    for _ in range(100):
        await scene.settle()
        if not await scene.house.database.read(inbox_rows.waiting):
            return
        scene.clock.advance(timedelta(seconds=3))
    pytest.fail("updates are neither done nor given up")


async def test_no_spoilt_update_holds_up_another(
    window: Window,
    heard: list[dict[str, Any]],
) -> None:
    luck = random.Random(20261124 if TIMES == 1 else None)
    for _ in range(0, MANY, AT_ONCE):
        batch = [spoilt(luck.choice(heard), luck) for _ in range(AT_ONCE)]
        for update in batch:
            if luck.random() < 0.9:  # else it is one that has come before
                update["update_id"] = window.number()
        await window.scene.house.store(batch)
        await _dealt_with(window.scene)
        await window.serves_others()
    window.scene.telegram.world.violations.clear()  # presses and people that never were
    assert CANARY in json.dumps(heard)  # it is looked for in the log, in the end


async def test_the_bot_still_does_all_it_did(
    window: Window,
    heard: list[dict[str, Any]],
) -> None:
    scene, leader = window.scene, window.somebody("Barbara")
    scene.group.skip()
    leader.send("Czy nowy motocykl z garażu może startować w rajdzie po powiecie?")
    card = await scene.group.expect("motocykl")
    scene.ewa.send("Tak, może.", reply_to=card)
    await leader.expect("Tak, może.")
