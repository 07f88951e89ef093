"""A person of the small world: writes, presses, reacts, blocks, joins, waits.

Actions are plain calls that take effect at once; only waiting is awaited. What an app would not
let a person do raises ScenarioError. Attachments are `attaching`'s.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeAlias

from bot.simulator.attaching import Attaching
from bot.simulator.entities import automatic, ordered
from bot.simulator.model import Chat, Json, Member, Message
from bot.simulator.records import Callback
from bot.simulator.watching import (
    PATIENCE,
    Condition,
    Pattern,
    Press,
    ScenarioError,
    Thread,
    Watch,
    compiled,
)

if TYPE_CHECKING:
    from bot.simulator.group import Group


Place: TypeAlias = "Group | Chat | None"


class Person(Attaching):
    """One human user and what that user does."""

    # -- writing

    def start(self, payload: str | None = None) -> Message:
        """Press Start, or follow a t.me link with a payload."""
        if payload is not None and not re.fullmatch(r"[A-Za-z0-9_-]{1,64}", payload):
            raise ScenarioError(f"{payload!r} cannot be the payload of a link")
        self.unblock()
        self.user.started = True
        return self.send("/start" if payload is None else f"/start {payload}")

    def send(
        self,
        text: str,
        reply_to: Message | None = None,
        thread: Thread = None,
        chat: Place = None,
        entities: Sequence[Json] = (),
    ) -> Message:
        """Write a text; commands, links and hashtags are marked as an app would."""
        marked = ordered([*entities, *automatic(text, entities)])
        content: Json = {"text": text, **({"entities": marked} if marked else {})}
        return self.post("text", content, reply_to, thread, chat)

    def edit(self, message: Message, text: str) -> Message:
        """Change the text or caption of one's own message."""
        if message.sender is not self.user or message.deleted or message.kind == "service":
            raise ScenarioError("only one's own message that still stands can be edited")
        field, marks = ("text", "entities")
        if "text" not in message.content:
            field, marks = ("caption", "caption_entities")
        rest = {name: value for name, value in message.content.items() if name != marks}
        found = automatic(text)
        message.content = {**rest, field: text, **({marks: found} if found else {})}
        message.edited = self.world.clock.now()
        self.world.show("edit", message)
        self.world.tell(message, edited=True)
        return message

    def delete(self, message: Message) -> None:
        """Delete a message for everybody; the bot is not told, as in Telegram."""
        self.world.delete(message)

    def react(self, message: Message, emoji: str | None) -> None:
        """Put an emoji under a message; None takes it away."""
        old = message.reactions.get(self.id, [])
        new = [{"type": "emoji", "emoji": emoji}] if emoji else []
        message.reactions[self.id] = new
        chat, world = message.chat, self.world
        world.changed.ring()
        if chat.private or world.bot_place(chat).status == "administrator":
            update = {"chat": chat.json(), "message_id": message.id, "user": self.user.json()}
            update |= {"date": world.timestamp(), "old_reaction": old, "new_reaction": new}
            world.updates.push("message_reaction", update)

    # -- pressing

    def click(
        self, button: Message | Pattern, label: Pattern | None = None, chat: Place = None
    ) -> Press | str:
        """Press an inline button; a link or copy button gives back its text.

        `click("Tak")` presses it on the newest message that has one like it,
        `click(message, "Tak")` on this one.
        """
        if isinstance(button, Message):
            if button.deleted:
                raise ScenarioError("the message with the button was deleted")
            candidates, wanted = [button], compiled(label)
        else:
            standing = self._chat(chat).messages.values()
            candidates = [message for message in standing if not message.deleted][::-1]
            wanted = compiled(button)
        for message in candidates:
            for entry in message.buttons:
                if wanted is None or wanted.search(entry["text"]):
                    return self.press_button(message, entry)
        there = [message.rows for message in candidates if message.rows][:3]
        raise ScenarioError(f"there is no button like {label or button!r}; there are {there}")

    def press_button(self, message: Message, entry: Json) -> Press | str:
        """Press this very button; a link or copy button gives back its text."""
        self._require_sight(message.chat)
        if "callback_data" not in entry:
            return str(entry.get("url") or entry["copy_text"]["text"])
        world, number = self.world, str(self.world.number("callback"))
        data = entry["callback_data"]
        callback = Callback(number, self.user, message, data, world.clock.now())
        world.callbacks[number] = callback
        update = {"id": number, "from": self.user.json(), "message": message.json()}
        update |= {"chat_instance": str(abs(message.chat.id) * 7919), "data": data}
        world.updates.push("callback_query", update)
        return Press(world, callback)

    def _require_sight(self, chat: Chat) -> None:
        place = chat.members.get(self.id)
        if chat.private and (chat.user is not self.user or self.user.blocked):
            raise ScenarioError(f"{self} cannot see that button")
        if not chat.private and (place is None or not place.present):
            raise ScenarioError(f"{self} cannot see that button")

    def press_reply_keyboard(self, text: Pattern) -> Message:
        """Press a key of the reply keyboard the bot is showing."""
        keyboard = self.chat.reply_keyboard
        wanted = compiled(text)
        if keyboard is None or wanted is None:
            raise ScenarioError("the bot shows no reply keyboard")
        for button in (button for row in keyboard["keyboard"] for button in row):
            if wanted.search(button["text"]):
                return self.press_key(button)
        labels = [[button["text"] for button in row] for row in keyboard["keyboard"]]
        raise ScenarioError(f"no key like {text!r}; there are {labels}")

    def press_key(self, button: Json) -> Message:
        """Press this very key: it sends its words, or one's own phone number."""
        if button.get("request_contact"):
            return self.send_contact()
        return (
            self.send_location() if button.get("request_location") else self.send(button["text"])
        )

    # -- coming and going

    def block(self) -> None:
        """Stop the bot."""
        if self.user.started and not self.user.blocked:
            self.user.blocked = True
            self._tell_block("member", "kicked")

    def unblock(self) -> None:
        """Let the bot write again."""
        if self.user.blocked:
            self.user.blocked = False
            self._tell_block("kicked", "member")

    def deactivate(self) -> None:
        """Delete one's account."""
        self.user.deactivated = True

    def _tell_block(self, before: str, after: str) -> None:
        bot = self.world.bot
        places = Member(bot, before), Member(bot, after)
        self.world.tell_place("my_chat_member", self.chat, self.user, *places)
        self.world.changed.ring()

    def join(self, group: Group) -> None:
        """Become a member of a group."""
        group.add(self)

    def leave(self, group: Group) -> None:
        """Leave a group."""
        group.remove(self)

    # -- waiting

    def _chat(self, chat: Place) -> Chat:
        if chat is None:
            return self.chat
        return chat if isinstance(chat, Chat) else chat.chat

    def _watch(self, chat: Place) -> Watch:
        target = self._chat(chat)
        if target.id not in self._watches:
            self._watches[target.id] = Watch(self.world, target)
        return self._watches[target.id]

    async def expect(
        self,
        pattern: Pattern | None = None,
        timeout: float = PATIENCE,  # noqa: ASYNC109 - the tests' word
        chat: Place = None,
        thread: Thread = None,
        where: Condition | None = None,
    ) -> Message:
        """Wait for a fitting message of the bot, new or edited, since the last expectation."""
        return await self._watch(chat).expect(pattern, timeout, thread, where)

    async def expect_none(
        self,
        seconds: float = 0.5,
        pattern: Pattern | None = None,
        chat: Place = None,
        thread: Thread = None,
    ) -> None:
        """Make sure that the bot says nothing that fits for some seconds."""
        await self._watch(chat).expect_none(seconds, pattern, thread)

    def skip(self, chat: Place = None) -> None:
        """Take all that stands there as read."""
        self._watch(chat).skip()
