"""What the clock brings: nudges, escalations, reminders to silent leaders, ended dialogues.

A sweep looks at rows and owes what is due; each owed thing has a key of its own, so a sweep that
runs twice owes nothing twice. Nudges and escalations come in working time only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from functools import partial, wraps
from typing import Any, TypeVar

import structlog
from sqlalchemy import Connection

from bot.domain.messages import Kind
from bot.domain.practices import FORGOTTEN_AFTER
from bot.domain.promises import ESCALATE_AT, NUDGE_AT, latest_start, moment_at_share
from bot.domain.quiet_hours import is_quiet
from bot.domain.tickets import UNDO_ON_CARD, WAITING_REMINDERS
from bot.helpdesk import (
    claims,
    dialogues,
    edits,
    feedback,
    floods,
    gap_writing,
    owing,
    practice_questions,
    proposal_decisions,
    surroundings,
    threads,
    upkeep,
)
from bot.helpdesk.desk import Desk, topic_view
from bot.storage import people, posts, practices, questions, tickets
from bot.storage.rows import Ticket, attempt
from bot.storage.trouble import UNAVAILABLE

CLOSE_AFTER = timedelta(days=14)  # four days after the second reminder
LATE = timedelta(days=1)
A_WEEK = timedelta(days=7)

log = structlog.get_logger(__name__)
T = TypeVar("T")


def sweep(conn: Connection, desk: Desk) -> None:
    """Do all that has become due by now; what fails leaves the rest alone."""
    _each(conn, desk, dialogues.over, people.dialogs_over(conn, desk.now))
    for state in ("rephrase", "suggested"):
        _each(conn, desk, feedback.rephrase_over, questions.overdue(conn, state, desk.now))
    step(conn, desk, edits.ask_what_was_only_edited)
    step(conn, desk, practice_questions.ask_what_was_held)
    step(conn, desk, upkeep.post_list)
    step(conn, desk, gap_writing.follow)
    step(conn, desk, proposal_decisions.publish_due)
    step(conn, desk, proposal_decisions.tidy)
    practices.forget_dropped(conn, desk.now - FORGOTTEN_AFTER)
    if desk.hours.is_open(desk.now):
        _each(conn, desk, _remind_advisors, _to_be_reminded_of(conn, desk))
        step(conn, desk, upkeep.remind)
    if not is_quiet(desk.now):
        _each(conn, desk, _remind_leader, tickets.silent(conn, _silent_since(desk)))
    step(conn, desk, threads.open_needed)
    _each(conn, desk, _card_after_rush, tickets.without_card(conn))
    step(conn, desk, floods.show_counts)
    _each(conn, desk, _undo_over, tickets.answered_between(conn, *_undo_ended(desk)))
    surroundings.apologise(conn, desk)


def step(conn: Connection, desk: Desk, do: Callable[[Connection, Desk], None]) -> None:
    """Do one thing; if it cannot be done it is undone alone, and logged."""
    try:
        with attempt(conn):
            do(conn, desk)
    except UNAVAILABLE:
        raise
    except Exception as error:
        log.error("sweep_step_failed", name=do.__name__, error=type(error).__name__)


def _each(
    conn: Connection, desk: Desk, do: Callable[[Connection, Desk, T], None], found: Iterable[T]
) -> None:
    """Do one thing for each row; one that cannot be done leaves the others alone."""
    for row in found:
        step(conn, desk, wraps(do)(partial(_for, do, row)))


def _for(do: Callable[[Connection, Desk, T], None], row: T, conn: Connection, desk: Desk) -> None:
    do(conn, desk, row)


def _to_be_reminded_of(conn: Connection, desk: Desk) -> list[Ticket]:
    """Return the tickets that advisors or the coordinator may have to be reminded of now.

    Thousands may be open, with a few promises among them: of each promise only those are read
    that have waited long enough.
    """
    found: list[Ticket] = []
    for promised in tickets.promises(conn):
        nudge, escalate = (
            latest_start(desk.now, promised, share, desk.hours)
            for share in (NUDGE_AT, ESCALATE_AT)
        )
        found += tickets.begun_by(conn, promised, nudge, escalate)
    return sorted(found, key=lambda one: one.id)


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
            "on_duty": _on_duty(conn, desk, ticket),
        },
        kind=Kind.ALARM,
        ticket=ticket.id,
        role="nudge" if template == "nudge" else "alarm",
        key=f"{template}:{ticket.id}:{started}",
    )


def _on_duty(conn: Connection, desk: Desk, ticket: Ticket) -> dict[str, Any] | None:
    """Return who is on duty for a topic now, or who is next; None where there are no duties."""
    found = desk.duties(conn, desk, ticket.topic, desk.today, desk.today + A_WEEK)
    left = [one for one in found if one.ends > desk.now]
    if not left:
        return None
    starts = max(desk.now, min(one.starts for one in left))
    there = {one.advisor_id: one.name for one in left if one.starts <= starts}
    people = [{"id": ident, "name": name} for ident, name in there.items()]
    return {"people": people, "since": None if starts <= desk.now else starts.isoformat()}


def _silent_since(desk: Desk) -> list[datetime]:
    """Return since when leaders are silent whom no, one, ... reminders have reached yet."""
    return [desk.now - after for after in (*WAITING_REMINDERS, CLOSE_AFTER)]


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
    since = ticket.waiting_since
    if silent - WAITING_REMINDERS[due - 1] > LATE:  # nobody reminded in time: the end waits too
        since = desk.now - WAITING_REMINDERS[due - 1]
    tickets.set_fields(conn, ticket.id, waiting_reminders=due, waiting_since=since)
    closing = since + CLOSE_AFTER
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


def _card_after_rush(conn: Connection, desk: Desk, ticket: Ticket) -> None:
    """Post the card that a digest stood in for; a few come at each sweep."""
    if desk.now - ticket.opened_at > timedelta(minutes=1):
        owing.refresh_card(conn, desk, ticket)


def _undo_ended(desk: Desk) -> tuple[datetime, datetime]:
    return desk.now - UNDO_ON_CARD - timedelta(minutes=2), desk.now - UNDO_ON_CARD


def _undo_over(conn: Connection, desk: Desk, ticket: Ticket) -> None:
    """Take [Cofnij ostatnią] off a card whose ten minutes are over."""
    answer = posts.last_answer(conn, ticket.id)
    if answer is not None:
        owing.refresh_card(conn, desk.because(f"undo-over{answer.id}"), ticket)
