"""Methods that put new messages into a chat: texts, files, albums, contacts, places.

Copies of messages that already stand somewhere are `copying`'s.
"""

from __future__ import annotations

from typing import Any

from bot.simulator.access import chat_of, require_open, require_voice, thread_of
from bot.simulator.entities import LONGEST_CAPTION, LONGEST_TEXT, formatted
from bot.simulator.keyboards import checked
from bot.simulator.model import GENERAL, Chat, Json, Message
from bot.simulator.parameters import Params, method
from bot.simulator.records import StoredFile
from bot.simulator.refusals import Refusal, not_there, wrong_call
from bot.simulator.world import World

PLACE = "message_thread_id disable_notification protect_content reply_parameters reply_markup"
_CAPTION = "caption parse_mode caption_entities"
_REPLY_FIELDS = {"message_id", "chat_id", "allow_sending_without_reply"}
_ACTION_NAMES = (
    "typing upload_photo record_video upload_video record_voice upload_voice upload_document "
    "choose_sticker find_location record_video_note upload_video_note"
)
_ACTIONS = frozenset(_ACTION_NAMES.split())


def deliver(
    world: World, p: Params, kind: str, content: Json, extra: Json | None = None
) -> Message:
    """Post a message of the bot's where the parameters say, if that is allowed."""
    chat = chat_of(world, p)
    require_voice(world, chat)
    topic = thread_of(world, chat, p)
    reply_to = _replied(chat, p)
    markup = checked(p.get("reply_markup"), private=chat.private)
    if topic is None and reply_to is not None:
        topic = reply_to.topic
    require_open(world, chat, topic)
    more = dict(extra or {})
    if p.get("protect_content"):
        more["has_protected_content"] = True
    thread_id = None
    if reply_to is not None and chat.type == "supergroup" and not chat.is_forum:
        thread_id = reply_to.thread_id or reply_to.id
    place: Json = {"topic": topic, "thread_id": thread_id, "reply_to": reply_to}
    return world.post(chat, world.bot, kind, content, markup=markup, extra=more, **place)


def _replied(chat: Chat, p: Params) -> Message | None:
    wanted = p.get("reply_parameters")
    if not wanted:
        return None
    if "message_id" not in wanted:
        raise wrong_call('can\'t find field "message_id"')
    if unknown := set(wanted) - _REPLY_FIELDS:
        raise wrong_call(f"unknown parameter {sorted(unknown)[0]} of reply_parameters")
    found = chat.messages.get(wanted.get("message_id"))
    if found is not None and not found.deleted:
        return found
    if wanted.get("allow_sending_without_reply"):
        return None
    raise not_there("message to be replied not found")


def text_content(p: Params, too_long: str) -> Json:
    """Return the content of a text message, or refuse the text."""
    text, entities = formatted(
        p["text"], p.get("parse_mode"), p.get("entities"), most=LONGEST_TEXT, too_long=too_long
    )
    if not text:
        raise Refusal("text must be non-empty")
    return {"text": text, **({"entities": entities} if entities else {})}


def caption_content(p: Params) -> Json:
    """Return the caption's part of a content; empty when there is no caption."""
    text, entities = formatted(
        p.get("caption") or "",
        p.get("parse_mode"),
        p.get("caption_entities"),
        most=LONGEST_CAPTION,
        too_long="message caption is too long",
    )
    if not text:
        return {}
    return {"caption": text, **({"caption_entities": entities} if entities else {})}


@method("sendMessage", "chat_id text", f"{PLACE} parse_mode entities link_preview_options")
def send_message(world: World, p: Params) -> Message:
    """Send a text."""
    return deliver(world, p, "text", text_content(p, "message is too long"))


def stored(world: World, kind: str, given: Any) -> StoredFile:
    """Return a file as the world keeps it: a new one, or one that is known by its id."""
    if isinstance(given, tuple):
        name, data, mime = given
        if not data:
            raise Refusal("file must be non-empty")
        return world.store_file(kind, data, file_name=name, mime_type=mime)
    found = world.files.get(given)
    if found is None:
        raise Refusal("wrong remote file identifier specified: can't unserialize it")
    if found.kind != kind:
        raise Refusal(f"can't use file of type {found.kind.title()} as {kind.title()}")
    return found


