"""The demo's stage: who plays, and what a visitor of the page can make them do.

How it looks as JSON is `picture`'s business, how a browser reaches it is `page`'s.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from bot.clock import Clock
from bot.simulator.group import Group
from bot.simulator.model import GENERAL, Chat, Json, Message
from bot.simulator.people import Telegram
from bot.simulator.person import Person
from bot.simulator.watching import Press, ScenarioError


class Complaint(Exception):
    """Why something cannot be done, in a Polish sentence for the visitor."""


@dataclass(frozen=True, slots=True)
class Role:
    """One person on the stage, with a few words about who that is."""

    person: Person
    note: str


@dataclass(slots=True, eq=False)
class Demo:
    """Everything the page needs; `trace`, `advance` and `restart` come from the application."""

    telegram: Telegram
    clock: Clock
    leaders: Sequence[Role]
    advisors: Sequence[Role]
    group: Group
    trace: Callable[[], Json]
    advance: Callable[[timedelta], Awaitable[Any]]
    restart: Callable[[], Awaitable[Any]]
    closed: bool = False
    _trace_seen: str = ""
    _trace_changes: int = 0

    def version(self) -> int:
        """Return a number that grows with every change of the world or of the trace."""
        trace = json.dumps(self.trace(), sort_keys=True, default=str)
        if trace != self._trace_seen:
            self._trace_seen = trace
            self._trace_changes += 1
        return self.telegram.world.changed.count + self._trace_changes

    def touch(self) -> None:
        """Tell the page at once that the trace has changed."""
        self.telegram.world.changed.ring()

    def close(self) -> None:
        """End the open event streams, so that the server can stop."""
        self.closed = True
        self.touch()

    def roles(self) -> list[Role]:
        """Return all who play, leaders first."""
        return [*self.leaders, *self.advisors]


def _actor(demo: Demo, body: Json) -> Person:
    for role in demo.roles():
        if role.person.id == body.get("as"):
            return role.person
    raise Complaint("Nie ma tu takiej osoby.")


def _place(demo: Demo, person: Person, body: Json) -> Chat:
    if body.get("chat") == "group":
        return demo.group.chat
    if body.get("chat") != "private":
        raise Complaint("Nie ma tu takiego czatu.")
    if person.user.blocked:
        raise Complaint("Ta osoba zablokowała bota. Najpierw proszę go odblokować.")
    return person.chat


def _message(chat: Chat, number: object) -> Message:
    found = chat.messages.get(number) if isinstance(number, int) else None
    if found is None or found.deleted:
        raise Complaint("Tej wiadomości już nie ma.")
    return found


def _where(demo: Demo, person: Person, body: Json) -> Json:
    chat = _place(demo, person, body)
    number = body.get("reply_to")
    reply_to = None if number is None else _message(chat, number)
    thread = body.get("thread") or GENERAL
    if not chat.is_forum:
        return {"chat": chat, "reply_to": reply_to}
    topic = chat.topics.get(thread) if isinstance(thread, int) else None
    if topic is None or topic.deleted:
        raise Complaint("Tego wątku już nie ma.")
    return {"chat": chat, "reply_to": reply_to, "thread": topic}


def _text(body: Json, name: str) -> str:
    text = body.get(name, "")
    if not isinstance(text, str) or len(text) > 4096:
        raise Complaint("Wiadomość może mieć najwyżej 4096 znaków.")
    return text.strip()


async def say(demo: Demo, body: Json) -> Json:
    """Let somebody write a text."""
    person, text = _actor(demo, body), _text(body, "text")
    if not text:
        raise Complaint("Proszę coś napisać.")
    private = body.get("chat") == "private"
    if private and not person.user.blocked and text.split()[0] == "/start":
        person.start(text.partition(" ")[2].strip() or None)
        return {"ok": True}
    where = _where(demo, person, body)
    if private and not person.user.started:
        raise Complaint("Najpierw proszę nacisnąć Start.")
    person.send(text, **where)
    return {"ok": True}


async def attach(demo: Demo, body: Json) -> Json:
    """Let somebody send a photo, a voice message, a file or an album."""
    person, caption = _actor(demo, body), _text(body, "caption")[:1024]
    where = _where(demo, person, body)
    kind = body.get("kind")
    if kind == "photo":
        person.send_photo(caption=caption, **where)
    elif kind == "album":
        person.send_album(2, caption, **where)
    elif kind == "document":
        person.send_document(name="pismo.pdf", caption=caption, **where)
    elif kind == "voice":
        person.send_voice(duration=7, **where)
    else:
        raise Complaint("Takiego załącznika tu nie ma.")
    return {"ok": True}


async def press(demo: Demo, body: Json) -> Json:
    """Let somebody press a button, and tell what the bot answered."""
    person = _actor(demo, body)
    chat = _place(demo, person, body)
    if body.get("keyboard"):
        rows = (chat.reply_keyboard or {}).get("keyboard", [])
        person.press_key(_button(rows, body))
        return {"ok": True, "toast": None, "alert": False, "open": None, "copy": None}
    message = _message(chat, body.get("message"))
    button = _button(message.inline, body)
    pressed = person.press_button(message, button)
    answer: Json = await _answer(pressed) if isinstance(pressed, Press) else {}
    return {
        "ok": True,
        "toast": answer.get("text") or None,
        "alert": bool(answer.get("show_alert")),
        "open": button.get("url") or answer.get("url"),
        "copy": (button.get("copy_text") or {}).get("text"),
    }


def _button(rows: list[list[Json]], body: Json) -> Json:
    wanted = (body.get("row"), body.get("column"))
    for number, row in enumerate(rows):
        for column, button in enumerate(row):
            if (number, column) == wanted:
                return button
    raise Complaint("Tego przycisku już nie ma.")


async def _answer(pressed: Press) -> Json:
    try:
        return await pressed.answered(5.0)
    except ScenarioError:
        return {"text": "Bot nie odpowiedział na naciśnięcie."}


async def edit(demo: Demo, body: Json) -> Json:
    """Let somebody change their own message."""
    person, text = _actor(demo, body), _text(body, "text")
    if not text:
        raise Complaint("Proszę coś napisać.")
    message = _message(_place(demo, person, body), body.get("message"))
    if message.sender is not person.user:
        raise Complaint("Poprawić można tylko swoją wiadomość.")
    person.edit(message, text)
    return {"ok": True}


async def block(demo: Demo, body: Json) -> Json:
    """Let somebody block the bot, or let it in again."""
    person = _actor(demo, body)
    (person.block if body.get("blocked") else person.unblock)()
    return {"ok": True}


async def advance(demo: Demo, body: Json) -> Json:
    """Move the clock forward by up to a year."""
    minutes = body.get("minutes")
    if not isinstance(minutes, int) or not 1 <= minutes <= 366 * 24 * 60:
        raise Complaint("Zegar przesuwa się naprzód od minuty do roku.")
    await demo.advance(timedelta(minutes=minutes))
    demo.touch()
    return {"ok": True}


async def restart(demo: Demo, body: Json) -> Json:
    """Stop and start the bot over the same data and the same Telegram."""
    await demo.restart()
    demo.touch()
    return {"ok": True}


ACTIONS: dict[str, Callable[[Demo, Json], Awaitable[Json]]] = {
    "say": say,
    "attach": attach,
    "press": press,
    "edit": edit,
    "block": block,
    "advance": advance,
    "restart": restart,
}
