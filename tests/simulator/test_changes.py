"""Edits, deletions, reactions, pins, presses and copies."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from bot.simulator.clock import MovableClock
from bot.simulator.people import Person, Telegram

if TYPE_CHECKING:
    from tests.simulator.conftest import Raw


def inline(*buttons: dict[str, Any]) -> dict[str, Any]:
    return {"inline_keyboard": [[button] for button in buttons]}


async def test_edits(raw: Raw, telegram: Telegram, anna: Person) -> None:
    markup = inline({"text": "Tak", "callback_data": "1"})
    sent = await raw.ok("sendMessage", chat_id=anna.id, text="a", reply_markup=markup)
    place = {"chat_id": anna.id, "message_id": sent["message_id"]}
    assert await raw.no("editMessageText", **place, text="a", reply_markup=markup) == (
        "Bad Request: message is not modified: specified new message content and reply markup "
        "are exactly the same as a current content and reply markup of the message"
    )
    await raw.ok("editMessageText", **place, text="b")
    assert "is not modified" in await raw.no("editMessageReplyMarkup", **place)
    await raw.ok("editMessageReplyMarkup", **place, reply_markup=markup)
    assert await raw.no("editMessageCaption", **place, caption="c") == (
        "Bad Request: there is no caption in the message to edit"
    )
    own = anna.send("moje")
    assert await raw.no("editMessageText", chat_id=anna.id, message_id=own.id, text="a") == (
        "Bad Request: message can't be edited"
    )
    await raw.ok("deleteMessage", **place)
    assert await raw.no("editMessageText", **place, text="c") == (
        "Bad Request: message to edit not found"
    )
    assert await raw.no("deleteMessage", **place) == "Bad Request: message to delete not found"


async def test_old_messages_stay(raw: Raw, clock: MovableClock, anna: Person) -> None:
    sent = await raw.ok("sendMessage", chat_id=anna.id, text="a")
    place = {"chat_id": anna.id, "message_id": sent["message_id"]}
    clock.advance(timedelta(hours=48, seconds=1))
    assert await raw.no("deleteMessage", **place) == (
        "Bad Request: message can't be deleted for everyone"
    )
    fresh = await raw.ok("sendMessage", chat_id=anna.id, text="a")
    await raw.ok("deleteMessages", chat_id=anna.id, message_ids=[fresh["message_id"], 999])


async def test_only_permitted_reactions(raw: Raw, anna: Person) -> None:
    said = anna.send("a")
    place = {"chat_id": anna.id, "message_id": said.id}
    good = [{"type": "emoji", "emoji": "👌"}]
    await raw.ok("setMessageReaction", **place, reaction=good)
    tick = [{"type": "emoji", "emoji": "✅"}]
    assert await raw.no("setMessageReaction", **place, reaction=tick) == (
        "Bad Request: REACTION_INVALID"
    )
    assert await raw.no("setMessageReaction", **place, reaction=good * 2) == (
        "Bad Request: REACTIONS_TOO_MANY"
    )
    await raw.ok("setMessageReaction", **place)
    assert said.reactions == {42: []}


async def test_pinning_needs_a_right(raw: Raw, telegram: Telegram, anna: Person) -> None:
    group = telegram.group()
    group.add_bot(admin=True)
    sent = await raw.ok("sendMessage", chat_id=group.id, text="a")
    place = {"chat_id": group.id, "message_id": sent["message_id"]}
    refusal = "Bad Request: not enough rights to manage pinned messages in the chat"
    assert await raw.no("pinChatMessage", **place) == refusal
    group.add_bot(admin=True, can_pin_messages=True)
    await raw.ok("pinChatMessage", **place)
    await raw.ok("unpinChatMessage", **place)
    assert group.chat.pinned == []


async def test_press_is_answered_once_and_soon(
    raw: Raw, telegram: Telegram, clock: MovableClock, anna: Person
) -> None:
    markup = inline({"text": "Tak", "callback_data": "1"})
    await raw.ok("sendMessage", chat_id=anna.id, text="a", reply_markup=markup)
    old = "Bad Request: query is too old and response timeout expired or query ID is invalid"
    press = anna.click("Tak")
    number = press.callback.id
    too_long = await raw.no("answerCallbackQuery", callback_query_id=number, text="x" * 201)
    assert too_long == "Bad Request: MESSAGE_TOO_LONG"
    await raw.ok("answerCallbackQuery", callback_query_id=number, text="Tak!", show_alert=True)
    assert await press.answered() == {"text": "Tak!", "show_alert": True}
    assert await raw.no("answerCallbackQuery", callback_query_id=number) == old
    late = anna.click("Tak")
    clock.advance(timedelta(seconds=61))
    assert await raw.no("answerCallbackQuery", callback_query_id=late.callback.id) == old
    assert await raw.no("answerCallbackQuery", callback_query_id="77") == old
    assert telegram.unanswered_callbacks() == [late.callback]


async def test_copies_keep_albums_and_entities(raw: Raw, telegram: Telegram, anna: Person) -> None:
    ola = telegram.user()
    ola.start()
    words = anna.send("#prawo pytanie")
    album = anna.send_album(2, caption="pisma")
    numbers = [words.id, *(photo.id for photo in album), 900]
    place = {"chat_id": ola.id, "from_chat_id": anna.id}
    copied = await raw.ok("copyMessages", **place, message_ids=numbers)
    first, second, third = (ola.chat.messages[one["message_id"]] for one in copied)
    assert first.entities == words.entities
    assert [second.text, third.text] == ["pisma", ""]
    assert second.extra["media_group_id"] == third.extra["media_group_id"]
    assert second.extra["media_group_id"] != album[0].extra["media_group_id"]
    assert await raw.no("copyMessages", **place, message_ids=numbers[::-1]) == (
        "Bad Request: message identifiers must be in a strictly increasing order"
    )
    assert await raw.no("copyMessages", **place, message_ids=[900]) == (
        "Bad Request: there are no messages to copy"
    )
    assert await raw.no("copyMessage", **place, message_id=900) == (
        "Bad Request: message to copy not found"
    )
    forwarded = await raw.ok("forwardMessage", **place, message_id=words.id)
    assert forwarded["forward_origin"]["sender_user"]["id"] == anna.id