def media_content(kind: str, file: StoredFile) -> Json:
    """Return a file's part of a content, as the Bot API shows it."""
    common = file.json()
    if kind == "photo":
        sizes = ((90, 67), (320, 240), (800, 600))
        return {"photo": [{**common, "width": w, "height": h} for w, h in sizes]}
    return {kind: {**common, **file.details}}


def _send_file(world: World, p: Params, kind: str) -> Message:
    chat_of(world, p)
    content = media_content(kind, stored(world, kind, p[kind]))
    return deliver(world, p, kind, content | caption_content(p))


@method("sendPhoto", "chat_id photo", f"{PLACE} {_CAPTION} has_spoiler show_caption_above_media")
def send_photo(world: World, p: Params) -> Message:
    """Send a photo by upload or file_id."""
    return _send_file(world, p, "photo")


@method(
    "sendDocument",
    "chat_id document",
    f"{PLACE} {_CAPTION} thumbnail disable_content_type_detection",
)
def send_document(world: World, p: Params) -> Message:
    """Send a document by upload or file_id."""
    return _send_file(world, p, "document")


@method("sendVoice", "chat_id voice", f"{PLACE} {_CAPTION} duration")
def send_voice(world: World, p: Params) -> Message:
    """Send a voice message by upload or file_id."""
    return _send_file(world, p, "voice")


@method(
    "sendMediaGroup",
    "chat_id media",
    "message_thread_id disable_notification protect_content reply_parameters",
)
def send_media_group(world: World, p: Params) -> list[Message]:
    """Send an album of 2-10 files by file_id."""
    chat_of(world, p)
    items = p["media"]
    if len(items) > 10:
        raise Refusal("too many messages to send as an album")
    kinds = {item.get("type") for item in items}
    if not kinds <= {"photo", "document", "video"} or ("document" in kinds and len(kinds) > 1):
        raise Refusal("document can't be mixed with other media types")
    contents = [
        (item["type"], media_content(item["type"], stored(world, item["type"], item["media"])))
        for item in items
    ]
    captions = [caption_content(item) for item in items]
    album = {"media_group_id": str(world.number("album"))}
    return [
        deliver(world, p, kind, content | caption, album)
        for (kind, content), caption in zip(contents, captions, strict=True)
    ]


@method("sendContact", "chat_id phone_number first_name", f"{PLACE} last_name vcard")
def send_contact(world: World, p: Params) -> Message:
    """Send a phone contact."""
    names = ("phone_number", "first_name", "last_name", "vcard")
    return deliver(world, p, "contact", {"contact": {n: p[n] for n in names if p.get(n)}})


@method("sendLocation", "chat_id latitude longitude", PLACE)
def send_location(world: World, p: Params) -> Message:
    """Send a point on the map."""
    place = {"latitude": p["latitude"], "longitude": p["longitude"]}
    if abs(place["latitude"]) > 90 or abs(place["longitude"]) > 180:
        raise Refusal("invalid location specified")
    return deliver(world, p, "location", {"location": place})


@method("sendVenue", "chat_id latitude longitude title address", PLACE)
def send_venue(world: World, p: Params) -> Message:
    """Send a named place on the map."""
    if abs(p["latitude"]) > 90 or abs(p["longitude"]) > 180:
        raise Refusal("invalid location specified")
    if not p["title"] or not p["address"]:
        raise Refusal("venue title and address must be non-empty")
    point = {"latitude": p["latitude"], "longitude": p["longitude"]}
    venue = {"location": point, "title": p["title"], "address": p["address"]}
    return deliver(world, p, "venue", {"venue": venue, "location": point})


@method("sendChatAction", "chat_id action", "message_thread_id")
def send_chat_action(world: World, p: Params) -> bool:
    """Show that the bot is typing, or the like."""
    if p["action"] not in _ACTIONS:
        raise Refusal("wrong parameter action in request")
    chat = chat_of(world, p)
    if p.get("message_thread_id") != GENERAL:  # here, and only here, General has its number
        thread_of(world, chat, p)
    chat.actions.append(p["action"])
    return True
