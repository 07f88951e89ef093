"""Questions of leaders and what was decided about them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select

from bot.storage import journal
from bot.storage.rows import Question, change, every, one
from bot.storage.tables import question

_INSERT = insert(question).returning(question)
_BY_ID = select(question).where(question.c.id == bindparam("ident"))
_BY_MESSAGE = select(question).where(
    question.c.chat_id == bindparam("chat_id"), question.c.message_id == bindparam("message_id")
)
_LAST = (
    select(question)
    .where(question.c.person_id == bindparam("person_id"))
    .order_by(question.c.id.desc())
    .limit(1)
)


def save(conn: Connection, **values: Any) -> Question:
    """Store a question and return it."""
    saved = Question(*conn.execute(_INSERT, values).one())
    sure = None if saved.confidence is None else round(saved.confidence, 2)
    facts = {"zone": saved.zone, "topic": saved.topic, "confidence": sure, "state": saved.state}
    journal.note(conn, "decided", question=saved.id, **facts)
    return saved


def by_id(conn: Connection, ident: int) -> Question | None:
    """Return the question with this id."""
    return one(conn, Question, _BY_ID, ident=ident)


def by_message(conn: Connection, chat_id: int, message_id: int) -> Question | None:
    """Return the question that this message asked."""
    return one(conn, Question, _BY_MESSAGE, chat_id=chat_id, message_id=message_id)


def set_fields(conn: Connection, ident: int, **values: Any) -> None:
    """Store what became of a question; its revision grows, so older buttons are known as old."""
    change(conn, question, question.c.id == ident, rev=question.c.rev + 1, **values)


def last_of(conn: Connection, person_id: int) -> Question | None:
    """Return the latest question of a person."""
    return one(conn, Question, _LAST, person_id=person_id)


def let_go(conn: Connection, person_id: int) -> None:
    """Wait for no choice and no other words of somebody's any more: no ticket comes of them."""
    waits = question.c.state.in_(("suggested", "rephrase"))
    change(conn, question, question.c.person_id == person_id, waits, state="done", until=None)


def overdue(conn: Connection, state: str, now: datetime) -> list[Question]:
    """Return questions in this state whose waiting is over."""
    return every(
        conn,
        Question,
        select(question)
        .where(question.c.state == state, question.c.until <= now)
        .order_by(question.c.id),
    )


def latest(conn: Connection, count: int) -> list[Question]:
    """Return the newest questions, newest first (for the demo's page)."""
    return every(conn, Question, select(question).order_by(question.c.id.desc()).limit(count))
