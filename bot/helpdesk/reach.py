"""Leaders who cannot be reached, for they blocked the bot or closed their account, and come back.

Nothing is sent to them meanwhile. Advisors hear of it once a ticket. What advisors said is kept,
and goes when the leader is back; other messages have lost their sense by then.
"""

from __future__ import annotations

from sqlalchemy import Connection

from bot.domain.messages import Kind
from bot.helpdesk import confidential, owing
from bot.helpdesk.desk import Desk
from bot.storage import people, posts, records, tickets
from bot.storage.outbox import KEPT_FOR, OutboxRow, refused, send_again, thaw
from bot.storage.rows import Person

#: Why a message can not reach a person, in the words of `channels.telegram.refusals`.
REASONS = ("blocked", "deactivated", "chat_not_found")


def is_shut(conn: Connection, chat_id: int) -> bool:
    """Tell whether a private chat is one that we may not write to now."""
    person = people.by_telegram(conn, chat_id) if chat_id > 0 else None
    return person is not None and not person.reachable


def is_kept(row: OutboxRow) -> bool:
    """Tell whether a message has to come even late: an answer, its change, its removal."""
    return row.role in ("answer", "edit") or row.operation == "delete"


def lost(
    conn: Connection, desk: Desk, telegram_id: int, reason: str, told: int | None = None
) -> None:
    """A leader is out of reach: tell their advisors once, except about the ticket `told`."""
    person = people.by_telegram(conn, telegram_id)
    if person is None or not person.reachable:
        return
    people.set_reachable(conn, telegram_id, False)
    thaw(conn, person.address)
    records.note(conn, desk.now, "telegram", "unreachable", person=person.id, why=reason)
    confidential.unreachable(conn, desk, telegram_id)
    for ticket in tickets.open_of_person(conn, person.id):
        if ticket.id != told:
            owing.send_to(
                conn,
                desk,
                f"{owing.GROUP}/{ticket.topic}",
                "leader_blocked",
                {
                    "number": ticket.id,
                    "phone": None if ticket.confidential else person.phone,
                    "reason": reason,
                },
                kind=Kind.ALARM,
                ticket=ticket.id,
                role="alarm",
            )


def back(conn: Connection, desk: Desk, telegram_id: int) -> None:
    """A leader is back: bring the answers they missed, once, and greet them."""
    person = people.by_telegram(conn, telegram_id)
    if person is None or person.reachable:
        return
    people.set_reachable(conn, telegram_id, True)
    records.note(conn, desk.now, "telegram", "reachable", person=person.id)
    missed = [row for row in _missed(conn, desk, person) if send_again(conn, row.id, desk.now)]
    for ticket in tickets.open_of_person(conn, person.id):
        owing.refresh_card(conn, desk, ticket)
        owing.refresh_receipt(conn, desk, ticket)
        if ticket.state == "waiting":
            tickets.set_fields(conn, ticket.id, waiting_since=desk.now, waiting_reminders=0)
    answers = any(row.role == "answer" for row in missed)
    owing.tell(conn, desk, person, "back_again", {"missed": answers})


def _missed(conn: Connection, desk: Desk, person: Person) -> list[OutboxRow]:
    since = desk.now - KEPT_FOR
    found = [row for row in refused(conn, person.address, REASONS, since) if is_kept(row)]
    return [row for row in found if _is_current(conn, row)]


def _is_current(conn: Connection, row: OutboxRow) -> bool:
    """Whether a row still stands for its post: a press of [Wyślij ponownie] makes another."""
    if row.operation not in ("text", "copy", "album"):
        return True
    if row.operation == "album":
        parts = posts.of_album(conn, row.params["album"], row.params["from"])
    else:
        post = posts.by_id(conn, row.params["post"])
        parts = [post] if post is not None else []
    return any(part.outbox_id == row.id for part in parts)


def meet(conn: Connection, desk: Desk, telegram_id: int, name: str) -> Person:
    """Return the person who writes to us now: whoever writes can be reached."""
    back(conn, desk, telegram_id)
    return people.meet(conn, telegram_id, name, desk.now)
