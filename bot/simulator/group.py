"""A group of the small world and what its owner does: members, rights, topics, the upgrade."""

from __future__ import annotations

from bot.simulator.model import GENERAL, RIGHTS, Chat, Json, Member, Message, Topic, User
from bot.simulator.person import Person
from bot.simulator.watching import (
    PATIENCE,
    Condition,
    Pattern,
    ScenarioError,
    Thread,
    Watch,
    compiled,
    thread_number,
    until,
)
from bot.simulator.world import World


class Group:
    """One group, seen by its owner."""

    def __init__(self, world: World, chat: Chat) -> None:
        self.world = world
        self.chat = chat
        self._watch = Watch(world, chat)

    def __repr__(self) -> str:
        return f"<group {self.chat.title!r} {self.chat.id}>"

    @property
    def id(self) -> int:
        """The group's number, which an upgrade changes."""
        return self.chat.id

    @property
    def owner(self) -> User:
        """Who created the group."""
        places = self.chat.members.values()
        return next(place.user for place in places if place.status == "creator")

    @property
    def topics(self) -> list[Topic]:
        """The topics that stand, without General."""
        topics = self.chat.topics.values()
        return [topic for topic in topics if topic.id != GENERAL and not topic.deleted]

    def topic(self, name: Pattern) -> Topic:
        """Return the first topic with such a name."""
        topic = self._find_topic(name)
        if topic is None:
            names = [topic.name for topic in self.topics]
            raise ScenarioError(f"no topic like {name!r}; there are {names}")
        return topic

    def _find_topic(self, name: Pattern) -> Topic | None:
        wanted = compiled(name)
        return next((t for t in self.topics if wanted is None or wanted.search(t.name)), None)

    def messages(self, thread: Thread = None) -> list[Message]:
        """Return what stands in the group, or in one topic (1: General)."""
        number = thread_number(thread)
        standing = [one for one in self.chat.messages.values() if not one.deleted]
        return [one for one in standing if number in (None, one.thread_id or GENERAL)]

    # -- members

    def add_bot(self, admin: bool = False, **rights: bool) -> None:
        """Add the bot, or change its place; rights such as can_manage_topics=True."""
        self._add(self.world.bot, self.owner, admin, rights)

    def kick_bot(self) -> None:
        """Ban the bot."""
        self.world.move(self.chat, self.owner, Member(self.world.bot, "kicked"))

    def remove_bot(self) -> None:
        """Take the bot out of the group; it may be added again."""
        self.world.move(self.chat, self.owner, Member(self.world.bot, "left"))

    def mute_bot(self) -> None:
        """Take the right to write from the bot, and its administrator's place with it."""
        self.world.move(self.chat, self.owner, Member(self.world.bot, "restricted"))

    def add(self, person: Person, admin: bool = False, **rights: bool) -> None:
        """Add somebody, or change their place."""
        self._add(person.user, person.user, admin, rights)

    def _add(self, user: User, actor: User, admin: bool, rights: dict[str, bool]) -> None:
        if unknown := set(rights) - set(RIGHTS):
            raise ScenarioError(f"unknown rights {sorted(unknown)}")
        old = self.chat.members.get(user.id)
        granted = {right for right, given in rights.items() if given} | {"can_manage_chat"}
        status = "administrator" if admin else "member"
        if old is not None and old.status == "creator":
            status = "creator"
        place = Member(user, status, frozenset(granted if admin else ()))
        self.world.move(self.chat, actor, place)
        if old is None or not old.present:
            self._service({"new_chat_members": [user.json()]}, actor)

    def remove(self, person: Person) -> None:
        """Let somebody go."""
        self._service({"left_chat_member": person.user.json()}, person.user)
        self.world.move(self.chat, person.user, Member(person.user, "left"))

    # -- the owner's settings

    def create_topic(self, name: str, by: Person | None = None) -> Topic:
        """Open a topic by hand."""
        return self.world.open_topic(self.chat, by.user if by else self.owner, name)

    def rename_topic(self, topic: Topic, name: str) -> None:
        """Give a topic another name."""
        topic.name = name
        self._service({"forum_topic_edited": {"name": name}}, self.owner, topic)

    def close_topic(self, topic: Topic) -> None:
        """Close a topic: only who manages topics may write there."""
        topic.closed = True
        self._service({"forum_topic_closed": {}}, self.owner, topic)

    def reopen_topic(self, topic: Topic) -> None:
        """Open a closed topic again."""
        topic.closed = False
        self._service({"forum_topic_reopened": {}}, self.owner, topic)

    def delete_topic(self, topic: Topic) -> None:
        """Delete a topic with its messages; the bot is not told, as in Telegram."""
        self.world.drop_topic(self.chat, topic)

    def set_forum(self, on: bool) -> None:
        """Turn topics on or off."""
        self.chat.is_forum = on
        self.chat.topics.setdefault(GENERAL, Topic(GENERAL, "General"))
        self.world.changed.ring()

    def upgrade(self) -> Group:
        """Turn a basic group into a supergroup with a new number; return the new group."""
        old = self.chat
        if old.type != "group" or old.migrated_to is not None:
            raise ScenarioError("only a basic group can be upgraded")
        chat = self.world.add_group(old.title or "", self.owner, forum=False, basic=False)
        new = Group(self.world, chat)
        chat.members.update(old.members)
        self._service({"migrate_to_chat_id": chat.id}, self.owner)
        old.migrated_to = chat.id
        new._service({"migrate_from_chat_id": old.id}, self.owner)
        return new

    def _service(self, content: Json, actor: User, topic: Topic | None = None) -> None:
        self.world.post_service(self.chat, actor, content, topic)

    # -- waiting

    async def expect(
        self,
        pattern: Pattern | None = None,
        timeout: float = PATIENCE,  # noqa: ASYNC109 - the tests' word
        thread: Thread = None,
        where: Condition | None = None,
    ) -> Message:
        """Wait for a fitting message of the bot, new or edited, since the last expectation."""
        return await self._watch.expect(pattern, timeout, thread, where)

    async def expect_none(
        self, seconds: float = 0.5, pattern: Pattern | None = None, thread: Thread = None
    ) -> None:
        """Make sure that the bot says nothing that fits for some seconds."""
        await self._watch.expect_none(seconds, pattern, thread)

    async def expect_topic(
        self,
        name: Pattern,
        timeout: float = PATIENCE,  # noqa: ASYNC109 - the tests' word
    ) -> Topic:
        """Wait until a topic with such a name exists."""
        await until(self.world, lambda: self._find_topic(name), timeout)
        return self.topic(name)

    def skip(self) -> None:
        """Take all that stands there as read."""
        self._watch.skip()
