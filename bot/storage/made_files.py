"""Files made for messages that are owed: kept until the message is gone."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, delete, select

from bot.storage.outbox import UNFINISHED, OutboxRow
from bot.storage.programme_tables import made_file
from bot.storage.rows import change, every, put, wakers
from bot.storage.tables import outbox


def wanted(conn: Connection, operation: str) -> list[OutboxRow]:
    """Return the messages that wait for a file which nobody has made yet."""
    made = select(made_file.c.outbox_id).where(made_file.c.outbox_id == outbox.c.id).exists()
    query = select(outbox).where(
        outbox.c.operation == operation, outbox.c.state == "pending", ~made
    )
    return every(conn, OutboxRow, query.order_by(outbox.c.priority, outbox.c.id))


def keep(conn: Connection, outbox_id: int, name: str, content: bytes, now: datetime) -> None:
    """Keep the file of a message and let it go; a second file for it changes nothing."""
    if content_of(conn, outbox_id) is None:
        put(conn, made_file, outbox_id=outbox_id, name=name, content=content, made_at=now)
        change(conn, outbox, outbox.c.id == outbox_id, not_before=None)
        wakers(conn).add("outbox")


def content_of(conn: Connection, outbox_id: int) -> tuple[str, bytes] | None:
    """Return the name and the content of the file that was made for a message."""
    query = select(made_file.c.name, made_file.c.content).where(made_file.c.outbox_id == outbox_id)
    row = conn.execute(query).first()
    return None if row is None else (row.name, row.content)


def any_over(conn: Connection) -> bool:
    """Tell whether there are files to forget."""
    return conn.execute(select(made_file.c.outbox_id).where(_over()).limit(1)).first() is not None


def _over() -> ColumnElement[bool]:
    done = select(outbox.c.id).where(
        outbox.c.id == made_file.c.outbox_id, outbox.c.state.not_in(UNFINISHED)
    )
    return done.exists()


def forget(conn: Connection) -> None:
    """Drop the files whose messages are gone, one way or another."""
    conn.execute(delete(made_file).where(_over()))
