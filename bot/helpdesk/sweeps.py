"""What the clock brings: nudges, escalations, reminders to silent leaders, ended dialogues.

A sweep looks at rows and owes what is due; each owed thing has a key of its own, so a sweep that
runs twice owes nothing twice. Nudges and escalations come in working time only.
"""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Connection

from bot.domain.messages import Kind
from bot.domain.promises import moment_at_share
from bot.domain.quiet_hours import is_quiet
from bot.domain.tickets import UNDO_ON_CARD, WAITING_REMINDERS
from bot.helpdesk import claims, dialogues, edits, feedback, floods, owing, threads
from bot.helpdesk.desk import Desk, topic_view
from bot.storage import people, posts, questions, tickets
from bot.storage.rows import Ticket

NUDGE_AT, ESCALATE_AT = 0.5, 0.8
CLOSE_AFTER = timedelta(days=14)  # four days after the second reminder


def sweep(conn: Connection, desk: Desk) -> None:
    """Do all that has become due by now."""
    for person in people.dialogs_over(conn, desk.now):
        dialogues.over(conn, desk, person)
    for state in ("rephrase", "suggested"):
        for question in questions.overdue(conn, state, desk.now):
            feedback.rephrase_over(conn, desk, question)
    edits.ask_what_was_only_edited(conn, desk)
    if desk.hours.is_open(desk.now):
        for ticket in tickets.promised(conn):
            _remind_advisors(conn, desk, ticket)
    if not is_quiet(desk.now):
        for ticket in tickets.waiting(conn):
            _remind_leader(conn, desk, ticket)
    threads.open_needed(conn, desk)
    _cards_after_rush(conn, desk)
    floods.show_counts(conn, desk)
    _undo_over(conn, desk)


def _remind_advisors(conn: Connection, desk: Desk, ticket: Ticket) -> None:
    start = ticket.promised_from or ticket.opened_at
    if ticket.promised_at is None:
        return
    if desk.now >= moment_at_share(start, ticket.promised_at, ESCALATE_AT, desk.hours):
        tickets.set_fields(
            conn, ticket.id, escalated_at=desk.now, nudged_at=ticket.nudged_at or desk.now
        )
        _say(conn, desk, ticket, "escalation", owing.COORDINATION)
    elif ticket.nudged_at is None and desk.now >= moment_at_share(
        start, ticket.promised_at, NUDGE_AT, desk.hours
    ):
        tickets.set_fields(conn, ticket.id, nudged_at=desk.now)
        _say(conn, desk, ticket, "nudge", f"{owing.GROUP}/{ticket.topic}")


def _say(conn: Connection, desk: Desk, ticket: Ticket, template: str, to: str) -> None:
    started = int((ticket.promised_from or ticket.opened_at).timestamp())
    owing.send_to(
        conn,
        desk,
        to,
        template,
        {
            "number": ticket.id,
            "topic": topic_view(desk.topic(ticket.topic)),
            "promised": ticket.promised_at.isoformat() if ticket.promised_at else None,
            "advisor": claims.advisor_name(conn, ticket.advisor_id),
        },
        kind=Kind.ALARM,
        ticket=ticket.id,
        role="nudge" if template == "nudge" else "alarm",
        key=f"{template}:{ticket.id}:{started}",
    )


def _remind_leader(conn: Connection, desk: Desk, ticket: Ticket) -> None:
    """Remind a silent leader after 3 and 10 days; then close, with notice and a way back."""
    person = people.by_id(conn, ticket.person_id)
    if ticket.waiting_since is None or not person.reachable:
        return
    silent = desk.now - ticket.waiting_since
    if silent >= CLOSE_AFTER and ticket.waiting_reminders >= len(WAITING_REMINDERS):
        claims.close_ticket(conn, desk, ticket, by="silence")
        return
    due = sum(silent >= after for after in WAITING_REMINDERS)
    if due <= ticket.waiting_reminders:
        return
    tickets.set_fields(conn, ticket.id, waiting_reminders=due)
    closing = ticket.waiting_since + CLOSE_AFTER
    owing.tell(
        conn,
        desk,
        person,
        "wait_again",
        {
            "number": ticket.id,
            "closing": closing.date().isoformat() if due == len(WAITING_REMINDERS) else None,
        },
        kind=Kind.REMINDER,
        ticket=ticket.id,
        role="waiting",
    )


def _cards_after_rush(conn: Connection, desk: Desk) -> None:
    """Post the cards that a digest stood in for, a few at each sweep."""
    for ticket in tickets.without_card(conn):
        if desk.now - ticket.opened_at > timedelta(minutes=1):
            owing.refresh_card(conn, desk, ticket)


def _undo_over(conn: Connection, desk: Desk) -> None:
    """Take [Cofnij ostatnią] off cards whose ten minutes are over."""
    for ticket in tickets.answered_between(
        conn, desk.now - UNDO_ON_CARD - timedelta(minutes=2), desk.now - UNDO_ON_CARD
    ):
        answer = posts.last_answer(conn, ticket.id)
        if answer is not None:
            owing.refresh_card(conn, desk.because(f"undo-over{answer.id}"), ticket)
