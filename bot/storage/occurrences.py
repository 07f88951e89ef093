"""Reminders due: each is a row with a key of its own, so that none can come into being twice.

Who takes a row out of waiting owes its message in the same transaction; two who take at once get
different rows. What became of the message stands in the outbox, under `outbox_id`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, bindparam, func, or_, select, update

from bot.domain.messages import MessageState
from bot.storage.new_only import NewOnly
from bot.storage.programme_tables import occurrence
from bot.storage.rows import change, every
from bot.storage.tables import outbox

_INSERT = NewOnly(occurrence, "key")
_DUE = and_(occurrence.c.state == "waiting", occurrence.c.due_at <= bindparam("now"))
#: Whose turn it is, and how much is due to each.
_WHOSE = (
    select(occurrence.c.person_id, func.count())
    .where(_DUE)
    .group_by(occurrence.c.person_id)
    .order_by(func.min(occurrence.c.due_at), func.min(occurrence.c.id))
    .limit(bindparam("most"))
)
_TAKE = (
    update(occurrence)
    .where(_DUE, occurrence.c.person_id.in_(bindparam("whose", expanding=True)))
    .values(state="owed", done_at=bindparam("now"))
    .returning(*occurrence.c)
)
_GONE_INTO = (
    update(occurrence)
    .where(occurrence.c.id == bindparam("ident"))
    .values(outbox_id=bindparam("message"))
)
#: Owed, and not on its way yet: it can be called back.
_UNSENT = and_(
    occurrence.c.state == "owed",
    occurrence.c.outbox_id.in_(
        select(outbox.c.id).where(outbox.c.state == MessageState.PENDING.value)
    ),
)
_OPEN = or_(occurrence.c.state == "waiting", _UNSENT)
_ABOUT = select(occurrence).where(
    occurrence.c.subject == bindparam("subject"), occurrence.c.person_id == bindparam("whose")
)
_OVERTAKEN = (
    select(occurrence.c.id)
    .where(
        occurrence.c.subject == bindparam("subject"),
        occurrence.c.person_id == bindparam("whose"),
        occurrence.c.outbox_id > bindparam("message"),
        _UNSENT,
    )
    .limit(1)
)


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One reminder of one kind, about one subject, due to one person."""

    id: int
    key: str
    kind: str
    subject: str
    person_id: int
    moment: str
    local: str
    zone: str
    due_at: datetime
    until: datetime
    state: str
    params: dict[str, Any]
    made_at: datetime
    done_at: datetime | None
    outbox_id: int | None

    @property
    def lead(self) -> str:
        """Return the name of its lead: "7d", "2h"."""
        return self.key.split(":", 2)[1]


@dataclass(frozen=True, slots=True)
class Sent:
    """A reminder that was owed, and what became of its message: proof for the coordinator.

    `outcome` is a state of the outbox; `at` is when the message came to its end, if it has.
    """

    kind: str
    subject: str
    person_id: int
    due_at: datetime
    owed_at: datetime
    outcome: str
    at: datetime | None


def add(conn: Connection, key: str, **values: Any) -> bool:
    """Store a reminder that is due some day; False when its key is there already."""
    return conn.execute(_INSERT.on(conn), {"key": key, **values}).rowcount == 1


def take(conn: Connection, now: datetime, most: int) -> list[Occurrence]:
    """Take a portion of what is due out of waiting, in the order in which it became due.

    All that is due to a person is in one portion, so that what belongs together is together; so
    it may be a little more than `most`.
    """
    whose: list[int] = []
    total = 0
    for person_id, count in conn.execute(_WHOSE, {"now": now, "most": most}):
        if total < most:
            whose.append(person_id)
            total += count
    if not whose:
        return []
    rows = conn.execute(_TAKE, {"now": now, "whose": sorted(whose)})
    return sorted((Occurrence(*row) for row in rows), key=lambda one: (one.due_at, one.id))


def gone_into(conn: Connection, messages: Mapping[int, int]) -> None:
    """Remember into which message of the outbox each reminder went."""
    if messages:
        went = [{"ident": ident, "message": message} for ident, message in messages.items()]
        conn.execute(_GONE_INTO, went)


