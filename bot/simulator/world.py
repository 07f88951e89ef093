"""The state of one small Telegram, and the few ways in which it changes.

The bot changes it through `api`, people through `people`; both only by the methods here.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import AsyncIterator
from itertools import count
from typing import Any, Literal

from bot.clock import Clock
from bot.simulator.bell import Bell
from bot.simulator.faults import Faults
from bot.simulator.limits import Limits
from bot.simulator.model import GENERAL, Chat, Event, Json, Member, Message, Topic, User
from bot.simulator.records import Call, Callback, StoredFile, Violation
from bot.simulator.updates import Updates

TOKEN = "42:SIMULATED"  # noqa: S105 - opens nothing
_SUFFIX = {"photo": ".jpg", "voice": ".oga", "sticker": ".webp"}


class World:
    """Everything that outlives a restart of the bot; only for the event loop's own thread."""

    def __init__(self, clock: Clock, *, limits: bool = False, token: str = TOKEN) -> None:
        self.clock = clock
        self.token = token
        self.limits = Limits() if limits else None
        self.users: dict[int, User] = {}
        self.no_privacy = False  # the bot sees all messages of its groups
        self.name_bot("Bot", "bot_na_probe_bot")
        self.no_privacy = False  # the bot sees all messages of its groups
        self.chats: dict[int, Chat] = {}
        self.callbacks: dict[str, Callback] = {}
        self.files: dict[str, StoredFile] = {}
        self.profile: dict[str, Any] = {}  # commands by scope, descriptions, menu button
        self.updates = Updates()
        self.faults = Faults()
        self.calls: list[Call] = []
        self.violations: list[Violation] = []
        self.refusals: list[Violation] = []
        self.changed = Bell()
        self._numbers = {
            "message": count(1),
            "user": count(500_000_001),
            "group": count(2_000_000_001),
            "callback": count(4_000_000_000_000_000_001),
            "album": count(13_000_000_000_000_001),
            "file": count(1),
        }
        self._supergroup_messages: dict[int, count[int]] = {}

    def name_bot(self, name: str, username: str) -> None:
        """Let the bot be called so, as its owner would tell BotFather; its number stays."""
        number = int(self.token.split(":")[0])
        self.bot = User(number, name, username=username, is_bot=True)
        self.users[number] = self.bot

    def number(self, name: str) -> int:
        """Return the next number of its kind."""
        return next(self._numbers[name])

    async def subscribe(self) -> AsyncIterator[int]:
        """Yield a growing number now and whenever something has changed since."""
        seen = -1
        while True:
            seen = await self.changed.beyond(seen)
            yield seen

    # -- people and chats

    def add_user(self, user: User) -> User:
        """Let somebody exist."""
        self.users[user.id] = user
        self.changed.ring()
        return user

    def private_chat(self, user: User) -> Chat:
        """Return the person's chat with the bot."""
        if user.id not in self.chats:
            self.chats[user.id] = Chat(user.id, "private", user=user)
        return self.chats[user.id]

    def add_group(
        self, title: str, owner: User, *, forum: bool, basic: bool, number: int | None = None
    ) -> Chat:
        """Create a basic group, a supergroup or a forum."""
        fresh = self.number("group")
        chat_id = number or (-fresh if basic else -1_000_000_000_000 - fresh)
        kind = "group" if basic else "supergroup"
        chat = Chat(chat_id, kind, title=title, is_forum=forum)
        chat.members[owner.id] = Member(owner, "creator")
        if forum:
            chat.topics[GENERAL] = Topic(GENERAL, "General")
        self.chats[chat_id] = chat
        self.changed.ring()
        return chat

    def bot_place(self, chat: Chat) -> Member:
        """Return the bot's place in a group."""
        return chat.members.get(self.bot.id) or Member(self.bot, "left")

    def move(self, chat: Chat, actor: User, place: Member) -> None:
        """Give somebody a new place in a chat and tell the bot as Telegram would."""
        before = chat.members.get(place.user.id) or Member(place.user, "left")
        was_admin = self.bot_place(chat).status == "administrator"
        chat.members[place.user.id] = place
        kind = "my_chat_member" if place.user is self.bot else "chat_member"
        if kind == "my_chat_member" or was_admin:
            self.tell_place(kind, chat, actor, before, place)
        self.changed.ring()

    def tell_place(
        self, kind: str, chat: Chat, actor: User, before: Member, after: Member
    ) -> None:
        """Queue a my_chat_member or chat_member update."""
        payload = {"chat": chat.json(), "from": actor.json(), "date": self.timestamp()}
        payload |= {"old_chat_member": before.json(), "new_chat_member": after.json()}
        self.updates.push(kind, payload)

    def timestamp(self) -> int:
        """Return the present second."""
        return int(self.clock.now().timestamp())

    # -- messages

    def post(self, chat: Chat, sender: User, kind: str, content: Json, **more: Any) -> Message:
        """Put a message into a chat; `more` are further fields of Message."""
        number = self._message_number(chat)
        message = Message(number, chat, self.clock.now(), sender, kind, content, **more)
        if message.topic is not None:
            message.thread_id = message.topic.id
        chat.messages[number] = message
        markup = message.markup or {}
        if "keyboard" in markup or "remove_keyboard" in markup:
            chat.reply_keyboard = markup if "keyboard" in markup else None
        self.show("new", message)
        return message

    def _message_number(self, chat: Chat) -> int:
        if chat.type != "supergroup":
            return self.number("message")  # one count for all private chats and basic groups
        return next(self._supergroup_messages.setdefault(chat.id, count(2)))

    def post_service(
        self, chat: Chat, actor: User, content: Json, topic: Topic | None = None
    ) -> Message:
        """Put a service message into a chat; the bot hears of it unless it did it itself."""
        message = self.post(chat, actor, "service", content, topic=topic)
        if actor is not self.bot:
            self.tell(message)
        return message

    def open_topic(self, chat: Chat, actor: User, name: str, **icon: Any) -> Topic:
        """Create a topic with the service message that carries its number."""
        topic = Topic(0, name, creator=actor, **icon)
        created = {"name": name, "icon_color": topic.icon_color}
        message = self.post(chat, actor, "service", {"forum_topic_created": created})
        topic.id = message.id
        message.topic, message.thread_id = topic, message.id
        chat.topics[topic.id] = topic
        if actor is not self.bot:
            self.tell(message)
        self.changed.ring()
        return topic

    def drop_topic(self, chat: Chat, topic: Topic) -> None:
        """Delete a topic with its messages; nobody is told, as in Telegram."""
        topic.deleted = True
        for message in chat.messages.values():
            if message.topic is topic and not message.deleted:
                self.delete(message)

    def delete(self, message: Message) -> None:
        """Delete a message for everybody."""
        message.deleted = True
        self.show("delete", message)

    def show(self, kind: Literal["new", "edit", "delete"], message: Message) -> None:
        """Note in the chat's timeline what people now see."""
        message.chat.timeline.append(Event(kind, message, message.text))
        self.changed.ring()

    def tell(self, message: Message, edited: bool = False) -> None:
        """Queue a person's message for the bot, if the bot may see it."""
        if self._bot_sees(message):
            self.updates.push("edited_message" if edited else "message", message.json())

    def _bot_sees(self, message: Message) -> bool:
        chat = message.chat
        if chat.user is not None:
            return not chat.user.blocked
        place = self.bot_place(chat)
        if not place.present:
            return False
        if place.status == "administrator" or message.kind == "service":
            return True
        if message.reply_to is not None and message.reply_to.sender is self.bot:
            return True
        return self._is_command_for_bot(message.text)

    def _is_command_for_bot(self, text: str) -> bool:
        command, _, name = text.split(maxsplit=1)[0].partition("@") if text else ("", "", "")
        return command.startswith("/") and name.lower() in ("", self.bot.username)

    # -- files

    def store_file(self, kind: str, data: bytes, **details: Any) -> StoredFile:
        """Keep a file and give it its two ids."""
        number = self.number("file")
        digest = hashlib.sha256(f"{self.bot.id}:{kind}:{number}".encode()).hexdigest()
        name = str(details.get("file_name", ""))
        suffix = f".{name.rpartition('.')[2]}" if "." in name else _SUFFIX.get(kind, "")
        path = f"{kind}s/file_{number}{suffix}"
        file_id = f"{kind}-{digest[:40]}"
        unique_id = f"u{zlib.crc32(digest.encode()):08x}"
        stored = StoredFile(file_id, unique_id, kind, path, data, details)
        self.files[file_id] = stored
        return stored
