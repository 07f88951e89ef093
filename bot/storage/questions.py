"""Questions of leaders and what was decided about them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from bot.storage.rows import Question, add, change, every, one
from bot.storage.tables import question


def save(conn: Connection, **values: Any) -> int:
    """Store a question and return its id."""
    return add(conn, question, **values)


def by_id(conn: Connection, ident: int) -> Question | None:
    """Return the question with this id."""
    return one(conn, Question, select(question).where(question.c.id == ident))


def by_message(conn: Connection, chat_id: int, message_id: int) -> Question | None:
    """Return the question that this message asked."""
    return one(
        conn,
        Question,
        select(question).where(question.c.chat_id == chat_id, question.c.message_id == message_id),
    )


def set_fields(conn: Connection, ident: int, **values: Any) -> None:
    """Store what became of a question; its revision grows, so older buttons are known as old."""
    change(conn, question, question.c.id == ident, rev=question.c.rev + 1, **values)


def last_of(conn: Connection, person_id: int) -> Question | None:
    """Return the latest question of a person."""
    return one(
        conn,
        Question,
        select(question).where(question.c.person_id == person_id).order_by(question.c.id.desc()),
    )


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
