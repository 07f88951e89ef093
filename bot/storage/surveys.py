"""Answers to tests and evaluations, and how far each person has come with them.

What somebody thinks of a meeting is kept without who thinks so and without when.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from bot.storage.new_only import NewOnly
from bot.storage.programme_tables import registration, survey, survey_answer
from bot.storage.rows import add as insert
from bot.storage.rows import change, every, one

_BEGIN = NewOnly(survey, "registration_id", "part")


@dataclass(frozen=True, slots=True)
class Survey:
    """How far one person has come with one part; `passed` is said of a test that is done."""

    registration_id: int
    part: str
    answered: int
    passed: bool | None
    done_at: datetime | None


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer; nobody's name stands at an opinion."""

    id: int
    occasion_id: str
    part: str
    registration_id: int | None
    question: int
    value: int | None
    text: str | None
    at: datetime | None


def find(conn: Connection, registration_id: int, part: str) -> Survey | None:
    """Return how far somebody has come; None before the first answer."""
    query = select(survey).where(
        survey.c.registration_id == registration_id, survey.c.part == part
    )
    return one(conn, Survey, query)


def answered(conn: Connection, registration_id: int, part: str) -> int:
    """Return how many questions somebody has answered: the number of the next one."""
    found = find(conn, registration_id, part)
    return 0 if found is None else found.answered


def step(conn: Connection, registration_id: int, part: str, number: int) -> bool:
    """Count question `number` as answered if it is the next one; False changes nothing.

    Two presses at once count once: the second finds another number.
    """
    conn.execute(_BEGIN.on(conn), {"registration_id": registration_id, "part": part})
    where = (survey.c.registration_id == registration_id, survey.c.part == part)
    return change(conn, survey, *where, survey.c.answered == number, answered=number + 1) == 1


def finish(
    conn: Connection, registration_id: int, part: str, now: datetime, passed: bool | None = None
) -> None:
    """Note that somebody is done with a part, and, of a test, whether it was enough."""
    where = (survey.c.registration_id == registration_id, survey.c.part == part)
    change(conn, survey, *where, done_at=now, passed=passed)


def keep(conn: Connection, occasion_id: str, part: str, question: int, **values: Any) -> None:
    """Keep one answer."""
    insert(conn, survey_answer, occasion_id=occasion_id, part=part, question=question, **values)


def answers(conn: Connection, occasion_id: str, part: str) -> list[Answer]:
    """Return the answers of one part, of everybody."""
    query = select(survey_answer).where(
        survey_answer.c.occasion_id == occasion_id, survey_answer.c.part == part
    )
    return every(conn, Answer, query.order_by(survey_answer.c.id))


def of_registration(conn: Connection, registration_id: int, part: str) -> list[Answer]:
    """Return somebody's own answers of one part."""
    query = select(survey_answer).where(
        survey_answer.c.registration_id == registration_id, survey_answer.c.part == part
    )
    return every(conn, Answer, query.order_by(survey_answer.c.question))


def of_occasion(conn: Connection, occasion_id: str, part: str) -> Mapping[int, Survey]:
    """Return how far everybody of an occasion has come with one part, by registration."""
    mine = select(registration.c.id).where(registration.c.occasion_id == occasion_id)
    query = select(survey).where(survey.c.registration_id.in_(mine), survey.c.part == part)
    return {found.registration_id: found for found in every(conn, Survey, query)}
