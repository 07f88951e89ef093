"""What every use case is given: the moment, what we know, and who or what caused it all."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from bot.domain.duties import Shift
from bot.domain.warsaw import local
from bot.domain.working_hours import WorkingHours
from bot.knowledge.base import KnowledgeBase
from bot.knowledge.models import Matter, Topic
from bot.storage.rows import Ticket


def _nothing_follows(_conn: Connection, _desk: Desk, _change: Any) -> None:
    """Let a change of an occasion concern nobody."""


def _nothing_else_hides(_conn: Connection, _desk: Desk, _ticket: Ticket) -> None:
    """Let nothing but the helpdesk show a ticket's words."""


def _nobody_else_tells(_conn: Connection, _desk: Desk, _ticket: Ticket) -> bool:
    """Leave it to the helpdesk to tell a leader that their ticket was closed."""
    return False


def _no_duties(
    _conn: Connection, _desk: Desk, _topic: str, _first: date, _last: date
) -> Sequence[Shift]:
    """Let nobody have duties."""
    return ()


@dataclass(frozen=True, slots=True)
class Desk:
    """The desk as it stands while one update or one sweep is dealt with.

    `cause` names that update or sweep; keys of what we owe are built from it, so that the same
    update dealt with twice owes nothing twice. `hold`: how long what is said to people waits.
    `follow` does what follows from a change of an occasion, whichever part that concerns.
    `closed` does what follows when an advisor has closed a ticket, and says whether its leader is
    told by somebody else, now or in a while.
    `confided` hides what else the group was shown of a ticket that has become confidential.
    `duties` returns who is on duty for a topic from one day to another, in order.
    """

    base: KnowledgeBase
    hours: WorkingHours
    now: datetime
    cause: str
    bot_id: int = 0
    hold: timedelta | None = None
    coordinators: frozenset[int] = frozenset()  # named in the settings
    directory: Path | None = None  # where the files of the knowledge lie
    follow: Callable[[Connection, Desk, Any], None] = _nothing_follows
    closed: Callable[[Connection, Desk, Ticket], bool] = _nobody_else_tells
    confided: Callable[[Connection, Desk, Ticket], None] = _nothing_else_hides
    mail: str | None = None  # the address we write from; None where there is no e-mail
    duties: Callable[[Connection, Desk, str, date, date], Sequence[Shift]] = _no_duties

    def because(self, cause: str) -> Desk:
        """Return the same desk for a consequence of its own."""
        return replace(self, cause=cause)

    def topic(self, ident: str) -> Topic:
        """Return a topic; the first one when the id is no longer known."""
        return self.topics.get(ident) or next(iter(self.topics.values()))

    @property
    def topics(self) -> Mapping[str, Topic]:
        """Return the topics by id, in their order."""
        return self.base.topics

    def advising(self, matter: Matter) -> Topic:
        """Return whose advisors look after a matter; the first topic's where nobody's do."""
        return self.base.topic_for(matter) or next(iter(self.topics.values()))

    @property
    def today(self) -> date:
        """Return the day it is in Poland."""
        return local(self.now).date()


@dataclass(frozen=True, slots=True)
class Incoming:
    """A message somebody sent, made plain by its channel."""

    chat_id: int
    message_id: int
    sender_id: int
    name: str
    text: str
    at: datetime
    entities: list[dict[str, Any]] | None = None
    media: str | None = None
    file: Mapping[str, Any] | None = None
    album: str | None = None
    reply_to: int | None = None
    reply_to_bot: bool = False
    reply_to_sender: int | None = None  # the human who wrote what is replied to
    thread_id: int | None = None
    phone: str | None = None
    edited_at: datetime | None = None
    read: Any = None  # what was found in the file, where a dialogue waits for one


@dataclass(frozen=True, slots=True)
class Press:
    """A button somebody pressed."""

    chat_id: int
    message_id: int
    presser_id: int
    name: str
    action: str
    ident: int
    shown: bool = True  # the message still had this button, or it is not known
    rev: int | None = None  # what the row was when the button was drawn, if it says so


@dataclass(frozen=True, slots=True)
class Toast:
    """What the presser is told at once: the name of one of the `toast` texts and its values.

    Without a name nothing is said: what appears in the chat is answer enough.
    """

    what: str
    name: str = ""
    number: int = 0
    alert: bool = False


def topic_view(topic: Topic) -> dict[str, Any]:
    """Return what templates show of a topic."""
    return {
        "id": topic.id,
        "name": topic.name,
        "emoji": topic.emoji,
        "hashtag": topic.hashtag,
    }
