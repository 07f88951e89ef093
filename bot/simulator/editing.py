"""Methods that change what stands: edits, deletions, reactions, pins, answers to presses."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from bot.simulator.access import chat_of, message_in, require
from bot.simulator.copying import message_ids
from bot.simulator.keyboards import checked
from bot.simulator.model import Chat, Json, Message
from bot.simulator.parameters import Params, method
from bot.simulator.refusals import Refusal, no_right, not_modified, not_there, old_query
from bot.simulator.sending import caption_content, media_content, stored, text_content
from bot.simulator.world import World

CALLBACK_LIFE = timedelta(seconds=60)
DELETE_LIMIT = timedelta(hours=48)
_PIN_REFUSAL = "not enough rights to manage pinned messages in the chat"
#: What ReactionTypeEmoji may hold.
_PERMITTED = (
    "❤ 👍 👎 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 🥱 🥴 😍 🐳 ❤‍🔥 🌚 🌭 💯 🤣 "
    "⚡ 🍌 🏆 💔 🤨 😐 🍓 🍾 💋 🖕 😈 😴 😭 🤓 👻 👨‍💻 👀 🎃 🙈 😇 😨 🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 "
    "🤪 🗿 🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 🤷‍♂ 🤷 🤷‍♀ 😡"
)
REACTIONS = frozenset(_PERMITTED.split())


def _to_edit(world: World, p: Params) -> tuple[Chat, Message]:
    chat = chat_of(world, p)
    message = message_in(chat, p["message_id"], "message to edit")
    own = message.sender is world.bot and message.kind != "service"
    if not own or "forward_origin" in message.extra:
        raise not_there("message can't be edited")
    return chat, message


def _edit(world: World, p: Params, content: Json, chat: Chat, message: Message) -> Message:
    markup = checked(p.get("reply_markup"), private=chat.private, inline_only=True)
    shown = message.markup if message.inline else None
    if content == message.content and markup == shown:
        raise not_modified()
    message.content, message.markup = content, markup
    message.edited = world.clock.now()
    world.show("edit", message)
    return message


_EDIT = "parse_mode reply_markup"


@method("editMessageText", "chat_id message_id text", f"{_EDIT} entities link_preview_options")
def edit_message_text(world: World, p: Params) -> Message:
    """Change a text message of the bot's; buttons not given again disappear."""
    content = text_content(p, "MESSAGE_TOO_LONG")
    chat, message = _to_edit(world, p)
    if "text" not in message.content:
        raise not_there("there is no text in the message to edit")
    return _edit(world, p, content, chat, message)


@method(
    "editMessageCaption",
    "chat_id message_id",
    f"{_EDIT} caption caption_entities show_caption_above_media",
)
def edit_message_caption(world: World, p: Params) -> Message:
    """Change the caption of the bot's photo, document or voice message."""
    chat, message = _to_edit(world, p)
    if message.kind not in ("photo", "document", "voice", "video"):
        raise not_there("there is no caption in the message to edit")
    rest = {name: value for name, value in message.content.items() if "caption" not in name}
    return _edit(world, p, rest | caption_content(p), chat, message)


@method("editMessageMedia", "chat_id message_id media", "reply_markup")
def edit_message_media(world: World, p: Params) -> Message:
    """Put another uploaded file into the bot's photo, document or the like."""
    media = p["media"]
    chat, message = _to_edit(world, p)
    if message.kind not in ("photo", "document", "video", "audio", "animation"):
        raise not_there("message can't be edited")
    given = p.get(str(media.get("media")).removeprefix("attach://"), media.get("media"))
    content = media_content(media["type"], stored(world, media["type"], given))
    edited = _edit(world, p, content | caption_content(media), chat, message)
    edited.kind = media["type"]
    return edited


@method("editMessageReplyMarkup", "chat_id message_id", "reply_markup")
def edit_message_reply_markup(world: World, p: Params) -> Message:
    """Change only the buttons under the bot's message."""
    chat, message = _to_edit(world, p)
    return _edit(world, p, message.content, chat, message)


