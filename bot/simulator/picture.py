"""The stage as JSON: what the demo page draws, message by message.

Nothing is decided here; the trace comes from the application and passes through unchanged.
"""

from __future__ import annotations

from babel.dates import format_datetime

from bot.domain.warsaw import local
from bot.simulator.demo import Demo, Role
from bot.simulator.group import Group
from bot.simulator.model import GENERAL, Chat, Json, Message, Topic

_ENTITIES = (
    "bold italic underline strikethrough code pre text_link url spoiler blockquote "
    "expandable_blockquote bot_command hashtag mention"
)
_DRAWN = frozenset(_ENTITIES.split())
_MEDIA = ("photo", "voice", "document", "sticker", "location", "contact")
_SERVICE = {
    "forum_topic_created": "utworzono wątek",
    "forum_topic_edited": "zmieniono nazwę wątku",
    "forum_topic_closed": "zamknięto wątek",
    "forum_topic_reopened": "otwarto wątek ponownie",
    "pinned_message": "przypięto wiadomość",
    "new_chat_members": "nowa osoba w grupie",
    "left_chat_member": "ktoś odchodzi z grupy",
    "migrate_to_chat_id": "grupa ma nowy numer",
    "migrate_from_chat_id": "grupa ma nowy numer",
}


def picture(demo: Demo) -> Json:
    """Return the whole state of the stage."""
    now = local(demo.clock.now())
    return {
        "version": demo.version(),
        "now": now.isoformat(timespec="seconds"),
        "now_text": format_datetime(now, "EEEE, d MMMM y, HH:mm", locale="pl"),
        "leaders": [{**_role(role), "blocked": role.person.user.blocked} for role in demo.leaders],
        "advisors": [_role(role) for role in demo.advisors],
        "chats": {str(role.person.id): _private(role.person.chat) for role in demo.roles()},
        "group": _group(demo.group),
        "trace": demo.trace(),
    }


def _role(role: Role) -> Json:
    return {"id": role.person.id, "name": role.person.user.name, "note": role.note}


def _private(chat: Chat) -> Json:
    keyboard = chat.reply_keyboard
    keys = keyboard and [[{"text": key["text"]} for key in row] for row in keyboard["keyboard"]]
    return {"messages": _messages(chat, None), "keyboard": keys or None}


def _group(group: Group) -> Json:
    chat = group.chat
    general = chat.topics.get(GENERAL) or Topic(GENERAL, "General")
    topics = [general, *group.topics]
    return {"title": chat.title, "threads": [_thread(chat, topic) for topic in topics]}


def _thread(chat: Chat, topic: Topic) -> Json:
    general = topic.id == GENERAL
    messages = _messages(chat, None if general else topic)
    number = 0 if general else topic.id
    return {"id": number, "name": topic.name, "closed": topic.closed, "messages": messages}


def _messages(chat: Chat, topic: Topic | None) -> list[Json]:
    standing = (one for one in chat.messages.values() if not one.deleted)
    return [_message(one) for one in standing if one.topic is topic or chat.private]


def _message(message: Message) -> Json:
    sent = local(message.sent)
    reactions = [one["emoji"] for each in message.reactions.values() for one in each]
    return {
        "id": message.id,
        "from": message.sender.name,
        "from_id": message.sender.id,
        "bot": message.from_bot,
        "time": f"{sent:%H:%M}",
        "day": f"{sent:%Y-%m-%d}",
        "text": message.text,
        "entities": [_entity(one) for one in message.entities if one["type"] in _DRAWN],
        "buttons": [[_button(button) for button in row] for row in message.inline],
        "media": _media(message),
        "album": message.extra.get("media_group_id"),
        "reply_to": _reply(message.reply_to),
        "edited": message.edited is not None,
        "service": _service(message),
        "reactions": reactions,
        "pinned": message.id in message.chat.pinned,
    }


def _entity(entity: Json) -> Json:
    names = ("type", "offset", "length", "url")
    return {name: entity.get(name) for name in names}


def _button(button: Json) -> Json:
    copy = (button.get("copy_text") or {}).get("text")
    url = button.get("url")
    kind = "copy" if copy else "url" if url else "callback"
    return {"text": button["text"], "kind": kind, "url": url, "copy": copy}


def _media(message: Message) -> Json | None:
    kind = next((kind for kind in _MEDIA if kind in message.content), None)
    if kind is None:
        return None
    content = message.content[kind]
    name = None
    if kind == "contact":
        name = f"{content['first_name']}, {content['phone_number']}"
    elif kind in ("document", "sticker"):
        name = content.get("file_name") or content.get("emoji")
    elif kind == "voice":
        name = f"0:{content.get('duration', 0):02d}"
    return {"kind": kind, "name": name}


def _reply(message: Message | None) -> Json | None:
    if message is None or message.deleted:
        return None
    return {"id": message.id, "from": message.sender.name, "text": message.text[:200]}


def _service(message: Message) -> str | None:
    if message.kind != "service":
        return None
    known = (words for name, words in _SERVICE.items() if name in message.content)
    return next(known, "zmiana w grupie")
