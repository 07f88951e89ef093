"""Who wants to hear about what, and what they asked to be kept of a contest's questions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, select

from bot.storage.programme_tables import contest_result, follow
from bot.storage.rows import Person, change, every, one, put
from bot.storage.tables import person


def add(conn: Connection, person_id: int, what: str, now: datetime) -> bool:
    """Let somebody follow something; False when they do already."""
    if is_following(conn, person_id, what):
        return False
    put(conn, follow, person_id=person_id, what=what, since=now)
    return True


def remove(conn: Connection, person_id: int, what: str) -> bool:
    """Let somebody follow something no longer; False when they did not."""
    here = (follow.c.person_id == person_id, follow.c.what == what)
    return conn.execute(delete(follow).where(*here)).rowcount == 1


def is_following(conn: Connection, person_id: int, what: str) -> bool:
    """Tell whether somebody follows something."""
    query = select(follow.c.what).where(follow.c.person_id == person_id, follow.c.what == what)
    return conn.execute(query).first() is not None


def followers(conn: Connection, what: str) -> list[Person]:
    """Return everybody who follows something."""
    query = select(person).join(follow, follow.c.person_id == person.c.id)
    return every(conn, Person, query.where(follow.c.what == what).order_by(person.c.id))


@dataclass(frozen=True, slots=True)
class Result:
    """What came of somebody's quiz or list of checks."""

    person_id: int
    contest: str
    part: str
    means: str
    notes: list[str]
    at: datetime


def keep_result(conn: Connection, person_id: int, contest: str, part: str, **values: Any) -> None:
    """Keep a result in the place of an earlier one."""
    if change(conn, contest_result, *_where(person_id, contest, part), **values) == 0:
        put(conn, contest_result, person_id=person_id, contest=contest, part=part, **values)


def result(conn: Connection, person_id: int, contest: str, part: str) -> Result | None:
    """Return the result that somebody had kept."""
    query = select(contest_result).where(*_where(person_id, contest, part))
    return one(conn, Result, query)


def forget_result(conn: Connection, person_id: int, contest: str, part: str) -> bool:
    """Forget a result; tell whether there was one."""
    gone = conn.execute(delete(contest_result).where(*_where(person_id, contest, part)))
    return gone.rowcount == 1


def _where(person_id: int, contest: str, part: str) -> tuple[Any, ...]:
    return (
        contest_result.c.person_id == person_id,
        contest_result.c.contest == contest,
        contest_result.c.part == part,
    )
