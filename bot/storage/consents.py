"""What people agreed to, and refused: each word with its moment and how it was said.

Nothing is overwritten. Whether somebody gets announcements at all stands in `person`, too; of a
single subject the newest row counts, and without one the subject is wanted.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select

from bot.domain.announcements import EVERYTHING, SUBJECTS
from bot.storage.programme_tables import consent
from bot.storage.rows import change, every, put
from bot.storage.tables import person


@dataclass(frozen=True, slots=True)
class Consent:
    """One word of somebody about one subject; `version` marks the text that they were shown."""

    id: int
    person_id: int
    subject: str
    given: bool
    method: str
    at: datetime
    version: str


def note(
    conn: Connection,
    person_id: int,
    subject: str,
    given: bool,
    method: str,
    now: datetime,
    version: str = "",
) -> None:
    """Write down what somebody said about one subject, or about all announcements.

    Who agrees to all of them anew has every subject back.
    """
    if subject == EVERYTHING:
        change(conn, person, person.c.id == person_id, announcements=given)
        for one in muted_of(conn, person_id) if given else ():
            _put(conn, person_id, one, True, method, now, version)
    _put(conn, person_id, subject, given, method, now, version)


def _put(
    conn: Connection,
    person_id: int,
    subject: str,
    given: bool,
    method: str,
    now: datetime,
    version: str,
) -> None:
    put(
        conn,
        consent,
        person_id=person_id,
        subject=subject,
        given=given,
        method=method,
        at=now,
        version=version,
    )


def in_force(conn: Connection, person_id: int) -> list[Consent]:
    """Return what somebody agreed to and did not take back, by subject."""
    newest = select(func.max(consent.c.id)).where(consent.c.person_id == person_id)
    last = newest.group_by(consent.c.subject)
    query = select(consent).where(consent.c.id.in_(last), consent.c.given)
    return every(conn, Consent, query.order_by(consent.c.subject))


def register(conn: Connection) -> list[Consent]:
    """Return every word that anybody said about a consent, oldest first: the register."""
    return every(conn, Consent, select(consent).order_by(consent.c.id))


def muted_of(conn: Connection, person_id: int) -> list[str]:
    """Return the subjects that somebody does not want."""
    return [one for one in SUBJECTS if person_id in muted(conn, one, (person_id,))]


def muted(conn: Connection, subject: str, among: Collection[int] = ()) -> set[int]:
    """Return the people who do not want a subject; `among` looks at these only."""
    newest = select(func.max(consent.c.id)).where(consent.c.subject == subject)
    if among:
        newest = newest.where(consent.c.person_id.in_(list(among)))
    last = newest.group_by(consent.c.person_id)
    query = select(consent.c.person_id).where(consent.c.id.in_(last), ~consent.c.given)
    return set(conn.execute(query).scalars())


def wants(conn: Connection, person_id: int, subject: str) -> bool:
    """Tell whether somebody agreed to announcements, and did not refuse this subject."""
    agreed = conn.execute(select(person.c.announcements).where(person.c.id == person_id)).scalar()
    return bool(agreed) and not muted(conn, subject, (person_id,))
