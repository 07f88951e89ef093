"""What people can do, what an app would not let them, and how waiting works."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from bot.clock import SystemClock
from bot.simulator.clock import MovableClock
from bot.simulator.people import Person, Press, ScenarioError, Telegram

if TYPE_CHECKING:
    from tests.simulator.conftest import Raw

MARKUP = {"inline_keyboard": [[{"text": "Tak", "callback_data": "1"}]]}


async def test_expectations_read_forward_and_tell_what_they_saw(raw: Raw, anna: Person) -> None:
    for text in ("raz", "dwa", "trzy"):
        await raw.ok("sendMessage", chat_id=anna.id, text=text)
    assert (await anna.expect("dwa")).text == "dwa"
    with pytest.raises(ScenarioError, match="'trzy'"):
        await anna.expect("raz", timeout=0.01)
    with pytest.raises(ScenarioError, match="nothing"):
        await anna.expect(timeout=0.01)
    await anna.expect_none(0.01)


async def test_expectations_wake_for_new_and_edited_messages(raw: Raw, anna: Person) -> None:
    waiting = asyncio.create_task(anna.expect("raz"))
    await asyncio.sleep(0)
    sent = await raw.ok("sendMessage", chat_id=anna.id, text="raz")
    assert (await waiting).message_id == sent["message_id"]
    place = {"chat_id": anna.id, "message_id": sent["message_id"]}
    await raw.ok("editMessageText", **place, text="dwa")
    assert (await anna.expect("dwa")).edited is not None
    await raw.ok("sendMessage", chat_id=anna.id, text="trzy")
    with pytest.raises(ScenarioError, match="saw 'trzy'"):
        await anna.expect_none(0.01)
    await raw.ok("sendMessage", chat_id=anna.id, text="cztery")
    anna.skip()
    await anna.expect_none(0.01)


async def test_group_waits_by_thread_and_for_topics(raw: Raw, telegram: Telegram) -> None:
    group = telegram.group("Doradcy", forum=True)
    group.add_bot(admin=True, can_manage_topics=True)
    waiting = asyncio.create_task(group.expect_topic("Prawo"))
    await asyncio.sleep(0)
    made = await raw.ok("createForumTopic", chat_id=group.id, name="⚖️ Prawo i organizacja")
    topic = await waiting
    assert topic.id == made["message_thread_id"]
    await raw.ok("sendMessage", chat_id=group.id, text="a")
    await raw.ok("sendMessage", chat_id=group.id, text="b", message_thread_id=topic.id)
    assert (await group.expect(thread=topic)).text == "b"
    assert [one.text for one in group.messages(1)] == ["", "a"]
    assert group.topic("Prawo") is topic
    with pytest.raises(ScenarioError, match="no topic like 'Media'"):
        group.topic("Media")


async def test_only_standing_buttons_can_be_pressed(
    raw: Raw, telegram: Telegram, anna: Person
) -> None:
    first = await raw.ok("sendMessage", chat_id=anna.id, text="1?", reply_markup=MARKUP)
    second = await raw.ok("sendMessage", chat_id=anna.id, text="2?", reply_markup=MARKUP)
    press = anna.click("Tak")
    assert isinstance(press, Press)
    assert press.callback.message.id == second["message_id"]
    with pytest.raises(ScenarioError, match="no button like 'Nie'"):
        anna.click("Nie")
    await raw.ok("deleteMessage", chat_id=anna.id, message_id=second["message_id"])
    again = anna.click("Tak")
    assert isinstance(again, Press)
    assert again.callback.message.id == first["message_id"]
    with pytest.raises(ScenarioError, match="deleted"):
        anna.click(press.callback.message)
    with pytest.raises(ScenarioError, match="no answer"):
        await press.answered(0.01)
    assert len(telegram.unanswered_callbacks()) == 2
    ola = telegram.user()
    with pytest.raises(ScenarioError, match="cannot see"):
        ola.click(again.callback.message)


async def test_what_apps_do_not_allow(raw: Raw, telegram: Telegram, anna: Person) -> None:
    ola, group = telegram.user(), telegram.group(forum=True)
    group.add_bot(admin=True)
    with pytest.raises(ScenarioError, match="has not started"):
        ola.send("a")
    with pytest.raises(ScenarioError, match="no member"):
        ola.send("a", chat=group)
    with pytest.raises(ScenarioError, match="payload"):
        ola.start("zażółć")
    with pytest.raises(ScenarioError, match="no reply keyboard"):
        anna.press_reply_keyboard("Numer")
    anna.block()
    with pytest.raises(ScenarioError, match="blocked"):
        anna.send("a")
    group.add(anna := telegram.user(anna.id))
    topic = group.create_topic("Promocja")
    group.close_topic(topic)
    with pytest.raises(ScenarioError, match="closed"):
        anna.send("a", chat=group, thread=topic)
    with pytest.raises(ScenarioError, match="basic group"):
        group.upgrade()


async def test_blocking_and_starting_again_are_told(
    raw: Raw, telegram: Telegram, anna: Person
) -> None:
    anna.block()
    anna.start("a_wpis")
    updates = await raw.ok("getUpdates")
    changes = [
        (one["my_chat_member"]["old_chat_member"]["status"], one["my_chat_member"]["chat"]["id"])
        for one in updates
        if "my_chat_member" in one
    ]
    assert changes == [("member", anna.id), ("kicked", anna.id)]
    assert updates[-1]["message"]["text"] == "/start a_wpis"
    assert updates[-1]["message"]["entities"] == [
        {"type": "bot_command", "offset": 0, "length": 6}
    ]


async def test_everything_sent_arrives(raw: Raw, anna: Person) -> None:
    anna.send_photo(caption="zdjęcie")
    anna.send_document(name="pismo.pdf", caption="pismo")
    anna.send_voice(duration=5)
    anna.send_sticker()
    anna.send_contact()
    anna.send_contact("+48500600700", "Ola")
    anna.send_location()
    album = anna.send_album(2, caption="album")
    said = anna.send("stare")
    anna.edit(said, "nowe")
    updates = await raw.ok("getUpdates")
    kinds = [one.kind for one in anna.messages]
    assert kinds == [
        *("text", "photo", "document", "voice", "sticker", "contact", "contact", "location"),
        *("photo", "photo", "text"),
    ]
    assert len({photo.extra["media_group_id"] for photo in album}) == 1
    assert updates[2]["message"]["document"]["file_name"] == "pismo.pdf"
    assert updates[5]["message"]["contact"].get("user_id") == anna.id
    assert "user_id" not in updates[6]["message"]["contact"]
    assert updates[-1]["edited_message"]["text"] == "nowe"


async def test_same_number_is_the_same_person(telegram: Telegram) -> None:
    assert telegram.user(101, "Halina") is telegram.user(101)


async def test_world_tells_subscribers(raw: Raw, telegram: Telegram, anna: Person) -> None:
    changes = telegram.world.subscribe()
    first = await anext(changes)
    waiting = asyncio.ensure_future(anext(changes))
    await asyncio.sleep(0)
    assert not waiting.done()
    await raw.ok("sendMessage", chat_id=anna.id, text="a")
    assert await waiting > first


# -- the clock


class Still:
    """A base clock that stands."""

    def now(self) -> datetime:
        return datetime(2026, 11, 24, 12, tzinfo=UTC)

    def monotonic(self) -> float:
        return 5.0

    async def wait_until(self, when: datetime) -> None:
        raise NotImplementedError


async def test_advancing_the_clock_wakes_sleepers_in_time() -> None:
    clock = MovableClock(Still())
    begin = clock.now()
    soon = asyncio.create_task(clock.wait_until(begin + timedelta(hours=1)))
    late = asyncio.create_task(clock.wait_until(begin + timedelta(hours=3)))
    await asyncio.sleep(0)
    clock.advance(timedelta(hours=2))
    await soon
    assert (late.done(), clock.monotonic()) == (False, 5.0)
    clock.advance(timedelta(hours=1))
    await late
    assert clock.now() == begin + timedelta(hours=3)
    with pytest.raises(ValueError, match="forward"):
        clock.advance(timedelta(hours=-1))


async def test_real_time_also_passes() -> None:
    clock = MovableClock(SystemClock())
    await clock.wait_until(clock.now() + timedelta(milliseconds=5))
    await clock.wait_until(clock.now() - timedelta(hours=1))
