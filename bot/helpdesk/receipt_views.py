"""What a receipt shows its leader, and which few buttons stand under it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection

from bot.domain.secrecy import asks_for_secrecy
from bot.helpdesk import contest_calls, on_behalf, same_matter, shielding
from bot.helpdesk.claims import advisor_name
from bot.helpdesk.desk import Desk, topic_view
from bot.storage import people, questions
from bot.storage.rows import Ticket

UNSURE = 0.5  # below this much confidence in the topic, another likely one is offered at once
MOST = 4  # buttons under a receipt; the last one shows the others


def receipt(conn: Connection, desk: Desk, ticket: Ticket, menu: str | None) -> dict[str, Any]:
    """Return all that the template `receipt` shows."""
    person = people.by_id(conn, ticket.person_id)
    earlier = same_matter.earlier_ticket(conn, ticket) if ticket.advisor_id is None else None
    unsure = None if earlier else _other_topic(conn, desk, ticket)
    hidden = shielding.found_in(conn, ticket)
    behalf = on_behalf.on_receipt(conn, ticket)
    useful = {
        "merge": earlier is not None,
        "unsure": unsure is not None,
        "hidden": hidden is not None,
        "behalf": bool(behalf["choice"]),
        "secret_on": not ticket.confidential and _wants_secrecy(conn, ticket),
    }
    offers = _offers(ticket, {name for name, is_useful in useful.items() if is_useful})
    shown = len(offers) if len(offers) <= MOST else MOST - 1
    return {
        "number": ticket.id,
        "state": ticket.state,
        "menu": menu,
        "topics": [topic_view(topic) for topic in desk.topics.values()],
        "topic": topic_view(desk.topic(ticket.topic)),
        "need": ticket.need,
        "kept": ticket.promise_kept,
        "promised": ticket.promised_at.isoformat() if ticket.promised_at else None,
        "phone": desk.base.organisation.phone,
        "deadline": ticket.deadline,
        "follows": ticket.follows,
        "call": person.phone if ticket.call_wanted else None,
        "call_hours": person.phone_hours,
        "advisor": advisor_name(conn, ticket.advisor_id),
        "offers": offers[:shown],
        "further": offers[shown:],
        "unsure": unsure,
        "merge": earlier.id if earlier is not None else None,
        "hidden": hidden,
        "numbers_shown": ticket.numbers_shown,
        "secret": ticket.confidential,
        "young": person.under_18,
        "call_ends": contest_calls.on_receipt(conn, desk, ticket),
        "behalf": behalf,
    }


def _offers(ticket: Ticket, useful: Collection[str]) -> list[str]:
    """Return what may be done about a ticket, the most useful first; of a recording, the least."""
    first = [name for name in ("secret_on", "merge", "unsure") if name in useful]
    secret = ["secret"] if ticket.confidential else [] if "secret_on" in first else ["secret_on"]
    whose = ["behalf"] if "behalf" in useful else []
    if ticket.voice:
        return [*first[:1], "call", *whose, *secret, "withdraw"]
    shown = "numbers_hide" if ticket.numbers_shown else "numbers_show"
    numbers = [shown, "numbers_remove"] if "hidden" in useful else []
    calm = ["need_calm"] if ticket.need != "calm" else []
    further = ["topics", *calm, *whose, *secret, "withdraw"]
    return [*first, *numbers, "need_now", "need_week", "call", *further]


def _wants_secrecy(conn: Connection, ticket: Ticket) -> bool:
    question = questions.by_id(conn, ticket.question_id) if ticket.question_id else None
    return question is not None and asks_for_secrecy(question.text)


def _other_topic(conn: Connection, desk: Desk, ticket: Ticket) -> dict[str, Any] | None:
    """Return another likely topic, when the guess was not sure and nobody has corrected it."""
    question = questions.by_id(conn, ticket.question_id) if ticket.question_id else None
    if question is None or not question.topics or question.topic != ticket.topic:
        return None
    if question.topic_confidence is None or question.topic_confidence >= UNSURE:
        return None
    others = [ident for ident in question.topics if ident and ident != ticket.topic]
    return topic_view(desk.topic(others[0])) if others else None
