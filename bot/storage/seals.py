"""The seals of the audit trail: each is of a row and of the seal before it.

Whoever changes a row, takes one out or puts one in breaks the seals that follow. Who can write to
the database could seal all of it anew; so the last seal is told to people now and then, and every
later trail has to contain it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from sqlalchemy import Connection, bindparam, select

from bot.storage.tables import audit, fact

#: The fact of the last row that was forgotten because of its age: [its id, its seal].
FORGOTTEN = "audit:forgotten"
SHOWN = 12  # signs of a seal that people are told
_AT_ONCE = 1000  # rows
_LAST = select(audit.c.id, audit.c.seal).order_by(audit.c.id.desc()).limit(1)
_OF_ROW = select(audit.c.seal).where(audit.c.id == bindparam("ident"))
_FORGOTTEN = select(fact.c.value).where(fact.c.name == FORGOTTEN)

Verdict = Literal["same", "forgotten", "other"]


@dataclass(frozen=True, slots=True)
class Mark:
    """A row of the trail and its seal, as people are told: "1234:9f2c41ab77d0"."""

    row: int
    seal: str

    def __str__(self) -> str:
        """Return the mark as it is told."""
        return f"{self.row}:{self.seal[:SHOWN]}"

    @classmethod
    def told(cls, text: str) -> Mark:
        """Return a mark from its text; ValueError when it is none."""
        row, _, seal = text.strip().partition(":")
        seal = seal.lower()
        if not (row.isascii() and row.isdigit() and len(row) < 19 and len(seal) >= SHOWN):
            raise ValueError(text)
        if set(seal) - set("0123456789abcdef"):
            raise ValueError(text)
        return cls(int(row), seal)


@dataclass(frozen=True, slots=True)
class Trail:
    """What the seals say: how many rows were looked at, and the first that does not fit."""

    rows: int
    wrong: int | None
    last: Mark | None


def seal(
    before: str | None,
    at: datetime,
    actor: str,
    action: str,
    ticket_id: int | None,
    data: Mapping[str, Any],
) -> str:
    """Return the seal of a row, given that of the row before it."""
    moment = at.astimezone(UTC).isoformat(timespec="microseconds")
    plain = json.loads(json.dumps(data))  # as it will be read back
    said = json.dumps([before, moment, actor, action, ticket_id, plain], sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()


def last(conn: Connection) -> Mark | None:
    """Return the last row and its seal; None where nothing is sealed yet."""
    row = conn.execute(_LAST).first()
    if row is None:
        return _forgotten(conn)
    return Mark(int(row.id), row.seal) if row.seal is not None else None


def _forgotten(conn: Connection) -> Mark | None:
    value = conn.execute(_FORGOTTEN).scalar()
    return Mark(int(value[0]), str(value[1])) if value else None


def of_row(conn: Connection, ident: int) -> str | None:
    """Return the seal of a row; None where there is none."""
    found: str | None = conn.execute(_OF_ROW, {"ident": ident}).scalar()
    return found


def verify(conn: Connection) -> Trail:
    """Look at every seal. Rows from before there were seals are passed over, at the beginning."""
    known = _forgotten(conn)
    before, count, newest = known.seal if known else None, 0, known
    for row in _rows(conn):
        if row.seal is None and before is None:
            continue
        made = seal(before, row.at, row.actor, row.action, row.ticket_id, row.data)
        if row.seal != made:
            return Trail(count, int(row.id), newest)
        before, count, newest = made, count + 1, Mark(int(row.id), made)
    return Trail(count, None, newest)


def _rows(conn: Connection) -> Iterator[Any]:
    after = 0
    query = select(audit).where(audit.c.id > bindparam("after")).order_by(audit.c.id)
    while rows := conn.execute(query.limit(_AT_ONCE), {"after": after}).all():
        yield from rows
        after = int(rows[-1].id)


def compare(conn: Connection, mark: Mark) -> Verdict:
    """Tell whether the trail still contains a mark that was told once."""
    found, gone = of_row(conn, mark.row), _forgotten(conn)
    if found is not None:
        return "same" if found.startswith(mark.seal) else "other"
    return "forgotten" if gone is not None and mark.row <= gone.row else "other"
