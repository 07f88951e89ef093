"""What cards and lists show: plain values for templates, read from the rows."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from bot.domain.tickets import UNDO_ON_CARD
from bot.helpdesk import (
    advice_on_card,
    confidential,
    contest_calls,
    floods,
    follow_ups,
    on_behalf,
    proposals,
)
from bot.helpdesk.answering import WORTH_OFFERING
from bot.helpdesk.claims import LONG_TEXT, advisor_name
from bot.helpdesk.desk import Desk, topic_view
from bot.helpdesk.shielding import kind_of, masked
from bot.storage import people, posts, questions, shared_cases, tickets
from bot.storage.outbox import state_of
from bot.storage.rows import Person, Post, Question, Ticket

MARKS = {"queued": "🔵", "claimed": "🟡", "waiting": "⏸", "closed": "✅", "withdrawn": "⚪"}


def _iso(moment: Any) -> str | None:
    return moment.isoformat() if moment else None


def said_at_first(conn: Connection, ticket: Ticket) -> list[Post]:
    """Return what the leader said, without what was withdrawn."""
    return [
        post
        for post in posts.of_ticket(conn, ticket.id)
        if post.side == "leader" and post.state != "withdrawn"
    ]


def text_of(conn: Connection, ticket: Ticket) -> str:
    """Return the leader's words in a ticket before the first answer, personal numbers masked.

    What was folded is only counted.
    """
    words = []
    rest = floods.folded(conn, ticket.id)
    for post in posts.of_ticket(conn, ticket.id):
        if post.side == "advisor" and post.state == "owed":
            break
        if rest and rest["first"] <= post.id <= rest["last"]:
            continue
        if post.side == "leader" and post.state != "withdrawn" and post.text:
            words.append(post.text)
    return masked(ticket, "\n".join(words))


def who(person: Person) -> str | None:
    """Return the leader's name, or None when they prefer not to show it."""
    return None if person.anonymous else person.name


def secret_card(conn: Connection, desk: Desk, ticket: Ticket) -> dict[str, Any]:
    """Return all that the template `card_secret` shows: nothing of what was said, or by whom."""
    held = [advisor_name(conn, one) for one in confidential.advisors(ticket)]
    delivery = _delivery(conn, ticket)
    undo = _undo(conn, desk, ticket, people.by_id(conn, ticket.person_id))
    return {
        "number": ticket.id,
        "topic": topic_view(desk.topic(ticket.topic)),
        "state": ticket.state,
        "mark": MARKS[ticket.state],
        "advisors": held,
        "missing": bool(held) and not confidential.is_complete(conn, ticket),
        "young": confidential.needs_two(conn, ticket),
        "running": ticket.state in ("queued", "claimed") and ticket.answered_at is None,
        "promised": _iso(ticket.promised_at),
        "delivery": delivery,
        "undo": undo,
        "card_wanted": advice_on_card.on_card(conn, desk, ticket)["wanted"],
    }


def confided(conn: Connection, desk: Desk, ticket: Ticket) -> dict[str, Any]:
    """Return what `secret_opened` shows to those who may read a confidential ticket."""
    person = people.by_id(conn, ticket.person_id)
    words = [post.text for post in said_at_first(conn, ticket) if post.text]
    return {
        "number": ticket.id,
        "topic": topic_view(desk.topic(ticket.topic)),
        "who": who(person),
        "young": person.under_18,
        "text": masked(ticket, "\n".join(words)),
        "promised": _iso(ticket.promised_at),
    }


def card(conn: Connection, desk: Desk, ticket: Ticket) -> dict[str, Any]:
    """Return all that the template `card` shows."""
    person = people.by_id(conn, ticket.person_id)
    said = said_at_first(conn, ticket)
    rest = floods.folded(conn, ticket.id)
    raw = "\n".join(post.text for post in said)
    return {
        "number": ticket.id,
        "topic": topic_view(desk.topic(ticket.topic)),
        "state": ticket.state,
        "mark": MARKS[ticket.state],
        "advisor": advisor_name(conn, ticket.advisor_id),
        "closed_by": ticket.closed_by,
        "need": ticket.need,
        "running": ticket.state in ("queued", "claimed") and ticket.answered_at is None,
        "promised": _iso(ticket.promised_at),
        "kept": ticket.promise_kept,
        "deadline": ticket.deadline,
        "letter": ticket.letter,
        "text": text_of(conn, ticket),
        "voice": ticket.voice,
        "hidden": kind_of(raw),
        "numbers_shown": ticket.numbers_shown,
        "who": who(person),
        "by_mail": ticket.channel == "email",
        **on_behalf.on_card(conn, ticket, person),
        "call": person.phone if ticket.call_wanted else None,
        "call_hours": person.phone_hours,
        "attachments": _attachments(said),
        "confirms": _question_of_entry(desk, ticket.confirms),
        "missed": _missed(conn, ticket),
        "follows": ticket.follows if ticket.closed_by != "merged" else None,
        "merged": ticket.follows if ticket.closed_by == "merged" else None,
        "candidates": _candidates(conn, desk, ticket),
        "delivery": _delivery(conn, ticket),
        "advice": advice_on_card.on_card(conn, desk, ticket),
        "undo": _undo(conn, desk, ticket, person),
        "more": rest["count"] if rest else 0,
        "propose": proposals.may_propose(conn, ticket),
        "contest": contest_calls.on_card(conn, desk, ticket),
    }


