"""What a small Telegram is made of: people, chats, topics, messages, and their Bot API JSON.

Plain values without behaviour; `world` decides what happens to them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

Json = dict[str, Any]
GENERAL = 1  # the number of the General topic; never used by a bot when it sends

RIGHTS = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_pin_messages",
    "can_manage_topics",
)

PERMISSIONS = (  # of members; a restricted one may lack any
    "can_send_messages",
    "can_send_audios",
    "can_send_documents",
    "can_send_photos",
    "can_send_videos",
    "can_send_video_notes",
    "can_send_voice_notes",
    "can_send_polls",
    "can_send_other_messages",
    "can_add_web_page_previews",
    "can_react_to_messages",
    "can_edit_tag",
    "can_change_info",
    "can_invite_users",
    "can_pin_messages",
    "can_manage_topics",
)


def _present(**fields: Any) -> Json:
    return {name: value for name, value in fields.items() if value not in (None, False, "")}


@dataclass(slots=True, eq=False)
class User:
    """A person or the bot."""

    id: int
    first_name: str
    last_name: str | None = None
    username: str | None = None
    language_code: str | None = None
    is_bot: bool = False
    started: bool = False
    blocked: bool = False
    deactivated: bool = False

    @property
    def name(self) -> str:
        """The first name and, if there is one, the last."""
        return f"{self.first_name} {self.last_name}" if self.last_name else self.first_name

    def json(self) -> Json:
        """Return the Bot API's User."""
        optional = _present(
            last_name=self.last_name, username=self.username, language_code=self.language_code
        )
        return {"id": self.id, "is_bot": self.is_bot, "first_name": self.first_name, **optional}


@dataclass(slots=True, eq=False)
class Member:
    """Somebody's place in a group: creator, administrator, member, restricted, left or kicked."""

    user: User
    status: str = "member"
    rights: frozenset[str] = frozenset()

    @property
    def present(self) -> bool:
        """Whether this person is in the group now."""
        return self.status not in ("left", "kicked")

    @property
    def muted(self) -> bool:
        """Whether this place is inside, but without the right to write."""
        return self.status == "restricted" and "can_send_messages" not in self.rights

    def can(self, right: str) -> bool:
        """Whether this place carries the right."""
        return self.status == "creator" or (
            self.status == "administrator" and right in self.rights
        )

    def json(self) -> Json:
        """Return the Bot API's ChatMember."""
        result: Json = {"status": self.status, "user": self.user.json()}
        if self.status == "creator":
            result["is_anonymous"] = False
        elif self.status == "administrator":
            result |= {"can_be_edited": False, "is_anonymous": False}
            result |= {right: right in self.rights for right in RIGHTS}
        elif self.status == "restricted":
            result |= {"is_member": True, "until_date": 0}
            result |= {right: right in self.rights for right in PERMISSIONS}
        elif self.status == "kicked":
            result["until_date"] = 0
        return result


@dataclass(slots=True, eq=False)
class Topic:
    """A thread of a forum; its id is the message that created it."""

    id: int
    name: str
    icon_color: int = 7322096
    icon_custom_emoji_id: str | None = None
    creator: User | None = None
    closed: bool = False
    deleted: bool = False

    def json(self) -> Json:
        """Return the Bot API's ForumTopic."""
        icon = _present(icon_custom_emoji_id=self.icon_custom_emoji_id)
        base = {"message_thread_id": self.id, "name": self.name, "icon_color": self.icon_color}
        return base | icon


@dataclass(slots=True, eq=False)
class Message:
    """One message, as it stands now."""

    id: int
    chat: Chat
    sent: datetime
    sender: User
    kind: str  # text, photo, document, voice, sticker, contact, location, service
    content: Json
    topic: Topic | None = None
    thread_id: int | None = None
    reply_to: Message | None = None
    markup: Json | None = None
    edited: datetime | None = None
    deleted: bool = False
    extra: Json = field(default_factory=dict)
    reactions: dict[int, list[Json]] = field(default_factory=dict)  # by who put them

    @property
    def message_id(self) -> int:
        """The number of the message in its chat."""
        return self.id

    @property
    def edit_date(self) -> int | None:
        """The second of the last edit; None when it was never edited."""
        return int(self.edited.timestamp()) if self.edited else None

    @property
    def text(self) -> str:
        """The text or the caption; empty when there is neither."""
        return str(self.content.get("text") or self.content.get("caption") or "")

    @property
    def entities(self) -> list[Json]:
        """The formatting of `text`."""
        found = self.content.get("entities") or self.content.get("caption_entities")
        return list(found or [])

    @property
    def rows(self) -> list[list[str]]:
        """The labels of the inline buttons as they are laid out."""
        return [[button["text"] for button in row] for row in self.inline]

    @property
    def inline(self) -> list[list[Json]]:
        """The rows of inline buttons."""
        rows: list[list[Json]] = (self.markup or {}).get("inline_keyboard", [])
        return rows

    @property
    def buttons(self) -> list[Json]:
        """All inline buttons, row after row."""
        return [button for row in self.inline for button in row]

    @property
    def from_bot(self) -> bool:
        """Whether the bot wrote it."""
        return self.sender.is_bot

    def answers(self) -> Message | None:
        """Return what Telegram calls reply_to_message: in a topic at least its first message."""
        implied = self.chat.messages.get(self.topic.id) if self.topic else None
        found = self.reply_to if self.reply_to and not self.reply_to.deleted else implied
        return None if found is self else found

    def json(self, with_reply: bool = True) -> Json:
        """Return the Bot API's Message."""
        result: Json = {"message_id": self.id, "from": self.sender.json()}
        result |= {"chat": self.chat.json(), "date": int(self.sent.timestamp())}
        if self.edit_date is not None:
            result["edit_date"] = self.edit_date
        if self.thread_id is not None:
            result["message_thread_id"] = self.thread_id
        if self.topic is not None:
            result["is_topic_message"] = True
        replied = self.answers() if with_reply else None
        if replied is not None:
            result["reply_to_message"] = replied.json(with_reply=False)
        result |= self.extra | self.content
        return result | ({"reply_markup": self.markup} if self.inline else {})

    def __repr__(self) -> str:
        return f"<message {self.id} in {self.chat.id}: {self.text[:60]!r}>"


@dataclass(slots=True, eq=False)
class Event:
    """Something that became visible; the text is kept as it was at that moment."""

    kind: Literal["new", "edit", "delete"]
    message: Message
    text: str


@dataclass(slots=True, eq=False)
class Chat:
    """A private chat (with `user`), a basic group or a supergroup."""

    id: int
    type: str
    user: User | None = None
    title: str | None = None
    is_forum: bool = False
    members: dict[int, Member] = field(default_factory=dict)
    topics: dict[int, Topic] = field(default_factory=dict)
    messages: dict[int, Message] = field(default_factory=dict)
    timeline: list[Event] = field(default_factory=list)
    pinned: list[int] = field(default_factory=list)
    reply_keyboard: Json | None = None
    actions: list[str] = field(default_factory=list)
    migrated_to: int | None = None

    @property
    def private(self) -> bool:
        """Whether this is a person's chat with the bot."""
        return self.user is not None

    def __repr__(self) -> str:
        return f"<{self.type} chat {self.id} {self.title or ''}>"

    def json(self) -> Json:
        """Return the Bot API's Chat."""
        base: Json = {"id": self.id, "type": self.type}
        if self.user is not None:
            person = _present(last_name=self.user.last_name, username=self.user.username)
            return base | {"first_name": self.user.first_name} | person
        return base | _present(title=self.title, is_forum=self.is_forum)
