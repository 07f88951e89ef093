"""Good practices that leaders tell of, and the messages they are made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, insert, select

from bot.domain.practices import next_step
from bot.storage.rows import add, change, every, one
from bot.storage.tables import practice, practice_part

EDITABLE = ("draft", "returned")
OPEN = (*EDITABLE, "sent")


@dataclass(frozen=True, slots=True)
class Practice:
    """A good practice on its way from the first word to the decision."""

    id: int
    person_id: int
    state: str
    done: list[str]
    people_agree: bool | None
    consent_at: datetime | None
    rev: int
    slug: str | None
    note: str | None
    decided_by: int | None
    decider: str | None
    sent_at: datetime | None
    decided_at: datetime | None
    created_at: datetime
    touched_at: datetime


@dataclass(frozen=True, slots=True)
class Part:
    """One message that belongs, or may belong, to a practice."""

    id: int
    practice_id: int
    field: str
    chat_id: int
    message_id: int
    text: str
    entities: list[dict[str, Any]] | None
    media: str | None
    file: dict[str, Any] | None
    album: str | None
    decision: dict[str, Any] | None
    at: datetime
    edited_at: datetime | None


_NEW = insert(practice).returning(practice)
_BY_ID = select(practice).where(practice.c.id == bindparam("ident"))
_PART = select(practice_part).where(practice_part.c.id == bindparam("ident"))
_PART_BY_MESSAGE = select(practice_part).where(
    practice_part.c.chat_id == bindparam("chat_id"),
    practice_part.c.message_id == bindparam("message_id"),
)
_PARTS = (
    select(practice_part)
    .where(practice_part.c.practice_id == bindparam("ident"), practice_part.c.field != "gone")
    .order_by(practice_part.c.message_id)
)


def begin(conn: Connection, person_id: int, now: datetime) -> Practice:
    """Store an empty draft and return it."""
    values = {"person_id": person_id, "done": [], "created_at": now, "touched_at": now}
    return Practice(*conn.execute(_NEW, values).one())


def find(conn: Connection, ident: int) -> Practice | None:
    """Return the practice with this id, or None."""
    return one(conn, Practice, _BY_ID, ident=ident)


def get(conn: Connection, ident: int) -> Practice:
    """Return the practice with this id; KeyError when there is none."""
    found = find(conn, ident)
    if found is None:
        raise KeyError(ident)
    return found


def of_person(conn: Connection, person_id: int, *states: str) -> list[Practice]:
    """Return a person's practices in these states, the latest touched first."""
    query = select(practice).where(practice.c.person_id == person_id, practice.c.state.in_(states))
    order = practice.c.touched_at.desc(), practice.c.id.desc()
    return every(conn, Practice, query.order_by(*order))


def in_state(conn: Connection, state: str) -> list[Practice]:
    """Return all practices in a state, oldest first."""
    query = select(practice).where(practice.c.state == state)
    return every(conn, Practice, query.order_by(practice.c.id))


def set_fields(conn: Connection, ident: int, **values: Any) -> None:
    """Store facts that decide nothing."""
    change(conn, practice, practice.c.id == ident, **values)


def move(conn: Connection, ident: int, *, was: tuple[str, ...], **values: Any) -> bool:
    """Change a practice only while it is in one of the states `was`; tell whether it was."""
    here = practice.c.state.in_(was)
    return change(conn, practice, practice.c.id == ident, here, **values) == 1


def slug_taken(conn: Connection, slug: str) -> bool:
    """Tell whether another practice has this name."""
    return conn.execute(select(practice.c.id).where(practice.c.slug == slug)).first() is not None


def step_of(conn: Connection, found: Practice) -> str:
    """Return the step of the form at which a practice stands."""
    return next_step(found.done, photo_count(conn, found.id))


# The messages


def keep(conn: Connection, practice_id: int, field: str, **values: Any) -> int:
    """Store a message as a part and return its id."""
    return add(conn, practice_part, practice_id=practice_id, field=field, **values)


def part(conn: Connection, ident: int) -> Part | None:
    """Return the part with this id."""
    return one(conn, Part, _PART, ident=ident)


def part_by_message(conn: Connection, chat_id: int, message_id: int) -> Part | None:
    """Return the part that this message is."""
    return one(conn, Part, _PART_BY_MESSAGE, chat_id=chat_id, message_id=message_id)


def parts(conn: Connection, practice_id: int) -> list[Part]:
    """Return what a practice is made of, in the order it was written."""
    return every(conn, Part, _PARTS, ident=practice_id)


def text_of(conn: Connection, practice_id: int, field: str) -> str:
    """Return the words of one field."""
    said = [one.text for one in parts(conn, practice_id) if one.field == field]
    return "\n".join(said)


def photo_count(conn: Connection, practice_id: int) -> int:
    """Return how many photos a practice has."""
    query = select(func.count()).where(
        practice_part.c.practice_id == practice_id, practice_part.c.field == "photo"
    )
    return int(conn.execute(query).scalar_one())


def has_album(conn: Connection, practice_id: int, album: str) -> bool:
    """Tell whether a photo of this album is in a practice."""
    query = select(practice_part.c.id).where(
        practice_part.c.practice_id == practice_id,
        practice_part.c.album == album,
        practice_part.c.field == "photo",
    )
    return conn.execute(query.limit(1)).first() is not None


def set_part(conn: Connection, ident: int, **values: Any) -> None:
    """Store what became of a part."""
    change(conn, practice_part, practice_part.c.id == ident, **values)


def let_go(conn: Connection, practice_id: int, field: str) -> None:
    """Forget what a field says; that its messages were part of a form stays known."""
    here = practice_part.c.practice_id == practice_id, practice_part.c.field == field
    change(conn, practice_part, *here, **_EMPTY)


_EMPTY: dict[str, Any] = {
    "field": "gone",
    "text": "",
    "entities": None,
    "file": None,
    "decision": None,
}


def release(conn: Connection, ident: int) -> bool:
    """Let one part go; False when it has gone before."""
    here = practice_part.c.id == ident, practice_part.c.field != "gone"
    return change(conn, practice_part, *here, **_EMPTY) == 1


def held_since(conn: Connection, moment: datetime) -> list[Part]:
    """Return what has been held since before a moment, oldest first."""
    query = select(practice_part).where(
        practice_part.c.field == "held", practice_part.c.at <= moment
    )
    return every(conn, Part, query.order_by(practice_part.c.id))


def forget_dropped(conn: Connection, before: datetime) -> int:
    """Forget the words of practices given up before a moment; return how many parts there were."""
    given_up = select(practice.c.id).where(
        practice.c.state.in_(("dropped", "withdrawn")), practice.c.touched_at <= before
    )
    there = practice_part.c.practice_id.in_(given_up), practice_part.c.field != "gone"
    return change(conn, practice_part, *there, **_EMPTY)
