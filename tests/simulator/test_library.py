"""python-telegram-bot over the small world: what it sends and what it makes of answers."""

from __future__ import annotations

import asyncio

import aiohttp
import pytest
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeChat,
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaPhoto,
    KeyboardButton,
    LinkPreviewOptions,
    MessageEntity,
    ReplyKeyboardMarkup,
    ReplyParameters,
)
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    NetworkError,
    RetryAfter,
    TimedOut,
)

from bot.simulator.people import Person, Telegram


async def test_library_sends_formatted_text_with_buttons(bot: Bot, anna: Person) -> None:
    keyboard = InlineKeyboardMarkup(
        [
            [InlineKeyboardButton("Pomogło", callback_data="v1:ok:1")],
            [InlineKeyboardButton("Strona", url="https://example.pl/a?b=c")],
            [InlineKeyboardButton("Numer konta", copy_text=CopyTextButton("12 3456"))],
        ]
    )
    sent = await bot.send_message(
        anna.id,
        "<b>Dzień</b> dobry 😀 <i>Anno</i>",
        parse_mode="HTML",
        reply_markup=keyboard,
        reply_parameters=ReplyParameters(999, allow_sending_without_reply=True),
        link_preview_options=LinkPreviewOptions(is_disabled=True),
    )
    seen = await anna.expect("Dzień dobry")
    assert seen.rows == [["Pomogło"], ["Strona"], ["Numer konta"]]
    assert [(e.type, e.offset, e.length) for e in sent.entities] == [
        ("bold", 0, 5),
        ("italic", 15, 4),
    ]


async def test_library_polls_and_answers_a_press(bot: Bot, anna: Person) -> None:
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Biorę", callback_data="v1:take:1")]])
    await bot.send_message(anna.id, "Kto?", reply_markup=keyboard)
    hello = await bot.get_updates()
    polling = asyncio.create_task(bot.get_updates(offset=hello[-1].update_id + 1, timeout=10))
    await asyncio.sleep(0)
    press = anna.click("Biorę")
    (update,) = await polling
    query = update.callback_query
    assert (query.data, query.from_user.first_name) == ("v1:take:1", "Anna")
    await query.answer("Przyjęte")
    assert await press.answered() == {"text": "Przyjęte"}
    await query.edit_message_text("Wzięte")
    assert (await anna.expect("Wzięte")).rows == []
    with pytest.raises(BadRequest, match="Query is too old"):
        await query.answer()


async def test_library_understands_every_refusal(
    bot: Bot, telegram: Telegram, anna: Person
) -> None:
    anna.block()
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(anna.id, "a")
    stranger = telegram.user()
    with pytest.raises(Forbidden, match="can't initiate conversation"):
        await bot.send_message(stranger.id, "a")
    group = telegram.group("Doradcy", basic=True)
    group.add_bot()
    upgraded = group.upgrade()
    with pytest.raises(ChatMigrated) as migrated:
        await bot.send_message(group.id, "a")
    assert migrated.value.new_chat_id == upgraded.id
    anna.unblock()
    telegram.faults.next("flood", retry_after=7)
    with pytest.raises(RetryAfter):
        await bot.send_message(anna.id, "a")
    with pytest.raises(BadRequest, match="Unknown method"):
        await bot.send_dice(anna.id)


@pytest.mark.parametrize(
    ("kind", "error", "cause", "arrives"),
    [
        ("refused", NetworkError, aiohttp.ClientConnectorError, False),
        ("reset_before", NetworkError, aiohttp.ServerDisconnectedError, False),
        ("reset_after", NetworkError, aiohttp.ServerDisconnectedError, True),
        ("timeout", TimedOut, aiohttp.SocketTimeoutError, True),
        ("http_500", NetworkError, type(None), False),
        ("http_500_after", NetworkError, type(None), True),
    ],
)
async def test_ordered_faults_look_like_those_of_a_network(
    bot: Bot, telegram: Telegram, anna: Person, kind: str, error: type, cause: type, arrives: bool
) -> None:
    telegram.faults.next(kind)
    with pytest.raises(error) as caught:
        await bot.send_message(anna.id, "Halo")
    assert isinstance(caught.value.__cause__, cause)
    assert [m.text for m in anna.messages if m.from_bot] == (["Halo"] if arrives else [])
    await bot.send_message(anna.id, "Znowu")


async def test_library_uses_topics_copies_reactions_and_pins(
    bot: Bot, telegram: Telegram, anna: Person
) -> None:
    group = telegram.group("Doradcy", forum=True)
    group.add_bot(admin=True, can_manage_topics=True, can_pin_messages=True)
    created = await bot.create_forum_topic(group.id, "⚖️ Prawo", icon_color=7322096)
    photo = anna.send_photo(caption="pismo")
    copied = await bot.copy_message(
        group.id, anna.id, photo.id, message_thread_id=created.message_thread_id
    )
    await bot.set_message_reaction(group.id, copied.message_id, "👌")
    await bot.pin_chat_message(group.id, copied.message_id)
    (standing,) = [m for m in group.messages(created.message_thread_id) if m.kind == "photo"]
    assert (standing.text, standing.topic.name) == ("pismo", "⚖️ Prawo")
    assert standing.reactions[telegram.world.bot.id] == [{"type": "emoji", "emoji": "👌"}]
    assert group.chat.pinned == [copied.message_id]
    telegram.assert_clean()


async def test_library_sends_files_albums_and_fetches_them(bot: Bot, anna: Person) -> None:
    document = await bot.send_document(anna.id, b"BEGIN:VCALENDAR", filename="termin.ics")
    file = await bot.get_file(document.document.file_id)
    assert bytes(await file.download_as_bytearray()) == b"BEGIN:VCALENDAR"
    photos = anna.send_album(3, caption="zdjęcia")
    ids = [photo.content["photo"][-1]["file_id"] for photo in photos]
    sent = await bot.send_media_group(anna.id, [InputMediaPhoto(one) for one in ids])
    assert len({message.media_group_id for message in sent}) == 1


async def test_library_shows_a_contact_keyboard_and_sets_menus(bot: Bot, anna: Person) -> None:
    keys = [[KeyboardButton("Wyślij mój numer", request_contact=True)], ["Pomiń"]]
    await bot.send_message(
        anna.id, "Telefon?", reply_markup=ReplyKeyboardMarkup(keys, one_time_keyboard=True)
    )
    assert anna.press_reply_keyboard("numer").content["contact"]["user_id"] == anna.id
    scope = BotCommandScopeChat(anna.id)
    await bot.set_my_commands([BotCommand("pomoc", "Pomoc")], scope=scope)
    assert [c.command for c in await bot.get_my_commands(scope=scope)] == ["pomoc"]


async def test_library_relays_words_with_entities(bot: Bot, anna: Person) -> None:
    entity = MessageEntity("bold", 2, 3)
    sent = await bot.send_message(anna.id, "😀abc", entities=[entity])
    assert sent.entities == (entity,)
