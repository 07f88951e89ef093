"""Which messages in chats of others, the advisors' group above all, are about one person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, or_, select, true

from bot.storage.owned import Somebody, rows_of
from bot.storage.programme_tables import contest_question
from bot.storage.tables import content_revision, gap, outbox, post, receipt


@dataclass(frozen=True, slots=True)
class Stands:
    """One message; `operation` is how it came there, "said" by a person."""

    chat_id: int
    message_id: int
    ticket_id: int | None
    operation: str
    at: datetime
    media: str | None = None  # what kind of file it holds, where that is known


def of_the_bot(conn: Connection, whose: Somebody) -> list[Stands]:
    """Return what the bot sent to others about somebody, and has not taken away."""
    own = whose.person.telegram_id
    others = receipt.c.chat_id != own if own is not None else true()
    proposals = select(content_revision.c.id).where(rows_of("content_revision", whose))
    about = or_(
        receipt.c.ticket_id.in_(whose.tickets),
        receipt.c.practice_id.in_(whose.practices),
        receipt.c.content_id.in_(proposals),
        receipt.c.post_id.in_(select(post.c.id).where(rows_of("post", whose))),
    )
    query = (
        select(
            receipt.c.chat_id,
            receipt.c.message_id,
            receipt.c.ticket_id,
            outbox.c.operation,
            receipt.c.at,
            post.c.media,
            outbox.c.params,
        )
        .join(outbox, outbox.c.id == receipt.c.outbox_id)
        .outerjoin(post, post.c.id == receipt.c.post_id)
        .where(others, receipt.c.role != "gone", about)
        .order_by(receipt.c.at, receipt.c.message_id)
    )
    return [
        Stands(*row[:5], row.media or _of_several(conn, row.operation, row.params))
        for row in conn.execute(query)
    ]


def _of_several(conn: Connection, operation: str, params: Mapping[str, Any]) -> str | None:
    """Return what kind of files an album held; photos and films may stand for each other."""
    if operation == "practice_photos":
        return "photo"
    if "album" not in params:
        return None
    query = select(post.c.media).where(post.c.album == params["album"]).limit(1)
    kind: str | None = conn.execute(query).scalar()
    return kind


def of_advisors(conn: Connection, whose: Somebody) -> list[Stands]:
    """Return what advisors wrote in the group in somebody's tickets."""
    query = select(post.c.chat_id, post.c.message_id, post.c.ticket_id, post.c.at).where(
        rows_of("post", whose), post.c.side != "leader", _in_group(post.c.chat_id)
    )
    rows = conn.execute(query.order_by(post.c.at, post.c.message_id))
    return [Stands(row.chat_id, row.message_id, row.ticket_id, "said", row.at) for row in rows]


def _in_group(chat: ColumnElement[int]) -> ColumnElement[bool]:
    return chat < 0


def weeks_of(conn: Connection, whose: Somebody) -> list[str]:
    """Return the weeks whose lists of what many asked hold a question of somebody's."""
    query = select(gap.c.week).where(gap.c.id.in_(whose.gaps)).distinct()
    return list(conn.execute(query.order_by(gap.c.week)).scalars())


def rules_of(conn: Connection, whose: Somebody) -> list[int]:
    """Return somebody's questions about contests that did not become rules for all."""
    query = select(contest_question.c.id).where(
        rows_of("contest_question", whose), contest_question.c.state != "public"
    )
    return list(conn.execute(query.order_by(contest_question.c.id)).scalars())
