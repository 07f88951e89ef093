"""Opening a ticket: number, promise, receipt and card come into being in one transaction."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from bot.domain.duties import together
from bot.domain.promises import Need, Promise, on_duty, promise
from bot.domain.warsaw import local
from bot.helpdesk import contest_calls, on_behalf, owing
from bot.helpdesk.desk import Desk, Incoming
from bot.storage import people, posts, questions, records, tickets
from bot.storage.rows import Person, Post, Question, Ticket

SOON = timedelta(minutes=10)  # what comes so soon after is mostly what was forgotten
#: So long after the promised day somebody on duty is looked for.
LOOKED_FOR = timedelta(days=35)


def promise_for(
    conn: Connection,
    desk: Desk,
    topic: str,
    need: str,
    deadline: str | None = None,
    since: datetime | None = None,
) -> Promise:
    """Return by when we answer a question asked, or answered back, at `since` (or now)."""
    asked_at = since or desk.now
    made = promise(
        asked_at,
        desk.topic(topic).target_days,
        Need(need),
        date.fromisoformat(deadline) if deadline else None,
        desk.hours,
    )
    last = local(made.at + LOOKED_FOR).date()
    shifts = desk.duties(conn, desk, topic, local(asked_at).date(), last)
    return on_duty(made, asked_at, together(shifts))


def open_ticket(
    conn: Connection,
    desk: Desk,
    person: Person,
    question: Question,
    *,
    confirms: str | None = None,
    letter: bool = False,
    follows: int | None = None,
    receipt: bool = True,
    contest: str | None = None,
    confidential: bool = False,
) -> Ticket:
    """Open a ticket for a question; owe its card and, unless told otherwise, its receipt.

    `contest` is the one it is about; not told, it is looked for in the words. What may go on with
    something that was confided is confidential, too, until its leader says otherwise.
    """
    topic = question.topic or _usual_topic(conn, desk, person)
    due = promise_for(conn, desk, topic, Need.CALM.value)
    ticket = tickets.open_new(
        conn,
        person_id=person.id,
        channel=person.channel,
        address=person.address,
        topic=topic,
        need=Need.CALM.value,
        question_id=question.id,
        voice=question.media in ("voice", "video_note", "audio"),
        confirms=confirms,
        letter=letter,
        promised_at=due.at,
        promised_from=desk.now,
        promise_kept=due.kept,
        follows=follows,
        opened_at=desk.now,
        contest=contest or contest_calls.meant(conn, desk, question),
        confidential=confidential or _may_be_confided(conn, desk, person, topic),
        organisation_id=on_behalf.at_first(conn, person),
    )
    _take_over(conn, person, question, ticket)
    records.note(conn, desk.now, f"person:{person.id}", "open", ticket.id)
    _show(conn, desk, ticket, receipt=receipt)
    return ticket


def _show(conn: Connection, desk: Desk, ticket: Ticket, *, receipt: bool) -> None:
    """Owe a new ticket's card and receipt, and an alarm when its promise cannot be kept."""
    owing.refresh_card(conn, desk, ticket)
    if receipt:
        owing.refresh_receipt(conn, desk, ticket)
    if not ticket.promise_kept:
        _alert(conn, desk, ticket)


def _may_be_confided(conn: Connection, desk: Desk, person: Person, topic: str) -> bool:
    """Tell whether words may belong to what was confided: of its topic, or said soon after."""
    return any(
        one.topic == topic or desk.now - _last_said(conn, one) <= SOON
        for one in tickets.open_of_person(conn, person.id)
        if one.confidential
    )


def _last_said(conn: Connection, ticket: Ticket) -> datetime:
    said = [post.at for post in posts.of_ticket(conn, ticket.id) if post.side == "leader"]
    return max(said, default=ticket.opened_at)


def save_question(
    conn: Connection, person: Person, said: Incoming | Post, **decided: Any
) -> Question:
    """Save what a leader said as a question, with what was decided about it, if anything was."""
    return questions.save(
        conn,
        person_id=person.id,
        chat_id=said.chat_id,
        message_id=said.message_id,
        text=said.text,
        entities=said.entities,
        media=said.media,
        album=said.album,
        state="ticket",
        asked_at=said.at,
        **decided,
    )