@method("deleteMessage", "chat_id message_id")
def delete_message(world: World, p: Params) -> bool:
    """Delete a message for everybody."""
    chat = chat_of(world, p)
    _delete(world, chat, message_in(chat, p["message_id"], "message to delete"))
    return True


@method("deleteMessages", "chat_id message_ids")
def delete_messages(world: World, p: Params) -> bool:
    """Delete many; what is gone already is passed over."""
    chat = chat_of(world, p)
    standing = [chat.messages.get(number) for number in message_ids(p)]
    for message in standing:
        if message is not None and not message.deleted:
            _delete(world, chat, message)
    return True


def _delete(world: World, chat: Chat, message: Message) -> None:
    rights = not chat.private and world.bot_place(chat).can("can_delete_messages")
    if not (rights or chat.private or message.sender is world.bot):
        raise no_right("message can't be deleted")
    if not rights and world.clock.now() - message.sent > DELETE_LIMIT:
        raise not_there("message can't be deleted for everyone")
    if "forum_topic_created" in message.content:
        raise not_there("message can't be deleted")
    world.delete(message)


@method("setMessageReaction", "chat_id message_id", "reaction is_big")
def set_message_reaction(world: World, p: Params) -> bool:
    """Put one of Telegram's permitted emoji under a message, or take it away."""
    chat = chat_of(world, p)
    message = message_in(chat, p["message_id"], "message to react")
    wanted: list[Any] = list(p.get("reaction") or [])
    if len(wanted) > 1:
        raise Refusal("REACTIONS_TOO_MANY")
    for reaction in wanted:
        if reaction.get("type") != "emoji" or _plain(reaction) not in REACTIONS:
            raise Refusal("REACTION_INVALID")
    message.reactions[world.bot.id] = wanted
    world.changed.ring()
    return True


def _plain(reaction: Json) -> str:
    return str(reaction.get("emoji")).replace("\ufe0f", "")  # both spellings of ❤ are one


@method("pinChatMessage", "chat_id message_id", "disable_notification")
def pin_chat_message(world: World, p: Params) -> bool:
    """Pin a message; in groups that needs a right and leaves a service message."""
    chat = chat_of(world, p)
    message = message_in(chat, p["message_id"], "message to pin")
    require(world, chat, "can_pin_messages", _PIN_REFUSAL)
    if message.kind == "service":
        raise not_there("message can't be pinned")
    if message.id not in chat.pinned:
        chat.pinned.append(message.id)
    if not chat.private:
        pinned = {"pinned_message": message.json(with_reply=False)}
        world.post_service(chat, world.bot, pinned, message.topic)
    world.changed.ring()
    return True


@method("unpinChatMessage", "chat_id", "message_id")
def unpin_chat_message(world: World, p: Params) -> bool:
    """Unpin a message, or the one pinned last."""
    chat = chat_of(world, p)
    require(world, chat, "can_pin_messages", _PIN_REFUSAL)
    number = p.get("message_id") or (chat.pinned[-1] if chat.pinned else None)
    message_in(chat, number, "message to unpin")
    chat.pinned = [pinned for pinned in chat.pinned if pinned != number]
    world.changed.ring()
    return True


@method("answerCallbackQuery", "callback_query_id", "text show_alert url cache_time")
def answer_callback_query(world: World, p: Params) -> bool:
    """Answer a press, once and within a minute."""
    callback = world.callbacks.get(p["callback_query_id"])
    if callback is None or callback.answer is not None:
        raise old_query()
    if world.clock.now() - callback.pressed > CALLBACK_LIFE:
        raise old_query()
    if len(p.get("text") or "") > 200:
        raise Refusal("MESSAGE_TOO_LONG")
    callback.answer = {name: p[name] for name in ("text", "show_alert", "url") if name in p}
    world.changed.ring()
    return True
