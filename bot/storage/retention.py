"""What has been kept for long enough: found by kind, counted, listed, and emptied.

Words of cases are kept for some days after the case is closed; documents for some years, by the
map of data. Nothing of a person under a legal hold is found.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    DateTime,
    Select,
    Table,
    and_,
    cast,
    delete,
    exists,
    func,
    not_,
    or_,
    select,
)
from sqlalchemy import String as Words

from bot.storage import records, seals
from bot.storage.data_map import MAP
from bot.storage.erasing import emptied
from bot.storage.owned import TABLES, of_people
from bot.storage.privacy_tables import retention_run
from bot.storage.rows import add, change, every, one
from bot.storage.tables import audit, fact, person, post, question, ticket
from bot.storage.types import UtcDateTime

AT_ONCE = 200  # rows of one kind in one night's transaction
YEARS_AHEAD = timedelta(days=3653)  # of what is kept; only a wrong clock says so
Holds = ColumnElement[bool]
_HELD = select(person.c.id).where(person.c.legal_hold)
_ENDED = ("closed", "withdrawn")


@dataclass(frozen=True, slots=True)
class Old:
    """One thing that has been kept for long enough."""

    number: int
    since: datetime | str


@dataclass(frozen=True, slots=True)
class Limits:
    """Until when things are kept: what is older than these moments goes."""

    words: datetime
    documents: datetime


@dataclass(frozen=True, slots=True)
class Run:
    """What one night found, and what became of it."""

    id: int
    day: str
    state: str
    found: dict[str, int]
    made_at: datetime
    decided_by: int | None
    done_at: datetime | None


def old(conn: Connection, limits: Limits) -> dict[str, list[Old]]:
    """Return by kind what would go, oldest first and not all of too much at once."""
    found = {kind: _listed(conn, query) for kind, query in _queries(limits)}
    return {kind: rows for kind, rows in found.items() if rows}


def counts(conn: Connection, limits: Limits) -> dict[str, int]:
    """Return by kind how much would go in the end."""
    found = {}
    for kind, query in _queries(limits):
        inner = query.order_by(None).subquery()
        found[kind] = int(conn.execute(select(func.count()).select_from(inner)).scalar_one())
    return {kind: count for kind, count in found.items() if count}


def _listed(conn: Connection, query: Select[Any]) -> list[Old]:
    return [Old(*row) for row in conn.execute(query.limit(AT_ONCE))]


def _queries(limits: Limits) -> Iterator[tuple[str, Select[Any]]]:
    yield "tickets", _tickets(limits)
    yield "questions", _questions(limits)
    for name, rows in MAP.items():
        if rows.stays is not None and rows.stays.since:
            yield rows.stays.kind, _documents(name, limits)
    yield "audit", _audit(limits)


def _tickets(limits: Limits) -> Select[Any]:
    said = exists().where(post.c.ticket_id == ticket.c.id, _filled(post, "text", "file"))
    asked = exists().where(question.c.ticket_id == ticket.c.id, question.c.text != "")
    return (
        select(ticket.c.id, ticket.c.closed_at)
        .where(
            ticket.c.state.in_(_ENDED),
            ticket.c.closed_at < limits.words,
            ticket.c.person_id.not_in(_HELD),
            or_(said, asked),
        )
        .order_by(ticket.c.closed_at, ticket.c.id)
    )


def _questions(limits: Limits) -> Select[Any]:
    return (
        select(question.c.id, question.c.asked_at)
        .where(
            question.c.ticket_id.is_(None),
            question.c.asked_at < limits.words,
            question.c.person_id.not_in(_HELD),
            question.c.text != "",
        )
        .order_by(question.c.asked_at, question.c.id)
    )


def _documents(name: str, limits: Limits) -> Select[Any]:
    table, rows = TABLES[name], MAP[name]
    assert rows.stays is not None
    since = table.c[rows.stays.since]
    papers = [column for column, line in rows.columns.items() if line.then == "until"]
    return (
        select(table.c.id, since)
        .where(
            rows.stays.when(table),
            since < _as_stored(since, limits.documents),
            _filled(table, *papers),
            not_(func.coalesce(of_people(name, _HELD), False)),
        )
        .order_by(since, table.c.id)
    )


def _audit(limits: Limits) -> Select[Any]:
    # A beginning of the trail, whatever the clock did: what stays is sealed on from there. A row
    # of a clock that was years ahead keeps nothing back, and goes with those after it.
    is_young = audit.c.at.between(limits.documents, limits.documents + YEARS_AHEAD)
    young = select(func.min(audit.c.id)).where(is_young).scalar_subquery()
    last = select(func.max(audit.c.id)).where(audit.c.at < limits.documents).scalar_subquery()
    return (
        select(audit.c.id, audit.c.at)
        .where(audit.c.id <= last, or_(young.is_(None), audit.c.id < young))
        .order_by(audit.c.id)
    )


def _as_stored(column: Column[Any], moment: datetime) -> Any:
    return moment if isinstance(column.type, UtcDateTime | DateTime) else f"{moment:%Y-%m-%d}"


def _filled(table: Table, *names: str) -> Holds:
    """Tell whether anything stands in one of these columns."""
    told = [cast(table.c[name], Words) for name in names]
    return or_(*(and_(one.is_not(None), one.not_in(("", "null", "{}"))) for one in told))


def empty(conn: Connection, limits: Limits) -> dict[str, list[int]]:
    """Empty a portion of every kind, and return the numbers of what was emptied."""
    found = {kind: [row.number for row in rows] for kind, rows in old(conn, limits).items()}
    for kind, numbers in found.items():
        _empty(conn, kind, numbers)
    return found


def _empty(conn: Connection, kind: str, numbers: list[int]) -> None:
    if kind == "tickets":
        for table in _said_in_tickets():
            _words(conn, table, table.c.ticket_id.in_(numbers))
        _words(conn, ticket, ticket.c.id.in_(numbers))
        floods = [f"flood:{number}" for number in numbers]
        conn.execute(delete(fact).where(fact.c.name.in_(floods)))
    elif kind == "questions":
        _words(conn, question, question.c.id.in_(numbers))
    elif kind == "audit":
        sealed = seals.of_row(conn, numbers[-1])
        if sealed is not None:
            records.set_fact(conn, seals.FORGOTTEN, [numbers[-1], sealed])
        conn.execute(delete(audit).where(audit.c.id.in_(numbers)))
    else:
        _papers(conn, kind, numbers)


def _said_in_tickets() -> list[Table]:
    """Return the tables that hold words of tickets, by the map."""
    ways = ("ticket_id.person_id", "@letter", "@proxy")
    said = [TABLES[name] for name, rows in MAP.items() if rows.whose.endswith(ways)]
    return [question, *(table for table in said if "ticket_id" in table.c)]


def _words(conn: Connection, table: Table, which: Holds) -> None:
    """Empty what people said in these rows; who they are stays."""
    rows = MAP[table.name]
    said = [name for name, line in rows.columns.items() if line.what == "content"]
    values = {name: value for name, value in emptied(table, rows, "erase").items() if name in said}
    change(conn, table, which, **values)


def _papers(conn: Connection, kind: str, numbers: list[int]) -> None:
    for name, rows in MAP.items():
        if rows.stays is not None and rows.stays.kind == kind:
            table = TABLES[name]
            change(conn, table, table.c.id.in_(numbers), **emptied(table, rows, "until"))


def limits(now: datetime, words_days: int, documents_years: int) -> Limits:
    """Return the limits at a moment; a document's years begin with the year after it."""
    year = now.year - documents_years
    return Limits(now - timedelta(days=words_days), now.replace(year=year, month=1, day=1))


# Nights


def run_of(conn: Connection, day: str) -> Run | None:
    """Return what a night found."""
    return one(conn, Run, select(retention_run).where(retention_run.c.day == day))


def find(conn: Connection, ident: int) -> Run | None:
    """Return a night by its number."""
    return one(conn, Run, select(retention_run).where(retention_run.c.id == ident))


def latest(conn: Connection, most: int = 30) -> list[Run]:
    """Return the last nights, the newest first."""
    query = select(retention_run).order_by(retention_run.c.day.desc()).limit(most)
    return every(conn, Run, query)


def put(conn: Connection, day: str, state: str, found: Mapping[str, int], now: datetime) -> int:
    """Write a night down."""
    done = now if state == "done" else None
    values = {"state": state, "found": dict(found), "made_at": now, "done_at": done}
    return add(conn, retention_run, day=day, **values)


def decide(conn: Connection, ident: int, state: str, by: int | None, now: datetime) -> bool:
    """Move a night that was shown; tell whether it still waited."""
    was = retention_run.c.state == "shown"
    values = {"state": state, "decided_by": by, "done_at": now if state == "done" else None}
    return change(conn, retention_run, retention_run.c.id == ident, was, **values) == 1
