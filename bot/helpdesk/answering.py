"""What the bot says by itself: an answer, up to three suggestions, one request to rephrase.

The question is never closed by an automatic answer; it stays until the leader presses or a human
takes it. At most one rephrasing is asked for, and it turns into a ticket by itself.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from bot.domain.messages import Kind
from bot.domain.tickets import DIALOGUE_ENDS_AFTER
from bot.helpdesk import opening, owing
from bot.helpdesk.desk import Desk
from bot.knowledge.markdown import to_telegram_html
from bot.knowledge.models import Entry
from bot.storage import people, questions, tickets
from bot.storage.rows import Person, Question, Ticket

OFFERED = 3  # suggestions at once
WORTH_OFFERING = 0.05  # below this a candidate is noise


def entry_params(desk: Desk, entry: Entry) -> dict[str, Any]:
    """Return what the templates `answer` and `entry` show of an entry today."""
    return {
        "question": entry.question,
        "body": to_telegram_html(desk.base.said(entry.answer, desk.today)),
        "as_of": _legal_state(entry),
        "sources": list(entry.sources),
        "checked": entry.checked.isoformat(),
    }


def _legal_state(entry: Entry) -> str | None:
    """Return the date of the legal state; None where an advisor is still to confirm it."""
    unread = entry.confirm and entry.as_of == entry.checked
    return None if unread else entry.as_of.isoformat()


def answer(conn: Connection, desk: Desk, person: Person, question: Question, entry: str) -> None:
    """Owe the entry as the answer; one to be confirmed also opens a ticket for an advisor."""
    page = desk.base.entries[entry]
    ticket = None
    if desk.base.needs_advisor(page, desk.today):
        ticket = opening.open_ticket(conn, desk, person, question, confirms=entry, receipt=False)
    questions.set_fields(conn, question.id, state="answered", entry=entry, until=None)
    owing.tell(
        conn,
        desk,
        person,
        "answer",
        {
            **entry_params(desk, page),
            "lead": None,
            "confirm": ticket is not None,
            "number": ticket.id if ticket else 0,
            "promised": _iso(ticket.promised_at) if ticket else None,
            "decision": question.id,
        },
        kind=Kind.AUTOMATIC,
        ticket=ticket.id if ticket else None,
        role="answer",
        reply_to=question.message_id,
    )


def _iso(moment: Any) -> str | None:
    return moment.isoformat() if moment else None


def suggestions(desk: Desk, question: Question) -> list[str]:
    """Return the entries worth offering for a question, best first, without the one answered."""
    return [
        candidate["entry"]
        for candidate in question.candidates or []
        if candidate["entry"] in desk.base.entries
        and candidate["entry"] != question.entry
        and candidate["confidence"] >= WORTH_OFFERING
        and desk.base.entries[candidate["entry"]].is_valid_on(desk.today)
    ][:OFFERED]


def suggest(conn: Connection, desk: Desk, person: Person, question: Question) -> None:
    """Offer the best candidates; each press carries the question's id and a place in the list."""
    offered = suggestions(desk, question)
    if person.by_mail:  # letters to and fro would take days
        hand_over(conn, desk, person, question)
        return
    if not offered:
        rephrase_or_hand_over(conn, desk, person, question)
        return
    questions.set_fields(
        conn, question.id, state="suggested", until=desk.now + DIALOGUE_ENDS_AFTER
    )
    items = [
        {"question": desk.base.entries[entry].question, "action": f"pick_{'abc'[place]}"}
        for place, entry in enumerate(offered)
    ]
    owing.tell(
        conn,
        desk,
        person,
        "suggest",
        {"items": items, "decision": question.id},
        kind=Kind.AUTOMATIC,
        role="suggest",
        reply_to=question.message_id,
    )


def rephrase_or_hand_over(
    conn: Connection, desk: Desk, person: Person, question: Question
) -> None:
    """Ask once for other words; the second time a human takes over."""
    if question.previous_id is not None or person.by_mail:
        hand_over(conn, desk, person, question)
        return
    questions.set_fields(conn, question.id, state="rephrase", until=desk.now + DIALOGUE_ENDS_AFTER)
    people.start_dialog(
        conn, person.id, "rephrase", {"question": question.id}, desk.now, DIALOGUE_ENDS_AFTER
    )
    owing.tell(conn, desk, person, "rephrase", {"decision": question.id})


def hand_over(conn: Connection, desk: Desk, person: Person, question: Question) -> Ticket:
    """Give the question to a human and return its ticket; one that already has one keeps it."""
    if person.dialog == "rephrase":
        people.end_dialog(conn, person.id)
    if question.ticket_id is None:
        return opening.open_ticket(conn, desk, person, question)
    return tickets.get(conn, question.ticket_id)
