"""What a person's app does with a message before it is sent: attachments, and the right thread.

`person` builds on it; the bot's own files are `sending`'s.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict, Unpack

from bot.simulator.entities import automatic
from bot.simulator.model import GENERAL, Chat, Json, Message, Topic, User
from bot.simulator.sending import media_content
from bot.simulator.watching import ScenarioError, Thread, Watch, thread_number
from bot.simulator.world import World

if TYPE_CHECKING:
    from bot.simulator.group import Group

PHOTO = b"\xff\xd8\xff\xe0 a small picture"
PDF = b"%PDF-1.7 a small document"
VOICE = b"OggS a few words"


class Where(TypedDict, total=False):
    """Where an attachment goes: an answer, a topic, a group."""

    reply_to: Message | None
    thread: Topic | int | None
    chat: Group | Chat | None


class Attaching:
    """The part of a person that can send things."""

    def __init__(self, world: World, user: User) -> None:
        self.world = world
        self.user = user
        self._watches: dict[int, Watch] = {}

    def __repr__(self) -> str:
        return f"<{self.user.name} {self.user.id}>"

    @property
    def id(self) -> int:
        """The person's number."""
        return self.user.id

    @property
    def chat(self) -> Chat:
        """The private chat with the bot."""
        return self.world.private_chat(self.user)

    @property
    def messages(self) -> list[Message]:
        """What stands in the private chat now, oldest first."""
        return [message for message in self.chat.messages.values() if not message.deleted]

    @property
    def last(self) -> Message | None:
        """The bot's newest message in the private chat."""
        return next((one for one in reversed(self.messages) if one.from_bot), None)

    # -- attachments

    def send_photo(
        self, data: bytes = PHOTO, caption: str = "", **where: Unpack[Where]
    ) -> Message:
        """Send a photo."""
        return self.post("photo", self._photo(data, caption), **where)

    def _photo(self, data: bytes, caption: str) -> Json:
        content = media_content("photo", self.world.store_file("photo", data))
        return content | captioned(caption)

    def send_document(
        self,
        data: bytes = PDF,
        name: str = "plik.pdf",
        mime: str = "application/pdf",
        caption: str = "",
        **where: Unpack[Where],
    ) -> Message:
        """Send a file."""
        stored = self.world.store_file("document", data, file_name=name, mime_type=mime)
        content = media_content("document", stored)
        return self.post("document", content | captioned(caption), **where)

    def send_voice(
        self, data: bytes = VOICE, duration: int = 3, **where: Unpack[Where]
    ) -> Message:
        """Send a voice message of some seconds."""
        stored = self.world.store_file("voice", data, duration=duration, mime_type="audio/ogg")
        return self.post("voice", media_content("voice", stored), **where)

    def send_sticker(self, emoji: str = "👍", **where: Unpack[Where]) -> Message:
        """Send a sticker."""
        shape = {"type": "regular", "width": 512, "height": 512, "emoji": emoji}
        flags = {"is_animated": False, "is_video": False}
        stored = self.world.store_file("sticker", b"RIFF", **shape, **flags)
        return self.post("sticker", media_content("sticker", stored), **where)

    def send_contact(
        self,
        phone: str = "+48500100200",
        first_name: str | None = None,
        **where: Unpack[Where],
    ) -> Message:
        """Send a phone number: one's own unless a name is given."""
        contact: Json = {"phone_number": phone, "first_name": first_name or self.user.first_name}
        if first_name is None:
            contact["user_id"] = self.id
        return self.post("contact", {"contact": contact}, **where)

    def send_location(
        self, latitude: float = 52.5468, longitude: float = 19.7064, **where: Unpack[Where]
    ) -> Message:
        """Send a place on the map."""
        place = {"latitude": latitude, "longitude": longitude}
        return self.post("location", {"location": place}, **where)

    def send_album(
        self,
        photos: list[bytes] | int = 2,
        caption: str = "",
        **where: Unpack[Where],
    ) -> list[Message]:
        """Send 2-10 photos as one album; the caption stands under the first."""
        pictures = [PHOTO] * photos if isinstance(photos, int) else photos
        if not 2 <= len(pictures) <= 10:
            raise ScenarioError("an album has 2-10 photos")
        album = {"media_group_id": str(self.world.number("album"))}
        captions = [caption, *[""] * (len(pictures) - 1)]
        contents = [self._photo(*one) for one in zip(pictures, captions, strict=True)]
        return [self.post("photo", content, extra=album, **where) for content in contents]

    # -- the way into a chat

    def post(
        self,
        kind: str,
        content: Json,
        reply_to: Message | None = None,
        thread: Thread = None,
        chat: Group | Chat | None = None,
        extra: Json | None = None,
    ) -> Message:
        """Put a message where an app would, and tell the bot if it may see it."""
        target = self._target(chat, reply_to)
        if reply_to is not None and (reply_to.deleted or reply_to.chat is not target):
            raise ScenarioError("a reply needs a message that stands in the same chat")
        topic = self._topic(target, reply_to, thread)
        place: Json = {"topic": topic, "reply_to": reply_to, "extra": dict(extra or {})}
        if reply_to is not None and target.type == "supergroup" and not target.is_forum:
            place["thread_id"] = reply_to.thread_id or reply_to.id
        message = self.world.post(target, self.user, kind, content, **place)
        self.world.tell(message)
        return message

    def _target(self, chat: Group | Chat | None, reply_to: Message | None) -> Chat:
        if chat is None:
            target = reply_to.chat if reply_to is not None else self.chat
        else:
            target = chat if isinstance(chat, Chat) else chat.chat
        if target.private:
            self._require_started()
        else:
            self._require_membership(target)
        return target

    def _require_started(self) -> None:
        if not self.user.started:
            raise ScenarioError(f"{self} has not started the bot")
        if self.user.blocked:
            raise ScenarioError(f"{self} has blocked the bot and cannot write to it")

    def _require_membership(self, chat: Chat) -> None:
        place = chat.members.get(self.id)
        if place is None or not place.present:
            raise ScenarioError(f"{self} is no member of {chat.title!r}")
        if chat.migrated_to is not None:
            raise ScenarioError(f"{chat.title!r} was upgraded to {chat.migrated_to}")

    def _topic(self, chat: Chat, reply_to: Message | None, thread: Thread) -> Topic | None:
        if not chat.is_forum:
            return None
        number = thread_number(thread)
        if number is None and reply_to is not None and reply_to.topic is not None:
            number = reply_to.topic.id
        topic = chat.topics.get(number or GENERAL)
        if topic is None or topic.deleted:
            raise ScenarioError(f"there is no topic {number} in {chat.title!r}")
        if topic.closed and not chat.members[self.id].can("can_manage_topics"):
            raise ScenarioError(f"the topic {topic.name!r} is closed")
        return None if topic.id == GENERAL else topic


def captioned(caption: str) -> Json:
    """Return the caption's part of a content; nothing when there is none."""
    if not caption:
        return {}
    found = automatic(caption)
    return {"caption": caption, **({"caption_entities": found} if found else {})}
