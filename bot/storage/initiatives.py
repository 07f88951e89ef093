"""Local initiatives that got a grant: what they got, what they owe, and what came of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, select

from bot.storage.advice_tables import initiative
from bot.storage.programme_tables import contest_import, membership
from bot.storage.rows import add as insert
from bot.storage.rows import change, every, one

#: Those that are supported: a grant that was given up counts for nothing.
SUPPORTED = ("awarded", "agreed", "running", "reported", "settled")
_BY_ID = select(initiative).where(initiative.c.id == bindparam("ident"))


@dataclass(frozen=True, slots=True)
class Initiative:
    """One supported initiative; amounts are in grosze."""

    id: int
    contest: str
    organisation_id: int | None
    grantee: str
    seat: str
    commune: str
    title: str
    scope: str
    agreement: str
    starts_on: str | None
    ends_on: str | None
    awarded: int
    paid: int
    settled: int
    returned: int
    participants: int | None
    volunteers: int | None
    state: str
    rev: int
    created_at: datetime
    changed_at: datetime


def add(conn: Connection, now: datetime, **values: Any) -> int:
    """Store an initiative and return its number."""
    return insert(conn, initiative, created_at=now, changed_at=now, **values)


def find(conn: Connection, ident: int) -> Initiative | None:
    """Return an initiative, whatever its state."""
    return one(conn, Initiative, _BY_ID, ident=ident)


def get(conn: Connection, ident: int) -> Initiative:
    """Return an initiative that is known to exist."""
    found = find(conn, ident)
    assert found is not None
    return found


def all_of(conn: Connection, contest: str | None = None) -> list[Initiative]:
    """Return the initiatives of a contest, or all, in the order in which they came."""
    query = select(initiative).order_by(initiative.c.id)
    if contest is not None:
        query = query.where(initiative.c.contest == contest)
    return every(conn, Initiative, query)


def of_person(conn: Connection, person_id: int) -> list[Initiative]:
    """Return the supported initiatives of those whom somebody acts for."""
    query = (
        select(initiative)
        .join(membership, membership.c.organisation_id == initiative.c.organisation_id)
        .where(membership.c.person_id == person_id, membership.c.left_at.is_(None))
        .where(initiative.c.state.in_(SUPPORTED))
    )
    return every(conn, Initiative, query.order_by(initiative.c.id))


def set_fields(conn: Connection, ident: int, now: datetime, **values: Any) -> None:
    """Store facts about an initiative; count the change."""
    rev = initiative.c.rev + 1
    change(conn, initiative, initiative.c.id == ident, rev=rev, changed_at=now, **values)


def move(conn: Connection, ident: int, now: datetime, was: tuple[str, ...], state: str) -> bool:
    """Bring an initiative into another state, if it is in one of these."""
    here = initiative.c.state.in_(was)
    values = {"state": state, "rev": initiative.c.rev + 1, "changed_at": now}
    return change(conn, initiative, initiative.c.id == ident, here, **values) == 1


def people_engaged(conn: Connection) -> tuple[int, int]:
    """Return how many participants and volunteers the supported initiatives have engaged."""
    query = select(
        func.coalesce(func.sum(initiative.c.participants), 0),
        func.coalesce(func.sum(initiative.c.volunteers), 0),
    ).where(initiative.c.state.in_(SUPPORTED))
    participants, volunteers = conn.execute(query).one()
    return int(participants), int(volunteers)


def approved_results(conn: Connection) -> list[tuple[int, str, list[dict[str, Any]]]]:
    """Return the results in force: number, contest and lines, as they were approved."""
    columns = (contest_import.c.id, contest_import.c.contest, contest_import.c.lines)
    query = select(*columns).where(contest_import.c.state == "done")
    order = contest_import.c.decided_at, contest_import.c.id
    return [(int(a), str(b), c) for a, b, c in conn.execute(query.order_by(*order))]


def approved_numbers(conn: Connection) -> list[int]:
    """Return the numbers of the results in force."""
    query = select(contest_import.c.id).where(contest_import.c.state == "done")
    return [int(one) for one in conn.execute(query.order_by(contest_import.c.id)).scalars()]