def _usual_topic(conn: Connection, desk: Desk, person: Person) -> str:
    """Without words to go by, a person's last topic is the best guess."""
    before = tickets.of_person(conn, person.id, limit=1)
    return before[0].topic if before else next(iter(desk.topics))


def _take_over(conn: Connection, person: Person, question: Question, ticket: Ticket) -> None:
    """Make the question, and the ones it rephrases, the first posts of the ticket."""
    for asked in _chain(conn, question):
        take_into(conn, person, asked, ticket)


def take_into(conn: Connection, person: Person, asked: Question, ticket: Ticket) -> None:
    """Make a question words of a ticket; no automatic answer is waited for any more."""
    posts.save(
        conn,
        ticket_id=ticket.id,
        side="leader",
        author_id=person.telegram_id,
        author=person.name,
        chat_id=asked.chat_id,
        message_id=asked.message_id,
        text=asked.text,
        entities=asked.entities,
        media=asked.media,
        album=asked.album,
        at=asked.asked_at,
    )
    questions.set_fields(conn, asked.id, state="ticket", ticket_id=ticket.id, until=None)


def _chain(conn: Connection, question: Question) -> list[Question]:
    chain = [question]
    while chain[0].previous_id is not None:
        before = questions.by_id(conn, chain[0].previous_id)
        if before is None or before.ticket_id is not None:
            break
        chain.insert(0, before)
    return chain


def correct(conn: Connection, desk: Desk, ticket: Ticket, **changes: object) -> Ticket:
    """Correct topic, need or deadline; the promise counts from when it was first made."""
    return _promise_again(conn, desk, ticket, ticket.promised_from or desk.now, changes)


def renew_promise(conn: Connection, desk: Desk, ticket: Ticket, **changes: object) -> Ticket:
    """Promise a new date counted from now: the leader has written again."""
    return _promise_again(conn, desk, ticket, desk.now, changes)


def _promise_again(
    conn: Connection, desk: Desk, ticket: Ticket, since: datetime, changes: dict[str, object]
) -> Ticket:
    topic = str(changes.get("topic", ticket.topic))
    need = str(changes.get("need", ticket.need))
    deadline = changes.get("deadline", ticket.deadline)
    due = promise_for(conn, desk, topic, need, str(deadline) if deadline else None, since)
    tickets.set_fields(
        conn,
        ticket.id,
        promised_at=due.at,
        promised_from=since,
        promise_kept=due.kept,
        nudged_at=None,
        escalated_at=None,
        **changes,
    )
    renewed = tickets.get(conn, ticket.id)
    if not due.kept and (ticket.promise_kept or deadline != ticket.deadline):
        _alert(conn, desk, renewed)
    return renewed


def _alert(conn: Connection, desk: Desk, ticket: Ticket) -> None:
    person = people.by_id(conn, ticket.person_id)
    owing.send_to(
        conn,
        desk,
        owing.COORDINATION,
        "cannot_keep",
        {
            "number": ticket.id,
            "topic": {"name": desk.topic(ticket.topic).name},
            "deadline": ticket.deadline,
            "phone": None if ticket.confidential else person.phone,
        },
        ticket=ticket.id,
        role="alarm",
    )


def add_post(
    conn: Connection, ticket: Ticket, incoming: Incoming, *, side: str, state: str = "shown"
) -> int:
    """Store what somebody said in a ticket and return the post's id."""
    return posts.save(
        conn,
        ticket_id=ticket.id,
        side=side,
        author_id=incoming.sender_id,
        author=incoming.name,
        chat_id=incoming.chat_id,
        message_id=incoming.message_id,
        text=incoming.text,
        entities=incoming.entities,
        media=incoming.media,
        file=dict(incoming.file) if incoming.file else None,
        album=incoming.album,
        state=state,
        at=incoming.at,
    )
