"""What people propose for the knowledge inside Telegram, from the first draft to the decision."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Connection, bindparam, select

from bot.storage.rows import add, change, every, one
from bot.storage.tables import content_revision as table

#: States in which a proposal is still on its way, or in force.
ALIVE = ("draft", "offered", "approved")
#: In `bench` of a draft: its answer is only the beginning of what the advisor wrote.
CUT = "cut"
Ending = Literal["left", "dropped", "stopped", "withdrawn"]
_BY_ID = select(table).where(table.c.id == bindparam("ident"))


@dataclass(frozen=True, slots=True)
class Proposal:
    """An entry, another answer for one that is there, or one more way of asking for it."""

    id: int
    kind: str
    name: str | None
    topic: str
    state: str
    rev: int
    asked: str
    question: str
    answer: str
    source: str
    text: str | None
    base: str
    author_id: int
    author: str
    thread: str
    ticket_id: int | None
    similar: list[dict[str, Any]] | None
    bench: dict[str, Any] | None
    alone: bool
    publish_at: datetime | None
    offered_at: datetime | None
    decided_by: int | None
    decider: str | None
    decided_at: datetime | None
    created_at: datetime
    touched_at: datetime

    @property
    def ended(self) -> Ending | None:
        """Return how it came to its end, if it was neither approved nor declined.

        Its row tells: nobody decided about a draft that was left; one that its author gave up has
        no text to publish; and what was stopped in time keeps the moment that it had.
        """
        if self.state != "stopped":
            return None
        if self.decided_at is None:
            return "left"
        if self.text is None:
            return "dropped"
        return "stopped" if self.publish_at is not None else "withdrawn"


def begin(conn: Connection, now: datetime, **values: Any) -> int:
    """Store a draft of an entry and return its id."""
    return add(conn, table, kind="entry", created_at=now, touched_at=now, **values)


def find(conn: Connection, ident: int) -> Proposal | None:
    """Return the proposal with this id, or None."""
    return one(conn, Proposal, _BY_ID, ident=ident)


def get(conn: Connection, ident: int) -> Proposal:
    """Return the proposal with this id; KeyError when there is none."""
    found = find(conn, ident)
    if found is None:
        raise KeyError(ident)
    return found


def move(conn: Connection, ident: int, *where: Any, was: tuple[str, ...], **values: Any) -> bool:
    """Change a proposal only while it is in one of the states `was`; tell whether it was."""
    here = table.c.id == ident, table.c.state.in_(was), *where
    return change(conn, table, *here, **values) == 1


def edit(conn: Connection, found: Proposal, now: datetime, **values: Any) -> bool:
    """Change a draft that nobody has changed since it was read; tell whether that was so."""
    same, rev = table.c.rev == found.rev, found.rev + 1
    return move(conn, found.id, same, was=("draft",), rev=rev, touched_at=now, **values)


def publish_later(conn: Connection, ident: int, moment: datetime) -> bool:
    """Let an offered proposal be published at a moment, unless one is set already."""
    unset = table.c.publish_at.is_(None)
    return move(conn, ident, unset, was=("offered",), publish_at=moment, alone=True)


def found_similar(conn: Connection, found: Proposal, similar: list[dict[str, Any]]) -> bool:
    """Store which entries are near a draft, unless it has changed meanwhile."""
    return move(conn, found.id, table.c.rev == found.rev, was=("draft",), similar=similar)


def approved(conn: Connection) -> list[Proposal]:
    """Return what was approved, oldest first: a later one replaces an earlier one."""
    query = select(table).where(table.c.state == "approved")
    return every(conn, Proposal, query.order_by(table.c.decided_at, table.c.id))


def unlooked(conn: Connection) -> list[Proposal]:
    """Return the drafts for which nobody has looked for similar entries."""
    query = select(table).where(table.c.state == "draft", table.c.similar.is_(None))
    return every(conn, Proposal, query.order_by(table.c.id))


def due(conn: Connection, now: datetime) -> list[Proposal]:
    """Return what is to be published by now though nobody else has looked at it."""
    query = select(table).where(table.c.state == "offered", table.c.publish_at <= now)
    return every(conn, Proposal, query.order_by(table.c.id))


def in_state(conn: Connection, state: str) -> list[Proposal]:
    """Return all proposals in a state, oldest first."""
    query = select(table).where(table.c.state == state)
    return every(conn, Proposal, query.order_by(table.c.id))


def of_ticket(conn: Connection, ticket_id: int) -> list[Proposal]:
    """Return what a ticket has given that is on its way or in force."""
    here = table.c.ticket_id == ticket_id, table.c.state.in_(ALIVE)
    return every(conn, Proposal, select(table).where(*here).order_by(table.c.id))


def approved_texts(conn: Connection, name: str) -> list[str]:
    """Return the pages that were approved for an entry, oldest first."""
    found = (one for one in approved(conn) if one.name == name and one.kind != "wording")
    return [one.text for one in found if one.text]


def name_taken(conn: Connection, name: str, besides: int) -> bool:
    """Tell whether a new entry on its way, or in force, has this name, besides one proposal."""
    here = table.c.name == name, table.c.kind == "entry", table.c.state.in_(ALIVE)
    return conn.execute(select(table.c.id).where(*here, table.c.id != besides)).first() is not None


def left(conn: Connection, before: datetime) -> list[Proposal]:
    """Return the drafts that nobody has touched since a moment, oldest first."""
    old = table.c.state == "draft", table.c.touched_at <= before
    return every(conn, Proposal, select(table).where(*old).order_by(table.c.id))


def forget(conn: Connection, before: datetime) -> int:
    """Forget the words of what came to nothing before a moment; return how many there were."""
    over = table.c.state.in_(("stopped", "rejected")), table.c.touched_at <= before
    there = table.c.question != ""
    words = {"asked": "", "question": "", "answer": "", "source": "", "text": None}
    return change(conn, table, *over, there, **words, similar=None, bench=None)
