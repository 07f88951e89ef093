"""Updates on their way to the bot, sending limits and ordered faults."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bot.simulator.people import Group, Person, Telegram

if TYPE_CHECKING:
    from tests.simulator.conftest import Raw


async def test_updates_stay_until_confirmed(raw: Raw, telegram: Telegram, anna: Person) -> None:
    (start,) = await raw.ok("getUpdates")
    assert await raw.ok("getUpdates") == [start]
    telegram.world.updates.duplicate_next()
    anna.send("a")
    (second,) = await raw.ok("getUpdates", offset=start["update_id"] + 1)
    assert second["update_id"] == start["update_id"] + 1
    again = await raw.ok("getUpdates", offset=second["update_id"] + 1)
    assert again == [second]
    assert await raw.ok("getUpdates", offset=second["update_id"] + 1) == []


async def test_newer_poller_ends_the_older(raw: Raw, anna: Person) -> None:
    await raw.ok("getUpdates", offset=-1)
    older = asyncio.create_task(raw.no("getUpdates", offset=200_000_000, timeout=30))
    await asyncio.sleep(0)
    newer = asyncio.create_task(raw.ok("getUpdates", offset=0, timeout=30))
    assert (await older).startswith("Conflict: terminated by other getUpdates request")
    anna.send("a")
    assert len(await newer) == 1
    await raw.ok("setWebhook", url="https://example.pl/telegram")
    assert (await raw.no("getUpdates")).startswith("Conflict: can't use getUpdates method")
    await raw.ok("deleteWebhook", drop_pending_updates=True)
    assert await raw.ok("getUpdates") == []


async def test_quiet_kinds_come_only_on_request(
    raw: Raw, telegram: Telegram, group: Group, anna: Person
) -> None:
    group.add(anna)
    said = anna.send("a", chat=group)
    anna.react(said, "👍")
    kinds = [set(update) - {"update_id"} for update in await raw.ok("getUpdates")]
    assert {"message_reaction"} not in kinds
    await raw.ok("getUpdates", offset=-1, allowed_updates=["message_reaction", "chat_member"])
    anna.react(said, None)
    anna.leave(group)
    later = (await raw.ok("getUpdates"))[1:]
    assert [list(update)[1] for update in later] == ["message_reaction", "chat_member"]


async def test_bot_without_rights_sees_only_what_is_for_it(
    raw: Raw, telegram: Telegram, anna: Person
) -> None:
    group = telegram.group()
    group.add_bot()
    group.add(anna)
    mine = await raw.ok("sendMessage", chat_id=group.id, text="a")
    anna.send("nie do bota", chat=group)
    anna.send("/kolejka", chat=group)
    anna.send("/kolejka@inny_bot", chat=group)
    anna.send("odpowiedź", reply_to=group.chat.messages[mine["message_id"]])
    updates = await raw.ok("getUpdates")
    texts = [u["message"]["text"] for u in updates if "text" in u.get("message", {})]
    assert texts == ["/start", "/kolejka", "odpowiedź"]


async def test_limits_slow_down_a_hurried_bot(hurried: Raw) -> None:
    raw, telegram = hurried, hurried.telegram
    anna = telegram.user()
    anna.start()
    group = telegram.group()
    group.add_bot()
    for _ in range(5):
        await raw.ok("sendMessage", chat_id=anna.id, text="a")
    status, answer = await raw.api.call("sendMessage", {"chat_id": anna.id, "text": "a"})
    assert (status, answer["description"]) == (429, "Too Many Requests: retry after 1")
    assert answer["parameters"] == {"retry_after": 1}
    for _ in range(20):
        await raw.ok("sendMessage", chat_id=group.id, text="a")
    assert "retry after 60" in await raw.no("sendMessage", chat_id=group.id, text="a")
    telegram.assert_clean()  # floods are no violations
    assert [one.kind for one in telegram.refusals] == ["flood", "flood"]


async def test_faults_hit_the_named_methods_only(
    raw: Raw, telegram: Telegram, anna: Person
) -> None:
    telegram.faults.next("flood", 2, methods="sendMessage", retry_after=9)
    await raw.ok("getMe")
    await raw.ok("sendChatAction", chat_id=anna.id, action="typing")
    for _ in range(2):
        assert "retry after 9" in await raw.no("sendMessage", chat_id=anna.id, text="a")
    await raw.ok("sendMessage", chat_id=anna.id, text="a")
    telegram.faults.next("http_500", methods="getMe")
    assert await raw.no("getMe") == "Internal Server Error"
