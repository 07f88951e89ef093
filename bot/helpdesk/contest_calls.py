"""What a contest means for a ticket: which one it is about, who may take it, its last day.

Help with one's own application is for everybody alike, to the end of the call, and never by
somebody who will judge it. What else there is to a contest is left to the programme.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from bot.domain.polish_words import fold
from bot.helpdesk.desk import Desk
from bot.knowledge.contests import Contest, Stage
from bot.knowledge.programme_text import parsed
from bot.storage import contest_questions, occasions, records, staff, tickets
from bot.storage.occasions import Occasion
from bot.storage.rows import Question, Ticket

LAST_DAY = timedelta(hours=24)
_WORD = re.compile(r"[^\W_]+")
SURE = 0.5  # of the first candidate, for its entry to tell which contest is meant
STATES_WITHOUT_MARK = ("asked", "agreed", "private", "dropped")


def sheet(conn: Connection, ident: str) -> Contest | None:
    """Return a contest that is in force."""
    row = occasions.find(conn, ident)
    if row is None or row.kind != "contest" or row.state != "open":
        return None
    return _sheet_of(row)


def _sheet_of(row: Occasion) -> Contest | None:
    found = parsed(row.kind, row.id, row.text)
    return found if isinstance(found, Contest) else None


def _running(conn: Connection, desk: Desk) -> Iterator[Contest]:
    for row in occasions.open_between(conn, ("contest",), desk.now):
        found = _sheet_of(row)
        if found is not None:
            yield found


def meant(conn: Connection, desk: Desk, question: Question) -> str | None:
    """Return the contest that a question is about: it names it, or an entry of it is near."""
    words, running = _plain(question.text), list(_running(conn, desk))
    for contest in running:
        if any(_plain(one) in words for one in (contest.title, *contest.called)):
            return contest.id
    first = next(iter(question.candidates or []), None)
    if first is None or first["confidence"] < SURE:
        return None
    return next((one.id for one in running if first["entry"] in one.related), None)


def _plain(text: str) -> str:
    """Return the words of a text, folded, each with a space before it."""
    return "".join(f" {word}" for word in _WORD.findall(fold(text)))


def last_day(conn: Connection, desk: Desk, ticket: Ticket) -> Stage | None:
    """Return the stage whose hard deadline is less than a day away, for a ticket about it."""
    found = sheet(conn, ticket.contest) if ticket.contest else None
    return ending(found, desk.now) if found is not None else None


def ending(contest: Contest, now: datetime) -> Stage | None:
    """Return the stage with a hard deadline that ends within a day."""
    stage = contest.call_at(now)
    return stage if stage is not None and stage.over - now <= LAST_DAY else None


def duty(contest: str, stage: Stage) -> str:
    """Return the name of the fact that tells who is on duty on the last day of a call."""
    return f"duty:{contest}:{stage.id}:{stage.ends:%Y-%m-%d}"


def may_take(conn: Connection, ticket: Ticket, telegram_id: int) -> bool:
    """Tell whether somebody may help with a ticket: who judges applications helps with none."""
    if ticket.contest is None:
        return True
    known = staff.find(conn, telegram_id)
    return known is None or not known.scores


def that_end(conn: Connection, desk: Desk) -> frozenset[str]:
    """Return the contests whose call ends within a day: their tickets go first."""
    return frozenset(one.id for one in _running(conn, desk) if ending(one, desk.now) is not None)


def on_card(conn: Connection, desk: Desk, ticket: Ticket) -> dict[str, Any] | None:
    """Return what a card shows of a ticket's contest."""
    if ticket.contest is None:
        return None
    found, stage = sheet(conn, ticket.contest), last_day(conn, desk, ticket)
    asked = contest_questions.of_ticket(conn, ticket.id)
    on_duty = records.get_fact(conn, duty(ticket.contest, stage)) if stage is not None else None
    state = asked.state if asked is not None else ""
    return {
        "title": found.title if found is not None else ticket.contest,
        "until": stage.ends.isoformat() if stage is not None else None,
        "duty": on_duty["name"] if on_duty else "",
        "rule": state,
        "public": asked.number if asked is not None and state == "public" else None,
        "for_all": _may_be_for_all(conn, ticket, state),
    }


def _may_be_for_all(conn: Connection, ticket: Ticket, state: str) -> bool:
    """Tell whether an answer may be offered to everybody: given, and not offered yet."""
    unmarked = state == "" or state in STATES_WITHOUT_MARK
    return (
        unmarked and ticket.state in (*tickets.OPEN, "closed") and ticket.answered_at is not None
    )


def on_receipt(conn: Connection, desk: Desk, ticket: Ticket) -> dict[str, Any] | None:
    """Return what a receipt adds on the last day of a call."""
    stage = last_day(conn, desk, ticket)
    if stage is None:
        return None
    return {"until": stage.ends.isoformat(), "phone": desk.base.organisation.phone}
