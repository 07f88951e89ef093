"""From Telegram's messages to plain ones: no optional fields left, no library types passed on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from telegram import CallbackQuery, MaybeInaccessibleMessage, Message, MessageEntity, User

from bot.domain.callbacks import BadCallback, decode
from bot.domain.names import name_or_nobody
from bot.domain.written import clean
from bot.helpdesk.desk import Incoming, Press

ANONYMOUS_ADMIN = 1087968824  # GroupAnonymousBot: never an identity
SERVICE = 777000  # posts of a linked channel
KINDS = (
    "photo",
    "voice",
    "document",
    "video",
    "video_note",
    "audio",
    "animation",
    "sticker",
    "location",
    "venue",
    "contact",
    "poll",
    "dice",
    "game",
    "story",
    "paid_media",
)


def name_of(user: User) -> str:
    """Return the name a person shows, never empty."""
    return name_or_nobody(user.full_name)


def media_of(message: Message) -> str | None:
    """Return what kind of thing came with, or instead of, words."""
    for kind in KINDS:
        if getattr(message, kind, None):
            # Telegram sends an animation as a document too; the first name in KINDS that fits wins
            return "animation" if kind == "document" and message.animation else kind
    return None


def _entities(found: Sequence[MessageEntity]) -> list[dict[str, Any]] | None:
    kept = []
    for entity in found:
        data: dict[str, Any] = {
            "type": str(entity.type),
            "offset": entity.offset,
            "length": entity.length,
        }
        if entity.url:
            data["url"] = entity.url
        if entity.type == MessageEntity.TEXT_MENTION:
            continue  # points to a person; relayed words must not
        if entity.language:
            data["language"] = entity.language
        kept.append(data)
    return kept or None


def _file(message: Message, kind: str | None) -> dict[str, Any] | None:
    attached = message.photo[-1] if kind == "photo" else getattr(message, kind or "", None)
    file_id = getattr(attached, "file_id", None)
    if file_id is None:
        return None
    kept = {"file_id": file_id, "unique_id": getattr(attached, "file_unique_id", None)}
    name = getattr(attached, "file_name", None)
    return {**kept, "name": name} if name else kept


def _real_reply(message: Message) -> int | None:
    """Return the message that was really replied to; in a topic Telegram adds a fake one."""
    replied = message.reply_to_message
    if replied is None or replied.forum_topic_created is not None:
        return None
    if message.is_topic_message and replied.message_id == message.message_thread_id:
        return None
    return replied.message_id


def _replies_to_bot(message: Message) -> bool:
    replied = message.reply_to_message
    writer = replied.from_user if replied is not None else None
    return writer is not None and writer.id == message.get_bot().id


def _replied_human(message: Message) -> int | None:
    replied = message.reply_to_message
    if replied is None or _real_reply(message) is None:
        return None
    writer = is_person(replied)
    return writer.id if writer is not None else None


def is_reply(message: Message) -> bool:
    """Tell whether somebody answers a message, and does not only write in a thread."""
    return _real_reply(message) is not None


def read_message(message: Message, sender: User, now: datetime) -> Incoming:
    """Return a message as plain values; nothing can have been written later than now.

    The library takes anything for a number; what is none raises TypeError.
    """
    for number in (message.chat_id, message.message_id, sender.id):
        if not isinstance(number, int):
            raise TypeError("a number of a message")
    kind = media_of(message)
    contact = message.contact
    own = contact is not None and contact.user_id == sender.id
    return Incoming(
        chat_id=message.chat_id,
        message_id=message.message_id,
        sender_id=sender.id,
        name=name_of(sender),
        text=clean(message.text or message.caption or ""),
        at=min(message.date, now),
        entities=_entities(message.entities or message.caption_entities),
        media=kind,
        file=_file(message, kind),
        album=message.media_group_id,
        reply_to=_real_reply(message),
        reply_to_bot=_replies_to_bot(message),
        reply_to_sender=_replied_human(message),
        thread_id=message.message_thread_id if message.is_topic_message else None,
        phone=contact.phone_number if contact is not None and own else None,
        edited_at=message.edit_date,
    )


def read_press(query: CallbackQuery) -> Press | None:
    """Return a human's press as plain values; None when its data is not one of ours."""
    message, presser = query.message, query.from_user
    if message is None or query.data is None or not _is_human(presser):
        return None
    try:
        data = decode(query.data)
    except BadCallback:
        return None
    return Press(
        chat_id=message.chat.id,
        message_id=message.message_id,
        presser_id=presser.id,
        name=name_of(presser),
        action=data.action,
        ident=data.ident,
        shown=_shows(message, query.data),
        rev=data.rev,
    )


def _shows(message: MaybeInaccessibleMessage, data: str) -> bool:
    """Tell whether a message still has a button, as Telegram sees it; an old one may hide it."""
    if not isinstance(message, Message):
        return True
    rows = message.reply_markup.inline_keyboard if message.reply_markup is not None else ()
    return any(button.callback_data == data for row in rows for button in row)


def is_person(message: Message) -> User | None:
    """Return the human who wrote a message; None for bots, channels and anonymous admins."""
    sender = message.from_user
    if sender is None or message.sender_chat is not None:
        return None
    return sender if _is_human(sender) else None


def _is_human(user: User) -> bool:
    return not user.is_bot and user.id not in (ANONYMOUS_ADMIN, SERVICE)