def _attachments(said: list[Post]) -> list[dict[str, Any]]:
    counts: dict[str, int] = {}
    for post in said:
        if post.media:
            counts[post.media] = counts.get(post.media, 0) + 1
        elif len(post.text) > LONG_TEXT:
            counts["text"] = counts.get("text", 0) + 1
    return [{"kind": kind, "count": count} for kind, count in counts.items()]


def _missed(conn: Connection, ticket: Ticket) -> str | None:
    """Return what the leader thought of the answer: "other", "advisor", or asked "about" it."""
    question = questions.by_id(conn, ticket.question_id) if ticket.question_id else None
    wanted = question is not None and question.feedback in ("other", "advisor", "about")
    return question.feedback if question is not None and wanted else None


def _question_of_entry(desk: Desk, entry: str | None) -> str | None:
    """Return what an entry, or a longer page that was asked about, is called."""
    if entry is None:
        return None
    base = desk.base
    page = base.entries.get(entry)
    longer = base.guides.get(entry) or base.practices.get(entry)
    return page.question if page else longer.title if longer else entry


def _candidates(conn: Connection, desk: Desk, ticket: Ticket) -> list[dict[str, Any]]:
    question = questions.by_id(conn, ticket.question_id) if ticket.question_id else None
    found = (question.candidates or [])[:3] if question else []
    return [
        {
            "question": desk.base.entries[item["entry"]].question,
            "percent": round(100 * item["confidence"]),
        }
        for item in found
        if item["entry"] in desk.base.entries and item["confidence"] >= WORTH_OFFERING
    ]


def _delivery(conn: Connection, ticket: Ticket) -> dict[str, Any] | None:
    answer = posts.last_answer(conn, ticket.id)
    if answer is None or answer.outbox_id is None:
        return None
    state, reason, at = state_of(conn, answer.outbox_id)
    return {"state": state, "reason": reason, "at": _iso(at or answer.at)}


def _undo(conn: Connection, desk: Desk, ticket: Ticket, person: Person) -> dict[str, Any] | None:
    answer = posts.last_answer(conn, ticket.id)
    if answer is None or desk.now - answer.at > UNDO_ON_CARD:
        return None
    return {"post": answer.id, "name": who(person)}


def digest(conn: Connection, desk: Desk, topic: str) -> list[dict[str, Any]]:
    """Return the waiting tickets of a topic that have no card of their own yet."""
    return [
        {"number": ticket.id, "text": "" if ticket.confidential else text_of(conn, ticket)}
        for ticket in tickets.without_card(conn, topic, limit=20)
    ]


def case_line(conn: Connection, ticket: Ticket) -> dict[str, Any]:
    """Return one line of a leader's list."""
    handed = shared_cases.handed_over(conn, ticket.id)
    return {
        "number": ticket.id,
        "mark": MARKS[ticket.state],
        "state": ticket.state,
        "answered": ticket.answered_at is not None,
        "promised": _iso(ticket.promised_at),
        "text": "" if handed else text_of(conn, ticket),
        "voice": ticket.voice and handed is None,
        "handed": handed is not None,
    }


def case(conn: Connection, desk: Desk, ticket: Ticket) -> dict[str, Any]:
    """Return what a leader sees of one ticket."""
    answer = posts.last_answer(conn, ticket.id)
    return {
        **case_line(conn, ticket),
        "shared": ticket.shared,
        "share": on_behalf.shares_with(conn, ticket),
        "topic": topic_view(desk.topic(ticket.topic)),
        "advisor": advisor_name(conn, ticket.advisor_id),
        "answer": {"at": _iso(answer.at), "text": answer.text} if answer else None,
        "open": ticket.state in tickets.OPEN,
        "reopen": ticket.state in ("closed", "withdrawn") and follow_ups.can_reopen(desk, ticket),
    }


def trace_question(conn: Connection, desk: Desk, question: Question) -> dict[str, Any]:
    """Return a question and what was decided about it, for the demo's page."""
    person = people.by_id(conn, question.person_id)
    found = tickets.find(conn, question.ticket_id) if question.ticket_id else None
    topic = desk.topic(question.topic) if question.topic else None
    return {
        "id": question.id,
        "leader": person.name,
        "text": question.text,
        "asked": question.asked_at,
        "zone": question.zone or "advisor",
        "kind": question.kind or "question",
        "topic": question.topic,
        "topic_name": topic.name if topic else None,
        "confidence": question.confidence or 0.0,
        "candidates": [
            {
                "entry": item["entry"],
                "question": _question_of_entry(desk, item["entry"]),
                "confidence": item["confidence"],
            }
            for item in question.candidates or []
        ],
        "ticket": case_line(conn, found) | {"advisor": advisor_name(conn, found.advisor_id)}
        if found
        else None,
    }
