"""What a part of the programme brings to the house: its `PART`, in its package's first lines."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Connection

from bot.domain.duties import Shift
from bot.helpdesk.desk import Desk, Incoming, Press, Toast
from bot.helpdesk.permissions import Who
from bot.knowledge.decision import Decision
from bot.programme.documents import Document
from bot.programme.occasions import Change
from bot.programme.panels import Draw
from bot.programme.reminding import View
from bot.storage.rows import Person, Ticket

Act = Callable[[Connection, Desk, Press], Toast]
Take = Callable[[Connection, Desk, Person, Incoming, Decision], bool]
Say = Callable[[Connection, Desk, Person], None]
InGroup = Callable[[Connection, Desk, Incoming, str], None]
Reply = Callable[[Connection, Desk, Incoming, str], None]
Read = Callable[[str, bytes], Any]
Open = Callable[[Connection, Desk, Person, str], bool]
Edited = Callable[[Connection, Desk, Incoming], bool]
Step = Callable[[Connection, Desk], None]
Follow = Callable[[Connection, Desk, Change], None]
Closed = Callable[[Connection, Desk, Ticket], bool]
Hide = Callable[[Connection, Desk, Ticket], None]
Farewell = Callable[[Connection, Desk, Person], None]
Duties = Callable[[Connection, Desk, str, date, date], Sequence[Shift]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part; what it does not bring is left out."""

    #: Buttons of the private chat, and of the group, each with who may press it.
    leader: Mapping[str, Act] = field(default_factory=dict)
    leader_may: Mapping[str, Who] = field(default_factory=dict)
    advisor: Mapping[str, Act] = field(default_factory=dict)
    advisor_may: Mapping[str, Who] = field(default_factory=dict)
    #: Dialogues of the private chat by the name that stands in `person.dialog` (24 characters).
    dialogues: Mapping[str, Take] = field(default_factory=dict)
    #: Plain words that mean something of ours; each looks at the words itself.
    wishes: tuple[Take, ...] = ()
    #: What may take over an edit of a private message; False hands it to the next one.
    edits: tuple[Edited, ...] = ()
    #: Commands of the private chat, and of the group (the last argument is the thread's alias).
    commands: Mapping[str, Say] = field(default_factory=dict)
    group_commands: Mapping[str, InGroup] = field(default_factory=dict)
    #: Words that stand for such a command where they are all that is said, with or without "/":
    #: Telegram takes no Polish letters in commands.
    group_words: Mapping[str, str] = field(default_factory=dict)
    #: What takes replies in the group, by the word before the colon of what they reply to.
    replies: Mapping[str, Reply] = field(default_factory=dict)
    #: What reads the file that a dialogue waits for, outside of any transaction, by its name.
    files: Mapping[str, Read] = field(default_factory=dict)
    #: What may open the payload of a start link; False hands it to the next one.
    links: tuple[Open, ...] = ()
    #: Panels by the word before the colon of their subject.
    panels: Mapping[str, Draw] = field(default_factory=dict)
    #: What reminders are of, and what they show of it.
    views: Mapping[str, View] = field(default_factory=dict)
    #: Files that are made.
    documents: Mapping[str, Document] = field(default_factory=dict)
    #: What follows when an occasion changes.
    follows: tuple[Follow, ...] = ()
    #: What follows when an advisor closes a ticket; True when its leader is told of it there.
    closings: tuple[Closed, ...] = ()
    #: What hides what the group was shown of a ticket that has become confidential.
    hidings: tuple[Hide, ...] = ()
    #: What ends, before their rows are emptied, when somebody wants to be forgotten.
    farewells: tuple[Farewell, ...] = ()
    #: Who is on duty for a topic; one part at most knows.
    duties: Duties | None = None
    #: What the clock brings.
    steps: tuple[Step, ...] = ()
