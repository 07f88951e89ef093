"""What many asked in a week and the base did not answer, and who writes about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from bot.storage.rows import add, change, every, one
from bot.storage.tables import content_revision as table
from bot.storage.tables import gap


@dataclass(frozen=True, slots=True)
class Gap:
    """One question of a week's list, and what somebody writes about it."""

    id: int
    week: str
    text: str
    topic: str
    people: int
    questions: list[int]
    state: str
    revision_id: int | None


def put_on_list(conn: Connection, week: str, **values: Any) -> int:
    """Put one question on the list of a week and return its row."""
    return add(conn, gap, week=week, **values)


def find(conn: Connection, ident: int) -> Gap | None:
    """Return a row of a list."""
    return one(conn, Gap, select(gap).where(gap.c.id == ident))


def of_week(conn: Connection, week: str) -> list[Gap]:
    """Return the list of a week in its order."""
    return every(conn, Gap, select(gap).where(gap.c.week == week).order_by(gap.c.id))


def between(conn: Connection, first: str, last: str) -> list[Gap]:
    """Return the lists of all weeks told on days from `first` to `last`, in their order."""
    query = select(gap).where(gap.c.week.between(first, last))
    return every(conn, Gap, query.order_by(gap.c.id))


def forget(conn: Connection, before: str) -> int:
    """Forget the words of lists of weeks before one; return how many there were."""
    return change(conn, gap, gap.c.week < before, gap.c.text != "", text="")


def out_of_step(conn: Connection) -> list[tuple[Gap, str]]:
    """Return the rows that do not say yet what became of their drafts, and what did."""
    ended = (gap.c.state == "writing") & table.c.state.not_in(("draft", "offered"))
    taken_back = (gap.c.state == "written") & (table.c.state != "approved")
    query = (
        select(gap, table.c.state.label("became"))
        .join(table, table.c.id == gap.c.revision_id)
        .where(ended | taken_back)
        .order_by(gap.c.id)
    )
    return [(Gap(*row[:-1]), row.became) for row in conn.execute(query)]


def written_about(conn: Connection, question_id: int) -> Gap | None:
    """Return the newest row with this question of which an entry has come."""
    query = select(gap).where(gap.c.state == "written").order_by(gap.c.id.desc())
    return next((row for row in every(conn, Gap, query) if question_id in row.questions), None)


def move(conn: Connection, ident: int, *, was: str, **values: Any) -> bool:
    """Change a row only while it is in the state `was`; tell whether it was."""
    return change(conn, gap, gap.c.id == ident, gap.c.state == was, **values) == 1