def settle(
    conn: Connection, idents: Collection[int], state: str, now: datetime, was: str = "waiting"
) -> int:
    """Bring reminders from one state into another; return how many were in it."""
    if not idents:
        return 0
    mine = occurrence.c.id.in_(list(idents))
    return change(conn, occurrence, mine, occurrence.c.state == was, state=state, done_at=now)


def again(conn: Connection, ident: int, **values: Any) -> bool:
    """Let a reminder that has not gone out wait for another time; tell whether that could be."""
    never = or_(occurrence.c.state.in_(("waiting", "cancelled", "expired")), _UNSENT)
    fresh = {"state": "waiting", "done_at": None, "outbox_id": None}
    return change(conn, occurrence, occurrence.c.id == ident, never, **fresh, **values) == 1


def withdraw(conn: Connection, idents: Collection[int], now: datetime) -> int:
    """Call back those of these reminders that wait or are not on their way yet."""
    return _withdraw(conn, now, occurrence.c.id.in_(list(idents))) if idents else 0


def withdraw_about(conn: Connection, subject: str, person_id: int | None, now: datetime) -> int:
    """Call back the same of a subject: one person's, or everybody's."""
    about = occurrence.c.subject == subject
    mine = about if person_id is None else and_(about, occurrence.c.person_id == person_id)
    return _withdraw(conn, now, mine)


def _withdraw(conn: Connection, now: datetime, which: ColumnElement[bool]) -> int:
    return change(conn, occurrence, which, _OPEN, state="cancelled", done_at=now)


def about(conn: Connection, subject: str, person_id: int) -> list[Occurrence]:
    """Return all reminders about something that were ever due to a person."""
    return every(conn, Occurrence, _ABOUT, subject=subject, whose=person_id)


def of_subject(
    conn: Connection, subject: str, states: Collection[str] = ("waiting",)
) -> list[Occurrence]:
    """Return the reminders about something, of everybody."""
    query = select(occurrence).where(
        occurrence.c.subject == subject, occurrence.c.state.in_(list(states))
    )
    return every(conn, Occurrence, query.order_by(occurrence.c.due_at, occurrence.c.id))


def waiting(conn: Connection) -> list[Occurrence]:
    """Return all that waits, the reminders about one thing for one person in a row."""
    query = select(occurrence).where(occurrence.c.state == "waiting")
    order = (occurrence.c.subject, occurrence.c.person_id, occurrence.c.due_at, occurrence.c.id)
    return every(conn, Occurrence, query.order_by(*order))


def waiting_about(conn: Connection, after: tuple[str, int], most: int) -> list[tuple[str, int]]:
    """Return of what, and of whom, reminders wait: those that come next after such a pair."""
    subject, whose = after
    here = occurrence.c.subject, occurrence.c.person_id
    further = or_(here[0] > subject, and_(here[0] == subject, here[1] > whose))
    query = select(*here).where(occurrence.c.state == "waiting", further).distinct()
    return [(row[0], row[1]) for row in conn.execute(query.order_by(*here).limit(most))]


def by_ids(conn: Connection, idents: Collection[int]) -> list[Occurrence]:
    """Return reminders by their numbers, in the order in which they were due."""
    query = select(occurrence).where(occurrence.c.id.in_(list(idents)))
    return every(conn, Occurrence, query.order_by(occurrence.c.due_at, occurrence.c.id))


def overtaken(conn: Connection, one: Occurrence) -> bool:
    """Tell whether a later message about the same waits for the same person to be sent."""
    given = {"subject": one.subject, "whose": one.person_id, "message": one.outbox_id}
    return conn.execute(_OVERTAKEN, given).first() is not None


def sent_between(conn: Connection, since: datetime, until: datetime) -> list[Sent]:
    """Return what was due from `since` until before `until` and was owed, in that order."""
    query = (
        select(
            *(occurrence.c[name] for name in ("kind", "subject", "person_id", "due_at")),
            occurrence.c.done_at,
            outbox.c.state,
            outbox.c.finished_at,
        )
        .join(outbox, outbox.c.id == occurrence.c.outbox_id)
        .where(
            occurrence.c.state == "owed",
            occurrence.c.due_at >= since,
            occurrence.c.due_at < until,
        )
    )
    return every(conn, Sent, query.order_by(occurrence.c.due_at, occurrence.c.id))
