"""Small records: the audit trail, one-time tokens (hashed), and facts about the installation."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, delete, select

from bot.storage import seals
from bot.storage.rows import change, put
from bot.storage.tables import audit, fact, token

_FACT = select(fact.c.value).where(fact.c.name == bindparam("name"))


def note(
    conn: Connection,
    now: datetime,
    actor: str,
    action: str,
    ticket_id: int | None = None,
    **data: Any,
) -> None:
    """Write one line of the audit trail: ids and our own words only."""
    before = seals.last(conn)
    made = seals.seal(before.seal if before else None, now, actor, action, ticket_id, data)
    line = {"at": now, "actor": actor, "action": action, "ticket_id": ticket_id, "data": data}
    put(conn, audit, **line, seal=made)


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def make_token(conn: Connection, purpose: str, now: datetime, lasts: timedelta) -> str:
    """Return a fresh one-time secret (128 bits and more); only its hash is kept."""
    secret = f"k{secrets.token_urlsafe(24)}"  # never mistaken for a page's link (a_, w_, c_)
    conn.execute(delete(token).where(token.c.expires_at <= now))
    put(
        conn,
        token,
        digest=_digest(secret),
        purpose=purpose,
        made_at=now,
        expires_at=now + lasts,
    )
    return secret


def use_token(conn: Connection, secret: str, purpose: str, now: datetime) -> bool:
    """Use a secret up; False when it is unknown, used, out of date or for something else."""
    return (
        change(
            conn,
            token,
            token.c.digest == _digest(secret),
            token.c.purpose == purpose,
            token.c.used_at.is_(None),
            token.c.expires_at > now,
            used_at=now,
        )
        == 1
    )


def purpose_of(conn: Connection, secret: str, now: datetime) -> str | None:
    """Return what an unused secret is for; None when it is unknown, used or out of date."""
    query = select(token.c.purpose).where(
        token.c.digest == _digest(secret), token.c.used_at.is_(None), token.c.expires_at > now
    )
    return conn.execute(query).scalar()


def revoke_tokens(conn: Connection, purpose: str) -> int:
    """Forget all secrets for a purpose; return how many there were."""
    return conn.execute(delete(token).where(token.c.purpose == purpose)).rowcount


def get_fact(conn: Connection, name: str) -> Any:
    """Return a remembered fact, or None."""
    return conn.execute(_FACT, {"name": name}).scalar()


def set_fact(conn: Connection, name: str, value: Any) -> None:
    """Remember a fact."""
    if change(conn, fact, fact.c.name == name, value=value) == 0:
        put(conn, fact, name=name, value=value)


def forget_fact(conn: Connection, name: str) -> None:
    """Forget a fact, if it is known."""
    conn.execute(delete(fact).where(fact.c.name == name))


def facts_named(conn: Connection, beginning: str) -> dict[str, Any]:
    """Return the facts whose names begin like this."""
    query = select(fact.c.name, fact.c.value).where(fact.c.name.startswith(beginning))
    return {row.name: row.value for row in conn.execute(query)}
